"""What commands share: kinds of options, and how they speak."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dpcsite.model.findings import Finding
    from dpcsite.model.tree import Tree

FORMATS = ("text", "json", "sarif", "junit", "github")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Day(click.ParamType[date]):
    """A day, as year-month-day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text to a date, or a usage error."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            return self.fail(f'"{value}" is not a day; write it like 2026-11-23.', param, ctx)


def today() -> date:
    """The day of a build: SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else this day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not (epoch.isascii() and epoch.isdigit()):
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (OverflowError, ValueError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is not a time: {epoch[:40]}.") from error


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def show(findings: "Sequence[Finding]", tree: "Tree", form: str) -> None:
    """Print findings in the form that was asked for, in colour where somebody may see it."""
    from dpcsite.report import rendered

    given = os.environ.get
    colour = not given("NO_COLOR") and (bool(given("FORCE_COLOR")) or sys.stdout.isatty())
    click.echo(rendered(form, findings, tree, colour=colour), nl=False, color=colour)


def say(line: str) -> None:
    """Progress and summaries: to a person at a terminal, and to nobody else."""
    if sys.stderr.isatty():
        click.echo(line, err=True)


def unknown_force(error: Any) -> click.BadParameter:
    """The usage error for an id that no force has, with the nearest one."""
    import difflib

    name, known = error.args
    close = difflib.get_close_matches(name, known, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    return click.BadParameter(f'There is no force "{name}".{hint}', param_hint="--force")


def shown(path: Path) -> str:
    """A path as text that can be printed, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")

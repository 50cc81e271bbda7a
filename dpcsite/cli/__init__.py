"""The command line: options in, exit codes out. Everything else is called from here and lives elsewhere."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpcsite import __version__
from dpcsite.cli.common import FOLDER, FORMATS, Day, cores, say, show, shown, today, unknown_force
from dpcsite.cli.publishing import PUBLISHING

if TYPE_CHECKING:
    from dpcsite.model.report import Report
    from dpcsite.pipeline import Options


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 refused, 2 used wrongly, 130 interrupted."""
    try:
        code = cli.main(arguments, prog_name="dpcsite", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        code = _cannot_print("")
    except OSError as error:
        code = _cannot_print(f"Error: {error.strerror}.")
    sys.exit(code or 0)


def _cannot_print(message: str) -> int:
    """Whoever read our output is gone, or its disk is full: say so if there is somebody, and print nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if message:
        click.echo(message, err=True)
    return 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dpcsite")
def cli() -> None:
    """Accessible static sites for police services, checked for WCAG in every build."""


SHARED = (
    click.option(
        "--source", type=FOLDER, default=".", show_default=True, help="Folder with content/, forces/ and themes/."
    ),
    click.option("--force", "forces", multiple=True, metavar="ID", help="Only this force; may be given several times."),
    click.option("--base-url", metavar="URL", help="Where the site will stand, instead of site.yaml's base_url."),
    click.option(
        "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; as many as there are cores."
    ),
    click.option("--strict", is_flag=True, help="Let warnings block too."),
    click.option("--today", "day", type=Day(), help="The day to build for, instead of this one."),
    click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True),
    click.option(
        "--baseline",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Findings in this file do not block.",
    ),
    click.option(
        "--write-baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write all findings to a baseline file.",
    ),
    click.option(
        "--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write the run as JSON to this file."
    ),
)


def shared(command: Any) -> Any:
    """Give a command the options that `build` and `check` share."""
    for option in reversed(SHARED):
        command = option(command)
    return command


@cli.command()
@shared
@click.option(
    "--output", type=click.Path(path_type=Path), default="public", show_default=True, help="Where the site is written."
)
@click.option("--clean", is_flag=True, help="Make, check and write every page anew.")
@click.option("--compress", is_flag=True, help='Also write each text as .gz and .br; needs the extra "compress".')
@click.pass_context
def build(ctx: click.Context, /, output: Path, clean: bool, compress: bool, **given: Any) -> None:
    """Build the site: all of it, or nothing if something is wrong."""
    _can_pack(compress)
    ctx.exit(_run(output=output, clean=clean, compress=compress, **given))


@cli.command()
@click.argument("parts", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--source", type=FOLDER, default=".", show_default=True, help="The sources that the parts were made from."
)
@click.option(
    "--output", type=click.Path(path_type=Path), default="public", show_default=True, help="Where the site is written."
)
@click.option("--base-url", metavar="URL", help="As for the parts.")
@click.option("--today", "day", type=Day(), help="As for the parts.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; as many as there are cores.")
@click.option("--compress", is_flag=True, help='Also write each text as .gz and .br; needs the extra "compress".')
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def merge(ctx: click.Context, /, compress: bool, **given: Any) -> None:
    """Join builds of some forces each to the whole site: the same bytes as one build, in less time."""
    _can_pack(compress)
    none: dict[str, Any] = {"forces": (), "clean": True, "strict": False, "report": None}
    ctx.exit(_run(compress=compress, baseline=None, write_baseline=None, **none, **given))


@cli.command()
@shared
@click.pass_context
def check(ctx: click.Context, /, **given: Any) -> None:
    """Do everything that build does, but write no site."""
    ctx.exit(_run(output=None, clean=False, **given))


@cli.command("check-html")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def check_html(ctx: click.Context, /, paths: tuple[Path, ...], form: str) -> None:
    """Run the rules on any HTML files, or on all of them in a folder."""
    from dpcsite import check as rules
    from dpcsite.model.tree import Source, Tree
    from dpcsite.report.document import files_json

    files = list(_html_files(paths))
    contents = {shown(path): path.read_bytes() for path, _ in files}
    found = {
        shown(path): rules.check_html(contents[shown(path)], shown(path), _sheets(path, top)) for path, top in files
    }
    findings = [finding for one in found.values() for finding in one]
    if form == "json":
        click.echo(files_json(found), nl=False)
    else:
        show(findings, Tree({path: Source(path, content) for path, content in contents.items()}), form)
    ctx.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


@cli.command()
@click.option("--source", type=FOLDER, default=".", show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--force", "forces", multiple=True, metavar="ID", help="Only this force; quicker while you write.")
@click.option("--gallery", is_flag=True, help="Show the theme's components too, at /gallery/.")
def serve(source: Path, host: str, port: int, forces: tuple[str, ...], gallery: bool) -> None:
    """Build, show the site in a browser, and build again when something changes."""
    from dpcsite.pipeline import UnknownForceError
    from dpcsite.serve import serve as run

    try:
        run(source, host, port, forces, today(), components=gallery)
    except UnknownForceError as error:
        raise unknown_force(error) from error
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


@cli.command()
@click.option("--source", type=FOLDER, default=".", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Open every page, not one of each kind.")
@click.option("--today", "day", type=Day())
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def audit(ctx: click.Context, /, source: Path, everything: bool, day: date | None, form: str) -> None:
    """Open pages in a real browser and ask axe-core; needs the extra "axe" and Chromium."""
    from dpcsite.audit import CannotAuditError
    from dpcsite.audit import audit as run
    from dpcsite.report.document import audit_json

    try:
        found = run(source, day or today(), everything=everything, say=say)
    except CannotAuditError as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        click.echo(audit_json(found.pages, found.findings), nl=False)
    else:
        show(found.findings, found.tree, form)
    say(f"Looked at {len(found.pages)} pages in a browser.")
    ctx.exit(1 if any(finding.severity == "error" for finding in found.findings) else 0)


@cli.command()
@click.argument("kind", type=click.Choice(("service", "page", "force", "alert")))
@click.argument("name", metavar="ID")
@click.option("--source", type=FOLDER, default=".", show_default=True)
def new(kind: str, name: str, source: Path) -> None:
    """Write a new source file that is valid from the start."""
    from dpcsite.scaffold import CannotCreateError, create

    try:
        click.echo(create(source, kind, name, today()))
    except CannotCreateError as error:
        raise click.UsageError(str(error)) from error


@cli.command()
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def rules(form: str) -> None:
    """List the rules that every page is checked by."""
    from dpcsite.guide import rules_json, rules_text

    click.echo(rules_json() if form == "json" else rules_text(), nl=False)


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Say what a rule asks, whom it helps, and how to mend what breaks it."""
    from dpcsite.guide import UnknownRuleError, explained

    try:
        click.echo(explained(rule), nl=False)
    except UnknownRuleError as error:
        raise click.UsageError(str(error)) from error


@cli.command()
@click.option("--source", type=FOLDER, default=".", show_default=True)
@click.option("--today", "day", type=Day())
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_context
def doctor(ctx: click.Context, /, source: Path, day: date | None, form: str) -> None:
    """Show what is missing or ageing: links by force and service, leads, owners, review dates, Welsh, reading age."""
    from dpcsite.load import load
    from dpcsite.report.doctor import doctor_json, doctor_text
    from dpcsite.validate import validate

    tree, unread = load(source)
    site, findings = validate(tree, day or today())
    errors = [one for one in (*unread, *findings) if one.severity == "error"]
    errors.sort(key=lambda one: one.sort_key)
    if form == "json":
        click.echo(doctor_json(site, errors, day or today()), nl=False)
        ctx.exit(1 if errors else 0)
    show(errors, tree, "text")
    if site is not None:
        click.echo(doctor_text(site, day or today()), nl=False)
    ctx.exit(1 if errors else 0)


@cli.command()
@click.argument("folder", type=FOLDER)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_context
def verify(ctx: click.Context, /, folder: Path, form: str) -> None:
    """Hold a built folder against its own deployed.json: each file that is missing, extra or changed is named."""
    from dpcsite.manifest import BadManifestError
    from dpcsite.manifest import verify as held
    from dpcsite.model.tree import Tree
    from dpcsite.report.verdict import verdict_findings, verdict_json

    try:
        verdict = held(folder)
    except BadManifestError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{shown(error.filename or folder)} cannot be read: {error.strerror}.") from error
    if form == "json":
        click.echo(verdict_json(verdict), nl=False)
    else:
        show(list(verdict_findings(shown(folder), verdict)), Tree({}), "text")
    say(f"{len(verdict.manifest.files)} files, commit {verdict.manifest.commit}, tree {verdict.manifest.tree}.")
    ctx.exit(0 if verdict.whole else 1)


def _can_pack(wanted: bool) -> None:
    from dpcsite.formats.packing import CannotPackError, ready

    try:
        if wanted:
            ready()
    except CannotPackError as error:
        message = "--compress needs the extra \"compress\": pip install 'dpcsite[compress]'."
        raise click.UsageError(message) from error


for one in PUBLISHING:
    cli.add_command(one)


def _run(
    *,
    form: str,
    report: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    compress: bool = False,
    parts: tuple[Path, ...] = (),
    **given: Any,
) -> int:
    """Build or check, show what was found, and return the exit code."""
    from dpcsite.check.allowances import BadBaselineError, baseline_of
    from dpcsite.parts import BadPartError
    from dpcsite.pipeline import UnknownForceError
    from dpcsite.pipeline import build as run
    from dpcsite.report.document import report_json
    from dpcsite.write import NotOurFolderError

    known = baseline.read_text(encoding="utf-8") if baseline else ""
    options = replace(_options(**given), baseline=known, compress=compress, parts=parts)
    with _umbrella():
        try:
            made = run(options, say)
        except UnknownForceError as error:
            raise unknown_force(error) from error
        except BadPartError as error:
            raise click.UsageError(str(error)) from error
        except BadBaselineError as error:
            raise click.BadParameter(str(error), param_hint="--baseline") from error
        except NotOurFolderError as error:
            raise click.UsageError(f"{error} {error.help}") from error
    document = report_json(made) if form == "json" or report else ""
    if report:
        _write_report(report, document)
    if write_baseline:
        _write_report(write_baseline, baseline_of(made.findings))
    if form == "json":
        click.echo(document, nl=False)
    else:
        show(made.findings, made.tree, form)
    say(_outcome(made, options))
    return 0 if made.built or write_baseline else 1


def _write_report(path: Path, document: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"The file {path} cannot be written: {error.strerror}.") from error


def _options(
    *,
    source: Path,
    output: Path | None,
    forces: tuple[str, ...],
    base_url: str | None,
    jobs: int | None,
    clean: bool,
    strict: bool,
    day: date | None,
) -> "Options":
    from dpcsite.pipeline import Options
    from dpcsite.validate.shapes import base_problem

    if base_url:
        base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        problem = base_problem(base_url)
        if problem:
            raise click.BadParameter(problem, param_hint="--base-url")
    return Options(source, output, day or today(), forces, base_url or "", jobs or cores(), clean, strict)


def _outcome(made: "Report", options: "Options") -> str:
    from dpcsite.report.text import summary

    stats = made.stats
    count = summary(
        sum(one.severity == "error" for one in made.findings), sum(one.severity == "warning" for one in made.findings)
    )
    if not made.built:
        kept = "" if options.output is None else " The site that was there is untouched."
        return f"Refused: {count} ({stats.seconds:.1f} s).{kept}"
    if options.output is None:
        return f"Checked {stats.pages} pages in {stats.seconds:.1f} s: {count}."
    return (
        f"Built {stats.pages} pages into {options.output}/ in {stats.seconds:.1f} s: {stats.written} files written, "
        f"{stats.unchanged} unchanged, {stats.removed} removed; {count}."
    )


def _html_files(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """HTML files with the folder that `/` means in them: the one that was named, or the file's own."""
    for path in paths:
        if path.is_dir():
            for one in sorted(path.rglob("*")):
                if one.suffix.lower() in (".html", ".htm", ".xhtml") and one.is_file():
                    yield one, path
        else:
            yield path, path.parent


def _sheets(path: Path, top: Path) -> Callable[[str], str | None]:
    """Read a page's local style sheets; anything on another site, or without the ending .css, is passed over."""

    def load(address: str) -> str | None:
        name = address.partition("?")[0].partition("#")[0]
        if "//" in name or not name.endswith(".css"):
            return None
        target = top / name.lstrip("/") if name.startswith("/") else path.parent / name
        return _text(target)

    return load


@lru_cache(256)
def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None


@contextlib.contextmanager
def _umbrella() -> Iterator[None]:
    """A build makes folders for a web server to read, whatever the umask of the shell is."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)

"""The commands that bring a finished site to its readers."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpcsite.cli.common import FOLDER, FORMATS, Day, say, show, today, unknown_force

if TYPE_CHECKING:
    from dpcsite.publish import Receipt


@click.command()
@click.argument("server", type=click.Choice(("caddy", "cloudfront", "cloudfront-headers", "nginx", "nginx-brotli")))
@click.option("--source", type=FOLDER, default=".", show_default=True)
@click.option("--root", default="/srv/site/current", show_default=True, help="The folder that the server shows.")
@click.option("--today", "day", type=Day())
@click.pass_context
def hosting(ctx: click.Context, /, server: str, source: Path, root: str, day: date | None) -> None:
    """Print the configuration of a server or a content network: headers, redirects, pages for what is missing."""
    from dpcsite.load import load
    from dpcsite.plan import hosting as planned
    from dpcsite.plan.hosts import configuration
    from dpcsite.validate import validate

    tree, findings = load(source)
    site, wrong = validate(tree, day or today())
    findings += wrong
    if site is not None:
        table, wrong = planned(site, day or today())
        findings += wrong
    errors = sorted((one for one in findings if one.severity == "error"), key=lambda one: one.sort_key)
    show(errors, tree, "text")
    if errors or site is None:
        ctx.exit(1)
    try:
        click.echo(configuration(server, table, root), nl=False)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--root") from error


TARGET = (
    click.argument("target"),
    click.option("--endpoint-url", "endpoint", default="", help="The address of a store that is not Amazon's."),
)
CLOUDFRONT = click.option(
    "--cloudfront", "distribution", default="", metavar="ID", help="Tell this distribution which pages changed."
)
DRY = click.option("--dry-run", "dry", is_flag=True, help="Only say what would be done.")


def at_target(command: Any) -> Any:
    """Give a command its target."""
    for one in reversed(TARGET):
        command = one(command)
    return command


@click.command()
@at_target
@click.option("--from", "built", type=FOLDER, default="public", show_default=True, help="The build to publish.")
@CLOUDFRONT
@click.option("--allow-removals", is_flag=True, help="Go on where many pages would go.")
@DRY
@click.pass_context
def publish(ctx: click.Context, /, target: str, built: Path, allow_removals: bool, dry: bool, **given: str) -> None:
    """Send a finished build to a folder, or to an object store as s3://bucket/prefix."""
    from dpcsite.publish import Target
    from dpcsite.publish import publish as run

    with _told():
        receipt = run(built, Target(target, **given), _now(), allow_removals=allow_removals, dry=dry)
    _tell(receipt, dry=dry)
    ctx.exit(0)


@click.command()
@at_target
@CLOUDFRONT
@click.option("--to", "number", type=click.IntRange(min=1), default=None, help="This release, not the one before.")
@DRY
@click.pass_context
def rollback(ctx: click.Context, /, target: str, number: int | None, dry: bool, **given: str) -> None:
    """Give readers the release before again, byte for byte; nothing is built."""
    from dpcsite.publish import Target
    from dpcsite.publish import rollback as run

    with _told():
        receipt = run(Target(target, **given), number or 0, _now(), dry=dry)
    _tell(receipt, dry=dry)
    ctx.exit(0)


@click.command()
@at_target
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def releases(target: str, endpoint: str, form: str) -> None:
    """List the releases of a target, and which of them readers have."""
    import json
    from dataclasses import asdict

    from dpcsite.publish import Target
    from dpcsite.publish import releases as known

    with _told():
        current, rows = known(Target(target, endpoint))
    if form == "json":
        click.echo(json.dumps({"current": current, "releases": [asdict(one) for one in rows]}, indent=1))
        return
    last = max((number for number, one in enumerate(rows) if one.number == current), default=-1)
    for number, one in enumerate(rows):
        mark = "*" if number == last else " "
        click.echo(f"{mark} {one.number:>4}  {one.at}  {one.pages} pages  commit {one.commit[:12]}  {one.tree[:12]}")


@click.command()
@click.option("--source", type=FOLDER, default=".", show_default=True)
@click.option("--force", "forces", multiple=True, metavar="ID", help="Only links of this force; may be repeated.")
@click.option(
    "--older-than", "age", type=click.IntRange(min=0), default=0, metavar="DAYS", help="Pass over newer looks."
)
@click.option("--pause", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between requests.")
@click.option("--dry-run", "dry", is_flag=True, help="Write nothing down.")
@click.option("--today", "day", type=Day())
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def links(ctx: click.Context, /, source: Path, forces: tuple[str, ...], age: int, form: str, **given: Any) -> None:
    """Open every link to another site, politely, and write down what became of it; needs the network."""
    from dpcsite import __version__
    from dpcsite import links as outside
    from dpcsite.links.visit import Visitor
    from dpcsite.load import load
    from dpcsite.validate import validate

    day, pause, dry = given["day"] or today(), given["pause"], given["dry"]
    tree, findings = load(source)
    site, wrong = validate(tree, day)
    errors = sorted((one for one in (*findings, *wrong) if one.severity == "error"), key=lambda one: one.sort_key)
    if site is None or errors:
        show(errors, tree, form)
        ctx.exit(1)
    for force in forces:
        if force not in site.forces:
            raise unknown_force(Exception(force, tuple(site.forces)))
    known = outside.links_of(site)
    chosen = [one for one in known if not forces or one.owner in forces]
    fresh = {key for key, one in site.checks.items() if (day - one.seen).days < age}
    wanted = [one.url for one in chosen if (one.owner, one.url) not in fresh]
    visits = Visitor(f"dpcsite/{__version__} (looks at links of {site.settings.base_url})", pause).visit(wanted, say)
    checks = outside.seen(known, visits, site.checks, day)
    if not dry:
        _write_checks(source, outside.files_of(checks), {one.place.path for one in site.checks.values()})
    if form == "json":
        click.echo(outside.links_json(chosen, checks), nl=False)
    else:
        show(outside.findings(chosen, checks), tree, form)
    states = [checks[one.owner, one.url].state for one in chosen if (one.owner, one.url) in checks]
    say(", ".join(f"{states.count(state)} {state}" for state in ("ok", "moved", "cannot-tell", "broken")))
    ctx.exit(1 if "broken" in states else 0)


def _write_checks(source: Path, files: dict[str, str], before: set[str]) -> None:
    """Write what was seen; a file that would be empty goes."""
    try:
        for path, content in files.items():
            (source / path).write_text(content, encoding="utf-8")
        for path in before - files.keys():
            (source / path).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from error


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What keeps a site from being published, said as every other error."""
    from dpcsite.publish import BadTargetError, CannotPublishError

    try:
        yield
    except BadTargetError as error:
        raise click.BadParameter(str(error), param_hint="TARGET") from error
    except CannotPublishError as error:
        for path in error.missing:
            click.echo(f"missing {path}")
        raise click.ClickException(f"{error}\nhelp: {error.help}") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror}.") from error


def _tell(receipt: "Receipt", *, dry: bool) -> None:
    for path in receipt.sent:
        click.echo(f"send {path}")
    for path in receipt.removed:
        click.echo(f"remove {path}")
    done = "Would be" if dry else "Is"
    say(
        f"{done} release {receipt.number}: {len(receipt.sent)} files sent, {receipt.unchanged} unchanged, "
        f"{len(receipt.removed)} removed."
    )


def _now() -> datetime:
    return datetime.now(UTC)


PUBLISHING = (hosting, publish, rollback, releases, links)

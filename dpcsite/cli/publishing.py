"""The commands that bring a finished site to its readers."""

from datetime import date
from pathlib import Path

import click

from dpcsite.cli.common import FOLDER, Day, show, today


@click.command()
@click.argument("server", type=click.Choice(("caddy", "cloudfront", "cloudfront-headers", "nginx")))
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


PUBLISHING = (hosting,)

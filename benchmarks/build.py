"""How long a build takes, and how much memory: whole processes, over a copy of the shipped site.

`python benchmarks/build.py` times builds; `--rules` times each rule over the pages of a built site instead.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dpcsite.check import sheets_of
from dpcsite.check.page import Page
from dpcsite.check.rules import RULES
from dpcsite.formats.html import parse

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"
SERVICE = "content/services/report-crime.md"  # it is on a page of its own and on one of each force


@dataclass(frozen=True)
class Run:
    """One build: seconds from start to end, of all processors together, and the most memory of one process, in MiB."""

    seconds: float
    work: float
    memory: float


@dataclass(frozen=True)
class Copy:
    """A copy of the sources, and where it is built to."""

    source: Path
    output: Path

    def build(self, *more: str) -> Run:
        """Build, and wait for the end."""
        command = [sys.executable, "-m", "dpcsite", "build", "--today", TODAY]
        command += ["--source", os.fspath(self.source), "--output", os.fspath(self.output), *more]
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)  # what getrusage(RUSAGE_CHILDREN) tells, of this build alone
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"The build failed with exit code {process.returncode}.")
        return Run(
            seconds,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024),
        )

    def forget(self) -> None:
        """Take the built site away."""
        shutil.rmtree(self.output, ignore_errors=True)

    def edit(self) -> None:
        """Add some words to one Markdown file."""
        with (self.source / SERVICE).open("a", encoding="utf-8") as file:
            file.write("\nSome more words.\n")

    def pages(self) -> list[Path]:
        """The HTML files of the built site."""
        return sorted(self.output.rglob("*.html"))


def nothing() -> None:
    """Leave all as it is."""


def main() -> None:
    """Read the command line, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--runs", type=int, default=5, help="runs of each case (default: 5)")
    parser.add_argument("--rules", action="store_true", help="time each rule, and the parser, over the built pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dpcsite-benchmark-") as folder:
        copy = Copy(Path(folder, "site"), Path(folder, "public"))
        for name in ("content", "forces", "themes"):
            shutil.copytree(ROOT / name, copy.source / name)
        copy.build()  # not timed: Python compiles, the system reads its disk
        lines = rules(copy.pages(), given.runs) if given.rules else builds(copy, given.runs)
        print("\n".join(lines))


def builds(copy: Copy, runs: int) -> Iterator[str]:
    """Each case, so many times: a table in Markdown."""
    pages = len(copy.pages())
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{pages} pages, {jobs} cores, {runs} runs of each"
    yield ""
    yield "| case | median s | min s | max s | pages/s | CPU s | peak MiB |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    cases: Sequence[tuple[str, Callable[[], None], tuple[str, ...]]] = (
        ("cold: nothing built before", copy.forget, ()),
        ("cold, `--jobs 1`", copy.forget, ("--jobs", "1")),
        ("no change", nothing, ()),
        ("no change, `--jobs 1`", nothing, ("--jobs", "1")),
        ("one Markdown file changed", copy.edit, ()),
    )
    made: dict[str, list[Run]] = {name: [] for name, _, _ in cases}
    for _ in range(runs):  # in turns, so that what else the machine does falls on all alike
        for name, before, more in cases:
            before()
            made[name].append(copy.build(*more))
    for name, done in made.items():
        seconds = [run.seconds for run in done]
        median = statistics.median(seconds)
        work, memory = statistics.median(run.work for run in done), max(run.memory for run in done)
        spent = f"{median:.2f} | {min(seconds):.2f} | {max(seconds):.2f}"
        yield f"| {name} | {spent} | {pages / median:.0f} | {work:.2f} | {memory:.0f} |"


def rules(pages: Sequence[Path], runs: int) -> Iterator[str]:
    """The time of the parser and of each rule for a page, the median of all runs, the slowest first.

    Rules run in the order of a build, over one page each time: what a rule learns of an element is there for the next.
    """
    texts = [path.read_text(encoding="utf-8") for path in pages]
    top = next(path for path in pages[0].parents if (path / "assets").is_dir())
    parsing: list[float] = []
    asking: dict[str, list[float]] = {}
    for _ in range(runs):
        parsed, asked = once(texts, top)
        parsing.append(parsed)
        for name, seconds in asked.items():
            asking.setdefault(name, []).append(seconds)
    each = {name: statistics.median(seconds) * 1e6 / len(texts) for name, seconds in asking.items()}
    yield f"{len(texts)} pages of {sum(map(len, texts)) / len(texts):.0f} characters, {runs} runs"
    yield ""
    yield "| what | µs per page |"
    yield "|---|--:|"
    yield f"| parsing | {statistics.median(parsing) * 1e6 / len(texts):.1f} |"
    yield f"| all {len(each)} rules | {sum(each.values()):.1f} |"
    for name in sorted(each, key=lambda one: -each[one]):
        yield f"| {name} | {each[name]:.1f} |"


def once(texts: Sequence[str], top: Path) -> tuple[float, dict[str, float]]:
    """Parse every page once and ask every rule about it: seconds of the parser, and of each rule."""
    clock = time.perf_counter

    def sheet(address: str) -> str | None:
        return (top / address.lstrip("/")).read_text(encoding="utf-8")

    parsing, asking = 0.0, dict.fromkeys((rule.id for rule in RULES), 0.0)
    for text in texts:
        began = clock()
        document = parse(text)
        page = Page(document, sheets_of(document, sheet))
        parsing += clock() - began
        for rule in RULES:
            began = clock()
            for element in rule.targets(page):
                rule.verdict(page, element)
            asking[rule.id] += clock() - began
    return parsing, asking


if __name__ == "__main__":
    main()

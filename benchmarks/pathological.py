"""How long input that was made to be slow takes, and how much memory: whole builds of a small site, one for each.

`python benchmarks/pathological.py` runs all; words behind it choose those whose name holds one of them. Each must end
within 20 seconds and 1 GiB: built, or refused with a place. Ends with 1 where one does not.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.sites import MINIMAL, files_of, write_site  # noqa: E402 - the folder above is not installed

TODAY = "2026-11-23"
SECONDS = 20.0
MEBIBYTES = 1024.0
SIZE = 200_000  # bytes of a text
OWN = "forces/kent/pages/own.md"
SERVICE = "content/services/report-crime.md"  # stands on a page of its own and on one of each force
FORCE = "forces/kent/force.yaml"

Files = dict[str, str]


@dataclass(frozen=True)
class Run:
    """One build: how it ended, seconds of work, and the most memory of one process in MiB."""

    ended: str
    seconds: float
    memory: float

    @property
    def good(self) -> bool:
        """Whether it kept the limits and said what it did."""
        return self.ended != "broken" and self.seconds <= SECONDS and self.memory <= MEBIBYTES


def repeated(unit: str, size: int = SIZE) -> str:
    """A text of about this many bytes."""
    return unit * (size // len(unit.encode()))


def nested(unit: Callable[[int], str], size: int = SIZE) -> str:
    """Lines that grow, until they have about this many bytes."""
    lines, length, number = [], 0, 0
    while length < size:
        lines.append(unit(number))
        length += len(lines[-1]) + 1
        number += 1
    return "\n".join(lines)


# The kinds of text for which CommonMark parsers have been slow; cmark's pathological_tests.py names most of them.
TEXTS: dict[str, Callable[[int], str]] = {
    "plain words": lambda size: repeated("Some words of a sentence. ", size),
    "paragraphs": lambda size: repeated("Some words of a sentence.\n\n", size),
    "one long word": lambda size: repeated("a", size),
    "nested strong emphasis": lambda size: repeated("*a **a ", size // 2) + repeated(" a** a*", size // 2),
    "emphasis closers": lambda size: repeated("a_ ", size),
    "emphasis openers": lambda size: repeated("_a ", size),
    "link closers": lambda size: repeated("a]", size),
    "link openers": lambda size: repeated("[a", size),
    "mismatched openers and closers": lambda size: repeated("*a_ ", size),
    "commented links": lambda size: repeated("a **b c* ", size),
    "link openers and emphasis closers": lambda size: repeated("[ a_", size),
    "pattern [ (](": lambda size: repeated("[ (](", size),
    "pattern ![[]()": lambda size: repeated("![[]()", size),
    "pattern [a](b": lambda size: repeated("[a](b", size),
    "pattern [a](<b": lambda size: repeated("[a](<b", size),
    "nested brackets": lambda size: "[" * (size // 2) + "a" + "]" * (size // 2),
    "nested block quotes": lambda size: repeated("> ", size) + "a",
    "deeply nested lists": lambda size: nested(lambda number: "  " * number + "* a", size),
    "many list items": lambda size: repeated("- a\n", size),
    "backticks": lambda size: nested(lambda number: "e" + "`" * number, size),
    "many links": lambda size: repeated("[t](/about/) ", size),
    "many outside links": lambda size: repeated("[t](https://a.example/) ", size),
    "many dead links": lambda size: nested(lambda number: f"[t](/nowhere-{number}/)", size),
    "many headings": lambda size: repeated("## A\n\n", size),
    "different headings": lambda size: nested(lambda number: f"## A{number}\n", size),
    "many references": lambda size: nested(lambda number: f"[r{number}]: /about/", size),
    "references that do not exist": lambda size: repeated("[a][b]", size),
    "unclosed comments": lambda size: repeated("<!-- ", size),
    "unclosed declarations": lambda size: repeated("<!A ", size),
    "unclosed instructions": lambda size: repeated("<? ", size),
    "unclosed tags": lambda size: repeated("<a ", size),
    "tags with attributes": lambda size: repeated("<a b=", size),
    "open braces": lambda size: repeated("{{", size),
    "open braces and percents": lambda size: repeated("{%", size),
    "placeholders": lambda size: repeated("{{ fact.fee }} ", size),
    "unknown placeholders": lambda size: nested(lambda number: f"{{{{ fact.f{number} }}}}", size),
    "entities": lambda size: repeated("&amp;", size),
    "unclosed entities": lambda size: repeated("&", size),
    "backslashes": lambda size: repeated("\\", size),
    "a table of 10,000 rows": lambda size: "| A | B |\n|---|---|\n" + repeated("| a | b |\n", min(size, 100_000)),
    "a wide table": lambda size: f"{'| a ' * 3000}|\n{'|---' * 3000}|\n" + repeated("| a |\n", size // 4),
    "empty table cells": lambda size: "| A |\n|---|\n" + repeated("||\n", size),
    "bars": lambda size: "a | b\n--|--\n" + repeated("|", size),
    "footnotes": lambda size: nested(lambda number: f"Words[^n{number}].\n\n[^n{number}]: Note.\n", size),
    "marks of one note": lambda size: repeated("a[^n] ", size) + "\n\n[^n]: Note.",
    "nested notes": lambda size: nested(lambda number: f"[^n{number}]: a[^n{number + 1}]\n", size) + "\n\na[^n0]",
    "terms": lambda size: repeated("Term\n: What it is\n\n", size),
    "callouts": lambda size: repeated("> [!WARNING]\n> Words.\n\n", size),
    "steps": lambda size: "::: steps\n" + repeated("1. A step\n", size) + ":::\n",
    "open blocks": lambda size: repeated("::: steps\n", size),
    "contacts": lambda size: repeated("::: contact\n101\n:::\n\n", size),
    "unknown contacts": lambda size: "::: contact\n" + nested(lambda number: f"c{number}", size) + "\n:::\n",
    "long lines of spaces": lambda size: "a" + " " * size + "b",
    "tabs": lambda size: repeated("\t", size) + "a",
    "sentences without an end": lambda size: repeated("word ", size),
    "capitals": lambda size: repeated("ABC DEF ", size),
    "acronyms": lambda size: nested(lambda number: f"Q{'ABCDEFGHIJ'[number % 10]}X of words.\n", size),
    "signs": lambda size: repeated("=-+*/|\\ ", size),
    "quotation marks": lambda size: repeated("\"'", size),
    "full stops": lambda size: repeated(".", size),
    "hard breaks": lambda size: repeated("a\\\n", size),
    "rules": lambda size: repeated("---\n\n", size),
    "fences": lambda size: repeated("~~~\na\n~~~\n\n", size),
    "open fence": lambda size: "~~~\n" + repeated("a\n", size),
    "addresses with many parts": lambda size: f"[a](https://a.example/{'a/' * (size // 2)})",
    "hidden characters": lambda size: repeated("\u200b", size),
    "combining marks": lambda size: "a" + repeated("\u0301", size),
    "Welsh letters": lambda size: repeated("ŵŷ ", size),
    "emoji": lambda size: repeated("\U0001f600", size),
}


def _page(body: str) -> str:
    return f"---\ntitle: A page of its own\nsummary: What it says.\n---\n\n{body}\n"


def _force(more: str) -> str:
    return files_of(MINIMAL)[FORCE][1] + more


def _many(count: int, row: Callable[[int], str]) -> str:
    return "".join(row(number) for number in range(count))


def cases() -> dict[str, Files]:
    """Changes of the small site by name."""
    found: dict[str, Files] = {f"page: {name}": {OWN: _page(text(SIZE))} for name, text in TEXTS.items()}
    service = files_of(MINIMAL)[SERVICE][1]
    for name in ("plain words", "many links", "a table of 10,000 rows", "many headings", "many list items"):
        found[f"service: {name}"] = {SERVICE: service + "\n" + TEXTS[name](SIZE)}
    found |= {
        "yaml: open lists": {FORCE: "[" * SIZE},
        "yaml: open mappings": {FORCE: "{a: " * (SIZE // 4)},
        "yaml: deep blocks": {FORCE: nested(lambda number: " " * number + "a:")},
        "yaml: unknown fields": {FORCE: _force(_many(20_000, lambda number: f"field-{number}: a\n"))},
        "yaml: unknown services": {
            FORCE: _force("services:\n  ") + _many(15_000, lambda number: f"service-{number}: no-page\n  ")
        },
        "yaml: leads": {
            FORCE: _force("leads:\n")
            + _many(5000, lambda number: f"  - {{service: s-{number}, url: https://a.example/}}\n")
        },
        "yaml: wrong leads": {FORCE: _force("leads: [") + "a, " * 60_000 + "a]\n"},
        "yaml: former ids": {FORCE: _force("former_ids: [") + _many(20_000, lambda number: f"f-{number}, ") + "f]\n"},
        "yaml: one long value": {FORCE: _force(f"notes: {'a' * 10_000_000}\n")},
        "yaml: 200,000 keys": {"content/facts.yaml": _many(200_000, lambda number: f"k{number}: {{}}\n")},
        "yaml: laughs": {FORCE: _many(12, lambda number: f"a{number}: &a{number} [{f'*a{number - 1},' * 9}]\n")},
        "yaml: 5,000 facts": {
            "content/facts.yaml": files_of(MINIMAL)["content/facts.yaml"][1]
            + _many(4000, lambda number: f"f{number}: {{value: a, about: b, source: c, grade: A}}\n")
        },
        "yaml: hash collisions": {FORCE: _many(60_000, lambda number: f"{number * ((1 << 61) - 1)}: a\n")},
        "redirects: 5,000": {"content/redirects.yaml": _many(5000, lambda number: f"/old/{number}/: /about/\n")},
        "redirects: a chain of 5,000": {
            "content/redirects.yaml": _many(5000, lambda number: f"/old/{number}/: /old/{number + 1}/\n")
            + "/old/5000/: /about/\n"
        },
        "redirects: a circle of 5,000": {
            "content/redirects.yaml": _many(5000, lambda number: f"/old/{number}/: /old/{(number + 1) % 5000}/\n")
        },
        "redirects: 5,000 to nowhere": {
            "content/redirects.yaml": _many(5000, lambda number: f"/old/{number}/: /nowhere/{number}/\n")
        },
        "old paths: 5,000 of a page": {
            OWN: _page("Words.").replace(
                "summary",
                _many(1, lambda _: "old_paths: [")
                + _many(5000, lambda number: f"/forces/kent/o{number}/, ")
                + "]\nsummary",
                1,
            )
        },
        "related: 5,000 unknown": {
            OWN: _page("Words.").replace(
                "summary", "related: [" + _many(5000, lambda number: f"page-{number}, ") + "]\nsummary", 1
            )
        },
        "pages: 2,000 of one force": {
            f"forces/kent/pages/p{number}.md": _page("Words.").replace("its own", f"its own {number}")
            for number in range(2000)
        },
        "pages: 200 folders deep": {f"forces/kent/pages/{'a/' * 200}own.md": _page("Words.")},
        "alerts: 500": {
            f"content/alerts/a{number}.md": f"---\ntitle: Alert {number}\nexpires: 2030-01-01\n---\n\nWords.\n"
            for number in range(500)
        },
        "front matter without an end": {OWN: "---\n" + repeated("a: b\n")},
        "front matter of one line": {OWN: f"---\ntitle: {'a' * SIZE}\nsummary: a\n---\n\nWords.\n"},
        "a file of 8 MiB": {OWN: "a" * 8 * 1024 * 1024},
        "a file of 9 MiB": {OWN: "a" * 9 * 1024 * 1024},
    }
    return found


def timed(files: Files, folder: Path) -> Run:
    """Build the small site with these changes in a process of its own."""
    site = write_site(folder / "site", MINIMAL)
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "dpcsite", "build", "--today", TODAY, "--jobs", "1"]
    command += ["--source", os.fspath(site), "--output", os.fspath(folder / "public")]
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        watch = threading.Timer(15 * SECONDS, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime  # what else runs on the machine does not count
    said = (folder / "out").read_text(encoding="utf-8")
    placed = re.search(r"^[\w./-]+:\d+:\d+: error [a-z-]+: ", said, re.MULTILINE)
    ended = {0: "built", 1: "refused" if placed else "broken"}.get(process.returncode, "broken")
    if "Traceback" in said:
        ended = "broken"
    return Run(ended, seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))


def main() -> int:
    """Run the cases that were asked for, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only cases whose name holds one of these")
    words = parser.parse_args().words
    chosen = {name: files for name, files in cases().items() if not words or any(word in name for word in words)}
    print("| case | ended | s | peak MiB |\n|---|---|--:|--:|")
    bad = 0
    for name, files in chosen.items():
        with tempfile.TemporaryDirectory(prefix="dpcsite-slow-") as folder:
            run = timed(files, Path(folder))
        bad += not run.good
        print(
            f"| {name} | {run.ended} | {run.seconds:.1f} | {run.memory:.0f} |{'' if run.good else ' **over**'}",
            flush=True,
        )
    print(f"\n{len(chosen)} cases, {bad} over {SECONDS:.0f} s or {MEBIBYTES:.0f} MiB, or broken.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

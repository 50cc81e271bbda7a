"""How much a page weighs on its way to a reader: bytes and requests, for one page of each layout and language.

`python benchmarks/weight.py` builds the shipped site and prints a table; `weight.py FOLDER` looks at one built already.
"""

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import brotli

from dpcsite.check.counts import counts
from dpcsite.formats.html import Document, parse
from dpcsite.load import load
from dpcsite.model.plan import Output
from dpcsite.plan import make_plan
from dpcsite.validate import validate

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"

PAGE = 30_000  # bytes: a service page with all that it asks for
FIRST_FLIGHT = 14_000  # HTML and CSS: ten segments of 1,460 (RFC 6928), less 600 for what servers say before them
REQUESTS = 4  # the page, its style sheet, its script, its icon

HASHED = re.compile(r"/assets/[a-z-]+\.(?P<digest>[0-9a-f]{10})\.(?:css|js|svg)")
LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
LINKED = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "prefetch"}


@dataclass(frozen=True)
class Packed:
    """The size of something in bytes: as it is, by brotli as servers pack in passing and as well as it can, by gzip."""

    plain: int = 0
    brotli_5: int = 0
    brotli_11: int = 0
    gzip_6: int = 0

    def __add__(self, other: "Packed") -> "Packed":
        return Packed(
            self.plain + other.plain,
            self.brotli_5 + other.brotli_5,
            self.brotli_11 + other.brotli_11,
            self.gzip_6 + other.gzip_6,
        )


@dataclass(frozen=True)
class Page:
    """A page of a built site: its address, its HTML, and the files that it asks for by what they are for."""

    url: str
    html: bytes
    files: Mapping[str, bytes]
    asked: tuple[tuple[str, str], ...]

    @property
    def requests(self) -> int:
        """How often a browser asks for something: for the page, and once for each address that it names."""
        return 1 + len({address for _, address in self.asked})

    def part(self, kind: str) -> Packed:
        """What the files for one purpose weigh."""
        addresses = {address for named, address in self.asked if named == kind}
        return sum((packed(self.files[address]) for address in addresses), Packed())

    def total(self) -> Packed:
        """What the page weighs with everything that it asks for."""
        return sum((packed(self.files[address]) for address in {one for _, one in self.asked}), packed(self.html))


@lru_cache(4096)
def packed(content: bytes) -> Packed:
    """Pack some bytes in each of the ways."""
    return Packed(
        len(content),
        len(brotli.compress(content, quality=5)),
        len(brotli.compress(content, quality=11)),
        len(gzip.compress(content, 6, mtime=0)),
    )


@lru_cache(4096)
def quickly(content: bytes) -> int:
    """No less than a server sends: by the weakest gzip, which is quick enough for thousands of pages."""
    return len(gzip.compress(content, 1, mtime=0))


def asked(document: Document) -> Iterator[tuple[str, str]]:
    """What a browser fetches for a page, without being asked by its reader: purpose and address, as written."""
    for link in document.all("link"):
        found = LINKED & set((link.get("rel") or "").lower().split())
        if found:
            yield min(found), link.get("href") or ""
    for tag, names in LOADING.items():
        for element in document.all(tag):
            yield from ((tag, element.attrs[name]) for name in names if element.get(name))


def page_at(folder: Path, path: str) -> Page:
    """Read a page of a built site, and all that it asks for."""
    html = (folder / path).read_bytes()
    found = tuple(asked(parse(html)))
    files = {address: _file(folder / address.lstrip("/")) for _, address in found}
    return Page(f"/{path.removesuffix('index.html')}", html, files, found)


@lru_cache(256)
def _file(path: Path) -> bytes:
    return path.read_bytes()


def heaviest(folder: Path, source: Path = ROOT) -> dict[tuple[str, str], Page]:
    """The page with the most HTML of each layout and language; redirects are on their way to one of these."""
    tree, _ = load(source)
    day = date.fromisoformat(TODAY)
    site, _ = validate(tree, day)
    if site is None:
        sys.exit("The site cannot be read; run `dpcsite check`.")
    found: dict[tuple[str, str], Output] = {}
    for output in make_plan(site, day, counts())[0].plan.outputs:
        kind = (output.layout, output.lang)
        if output.layout == "redirect" or not (folder / output.path).is_file():
            continue
        if kind not in found or _size(folder, output) > _size(folder, found[kind]):
            found[kind] = output
    return {kind: page_at(folder, output.path) for kind, output in sorted(found.items())}


def _size(folder: Path, output: Output) -> int:
    return (folder / output.path).stat().st_size


def table(pages: Mapping[tuple[str, str], Page]) -> Iterator[str]:
    """A table in Markdown; what has no heading of its own is by brotli 5."""
    yield "| layout | page | requests | HTML | CSS | script | icon | all, brotli 5 | brotli 11 | gzip 6 | not packed |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for (layout, _), page in pages.items():
        parts = [packed(page.html), *(page.part(kind) for kind in ("stylesheet", "script", "icon"))]
        total = page.total()
        sizes = [part.brotli_5 for part in [*parts, total]] + [total.brotli_11, total.gzip_6, total.plain]
        shown = " | ".join(f"{size:,}" if size else "–" for size in sizes)
        yield f"| {layout} | `{page.url}` | {page.requests} | {shown} |"


def build(folder: Path) -> None:
    """Build the shipped site; what it says goes where no table is."""
    command = [sys.executable, "-m", "dpcsite", "build", "--today", TODAY, "--source", str(ROOT)]
    if subprocess.run([*command, "--output", str(folder)], cwd=ROOT, check=False, stdout=sys.stderr).returncode:
        sys.exit("The build failed.")


def main() -> None:
    """Read the command line, build if need be, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, help="a folder that the shipped sources were built into")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dpcsite-weight-") as temporary:
        folder = given.site or Path(temporary, "public")
        if given.site is None:
            build(folder)
        print("\n".join(table(heaviest(folder))))


if __name__ == "__main__":
    main()

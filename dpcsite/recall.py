"""Pages that an earlier run found without fault: the same view and theme give the same page and the same verdict.

A page is known by everything it is made from: its view, the theme, the program and the libraries below it. Only pages
without a finding are remembered, so that each finding is found again in each run, at the line where it is now. What a
page's verdict owes to other pages, its links, is looked at each time.
"""

import hashlib
import io
import os
import pickle
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpcsite import __version__, store
from dpcsite.check.consistency import Entry as Item
from dpcsite.check.consistency import Menu, Shape
from dpcsite.check.sitewide import Facts
from dpcsite.model.manifest import Entry
from dpcsite.model.plan import Output, View
from dpcsite.model.site import Theme


@dataclass(frozen=True, slots=True)
class Remembered:
    """A page: its file, what others must know of it, and where on this site it links to."""

    file: Entry
    facts: Facts
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recall:
    """Pages of earlier runs by their key; `base` stands for all that the pages of this run have in common."""

    base: bytes
    pages: Mapping[bytes, Remembered] = field(default_factory=dict)

    def key(self, output: Output, view: View) -> bytes:
        """What stands for one page: 32 bytes, the same for the same page in any process."""
        made = hashlib.sha256(self.base)
        made.update(repr((output, view)).encode("utf-8", "surrogatepass"))
        return made.digest()


def base_of(theme: Theme, url: str, prefix: str) -> bytes:
    """The digest of what every page depends on beside its view."""
    parts = (program(), theme.id, sorted(theme.templates.items()), theme.style, theme.script, url, prefix)
    return hashlib.sha256(repr((parts, theme.strings, theme.components)).encode("utf-8", "surrogatepass")).digest()


def program() -> str:
    """This program, its libraries and Python, told by versions and by each file's size and time."""
    here = Path(__file__).parent
    files = sorted((one.path, one.stat().st_size, one.stat().st_mtime_ns) for one in _files(str(here)))
    libraries = sorted(one.name for one in Path(sysconfig.get_path("purelib")).iterdir())
    return repr((__version__, sys.version, files, libraries))


def _files(folder: str) -> "list[os.DirEntry[str]]":
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir(follow_symlinks=False):
                found += _files(one.path) if one.name != "__pycache__" else ()
            else:
                found.append(one)
    return found


def recalled(name: str, base: bytes) -> Recall:
    """What the cache has under this name; nothing where it holds anything else."""
    blob = store.taken(name)
    if blob is None or blob[: len(base)] != base:
        return Recall(base)
    try:
        shapes, rows = _Reader(io.BytesIO(blob[len(base) :])).load()
        known = [_shape(*one) for one in shapes]
        return Recall(base, {row[0]: _remembered(row, known) for row in rows})
    except Exception:  # noqa: BLE001 - whatever a broken pickle raises: then nothing is known
        return Recall(base)


def remember(name: str, base: bytes, pages: Mapping[bytes, Remembered]) -> None:
    """Keep these pages for the next run, and no others."""
    shapes: dict[Shape, int] = {}
    known: dict[str, str] = {}

    def once(texts: Iterable[str]) -> tuple[str, ...]:
        """The same texts as the same objects, which are written once."""
        return tuple(known.setdefault(text, text) for text in texts)

    rows = []
    for key, page in pages.items():
        facts, shape = page.facts, shapes.setdefault(page.facts.shape, len(shapes))
        said = (facts.url, facts.lang, facts.title, facts.source, once(facts.ids), facts.fragments)
        rows.append((key, page.file.sha256, page.file.size, *said, shape, once(facts.targets), once(page.links)))
    plain = [
        (
            [(menu.name, [(one.target, one.name, one.element) for one in menu.entries]) for menu in shape.menus],
            landmarks,
        )
        for shape in shapes
        for landmarks in [shape.landmarks]
    ]
    store.put(name, base + pickle.dumps((plain, rows), pickle.HIGHEST_PROTOCOL))


def _shape(menus: Any, landmarks: Any) -> Shape:
    return Shape(
        tuple(Menu(name, tuple(Item(*one) for one in entries)) for name, entries in menus),
        tuple((name, element) for name, element in landmarks),
    )


def _remembered(row: Any, shapes: Sequence[Shape]) -> Remembered:
    _, digest, size, url, lang, title, source, ids, fragments, shape, targets, links = row
    facts = Facts(url, lang, title, source, frozenset(ids), fragments, shapes[shape], frozenset(targets))
    return Remembered(Entry(digest, size), facts, frozenset(links))


class _Reader(pickle.Unpickler):
    """Reads numbers, texts, bytes, lists and tuples, and nothing that could do anything, whoever wrote the file."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")

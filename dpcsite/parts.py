"""Parts of a site, each a build of some forces, that one run joins to the whole.

A part says in one file what it was made from: the sources, the day, the address, and the program. Only parts that are
made from the very same are taken, and of them only pages that would be the same in the whole site.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

from dpcsite import __version__
from dpcsite.manifest import BadManifestError, verify
from dpcsite.model.tree import Tree

PART = ".dpcsite-part"  # at the top of a part, and never in a whole site

_LIBRARIES = "jinja2 markdown-it-py markupsafe mdit-py-plugins pydantic pyyaml tinycss2 turbohtml".split()


class BadPartError(Exception):
    """A folder that cannot be joined; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its folder, and the forces that it was built for."""

    folder: Path
    forces: tuple[str, ...]


def stamp(tree: Tree, today: date, base_url: str) -> bytes:
    """What stands for all that the pages of a part are made from, as a line of text."""
    made = hashlib.sha256(repr((__version__, _program(), today.isoformat(), base_url)).encode())
    for path, source in sorted(tree.sources.items()):
        made.update(repr((path, hashlib.sha256(source.content).digest())).encode())
    return f"{made.hexdigest()}\n".encode()


def read_parts(folders: Sequence[Path], expected: bytes) -> tuple[Part, ...]:
    """Look whether folders are parts that belong together. Raises `BadPartError`, and OSError."""
    parts: list[Part] = []
    for folder in folders:
        try:
            verdict = verify(folder)
        except BadManifestError as error:
            raise BadPartError(f"{folder} is no part: {error}") from error
        if not verdict.whole:
            wrong = (*verdict.missing, *verdict.extra, *verdict.changed)
            raise BadPartError(f"{folder} is not what was built: {wrong[0]} is missing, was added or was changed.")
        if not verdict.manifest.forces or PART not in verdict.manifest.files:
            raise BadPartError(f"{folder} is no part: build it with --force.")
        if (folder / PART).read_bytes() != expected:
            raise BadPartError(f"{folder} is of other sources, another day, address or version. Build it again.")
        twice = [force for part in parts for force in part.forces if force in verdict.manifest.forces]
        if twice:
            raise BadPartError(f'The force "{twice[0]}" is in two parts.')
        parts.append(Part(folder, verdict.manifest.forces))
    return tuple(parts)


def _program() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The program's own files by digest, and its libraries by version; nothing of the machine."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".md"))
    mine = [(path.relative_to(here).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
    found = {(one.metadata["Name"] or "").lower().replace("_", "-"): one.version for one in distributions()}
    return mine, [(name, found.get(name, "")) for name in _LIBRARIES]

"""Read the source folder: files to bytes, with no judgement but what must not be read at all."""

import os
from collections.abc import Iterator
from pathlib import Path

from dpcsite.model.findings import Finding, Place
from dpcsite.model.limits import SOURCE_BYTES, SOURCE_FOLDERS
from dpcsite.model.tree import FOLDERS, Source, Tree

Closed = tuple[str, str]  # why a folder is passed over, and what to do


def load(root: Path) -> tuple[Tree, list[Finding]]:
    """Read `content/`, `forces/` and `themes/` below `root`.

    Links to elsewhere are never followed, so that no page can show a file of the machine that builds it. Hidden
    files are passed over. Returns the tree and what could not be read.
    """
    sources: dict[str, Source] = {}
    findings: list[Finding] = []
    for folder in FOLDERS:
        missing = _missing(root / folder, folder)
        if missing:
            findings.append(missing)
            continue
        for path, closed in _files(root / folder):
            name = path.relative_to(root).as_posix()
            content, finding = (b"", _finding(name, *closed)) if closed else _read(path, name)
            if finding:
                findings.append(finding)
            else:
                sources[name] = Source(name, content)
    return Tree(dict(sorted(sources.items()))), findings


def _missing(folder: Path, name: str) -> Finding | None:
    """What is wrong with one of the folders that there must be."""
    try:
        if folder.is_dir() and not folder.is_symlink():
            return None
    except OSError as error:
        return _finding(name, f"This folder cannot be read: {error.strerror}.", "Check who may read it.")
    help_ = "Run dpcsite in the folder that holds content/, forces/ and themes/, or name it with --source."
    return _finding(name, f"There is no folder {name}/ here.", help_)


def _files(folder: Path, level: int = 1) -> Iterator[tuple[Path, Closed | None]]:
    """Everything below a folder that is not hidden, in a fixed order; folders only where they are links.

    A folder that cannot be looked into comes with the reason, as a message and what to do.
    """
    if level > SOURCE_FOLDERS.most:
        yield folder, ("Too many folders stand in one another here.", f"Use at most {SOURCE_FOLDERS}.")
        return
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, (f"This folder cannot be read: {error.strerror}.", "Check who may read it.")
        return
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), level + 1)
        else:
            yield Path(entry.path), None


def _read(path: Path, name: str) -> tuple[bytes, Finding | None]:
    if not _printable(name):
        help_ = "Give it a name of small letters, digits and hyphens."
        return b"", _finding(name, "The name of this file is not UTF-8 text.", help_, rule="file-name")
    try:
        if path.is_symlink():
            return b"", _finding(name, "This is a link to another place.", "Put a copy of the file here instead.")
        if not path.is_file():
            return b"", _finding(name, "This is not an ordinary file.", "Take it out of this folder.")
        if path.stat().st_size > SOURCE_BYTES.most:
            return b"", _finding(name, f"This file is larger than {SOURCE_BYTES}.", "Make it smaller.")
        return path.read_bytes(), None
    except OSError as error:
        return b"", _finding(name, f"This file cannot be read: {error.strerror}.", "Check who may read it.")


def _printable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _finding(name: str, message: str, help_: str, *, rule: str = "source-file") -> Finding:
    shown = os.fsencode(name).decode("utf-8", "replace")
    return Finding(rule, "error", message, help_, Place(shown))

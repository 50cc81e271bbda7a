"""Read the source folder: files to bytes, with no judgement but what must not be read at all."""

import os
from collections.abc import Iterator
from pathlib import Path

from dpcsite.model.findings import Finding, Place
from dpcsite.model.tree import FOLDERS, Source, Tree

MAX_BYTES = 8 * 1024 * 1024  # a picture of this size is already too much for a phone


def load(root: Path) -> tuple[Tree, list[Finding]]:
    """Read `content/`, `forces/` and `themes/` below `root`.

    Links to elsewhere are never followed, so that no page can show a file of the machine that builds it. Hidden
    files are passed over. Returns the tree and what could not be read.
    """
    sources: dict[str, Source] = {}
    findings: list[Finding] = []
    for folder in FOLDERS:
        if not (root / folder).is_dir() or (root / folder).is_symlink():
            message = f"There is no folder {folder}/ here."
            help_ = "Run dpcsite in the folder that holds content/, forces/ and themes/, or name it with --source."
            findings.append(_finding(folder, message, help_))
            continue
        for path in _files(root / folder):
            name = path.relative_to(root).as_posix()
            content, finding = _read(path, name)
            if finding:
                findings.append(finding)
            else:
                sources[name] = Source(name, content)
    return Tree(dict(sorted(sources.items()))), findings


def _files(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is not hidden, in a fixed order; folders only where they are links."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def _read(path: Path, name: str) -> tuple[bytes, Finding | None]:
    if not _printable(name):
        help_ = "Give it a name of small letters, digits and hyphens."
        return b"", _finding(name, "The name of this file is not UTF-8 text.", help_, rule="file-name")
    if path.is_symlink():
        return b"", _finding(name, "This is a link to another place.", "Put a copy of the file here instead.")
    if not path.is_file():
        return b"", _finding(name, "This is not an ordinary file.", "Take it out of this folder.")
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"This file is larger than {MAX_BYTES // 1024 // 1024} MiB."
            return b"", _finding(name, size, "Make it smaller.")
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

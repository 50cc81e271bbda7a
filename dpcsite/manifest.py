"""The manifest of a build, `deployed.json`: written, read, and a folder held against it.

It is a function of the files, the sources' commit and the options: no clock, no chance. The commit stands in this
one file and nowhere else, so that the same words give the same other files, and the same `tree`, at any commit.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpcsite.model.manifest import MANIFEST, MARKER, Entry, Manifest, Verdict

FORMAT = 1  # the number of this form; a reader refuses what it does not know
MAX_BYTES = 256 * 1024 * 1024  # a million files and more

_AT_ONCE = 1024 * 1024  # bytes

_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadManifestError(Exception):
    """There is no manifest, or it is none; the message says which, for a person."""


@dataclass(frozen=True, slots=True)
class _Odd:
    """Something in place of an ordinary file: a link, a device, or what may not be read."""


def text_of(manifest: Manifest) -> bytes:
    """The manifest as JSON: one line for each fact and each file, so that two can be compared line by line."""
    head = {
        "manifest": FORMAT,
        "program": "dpcsite",
        "version": manifest.version,
        "base_url": manifest.base_url,
        "commit": manifest.commit,
        "forces": list(manifest.forces),
        "preview": manifest.preview,
        "blocked": manifest.blocked,
        "tree": manifest.tree,
    }
    rows = [f" {_json(name)}: {_json(value)},\n" for name, value in head.items()]
    files = [
        f"  {_json(path)}: {_json({'sha256': one.sha256, 'size': one.size})}"
        for path, one in sorted(manifest.files.items())
    ]
    return ("{\n" + "".join(rows) + ' "files": {\n' + ",\n".join(files) + "\n }\n}\n").encode()


def read(content: bytes) -> Manifest:
    """The manifest that these bytes hold; raises `BadManifestError`."""
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadManifestError(f"{MANIFEST} is not JSON; it was cut or changed.") from error
    if not isinstance(given, dict) or given.get("program") != "dpcsite":
        raise BadManifestError(f"{MANIFEST} is not a manifest of dpcsite.")
    if given.get("manifest") != FORMAT:
        raise BadManifestError(f"{MANIFEST} was written by another version of dpcsite.")
    made = _manifest(given)
    if made is None or made.tree != given.get("tree"):
        raise BadManifestError(f"{MANIFEST} does not agree with itself; it was changed after the build.")
    return made


def verify(folder: Path) -> Verdict:
    """Hold a folder against its manifest. Raises `BadManifestError` where it has none, and OSError.

    Every file counts, hidden ones too, except the manifest itself and the marker. Links are not followed: a link is
    never the file that was built. Folders without files are passed over.
    """
    manifest = read(_manifest_bytes(folder))
    found = {name: _entry_or_odd(path) for name, path in _paths(folder)}
    return Verdict(
        manifest,
        missing=tuple(sorted(manifest.files.keys() - found.keys())),
        extra=tuple(sorted(found.keys() - manifest.files.keys())),
        changed=tuple(path for path, entry in sorted(manifest.files.items()) if found.get(path, entry) != entry),
    )


def _manifest_bytes(folder: Path) -> bytes:
    path = folder / MANIFEST
    if not path.is_file() or path.is_symlink():
        raise BadManifestError(f"There is no {MANIFEST} in {folder}; dpcsite build writes one.")
    if path.stat().st_size > MAX_BYTES:
        raise BadManifestError(f"{MANIFEST} is not a manifest of dpcsite.")
    return path.read_bytes()


def _manifest(given: Mapping[str, Any]) -> Manifest | None:
    """What the fields say, or None where one of them is not what it should be."""
    texts = [given.get(name) for name in ("version", "base_url", "commit")]
    flags = [given.get(name) for name in ("preview", "blocked")]
    forces, files = given.get("forces"), given.get("files")
    if not (isinstance(forces, list) and isinstance(files, dict)):
        return None
    if not all(isinstance(one, str) for one in (*texts, *forces)) or not all(isinstance(one, bool) for one in flags):
        return None
    entries = {path: entry for path, one in files.items() if (entry := _given_entry(one)) is not None}
    if len(entries) != len(files) or not all(_utf8(path) for path in entries):
        return None
    version, base_url, commit = (str(one) for one in texts)
    return Manifest(version, base_url, commit, tuple(forces), bool(flags[0]), bool(flags[1]), entries)


def _given_entry(given: object) -> Entry | None:
    if not isinstance(given, dict):
        return None
    digest, size = given.get("sha256"), given.get("size")
    if not (isinstance(digest, str) and _DIGEST.fullmatch(digest)) or type(size) is not int:
        return None
    return Entry(digest, size)


def _utf8(path: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _paths(folder: Path) -> Iterator[tuple[str, str]]:
    """All that is not a folder: its path below the folder as text, and its path; a link to a folder is a file here."""
    waiting = [("", os.fspath(folder))]
    while waiting:
        start, here = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                name = start + (entry.name if entry.name.isascii() else _printable(entry.name))
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", entry.path))
                elif name not in (MANIFEST, MARKER):
                    yield name, entry.path


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def _entry(path: str) -> Entry:
    digest, size = hashlib.sha256(), 0
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - thousands of files: a Path for each costs more
        while part := file.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
    return Entry(digest.hexdigest(), size)


def _entry_or_odd(path: str) -> Entry | _Odd:
    try:
        return _entry(path) if stat.S_ISREG(os.lstat(path).st_mode) else _Odd()
    except OSError:
        return _Odd()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)

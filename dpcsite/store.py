"""The cache folder: what one run leaves for the next, so that the same work is not done twice.

It lies in the user's own cache folder (XDG Base Directory Specification) and never in the sources: whoever changes a
file of the site can put nothing into it. A blob is taken only if it is whole, by its own digest; whatever else may be
wrong with the folder, a build does without it and says nothing.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

_MAGIC = b"dpcsite cache 1\n"
_DIGEST = hashlib.sha256().digest_size


def folder() -> Path | None:
    """`dpcsite` in `$XDG_CACHE_HOME` or `~/.cache`; None where there is neither."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():  # the specification has relative ones ignored
        return Path(named) / "dpcsite"
    try:
        return Path.home() / ".cache" / "dpcsite"
    except RuntimeError:
        return None


def name_of(*parts: str) -> str:
    """A file name for what belongs to these texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def taken(name: str) -> bytes | None:
    """The blob of this name as it was put; None where there is none, or not all of it, or something else."""
    here = folder()
    if here is None:
        return None
    try:
        content = (here / name).read_bytes()
    except OSError:
        return None
    head, digest, blob = content[: len(_MAGIC)], content[len(_MAGIC) : len(_MAGIC) + _DIGEST], content[_start() :]
    return blob if head == _MAGIC and hashlib.sha256(name.encode() + blob).digest() == digest else None


def put(name: str, blob: bytes) -> None:
    """Keep a blob under this name, all of it or nothing; a folder that cannot be written is passed over."""
    here = folder()
    if here is None:
        return
    new = here / f"{name}.{secrets.token_hex(6)}"
    try:
        here.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_bytes(_MAGIC + hashlib.sha256(name.encode() + blob).digest() + blob)
        new.replace(here / name)
        for left in here.glob(f"{name}.*"):  # of a run that was killed; one that still writes does without its own
            left.unlink()
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()


def _start() -> int:
    return len(_MAGIC) + _DIGEST

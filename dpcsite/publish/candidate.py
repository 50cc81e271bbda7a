"""A built folder that may be published: whole, a site for readers, and not much smaller than the one they have."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dpcsite.manifest import BadManifestError, verify
from dpcsite.model.manifest import MANIFEST, Manifest
from dpcsite.publish.errors import CannotPublishError
from dpcsite.publish.records import Held

MANY = 0.1  # of the pages; more at once is a mistake more often than a decision
FEW = 3  # pages that may go without a word, however small the site is
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A built folder with what it says of itself, and all of its files, the manifest too."""

    folder: Path
    manifest: Manifest
    files: Mapping[str, Held]


def candidate(folder: Path) -> Candidate:
    """Look whether a folder may be published. Raises `CannotPublishError`, and OSError."""
    try:
        verdict = verify(folder)
    except BadManifestError as error:
        raise CannotPublishError(str(error), "Build the site again.") from error
    manifest = verdict.manifest
    if not verdict.whole:
        rows = (
            *(f"{path} is missing" for path in verdict.missing),
            *(f"{path} is not of the build" for path in verdict.extra),
            *(f"{path} was changed" for path in verdict.changed),
        )
        raise CannotPublishError(f"{folder} is not what was built: {_few(rows)}.", "Build the site again.")
    if manifest.preview:
        raise CannotPublishError(f"{folder} is a preview.", "Build it with dpcsite build.")
    if manifest.blocked:
        raise CannotPublishError(f"{folder} was built in spite of findings that block.", "Mend them and build again.")
    if manifest.forces:
        message = f"{folder} holds only a part of the site: {_few(manifest.forces)}."
        raise CannotPublishError(message, "Build the whole site, or join the parts with dpcsite merge.")
    host = urlsplit(manifest.base_url).hostname or ""
    if host in ("127.0.0.1", "::1", "localhost") or host.endswith(".localhost"):
        message = f"{folder} was built to stand at {manifest.base_url}, which nobody else can open."
        raise CannotPublishError(message, "Build it with --base-url and the address that readers will use.")
    if "index.html" not in manifest.files:
        raise CannotPublishError(f"{folder} has no home page.", "Build the site again.")
    return Candidate(
        folder, manifest, {path: held_of((folder / path).read_bytes()) for path in (*manifest.files, MANIFEST)}
    )


def held_of(content: bytes) -> Held:
    """Digests and size of some bytes."""
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return Held(hashlib.sha256(content).hexdigest(), len(content), md5)


def refuse_removals(before: Mapping[str, Held], after: Mapping[str, Held], *, allowed: bool) -> None:
    """Stop where many pages would go, unless that is meant. Raises `CannotPublishError`."""
    pages = pages_of(before)
    gone = sorted(pages - pages_of(after))
    if allowed or len(gone) < FEW or len(gone) <= MANY * len(pages):
        return
    message = f"{len(gone)} of {len(pages)} pages would go: {_few(gone)}."
    raise CannotPublishError(message, "If that is meant, say so with --allow-removals.")


def pages_of(files: Iterable[str]) -> set[str]:
    """The pages among files."""
    return {path for path in files if path.endswith(".html")}


def _few(rows: tuple[str, ...] | list[str]) -> str:
    return ", ".join(rows[:SHOWN]) + (f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else "")

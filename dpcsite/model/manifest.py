"""What a build says of itself: which files it made, from what, and for where."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

MANIFEST = "deployed.json"  # at the top of the output; published last
MARKER = ".dpcsite-output"  # marks a folder as ours; it never leaves the machine that builds
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: the SHA-256 of its bytes, as 64 hexadecimal digits, and how many bytes there are."""

    sha256: str
    size: int


def entry_of(content: bytes) -> Entry:
    """What a manifest says of a file with these bytes."""
    return Entry(sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a build by path, without the manifest and the marker, and how they came about.

    `commit` is the git commit whose files are the sources to the byte, or `UNKNOWN`. `forces` are those that the
    build was narrowed to, none for a whole site. `preview` is a build for the preview server, `blocked` one with
    findings that should have kept it back: neither may be published.
    """

    version: str
    base_url: str
    commit: str
    forces: tuple[str, ...]
    preview: bool
    blocked: bool
    files: Mapping[str, Entry]

    @property
    def tree(self) -> str:
        """One digest for all files: two builds with the same one are the same site, whatever commit they are of.

        It is the SHA-256 of the lines that `sha256sum` prints for the files in the order of their paths.
        """
        lines = (f"{entry.sha256}  {path}\n" for path, entry in sorted(self.files.items()))
        return sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A folder held against its manifest: paths of files that are not there, not known, or not the same."""

    manifest: Manifest
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the folder is the build, no more and no less."""
        return not (self.missing or self.extra or self.changed)

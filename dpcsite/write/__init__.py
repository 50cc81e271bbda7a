"""Pages to disk, all or nothing: a staging folder beside the output, made durable, exchanged in one step.

Whoever looks into the output folder, even after a crash at any moment, sees the whole old site or the whole new one
(rename(2), renameat2(2) with RENAME_EXCHANGE). A file whose bytes did not change is the same file as before, with
its time. Nothing else is touched: only the output folder, and a hidden folder of ours next to it that goes again.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from dpcsite.model.manifest import MARKER
from dpcsite.write.durable import exchange, settle
from dpcsite.write.errors import CannotWriteError, NotOurFolderError, failure
from dpcsite.write.lock import alone, check_folder, staging_prefix, tidy

MARKER_TEXT = b"This folder is made by dpcsite. Each build removes whatever it did not make itself.\n"


@dataclass(frozen=True, slots=True)
class Changes:
    """How many files a build wrote anew, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A staging folder, for one build.

    `published` are the ordinary files that stand in the output now, in folders that are no links; they alone may
    become part of the new site unchanged. `locks` are descriptors that other processes must let go of.
    """

    folder: Path
    output: Path
    published: frozenset[str]
    locks: tuple[int, ...] = ()

    def put(self, path: str, content: bytes) -> bool:
        """Write one file of the new site; `path` is relative, with `/`. Returns whether its bytes are new.

        One that has the same bytes as the published file is not written: `publish` takes the file itself.
        """
        if path in self.published and _content(self.output / path) == content:
            return False
        target = self.folder / path
        _make_folders(target.parent)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)  # whatever the umask: a web server has to read it
        return True

    def before(self, path: str) -> bytes | None:
        """The bytes of a file as it is published now; None where there is no such file."""
        return _content(self.output / path) if path in self.published else None

    def read(self, path: str) -> bytes:
        """The bytes of a file of the new site, whether it is staged or taken as it is published; raises OSError."""
        staged = self.folder / path
        return (staged if staged.exists() else self.output / path).read_bytes()

    def holds(self, path: str, digest: str) -> bool:
        """Whether the published file has this SHA-256 (hexadecimal), so that `publish` can take it as it is."""
        content = _content(self.output / path) if path in self.published else None
        return content is not None and hashlib.sha256(content).hexdigest() == digest


@contextlib.contextmanager
def staging(output: Path, source: Path, *, fresh: bool, waiting: Callable[[], None]) -> Iterator[Stage]:
    """Open a staging folder for `output`, alone: another build of the same output is waited for.

    `fresh` writes every file anew; `waiting` is called once if there is a wait. The staging folder goes when the
    block ends, however it ends.
    """
    output = Path(os.path.realpath(output))
    check_folder(output, Path(os.path.realpath(source)))
    with alone(output, waiting) as lock:
        tidy(output)
        folder = output.parent / f"{staging_prefix(output)}{secrets.token_hex(6)}"
        with contextlib.ExitStack() as held:
            held.callback(_remove, folder)
            folder.mkdir(mode=0o755)
            folder.chmod(0o755)
            descriptor = os.open(folder, os.O_RDONLY)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            published = frozenset[str]() if fresh else frozenset(_ordinary(output))
            yield Stage(folder, output, published, (lock, descriptor))


def publish(stage: Stage, paths: Collection[str], written: int) -> Changes:
    """Make the new site whole and durable, and exchange it for what is published.

    `paths` are all files of the new site, `written` how many of them have new bytes; the others are the published
    ones. Where nothing is new and nothing too much, all stays as it lies.
    """
    before = set(_files(stage.output, sure=True))
    removed = before - {*paths, MARKER}
    new_marker = stage.put(MARKER, MARKER_TEXT)
    if not (written or new_marker or removed) and _folders(stage.output) == _folders_of(stage.output, paths):
        return Changes(0, len(paths), 0)
    for path in sorted({*paths, MARKER}):
        target = stage.folder / path
        if not target.exists():
            _make_folders(target.parent)
            _link(stage.output / path, target)
    settle(stage.folder)
    exchange(stage.folder, stage.output)
    return Changes(written, len(paths) - written, len(removed))


def _folders(top: Path) -> dict[str, int]:
    """The folders below one with the mode of each, that one included."""
    return {here: stat.S_IMODE(os.lstat(here).st_mode) for here, _, _ in os.walk(top)}


def _folders_of(top: Path, paths: Collection[str]) -> dict[str, int]:
    """The same for the folders of a site as a build makes them."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return {f"{top}/{one}" if one else str(top): 0o755 for one in found}


def _remove(folder: Path) -> None:
    """Take the staging folder away, also when somebody presses Ctrl-C once more meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _files(folder: Path, *, sure: bool = False) -> Iterator[str]:
    """Everything below a folder that is no folder; links to folders are not followed.

    A folder that cannot be listed is passed over, or with `sure` raises OSError.
    """
    for here, _, names in os.walk(folder, onerror=_raised if sure else None):
        start = Path(here).relative_to(folder).as_posix()
        yield from (name if start == "." else f"{start}/{name}" for name in names)


def _raised(error: OSError) -> None:
    raise error


def _ordinary(folder: Path) -> Iterator[str]:
    for path in _files(folder):
        if stat.S_ISREG((folder / path).lstat().st_mode):
            yield path


def _make_folders(folder: Path) -> None:
    """Like `mkdir -p` with mode 0755, whatever the umask; several workers may do it at the same time."""
    try:
        folder.mkdir(mode=0o755)
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folders(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o755)
    folder.chmod(0o755)


def _link(before: Path, target: Path) -> None:
    try:
        os.link(before, target, follow_symlinks=False)
    except OSError:  # a file system without hard links: copy, and keep the time
        shutil.copy2(before, target, follow_symlinks=False)


def _content(published: Path) -> bytes | None:
    """The bytes of a published file; None where it cannot be read as an ordinary one."""
    try:
        descriptor = os.open(published, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


__all__ = ["MARKER", "CannotWriteError", "Changes", "NotOurFolderError", "Stage", "failure", "publish", "staging"]

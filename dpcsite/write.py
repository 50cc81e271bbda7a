"""Pages to disk, all or nothing: a staging folder beside the output, made durable, exchanged in one step.

Whoever looks into the output folder, even after a crash at any moment, sees the whole old site or the whole new one
(rename(2), renameat2(2) with RENAME_EXCHANGE). A file whose bytes did not change is the same file as before, with
its time. Nothing else is touched: only the output folder, and a hidden folder of ours next to it that goes again.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MARKER = ".dpcsite-output"
MARKER_TEXT = b"This folder is made by dpcsite. Each build removes whatever it did not make itself.\n"
WAIT_SECONDS = 300

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # Darwin's sys/stdio.h


class CannotWriteError(Exception):
    """The output cannot be written; `help` says what to do. What was published before is untouched."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.help = help_


class NotOurFolderError(CannotWriteError):
    """The output folder that was named must not be written to."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many files a build wrote anew, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A staging folder, for one build; `old` is what is published now, if anything is."""

    folder: Path
    output: Path
    fresh: bool

    def put(self, path: str, content: bytes) -> bool:
        """Write one file of the new site; `path` is relative, with `/`. Returns whether its bytes are new."""
        target = self.folder / path
        _make_folders(target.parent, self.folder)
        published = self.output / path
        if not self.fresh and _same(published, content):
            try:
                os.link(published, target, follow_symlinks=False)
            except OSError:  # a file system without hard links: copy, and keep the time
                shutil.copy2(published, target)
            return False
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)  # whatever the umask: a web server has to read it
        return True


@contextlib.contextmanager
def staging(output: Path, source: Path, *, fresh: bool, waiting: Callable[[], None]) -> Iterator[Stage]:
    """Open a staging folder for `output`, alone: another build of the same output is waited for.

    `fresh` writes every file anew; `waiting` is called once if there is a wait. The staging folder goes when the
    block ends, however it ends.
    """
    output = Path(os.path.realpath(output))
    _check_folder(output, Path(os.path.realpath(source)))
    output.parent.mkdir(parents=True, exist_ok=True)
    with _alone(output, waiting):
        _tidy(output)
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.dpcsite-", dir=output.parent))
        folder.chmod(0o755)
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield Stage(folder, output, fresh)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def publish(stage: Stage, paths: Collection[str], written: int) -> Changes:
    """Make the staged files durable and exchange them for what is published.

    `paths` are all files of the new site, `written` how many of them have new bytes.
    """
    before = set(_files(stage.output))
    stage.put(MARKER, MARKER_TEXT)
    _settle(stage.folder)
    _exchange(stage.folder, stage.output)
    removed = before - set(paths) - {MARKER}
    return Changes(written, len(paths) - written, len(removed))


def failure(error: OSError) -> CannotWriteError:
    """What the system said, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotWriteError(
            "There is no space left on the disk.", "Make room and build again. The site that was there is untouched."
        )
    where = f" ({error.filename})" if error.filename else ""
    return CannotWriteError(
        f"The site cannot be written: {error.strerror}{where}.",
        "The site that was there is untouched. Check the disk and who may write there.",
    )


# --- the folder ---------------------------------------------------------------------------------------------------


def _check_folder(output: Path, source: Path) -> None:
    if output == source or output in source.parents or output == Path(output.anchor):
        raise NotOurFolderError(f"{output} holds the sources.", "Name a folder of its own with --output.")
    for name in ("content", "forces", "themes", "dpcsite", ".git"):
        inside = source / name
        if output == inside or inside in output.parents:
            raise NotOurFolderError(f"{output} is part of the sources.", "Name a folder of its own with --output.")
    if not output.exists():
        return
    if not output.is_dir():
        raise NotOurFolderError(f"{output} is a file.", "Name a folder with --output.")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        help_ = "Name an empty folder with --output, or move these files away: a build removes what it did not make."
        raise NotOurFolderError(f"{output} holds files that dpcsite did not make.", help_)


@contextlib.contextmanager
def _alone(output: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock on the output folder itself; when it was exchanged meanwhile, take the lock on the new one."""
    made = not output.exists()
    output.mkdir(exist_ok=True)
    descriptor = _locked(output, waiting)
    try:
        yield
    finally:
        os.close(descriptor)
        if made:
            with contextlib.suppress(OSError):  # only if it is still empty: a build that came to nothing
                output.rmdir()


def _locked(output: Path, waiting: Callable[[], None]) -> int:
    ends, said = time.monotonic() + WAIT_SECONDS, False
    while True:
        with contextlib.suppress(FileExistsError):
            output.mkdir()
        descriptor = os.open(output, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.exists(output) and os.path.samestat(os.fstat(descriptor), os.stat(output)):  # noqa: PTH110, PTH116
                return descriptor
            os.close(descriptor)
            continue
        except BlockingIOError:
            os.close(descriptor)
        if not said:
            waiting()
            said = True
        if time.monotonic() > ends:
            raise CannotWriteError(
                "Another build of this folder is running and does not end.", "Stop it, then build again."
            )
        time.sleep(0.05)


def _tidy(output: Path) -> None:
    """Take away what a build that was killed left behind; a folder somebody holds is in use."""
    for folder in output.parent.glob(f".{output.name}.dpcsite-*"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def _files(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        start = Path(here).relative_to(folder).as_posix()
        yield from (name if start == "." else f"{start}/{name}" for name in names)


def _make_folders(folder: Path, top: Path) -> None:
    """Like `mkdir -p` with mode 0755, whatever the umask; several workers may do it at the same time."""
    try:
        folder.mkdir(mode=0o755)
    except FileExistsError:
        return
    except FileNotFoundError:
        _make_folders(folder.parent, top)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o755)
    folder.chmod(0o755)


def _same(published: Path, content: bytes) -> bool:
    try:
        descriptor = os.open(published, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        return os.fstat(descriptor).st_size == len(content) and file.read() == content


# --- durability ---------------------------------------------------------------------------------------------------


def _settle(folder: Path) -> None:
    """Bring everything below the folder to the disk: one syncfs(2) where there is one, else fsync of each file."""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if hasattr(library, "syncfs"):
            if library.syncfs(descriptor) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number))
            return
    finally:
        os.close(descriptor)
    for here, _, names in os.walk(folder):
        for name in (*(Path(here) / one for one in names), Path(here)):
            _sync(name)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(folder: Path, output: Path) -> None:
    """Swap two folders by name in one step; afterwards `folder` is the old site."""
    first, second = os.fsencode(folder), os.fsencode(output)
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        result = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(first, second, _RENAME_SWAP)
    else:
        raise CannotWriteError("This system cannot exchange two folders in one step.", "Build on Linux or macOS.")
    if result != 0:
        number = ctypes.get_errno()
        if number in (errno.EBUSY, errno.EXDEV):
            raise NotOurFolderError(f"{output} is a mount point.", "Name a folder inside it with --output.")
        if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
            help_ = "Build to a folder on a local disk, then copy it there."
            raise CannotWriteError("This file system cannot exchange two folders in one step.", help_)
        raise OSError(number, os.strerror(number), os.fspath(output))
    try:
        _sync(output.parent)
    except OSError as error:
        message = f"The new site is in place, but the disk did not confirm it: {error.strerror}."
        raise CannotWriteError(message, "Check the disk, then build again.") from error

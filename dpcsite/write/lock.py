"""The output folder: is it ours to write to, is another build at work there, and what did a killed one leave behind."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dpcsite.model.manifest import MARKER
from dpcsite.write.errors import CannotWriteError, NotOurFolderError

WAIT_SECONDS = 300


def check_folder(output: Path, source: Path) -> None:
    """Refuse folders that hold sources, or files that somebody else made."""
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
def alone(output: Path, waiting: Callable[[], None]) -> Iterator[int]:
    """Hold the lock on the output folder itself; when it was exchanged meanwhile, take the lock on the new one.

    Gives the descriptor of the lock. Folders that had to be made for it go again if they are still empty in the end.
    """
    made = [folder for folder in (output, *output.parents) if not folder.exists()]
    output.mkdir(parents=True, exist_ok=True)
    descriptor = _locked(output, waiting)
    try:
        yield descriptor
    finally:
        # A build that came to nothing takes its empty folders away while it still holds the lock: whoever waits for
        # it then sees that the folder is another one.
        with contextlib.suppress(OSError):
            for folder in made:
                folder.rmdir()
        os.close(descriptor)


def tidy(output: Path) -> None:
    """Take away what a build that was killed left behind; a folder somebody holds is in use."""
    start = staging_prefix(output)
    for folder in output.parent.iterdir():
        if not folder.name.startswith(start) or folder.is_symlink() or not folder.is_dir():
            continue
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def staging_prefix(output: Path) -> str:
    """How the names of staging folders for an output begin; they stand beside it and are hidden."""
    return f".{output.name}.dpcsite-"


def _locked(output: Path, waiting: Callable[[], None]) -> int:
    ends, said = time.monotonic() + WAIT_SECONDS, False
    while True:
        output.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(output, os.O_RDONLY)
        except FileNotFoundError:  # another build took its empty folder away
            continue
        if _got(descriptor, output):
            return descriptor
        os.close(descriptor)
        if not said:
            waiting()
            said = True
        if time.monotonic() > ends:
            message = "Another build of this folder is running and does not end."
            raise CannotWriteError(message, "Stop it, then build again.")
        time.sleep(0.05)


def _got(descriptor: int, output: Path) -> bool:
    """Take the lock if nobody has it, and if the folder still is the one that stands there."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), output.stat())
    except (BlockingIOError, FileNotFoundError):
        return False

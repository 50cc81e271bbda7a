"""Bringing a folder to the disk, and exchanging two folders in one step."""

import ctypes
import errno
import os
import sys
from pathlib import Path

from dpcsite.write.errors import CannotWriteError, NotOurFolderError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # Darwin's sys/stdio.h


def settle(folder: Path) -> None:
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
    for here, _, names in os.walk(folder, onerror=_raised):
        for name in (*(Path(here) / one for one in names), Path(here)):
            _sync(name)


def _raised(error: OSError) -> None:
    raise error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exchange(folder: Path, output: Path) -> None:
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

"""What can keep a site from being written, in words for a person."""

import errno


class CannotWriteError(Exception):
    """The output cannot be written; `help` says what to do. What was published before is untouched."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.help = help_


class NotOurFolderError(CannotWriteError):
    """The output folder that was named must not be written to."""


def failure(error: OSError) -> CannotWriteError:
    """What the system said, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        help_ = "Make room and build again. The site that was there is untouched."
        return CannotWriteError("There is no space left on the disk.", help_)
    where = f" ({error.filename})" if error.filename else ""
    help_ = "The site that was there is untouched. Check the disk and who may write there."
    return CannotWriteError(f"The site cannot be written: {error.strerror}{where}.", help_)

"""Which names files and folders may have that become addresses: one rule for pages, forces and pictures."""

import re

from dpcsite.model.limits import NAME_LENGTH

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"

_WHOLE = re.compile(SLUG)
# Names that Windows keeps for devices, with or without an ending: a checkout there could not hold such a file.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)


def misnamed(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name that is to be one step of an address, and what to do; None where nothing is.

    Small ASCII letters, digits and hyphens between them: so two names never differ only in case or in the way that
    Unicode writes an accent, and no name is hidden, leads upwards, or means something to a shell or a server.
    """
    if not _WHOLE.fullmatch(name):
        return f'"{name}" cannot become part of an address.', "Use small letters, digits and hyphens."
    if len(name) > NAME_LENGTH.most:
        return f'"{name[:20]}…" is too long for a name.', f"Use at most {NAME_LENGTH}."
    if name in _DEVICES:
        return f'"{name}" is a name that Windows keeps for itself.', "Give it another name."
    return None

"""Text that cannot steer what shows it: authors' words and file names come into reports as they are."""

import re

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tame(text: str) -> str:
    """Put a sign in place of each control character and each mark that turns the direction of text round."""
    return _CONTROL.sub("\ufffd", text)

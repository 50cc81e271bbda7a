"""Bytes in: UTF-8 text in which readers see all there is, and what they see is what it is."""

import codecs
import re

from dpcsite.model.findings import Problem
from dpcsite.model.limits import COMPLAINTS

# Characters that nobody sees, or that nobody can know: controls (C0, C1), marks that turn the direction of text around
# (Trojan Source, CVE-2021-42574), spaces without width, fillers, tags, private use, noncharacters, and U+FFFD, which
# stands where text was lost before. Left-to-right and right-to-left marks (U+200E, U+200F), the soft hyphen and the
# signs that choose between the looks of an emoji may stay: honest text needs them.
_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 14))
)
# Letters that are drawings of letters: mathematical alphabets and the wide forms. Screen readers spell or skip them.
_DRAWN = "\U0001d400-\U0001d7ff\uff01-\uff5e"
# Letters of scripts in which many look like Latin ones: Greek (but for units: pi, mu, capital omega), Cyrillic,
# Armenian, Georgian, Cherokee, Coptic, Lisu, and the signs for sounds.
_FOREIGN = (
    "\u0250-\u02af\u0370-\u03a8\u03aa-\u03bb\u03bd-\u03bf\u03c1-\u052f\u0531-\u0556\u0561-\u0587\u10a0-\u10ff"
    "\u13a0-\u13ff\u1c80-\u1c8f\u1d00-\u1dbf\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4ff\ua640-\ua69f\uab30-\uabbf"
)
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_WITHIN = "0-9.@_*~`\\\\\u00ad\u0300-\u036f\u200c-\u200f"  # what may stand between two letters of one word or host

_UNFIT = re.compile(
    f"(?P<hidden>[{_HIDDEN}])"
    f"|(?P<drawn>[{_DRAWN}]+)"
    "|(?<=[\u0021-\u024f])(?P<joiner>[\u200c\u200d])|(?P<joiner_before>[\u200c\u200d])(?=[\u0021-\u024f])"
    f"|[{_LATIN}][{_WITHIN}]*(?P<foreign>[{_FOREIGN}])|(?P<foreign_before>[{_FOREIGN}])[{_WITHIN}]*[{_LATIN}]"
    "|[\u0300-\u036f]{4}(?P<stacked>[\u0300-\u036f])[\u0300-\u036f]*"
)

_ODD_ALONE = re.compile(f"[{_FOREIGN}\u0300-\u036f\u200c\u200d]")

Words = tuple[str, str]  # what is wrong, and what to do


def decode(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Read bytes as UTF-8 text with Unix line ends.

    A byte order mark at the start and Windows line ends are fine. Returns the text with every problem found: bytes
    that are not UTF-8, characters that nobody can see, and letters that pretend to be others.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line, column = _spot(content[: error.start].decode("utf-8", "replace"))
        byte = content[error.start]
        message = f"The byte 0x{byte:02X} here is not UTF-8 text."
        return "", (Problem(line, column, message, "Save the file again with the encoding UTF-8."),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, tuple(_problems(text)) if _UNFIT.search(text) else ()


def unfit(text: str) -> Words | None:
    """Say what is wrong with the first character that may not stand in a text; None where all may."""
    match = _UNFIT.search(text)
    return None if match is None else _words(match)


def unfit_as_code(char: str) -> Words | None:
    """Like `unfit`, for a character that is written as a code such as `&#x43e;`, where nobody sees its neighbours."""
    if _ODD_ALONE.search(char):
        return f"U+{ord(char[0]):04X} is written as a code here.", "Type the character itself, or leave it out."
    return unfit(char)


def _problems(text: str) -> list[Problem]:
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in _UNFIT.finditer(line):
            if len(found) == COMPLAINTS.most:
                message = "More such characters follow; only the first are named."
                return [*found, Problem(number, _at(match) + 1, message, "Mend those, then build again.")]
            found.append(Problem(number, _at(match) + 1, *_words(match)))
    return found


def _at(match: re.Match[str]) -> int:
    return match.start(str(match.lastgroup))


def _words(match: re.Match[str]) -> Words:
    kind = str(match.lastgroup).removesuffix("_before")
    name = f"U+{ord(match[str(match.lastgroup)][0]):04X}"
    if kind == "drawn":
        return f"This sign only looks like an ordinary one: {name}.", "Type it again on an English or Welsh keyboard."
    if kind == "foreign":
        message = f"A letter of another alphabet stands among ours here: {name}."
        return message, "Type the word again on an English or Welsh keyboard."
    if kind == "stacked":
        return f"Too many marks stand on one letter here: {name}.", "Keep the marks that the letter needs."
    return f"A hidden character stands here: {name}.", "Delete it and type the text again."


def _spot(before: str) -> tuple[int, int]:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1

"""Bytes in: UTF-8 text with nothing in it that a reader cannot see, or the place of what may not stand there."""

import codecs
import re

from dpcsite.model.findings import Problem

# Control characters, and the marks that turn the direction of text around (Trojan Source, CVE-2021-42574).
# Left-to-right and right-to-left marks (U+200E, U+200F) may stay: honest bilingual text needs them.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def decode(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Read bytes as UTF-8 text with Unix line ends.

    A byte order mark at the start and Windows line ends are fine. Returns the text with every problem found:
    bytes that are not UTF-8, and characters that nobody can see.
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
    problems = []
    for number, line_text in enumerate(text.split("\n"), start=1):
        problems += [Problem(number, match.start() + 1, *_words(match[0])) for match in _HIDDEN.finditer(line_text)]
    return text, tuple(problems)


def hidden(text: str) -> tuple[str, str] | None:
    """Say what is wrong with the first character that nobody can see, and what to do; None where there is none."""
    match = _HIDDEN.search(text)
    return None if match is None else _words(match[0])


def _words(char: str) -> tuple[str, str]:
    return f"A hidden character stands here: U+{ord(char):04X}.", "Delete it and type the text again."


def _spot(before: str) -> tuple[int, int]:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1

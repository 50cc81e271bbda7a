"""Headings that begin with words that say nothing."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.prose.text import WORD

MOST = 10  # words

_EMPTY = re.compile(
    r"(?:information (?:about|on|regarding)|details (?:of|about|on)|introduction|overview|frequently asked"
    r"|faqs?\b|general|useful|other information|further information|more information|please note|note\b|miscellaneous)",
    re.IGNORECASE,
)


def slips(writing: Writing) -> Iterator[Slip]:
    """Headings with an empty beginning, and headings that are too long to take in at a glance."""
    for prose in writing.prose:
        if prose.kind != "heading":
            continue
        match = _EMPTY.match(prose.text)
        count = len(WORD.findall(prose.text))
        if match:
            yield Slip(prose, 0, f'This heading begins with "{match[0]}", which says nothing.')
        elif count > MOST:
            yield Slip(prose, 0, f"This heading has {count} words; {MOST} is the most.")


RULE = ProseRule("heading-front", "Put the word first that a reader is looking for.", slips)

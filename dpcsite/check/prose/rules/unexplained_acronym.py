"""Short forms that nobody spells out."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing

KNOWN = frozenset("UK US EU GB PDF TV ID OK GP IT SMS PIN NHS BBC".split())  # that everybody knows as they stand

_FORM = "[A-Z][A-Z&]{1,5}"
_SHORT = re.compile(rf"(?<![\w/.-]){_FORM}(?=s?\b)(?!\.[A-Z])(?![\w/-]*[/@])")
_EXPLAINED = (rf"\(({_FORM})\)", rf"\b({_FORM}) \(", rf"({_FORM}) stands for")


def slips(writing: Writing) -> Iterator[Slip]:
    """The first use of each short form, unless the text or its title explains it in brackets: Name (NM)."""
    everything = "\n".join([writing.title, *(prose.text for prose in writing.prose)])
    told = set(KNOWN).union(*(re.findall(pattern, everything) for pattern in _EXPLAINED))
    for prose in writing.prose:
        for match in _SHORT.finditer(prose.text):
            if match[0] not in told:
                yield Slip(prose, match.start(), f'"{match[0]}" is not explained on this page.')
            told.add(match[0])


RULE = ProseRule(
    "unexplained-acronym", "Spell it out once, with the short form in brackets: British Sign Language (BSL).", slips
)

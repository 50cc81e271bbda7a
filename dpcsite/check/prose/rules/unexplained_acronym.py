"""Short forms that nobody spells out."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing

KNOWN = frozenset("UK US EU GB PDF TV ID OK GP IT SMS PIN NHS BBC".split())  # that everybody knows as they stand

_SHORT = re.compile(r"(?<![\w/.-])[A-Z][A-Z&]{1,5}(?=s?\b)(?!\.[A-Z])(?![\w/-]*[/@])")


def slips(writing: Writing) -> Iterator[Slip]:
    """The first use of each short form, unless the text or its title explains it in brackets: Name (NM)."""
    everything = "\n".join([writing.title, *(prose.text for prose in writing.prose)])
    told = set(KNOWN)
    for prose in writing.prose:
        for match in _SHORT.finditer(prose.text):
            short = match[0]
            explained = re.search(
                rf"\({re.escape(short)}\)|\b{re.escape(short)} \(|{re.escape(short)} stands for", everything
            )
            if short not in told and not explained:
                yield Slip(prose, match.start(), f'"{short}" is not explained on this page.')
            told.add(short)


RULE = ProseRule(
    "unexplained-acronym", "Spell it out once, with the short form in brackets: British Sign Language (BSL).", slips
)

"""Words that have a plainer one."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.plain_words_data import PLAINER
from dpcsite.check.prose.rule import ProseRule, Slip, Writing

_HARD = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, PLAINER), key=len, reverse=True))})\b", re.IGNORECASE)


def slips(writing: Writing) -> Iterator[Slip]:
    """Each word or phrase of the list."""
    for prose in writing.prose:
        for match in _HARD.finditer(prose.text):
            plainer = PLAINER[match[0].lower()]
            yield Slip(prose, match.start(), f'"{match[0]}" has a plainer word: {plainer}.')


RULE = ProseRule("plain-words", "Use the plainer word, or say it another way.", slips)

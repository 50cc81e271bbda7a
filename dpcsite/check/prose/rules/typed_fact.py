"""Telephone numbers and fees that stand in the text instead of among the facts."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing

_NUMBER = re.compile(
    r"(?<![\w/.#-])(?:\+44[ \d]{9,13}|0\d{2,4} ?\d{3,4} ?\d{3,4}|18001 ?\d{3}|18000|61016|101|105|111|119|159)(?![\w-])"
)
_FEE = re.compile(r"£ ?\d(?:[\d,.]*\d)?")
ALWAYS = "999"  # everybody's emergency number, in every sentence that needs it


def slips(writing: Writing) -> Iterator[Slip]:
    """Each number and each sum of money that is typed; those of placeholders are not."""
    for prose in writing.prose:
        for pattern, words, where in ((_NUMBER, "telephone number", "channels"), (_FEE, "fee", "facts")):
            for match in pattern.finditer(prose.text):
                kind = where.removesuffix("s")
                message = f'The {words} "{match[0].strip()}" is typed into the text.'
                help_ = f"Write it once in content/{where}.yaml, and name it here: {{{{ {kind}.its-id }}}}."
                yield Slip(prose, match.start(), message, help_)


RULE = ProseRule("typed-fact", "Name the fact with a placeholder.", slips, ("en", "cy"))

"""How much the rules look at, counted from the rules themselves."""

from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.rules import RULES
from dpcsite.model.account import Checks

WCAG = "2.2"
LEVEL = "AA"
ALL_CRITERIA = 55  # of levels A (31) and AA (24): WCAG 2.2, W3C Recommendation of 12 December 2024
TRIPLE_A = frozenset(  # the 31 criteria of level AAA, same source; a rule may name one beside one of A or AA
    """
    1.2.6 1.2.7 1.2.8 1.2.9 1.3.6 1.4.6 1.4.7 1.4.8 1.4.9 2.1.3 2.2.3 2.2.4 2.2.5 2.2.6 2.3.2 2.3.3 2.4.8 2.4.9 2.4.10
    2.4.12 2.4.13 2.5.5 2.5.6 3.1.3 3.1.4 3.1.5 3.1.6 3.2.5 3.3.5 3.3.6 3.3.9
    """.split()
)


def counts(*, known_before: bool = False) -> Checks:
    """The rules of every page and of words, and the criteria of levels A and AA that rules on pages look at."""
    looked_at = {criterion for rule in RULES for criterion in rule.wcag} - TRIPLE_A
    return Checks(len(RULES), len(PROSE_RULES), len(looked_at), ALL_CRITERIA, WCAG, LEVEL, known_before)

"""Instructions do not rest on place, shape or colour alone."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

BLOCKS = ("dd", "dt", "figcaption", "label", "legend", "li", "p", "td")
THINGS = (
    r"(?:button|link|box|field|icon|menu|panel|column|sidebar|image|picture|photo|form|arrow|tab|artist|person|man|woman"
    r"|singer|one|map|chart|list)s?"
)
COLOURS = r"(?:red|green|blue|yellow|orange|purple|pink|gr[ae]y|black|white|brown)"
SHAPES = r"(?:round|square|circular|rectangular|triangular|oval|big|large|small|largest|biggest|smallest)"
DO = r"\b(?:click|press|select|choose|use|tap|push|follow)\b[^.]{0,25}?\bthe"

_HINT = re.compile(rf"\b(?:left|right|{SHAPES[3:-1]}|{COLOURS[3:-1]})\b", re.IGNORECASE)
_PLACE = re.compile(
    rf"\bthe {THINGS} (?:(?:that|which) (?:is|are) )?(?:on|to|at) (?:the|your) (?:far )?(?:left|right)(?:[- ]hand)?"
    r"(?: side)?(?! track| path| foot| of (?:the )?[A-Z])",
    re.IGNORECASE,
)
_SHAPE = re.compile(rf"{DO} (?:{SHAPES} )?(?:{COLOURS} |{SHAPES} ){THINGS}\b(?! ['\"“‘])", re.IGNORECASE)
_COLOUR = re.compile(
    rf"\b(?:fields?|items?|questions?|links?|words?|entries|those|errors?)(?: (?:that|which) are)?"
    rf"(?: marked| shown| highlighted| displayed| printed)? in {COLOURS}\b(?! and| with|,)",
    re.IGNORECASE,
)


def targets(page: Page) -> Iterator[Element]:
    """Paragraphs, items and the like that mention a side, a colour or a shape."""
    for element in page.all(*BLOCKS):
        if _hints(element.text()) and not page.hidden(element) and not any(_blocks(element)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for words that point at a thing by its place, shape or colour."""
    text = wording.shown(page, element)
    for kind, pattern in (("location", _PLACE), ("shape or colour", _SHAPE), ("colour", _COLOUR)):
        match = pattern.search(text)
        if match is not None:
            return failed(f'These words tell a thing only by its {kind} (sensory characteristics): "{match[0][:60]}".')
    return PASSED


@lru_cache(16384)  # pages of a site share most of their texts
def _hints(text: str) -> bool:
    return _HINT.search(text) is not None


def _blocks(element: Element) -> Iterator[Element]:
    return (one for one in element.descendants() if one.tag in BLOCKS)


RULE = Rule(
    id="sensory-words",
    level="A",
    wcag=("1.3.3", "1.4.1"),
    severity="warning",
    help='Name the thing as well: "the Search button on the right".',
    targets=targets,
    verdict=verdict,
)

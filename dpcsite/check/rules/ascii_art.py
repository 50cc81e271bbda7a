"""Pictures are not drawn with letters and signs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

BLOCKS = ("code", "div", "p", "pre", "samp")
LEAST = 12  # signs
SIGNS = frozenset("/\\|_-=+*#@~^<>()[]{}'`.:;,\"oO0xX%&$!°¯•")

_SMILEY = re.compile(r"(?<!\S)[:;=8]-?[()D](?=[\s.,!?]|$)")


def targets(page: Page) -> Iterator[Element]:
    """Blocks of text made of signs for the most part, or with a face drawn with them outside of code."""
    blocks = list(page.all(*BLOCKS))
    around: set[int] = set()  # whatever has a block inside
    for element in blocks:
        above = element.parent
        while above is not None and above.index not in around:
            around.add(above.index)
            above = above.parent
    for element in blocks:
        if element.index in around:
            continue
        if _odd(element.text(), faces=element.tag in ("div", "p")) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for words in its place."""
    around = (element, *element.ancestors())
    if any(page.role(one) == "img" and page.name(one) for one in around) or any(one.tag == "figure" for one in around):
        return PASSED
    return failed("This is a picture drawn with letters and signs (ASCII art), without a text alternative.")


@lru_cache(16384)  # pages of a site share most of their texts
def _odd(text: str, *, faces: bool) -> bool:
    return (faces and _SMILEY.search(text) is not None) or _drawn(text)


def _drawn(text: str) -> bool:
    if "\n" not in text.strip():
        return False
    dense = [sign for sign in text if not sign.isspace()]
    if len(dense) < LEAST:
        return False
    return sum(sign in SIGNS for sign in dense) > 0.85 * len(dense) and len(set(dense)) > 2


RULE = Rule(
    id="ascii-art",
    level="A",
    wcag=("1.1.1",),
    severity="warning",
    help='Put role="img" and an aria-label on it, or take a real picture.',
    targets=targets,
    verdict=verdict,
)

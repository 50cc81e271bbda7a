"""Pictures are not drawn with letters and signs."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

BLOCKS = ("code", "div", "p", "pre", "samp")
LEAST = 12  # signs
SIGNS = frozenset("/\\|_-=+*#@~^<>()[]{}'`.:;,\"oO0xX%&$!°¯•")

_SMILEY = re.compile(
    r"(?<![\w/:.])(?:[:;8=][-^o']?[)(DPp|/\\\]\[*]|<3|\\o/|¯\\_\(ツ\)_/¯|=\^\.\.\^=|[({]?[>^*-][._o][<^*-][)}]?)(?![\w/])"
)


def targets(page: Page) -> Iterator[Element]:
    """Blocks whose own text is made of signs for the most part, or has a face drawn with them."""
    for element in page.all(*BLOCKS):
        text = "".join(child for child in element.children if isinstance(child, str))
        if text and (_drawn(text) or _SMILEY.search(text)) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for words in its place."""
    around = (element, *element.ancestors())
    if any(page.role(one) == "img" and page.name(one) for one in around) or any(one.tag == "figure" for one in around):
        return PASSED
    return failed("This is a picture drawn with letters and signs (ASCII art), without a text alternative.")


def _drawn(text: str) -> bool:
    dense = [sign for sign in text if not sign.isspace()]
    if len(dense) < LEAST or "\n" not in text.strip("\n"):
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

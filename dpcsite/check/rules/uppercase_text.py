"""Style does not turn long text into capital letters."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import spacing
from dpcsite.formats.html import Element

LONG = 60  # characters: more than a heading or a button


def targets(page: Page) -> Iterator[Element]:
    """Elements with words that style sets in capitals."""
    for element in page.styles.declaring("text-transform"):
        capitals = page.styles.value(element, "text-transform") == "uppercase" and page.visible(element)
        if capitals and any(spacing.texts(element, "text-transform", page.styles)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Count the characters that are set in capitals."""
    for one in spacing.texts(element, "text-transform", page.styles):
        if spacing.length(one, "text-transform", page.styles) >= LONG:
            return failed("Style sets this long text all in capitals (uppercase), which is slow to read.")
    return PASSED


RULE = Rule(
    id="uppercase-text",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Take text-transform: uppercase out.",
    targets=targets,
    verdict=verdict,
)

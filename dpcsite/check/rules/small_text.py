"""Text is not too small to read."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import spacing
from dpcsite.formats.html import Element

LEAST = 9.0  # CSS pixels


def targets(page: Page) -> Iterator[Element]:
    """Elements that say how large their text is, and that have words in them."""
    for element in page.styles.declaring("font-size"):
        if any(_words(one) and page.visible(one) for one in spacing.texts(element, "font-size", page.styles)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the least size; no size at all is a way of hiding text."""
    size = page.styles.font_size(element)
    if size >= LEAST or size < 1:
        return PASSED
    return failed(f"The font size of this text is very small: {size:g} pixels.")


def _words(element: Element) -> bool:
    return any(isinstance(child, str) and len(child.split()) > 1 for child in element.children)


RULE = Rule(
    id="small-text",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Set text in at least 16 pixels, and notes in at least 12.",
    targets=targets,
    verdict=verdict,
)

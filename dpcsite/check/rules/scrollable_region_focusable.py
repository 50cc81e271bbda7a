"""A box that scrolls can be reached with the keyboard."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit
from dpcsite.formats.html import Element

SCROLLING = frozenset({"auto", "scroll"})
WHOLE = ("html", "body", "textarea")  # browsers scroll these with the keyboard
SURELY = 1.3  # times the height of the box: then its text scrolls in every font


def targets(page: Page) -> Iterator[Element]:
    """Boxes of a stated height whose text clearly needs more, so that they scroll."""
    for element in page.styles.declaring("overflow-y"):
        scrolls = page.styles.value(element, "overflow-y") in SCROLLING and element.tag not in WHOLE
        if scrolls and page.visible(element) and _overflows(page, element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Accept a box that the Tab key stops at, or in which it stops."""
    if page.tabbable(element) or any(page.tabbable(one) for one in element.descendants()):
        return PASSED
    return failed("This box scrolls, and the keyboard cannot reach it.")


def _overflows(page: Page, element: Element) -> bool:
    height = fit.fixed_height(element, page.styles)
    if height is None or height <= 1:
        return False
    return fit.text_height(element, page.styles, fit.width(element, page.styles)) > height * SURELY


RULE = Rule(
    id="scrollable-region-focusable",
    level="A",
    wcag=("2.1.1", "2.1.3"),
    act=("0ssw9k",),
    help='Give the box tabindex="0", role="region" and a name, or let it be as high as its text.',
    targets=targets,
    verdict=verdict,
)

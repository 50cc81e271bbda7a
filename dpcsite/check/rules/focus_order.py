"""The Tab key goes from one thing to the next as they are seen."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import order
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements whose children style places, if the Tab key stops in several of them."""
    for parent, children in order.placed(page.styles):
        if page.visible(parent) and sum(_stops(page, one) for one in children) > 1:
            yield parent


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the order in which the parts are seen with that of the page, which the Tab key follows."""
    if sum(_stops(page, one) for one in order.moved(page.styles, element)) > 1:
        return failed("The focus order in here differs from the visual order: the Tab key jumps to and fro.")
    return PASSED


def _stops(page: Page, element: Element) -> bool:
    return page.tabbable(element) or any(page.tabbable(one) for one in element.descendants())


RULE = Rule(
    id="focus-order",
    level="A",
    wcag=("2.4.3",),
    severity="warning",
    help="Put the parts into the page in the order in which they are seen, and let style leave it so.",
    targets=targets,
    verdict=verdict,
)

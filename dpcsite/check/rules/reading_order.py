"""Text is read out in the order in which it is seen."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import order
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements whose children style places: floats, and the boxes of flex and grid."""
    for parent, children in order.placed(page.styles):
        if page.visible(parent) and sum(bool(one.text().strip()) for one in children) > 1:
            yield parent


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the order in which the texts are seen with that of the page."""
    texts = order.moved(page.styles, element)
    if sum(bool(one.text().strip()) for one in texts) > 1:
        return failed("The visual order of the texts in here differs from their reading order in the page.")
    return PASSED


RULE = Rule(
    id="reading-order",
    level="A",
    wcag=("1.3.2",),
    severity="warning",
    help="Put the parts into the page in the order in which they are read, and let style leave it so.",
    targets=targets,
    verdict=verdict,
)

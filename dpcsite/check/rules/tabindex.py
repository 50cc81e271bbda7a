"""The Tab key follows the order of the page."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import focus
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with a tabindex that browsers can read."""
    return (
        one
        for one in page.document.with_attribute("tabindex")
        if focus.tabindex(one) is not None and not page.hidden(one)
    )


def verdict(page: Page, element: Element) -> Verdict:
    """Accept 0 and numbers below it."""
    del page
    number = focus.tabindex(element) or 0
    return PASSED if number <= 0 else failed(f"The Tab key comes here before its turn, by tabindex {number}.")


RULE = Rule(
    id="tabindex",
    level="best-practice",
    wcag=(),
    severity="warning",
    help='Write tabindex="0", and move the element to where the Tab key should come to it.',
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

"""An element has each attribute once."""

from collections.abc import Iterator
from itertools import islice

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with an attribute twice in the start tag; if there are none, the first with any attribute."""
    doubled = page.document.doubled()
    yield from doubled
    if not doubled:
        yield from islice((one for one in page.document.elements if one.attrs), 1)


def verdict(page: Page, element: Element) -> Verdict:
    """Ask the parser, which keeps the first one only."""
    if element not in page.document.doubled():
        return PASSED
    return failed("This element has an attribute twice, duplicated: browsers take the first and pass over the other.")


RULE = Rule(
    id="duplicate-attribute",
    level="best-practice",
    wcag=(),
    act=("e6952f",),
    help="Leave the attribute that you mean, and put all classes into one.",
    targets=targets,
    verdict=verdict,
)

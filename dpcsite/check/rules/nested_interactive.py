"""A control, whose inside nobody meets apart from it, holds no other control."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.role_data import CHILDREN_PRESENTATIONAL
from dpcsite.formats.html import Element

CLOSED = tuple(sorted(CHILDREN_PRESENTATIONAL - {"math"}))


def targets(page: Page) -> Iterator[Element]:
    """Elements whose role makes all inside them presentational, if there are elements inside."""
    for element in page.with_role(*CLOSED):
        if element.tag not in ("summary", "select") and any(element.elements):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for an element inside at which the Tab key stops."""
    for one in element.descendants():
        if page.tabbable(one):
            return failed(f'The Tab key stops at <{one.tag}> inside an element of role "{page.role(element)}".')
    return PASSED


RULE = Rule(
    id="nested-interactive",
    level="A",
    wcag=("4.1.2",),
    act=("307n5z",),
    help="Put the two beside each other: screen readers say only the outer one.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

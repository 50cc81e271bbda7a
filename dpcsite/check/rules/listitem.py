"""A list item stands in a list."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.ownership import owner
from dpcsite.formats.html import Element

LISTS = frozenset({"ul", "ol", "menu"})


def targets(page: Page) -> Iterator[Element]:
    """List items that assistive technology can meet; those of a list that gave up its meaning are none."""
    for element in page.with_role("listitem"):
        parent = element.parent
        given_up = parent is not None and parent.tag in LISTS and page.role(parent) == "presentation"
        if not given_up:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that the nearest element around it with a meaning of its own is a list."""
    around = owner(page, element)
    if around is not None and page.role(around) == "list":
        return PASSED
    return failed("This list item stands in no list.")


RULE = Rule(
    id="listitem",
    level="A",
    wcag=("1.3.1",),
    help="Put a <ul> or an <ol> around the list items.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

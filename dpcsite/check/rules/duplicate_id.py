"""An id belongs to one element."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with an id."""
    return (one for one in page.document.with_attribute("id") if one.attrs["id"])


def verdict(page: Page, element: Element) -> Verdict:
    """Accept the first element with this id, and none after it."""
    identity = element.attrs["id"]
    if page.document.by_id[identity][0] is element:
        return PASSED
    return failed(f'An element before this one has the id "{identity[:80]}" already.')


RULE = Rule(
    id="duplicate-id",
    level="best-practice",
    wcag=(),
    act=("3ea0c8",),
    help="Give this element another id, and change what points at it.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

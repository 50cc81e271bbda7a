"""A name or description that stands elsewhere on the page is there."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

POINTING = ("aria-labelledby", "aria-describedby")


def targets(page: Page) -> Iterator[Element]:
    """Elements that point at their name or description, if assistive technology can meet them."""
    seen: set[int] = set()
    for name in POINTING:
        for element in page.document.with_attribute(name):
            if element.index not in seen and element.attrs[name].strip() and not page.hidden(element):
                seen.add(element.index)
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that one element at least has an id that is pointed at."""
    for name in POINTING:
        given = element.attrs.get(name, "").split()
        if given and not any(identity in page.document.by_id for identity in given):
            return failed(f'The {name} of this points at "{" ".join(given)[:60]}", but no element has this id.')
    return PASSED


RULE = Rule(
    id="aria-reference",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Write the id of the element that holds the words.",
    targets=targets,
    verdict=verdict,
)

"""Headings go down one level at a time."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.focus import exposed_role
from dpcsite.formats.html import Element

NATIVE = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
DEFAULT = 2  # of role="heading" without aria-level (WAI-ARIA 1.2)


def targets(page: Page) -> Iterator[Element]:
    """Headings that assistive technology can meet, in the order of the page."""
    return (one for one in page.document.elements if _heading(page, one))


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the heading before; the first one of a page may have any level."""
    for index in range(element.index - 1, -1, -1):
        before = page.document.elements[index]
        if _heading(page, before):
            if _level(element) <= _level(before) + 1:
                return PASSED
            message = f"A heading of level {_level(element)} follows one of level {_level(before)}."
            return failed(message, f"Make this heading level {_level(before) + 1}, or write the one between.")
    return PASSED


def _heading(page: Page, element: Element) -> bool:
    return exposed_role(element, page.role(element)) == "heading" and not page.hidden(element)


def _level(element: Element) -> int:
    said = element.attrs.get("aria-level", "").strip()[:9]
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    return NATIVE.get(element.tag, DEFAULT)


RULE = Rule(
    id="heading-order",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Go down one level at a time: below ## comes ###, not ####.",
    targets=targets,
    verdict=verdict,
)

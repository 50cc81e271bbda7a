"""Headings go down one level at a time."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

NATIVE = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
DEFAULT = 2  # of role="heading" without aria-level (WAI-ARIA 1.2)


def targets(page: Page) -> Iterator[Element]:
    """Headings that assistive technology can meet, in the order of the page."""
    yield from page.with_role("heading")


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the heading before; the first one of a page may have any level."""
    headings = page.with_role("heading")
    number = headings.index(element)
    if number == 0 or _level(element) <= _level(headings[number - 1]) + 1:
        return PASSED
    before = _level(headings[number - 1])
    message = f"A heading of level {_level(element)} follows one of level {before}."
    return failed(message, f"Make this heading level {before + 1}, or write the one between.")


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
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

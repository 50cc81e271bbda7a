"""A page has a heading of the first level."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """The body of a page, if there is anything in it to meet."""
    for body in page.all("body"):
        if not page.hidden(body) and any(
            one.strip() if isinstance(one, str) else not page.hidden(one) for one in body.children
        ):
            yield body


def verdict(page: Page, element: Element) -> Verdict:
    """Look for one heading of level 1 with words in it."""
    del element
    for one in page.with_role("heading"):
        if one.attrs.get("aria-level", one.tag[1:]).strip() == "1" and page.name(one):
            return PASSED
    return failed("This page has no heading of the first level.")


RULE = Rule(
    id="page-has-heading-one",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Begin the page's own content with an <h1> that says what the page is about.",
    targets=targets,
    verdict=verdict,
)

"""A page marks its own content as main, once."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """The main parts of a page; without one its body, if there is anything in it to meet."""
    mains = page.with_role("main")
    yield from mains
    for body in page.all("body"):
        if (
            not mains
            and not page.hidden(body)
            and any(one.strip() if isinstance(one, str) else not page.hidden(one) for one in body.children)
        ):
            yield body


def verdict(page: Page, element: Element) -> Verdict:
    """Accept the first main part, and none after it."""
    mains = page.with_role("main")
    if not mains:
        return failed("This page does not mark its main part.")
    if mains[0] is not element:
        return failed("This page has another main part before this one.", "Keep one main part, and unmark the others.")
    return PASSED


RULE = Rule(
    id="landmark-one-main",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Put the page's own content, between header and footer, into <main>.",
    targets=targets,
    verdict=verdict,
)

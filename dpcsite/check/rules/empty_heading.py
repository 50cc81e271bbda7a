"""A heading says something."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Headings that assistive technology can meet, whatever element they are."""
    yield from page.with_role("heading")


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This heading is empty.")


RULE = Rule(
    id="empty-heading",
    level="best-practice",
    wcag=(),
    act=("ffd0e9",),
    severity="warning",
    help="Write what the part below is about, or take the heading out.",
    targets=targets,
    verdict=verdict,
)

"""A link has a name that says something."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links that assistive technology can meet, whatever element they are."""
    yield from page.with_role("link")


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This link has no name.")


RULE = Rule(
    id="link-name",
    level="A",
    wcag=("2.4.4", "4.1.2"),
    act=("c487ae",),
    help="Write between the link's brackets or tags where it leads; a picture that is a link says so in its words.",
    targets=targets,
    verdict=verdict,
)

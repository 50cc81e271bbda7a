"""A frame has a name."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.focus import tabindex
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Frames that the Tab key reaches and assistive technology can meet, as long as they do not give their role up."""
    for element in page.all("iframe", "frame"):
        given_up = roles.explicit(element) == "presentation"
        if (tabindex(element) or 0) >= 0 and not given_up and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This frame has no name.")


RULE = Rule(
    id="frame-title",
    level="A",
    wcag=("4.1.2",),
    act=("cae760",),
    help="Say in the frame's title what it shows.",
    targets=targets,
    verdict=verdict,
)

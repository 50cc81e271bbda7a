"""A picture that is a button has a name."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Image buttons that assistive technology can meet."""
    for element in page.all("input"):
        if element.attrs.get("type", "").strip().lower() == "image" and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This image button has no name: its alt is missing or empty.")


RULE = Rule(
    id="input-image-alt",
    level="A",
    wcag=("1.1.1", "4.1.2"),
    act=("59796f",),
    help="Say in alt what the button does, not how it looks.",
    targets=targets,
    verdict=verdict,
)

"""A button has a name."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Buttons that assistive technology can meet, but not pictures that are buttons (ACT has a rule of their own)."""
    for element in page.with_role("button"):
        picture = element.tag == "input" and element.attrs.get("type", "").strip().lower() == "image"
        if not picture and element.tag != "summary":
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This button has no name.")


RULE = Rule(
    id="button-name",
    level="A",
    wcag=("4.1.2",),
    act=("97a4e1",),
    help="Write into the button what it does; if it only shows a picture, give the button an aria-label.",
    targets=targets,
    verdict=verdict,
)

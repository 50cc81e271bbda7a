"""The Tab key reaches the links and fields inside a frame."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.focus import tabindex
from dpcsite.formats.html import Element, parse


def targets(page: Page) -> Iterator[Element]:
    """Frames with a negative tabindex and their content in srcdoc."""
    for element in page.all("iframe"):
        if (tabindex(element) or 0) < 0 and element.attrs.get("srcdoc", "").strip() and page.rendered(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look in the content for something at which the Tab key would stop."""
    del page
    inner = Page(parse(element.attrs["srcdoc"]))
    if any(inner.tabbable(one) for one in inner.document.elements):
        return failed("This frame has a negative tabindex, so the keyboard cannot reach what is inside.")
    return PASSED


RULE = Rule(
    id="frame-focusable-content",
    level="A",
    wcag=("2.1.1",),
    act=("akn7bn",),
    help="Take the tabindex out of the frame.",
    targets=targets,
    verdict=verdict,
)

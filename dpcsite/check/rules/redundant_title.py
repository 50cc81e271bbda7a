"""A title attribute does not repeat the text of its element."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

TAGS = frozenset({"a", "button", "h1", "h2", "h3", "h4", "img"})


def targets(page: Page) -> Iterator[Element]:
    """Elements that are named by their text and have a title."""
    for element in page.document.with_attribute("title"):
        if element.tag in TAGS and element.attrs["title"].strip() and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the title with the text, or the words for a picture."""
    del page
    text = element.attrs.get("alt", "") if element.tag == "img" else element.text()
    same = " ".join(text.casefold().split()) == " ".join(element.attrs["title"].casefold().split())
    return failed("The title attribute is identical with the text of the element.") if same else PASSED


RULE = Rule(
    id="redundant-title",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Take the title out.",
    targets=targets,
    verdict=verdict,
)

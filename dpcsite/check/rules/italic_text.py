"""Long text is not set in italics."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import spacing
from dpcsite.formats.html import Element

SLANTED = ("italic", "oblique")
LONG = 150  # characters: more than a title or a phrase


def targets(page: Page) -> Iterator[Element]:
    """Elements that are set in italics and have words in them."""
    found = {one.index: one for one in page.styles.declaring("font-style")}
    found.update({one.index: one for one in page.all("em", "i", "cite", "dfn", "address")})
    for index in sorted(found):
        if page.styles.value(found[index], "font-style").startswith(SLANTED) and page.visible(found[index]):
            yield found[index]


def verdict(page: Page, element: Element) -> Verdict:
    """Count the characters that take the slant from this element."""
    for one in spacing.texts(element, "font-style", page.styles):
        if spacing.length(one, "font-style", page.styles) >= LONG:
            return failed("This long text is set in italics, which many find hard to read.")
    return PASSED


RULE = Rule(
    id="italic-text",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Keep italics for a word or a title; to set a text apart, use a quotation or an inset.",
    targets=targets,
    verdict=verdict,
)

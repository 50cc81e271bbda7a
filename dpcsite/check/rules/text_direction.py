"""Text in a script that runs from right to left is laid out so."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.stopword_data import RIGHT_TO_LEFT
from dpcsite.formats.html import Element

BLOCKS = ("blockquote", "dd", "div", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "section", "td", "th")


def targets(page: Page) -> Iterator[Element]:
    """Blocks whose own text is mostly in such a script."""
    for element in page.all(*BLOCKS):
        text = "".join(child for child in element.children if isinstance(child, str))
        if text and not text.isascii() and _mostly(text) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for dir here or further up, or for a style that does the same."""
    del page
    around = next((one for one in (element, *element.ancestors()) if "dir" in one.attrs), None)
    said = around.attrs["dir"].strip().lower() if around is not None else ""
    if said in ("rtl", "auto"):
        return PASSED
    return failed("This text runs from right to left, but no dir attribute says so: its text direction is wrong.")


def _mostly(text: str) -> bool:
    letters = [ord(sign) for sign in text if sign.isalpha()]
    turned = sum(any(first <= letter <= last for first, last in RIGHT_TO_LEFT) for letter in letters)
    return turned >= 3 and 2 * turned > len(letters)


RULE = Rule(
    id="text-direction",
    level="A",
    wcag=("1.3.2",),
    help='Put dir="rtl" on the element, beside its lang.',
    targets=targets,
    verdict=verdict,
)

"""Text is not cut off on a narrow screen, or when a page is made four times as large."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit
from dpcsite.formats.html import Element

CUTTING = frozenset({"hidden", "clip"})
LEAST = 8.0  # CSS pixels; boxes that are flatter hide their text on purpose


def targets(page: Page) -> Iterator[Element]:
    """Boxes with words that cut off what does not fit into their height."""
    for element in page.styles.declaring("overflow-y"):
        cuts = page.styles.value(element, "overflow-y") in CUTTING and element.tag not in ("html", "body")
        height = fit.fixed_height(element, page.styles) if cuts else None
        if height is not None and height > LEAST and _meant_whole(page, element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Reckon the height of the text on a screen of 320 pixels; what a wider one cuts off is told by another rule."""
    if fit.clips(element, page.half, fit.TIGHT) or fit.clips(element, page.styles, fit.TIGHT):
        return PASSED
    if fit.clips(element, page.narrow):
        return failed("The text in this box of fixed height is clipped on a narrow screen, or at a zoom of 400 %.")
    return PASSED


def _meant_whole(page: Page, element: Element) -> bool:
    """Whether all of the text is meant to be read: it is seen, and not shortened by an ellipsis or a line clamp."""
    styles = page.styles
    if styles.value(element, "-webkit-line-clamp") not in ("", "none"):
        return False
    if styles.value(element, "text-overflow") == "ellipsis" or styles.value(element, "white-space") == "nowrap":
        return False
    return page.visible(element) and any(char.isalpha() for char in element.text())


RULE = Rule(
    id="reflow-clipped",
    level="AA",
    wcag=("1.4.10",),
    severity="warning",
    help="Write min-height instead of height, and let the box grow with its text.",
    targets=targets,
    verdict=verdict,
)

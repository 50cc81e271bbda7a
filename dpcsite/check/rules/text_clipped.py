"""Text that is made twice as large is not cut off."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit
from dpcsite.formats.html import Element

CUTTING = frozenset({"hidden", "clip"})
LEAST = 8.0  # CSS pixels; boxes that are flatter hide their text on purpose


def targets(page: Page) -> Iterator[Element]:
    """Boxes with words that cut off what does not fit into their height, or beside them where it may not wrap."""
    found = {one.index: one for name in ("overflow-x", "overflow-y") for one in page.styles.declaring(name)}
    for element in found.values():
        if element.tag not in ("html", "body") and (_cuts_below(page, element) or _cuts_beside(page, element)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Reckon the room of the text on a screen of half the width, and with letters of twice the size."""
    desk, half = page.styles, page.half
    if _cuts_beside(page, element) and fit.cut_sideways(element, half) and not fit.cut_sideways(element, desk):
        return failed("The text in this box may not wrap, and is clipped when a reader makes it twice as large.")
    if not _cuts_below(page, element) or fit.clips(element, desk, fit.TIGHT):
        return PASSED  # what is cut off from the start is meant to be
    if fit.clips(element, half) or fit.clips(element, desk, fit.TWICE):
        return failed("The text in this box of fixed height is clipped when a reader makes it twice as large.")
    return PASSED


def _cuts_below(page: Page, element: Element) -> bool:
    height = fit.fixed_height(element, page.styles)
    cuts = page.styles.value(element, "overflow-y") in CUTTING and not _unwrapped(page, element)
    return cuts and height is not None and height > LEAST and _meant_whole(page, element)


def _cuts_beside(page: Page, element: Element) -> bool:
    cuts = page.styles.value(element, "overflow-x") in CUTTING and _unwrapped(page, element)
    return cuts and _meant_whole(page, element)


def _unwrapped(page: Page, element: Element) -> bool:
    return page.styles.value(element, "white-space") == "nowrap"


def _meant_whole(page: Page, element: Element) -> bool:
    """Whether all of the text is meant to be read: it is seen, and not shortened by an ellipsis or a line clamp."""
    styles = page.styles
    if styles.value(element, "-webkit-line-clamp") not in ("", "none"):
        return False
    if styles.value(element, "text-overflow") == "ellipsis":
        return False
    return page.visible(element) and any(char.isalpha() for char in element.text())


RULE = Rule(
    id="text-clipped",
    level="AA",
    wcag=("1.4.4",),
    act=("59br37",),
    severity="warning",
    help="Write min-height instead of height, and let the box grow with its text.",
    targets=targets,
    verdict=verdict,
)

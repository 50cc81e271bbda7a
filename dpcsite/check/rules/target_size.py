"""Things to press are large enough, or far enough from each other."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.html import Element

LEAST = 24.0  # CSS pixels (WCAG 2.5.8)
WIDE_LETTER = 0.7  # of the font size: what a single letter may take
SPACE = 0.25  # of the font size: between two words
SHORT = 2  # characters; the width of longer texts cannot be told well enough
PRESSED = frozenset({"a", "button"})


def targets(page: Page) -> Iterator[Element]:
    """Links and buttons with hardly any text, with another one right before or after; not within a sentence."""
    for element in page.all("a", "button"):
        if _tiny(page, element) and (_beside(page, element, 1) or _beside(page, element, -1)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Reckon how far the middles of two neighbours are apart; of a row of them, the first one is told.

    Height is no way out: what is narrow and tall is still pressed by mistake for what stands beside it.
    """
    if _crowded(page, element, 1) and not _crowded(page, element, -1):
        return failed("This and what is beside it are too small to press: the target size is below 24 by 24 pixels.")
    return PASSED


def _crowded(page: Page, element: Element, step: int) -> bool:
    other = _beside(page, element, step)
    if other is None:
        return False
    styles = page.styles
    one, two = _width(element, styles), _width(other, styles)
    gap = styles.font_size(element) * SPACE + sum(_margins(each, styles) for each in (element, other)) / 2
    return max(one, two) < LEAST and (one + two) / 2 + gap < LEAST


def _tiny(page: Page, element: Element) -> bool:
    """Whether it can be pressed, is set in a line, and has one or two characters and nothing else in it."""
    if element.tag == "a" and "href" not in element.attrs:
        return False
    text = element.text().strip()
    if not 0 < len(text) <= SHORT or any(element.elements):
        return False
    return page.tabbable(element) and page.visible(element) and page.styles.display(element).startswith("inline")


def _beside(page: Page, element: Element, step: int) -> Element | None:
    """The target before or after, if only white space is between."""
    parent = element.parent
    if parent is None or any(isinstance(child, str) and any(map(str.isalpha, child)) for child in parent.children):
        return None
    place = next(number for number, child in enumerate(parent.children) if child is element) + step
    while 0 <= place < len(parent.children):
        child = parent.children[place]
        if not isinstance(child, str):
            return child if child.tag in PRESSED and _tiny(page, child) else None
        if child.strip():
            return None
        place += step
    return None


def _width(element: Element, styles: Styles) -> float:
    text = len(element.text().strip()) * WIDE_LETTER * styles.font_size(element)
    stated = max(styles.length(element, name) or 0.0 for name in ("width", "min-width"))
    button = 16.0 if element.tag == "button" else 0.0
    return max(text, stated) + max(_sides(element, styles, "padding-left", "padding-right"), button)


def _margins(element: Element, styles: Styles) -> float:
    return _sides(element, styles, "margin-left", "margin-right")


def _sides(element: Element, styles: Styles, *names: str) -> float:
    return sum(styles.length(element, name) or 0.0 for name in names)


RULE = Rule(
    id="target-size",
    level="AA",
    wcag=("2.5.8",),
    severity="warning",
    help="Give each of them a padding, so that it is at least 24 pixels wide and high.",
    targets=targets,
    verdict=verdict,
)

"""What shows the keyboard focus is thick enough to be found."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import cues
from dpcsite.check.semantics.cascade import pixels
from dpcsite.formats.html import Element

LEAST = 2.0  # CSS pixels (WCAG 2.4.13)


def targets(page: Page) -> Iterator[Element]:
    """Elements that the Tab key stops at, and to which a style gives an outline of a stated width with the focus."""
    for element in page.styles.with_states(cues.FOCUS):
        stated = page.tabbable(element) and "outline-width" in page.styles.declared_in(element, cues.FOCUS)
        if stated and cues.outlined(element, page.styles):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for two pixels of outline, or for another change that shows."""
    styles = page.styles
    width = styles.resolved(element, styles.declared_in(element, cues.FOCUS)["outline-width"].value)
    length = 1.0 if width == "thin" else pixels(width, styles.font_size(element), styles.viewport)
    if length is None or length >= LEAST:
        return PASSED
    if any(not name.startswith("border") for name in cues.shown(cues.changed(element, styles, cues.FOCUS))):
        return PASSED
    return failed(f"The outline that shows the focus here is {length:g} pixel wide, and hard to see.")


RULE = Rule(
    id="focus-appearance",
    level="AAA",
    wcag=("2.4.13",),
    severity="warning",
    help="Make the outline at least 2 pixels wide, in a colour that stands out.",
    by_shape=True,
    by_colour=True,
    targets=targets,
    verdict=verdict,
)

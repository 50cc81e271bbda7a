"""A reader who uses the keyboard sees where the focus is."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import cues
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements that the Tab key stops at, and whose outline a style speaks of."""
    if not page.sheets and page.styles.plain:
        return
    found = {one.index: one for name in cues.OUTLINE for one in page.styles.declaring(name)}
    for element in page.styles.with_states(cues.FOCUS):
        found[element.index] = element
    for index in sorted(found):
        if page.tabbable(found[index]):
            yield found[index]


def verdict(page: Page, element: Element) -> Verdict:
    """Look for an outline, or for something else that changes with the focus."""
    styles = page.styles
    if cues.outlined(element, styles) or "onfocus" in element.attrs:
        return PASSED
    if cues.shown(cues.changed(element, styles, cues.FOCUS)):
        return PASSED
    if _shown_elsewhere(page) or any("focus" in script.text() for script in page.all("script")):
        return cannot_tell("Style takes the outline away: see whether the focus can still be seen here.")
    return failed("Style takes the outline away that shows the keyboard focus, and puts nothing in its place.")


def _shown_elsewhere(page: Page) -> bool:
    """Whether the focus on one element changes another one, such as the label beside it."""
    for sheet in page.sheets:
        for rule in sheet:
            for selector in rule.selectors:
                if selector.states & cues.FOCUS and (selector.pseudo or not selector.own & cues.FOCUS):
                    return True
    return False


RULE = Rule(
    id="focus-visible",
    level="AA",
    wcag=("2.4.7",),
    act=("oj04fd",),
    help="Take the outline: none out, or show the focus by an outline, a border or a background of your own.",
    by_shape=True,
    by_colour=True,
    targets=targets,
    verdict=verdict,
)

"""What appears under the mouse can be had with the keyboard too."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics.cascade import Stated, Styles
from dpcsite.check.semantics.cues import FOCUS
from dpcsite.formats.html import Element

HOVER = frozenset({"hover"})
HIDING = {"display": ("none",), "visibility": ("hidden", "collapse"), "opacity": ("0", "0.0", "0%")}


def targets(page: Page) -> Iterator[Element]:
    """Elements with words that are hidden at rest, and that a style shows while the mouse is over another one."""
    for element in page.styles.with_states(HOVER):
        if any(_shows(one, element, page.styles) for one in page.styles.stated(element)) and element.text().strip():
            parent = element.parent
            if parent is not None and page.visible(parent):
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a style that shows the same with the focus; a button that opens it may be there for a script."""
    styles = page.styles
    for one in styles.stated(element):
        if one.selector.states & FOCUS and any(said.name in HIDING for said in one.rule.declarations):
            return PASSED
    around = element.parent
    buttons = around is not None and any("aria-expanded" in one.attrs for one in around.descendants())
    if buttons or (around is not None and "aria-expanded" in around.attrs):
        return cannot_tell("This appears under the mouse: see whether the button beside it opens it too.")
    return failed("This appears on hover with a mouse only: nothing shows it on keyboard focus.")


def _shows(one: Stated, element: Element, styles: Styles) -> bool:
    """Whether a rule for hovering over another element shows this one."""
    if not one.selector.states & HOVER or one.selector.own & HOVER or one.selector.pseudo:
        return False
    for said in one.rule.declarations:
        hiding = HIDING.get(said.name, ())
        if hiding and said.value not in hiding and styles.value(element, said.name) in hiding:
            return True
    return False


RULE = Rule(
    id="hover-only",
    level="A",
    wcag=("2.1.1",),
    severity="warning",
    help="Show it with :focus-within too, or let a button open it.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

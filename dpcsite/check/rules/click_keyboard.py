"""What can be clicked can be reached by keys."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import focus
from dpcsite.formats.html import Element

HANDLERS = ("onclick", "onmousedown", "onmouseup", "ondblclick")
PLAIN = frozenset("b dd div dt em i img li p section span strong svg td tr".split())
REACHED = frozenset("a audio button details input label select summary textarea video".split())

_BUTTON = re.compile(r"(?:[a-z]+[-_])?(?:button|btn)")


def targets(page: Page) -> Iterator[Element]:
    """Elements without a meaning of their own that have a handler for clicks, or look like a button by class."""
    found = {one.index: one for name in HANDLERS for one in page.document.with_attribute(name) if one.tag in PLAIN}
    for element in page.document.with_attribute("class"):
        if element.tag in ("div", "span", "i", "b") and _named_button(element):
            found[element.index] = element
    for element in found.values():
        if not _within_reached(element) and not page.silenced(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a tabindex, or for something inside that takes the focus."""
    del page
    if focus.focusable(element) or any(focus.focusable(one) or one.tag == "label" for one in element.descendants()):
        return PASSED
    return failed("This can be clicked, but it is not focusable: nobody can reach it with a keyboard.")


def _named_button(element: Element) -> bool:
    named = any(_BUTTON.fullmatch(token) for token in element.attrs["class"].lower().split())
    return named and 0 < len(element.text().split()) <= 4 and not any(element.elements)


def _within_reached(element: Element) -> bool:
    return any(above.tag in REACHED or focus.focusable(above) for above in element.ancestors())


RULE = Rule(
    id="click-keyboard",
    level="A",
    wcag=("2.1.1",),
    severity="warning",
    help="Make it a <button>, or a link if it leads somewhere.",
    targets=targets,
    verdict=verdict,
)

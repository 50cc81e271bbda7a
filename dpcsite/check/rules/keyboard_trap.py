"""An element does not take the focus back when a reader leaves it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

KEYS = ("onkeydown", "onkeyup", "onkeypress")

_MOVES = re.compile(r"focus\w*\s*\(|\w+focus\w*\s*\(", re.IGNORECASE)
_SWALLOWS = re.compile(r"\btab\b|\b9\b", re.IGNORECASE)
_WAY_OUT = re.compile(
    r"\b(?:ctrl|control|alt|shift|esc|escape|cmd|command|f\d{1,2})\b|\bhow to (?:go|get|leave|exit|move)", re.IGNORECASE
)


def targets(page: Page) -> Iterator[Element]:
    """Elements that can take the focus and have a handler for leaving it, or for keys."""
    for name in ("onblur", "onfocusout", "onkeydown"):
        for element in page.document.with_attribute(name):
            if page.focusable(element):
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Accept no handler that moves the focus or stops Tab, unless keys lead out and the page names them."""
    leaving = element.attrs.get("onblur", "") + element.attrs.get("onfocusout", "")
    pressed = element.attrs.get("onkeydown", "")
    stops = "preventDefault" in pressed and (_SWALLOWS.search(pressed) or "if" not in pressed)
    if not _MOVES.search(leaving) and not stops:
        return PASSED
    root = page.document.root
    known = _handles_keys(element) and root is not None and _WAY_OUT.search(wording.shown(page, root))
    if known and not stops:
        return PASSED
    return failed("This is a keyboard trap: a script takes the focus back when a reader moves on from here.")


def _handles_keys(element: Element) -> bool:
    return any(name in one.attrs for one in (element, *element.ancestors()) for name in KEYS)


RULE = Rule(
    id="keyboard-trap",
    level="A",
    wcag=("2.1.2",),
    act=("80af7b", "a1b64e", "ebe86a"),
    help="Take the handler out; in a dialog, let Escape close it and say so.",
    targets=targets,
    verdict=verdict,
)

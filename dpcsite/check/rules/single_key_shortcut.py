"""No single letter or sign is a shortcut on the whole page."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

_KEY = re.compile(
    r"\b(?:\w*\.)?(?:short-?cut|hot-?)?key(?:\(\))?\s*(?:===?|:)\s*(['\"])[^\s'\"]\1|\b(?:keyCode|which)\s*===?\s*(?:4[89]|5\d|6[5-9]"
    r"|[78]\d|90)\b",
    re.IGNORECASE,
)
_MODIFIED = re.compile(r"ctrl|alt|meta|command|modifier", re.IGNORECASE)
_LISTENS = re.compile(
    r"(?:window|document|body)\b[^;\n]{0,40}(?:addEventListener\(\s*['\"]key|\.onkey)|short-?cut|hot-?key",
    re.IGNORECASE,
)
_FOCUS = re.compile(r"focus|activeElement|\.target\b|closest", re.IGNORECASE)
_SWITCH = re.compile(r"short-?cut|remap|keyboard|hot-?key|\bkeys?\b", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """Scripts in the page, and handlers of the whole page, that ask for a key."""
    for script in page.all("script"):
        if _LISTENS.search(script.text()) and _KEY.search(script.text()):
            yield script
    for body in page.all("body"):
        if _KEY.search(_handlers(body)):
            yield body


def verdict(page: Page, element: Element) -> Verdict:
    """Accept a second key, a shortcut where the focus is, or a control that speaks of shortcuts."""
    code = element.text() if element.tag == "script" else _handlers(element)
    if _MODIFIED.search(code) or _FOCUS.search(code):
        return PASSED
    controls = page.with_role("checkbox", "switch", "button", "radio", "link", "combobox")
    if any(_SWITCH.search(page.name(control)) for control in controls):
        return PASSED
    return failed("A single character is a keyboard shortcut here, and no control on the page switches it off.")


def _handlers(body: Element) -> str:
    names = ("onload", "onkeydown", "onkeypress", "onkeyup")
    return " ".join(body.attrs[name] for name in names if name in body.attrs)


RULE = Rule(
    id="single-key-shortcut",
    level="A",
    wcag=("2.1.4",),
    act=("ffbc54",),
    severity="warning",
    help="Ask for Ctrl or Alt as well, or let readers switch the shortcut off.",
    targets=targets,
    verdict=verdict,
)

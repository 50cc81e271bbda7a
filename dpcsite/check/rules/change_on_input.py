"""Choosing something in a form does not lead away."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

NAMES = ("onchange", "oninput", "onfocus", "onblur")
FIELDS = frozenset({"input", "select", "textarea"})

_LEADS = re.compile(
    r"\bsubmit\s*\(|(?<!\.)\blocation(?:\.href)?\s*=[^=]|\blocation\.(?:assign|replace|reload)\s*\(|window\.open\s*\("
    r"|(?:window|document|self|top|parent)\.location(?:\.href)?\s*=[^=]"
)


def targets(page: Page) -> Iterator[Element]:
    """Fields with a handler for changes or for the focus."""
    for name in NAMES:
        for element in page.document.with_attribute(name):
            if element.tag in FIELDS and page.rendered(element):
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a handler that sends the form or goes to another page."""
    del page
    if element.attrs.get("type", "").lower() in ("submit", "button", "image", "reset"):
        return PASSED
    if any(_LEADS.search(element.attrs.get(name, "")) for name in NAMES):
        return failed("A change of this field leads to another page or sends the form, before a reader asks for it.")
    return PASSED


RULE = Rule(
    id="change-on-input",
    level="A",
    wcag=("3.2.1", "3.2.2"),
    severity="warning",
    help="Take the handler out, and put a button behind the field.",
    targets=targets,
    verdict=verdict,
)

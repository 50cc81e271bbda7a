"""A hint beside a form field is tied to it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

FIELDS = frozenset({"input", "select", "textarea"})

_HINT = re.compile(r"(?:^|[-_])(?:hint|help-?text|form-?help|help-?block)(?:$|[-_])")


def targets(page: Page) -> Iterator[Element]:
    """Elements with words that call themselves a hint and stand right before or behind one field."""
    for element in page.document.with_attribute("class"):
        tokens = element.attrs["class"].lower().split()
        named = any(_HINT.search(token) for token in tokens) and element.text().strip()
        if named and _field(element) is not None and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look whether the field names it, or its label holds it."""
    field = _field(element)
    if field is None or element.attrs.get("id", "-") in _named(field):
        return PASSED
    within = {one.index for one in element.ancestors() if one.tag in ("label", "legend")}
    if within or page.description(field):
        return PASSED
    return failed("This hint is not associated with its field: no aria-describedby leads to it.")


def _named(field: Element) -> list[str]:
    return f"{field.attrs.get('aria-describedby', '')} {field.attrs.get('aria-labelledby', '')}".split()


def _field(hint: Element) -> Element | None:
    siblings = list(hint.parent.elements) if hint.parent else []
    place = siblings.index(hint) if hint in siblings else 0
    near = siblings[place + 1 : place + 2] + siblings[max(place - 1, 0) : place]
    usual = (one for one in near if one.tag in FIELDS)
    return next((one for one in usual if one.attrs.get("type", "text") not in ("hidden", "submit", "button")), None)


RULE = Rule(
    id="field-hint",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help="Give the hint an id, and the field aria-describedby with that id.",
    targets=targets,
    verdict=verdict,
)

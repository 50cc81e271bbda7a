"""A label stands near its field."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit
from dpcsite.formats.html import Element

FAR = 400.0  # CSS pixels of the row: less of it cannot lie between the two
FIELDS = frozenset({"input", "select", "textarea"})


def targets(page: Page) -> Iterator[Element]:
    """Labels that float, with the field they are for beside them."""
    for element in page.styles.declaring("float"):
        if element.tag == "label" and _field(page, element) is not None and page.visible(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Accept label and field on one side; on opposite ones, a row that is not wide."""
    field = _field(page, element)
    sides = {page.styles.value(one, "float") for one in (element, field) if one is not None}
    parent = element.parent
    if sides == {"left", "right"} and parent is not None and fit.width(parent, page.styles) > FAR:
        return failed("This label is far from its field: much white space lies between them.")
    return PASSED


def _field(page: Page, label: Element) -> Element | None:
    found = page.document.by_id.get(label.attrs.get("for", ""), [])
    if found and found[0].tag in FIELDS and found[0].parent is label.parent:
        return found[0]
    return None


RULE = Rule(
    id="label-distance",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Put the label above its field, or let both stand on one side.",
    targets=targets,
    verdict=verdict,
)

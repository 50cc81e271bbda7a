"""An element with a role says the states that the role cannot do without."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.aria_data import REQUIRED
from dpcsite.check.semantics.focus import tabindex
from dpcsite.formats.html import Element

NATIVE = frozenset({"checkbox", "radio", "range", "number"})  # inputs that tell their state themselves


def targets(page: Page) -> Iterator[Element]:
    """Elements with a role of their own that needs a state, where HTML does not give it already."""
    for element in page.document.with_attribute("role"):
        role = roles.explicit(element)
        needs = role in REQUIRED or role in ("heading", "separator")
        if needs and not _given(element, role) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for each of them with a value; a heading without a level counts as one of the second."""
    del page
    role = roles.explicit(element)
    if role == "heading":
        found = element.attrs.get("aria-level", "").strip()
        return PASSED if found else cannot_tell("This heading has no aria-level, and counts as one of level 2.")
    needed = list(REQUIRED.get(role, ()))
    if role == "separator" and tabindex(element) is not None:
        needed.append("aria-valuenow")
    if role == "combobox" and element.attrs.get("aria-expanded", "").strip().lower() == "true":
        needed.append("aria-controls")
    for name in needed:
        if not element.attrs.get(name, "").strip():
            return failed(f'The role "{role}" needs {name}, which is missing or empty here.')
    return PASSED


def _given(element: Element, role: str) -> bool:
    if role == roles.implicit(element) or element.tag in ("progress", "meter", "select"):
        return True
    return element.tag == "input" and element.attrs.get("type", "").strip().lower() in NATIVE


RULE = Rule(
    id="aria-required-attr",
    level="A",
    wcag=("1.3.1", "4.1.2"),
    act=("4e8ab6",),
    help="Add the attribute, and let your script keep its value right; or use the HTML element that does so itself.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

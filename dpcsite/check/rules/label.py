"""A form field has a name."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

FIELD_ROLES = frozenset(
    {
        "checkbox",
        "combobox",
        "listbox",
        "menuitemcheckbox",
        "menuitemradio",
        "radio",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "textbox",
    }
)


def targets(page: Page) -> Iterator[Element]:
    """Fields that assistive technology can meet; those for files, dates and passwords have no role and count too."""
    for element in page.document.elements:
        role = page.role(element)
        if (role in FIELD_ROLES or (element.tag == "input" and not role)) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This form field has no name.")


RULE = Rule(
    id="label",
    level="A",
    wcag=("4.1.2",),
    act=("e086e5",),
    help="Put what to fill in before the field, in a <label> whose for is the id of the field.",
    targets=targets,
    verdict=verdict,
)

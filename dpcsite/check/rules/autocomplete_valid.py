"""A field that says what to fill in for its reader says so in words that browsers know."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import focus, roles
from dpcsite.check.semantics.autofill_data import CONTACT_FIELDS, CONTACTS, FIELDS, GROUPS
from dpcsite.formats.html import Element

OTHER = frozenset({"button", "hidden", "reset", "submit", "image", "checkbox", "radio", "file"})
WIDGETS = frozenset({"", "textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider", "checkbox", "radio"})


def targets(page: Page) -> Iterator[Element]:
    """Fields with the attribute autocomplete that somebody can fill in."""
    for element in page.document.with_attribute("autocomplete"):
        words = element.attrs["autocomplete"].lower().split()
        if words and words not in (["on"], ["off"]) and _open(page, element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Read it as HTML does: section, address group, contact group, field, webauthn, in this order."""
    del page
    given = element.attrs["autocomplete"].strip()
    if _valid(given.lower().split()):
        return PASSED
    return failed(f'The autocomplete "{given[:60]}" is none that browsers know.')


def _open(page: Page, element: Element) -> bool:
    attrs = element.attrs
    if element.tag not in ("input", "select", "textarea") or not page.rendered(element):
        return False
    if element.tag == "input" and attrs.get("type", "").strip().lower() in OTHER:
        return False
    if focus.disabled(element) or attrs.get("aria-disabled", "").strip().lower() == "true":
        return False
    if roles.explicit(element) not in WIDGETS and not page.tabbable(element):
        return False
    return page.visible(element) or not page.hidden(element)


def _valid(words: list[str]) -> bool:
    rest = words[:]
    if rest and rest[-1] == "webauthn":
        rest.pop()
    if rest and rest[0].startswith("section-"):
        rest.pop(0)
    if rest and rest[0] in GROUPS:
        rest.pop(0)
    if rest and rest[0] in CONTACTS:
        return len(rest) == 2 and rest[1] in CONTACT_FIELDS
    return len(rest) == 1 and (rest[0] in FIELDS or rest[0] in CONTACT_FIELDS)


RULE = Rule(
    id="autocomplete-valid",
    level="AA",
    wcag=("1.3.5",),
    act=("73f2c2",),
    help='Write one of the words that HTML gives, such as "email" or "postal-code", or "off".',
    targets=targets,
    verdict=verdict,
)

"""What is marked as decoration is kept from assistive technology."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with the role none or presentation, and pictures with an empty alt."""
    for element in page.document.with_attribute("role"):
        if roles.explicit(element) == "presentation" and not page.hidden(element):
            yield element
    for element in page.all("img"):
        empty = element.attrs.get("alt") == "" and "role" not in element.attrs
        if empty and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for what makes browsers pass the mark over: the focus, or an ARIA attribute that every role has."""
    meant = roles.implicit(element) or element.tag == "img"
    if meant and page.focusable(element):
        return failed("This is marked as decorative, but can take the focus, so the mark is passed over.")
    if meant and page.role(element) != "presentation":
        return failed("This is marked as decorative, but has an ARIA attribute, so the mark is passed over.")
    if element.tag == "img" and element.attrs.get("alt", "").strip():
        return failed("This picture has the role of presentation, and also an alt text that nobody hears.")
    return PASSED


RULE = Rule(
    id="presentation-role-conflict",
    level="best-practice",
    wcag=(),
    act=("46ca7f",),
    severity="warning",
    help="Take the role or the empty alt out if the element tells something; if not, take the other attributes out.",
    targets=targets,
    verdict=verdict,
)

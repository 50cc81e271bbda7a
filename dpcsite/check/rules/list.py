"""A list holds list items and nothing else."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

ALLOWED = frozenset({"script", "template"})


def targets(page: Page) -> Iterator[Element]:
    """Lists that assistive technology can meet; one with another role is no list."""
    for element in page.all("ul", "ol"):
        if page.role(element) == "list" and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look at what stands directly in it and can be met."""
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                return failed("Text stands in this list outside its items.")
        elif child.tag not in ALLOWED and not page.hidden(child) and not _item(page, child):
            return failed(f"A <{child.tag}> stands in this list that is no list item.")
    return PASSED


def _item(page: Page, child: Element) -> bool:
    role = page.role(child)
    return role == "listitem" or (child.tag == "li" and role == "presentation")


RULE = Rule(
    id="list",
    level="A",
    wcag=("1.3.1",),
    help="Put it into an <li>, or out of the list.",
    targets=targets,
    verdict=verdict,
)

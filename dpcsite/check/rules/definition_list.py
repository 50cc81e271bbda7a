"""A description list holds terms and descriptions, and nothing else."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element

ALLOWED = frozenset({"dt", "dd", "script", "template"})


def targets(page: Page) -> Iterator[Element]:
    """Description lists that assistive technology can meet; one with another role is none."""
    for element in page.all("dl"):
        if not roles.explicit(element) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look at what stands directly in it, or in a <div> in it, and can be met."""
    for part in (element, *(one for one in element.elements if one.tag == "div" and not page.hidden(one))):
        for child in part.children:
            if isinstance(child, str):
                if child.strip():
                    return failed("Text stands in this description list outside its terms and descriptions.")
            elif child.tag not in ALLOWED and not page.hidden(child) and not (child.tag == "div" and part is element):
                return failed(f"A <{child.tag}> stands in this description list between its <dt> and <dd>.")
    return PASSED


RULE = Rule(
    id="definition-list",
    level="A",
    wcag=("1.3.1",),
    help="Put it into a <dt> or a <dd>, or out of the list.",
    targets=targets,
    verdict=verdict,
)

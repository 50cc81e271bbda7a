"""A role exists."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.aria_data import DRAFT_ROLES
from dpcsite.check.semantics.role_data import ROLES
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements that say a role, if assistive technology can meet them."""
    for element in page.document.with_attribute("role"):
        if element.attrs["role"].strip() and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Accept one that exists, among others that may not: browsers take the first that they know."""
    del page
    words = element.attrs["role"].lower().split()
    if any(word in ROLES or word in DRAFT_ROLES for word in words):
        return PASSED
    return failed(f'The role "{" ".join(words)[:60]}" does not exist.')


RULE = Rule(
    id="aria-roles",
    level="A",
    wcag=("1.3.1", "4.1.2"),
    act=("674b10",),
    help="Write a role of WAI-ARIA, or take the attribute out: most HTML elements have the right role already.",
    targets=targets,
    verdict=verdict,
)

"""An element whose role makes it part of something stands in it."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.aria_data import PARENTS
from dpcsite.check.semantics.ownership import owner
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements that say such a role themselves, if assistive technology can meet them."""
    for element in page.document.with_attribute("role"):
        role = roles.explicit(element)
        if role in PARENTS and role != roles.implicit(element) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look at the nearest element around it that means something; a group has to stand in the right place itself."""
    role = roles.explicit(element)
    around = owner(page, element)
    while around is not None and page.role(around) == "group" and "group" in PARENTS[role]:
        around = owner(page, around)
    found = page.role(around) if around is not None else ""
    if found in PARENTS[role] or (found == role and role in ("menuitem", "treeitem")):
        return PASSED
    wanted = " or ".join(sorted(PARENTS[role] - {"group"}))
    return failed(f'An element of role "{role}" stands in none of role {wanted}.')


RULE = Rule(
    id="aria-required-parent",
    level="A",
    wcag=("1.3.1",),
    act=("ff89c9",),
    help="Put it into an element with that role, or use the HTML elements that belong together.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

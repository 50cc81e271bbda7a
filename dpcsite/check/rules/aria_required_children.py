"""A list, menu, grid or another composite element holds its own kind of parts, and only those."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.aria_data import CHILDREN
from dpcsite.check.semantics.ownership import owned
from dpcsite.formats.html import Element

MAX_DEPTH = 20  # groups in groups


def targets(page: Page) -> Iterator[Element]:
    """Elements that say such a role and are not still loading, if assistive technology can meet them."""
    for element in page.document.with_attribute("role"):
        busy = element.attrs.get("aria-busy", "").strip().lower() == "true"
        native = element.tag in ("ul", "ol", "menu") and roles.explicit(element) == "list"
        if roles.explicit(element) in CHILDREN and not busy and not native and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look at the nearest elements inside that mean something."""
    role = roles.explicit(element)
    wrong, right = _parts(page, element, CHILDREN[role], 0)
    if wrong:
        return failed(f'An element of role "{role}" holds one of role "{wrong}", which is not allowed there.')
    if right:
        return PASSED
    if not element.text().strip() and not any(element.elements):
        return cannot_tell(f'This element of role "{role}" is empty.')
    wanted = " or ".join(sorted(CHILDREN[role]))
    return failed(f'An element of role "{role}" holds none of the role {wanted}.')


def _parts(page: Page, element: Element, allowed: frozenset[str], depth: int) -> tuple[str, bool]:
    """The role of the first part that may not be there, and whether one was found that may."""
    right = False
    for one in owned(page, element):
        role = page.role(one)
        if role not in allowed:
            return role, right
        if role == "group" and depth < MAX_DEPTH:
            wrong, inside = _parts(page, one, allowed, depth + 1)
            if wrong:
                return wrong, right
            right = right or inside
        else:
            right = True
    return "", right


RULE = Rule(
    id="aria-required-children",
    level="A",
    wcag=("1.3.1",),
    act=("bc4a75",),
    help="Give the parts inside the role that belongs to it, or use the HTML element: <ul> and <li>, <table> and <td>.",
    targets=targets,
    verdict=verdict,
)

"""An element that says it is a picture has a text alternative."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element

OTHERS = frozenset({"img", "svg"})  # these have rules of their own


def targets(page: Page) -> Iterator[Element]:
    """Elements with the role img, if assistive technology can meet them."""
    for element in page.document.with_attribute("role"):
        wanted = roles.explicit(element) == "img" or element.attrs["role"].strip().lower() == "image"
        drawn = element.tag in OTHERS or any(above.tag == "svg" for above in element.ancestors())
        if wanted and not drawn and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This picture (role img) has no text alternative.")


RULE = Rule(
    id="role-img-alt",
    level="A",
    wcag=("1.1.1",),
    help='Say in aria-label what the picture tells; if it only decorates, write aria-hidden="true" for the role.',
    targets=targets,
    verdict=verdict,
)

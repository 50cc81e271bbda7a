"""A drawing in SVG that says it is a picture has a text alternative."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element

GRAPHICS = frozenset({"img", "graphics-document", "graphics-symbol"})


def targets(page: Page) -> Iterator[Element]:
    """SVG elements with a role for graphics, if assistive technology can meet them."""
    if page.document.first("svg") is None:
        return
    for element in page.document.with_attribute("role"):
        drawn = element.tag == "svg" or any(above.tag == "svg" for above in element.ancestors())
        if drawn and roles.explicit(element) in GRAPHICS and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name: a title directly inside, or one in ARIA."""
    return PASSED if page.name(element) else failed("This SVG picture has no text alternative.")


RULE = Rule(
    id="svg-img-alt",
    level="A",
    wcag=("1.1.1",),
    act=("7d6734",),
    help="Begin the drawing with a <title> that says what it tells, or write that into aria-label.",
    targets=targets,
    verdict=verdict,
)

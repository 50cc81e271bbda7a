"""An ARIA attribute stands where its element's role allows it."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.aria_data import ATTRIBUTES, EVERYWHERE, SUPPORTED
from dpcsite.formats.html import Element

PARTICULAR = ATTRIBUTES - EVERYWHERE
NOTHING: frozenset[str] = frozenset()


def targets(page: Page) -> Iterator[Element]:
    """Elements with an ARIA attribute that not every role allows, where markup tells the role."""
    seen: set[int] = set()
    for name, elements in page.document.attributes.items():
        if name in PARTICULAR:
            for element in elements:
                if element.index not in seen and element.attrs[name].strip() and _clear(page, element):
                    seen.add(element.index)
                    yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look up what the role allows."""
    role = page.role(element)
    allowed = SUPPORTED.get(role, NOTHING)
    for name, value in element.attrs.items():
        if name in PARTICULAR and name not in allowed and value.strip():
            who = f'the role "{role}"' if role else f"<{element.tag}> without a role"
            return failed(f"{name} is not allowed on {who}.")
    return PASSED


def _clear(page: Page, element: Element) -> bool:
    """Whether markup tells the role: browsers give some fields, and scripts give own elements, one that it does not."""
    role = page.role(element)
    unknown = (element.tag == "input" and not role) or "-" in element.tag
    return not unknown and role != "presentation" and not page.hidden(element)


RULE = Rule(
    id="aria-allowed-attr",
    level="A",
    wcag=("1.3.1", "4.1.2"),
    act=("5c01ea",),
    help="Take the attribute out, or give the element the role for which it was meant.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

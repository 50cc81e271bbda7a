"""An attribute that begins with aria- exists."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.aria_data import ATTRIBUTES
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with an attribute that begins with aria-, each once."""
    seen: set[int] = set()
    for name, elements in page.document.attributes.items():
        if name.startswith("aria-"):
            for element in elements:
                if element.index not in seen:
                    seen.add(element.index)
                    yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look each name up."""
    del page
    for name in element.attrs:
        if name.startswith("aria-") and name not in ATTRIBUTES:
            return failed(f'There is no ARIA attribute "{name[:60]}".')
    return PASSED


RULE = Rule(
    id="aria-valid-attr",
    level="A",
    wcag=("1.3.1", "4.1.2"),
    act=("5f99a7",),
    help="Correct the spelling of the attribute, or take it out.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

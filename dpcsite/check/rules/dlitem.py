"""A term and its description stand in a description list."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Terms and descriptions that assistive technology can meet; one with another role is neither."""
    for element in page.all("dt", "dd"):
        if not roles.explicit(element) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a description list around it, with one <div> at most between them."""
    del page
    parent = element.parent
    if parent is not None and parent.tag == "div":
        parent = parent.parent
    if parent is not None and parent.tag == "dl":
        return PASSED
    return failed(f"This <{element.tag}> stands in no description list.")


RULE = Rule(
    id="dlitem",
    level="A",
    wcag=("1.3.1",),
    help="Put a <dl> around the terms and their descriptions.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

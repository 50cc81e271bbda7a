"""A label belongs to a form field."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.names import LABELLABLE
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Labels that point at something, if assistive technology can meet them."""
    for element in page.all("label"):
        if "for" in element.attrs and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that the first element with this id can have a label; elements that a script defines may have one too."""
    identity = element.attrs["for"]
    found = page.document.by_id.get(identity)
    if not found:
        return failed(f'This label is for "{identity[:60]}", but no form field has this id.')
    hidden = found[0].tag == "input" and found[0].attrs.get("type", "").strip().lower() == "hidden"
    if hidden or (found[0].tag not in LABELLABLE and "-" not in found[0].tag):
        return failed(f'This label is for "{identity[:60]}", which is no form field.')
    return PASSED


RULE = Rule(
    id="label-for",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help="Write the id of the field into for; if there is no field, use another element.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

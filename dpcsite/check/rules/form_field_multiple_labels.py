"""A form field has one label."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.names import labels
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Fields with a label, if assistive technology can meet them."""
    seen: set[int] = set()
    for label in page.document.with_attribute("for"):
        for field in page.document.by_id.get(label.attrs["for"], [])[:1] if label.tag == "label" else []:
            if field.index not in seen and not page.hidden(field):
                seen.add(field.index)
                yield field


def verdict(page: Page, element: Element) -> Verdict:
    """Count the labels that can be met; aria-labelledby puts them in an order, and so makes them one."""
    if element.attrs.get("aria-labelledby", "").strip():
        return PASSED
    found = [one for one in labels(element, page.document) if not page.hidden(one) and one.text().strip()]
    return (
        PASSED if len(found) < 2 else failed("This form field has multiple labels, of which some readers get only one.")
    )


RULE = Rule(
    id="form-field-multiple-labels",
    level="A",
    wcag=("3.3.2",),
    severity="warning",
    help="Leave one label, and put what the others say into it, or into a <legend> around the fields.",
    targets=targets,
    verdict=verdict,
)

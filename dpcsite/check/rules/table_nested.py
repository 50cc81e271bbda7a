"""No table stands in a cell of a table of data."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Tables that assistive technology can meet as such."""
    for table in page.all("table"):
        if page.role(table) == "table" and not page.hidden(table):
            yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Look for another such table around it, with header cells of its own."""
    around = next((above for above in element.ancestors() if above.tag == "table"), None)
    if around is None or page.role(around) != "table":
        return PASSED
    inside = {one.index for one in element.descendants()}
    headed = any(one.tag == "th" and one.index not in inside for one in around.descendants())
    return failed("This table is nested inside a cell of another table.") if headed else PASSED


RULE = Rule(
    id="table-nested",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Put the inner table after the outer one, and say in a caption to which row it belongs.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

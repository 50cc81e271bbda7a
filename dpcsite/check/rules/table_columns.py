"""All rows of a table have the same number of columns."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.tables import cells
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Tables with header cells, if assistive technology can meet them."""
    for table in page.all("table"):
        shown = page.role(table) in ("table", "grid", "treegrid") and not page.hidden(table)
        if shown and any(one.tag == "th" for one in table.descendants()):
            yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Count the columns of each row, cells that come down from rows above included; in each column a cell begins."""
    widths: dict[int, int] = {}
    every = cells(element, page)
    for cell in every:
        for row in range(cell.row, cell.row + cell.height):
            widths[row] = widths.get(row, 0) + cell.width
    most, least = max(widths.values(), default=0), min(widths.values(), default=0)
    if most == least:
        if len({cell.column for cell in every}) == most:
            return PASSED
        return failed("Some columns of this table have no cells of their own: a colspan is too wide.")
    return failed(f"The rows of this table have an inconsistent number of columns: from {least} to {most}.")


RULE = Rule(
    id="table-columns",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Write a cell for each column, an empty one too; a cell over several columns has a colspan.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

"""A table of data has header cells, and tells which row or column each of them heads."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.tables import rows
from dpcsite.formats.html import Element

LEAST = 6  # cells: in a smaller table nobody gets lost
LONG = 60  # characters: a cell with more is a piece of the page rather than data


def targets(page: Page) -> Iterator[Element]:
    """Tables that can be met as such, with rows of the same length and short texts in them."""
    for table in page.all("table"):
        if page.role(table) == "table" and not page.hidden(table):
            lines = rows(table, page)
            if _data(lines) or any(cell.tag == "th" for line in lines for cell in line):
                yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Look for header cells; where several of them begin a row of data, each needs to say what it heads."""
    lines = rows(element, page)
    if not any(
        cell.tag == "th" or roles.explicit(cell) in ("columnheader", "rowheader") for row in lines for cell in row
    ):
        return failed("This table of data has no header cells (<th>).")
    told = any("headers" in cell.attrs for row in lines for cell in row)
    for line in lines:
        heads = [cell for cell in line if cell.tag == "th"]
        if len(heads) > 1 and len(heads) < len(line) and not told and not any("scope" in one.attrs for one in heads):
            return failed(
                "Rows of this table have several table header cells without scope: what they head is unclear."
            )
    return PASSED


def _data(lines: list[list[Element]]) -> bool:
    widths = {len(line) for line in lines}
    if len(lines) < 2 or len(widths) != 1 or widths.pop() < 2 or sum(map(len, lines)) < LEAST:
        return False
    texts = [cell.text().strip() for line in lines for cell in line]
    simple = not any(any(cell.elements) for line in lines[1:] for cell in line)
    return simple and sum(map(bool, texts)) > len(texts) * 2 / 3 and all(len(text) <= LONG for text in texts)


RULE = Rule(
    id="table-headers",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help='Make the first cells of columns <th scope="col">, and those of rows <th scope="row">.',
    targets=targets,
    verdict=verdict,
)

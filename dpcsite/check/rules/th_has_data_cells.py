"""A header cell of a table heads some other cell."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import roles
from dpcsite.check.semantics.ownership import owned
from dpcsite.check.semantics.tables import Cell, cells
from dpcsite.formats.html import Element

TABLES = frozenset({"table", "grid", "treegrid"})
HEADERS = ("columnheader", "rowheader")
CELLS = frozenset({"cell", "gridcell", *HEADERS})


def targets(page: Page) -> Iterator[Element]:
    """Header cells that assistive technology can meet, in tables that are met as such."""
    for element in page.with_role(*HEADERS):
        table = _table(page, element)
        if table is not None and page.role(table) in TABLES:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a cell that points at it, or stands below it or beside it as its scope says."""
    table = _table(page, element)
    if table is None:
        return PASSED
    fine = _heads(page, table, element) if table.tag == "table" else _heads_in_rows(page, table, element)
    if fine:
        return PASSED
    if not any(page.role(one) in ("cell", "gridcell") for one in table.descendants()):
        return cannot_tell("This table has header cells but no data cells.")
    return failed("This header cell heads no cell of its table.")


def _table(page: Page, element: Element) -> Element | None:
    wanted = "table" if element.tag == "th" else ""
    for above in element.ancestors():
        if above.tag == wanted or (page.role(above) in TABLES and not wanted):
            return above
    return None


def _heads(page: Page, table: Element, element: Element) -> bool:
    every = cells(table, page)
    here = next((cell for cell in every if cell.element is element), None)
    if here is None:
        return True
    down, across = _directions(every, here)
    identity = element.attrs.get("id", "")
    for cell in every:
        if cell is here or page.role(cell.element) not in CELLS:
            continue
        named = cell.element.attrs.get("headers", "").split()
        if named:
            if identity in named:
                return True
        elif (down and cell.row > here.row and cell.below(here)) or (
            across and cell.column > here.column and cell.beside(here)
        ):
            return True
    return False


def _directions(every: list[Cell], here: Cell) -> tuple[bool, bool]:
    """Whether it may head cells below it, and cells to its right (HTML, the scope of a header cell)."""
    scope = here.element.attrs.get("scope", "").strip().lower()
    role = roles.explicit(here.element)
    if scope in ("col", "colgroup") or (role == "columnheader" and scope not in ("row", "rowgroup")):
        return True, False
    if scope in ("row", "rowgroup") or role == "rowheader":
        return False, True
    if not any(cell.element.tag == "td" and cell.beside(here) for cell in every):
        return True, False
    if not any(cell.element.tag == "td" and cell.below(here) for cell in every):
        return False, True
    return True, True


def _heads_in_rows(page: Page, table: Element, element: Element) -> bool:
    """The same in a table made of other elements: cells are counted from the start of each row."""
    rows = [one for one in table.descendants() if page.role(one) == "row"]
    lines = [[cell for cell in owned(page, row) if page.role(cell) in CELLS] for row in rows]
    line = next((number for number, cells_ in enumerate(lines) if element in cells_), None)
    if line is None or any(_placed(cell) for cells_ in lines for cell in cells_):
        return True
    column = lines[line].index(element)
    if page.role(element) == "rowheader":
        return column + 1 < len(lines[line])
    return any(column < len(cells_) for cells_ in lines[line + 1 :])


def _placed(cell: Element) -> bool:
    return any(f"aria-{name}" in cell.attrs for name in ("colindex", "colspan", "rowindex", "rowspan"))


RULE = Rule(
    id="th-has-data-cells",
    level="A",
    wcag=("1.3.1",),
    act=("d0f69e",),
    help="Write a <td> for each cell that is empty too, or make this header cell a <td>.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

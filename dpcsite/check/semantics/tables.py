"""Where the cells of an HTML table stand (HTML, section Forming a table)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dpcsite.check.semantics.sight import Sight
from dpcsite.formats.html import Element

WIDEST = 100  # columns that one cell is believed to span; more is a slip of the hand, or hostile

PARTS = frozenset({"thead", "tbody", "tfoot"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the place of its first slot, and how many it takes to the right and down."""

    element: Element
    row: int
    column: int
    width: int
    height: int

    def beside(self, other: "Cell") -> bool:
        """Whether the two share a row."""
        return self.row < other.row + other.height and other.row < self.row + self.height

    def below(self, other: "Cell") -> bool:
        """Whether the two share a column."""
        return self.column < other.column + other.width and other.column < self.column + self.width


def rows(table: Element, page: Sight) -> list[list[Element]]:
    """The cells of each row that is shown, without those of tables inside."""
    return [
        [cell for cell in row.elements if cell.tag in ("td", "th") and page.rendered(cell)]
        for group in _groups(table)
        for row in group
        if page.rendered(row)
    ]


def cells(table: Element, page: Sight) -> list[Cell]:
    """Every cell that is shown, with its place."""
    found: list[Cell] = []
    first = 0
    for group in _groups(table):
        shown = [row for row in group if page.rendered(row)]
        taken: dict[int, set[int]] = {}
        for number, row in enumerate(shown):
            column = 0
            for element in row.elements:
                if element.tag not in ("td", "th") or not page.rendered(element):
                    continue
                while column in taken.get(number, ()):
                    column += 1
                width = min(_span(element, "colspan") or 1, WIDEST)
                height = min(_span(element, "rowspan") or len(shown), len(shown) - number)
                for down in range(1, height):
                    taken.setdefault(number + down, set()).update(range(column, column + width))
                found.append(Cell(element, first + number, column, width, height))
                column += width
        first += len(shown)
    return found


def _groups(table: Element) -> Iterator[list[Element]]:
    """Rows by the part of the table they stand in: cells do not reach from one part into another."""
    for part in table.elements:
        if part.tag in PARTS:
            yield [row for row in part.elements if row.tag == "tr"]
        elif part.tag == "tr":
            yield [part]


def _span(element: Element, name: str) -> int:
    """How many slots; 0 for all that are left (of rows only)."""
    given = element.attrs.get(name, "1").strip()
    if not given.isdecimal():
        return 1
    number = int(given[:6])
    return number if number or name == "rowspan" else 1

"""A cell that names its header cells names ones of its own table."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

HEADERS = frozenset({"columnheader", "rowheader"})


def targets(page: Page) -> Iterator[Element]:
    """Cells with the attribute headers, in a table that can be met as one."""
    for element in page.document.with_attribute("headers"):
        if element.tag in ("td", "th") and element.attrs["headers"].strip() and not page.hidden(element):
            table = _table(element)
            if table is not None and page.role(table) in ("table", "grid", "treegrid"):
                yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look up each id."""
    table = _table(element)
    for identity in element.attrs["headers"].split():
        found = page.document.by_id.get(identity)
        if not found or found[0].tag not in ("td", "th") or _table(found[0]) is not table:
            return failed(f'The headers of this cell name "{identity[:60]}", which is no cell of this table.')
        if found[0] is element:
            return failed("The headers of this cell name the cell itself.")
        if page.role(found[0]) not in HEADERS:
            return failed(f'The headers of this cell name "{identity[:60]}", which is no header cell.')
    return PASSED


def _table(element: Element) -> Element | None:
    return next((above for above in element.ancestors() if above.tag == "table"), None)


RULE = Rule(
    id="td-headers-attr",
    level="A",
    wcag=("1.3.1",),
    act=("a25f45",),
    help="Write into headers the ids of <th> cells of the same table, with spaces between them.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

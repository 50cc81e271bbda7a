"""A table holds data; columns of a page are made with style sheets."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element

BLOCKS = frozenset("article aside footer form h1 h2 h3 h4 h5 h6 header main nav section table".split())
OF_DATA = frozenset("th caption thead tfoot colgroup col".split())
MEANT = ("summary", "aria-label", "aria-labelledby")


def targets(page: Page) -> Iterator[Element]:
    """Tables that can be met as such, and have nothing that only tables of data have."""
    for table in page.all("table"):
        if page.role(table) == "table" and not roles.explicit(table) and not page.hidden(table):
            own = list(_own(table))
            if not any(one.tag in OF_DATA for one in own) and not any(name in table.attrs for name in MEANT):
                yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Look for headings, forms and other parts of a page in its cells."""
    del page
    for one in _own(element):
        if one.tag in BLOCKS:
            return failed(f"This looks like a layout table: it holds <{one.tag}>, and no header cells.")
    return PASSED


def _own(table: Element) -> Iterator[Element]:
    """What stands in the table, without what stands in tables inside it."""
    waiting = list(table.elements)
    while waiting:
        one = waiting.pop()
        yield one
        if one.tag != "table":
            waiting.extend(one.elements)


RULE = Rule(
    id="table-layout",
    level="best-practice",
    wcag=(),
    severity="warning",
    help='Use a style sheet; if the table has to stay, give it role="presentation".',
    targets=targets,
    verdict=verdict,
)

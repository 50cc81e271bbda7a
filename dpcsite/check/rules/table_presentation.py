"""A table that gave up its meaning has nothing in it that only tables of data have."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Tables with the role presentation or none, if what they hold can be met."""
    for table in page.all("table"):
        if roles.explicit(table) == "presentation" and not page.hidden(table):
            yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Look for header cells, a caption or a summary."""
    del page
    if element.attrs.get("summary", "").strip():
        return failed("This layout table (role presentation) has a summary, which only tables of data have.")
    for one in element.descendants():
        around = next((above for above in one.ancestors() if above.tag == "table"), None)
        if one.tag in ("th", "caption") and around is element:
            return failed(f"This layout table (role presentation) has a <{one.tag}>, which only tables of data have.")
    return PASSED


RULE = Rule(
    id="table-presentation",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="If the table holds data, take its role out; if not, use <td> and no caption.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

"""A header cell says what it heads."""

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> list[Element]:
    """Header cells that assistive technology can meet."""
    return page.with_role("columnheader", "rowheader")


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name."""
    return PASSED if page.name(element) else failed("This table header cell is empty.")


RULE = Rule(
    id="empty-table-header",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Write what the column or row holds; the empty corner of a table is a <td>.",
    targets=targets,
    verdict=verdict,
)

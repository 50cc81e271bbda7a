"""The attribute scope stands on header cells, and says one of its four words."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

WORDS = frozenset({"col", "colgroup", "row", "rowgroup"})


def targets(page: Page) -> Iterator[Element]:
    """Elements with the attribute that assistive technology can meet."""
    return (one for one in page.document.with_attribute("scope") if not page.hidden(one))


def verdict(page: Page, element: Element) -> Verdict:
    """Look at the element, then at the word."""
    del page
    if element.tag != "th":
        return failed(f"The attribute scope stands on <{element.tag}>, which is no table header cell.")
    word = element.attrs["scope"].strip().lower()
    if word not in WORDS:
        return failed(f'The scope "{word[:40]}" of this table header is none of col, row, colgroup and rowgroup.')
    return PASSED


RULE = Rule(
    id="scope-attr-valid",
    level="best-practice",
    wcag=(),
    severity="warning",
    help='Write <th scope="col"> above a column and <th scope="row"> at the start of a row.',
    targets=targets,
    verdict=verdict,
)

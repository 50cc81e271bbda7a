"""A table says what it shows."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "summary", "legend", "figcaption"})
NAMING = ("aria-label", "aria-labelledby", "summary", "title")


def targets(page: Page) -> Iterator[Element]:
    """Tables with header cells and more than one row, if assistive technology can meet them."""
    for table in page.all("table"):
        tags = [one.tag for one in table.descendants()]
        shown = page.role(table) in ("table", "grid", "treegrid") and not page.hidden(table)
        if shown and "th" in tags and tags.count("tr") > 1:
            yield table


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a caption, another name, or a heading just before the table."""
    if page.name(element) or any(element.attrs.get(name, "").strip() for name in NAMING):
        return PASSED
    if any(above.tag in ("figure", "dialog", "details") for above in element.ancestors()) or _headed(element):
        return PASSED
    return failed("This table has no caption.")


def _headed(element: Element) -> bool:
    """Whether a heading stands before the table, alone or in an element that holds nothing else of its kind."""
    for one in (element, *element.ancestors()):
        before = None
        for sibling in one.parent.elements if one.parent is not None else ():
            if sibling is one:
                break
            before = sibling
        if before is not None:
            return before.tag in HEADINGS
        if one.parent is not None and one.parent.tag in ("main", "body"):
            return False
    return False


RULE = Rule(
    id="table-caption",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Begin the table with a <caption> that says what it shows.",
    targets=targets,
    verdict=verdict,
)

"""Links in a row have something between them besides space."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

LEAST = 3  # links in a row; of two, one is often a button


def targets(page: Page) -> Iterator[Element]:
    """The first of three or more links in a row."""
    seen: set[int] = set()
    for link in page.all("a"):
        parent = link.parent
        if parent is None or parent.index in seen or "href" not in link.attrs:
            continue
        seen.add(parent.index)
        links = [one for one in parent.elements if one.tag == "a" and "href" in one.attrs]
        if len(links) >= LEAST and not page.hidden(links[0]):
            yield links[0]


def verdict(page: Page, element: Element) -> Verdict:
    """Look for words, signs, other elements or a layout between them."""
    row = 0
    for child in element.parent.children if element.parent else []:
        if isinstance(child, str):
            row = 0 if child.strip() else row
        elif child.tag == "a" and "href" in child.attrs and child.text().strip() and _inline(page, child):
            row += 1
            if row >= LEAST:
                return failed("These adjacent links are not separated by anything but space.")
        else:
            row = 0
    return PASSED


def _inline(page: Page, link: Element) -> bool:
    """Whether nothing that a style sheet says sets the link apart."""
    if page.styles.plain:
        return True
    parent = link.parent
    if parent is not None and page.styles.display(parent) not in ("block", "inline", "list-item"):
        return False
    drawn = page.styles.pseudo(link, "before") or page.styles.pseudo(link, "after")
    return page.styles.display(link) == "inline" and not _boxed(page, link) and not drawn


def _boxed(page: Page, link: Element) -> bool:
    """Whether lines, a ground or space beside it set the link apart; space above and below does not."""
    declared = page.styles.declared(link)
    if any(name.startswith(("border", "background")) for name in declared):
        return True
    beside = [f"{box}-{side}" for box in ("margin", "padding") for side in ("left", "right")]
    return any(name in declared and page.styles.length(link, name) != 0 for name in beside)


RULE = Rule(
    id="links-separated",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Make a list of the links, or put a comma or a line between them.",
    targets=targets,
    verdict=verdict,
)

"""A page has a title."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Whole pages; an empty file, for which the parser adds html, head and body, is none."""
    root = page.document.root
    if root is not None and (
        page.document.doctype or len(page.document.elements) > 3 or root.attrs or root.text().strip()
    ):
        yield root


def verdict(page: Page, element: Element) -> Verdict:
    """Look at the first title, as browsers do; titles inside pictures are other ones."""
    del element
    titles = (one for one in page.all("title") if not any(above.tag == "svg" for above in one.ancestors()))
    title = next(titles, None)
    if title is None:
        return failed("This page has no title.")
    if not title.text().strip():
        return failed("The title of this page is empty.")
    return PASSED


RULE = Rule(
    id="document-title",
    level="A",
    wcag=("2.4.2",),
    act=("2779a5",),
    help="Say in <title>, inside <head>, what the page is about.",
    targets=targets,
    verdict=verdict,
)

"""A page says in which language it is written."""

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
    """Ask for a lang attribute with something in it; browsers do not read xml:lang in HTML."""
    del page
    if element.attrs.get("lang", "").strip():
        return PASSED
    if element.attrs.get("xml:lang", "").strip():
        return failed("This page says its language in xml:lang, which browsers do not read.")
    return failed("This page does not say in which language it is written.")


RULE = Rule(
    id="html-has-lang",
    level="A",
    wcag=("3.1.1",),
    act=("b5c3f8",),
    help='Write the language into the first tag: <html lang="en">, or <html lang="cy"> for Welsh.',
    targets=targets,
    verdict=verdict,
)

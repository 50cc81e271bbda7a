"""The two ways to say the language of a page agree."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.language_data import primary
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """The root element, where it has both lang and xml:lang."""
    root = page.document.root
    if root is not None and root.attrs.get("lang", "").strip() and root.attrs.get("xml:lang", "").strip():
        yield root


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the languages; how they are written, or in which country, does not matter."""
    del page
    first, second = element.attrs["lang"], element.attrs["xml:lang"]
    if primary(first.strip()).lower() == primary(second.strip()).lower():
        return PASSED
    return failed(f'The language of this page is "{first[:40]}" in lang, but "{second[:40]}" in xml:lang.')


RULE = Rule(
    id="html-xml-lang-mismatch",
    level="A",
    wcag=("3.1.1",),
    act=("5b7ae0",),
    help="Take xml:lang out: browsers read lang.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

"""The language that a page says is the one its text is in."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import tongues
from dpcsite.check.semantics.language_data import known
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Pages that say a language that exists."""
    root = page.document.root
    if root is not None and page.body is not None and known(root.attrs.get("lang", "").strip()):
        yield root


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the language of the text that names no other one."""
    claimed = element.attrs["lang"].strip()
    texts = tongues.spoken(page, page.body) if page.body is not None and "lang" not in page.body.attrs else ()
    found = tongues.other_than(claimed, texts, sure=4, share=0.25)
    if not found:
        return PASSED
    return failed(f'This page says that its language is "{claimed}", but its text seems to be {found}.')


RULE = Rule(
    id="page-language",
    level="A",
    wcag=("3.1.1",),
    act=("ucwvc8",),
    severity="warning",
    help='Say the language of the text in <html lang="…">.',
    targets=targets,
    verdict=verdict,
)

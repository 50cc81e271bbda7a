"""The language of a page is one that exists."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics.language_data import INSTEAD, known, primary
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Pages that say their language."""
    root = page.document.root
    if root is not None and root.attrs.get("lang", "").strip():
        yield root


def verdict(page: Page, element: Element) -> Verdict:
    """Look the language code up; a three-letter code that is not in our table may still exist."""
    del page
    tag = element.attrs["lang"]
    found = known(tag)
    if found:
        return PASSED
    if found is None:
        return cannot_tell(f'We do not know whether "{tag[:40]}", the language of this page, exists.')
    short = INSTEAD.get(primary(tag))
    help_ = f'Write lang="{short}": where a language has a code of two letters, only that one counts.' if short else ""
    return failed(f'The language of this page, "{tag[:40]}", does not exist.', help_)


RULE = Rule(
    id="html-lang-valid",
    level="A",
    wcag=("3.1.1",),
    act=("bf051a",),
    help='Begin lang with a code from the IANA registry: "en" for English, "cy" for Welsh, "pl" for Polish.',
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

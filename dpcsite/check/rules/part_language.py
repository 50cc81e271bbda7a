"""A part of a page in another language says so, and says the right one."""

from collections.abc import Iterator
from functools import lru_cache

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import tongues
from dpcsite.check.semantics.language_data import known
from dpcsite.formats.html import Element

BLOCKS = ("blockquote", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "q", "td", "th")
SHORTEST = 6  # words; a name or a title may stand in its own language without a mark


def targets(page: Page) -> Iterator[Element]:
    """Parts that say their language, and blocks of text in pages that do."""
    root = page.document.root
    if root is None or not any(known(one.attrs["lang"].strip()) for one in page.document.with_attribute("lang")):
        return
    marked = [one for one in page.document.with_attribute("lang") if one is not root]
    blocks = (one for one in page.all(*BLOCKS) if "lang" not in one.attrs)
    for element in (*marked, *blocks):
        if not page.hidden(element) and any(isinstance(one, str) and one.strip() for one in _near(element)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the language that holds here with that of the text."""
    around = next((one for one in (element, *element.ancestors()) if "lang" in one.attrs), None)
    claimed = around.attrs["lang"].strip() if around is not None else ""
    if not known(claimed):
        return PASSED
    texts = tongues.spoken(page, element)
    if around is element:
        found = tongues.other_than(claimed, texts)
        return (
            failed(f'This part says that its language is "{claimed}", but it seems to be {found}.') if found else PASSED
        )
    found = tongues.other_than(claimed, texts, sure=4, share=0.35) if _long(texts) else ""
    if not found or (around is page.document.root and _whole(page, claimed)):
        return PASSED  # where the page as a whole is wrong, another rule says so
    return failed(f"A change of language is not marked: this passage seems to be {found}.")


def _near(element: Element) -> Iterator[Element | str]:
    """Children, and theirs: enough to see whether a block holds text itself."""
    for child in element.children:
        yield child
        if not isinstance(child, str) and child.tag not in BLOCKS and "lang" not in child.attrs:
            yield from child.children


@lru_cache(16384)  # pages of a site share most of their texts
def _long(texts: tuple[str, ...]) -> bool:
    text = " ".join(" ".join(texts).split())
    return len(text) >= 12 and (len(text.split()) >= SHORTEST or not text.isascii())


def _whole(page: Page, claimed: str) -> bool:
    body = page.body
    texts = tongues.spoken(page, body) if body is not None else ()
    return bool(tongues.other_than(claimed, texts, sure=4, share=0.25))


RULE = Rule(
    id="part-language",
    level="AA",
    wcag=("3.1.2",),
    act=("off6ek",),
    severity="warning",
    help='Put lang="…" with the code of the passage\'s language on the element around it.',
    targets=targets,
    verdict=verdict,
)

"""A part of a page that says its language names one that exists."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics.language_data import INSTEAD, known, primary
from dpcsite.formats.html import Element

SPOKEN = ("alt", "aria-label", "placeholder", "title")


def targets(page: Page) -> Iterator[Element]:
    """Elements in the body that say their language, if some words take it from them."""
    for element in page.document.with_attribute("lang"):
        if (
            element.attrs.get("lang")
            and any(above.tag == "body" for above in element.ancestors())
            and not page.hidden(element)
            and _speaks(page, element)
        ):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look the language code up; a three-letter code that is not in our table may still exist."""
    del page
    tag = element.attrs["lang"]
    found = known(tag)
    if found:
        return PASSED
    if found is None:
        return cannot_tell(f'We do not know whether "{tag[:40]}", the language of this part, exists.')
    short = INSTEAD.get(primary(tag))
    help_ = f'Write lang="{short}": where a language has a code of two letters, only that one counts.' if short else ""
    return failed(f'The language of this part, "{tag[:40]}", does not exist.', help_)


def _speaks(page: Page, element: Element) -> bool:
    """Whether words, in texts or attributes, have this element as the nearest that says a language."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if any(one.attrs.get(name, "").strip() for name in SPOKEN):
            return True
        for child in one.children:
            if isinstance(child, str):
                if child.strip():
                    return True
            elif "lang" not in child.attrs and not page.hidden(child):
                waiting.append(child)
    return False


RULE = Rule(
    id="valid-lang",
    level="AA",
    wcag=("3.1.2",),
    act=("de46e4",),
    help='Begin lang with a code from the IANA registry: "en" for English, "cy" for Welsh, "pl" for Polish.',
    targets=targets,
    verdict=verdict,
)

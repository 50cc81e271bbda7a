"""An ARIA attribute has a value that it can have."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics.aria_data import INTEGERS, NUMBERS, WORD_LISTS, WORDS
from dpcsite.formats.html import Element

CHECKED = frozenset(WORDS) | frozenset(WORD_LISTS) | INTEGERS | NUMBERS

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def targets(page: Page) -> Iterator[Element]:
    """Elements with a value of ARIA to look at, each once, if assistive technology can meet them."""
    seen: set[int] = set()
    for name, elements in page.document.attributes.items():
        if name in CHECKED:
            for element in elements:
                if element.index not in seen and element.attrs[name].strip() and not page.hidden(element):
                    seen.add(element.index)
                    yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare each value with what the attribute takes; a wrong aria-hidden hides nothing, and so harms nobody yet."""
    del page
    doubt = PASSED
    for name, value in element.attrs.items():
        if name in CHECKED and value.strip() and not _fits(name, value.strip().lower()):
            message = f'The value "{value.strip()[:60]}" of {name} is none that it can have.'
            if name != "aria-hidden":
                return failed(message)
            doubt = cannot_tell(message)
    return doubt


def _fits(name: str, value: str) -> bool:
    if name in WORDS:
        return value in WORDS[name]
    if name in WORD_LISTS:
        return WORD_LISTS[name].issuperset(value.split())
    return bool((_INTEGER if name in INTEGERS else _NUMBER).fullmatch(value))


RULE = Rule(
    id="aria-valid-attr-value",
    level="A",
    wcag=("1.3.1", "4.1.2"),
    act=("6a7281",),
    help="Write one of the values that WAI-ARIA gives for this attribute, or take it out.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

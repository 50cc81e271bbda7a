"""English text is not harder to read than it needs to be."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

BLOCKS = ("blockquote", "dd", "div", "li", "main", "p", "section", "td")
LONG = 60  # words; a shorter text says too little about how hard it is
HARDEST = 18.0  # years of school by Flesch and Kincaid; WCAG's nine would find almost every law and most of the news

_SENTENCE = re.compile(r"[.!?]+(?=[\s\"'”’)]|$)")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SYLLABLE = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxzcg]es$")


def targets(page: Page) -> Iterator[Element]:
    """Blocks whose own text is long, in pages that say that they are English."""
    root = page.document.root
    if root is None or not root.attrs.get("lang", "").lower().startswith("en"):
        return
    for element in page.all(*BLOCKS):
        long = sum(len(child) for child in element.children if isinstance(child, str)) >= 5 * LONG
        if long and not page.hidden(element) and len(_WORD.findall(_own(element))) >= LONG:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compute the grade of Flesch and Kincaid: long sentences and long words are hard."""
    del page
    text = _own(element)
    words = [word.lower() for word in _WORD.findall(text)]
    sentences = max(1, len(_SENTENCE.findall(text)))
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    if grade <= HARDEST:
        return PASSED
    return failed(f"This text is complex text to read: its reading level is that of {grade:.0f} years of school.")


def _own(element: Element) -> str:
    inline = ("a", "abbr", "b", "cite", "em", "i", "q", "span", "strong")
    texts = [one if isinstance(one, str) else one.text() if one.tag in inline else " " for one in element.children]
    return "".join(texts)


def _syllables(word: str) -> int:
    return max(1, len(_SYLLABLE.findall(word)) - bool(_SILENT.search(word)))


RULE = Rule(
    id="reading-level",
    level="AAA",
    wcag=("3.1.5",),
    severity="warning",
    help="Write shorter sentences, one thought in each, with everyday words; or begin with a summary.",
    targets=targets,
    verdict=verdict,
)

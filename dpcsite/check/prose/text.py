"""Prose to sentences and words, as rules and readability formulas count them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpcsite.model.words import Prose

WORD = re.compile(r"\{\{.*?\}\}|[^\W_]+(?:[’'.:-][^\W_]+)*")

_END = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[“‘\"(]?[A-ZÀ-Þ0-9{])|(?<=:)\s*$")
_VOWELS = re.compile(r"[aeiouy]+")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|Mr|Mrs|Dr|No|St)\.)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it begins in its piece of prose."""

    prose: Prose
    start: int
    text: str

    @property
    def words(self) -> list[str]:
        """Its words; a placeholder is one."""
        return WORD.findall(self.text)


def sentences(prose: Prose) -> Iterator[Sentence]:
    """The sentences of a paragraph, item, quote or cell; a heading is none."""
    if prose.kind == "heading":
        return
    start = 0
    for match in _END.finditer(prose.text):
        if not _NOT_AN_END.search(prose.text[start : match.start()]):
            yield Sentence(prose, start, prose.text[start : match.start()])
            start = match.end()
    if prose.text[start:].strip():
        yield Sentence(prose, start, prose.text[start:])


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, without a silent e at the end."""
    plain = word.lower()
    count = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ye")) and count > 1
    return max(1, count - silent)


def reading_age(found: list[Sentence]) -> float:
    """The age at which a child at school in Britain reads English sentences: Flesch–Kincaid grade level plus five.

    Kincaid and others, Derivation of New Readability Formulas, 1975: 0.39 words per sentence + 11.8 syllables per word
    - 15.59. Placeholders do not count. 0.0 where there are no words.
    """
    words = [word for one in found for word in one.words if not word.startswith("{{")]
    if not words:
        return 0.0
    per_sentence = len(words) / len(found)
    per_word = sum(syllables(word) for word in words) / len(words)
    return max(5.0, 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5)

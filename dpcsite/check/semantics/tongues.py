"""Which language a text is in, told by its commonest words and its script; silent where it is not sure."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from dpcsite.check.semantics.language_data import primary
from dpcsite.check.semantics.sight import Sight
from dpcsite.check.semantics.stopword_data import COVERED, FAMILIES, LANGUAGES_OF, NAMES, SCRIPTS
from dpcsite.check.semantics.wording import SILENT
from dpcsite.formats.html import Element

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FOREIGN = re.compile(r"[\u0370-\u1fff\u3040-\ud7af]")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of its language: how many words it has, and which of them are common in which language."""

    words: int
    common: tuple[tuple[str, str], ...]
    foreign: bool


@lru_cache(16384)  # pages of a site share most of their texts
def other_than(claimed: str, texts: tuple[str, ...], *, sure: int = 3, share: float = 0.3) -> str:
    """The name of the language or script that texts are in, if that is surely not the claimed one; else "".

    `sure` is how many common words it takes, `share` which part of all words they must be.
    """
    code = primary(claimed)
    told = [_tell(text) for text in texts]
    if any(one.foreign for one in told) and "-latn" not in claimed.lower():
        script = _script(" ".join(texts), code)
        if script:
            return script
    counts = Counter(language for one in told for _, language in one.common)
    if not counts:
        return ""
    best, hits = max(counts.items(), key=lambda item: item[1])
    distinct = len({word for one in told for word, language in one.common if language == best})
    needed = sure if code in COVERED else 2 * sure
    total = sum(one.words for one in told)
    if best == code or min(hits, distinct + 1) < needed or hits < share * total or related(best, code):
        return ""
    return NAMES[best] if hits >= 2 * counts.get(code, 0) + 2 else ""


@lru_cache(16384)
def _tell(text: str) -> _Told:
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    common = tuple((word, language) for word in words for language in LANGUAGES_OF.get(word, ()))
    return _Told(len(words), common, _FOREIGN.search(text) is not None)


def related(one: str, other: str) -> bool:
    """Whether two languages are too near to each other to be told apart by their common words."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def spoken(page: Sight, element: Element, most: int = 4000) -> tuple[str, ...]:
    """The texts inside that share the element's language: parts that name their own are left out."""
    texts: list[str] = []
    length = 0
    waiting: list[Element | str] = element.children[::-1]
    while waiting and length < most:
        child = waiting.pop()
        if isinstance(child, str):
            texts.append(child)
            length += len(child)
        elif "lang" not in child.attrs and child.tag not in SILENT and not page.hidden(child):
            waiting.extend(child.children[::-1])
    return tuple(texts)


def _script(text: str, code: str) -> str:
    """The script of most of the letters, if the claimed language is not written in it."""
    letters = [ord(sign) for sign in text if sign.isalpha()]
    for name, first, last, languages in SCRIPTS:
        inside = sum(first <= letter <= last for letter in letters)
        if inside >= 3 and 2 * inside > len(letters) and code not in languages:
            return name
    return ""

"""Which language a text is in, told by its commonest words and its script; silent where it is not sure."""

import re
from collections import Counter
from functools import lru_cache

from dpcsite.check.semantics.language_data import primary
from dpcsite.check.semantics.sight import Sight
from dpcsite.check.semantics.stopword_data import COVERED, FAMILIES, LANGUAGES_OF, NAMES, SCRIPTS
from dpcsite.check.semantics.wording import SILENT
from dpcsite.formats.html import Element

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FOREIGN = re.compile(r"[\u0370-\u1fff\u3040-\ud7af]")


@lru_cache(4096)  # pages of a site share most of their texts
def other_than(claimed: str, text: str, *, sure: int = 3, share: float = 0.3) -> str:
    """The name of the language or script a text is in, if that is surely not the claimed one; else "".

    `sure` is how many common words it takes, `share` which part of all words they must be.
    """
    code = primary(claimed)
    script = _script(text, code) if "-latn" not in claimed.lower() else ""
    if script:
        return script
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    counts = Counter(language for word in words for language in LANGUAGES_OF.get(word, ()))
    if not counts:
        return ""
    best, hits = max(counts.items(), key=lambda item: item[1])
    distinct = len({word for word in words if best in LANGUAGES_OF.get(word, ())})
    needed = sure if code in COVERED else 2 * sure
    if best == code or min(hits, distinct + 1) < needed or hits < share * len(words) or related(best, code):
        return ""
    return NAMES[best] if hits >= 2 * counts.get(code, 0) + 2 else ""


def related(one: str, other: str) -> bool:
    """Whether two languages are too near to each other to be told apart by their common words."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def spoken(page: Sight, element: Element, most: int = 4000) -> str:
    """The text inside that shares the element's language: parts that name their own are left out."""
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
    return " ".join(" ".join(texts).split())


def _script(text: str, code: str) -> str:
    """The script of most of the letters, if the claimed language is not written in it."""
    if not _FOREIGN.search(text):
        return ""
    letters = [ord(sign) for sign in text if sign.isalpha()]
    for name, first, last, languages in SCRIPTS:
        inside = sum(first <= letter <= last for letter in letters)
        if inside >= 3 and 2 * inside > len(letters) and code not in languages:
            return name
    return ""

"""Texts in another language than their file says: an English text under a Welsh address."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.semantics.stopword_data import NAMES
from dpcsite.check.semantics.tongues import other_than

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def slips(writing: Writing) -> Iterator[Slip]:
    """The text as a whole, at its first piece of prose."""
    text = " ".join(_PLACEHOLDER.sub(" ", prose.text) for prose in writing.prose)
    found = other_than(writing.lang, (text,), sure=4)
    if found:
        yield Slip(
            writing.prose[0], 0, f"This file is for words in {NAMES[writing.lang]}, but they seem to be {found}."
        )


RULE = ProseRule(
    "text-language",
    "Translate them; or delete the file, and readers get the text in the other language with a note that says so.",
    slips,
    ("en", "cy"),
    "error",
)

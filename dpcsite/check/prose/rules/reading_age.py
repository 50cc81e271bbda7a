"""Texts that ask too much of a reader."""

from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.prose.text import reading_age, sentences

MOST = 11  # years; the aim for a whole site is a median of 9
LEAST_WORDS = 60  # below that the formula says little


def slips(writing: Writing) -> Iterator[Slip]:
    """The text as a whole, at its first piece of prose."""
    found = [sentence for prose in writing.prose for sentence in sentences(prose)]
    if sum(len(sentence.words) for sentence in found) < LEAST_WORDS:
        return
    age = reading_age(found)
    if age > MOST:
        yield Slip(writing.prose[0], 0, f"This text asks for a reading age of {age:.1f}; {MOST} is the most.")


RULE = ProseRule("reading-age", "Use shorter sentences and shorter words.", slips)

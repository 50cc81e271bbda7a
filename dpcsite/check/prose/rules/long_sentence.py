"""Sentences that are too long to keep in the head."""

from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.prose.text import sentences

MOST = 25  # words; GOV.UK's research found that readers lose longer ones


def slips(writing: Writing) -> Iterator[Slip]:
    """Each sentence with more words than that."""
    for prose in writing.prose:
        for sentence in sentences(prose):
            count = len(sentence.words)
            if count > MOST:
                yield Slip(prose, sentence.start, f"This sentence has {count} words; {MOST} is the most.")


RULE = ProseRule("long-sentence", "Make two sentences of it, or a list.", slips, ("en", "cy"))

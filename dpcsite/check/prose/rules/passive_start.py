"""Sentences that begin without anybody doing anything."""

import re
from collections.abc import Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.prose.text import sentences

_PASSIVE = re.compile(
    r"(?:It (?:is|was|has been) (?:recommended|advised|suggested|required|requested|decided|expected) that"
    r"|You (?:are|will be) (?:advised|required|requested|encouraged|expected|reminded|invited) to"
    r"|(?:Applications?|Reports?|Requests?|Forms?|Payments?|Fees?|Complaints?|Information|Documents?|Details)"
    r" (?:is|are|was|were|must be|should be|can be|will be|has been|have been|may be) \w+(?:ed|en|t)\b)"
)


def slips(writing: Writing) -> Iterator[Slip]:
    """Each sentence that begins so."""
    for prose in writing.prose:
        for sentence in sentences(prose):
            match = _PASSIVE.match(sentence.text)
            if match:
                yield Slip(prose, sentence.start, f'"{match[0]}" does not say who does it.')


RULE = ProseRule("passive-start", 'Say who does what: "Send the form to us", "We answer reports".', slips)

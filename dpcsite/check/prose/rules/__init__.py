"""Every rule on words, by id."""

from dpcsite.check.prose.rules import (
    heading_front,
    long_sentence,
    passive_start,
    plain_words,
    reading_age,
    text_language,
    typed_fact,
    unexplained_acronym,
)

PROSE_RULES = (
    heading_front.RULE,
    long_sentence.RULE,
    passive_start.RULE,
    plain_words.RULE,
    reading_age.RULE,
    text_language.RULE,
    typed_fact.RULE,
    unexplained_acronym.RULE,
)

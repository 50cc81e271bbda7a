"""What stands beside the words of a page: harm, neutral titles, what to know before starting, who keeps it true."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import Care, Site
from dpcsite.model.words import Before, Words
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read
from dpcsite.validate.shapes import DocumentShape, WordsShape

TELLING = 4  # letters from which a word of the title would tell what a page is about

_WORD = re.compile(r"[^\W\d_]+")


def care(fields: DocumentShape, read: Read) -> Care:
    """The facts of a service or page beside its words."""
    return Care(
        fields.high_harm,
        tuple((name, read.place("related", number)) for number, name in enumerate(fields.related)),
        fields.owner or "",
        fields.reviewed_on,
        fields.review_in or 0,
        tuple((path, read.place("old_paths", number)) for number, path in enumerate(fields.old_paths)),
    )


def before(fields: WordsShape) -> Before | None:
    """What to know before starting, if the file says anything of it."""
    said = fields.before_you_start
    return Before(said.takes or "", tuple(said.you_need), said.cannot_save) if said else None


def neutral(versions: Mapping[str, Words], notes: Notes, *, high_harm: bool) -> Iterator[Finding]:
    """High-harm pages need a neutral title in each language, and no other page may have one.

    The tab, the history and the list of closed tabs show it to whoever holds the phone next.
    """
    for words in versions.values():
        if high_harm and not words.neutral_title:
            message = "This page is about serious harm and has no neutral title."
            help_ = (
                "Add a line neutral_title: with words that say nothing of what the page is about, such as "
                "Help and advice. The browser's tab and history show them."
            )
            yield Finding("neutral-title", "error", message, help_, notes.value(words.path, "high_harm"))
        if words.neutral_title and not high_harm:
            message = "Only pages with high_harm: true may have a neutral title."
            help_ = "Take the line out, or write high_harm: true in the English file."
            yield Finding("neutral-title", "error", message, help_, notes.value(words.path, "neutral_title"))
        for word in _shared(words):
            message = f'The neutral title tells what the page is about: it says "{word}", as the title does.'
            help_ = "Write a neutral_title: that would not make somebody ask, such as Help and advice."
            yield Finding("neutral-title", "error", message, help_, notes.value(words.path, "neutral_title"))


def stale(lead: Words, others: Mapping[str, Words], notes: Notes) -> Iterator[Finding]:
    """Translations of a text that has changed since."""
    for words in others.values():
        if words.translates and words.translates != lead.digest:
            message = f"{lead.path} has changed since this translation was made."
            help_ = f"Bring it up to date, then write from: {lead.digest} under translation."
            yield Finding(
                "translation-stale", "warning", message, help_, notes.value(words.path, "translation", "from")
            )


def neutral_at_forces(site: Site, notes: Notes) -> Iterator[Finding]:
    """The same for forces' own pages, which take harm and neutral title from the service or page that they replace."""
    for page in site.pages.values():
        if not page.force or page.id in site.broken:
            continue
        lead = site.services.get(page.id) or site.pages.get(("", page.id))
        harm = bool(lead and lead.care.high_harm)
        taken = lead.words if lead and harm else {}
        versions = {lang: _with_title_of(taken, words) for lang, words in page.words.items()}
        yield from neutral(versions, notes, high_harm=harm or page.care.high_harm)


def parity(lead: Words, others: Mapping[str, Words]) -> Iterator[Finding]:
    """What one language says before a reader starts, every language says."""
    for words in others.values():
        if (words.before is None) == (lead.before is None):
            continue
        lacking, having = (words, lead) if lead.before else (lead, words)
        message = f"{having.path} says what to know before starting, and this file does not."
        help_ = "Add before_you_start: here too, with the same lines."
        yield Finding("translation", "error", message, help_, Place(lacking.path, *lacking.title_at))


def _with_title_of(taken: Mapping[str, Words], words: Words) -> Words:
    """A force's words with the neutral title that they will be shown with."""
    if words.neutral_title or not taken:
        return words
    return replace(words, neutral_title=(taken.get(words.lang) or next(iter(taken.values()))).neutral_title)


def _shared(words: Words) -> Iterator[str]:
    telling = {word.casefold() for word in _WORD.findall(words.title) if len(word) >= TELLING}
    for word in _WORD.findall(words.neutral_title):
        if word.casefold() in telling:
            yield word

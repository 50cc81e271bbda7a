"""The words of a site past every rule on words, once for each file, whatever number of pages shows it."""

import re
from collections.abc import Iterable, Iterator

from dpcsite.check.prose.rule import ProseRule, Slip, Writing
from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.prose.text import WORD
from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import Alert, Page, Section, Service, Site

TWIN_WORDS = 15  # words from which a paragraph that stands in two files is one too many

_SPACE = re.compile(r"\s+")


def prose_findings(site: Site) -> Iterator[Finding]:
    """What the rules say of each text of the site, at the author's lines."""
    written = list(writings(site))
    for writing in written:
        for rule, slip in slips(writing):
            line, column = slip.prose.place(slip.offset)
            place = Place(writing.path, line, column)
            yield Finding(rule.id, rule.severity, slip.message, slip.help or rule.help, place)
    yield from _twin_paragraphs(written)


def slips(writing: Writing, rules: tuple[ProseRule, ...] = PROSE_RULES) -> Iterator[tuple[ProseRule, Slip]]:
    """What the rules that know its language say of a text."""
    for rule in rules:
        if writing.lang in rule.languages:
            for slip in rule.slips(writing):
                yield rule, slip


def writings(site: Site) -> Iterator[Writing]:
    """Each text of the site: services, pages, alerts, and sections that services share."""
    holders: tuple[Service | Page | Alert | Section, ...] = (
        *site.services.values(),
        *site.pages.values(),
        *site.alerts,
        *site.sections,
    )
    for holder in holders:
        for words in holder.words.values():
            yield Writing(words.path, words.lang, words.title, words.prose)


def _twin_paragraphs(written: Iterable[Writing]) -> Iterator[Finding]:
    """Paragraphs that stand in two files: one of them will be forgotten when the other is put right."""
    first: dict[tuple[str, str], str] = {}
    for writing in written:
        for prose in writing.prose:
            if prose.kind != "paragraph" or len(WORD.findall(prose.text)) < TWIN_WORDS:
                continue
            other = first.setdefault((writing.lang, _SPACE.sub(" ", prose.text).casefold()), writing.path)
            if other != writing.path and not (_shared(other) and _shared(writing.path)):
                message = f"This paragraph stands in {other} too, word for word."
                help_ = "Say it on one page and link to it, or make it a section in content/sections/."
                yield Finding("twin-paragraph", "warning", message, help_, Place(writing.path, *prose.place(0)))


def _shared(path: str) -> bool:
    """Whether a file is a section that services share; its variants for different services may say the same."""
    return path.startswith("content/sections/")

"""One file of a theme's strings by itself: its texts and plural forms, and whatever is wrong in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dpcsite.model.findings import Finding, Place
from dpcsite.model.strings import BRACES, CATEGORIES, NAMES, Entry
from dpcsite.model.tree import Source
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, mapping_file, nearest

AT_MOST = 10  # findings of one kind in one file: whoever begins a language needs the first few and the number


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One file of strings as it was read; `keys` are all that stand in it, `texts` those that can be said."""

    lang: str
    read: Read
    keys: tuple[str, ...]
    texts: Mapping[str, Entry]

    @property
    def name(self) -> str:
        """The language, as messages call it."""
        return NAMES[self.lang]

    @property
    def forms(self) -> str:
        """The plural forms of the language, as messages list them."""
        return ", ".join(CATEGORIES[self.lang])


def catalogue(lang: str, source: Source, notes: Notes) -> Catalogue | None:
    """Read the strings of one language; None where the file is no YAML."""
    made = mapping_file(source, notes)
    if made is None:
        return None
    values, read = made
    found = Catalogue(lang, read, tuple(values), {})
    for key, value in values.items():
        notes.findings += _flaws(key, value, found)
    texts = {key: _entry(value) for key, value in values.items()}
    return replace(found, texts={key: entry for key, entry in texts.items() if entry})


def complaint(message: str, help_: str, place: Place) -> Finding:
    """Make the finding that every mistake in a catalogue is."""
    return Finding("translation", "error", message, help_, place)


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """At most ten of them; the last says how many more there are."""
    found = list(findings)
    more = len(found) - AT_MOST
    yield from found[: AT_MOST - 1] if more > 0 else found
    if more > 0:
        last = found[AT_MOST - 1]
        yield replace(last, message=f"{last.message} There are {more} more like it in this file.")


def _entry(value: Any) -> Entry:
    """What can be said of a value: its text, or the forms that have one; "" or {} where there is nothing."""
    if isinstance(value, dict):
        return {form: text for form, text in value.items() if isinstance(text, str) and text.strip()}
    return value if isinstance(value, str) and value.strip() else ""


def _flaws(key: str, value: Any, found: Catalogue) -> Iterator[Finding]:
    """What is wrong with one string, whatever the other languages say."""
    read = found.read
    if not isinstance(value, dict):
        yield from _text_flaws(key, value, read.place(key) if value else read.key_place(key))
        return
    needed = CATEGORIES[found.lang]
    for form, text in value.items():
        if form in needed:
            yield from _text_flaws(key, text, read.place(key, form) if text else read.key_place(key, form))
        else:
            help_ = nearest(form, needed) or f"It has {found.forms}."
            yield complaint(f'{found.name} has no plural form "{form}".', help_, read.key_place(key, form))
    missing = [form for form in needed if form not in value]
    if missing:
        message = f'The string "{key}" lacks plural forms that {found.name} needs: {", ".join(missing)}.'
        yield complaint(message, f"Write a text for each of {found.forms}.", read.key_place(key))


def _text_flaws(key: str, text: Any, place: Place) -> Iterator[Finding]:
    if isinstance(text, list | dict):
        help_ = "Write one text, or a text for each plural form."
        yield complaint(f'The string "{key}" is not a text.', help_, place)
    elif not text or not text.strip():
        yield complaint(f'The string "{key}" is blank.', "Write its text.", place)
    else:
        if "<" in text or ">" in text:
            help_ = "Write plain text; markup belongs in the template."
            yield complaint(f'The string "{key}" has < or > in it.', help_, place)
        if set(BRACES.sub("", text)) & set("{}"):
            help_ = "Write {name} in small letters; a template gives the value."
            yield complaint(f'The string "{key}" has braces that name no value.', help_, place)

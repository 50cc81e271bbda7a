"""A theme's string catalogues: each language by itself, each beside the leading one, and what templates say of them.

Whatever is missing is reported once and then filled, so that one mistake in a catalogue does not come back as a
mistake on every page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from dpcsite.formats.templates import SaidKey, said_keys
from dpcsite.model.findings import Finding, Place
from dpcsite.model.strings import BRACES, CATEGORIES, NAMES, SAID_BY_PROGRAM, Forms, Strings
from dpcsite.model.tree import Source
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, mapping_file, nearest

AT_MOST = 10  # findings of one kind in one file: whoever begins a language needs the first few and the number

Entry = str | Forms


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """One file of strings as it was read; `keys` are all that stand in it, `texts` those that can be said."""

    lang: str
    read: Read
    keys: tuple[str, ...]
    texts: Mapping[str, Entry]

    @property
    def name(self) -> str:
        return NAMES[self.lang]

    @property
    def forms(self) -> str:
        return ", ".join(CATEGORIES[self.lang])


def strings(
    files: Mapping[str, Source], theme: str, langs: Sequence[str], templates: Mapping[str, str], notes: Notes
) -> dict[str, Strings]:
    """Read `strings/<lang>.yaml` of a theme for each language; `templates` are texts by the paths of their files."""
    found: dict[str, _Catalogue] = {}
    for lang in langs:
        source = files.get(f"strings/{lang}.yaml")
        if source is None:
            message = f'The theme "{theme}" has no strings in "{lang}".'
            help_ = f"Copy strings/{langs[0]}.yaml to strings/{lang}.yaml and translate it."
            notes.add(Finding("theme", "error", message, help_, Place(f"themes/{theme}/theme.yaml")))
            continue
        catalogue = _catalogue(lang, source, notes)
        if catalogue:
            found[lang] = catalogue
    leading = found.get(langs[0])
    if leading and not leading.keys:
        place = leading.read.place()
        notes.add(Finding("theme", "error", "This file holds no strings.", "Write key: text for each.", place))
    elif leading:
        for further in found.values():
            notes.findings += _beside(further, leading)
    said = {path: said_keys(text) for path, text in templates.items()}
    if any(one.keys for one in found.values()):
        notes.findings += _unknown(said, found, f"themes/{theme}/strings/{langs[0]}.yaml")
    return _filled(found, langs, [one for keys in said.values() for one in keys])


# --- one file by itself


def _catalogue(lang: str, source: Source, notes: Notes) -> _Catalogue | None:
    made = mapping_file(source, notes)
    if made is None:
        return None
    values, read = made
    bare = _Catalogue(lang, read, tuple(values), {})
    texts: dict[str, Entry] = {}
    for key, value in values.items():
        found = list(_flaws(key, value, bare))
        notes.findings += found
        entry = _entry(value)
        if entry:
            texts[key] = entry
    return replace(bare, texts=texts)


def _entry(value: Any) -> Entry:
    """What can be said of a value: its text, or the forms that have one; "" or {} where there is nothing."""
    if isinstance(value, dict):
        return {form: text for form, text in value.items() if isinstance(text, str) and text.strip()}
    return value if isinstance(value, str) and value.strip() else ""


def _flaws(key: str, value: Any, catalogue: _Catalogue) -> Iterator[Finding]:
    """What is wrong with one string, whatever the other languages say."""
    read = catalogue.read
    if not isinstance(value, dict):
        yield from _text_flaws(key, value, read.place(key) if value else read.key_place(key))
        return
    needed = CATEGORIES[catalogue.lang]
    for form, text in value.items():
        if form in needed:
            yield from _text_flaws(key, text, read.place(key, form) if text else read.key_place(key, form))
        else:
            message = f'{catalogue.name} has no plural form "{form}".'
            help_ = nearest(form, needed) or f"It has: {catalogue.forms}."
            yield _finding(message, help_, read.key_place(key, form))
    missing = [form for form in needed if form not in value]
    if missing:
        message = f'The string "{key}" lacks plural forms that {catalogue.name} needs: {", ".join(missing)}.'
        yield _finding(message, f"Write a text for each of {catalogue.forms}.", read.key_place(key))


def _text_flaws(key: str, text: Any, place: Place) -> Iterator[Finding]:
    if isinstance(text, list | dict):
        message = f'The string "{key}" is not a text.'
        yield _finding(message, "Write one text, or a text for each plural form.", place)
    elif not text or not text.strip():
        yield _finding(f'The string "{key}" is blank.', "Write its text.", place)
    else:
        if "<" in text or ">" in text:
            message = f'The string "{key}" has < or > in it.'
            yield _finding(message, "Write plain text; markup belongs into the template.", place)
        if set(BRACES.sub("", text)) & set("{}"):
            message = f'The string "{key}" has braces that name no value.'
            yield _finding(message, "Write {name} in small letters; a template gives the value.", place)


# --- one file beside the leading one


def _beside(further: _Catalogue, leading: _Catalogue) -> Iterator[Finding]:
    """Compare a catalogue with the leading one. The leading one comes here too, for the braces of its forms."""
    missing = sorted(set(leading.keys) - set(further.keys))
    file = Place(further.read.path)
    yield from _few(_missing(key, further, leading.texts.get(key, ""), file) for key in missing)
    surplus = [key for key in further.keys if key not in leading.keys]
    yield from _few(_left_over(key, further, leading, missing) for key in surplus)
    for key, entry in further.texts.items():
        lead = leading.texts.get(key)
        if lead is None:
            continue
        if isinstance(entry, str) == isinstance(lead, str):
            yield from _brace_flaws(key, further, leading)
        else:
            yield _one_is_plural(key, further, leading)


def _missing(key: str, further: _Catalogue, lead: Entry, place: Place) -> Finding:
    text = lead if isinstance(lead, str) else [*lead.values()][-1]
    help_ = f'Write {key}: with the {further.name} for "{shorten(text, 100, placeholder="…")}".'
    if not isinstance(lead, str):
        help_ += f" It needs a text for each of {further.forms}."
    return _finding(f'The string "{key}" is missing in {further.name}.', help_, place)


def _left_over(key: str, further: _Catalogue, leading: _Catalogue, missing: Iterable[str]) -> Finding:
    help_ = nearest(key, missing) or f"Delete it, or write it into strings/{leading.lang}.yaml too."
    return _finding(f'{leading.name} has no string "{key}".', help_, further.read.key_place(key))


def _one_is_plural(key: str, further: _Catalogue, leading: _Catalogue) -> Finding:
    if isinstance(further.texts[key], str):
        message = f'The string "{key}" has plural forms in {leading.name}, but is one text here.'
        help_ = f"Write a text for each of {further.forms}."
    else:
        message = f'The string "{key}" is one text in {leading.name}, but has plural forms here.'
        help_ = f"Write one text here, or give it the plural forms of {leading.name}: {leading.forms}."
    return _finding(message, help_, further.read.key_place(key))


def _brace_flaws(key: str, further: _Catalogue, leading: _Catalogue) -> Iterator[Finding]:
    """Values that a text does not name, or names though nobody gives them; `count` may be spelt out in a form."""
    entry, lead = further.texts[key], leading.texts[key]
    free = set() if isinstance(lead, str) else {"count"}
    given = set().union(*(BRACES.findall(text) for text in _texts(lead).values()))
    for form, text in _texts(entry).items():
        named = set(BRACES.findall(text))
        missing, surplus = _in_braces(given - named - free), _in_braces(named - given - free)
        parts = [f"lacks {missing}, which {leading.name} has"] if missing else []
        parts += [f"has {surplus}, which {leading.name} has not"] if surplus else []
        if parts:
            message = f'The string "{key}" {" and ".join(parts)}.'
            help_ = "Keep what stands in braces as it is; it is not translated."
            yield _finding(message, help_, further.read.place(key, *([form] if form else [])))


def _texts(entry: Entry) -> Forms:
    return {"": entry} if isinstance(entry, str) else entry


def _in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


# --- what the templates and the program say


def _unknown(said: Mapping[str, Sequence[SaidKey]], found: Mapping[str, _Catalogue], leading: str) -> Iterator[Finding]:
    """Keys that are said and that no language has."""
    known = list(dict.fromkeys(key for one in found.values() for key in one.keys))
    files = " and ".join(one.read.path.rpartition("/")[2] for one in found.values())
    for path, keys in said.items():
        strange = [one for one in keys if one.key not in known]
        yield from _few(
            Finding(
                "template",
                "error",
                f'The template says the string "{one.key}", which no catalogue has.',
                nearest(one.key, known) or f"Write it into {files} of strings/.",
                Place(path, one.line, one.column),
            )
            for one in strange
        )
    needed = [key for key in SAID_BY_PROGRAM if key not in known]
    yield from _few(
        Finding(
            "theme",
            "error",
            f'The string "{key}" is missing, and every theme needs it.',
            f"Write it into {files} of strings/.",
            Place(leading),
        )
        for key in sorted(needed)
    )


# --- what is handed on


def _filled(found: Mapping[str, _Catalogue], langs: Sequence[str], said: Iterable[SaidKey]) -> dict[str, Strings]:
    """A catalogue for every language, without holes: another language's text, or else the key itself."""
    filled: dict[str, Entry] = {key: key for key in SAID_BY_PROGRAM}
    filled |= {one.key: {"other": one.key} if one.plural else one.key for one in said}
    for lang in reversed(langs):
        filled |= found[lang].texts if lang in found else {}
    own = {lang: found[lang].texts if lang in found else {} for lang in langs}
    return {lang: Strings(lang, {**filled, **own[lang]}) for lang in langs}


def _few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """At most ten of them; the last says how many more there are."""
    found = list(findings)
    more = len(found) - AT_MOST
    yield from found[: AT_MOST - 1] if more > 0 else found
    if more > 0:
        last = found[AT_MOST - 1]
        yield replace(last, message=f"{last.message} There are {more} more like it in this file.")


def _finding(message: str, help_: str, place: Place) -> Finding:
    return Finding("translation", "error", message, help_, place)

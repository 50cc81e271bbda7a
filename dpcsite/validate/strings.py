"""A theme's strings in all languages: each catalogue beside the leading one, and what templates say of them.

Whatever is missing is reported once and then filled, so that one mistake in a catalogue does not come back as a
mistake on every page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from dpcsite.formats.templates import SaidKey, said_keys
from dpcsite.model.findings import Finding, Place
from dpcsite.model.strings import BRACES, SAID_BY_PROGRAM, Entry, Forms, Strings
from dpcsite.model.tree import Source
from dpcsite.validate.catalogue import Catalogue, catalogue, complaint, few
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import nearest


def strings(
    files: Mapping[str, Source], theme: str, langs: Sequence[str], templates: Mapping[str, str], notes: Notes
) -> dict[str, Strings]:
    """Read `strings/<lang>.yaml` of a theme for each language; `templates` are texts by the paths of their files."""
    found = _read(files, theme, langs, notes)
    said = {path: said_keys(text) for path, text in templates.items()}
    leading = found.get(langs[0])
    if leading and not leading.keys:
        place = leading.read.place()
        notes.add(Finding("theme", "error", "This file holds no strings.", "Write key: text for each.", place))
    elif leading:
        for further in found.values():
            notes.findings += _beside(further, leading)
        notes.findings += _not_given(leading)
        notes.findings += _unknown(said, found, leading)
    return _filled(found, langs, [one for keys in said.values() for one in keys])


def _read(files: Mapping[str, Source], theme: str, langs: Sequence[str], notes: Notes) -> dict[str, Catalogue]:
    found = {}
    for lang in langs:
        source = files.get(f"strings/{lang}.yaml")
        if source is None:
            message = f'The theme "{theme}" has no strings in "{lang}".'
            help_ = f"Copy strings/{langs[0]}.yaml to strings/{lang}.yaml and translate it."
            notes.add(Finding("theme", "error", message, help_, Place(f"themes/{theme}/theme.yaml")))
            continue
        one = catalogue(lang, source, notes)
        if one:
            found[lang] = one
    return found


# --- one catalogue beside the leading one


def _beside(further: Catalogue, leading: Catalogue) -> Iterator[Finding]:
    """Compare a catalogue with the leading one. The leading one comes here too, for the braces of its forms."""
    missing = sorted(set(leading.keys) - set(further.keys))
    yield from few(_missing(key, further, leading.texts.get(key, "")) for key in missing)
    surplus = [key for key in further.keys if key not in leading.keys]
    yield from few(_left_over(key, further, leading, missing) for key in surplus)
    for key, entry in further.texts.items():
        lead = leading.texts.get(key)
        if lead is None:
            continue
        if isinstance(entry, str) == isinstance(lead, str):
            yield from _brace_flaws(key, further, leading)
        else:
            yield _one_is_plural(key, further, leading)


def _missing(key: str, further: Catalogue, lead: Entry) -> Finding:
    text = shorten([*_texts(lead).values()][-1], 100, placeholder="…")
    help_ = f'Write {key}: with the {further.name} for "{text}".'
    if not isinstance(lead, str):
        help_ += f" It needs a text for each of {further.forms}."
    return complaint(f'The string "{key}" is missing in {further.name}.', help_, Place(further.read.path))


def _left_over(key: str, further: Catalogue, leading: Catalogue, missing: Iterable[str]) -> Finding:
    help_ = nearest(key, missing) or f"Delete it, or write it into strings/{leading.lang}.yaml too."
    return complaint(f'{leading.name} has no string "{key}".', help_, further.read.key_place(key))


def _one_is_plural(key: str, further: Catalogue, leading: Catalogue) -> Finding:
    if isinstance(further.texts[key], str):
        message = f'The string "{key}" has plural forms in {leading.name}, but is one text here.'
        help_ = f"Write a text for each of {further.forms}."
    else:
        message = f'The string "{key}" is one text in {leading.name}, but has plural forms here.'
        help_ = f"Write one text here, or give it the plural forms of {leading.name}: {leading.forms}."
    return complaint(message, help_, further.read.key_place(key))


def _brace_flaws(key: str, further: Catalogue, leading: Catalogue) -> Iterator[Finding]:
    """Values that a text does not name, or names though nobody gives them; `count` may be spelt out in a form."""
    lead = leading.texts[key]
    free = set() if isinstance(lead, str) else {"count"}
    given = _named(lead)
    for form, text in _texts(further.texts[key]).items():
        named = set(BRACES.findall(text))
        missing, surplus = _in_braces(given - named - free), _in_braces(named - given - free)
        parts = [f"missing {missing}"] if missing else []
        parts += [f"unknown {surplus}"] if surplus else []
        if parts:
            model = "its other forms" if further is leading else f"the {leading.name}"
            message = f'The braces of "{key}" differ from {model}: {"; ".join(parts)}.'
            help_ = "Keep what stands in braces as it is; it is not translated."
            yield complaint(message, help_, further.read.place(key, *([form] if form else [])))


def _texts(entry: Entry) -> Forms:
    return {"": entry} if isinstance(entry, str) else entry


def _named(entry: Entry) -> set[str]:
    return {name for text in _texts(entry).values() for name in BRACES.findall(text)}


def _in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


# --- what the templates and the program say


def _unknown(
    said: Mapping[str, Sequence[SaidKey]], found: Mapping[str, Catalogue], leading: Catalogue
) -> Iterator[Finding]:
    """Keys that are said and that no language has."""
    known = {key: "" for one in found.values() for key in one.keys}
    files = " and ".join(f"strings/{lang}.yaml" for lang in found)
    for path, keys in said.items():
        yield from few(
            Finding(
                "template",
                "error",
                f'The template says the string "{one.key}", which no catalogue has.',
                nearest(one.key, known) or f"Write it into {files}.",
                Place(path, one.line, one.column),
            )
            for one in keys
            if one.key not in known
        )
    yield from few(
        Finding(
            "theme",
            "error",
            f'The string "{key}" is missing, and every theme needs it.',
            f"Write it into {files}.",
            Place(leading.read.path),
        )
        for key in sorted(SAID_BY_PROGRAM.keys() - known)
    )


def _not_given(leading: Catalogue) -> Iterator[Finding]:
    """Strings that the program itself says, with braces or forms for which it has no value."""
    for key, values in SAID_BY_PROGRAM.items():
        entry = leading.texts.get(key, "")
        surplus = _in_braces(_named(entry) - set(values))
        if not isinstance(entry, str):
            message = f'The string "{key}" has plural forms, but it is said without a number.'
            yield complaint(message, "Write one text.", leading.read.key_place(key))
        elif surplus:
            message = f'The string "{key}" has {surplus}, for which the program has no value.'
            help_ = f"It may have {_in_braces(values)}." if values else "Write it without braces."
            yield complaint(message, help_, leading.read.place(key))


# --- what is handed on


def _filled(found: Mapping[str, Catalogue], langs: Sequence[str], said: Iterable[SaidKey]) -> dict[str, Strings]:
    """A catalogue for every language, without holes: another language's text, or else the key itself."""
    blank: dict[str, Entry] = {key: key for key in SAID_BY_PROGRAM}
    blank |= {one.key: {"other": one.key} if one.plural else one.key for one in said}
    own = {lang: found[lang].texts if lang in found else {} for lang in langs}
    for lang in reversed(langs):
        blank |= own[lang]
    return {
        lang: Strings(lang, {key: _sayable(key, entry) for key, entry in {**blank, **own[lang]}.items()})
        for lang in langs
    }


def _sayable(key: str, entry: Entry) -> Entry:
    """The entry as it can be said: with a form for all other numbers, and without values that nobody has."""
    if not isinstance(entry, str) and "other" not in entry:
        entry = {**entry, "other": [*entry.values()][-1]}
    if key in SAID_BY_PROGRAM and (not isinstance(entry, str) or _named(entry) - set(SAID_BY_PROGRAM[key])):
        return key
    return entry

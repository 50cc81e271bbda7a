"""What a theme itself says in one language: texts by key, with plural forms where a number decides.

Which form goes with which number is told by Unicode CLDR, cardinal plural rules (common/supplemental/plurals.xml);
https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html shows them as a page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

Forms = Mapping[str, str]  # a text for each plural category
Entry = str | Forms

NAMES = {"en": "English", "cy": "Welsh"}  # as messages to authors call them

_EXACT = {  # numbers that have a category of their own; every other whole number is "other"
    "en": {1: "one"},
    "cy": {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"},
}
ALL_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
CATEGORIES = {lang: (*exact.values(), "other") for lang, exact in _EXACT.items()}

BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")

SAID_BY_PROGRAM: Mapping[str, tuple[str, ...]] = {  # what views say besides the templates, with the values they give
    **dict.fromkeys(("home", "services", "services-summary", "forces", "forces-summary", "home-summary"), ()),
    **dict.fromkeys(("not-found", "not-found-summary", "your-police-force"), ()),
    **dict.fromkeys(("force-summary", "force-summary-contact", "force-pages"), ("force",)),
    **{f"category-{one}": () for one in ("report", "tell-us-about", "request", "apply", "contact", "advice")},
    **{f"nation-{one}": () for one in ("england", "wales", "scotland", "northern-ireland")},
    **{f"nation-{one}": () for one in ("great-britain", "united-kingdom")},
    **dict.fromkeys(("about-area", "about-languages", "language-en", "language-cy", "about-former-name"), ()),
    "former-name": ("name", "time"),
    **dict.fromkeys(("statement-pages", "statement-rules"), ()),
    **{f"statement-{one}-on": () for one in ("tested", "prepared", "reviewed")},
    "statement-criteria": ("all",),
    **dict.fromkeys(("callout-information", "callout-important", "callout-warning", "notes", "contact-free"), ()),
    **dict.fromkeys(("note-mark", "note-back", "contact-call", "contact-text"), ("number",)),
    "contact-visit": ("name",),
    **{f"month-{number}": () for number in range(1, 13)},
}


class NotSaidError(LookupError):
    """A string cannot be said: nobody wrote it, or a value that it needs was not given."""


def category(lang: str, count: int) -> str:
    """The CLDR plural category of a whole number in a language."""
    return _EXACT.get(lang, {}).get(abs(count), "other")


@dataclass(frozen=True, slots=True)
class Strings:
    """The catalogue of one language: by key a text, or a text for each plural category."""

    lang: str
    texts: Mapping[str, Entry]

    def say(self, key: str, /, **values: object) -> str:
        """The plain text of a key; `count` chooses among plural forms, and values go where braces name them."""
        return filled(key, self.text(key, values), values)

    def text(self, key: str, values: Mapping[str, object]) -> str:
        """The text of a key, or that of its forms which `count` chooses, with its braces as written."""
        found = self._entry(key)
        if isinstance(found, str):
            return found
        count = values.get("count")
        if not isinstance(count, int):
            raise NotSaidError(f'the string "{key}" has plural forms, and needs count as a whole number')
        return found.get(category(self.lang, count)) or found["other"]

    def forms(self, key: str) -> dict[str, str]:
        """The text for each plural category of a key, as a script needs them to count for itself."""
        found = self._entry(key)
        if isinstance(found, str):
            raise NotSaidError(f'the string "{key}" has no plural forms')
        return dict(found)

    def get(self, key: str, /, **values: object) -> str:
        """The same as `say`, or "" where that cannot be said; for keys that are made of an author's value."""
        try:
            return self.say(key, **values)
        except NotSaidError:
            return ""

    def _entry(self, key: str) -> Entry:
        found = self.texts.get(key)
        if found is None:
            raise NotSaidError(f'the theme has no string "{key}"')
        return found


def filled(key: str, text: str, values: Mapping[str, object], shown: Callable[[object], str] = str) -> str:
    """A text with its braces filled; `shown` makes text of a value. Raises `NotSaidError` for a value not given."""
    if "{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise NotSaidError(f'the string "{key}" needs a value for {match[0]}')
        return shown(values[match[1]])

    return BRACES.sub(value, text)


def long_date(strings: Strings, day: date) -> str:
    """A day in words: "23 November 2026", "23 Tachwedd 2026"."""
    return f"{day.day} {strings.say(f'month-{day.month}')} {day.year}"


def loose_date(strings: Strings, time: str) -> str:
    """A year, a month or a day in words: "2022", "November 2022", "23 November 2022"."""
    year, month, day = (*(int(part) for part in time.split("-")), 0, 0)[:3]
    if day:
        return long_date(strings, date(year, month, day))
    return f"{strings.say(f'month-{month}')} {year}" if month else str(year)

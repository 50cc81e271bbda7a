"""What pages put into blocks of a text: words of the theme, and channels with number, cost and hours, as HTML."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from dpcsite.model.plan import Contact
from dpcsite.model.strings import Strings

_NOT_DIALLED = re.compile(r"[^0-9+]")

WORDS = frozenset(  # what the theme says in blocks
    ("callout-information", "callout-important", "callout-warning", "notes", "note-mark", "note-back")
)

PageLink = Callable[[str], str]  # the attributes of a link to a page of ours


def dialled(number: str) -> str:
    """A telephone number as `tel:` wants it (RFC 3966): digits, with + in front for abroad."""
    return _NOT_DIALLED.sub("", number)


def word(name: str, number: str, strings: Strings) -> str:
    """Words of the theme in a block, such as the kind of a callout; `number` is the value of {number} in them."""
    return escape(strings.get(name, number=number)) if name in WORDS else ""


def contact_list(found: Sequence[Contact], strings: Strings, page_link: PageLink, *, marked: bool) -> str:
    """A list of channels; nothing where there are none. `marked` keeps the place where each was written."""
    rows = [_row(one, strings, page_link, marked=marked) for one in found]
    return f"\n<ul>\n{''.join(rows)}</ul>\n" if rows else ""


def _row(one: Contact, strings: Strings, page_link: PageLink, *, marked: bool) -> str:
    place = f' data-of="{escape(one.at)}"' if marked and one.at else ""
    name = f"<a {page_link(one.link)}>{escape(one.name)}</a>" if one.link else escape(one.name)
    first = f"<p{_lang(one.name_lang)}>{name}</p>"
    return f"<li{place}>{first}{''.join(f'<p>{line}</p>' for line in _lines(one, strings))}</li>\n"


def _lines(one: Contact, strings: Strings) -> Iterator[str]:
    if one.serves:
        yield f"<span{_lang(one.serves_lang)}>{escape(one.serves)}</span>"
    if one.telephone:
        words = strings.get("contact-call", number=one.telephone)
        yield f'<a href="tel:{dialled(one.telephone)}">{escape(words)}</a>'
    if one.text:
        yield f'<a href="sms:{dialled(one.text)}">{escape(strings.get("contact-text", number=one.text))}</a>'
    notes = [escape(strings.get("contact-free"))] if one.free else []
    notes += [f"<span{_lang(one.hours_lang)}>{escape(one.hours)}</span>"] if one.hours else []
    if notes:
        yield ", ".join(notes)
    if one.url:
        words = strings.get("contact-visit", name=one.name)
        yield f'<a href="{escape(one.url)}" rel="noreferrer">{escape(words)}</a>'


def _lang(lang: str) -> str:
    return f' lang="{lang}"' if lang else ""

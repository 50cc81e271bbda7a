"""Which addresses may stand in a page: schemes by allow-list, and nothing that deceives the eye."""

import re
from urllib.parse import urlsplit

OUTSIDE = ("https", "http")

RESERVED = frozenset({"services", "forces", "assets", "cy", "en", "404"})  # first steps no national page may have

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_LOCAL_HOST = re.compile(r"^[a-z0-9.-]{1,253}$")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAMED = rf"(?:{_LABEL}\.)+(?=[a-z]){_LABEL}"  # else a number: 127.1, 127.0x1
_HOST = re.compile(rf"^(?=.{{1,253}}$){_NAMED}$")
_NUMBER = (re.compile(r"\+?[0-9][0-9-]{1,20}"), "is not a telephone number", "as in tel:101 or tel:+441234567890")
# One reader, one address, and at most a subject: no second receiver, no words put into a reader's mouth, no line end.
_MAIL = re.compile(
    rf"[a-z0-9._+-]{{1,64}}@{_NAMED}(?:\?subject=(?:[a-z0-9._~-]|%(?!0[ad0])[0-9a-f]{{2}}){{1,200}})?", re.IGNORECASE
)
DIRECT = {
    "mailto": (_MAIL, "is not one e-mail address", "as in mailto:name@example.org"),
    "tel": _NUMBER,
    "sms": (_NUMBER[0], _NUMBER[1], "as in sms:61016"),
}

_SAID = re.compile(rf"(?:https?://)?(?:[^\s/@]{{0,200}}@)?(?P<host>{_NAMED})\.?(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_INSIDE = re.compile(rf"(?:https?://|\bwww\.)(?:[^\s/@]{{0,200}}@)?(?:{_NAMED})", re.IGNORECASE)


def scheme_of(address: str) -> str:
    """The scheme of an address in small letters, or "" for a path of this site."""
    match = _SCHEME.match(address)
    return match[0][:-1].lower() if match else ""


def refusal(address: str, *, outside: bool = False, local: bool = False) -> str:
    """Say why an address may not be used, or return "" when it may.

    `outside` asks for a whole web address, as YAML fields do; otherwise paths of this site, `#fragments`,
    `mailto:`, `tel:` and `sms:` are fine too. `local` lets a host be one word or a number, as previews are.
    After RFC 3986; hosts must be plain ASCII and not punycode, because
    a reader cannot tell a Cyrillic letter from a Latin one.
    """
    if any(char.isspace() or ord(char) < 33 or ord(char) > 126 for char in address):
        strange = next(char for char in address if char.isspace() or not 32 < ord(char) < 127)
        return f"The address holds a character that addresses may not hold: U+{ord(strange):04X}."
    scheme = scheme_of(address)
    if scheme in OUTSIDE:
        return _bad_host(address, _LOCAL_HOST if local else _HOST)
    if outside:
        return f'"{address}" is not a web address; it must start with https://.'
    if scheme in DIRECT:
        form, wrong, example = DIRECT[scheme]
        return "" if form.fullmatch(address[len(scheme) + 1 :]) else f'"{address}" {wrong}, {example}.'
    if scheme:
        return f'Addresses that start with "{scheme}:" are not allowed.'
    if address.startswith("//") or "\\" in address:
        return f'"{address}" leads to another site without saying so.'
    return ""


def misleading(words: str, address: str) -> str:
    """The site that the words of a link name though its address leads to another one, or "".

    Only words that are an address, or hold one with https:// or www., name a site; `police.uk` and `www.police.uk`
    are one site, and so are a site and what stands below it.
    """
    if scheme_of(address) not in OUTSIDE:
        return ""
    goal = (urlsplit(address).hostname or "").removeprefix("www.")
    for said in _named(words.strip()):
        host = said.lower().removeprefix("www.")
        if host != goal and not goal.endswith(f".{host}") and not host.endswith(f".{goal}"):
            return said
    return ""


def _named(words: str) -> list[str]:
    whole = _SAID.fullmatch(words)
    found = [whole] if whole else [_SAID.match(match[0]) for match in _INSIDE.finditer(words)]
    return [match["host"] for match in found if match]


def _bad_host(address: str, form: re.Pattern[str]) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return f'"{address}" is not a web address.'
    if parts.username is not None or "@" in parts.netloc:
        return f'"{address}" hides the real site behind an @.'
    if "xn--" in host:
        return f'"{host}" is written in a script that can look like another name.'
    if not form.match(host) or "\\" in address or "[" in parts.netloc:
        return f'"{address}" does not name a site.'
    return ""

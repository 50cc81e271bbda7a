"""Which addresses may stand in a page: schemes by allow-list, and nothing that deceives the eye."""

import re
from urllib.parse import urlsplit

OUTSIDE = ("https", "http")
DIRECT = ("mailto", "tel", "sms")

RESERVED = frozenset({"services", "forces", "assets", "cy", "en", "404"})  # first steps no national page may have

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_LOCAL_HOST = re.compile(r"^[a-z0-9.-]{1,253}$")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"^(?=.{{1,253}}$)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}$")  # else a number: 127.1, 127.0x1


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
    if scheme and scheme not in DIRECT:
        return f'Addresses that start with "{scheme}:" are not allowed.'
    if address.startswith("//") or "\\" in address:
        return f'"{address}" leads to another site without saying so.'
    return ""


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

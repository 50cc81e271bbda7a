"""What readers are promised of every page, held to the theme: it stores nothing, sends nothing, and asks for nothing.

Templates and scripts are read as text. A script that builds such a name from pieces is not seen; what it would send,
the policy of the page stops.
"""

import re
from collections.abc import Iterator, Mapping

from dpcsite.model.findings import Finding, Place
from dpcsite.model.tree import Source

_STORING = re.compile(r"\b(?:cookie|cookieStore|localStorage|sessionStorage|indexedDB|caches|serviceWorker)\b")
_SENDING = re.compile(r"\b(?:XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|fetch\s*\()")
_FORM = re.compile(r"<form\b", re.IGNORECASE)
_PAGE = re.compile(r"<html\b", re.IGNORECASE)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_AT_TIMES = re.compile(r"\{% if [^%{}]*%\}([^{}]*)\{% endif %\}")  # a part that only some pages have
_OURS = {"'none'", "'self'"}
_ADVICE = "Write default-src 'none' and form-action 'none', and otherwise only 'self' or 'none', as base.html does."
_HELP = "Readers are told that no page does this. Do it without, with HTML alone."


def promises(files: Mapping[str, Source]) -> Iterator[Finding]:
    """Every place in a theme's templates and scripts that would break a promise."""
    for name, source in files.items():
        text = source.content.decode(errors="replace")
        if name.endswith(".js"):
            yield from _found(_STORING, "A script may store nothing on a reader's device.", source, text)
            yield from _found(_SENDING, "A script may send or load nothing.", source, text)
        elif name.endswith(".html"):
            yield from _found(_FORM, "A page may have no form.", source, text)
            yield from _policy(source, text)


def _found(pattern: re.Pattern[str], message: str, source: Source, text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        yield Finding("promise", "error", message, _HELP, _place(source, text, match.start()))


def _policy(source: Source, text: str) -> Iterator[Finding]:
    """A template that begins a page has a policy by which it loads from this site only, and sends nothing."""
    page = _PAGE.search(text)
    if page is None:
        return
    policy = _POLICY.search(text)
    if policy is None:
        message = "This page has no Content Security Policy."
        yield Finding("promise", "error", message, _ADVICE, _place(source, text, page.start()))
    elif not all(_closed(_AT_TIMES.sub(part, policy[1])) for part in (r"\1", "")):
        message = "This Content Security Policy lets a page load from elsewhere, or send something."
        yield Finding("promise", "error", message, _ADVICE, _place(source, text, policy.start()))


def _closed(policy: str) -> bool:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    sources = {part[0]: part[1:] for part in reversed(parts)}  # of two alike, browsers take the first
    nothing = all(sources.get(name) == ["'none'"] for name in ("default-src", "form-action"))
    return nothing and all(set(given) <= _OURS for given in sources.values()) and "connect-src" not in sources


def _place(source: Source, text: str, start: int) -> Place:
    before = text[:start]
    return Place(source.path, before.count("\n") + 1, start - before.rfind("\n"))

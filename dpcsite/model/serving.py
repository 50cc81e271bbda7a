"""How a file of the site is served: its type, how long others may keep it, and the headers of every answer.

One table for all hosts; `plan.hosts` writes it in the language of each, and `publish` gives it to object stores.
Sources: MDN on each header; OWASP's cheat sheet on HTTP headers; RFC 9111 on caches.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "asset", "state", "other"]

# A file under such a name never changes, as the name holds the digest of its bytes.
HASHED = re.compile(r"(?:^|/)assets/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+(?:\.(?:br|gz))?$")
STATE = frozenset({"deployed.json", "sw.js"})  # what tells whether something is new must not be old itself

PACKED: Mapping[str, str] = {".br": "br", ".gz": "gzip"}  # how a file beside the plain one is packed

KEPT: Mapping[Kind, str] = {
    "page": "public, max-age=300, must-revalidate",
    "asset": "public, max-age=31536000, immutable",
    "state": "no-cache",
    "other": "public, max-age=300, must-revalidate",
}
MISSING = "no-store"  # an answer that nothing is there: else a cache keeps it when the page has come

TYPES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}

# What pages of the site may ever need. A page narrows it further in its own <meta>: without a script there, none.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock usb "
    "xr-spatial-tracking"
).split()
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SECURE: Mapping[str, str] = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


@dataclass(frozen=True, slots=True)
class Hosting:
    """What a host must know of the site.

    `prefix` is the path that the site stands under, or "". `headers` go with every answer. `redirects` hold whole
    paths, old to new; `missing` the page for each beginning of a path that nothing stands at, the longest first.
    """

    prefix: str
    headers: Mapping[str, str]
    redirects: Mapping[str, str]
    missing: Mapping[str, str]


def kind_of(path: str) -> Kind:
    """What a file below the output folder is to a cache."""
    if HASHED.search(path):
        return "asset"
    if path in STATE:
        return "state"
    return "page" if plain(path).endswith(".html") else "other"


def plain(path: str) -> str:
    """The path of the file that a packed one stands for; any other path as it is."""
    stem, dot, ending = path.rpartition(".")
    return stem if dot + ending in PACKED else path


def type_of(path: str) -> str:
    """The media type of a file by its ending, packed or not; bytes that nobody should guess at where it is unknown."""
    name = plain(path).rpartition("/")[2]
    return TYPES.get(f".{name.rpartition('.')[2].lower()}", "application/octet-stream")


def packed_as(path: str) -> str:
    """The Content-Encoding of a file: "br", "gzip" or ""."""
    return PACKED.get(path[-3:], "") if plain(path) != path else ""

"""A page loads nothing from another site, so that nobody else learns who reads it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

_OUTSIDE = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//|\s*(?:https?|wss?|ftp):", re.IGNORECASE)
_STYLE = re.compile(r"url\(\s*['\"]?\s*((?:[a-z]+:)?//[^)'\"]*)|@import\s+['\"]((?:[a-z]+:)?//[^'\"]*)", re.IGNORECASE)

LOADING = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "body": ("background",),
    "form": ("action",),
}
LOADING_LINKS = frozenset(
    """
    stylesheet icon preload prefetch modulepreload dns-prefetch preconnect prerender manifest apple-touch-icon
    """.split()
)


def targets(page: Page) -> Iterator[Element]:
    """Elements that make a browser load something, without anybody choosing to."""
    for element in page.all(*LOADING):
        if any(name in element.attrs for name in LOADING[element.tag]):
            yield element
    for element in page.all("link"):
        if LOADING_LINKS & set(element.attrs.get("rel", "").lower().split()):
            yield element
    yield from page.all("style")
    yield from (one for one in page.all("a") if "ping" in one.attrs)
    yield from (one for one in page.document.with_attribute("style") if "url(" in one.attrs["style"])


def verdict(page: Page, element: Element) -> Verdict:
    """Everything it loads is on this site."""
    del page
    for address in _addresses(element):
        if _OUTSIDE.match(address):
            return failed(f'This loads "{address.strip()[:80]}" from another site.')
    return PASSED


def _addresses(element: Element) -> Iterator[str]:
    names = LOADING.get(element.tag, ("href",) if element.tag == "link" else ("ping",))
    for name in names:
        value = element.attrs.get(name, "")
        if name == "srcset":
            yield from (part.strip().split(" ")[0] for part in value.split(","))
        else:
            yield value
    style = element.text() if element.tag == "style" else element.attrs.get("style", "")
    for match in _STYLE.finditer(style):
        yield match[1] or match[2]


RULE = Rule(
    id="outside-request",
    level="best-practice",
    wcag=(),
    help="Put a copy of the file into assets/ or the theme's static/, or link to the other site instead.",
    targets=targets,
    verdict=verdict,
)

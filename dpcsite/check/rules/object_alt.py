"""A picture, sound or film in an object has a name."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import roles
from dpcsite.formats.html import Element

ENDINGS = frozenset(
    """
    apng avif bmp flac gif ico jpeg jpg m4a m4v mkv mov mp3 mp4 oga ogg ogv opus png svg swf wav webm webp
    """.split()
)
KINDS = ("image/", "audio/", "video/", "application/x-shockwave-flash")


def targets(page: Page) -> Iterator[Element]:
    """Objects with something other than text and without a role, if assistive technology can meet them."""
    for element in page.all("object"):
        if not roles.explicit(element) and _not_text(element) and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name; what stands inside is shown only where the object is not."""
    return PASSED if page.name(element) else failed("This object has no text alternative.")


def _not_text(element: Element) -> bool:
    kind = element.attrs.get("type", "").strip().lower()
    if kind:
        return kind.startswith(KINDS)
    address = element.attrs.get("data", "").strip()
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return path.rpartition(".")[2].lower() in ENDINGS or address.lower().startswith(("data:image/", "data:audio/"))


RULE = Rule(
    id="object-alt",
    level="A",
    wcag=("1.1.1",),
    act=("8fc3b6",),
    help="Say in the object's aria-label or title what it shows.",
    targets=targets,
    verdict=verdict,
)

"""Links with the same words, and the same words around them, lead to the same site."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links with an address whose name an earlier link has too."""
    seen: set[str] = set()
    for link in page.with_role("link"):
        name = page.name(link).casefold()
        if name and "href" in link.attrs:
            if name in seen:
                yield link
            seen.add(name)


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the earlier links of the name: other words around excuse, another site does not."""
    name = page.name(element).casefold()
    words = wording.link_context(page, element)
    here = _address(element)
    doubt = False
    for link in page.with_role("link"):
        if link is element:
            break
        if "href" not in link.attrs or page.name(link).casefold() != name or _address(link) == here:
            continue
        if wording.link_context(page, link) != words:
            continue
        if _site(link) and _site(element) and _site(link) != _site(element):
            return failed(f'Links with the same text, "{name[:60]}", lead to different sites.')
        doubt = True
    return cannot_tell(f'Two links say "{name[:60]}" and lead to two addresses.') if doubt else PASSED


def _address(link: Element) -> str:
    return link.attrs["href"].strip().rstrip("/")


def _site(link: Element) -> str:
    try:
        parts = urlsplit(link.attrs["href"].strip())
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""


RULE = Rule(
    id="identical-links",
    level="A",
    wcag=("2.4.4", "2.4.9"),
    act=("b20e66", "fd3a94"),
    severity="warning",
    help="Give each link words that tell the two pages apart.",
    targets=targets,
    verdict=verdict,
)

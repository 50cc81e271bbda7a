"""Links with the same words, and the same words around them, lead to the same site."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links to a stated site whose name an earlier such link has too."""
    seen: set[str] = set()
    for link in page.with_role("link"):
        if wording.site(link) and page.name(link):
            name = page.name(link).casefold()
            if name in seen:
                yield link
            seen.add(name)


def verdict(page: Page, element: Element) -> Verdict:
    """Compare with the earlier links of the name that have the same words around them, or none."""
    name, site = page.name(element).casefold(), wording.site(element)
    for link in page.with_role("link"):
        if link is element:
            break
        other = wording.site(link)
        same = other and other != site and page.name(link).casefold() == name
        if same and wording.link_context(page, link) == wording.link_context(page, element):
            return failed(f'Links with the same text, "{name[:60]}", lead to different sites.')
    return PASSED


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

"""A link says where it leads, with the words of its sentence, list item or table cell."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links with a name."""
    return (link for link in page.with_role("link") if page.name(link))


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a word that says something, in the link or around it."""
    name = page.name(element)
    if wording.wordless(name) and not _is_mark(element):
        return failed(f'This link contains only punctuation or symbols: "{name[:20]}".')
    if not (wording.vague(name) or wording.kind_only(name)) or wording.link_context(page, element):
        return PASSED
    if wording.near_heading(page, element):
        return PASSED  # people who see the page know; link-text-alone still speaks
    return failed(f'This link text is not descriptive: nothing tells where "{name[:60]}" leads.')


def _is_mark(link: Element) -> bool:
    """Whether a sign links to its own place, as paragraph marks do, or stands for itself in code."""
    address = link.attrs.get("href", "").strip()
    around = (link, *link.ancestors(), *link.descendants())
    return (address.startswith("#") and len(address) > 1) or any(one.tag in ("code", "pre") for one in around)


RULE = Rule(
    id="link-text",
    level="A",
    wcag=("2.4.4", "2.4.9"),
    act=("5effbb", "aizyf1"),
    severity="warning",
    help='Write what the other page is about: "Report a theft", not "click here" or "more".',
    targets=targets,
    verdict=verdict,
)

"""A link says where it leads, with its own words alone."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element

_POINTING = re.compile(r"this [a-z]+")  # "this product": the sentence before has to be heard
_ADDRESS = re.compile(r"https?://\S{4,}")


def targets(page: Page) -> Iterator[Element]:
    """Links with a name."""
    return (link for link in page.with_role("link") if page.name(link))


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a word that says something in the link itself; links with nothing around them are for another rule."""
    name = page.name(element)
    address = _ADDRESS.fullmatch(name)
    said = not (wording.vague(name) or wording.kind_only(name) or _POINTING.fullmatch(wording.plain(name)) or address)
    if said or not (wording.link_context(page, element) or wording.near_heading(page, element)):
        return PASSED
    if address:
        return failed("This link text is an address, which is not descriptive and long to listen to.")
    return failed(f'This link text is not descriptive on its own: "{name[:60]}".')


RULE = Rule(
    id="link-text-alone",
    level="AAA",
    wcag=("2.4.9",),
    severity="warning",
    help='Write what the other page is about: "Report a theft", not "click here" or "more".',
    targets=targets,
    verdict=verdict,
)

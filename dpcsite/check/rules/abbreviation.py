"""An abbreviation that is marked as one is explained where it first stands."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import wording
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """The first mark of each abbreviation."""
    seen: set[str] = set()
    for element in page.all("abbr", "acronym"):
        text = " ".join(element.text().split())
        if text and text not in seen and not page.hidden(element):
            seen.add(text)
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for the words in its title, or in brackets beside it."""
    if element.attrs.get("title", "").strip():
        return PASSED
    text = " ".join(element.text().split())
    around = wording.shown(page, element.parent) if element.parent is not None else ""
    if f"({text})" in around or f"{text} (" in around:
        return PASSED
    return failed(f'The abbreviation "{text[:30]}" is not expanded where it first stands.')


RULE = Rule(
    id="abbreviation",
    level="AAA",
    wcag=("3.1.4",),
    severity="warning",
    help="Write the words in full and the abbreviation in brackets behind, or put them into its title.",
    targets=targets,
    verdict=verdict,
)

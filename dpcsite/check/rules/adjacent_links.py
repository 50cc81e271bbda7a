"""Links side by side do not lead to one place."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links with an address that directly follow another link."""
    return (
        link for link in page.all("a") if "href" in link.attrs and _before(link) is not None and not page.hidden(link)
    )


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the two addresses."""
    other = _before(element)
    if other is None or page.hidden(other) or other.attrs["href"].strip() != element.attrs["href"].strip():
        return PASSED
    if element.attrs["href"].strip().startswith(("#", "javascript:")) or not element.attrs["href"].strip():
        return PASSED
    return failed("Adjacent links lead to the same address: a reader meets it twice.")


def _before(link: Element) -> Element | None:
    """The link right before this one, with nothing but space between."""
    siblings = link.parent.children if link.parent else []
    found: Element | None = None
    for sibling in siblings:
        if sibling is link:
            return found if found is not None and found.tag == "a" and "href" in found.attrs else None
        if not isinstance(sibling, str):
            found = sibling if sibling.tag != "br" else found
        elif sibling.strip():
            found = None
    return None


RULE = Rule(
    id="adjacent-links",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Put the picture and the words into one link, with empty words for the picture.",
    targets=targets,
    verdict=verdict,
)

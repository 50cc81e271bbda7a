"""A link that says it is a button works like one."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

KEYS = ("onkeydown", "onkeyup", "onkeypress")


def targets(page: Page) -> Iterator[Element]:
    """Links with an address that say they are buttons."""
    for link in page.document.with_attribute("role"):
        button = link.attrs["role"].strip().lower() == "button"
        if button and link.tag == "a" and "href" in link.attrs and not page.hidden(link):
            yield link


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a handler of keys, unless a link to this very page shows that a script listens."""
    del page
    if any(name in element.attrs for name in KEYS) or element.attrs["href"].strip().startswith(("#", "javascript:")):
        return PASSED
    return failed('This link has role="button", but the space bar does not work on it as on a native button.')


RULE = Rule(
    id="link-as-button",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Take the role out, since it leads to another page, or make it a <button>.",
    targets=targets,
    verdict=verdict,
)

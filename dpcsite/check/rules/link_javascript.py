"""A link has an address, not a script."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Links with an address."""
    return (one for one in page.document.with_attribute("href") if one.tag in ("a", "area") and not page.hidden(one))


def verdict(page: Page, element: Element) -> Verdict:
    """Look at how the address begins."""
    del page
    begins = element.attrs["href"].strip().lower().startswith(("javascript:", "vbscript:"))
    return failed('The href of this link is "javascript:": it leads nowhere without the script.') if begins else PASSED


RULE = Rule(
    id="link-javascript",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Make it a button, or give the link a real address.",
    targets=targets,
    verdict=verdict,
)

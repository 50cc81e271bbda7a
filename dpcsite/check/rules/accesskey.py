"""Pages do not set access keys."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with an access key."""
    return (
        one
        for one in page.document.with_attribute("accesskey")
        if one.attrs["accesskey"].strip() and page.rendered(one)
    )


def verdict(page: Page, element: Element) -> Verdict:
    """Accept the digits that governments agreed on once; compare the others."""
    key = element.attrs["accesskey"].strip().lower()
    if any(one is not element and one.attrs["accesskey"].strip().lower() == key for one in targets(page)):
        return failed(f'The access key "{key[:5]}" is set twice on this page.')
    return (
        PASSED
        if key.isdigit()
        else failed(f'The accesskey "{key[:5]}" may clash with keys of browsers and screen readers.')
    )


RULE = Rule(
    id="accesskey",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Take the accesskey out; links and headings are faster for most.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

"""A page never reloads itself nor leads away by itself, after any time."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

# HTML, shared declarative refresh steps: seconds, a fraction that is dropped, then a separator or the end.
_TIME = re.compile(r"[ \t\n\f\r]*(?:([0-9]+)[0-9.]*|\.[0-9.]*)(?:[;, \t\n\f\r]|$)")


def targets(page: Page) -> Iterator[Element]:
    """The first tag that makes browsers wait and go; they pass over the ones after it."""
    for element in page.all("meta"):
        refresh = element.attrs.get("http-equiv", "").lower() == "refresh"
        if refresh and _TIME.match(element.attrs.get("content", "")):
            yield element
            return


def verdict(page: Page, element: Element) -> Verdict:
    """Accept only going at once."""
    del page
    match = _TIME.match(element.attrs["content"])
    seconds = (match[1] or "0").lstrip("0")[:9] if match else ""
    return PASSED if not seconds else failed(f"This page reloads or leads away by itself after {seconds} seconds.")


RULE = Rule(
    id="meta-refresh-at-all",
    level="AAA",
    wcag=("2.2.4", "3.2.5"),
    act=("bisz58",),
    severity="warning",
    help="Take the tag out and link to the other page.",
    targets=targets,
    verdict=verdict,
)

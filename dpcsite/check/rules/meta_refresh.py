"""A page neither reloads itself nor leads away after a while."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

LONG = 72_000  # seconds; WCAG 2.2.1 lets time limits of more than twenty hours stand

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
    """Ask that they go at once, or not within twenty hours."""
    del page
    match = _TIME.match(element.attrs["content"])
    seconds = (match[1] or "0").lstrip("0")[:9] if match else ""
    if not seconds or int(seconds) > LONG:
        return PASSED
    return failed(f"This page reloads or leads away after {seconds} seconds, finished reading or not.")


RULE = Rule(
    id="meta-refresh",
    level="A",
    wcag=("2.2.1",),
    act=("bc659a",),
    help="Take the tag out and link to the other page; to send readers on at once, write 0 seconds.",
    targets=targets,
    verdict=verdict,
)

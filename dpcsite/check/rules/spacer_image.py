"""Space on a page is not made of empty pictures."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

_NAME = re.compile(
    r"(?:^|[/_-])(?:spacer|blank|transparent|clear|shim|1x1|pixel|trans)\d*\.(?:gif|png)(?:$|[?#])", re.IGNORECASE
)


def targets(page: Page) -> Iterator[Element]:
    """Pictures with an address."""
    return (picture for picture in page.all("img") if picture.attrs.get("src", "").strip())


def verdict(page: Page, element: Element) -> Verdict:
    """Look at the file's name, and for a box of one pixel."""
    del page
    one = {"1", "1px"} & {element.attrs.get("width", "").strip(), element.attrs.get("height", "").strip()}
    thin = bool(one) and not element.attrs.get("alt", "").strip() and not element.attrs["src"].startswith("http")
    if _NAME.search(element.attrs["src"].lower()) or thin:
        return failed("This seems to be a spacer image, which only holds things apart.")
    return PASSED


RULE = Rule(
    id="spacer-image",
    level="best-practice",
    wcag=(),
    severity="warning",
    help="Take it out, and make the space with margins in the style sheet.",
    targets=targets,
    verdict=verdict,
)

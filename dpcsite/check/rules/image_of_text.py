"""A picture that a page carries within itself is not text."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

_TEXT = re.compile(r"<text\b[^>]*>\s*[^<\s]", re.IGNORECASE)
KEY = "data:image/svg+xml"


def targets(page: Page) -> Iterator[Element]:
    """Pictures and image buttons that hold an SVG picture in their address."""
    for element in page.all("img", "input", "object"):
        address = element.attrs.get("data" if element.tag == "object" else "src", "")
        if address.lstrip()[:18].lower() == KEY and page.visible(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for letters in the picture."""
    del page
    address = element.attrs.get("data" if element.tag == "object" else "src", "").strip()
    head, _, body = address.partition(",")
    picture = _decoded(body) if head.lower().endswith(";base64") else unquote(body)
    return (
        failed("This is an image of text: its words are drawn, and cannot be set larger.")
        if _TEXT.search(picture)
        else PASSED
    )


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body).decode("utf-8", "replace")
    except ValueError:
        return ""


RULE = Rule(
    id="image-of-text",
    level="AA",
    wcag=("1.4.5", "1.4.9"),
    act=("0va7u6",),
    severity="warning",
    help="Write the words in the page, and give them their looks with a style sheet.",
    targets=targets,
    verdict=verdict,
)

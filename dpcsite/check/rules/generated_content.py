"""Style sheets do not write words into a page."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.css import Declaration
from dpcsite.formats.html import Element

_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_ESCAPE = re.compile(r"\\(?:[0-9a-fA-F]{1,6}\s?|.)")
_WORD = re.compile(r"[^\W\d_]{3}")


def targets(page: Page) -> Iterator[Element]:
    """Elements that can be seen, and before or after which style puts text."""
    seen = set()
    for index, name in page.styles.pseudo_elements():
        element = page.document.elements[index]
        if index in seen or name not in ("before", "after") or not page.visible(element):
            continue
        if _said(page.styles.pseudo(element, name)):
            seen.add(index)
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Accept signs and single letters, and words that are given an alternative of their own."""
    for name in ("before", "after"):
        said = _said(page.styles.pseudo(element, name))
        if _WORD.search(said):
            return failed(f'A style sheet generates the content "{said[:40]}" here: it is lost without style.')
    return PASSED


def _said(declared: dict[str, Declaration]) -> str:
    content, display = declared.get("content"), declared.get("display")
    if content is None or (display is not None and display.value == "none") or "/" in _STRING.sub("", content.value):
        return ""
    return "".join(_ESCAPE.sub("", double or single) for double, single in _STRING.findall(content.value))


RULE = Rule(
    id="generated-content",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help="Write the words into the page; keep content in style sheets for decoration.",
    targets=targets,
    verdict=verdict,
)

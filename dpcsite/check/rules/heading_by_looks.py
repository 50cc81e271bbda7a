"""What looks like a heading is one."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

LONGEST = 60  # signs; a heading is a line
MOST_WORDS = 10
ROLES = ("", "generic", "paragraph")
NOT_IN = frozenset(
    "a address button caption dd details dl dt fieldset figcaption figure footer form label legend li nav table".split()
)


def targets(page: Page) -> Iterator[Element]:
    """Short blocks of text right before a paragraph, outside of tables, lists and forms."""
    for element in page.all("p", "div"):
        alone = _next(element) == "p" and not any(above.tag in NOT_IN for above in element.ancestors())
        if alone and _is_line(element) and page.role(element) in ROLES and not page.hidden(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look at its letters: all in bold and no smaller than the text below, or much larger."""
    below = next((one for one in _after(element)), None)
    if below is None or len(below.text()) <= len(element.text()) or page.styles.bold(below):
        return PASSED
    parts = [one for one in (element, *element.descendants()) if _own_text(one)]
    ratio = min(page.styles.font_size(one) for one in parts) / max(page.styles.font_size(below), 1.0)
    bold = all(page.styles.bold(one) for one in parts)
    if (bold and ratio >= 1.0) or ratio >= 1.5:
        return failed("This text is formatted as a heading, but no heading element says so.")
    return PASSED


def _is_line(element: Element) -> bool:
    text = " ".join(element.text().split())
    inside = all(one.tag in ("b", "strong", "span", "font", "big", "em", "i", "u") for one in element.descendants())
    short = 2 <= len(text) <= LONGEST and len(text.split()) <= MOST_WORDS
    return inside and short and text[-1] not in ".,;!:…" and any(sign.isalpha() for sign in text)


def _after(element: Element) -> Iterator[Element]:
    return (one for one in (element.parent.elements if element.parent else ()) if one.index > element.index)


def _next(element: Element) -> str:
    following = next(_after(element), None)
    return following.tag if following is not None else ""


def _own_text(element: Element) -> bool:
    return any(isinstance(child, str) and child.strip() for child in element.children)


RULE = Rule(
    id="heading-by-looks",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help="Make it a heading: ## in the text, <h2> in HTML.",
    targets=targets,
    verdict=verdict,
)

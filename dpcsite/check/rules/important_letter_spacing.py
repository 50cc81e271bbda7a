"""A reader can put more space between the letters."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import spacing
from dpcsite.formats.html import Element

NAME = "letter-spacing"
LEAST = 0.12  # times the font size (WCAG 1.4.12)


def targets(page: Page) -> Iterator[Element]:
    """Elements with words whose style attribute says that its space between the letters is important."""
    for element, _ in spacing.fixed(page.document, NAME):
        if any(page.visible(text) for text in spacing.texts(element, NAME, page.styles)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for as much space as WCAG wants readers to be able to set."""
    value = page.styles.declared(element)[NAME].value
    for text in spacing.texts(element, NAME, page.styles):
        share = spacing.share(value, element, text, page.styles)
        if share is not None and share < LEAST - 0.0001 and page.visible(text):
            return failed(f"An important style fixes the letter spacing at {value}: readers cannot widen it.")
    return PASSED


RULE = Rule(
    id="important-letter-spacing",
    level="AA",
    wcag=("1.4.12",),
    act=("24afc2",),
    help="Write the letter-spacing without !important, or set it to at least 0.12em.",
    targets=targets,
    verdict=verdict,
)

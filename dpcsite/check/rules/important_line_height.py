"""A reader can put more space between the lines."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit, spacing
from dpcsite.formats.html import Element

NAME = "line-height"
LEAST = 1.5  # times the font size (WCAG 1.4.12)


def targets(page: Page) -> Iterator[Element]:
    """Elements with several lines of text whose style attribute says that its line height is important."""
    for element, _ in spacing.fixed(page.document, NAME):
        if any(_wraps(page, text) for text in spacing.texts(element, NAME, page.styles)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for as much space as WCAG wants readers to be able to set."""
    value = page.styles.declared(element)[NAME].value
    for text in spacing.texts(element, NAME, page.styles):
        ratio = 0.0 if value == "normal" else fit.line_ratio(text, page.styles)
        if ratio is not None and ratio < LEAST - 0.0001 and _wraps(page, text):
            return failed(f"An important style fixes the line height at {value}: readers cannot widen it.")
    return PASSED


def _wraps(page: Page, text: Element) -> bool:
    """Whether the text needs more than one line."""
    return page.visible(text) and fit.wraps(text, page.styles)


RULE = Rule(
    id="important-line-height",
    level="AA",
    wcag=("1.4.12",),
    act=("78fd32",),
    help="Write the line-height without !important, or set it to at least 1.5.",
    targets=targets,
    verdict=verdict,
)

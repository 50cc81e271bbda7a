"""Lines of text have space between them."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit, spacing
from dpcsite.formats.html import Element

LEAST = 1.0  # below it, letters of one line reach into the next; WCAG 1.4.8 asks for 1.5


def targets(page: Page) -> Iterator[Element]:
    """Elements that say how high their lines are, if some text of theirs needs several."""
    for element in page.styles.declaring("line-height"):
        if any(_several(page, one) for one in spacing.texts(element, "line-height", page.styles)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that lines do not overlap."""
    for one in spacing.texts(element, "line-height", page.styles):
        ratio = fit.line_ratio(one, page.styles)
        if ratio is not None and 0 < ratio < LEAST and _several(page, one):
            return failed(f"The line height of this text is {ratio:.2g}: line spacing is so tight that lines touch.")
    return PASSED


def _several(page: Page, text: Element) -> bool:
    return page.visible(text) and fit.wraps(text, page.half)


RULE = Rule(
    id="line-height",
    level="AAA",
    wcag=("1.4.8",),
    severity="warning",
    help="Set the line-height of text to 1.5.",
    targets=targets,
    verdict=verdict,
)

"""Lines of text have space between them."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import fit, spacing
from dpcsite.formats.html import Element

_NUMBER = re.compile(r"\d*\.?\d+")

LEAST = 1.0  # below it, letters of one line reach into the next; WCAG 1.4.8 asks for 1.5


def targets(page: Page) -> Iterator[Element]:
    """Elements with text that say how high their lines are; such as touch only if there are several of them."""
    for element in page.styles.declaring("line-height"):
        if _generous(element, page):
            yield element
            continue
        for one in spacing.texts(element, "line-height", page.styles):
            if _apart(page, one) or (page.visible(one) and fit.wraps(one, page.half)):
                yield element
                break


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that lines do not overlap; whatever inherits a number that is large enough has that space too."""
    if _generous(element, page):
        return PASSED
    for one in spacing.texts(element, "line-height", page.styles):
        if not _apart(page, one) and page.visible(one) and fit.wraps(one, page.half):
            return failed("The line height of this text is so low that its lines touch: the line spacing is too tight.")
    return PASSED


def _generous(element: Element, page: Page) -> bool:
    value = page.styles.declared(element)["line-height"].value
    return value == "normal" or (_NUMBER.fullmatch(value) is not None and float(value) >= LEAST)


def _apart(page: Page, text: Element) -> bool:
    ratio = fit.line_ratio(text, page.styles)
    return ratio is None or ratio >= LEAST or ratio == 0


RULE = Rule(
    id="line-height",
    level="AAA",
    wcag=("1.4.8",),
    severity="warning",
    help="Set the line-height of text to 1.5.",
    targets=targets,
    verdict=verdict,
)

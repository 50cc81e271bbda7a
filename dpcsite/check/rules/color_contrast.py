"""Text stands out from what is behind it."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.formats.html import Element
from dpcsite.model.colour import hexadecimal

TEXT, LARGE = 4.5, 3.0  # WCAG 1.4.3
LARGE_SIZE, LARGE_BOLD = 24.0, 18.66  # CSS pixels: 18 point, or 14 point in bold


def targets(page: Page) -> Iterator[Element]:
    """Elements with words that can be seen and are not of a disabled control, on a page with colours of its own."""
    return (one for one in page.paint.texts if page.paint.contrast(one).ratio >= TEXT or page.visible(one))


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the colour of the letters with the colours behind them; a picture behind them may hide or help."""
    contrast = page.paint.contrast(element)
    if not contrast.known:
        return cannot_tell("What is behind this text cannot be told from its style: look at the contrast.")
    least = TEXT if contrast.ratio >= TEXT else _least(page, element)
    if contrast.ratio >= least:
        return PASSED
    colours = f"{hexadecimal(contrast.text)} on {hexadecimal(contrast.behind)}"
    return failed(f"The contrast of this text is {contrast.ratio:.2f} to 1 ({colours}), and must be {least:g} to 1.")


def _least(page: Page, element: Element) -> float:
    size = page.styles.font_size(element)
    large = size >= LARGE_SIZE or (size >= LARGE_BOLD and page.styles.bold(element))
    return LARGE if large else TEXT


RULE = Rule(
    id="color-contrast",
    level="AA",
    wcag=("1.4.3",),
    act=("afw4f7",),
    help="Make the text darker or its background lighter, or the other way round on a dark page.",
    by_shape=True,
    by_colour=True,
    targets=targets,
    verdict=verdict,
)

"""Text does not make a narrow screen scroll sideways."""

from collections.abc import Iterator

from dpcsite.check.page import PHONE, Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

NAMES = ("width", "min-width")
TWO_DIMENSIONS = frozenset(
    "table thead tbody tfoot tr td th col colgroup caption pre code img video iframe object canvas svg embed".split()
)
BOXLESS = frozenset({"inline", "none", "contents"})


def targets(page: Page) -> Iterator[Element]:
    """Elements with words and a stated width, but not tables, pictures and code, which need two directions."""
    found: dict[int, Element] = {}
    for name in NAMES:
        for element in page.narrow.declaring(name):
            if element.tag not in TWO_DIMENSIONS and page.narrow.length(element, name) is not None:
                found[element.index] = element
    for element in found.values():
        if page.visible(element) and _words(element) and page.narrow.display(element) not in BOXLESS:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the width with a screen of 320 pixels."""
    styles = page.narrow
    widths = [styles.length(element, name) or 0.0 for name in NAMES]
    most = styles.length(element, "max-width")
    if most is not None or styles.value(element, "max-width").endswith("%"):
        widths[0] = min(widths[0], most if most is not None else PHONE.width)
    if max(widths) <= PHONE.width:
        return PASSED
    wide = f"{max(widths):g} pixels"
    return failed(f"This box of text is {wide} wide, wider than a narrow screen: it needs horizontal scrolling.")


def _words(element: Element) -> bool:
    """Whether there are words in it outside of tables and code."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        for child in one.children:
            if isinstance(child, str):
                if len(child.split()) > 2:
                    return True
            elif child.tag not in TWO_DIMENSIONS and child.tag not in ("script", "style", "template"):
                waiting.append(child)
    return False


RULE = Rule(
    id="reflow-width",
    level="AA",
    wcag=("1.4.10",),
    severity="warning",
    help="Write max-width instead of width, or state the width in per cent.",
    targets=targets,
    verdict=verdict,
)

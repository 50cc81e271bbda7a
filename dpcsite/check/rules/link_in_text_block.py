"""A link within a text can be told from it without seeing colours."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import cues
from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.html import Element
from dpcsite.model.colour import contrast

LEAST = 3.0  # contrast between link and text (WCAG technique G183)
WORDS = 3  # beside the link, for it to be within a text
HOVER = frozenset({"hover"})
INLINE = frozenset({"inline", "contents"})
INHERITED = ("font-style", "text-transform")
OWN = ("background-image", "box-shadow", "border-bottom-style", "border-style")


def targets(page: Page) -> Iterator[Element]:
    """Links with words in them that stand within a text and have lost their underline."""
    if page.styles.plain and not page.sheets:
        return
    for element in page.all("a"):
        if "href" not in element.attrs or page.styles.display(element) != "inline":
            continue
        seen = not _underlined(element, page.styles) and page.visible(element) and element.text().strip()
        if seen and _words_beside(element, page.styles) >= WORDS:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for another mark at rest; failing that, for enough contrast and a mark under the mouse."""
    styles, parent = page.styles, element.parent
    if parent is None or _marked(element, parent, page):
        return PASSED
    here, around = styles.colour_of(element, "color"), styles.colour_of(parent, "color")
    if here is None or around is None:
        return cannot_tell("This link has no underline: see whether it can be told from the text around it.")
    if contrast(here, around) < LEAST:
        return failed("This link in text has no underline, and its colour is too near to that of the text around it.")
    hovered = cues.shown(cues.changed(element, styles, HOVER)) - {"color"}
    if hovered:
        return PASSED
    return failed("This link in text has no underline: only its colour distinguishes the link from the text around it.")


def _underlined(element: Element, styles: Styles) -> bool:
    lines = styles.value(element, "text-decoration-line")
    return lines not in ("none", "") or any(
        styles.value(child, "text-decoration-line") not in ("none", "") for child in element.descendants()
    )


def _marked(element: Element, parent: Element, page: Page) -> bool:
    """Whether weight, size, a line, a box or a picture sets the link apart from the text around it."""
    styles = page.styles
    if styles.bold(element) != styles.bold(parent) or abs(styles.font_size(element) - styles.font_size(parent)) > 1:
        return True
    if any(styles.value(element, name) != styles.value(parent, name) for name in INHERITED):
        return True
    if any(styles.value(element, name) not in ("none", "hidden", "") for name in OWN):
        return True
    tint = styles.colour_of(element, "background-color")
    if tint is None or tint[3] > 0:
        return True
    if any(name in styles.declared(element) for name in ("border-top", "border-left", "border-right", "font-family")):
        return True
    if any(styles.pseudo(element, name) for name in ("before", "after")):
        return True
    return any(one.tag in ("img", "svg", "b", "strong", "em", "i", "code") for one in element.descendants())


def _words_beside(element: Element, styles: Styles) -> int:
    """How many words stand in the same text beside links."""
    block = element.parent
    while block is not None and styles.display(block) in INLINE:
        block = block.parent
    return _words(block, styles) if block is not None else 0


def _words(element: Element, styles: Styles) -> int:
    count = 0
    for child in element.children:
        if isinstance(child, str):
            count += sum(any(char.isalpha() for char in word) for word in child.split())
        elif child.tag != "a" and styles.display(child) in INLINE and child.tag not in ("script", "style"):
            count += _words(child, styles)
    return count


RULE = Rule(
    id="link-in-text-block",
    level="A",
    wcag=("1.4.1",),
    severity="warning",
    help="Leave links their underline.",
    targets=targets,
    verdict=verdict,
)

"""The edge of a form field can be seen."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.check.semantics import focus
from dpcsite.check.semantics.cascade import Styles
from dpcsite.check.semantics.paint import CLEAR, WHITE, over
from dpcsite.formats.html import Element
from dpcsite.model.colour import Rgba, contrast

LEAST = 3.0  # WCAG 1.4.11
TYPED = frozenset("text search email url tel password number date month week time datetime-local".split())


def targets(page: Page) -> Iterator[Element]:
    """Fields to type into with an edge that style has coloured; those that are disabled may look so."""
    for element in page.styles.declaring("border-bottom-color"):
        kind = element.attrs.get("type", "text").strip().lower() if element.tag == "input" else ""
        typed = element.tag in ("textarea", "select") or kind in TYPED
        if typed and not focus.disabled(element) and page.visible(element):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare the edge and the inside of the field with what is around: one of the two has to stand out."""
    styles = page.styles
    around = page.paint.behind(element.parent) if element.parent is not None else None
    edge = _edge(styles, element)
    inside = styles.colour_of(element, "background-color") if "background-color" in styles.declared(element) else WHITE
    if around is None or edge is None or inside is None or styles.value(element, "box-shadow") != "none":
        return cannot_tell("The contrast between the edge of this field and what is around it cannot be told.")
    best = max(contrast(over(edge, around), around), contrast(over(inside, around), around))
    if best >= LEAST:
        return PASSED
    return failed(f"The border of this field stands out with a contrast of {best:.2f} to 1 only, and must with 3 to 1.")


def _edge(styles: Styles, element: Element) -> Rgba | None:
    """The colour of the border; a clear one where there is no border."""
    if styles.value(element, "border-bottom-style") in ("none", "hidden"):
        return CLEAR if "border-bottom-style" in styles.declared(element) else None
    if styles.value(element, "border-bottom-width") in ("0", "0px"):
        return CLEAR
    return styles.colour_of(element, "border-bottom-color")


RULE = Rule(
    id="field-contrast",
    level="AA",
    wcag=("1.4.11",),
    severity="warning",
    help="Give the border of the field a darker colour.",
    by_shape=True,
    by_colour=True,
    targets=targets,
    verdict=verdict,
)

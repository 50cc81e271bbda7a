"""Where style shows boxes in another order than the page has them: floats, flex and grid."""

from collections.abc import Iterator

from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.html import Element

SIDES = ("left", "right")


def placed(styles: Styles) -> Iterator[tuple[Element, list[Element]]]:
    """Elements with floats or with an order of flex or grid in them, each with its children."""
    parents: dict[int, Element] = {}
    for name in ("float", "order"):
        for element in styles.declaring(name):
            if element.parent is not None:
                parents[element.parent.index] = element.parent
    parents.update({element.index: element for element in styles.declaring("flex-direction")})
    for index in sorted(parents):
        yield parents[index], list(_shown(styles, parents[index]))


def moved(styles: Styles, parent: Element) -> list[Element]:
    """Children that style puts into another order, in the order of the page."""
    return [one for run in (*_floats(styles, parent), *_flexed(styles, parent)) for one in run]


def _floats(styles: Styles, parent: Element) -> Iterator[list[Element]]:
    """Floats side by side: those to the right come out backwards."""
    run: list[Element] = []
    for child in [*_shown(styles, parent), None]:
        if child is not None and styles.value(child, "float") in SIDES:
            run.append(child)
            continue
        if _turned(styles, run):
            yield run
        run = []


def _turned(styles: Styles, run: list[Element]) -> bool:
    left = [one for one in run if styles.value(one, "float") == "left"]
    right = [one for one in run if styles.value(one, "float") == "right"]
    seen = left + right[::-1]
    return (len(right) > 1 or len(run) > 2) and seen != run


def _flexed(styles: Styles, parent: Element) -> Iterator[list[Element]]:
    display = styles.display(parent)
    if not display.endswith(("flex", "grid")):
        return
    children = list(_shown(styles, parent))
    seen = sorted(children, key=lambda one: _order(styles, one))
    if display.endswith("flex") and styles.value(parent, "flex-direction").endswith("-reverse"):
        seen.reverse()
    if seen != children:
        yield children


def _shown(styles: Styles, parent: Element) -> Iterator[Element]:
    for child in parent.elements:
        placed = styles.value(child, "position") in ("absolute", "fixed")
        if styles.display(child) != "none" and not placed and (child.text().strip() or _pictured(child)):
            yield child


def _pictured(element: Element) -> bool:
    return element.tag in ("img", "input") or any(one.tag in ("img", "input") for one in element.descendants())


def _order(styles: Styles, element: Element) -> int:
    value = styles.value(element, "order")
    return int(value) if value.lstrip("+-").isdigit() else 0

"""How much room text needs, without fonts: good for saying that it clearly fits, or clearly does not.

Letters are taken to be half as wide as they are high, which most typefaces come near to in running text.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpcsite.check.semantics.cascade import Styles, pixels
from dpcsite.formats.html import Element

LETTER = 0.5  # width of a letter in font sizes
NORMAL = 1.2  # `line-height: normal`
MARGIN = 8.0  # of the body, on each side

HEIGHTS = ("height", "max-height")
SLACK = 1.15  # fonts differ: only what clearly does not fit counts

_INLINE = frozenset({"inline", "inline-block", "inline-flex", "contents"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader has set text: times the size, and at least so wide a letter and so high a line in font sizes."""

    zoom: float = 1.0
    letter: float = LETTER
    line: float = 0.0


USUAL = Reading()
TIGHT = Reading(letter=0.4)  # of the narrowest typefaces: what does not fit so fits in none
TWICE = Reading(zoom=2.0)
SPACED = Reading(letter=LETTER + 0.12 + 0.03, line=1.5)  # WCAG 1.4.12, with space between words shared out


def line_height(element: Element, styles: Styles, reading: Reading = USUAL) -> float:
    """The height of one line of an element's text in CSS pixels."""
    ratio = line_ratio(element, styles)
    return max(NORMAL if ratio is None else ratio, reading.line) * styles.font_size(element) * reading.zoom


def line_ratio(element: Element, styles: Styles) -> float | None:
    """The line height as a multiple of the font size; None for `normal` and what cannot be told."""
    value = styles.value(element, "line-height")
    at = _declaring(element, "line-height", styles)
    if re.fullmatch(r"(?:\d*\.)?\d+", value):
        return float(value)
    around = styles.font_size(at)
    length = float(value[:-1]) / 100 * around if _percentage(value) else pixels(value, around, styles.viewport)
    size = styles.font_size(element)
    return None if length is None or not size else length / size


def width(element: Element, styles: Styles) -> float:
    """The width of an element's content, as far as widths and paddings around it are stated."""
    chain = [element, *element.ancestors()][::-1]
    room = float(styles.viewport.width)
    for one in chain:
        if one.tag == "body":
            room -= 2 * MARGIN
        declared = styles.declared(one)
        room = _narrowed(one, styles, room) if declared else room
    return max(room, 1.0)


def text_height(element: Element, styles: Styles, room: float, reading: Reading = USUAL) -> float:
    """The height that all text of an element takes in a column of some width, block by block."""
    height, run = 0.0, 0.0
    line = line_height(element, styles, reading)
    for child in [*element.children, None]:
        if isinstance(child, str):
            run += _run(child, element, styles, reading)
        elif child is not None and _inline(child, styles):
            run += _run(child.text(), child, styles, reading)
        elif child is None or styles.display(child) != "none":
            height += math.ceil(run / room) * line
            run = 0.0
            height += text_height(child, styles, room, reading) if child is not None else 0.0
    return height


def fixed_height(element: Element, styles: Styles) -> float | None:
    """The height that a box cannot grow beyond, in CSS pixels; None where it can."""
    lengths = [styles.length(element, name) for name in HEIGHTS]
    return min((length for length in lengths if length is not None), default=None)


def clips(element: Element, styles: Styles, reading: Reading = USUAL) -> bool:
    """Whether the text of a box of fixed height clearly does not fit into it."""
    height = fixed_height(element, styles)
    if height is None:
        return False
    grows = any(styles.value(element, name).endswith(("em", "ex", "ch", "lh")) for name in HEIGHTS)
    scaled = height * reading.zoom if grows else height
    return text_height(element, styles, width(element, styles), reading) > scaled * SLACK


def cut_sideways(element: Element, styles: Styles) -> bool:
    """Whether a text that may not wrap is wider than its box in every font."""
    return _run(element.text(), element, styles, TIGHT) > width(element, styles)


def wraps(element: Element, styles: Styles) -> bool:
    """Whether the text of an element, with what is inline in it, needs more than one line."""
    if styles.value(element, "white-space") in ("nowrap", "pre"):
        return False
    return _run(element.text(), element, styles, USUAL) > width(element, styles)


def _inline(element: Element, styles: Styles) -> bool:
    return styles.display(element) in _INLINE and element.tag != "br"


def _run(text: str, element: Element, styles: Styles, reading: Reading) -> float:
    """The length of a text that is set in one line."""
    return len(" ".join(text.split())) * styles.font_size(element) * reading.letter * reading.zoom


def _narrowed(element: Element, styles: Styles, room: float) -> float:
    given = _size(element, styles, "width", room)
    most = _size(element, styles, "max-width", room)
    least = _size(element, styles, "min-width", room)
    inner = room if given is None else given
    if most is not None:
        inner = min(inner, most)
    if least is not None:
        inner = max(inner, least)
    if given is None:
        for side in ("padding-left", "padding-right"):
            inner -= styles.length(element, side) or 0.0
    return inner


def _size(element: Element, styles: Styles, name: str, room: float) -> float | None:
    value = styles.value(element, name)
    if _percentage(value):
        return float(value[:-1]) / 100 * room
    return styles.length(element, name)


def _percentage(value: str) -> bool:
    return bool(re.fullmatch(r"(?:\d*\.)?\d+%", value))


def _declaring(element: Element, name: str, styles: Styles) -> Element:
    """The nearest element, this one or one around it, that declares an inherited property."""
    for one in _outwards(element):
        if name in styles.declared(one):
            return one
    return element


def _outwards(element: Element) -> Iterator[Element]:
    yield element
    yield from element.ancestors()

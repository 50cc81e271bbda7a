"""Which colours meet behind each piece of visible text: colours, backgrounds and opacity put together as browsers do.

After CSS Color 4, CSS Backgrounds 3 and WCAG 2.2, relative luminance and contrast ratio. What needs pixels, such as a
picture behind the text or a box laid over another one, is said to be unknown.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dpcsite.check.semantics import focus
from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.css import Declaration, colour, split
from dpcsite.formats.html import Document, Element
from dpcsite.model.colour import Rgba, contrast, hexadecimal

WHITE: Rgba = (1.0, 1.0, 1.0, 1.0)
CLEAR: Rgba = (0.0, 0.0, 0.0, 0.0)
ENOUGH = 7.0  # no rule asks for more contrast
MOST = 64  # combinations of colours that are looked at before giving up

# Text of these is drawn by the browser itself, or not at all.
SILENT = frozenset(
    """
    script style template noscript head title option textarea select svg math iframe object canvas audio video
    datalist noembed noframes
    """.split()
)
PICTURES = frozenset("img video canvas svg picture iframe object embed".split())
OWN_COLOUR = frozenset("a button dialog input mark font body".split())
BACKED = frozenset({"button", "dialog", "input", "mark"})
PRESSED = ("submit", "button", "reset")

_WORD = re.compile(r"[^\W_]{2}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GRADIENT = re.compile(r"(?:repeating-)?(?:linear|radial|conic)-gradient\((.*)\)$")
_POSITION = re.compile(r"\s+[+-]?[\d.]+[a-z%]*(?:\s+[+-]?[\d.]+[a-z%]*)?$")
_LENGTH = re.compile(r"^[+-]?[\d.]+[a-z]*$")
_BLURRING = ("filter", "mix-blend-mode", "background-clip", "-webkit-background-clip")

Layers = tuple[Rgba, ...] | None


@dataclass(frozen=True, slots=True)
class Level:
    """What is painted within one group of opacity: the colours that may lie there, None where they are unknown."""

    layers: Layers
    opacity: float = 1.0


@dataclass(slots=True)
class State:
    """How text would be painted at one place of the page."""

    colour: Rgba | None
    levels: tuple[Level, ...]
    shadow: str = ""
    exempt: bool = False
    unknown: bool = False
    best: "Contrast | None" = None

    def contrast(self) -> "Contrast":
        """The best contrast between this text and what is behind it."""
        if self.best is None:
            self.best = _best(self)
        return self.best


@dataclass(frozen=True, slots=True)
class Contrast:
    """A contrast ratio with the two colours that make it; a ratio of 0 means that it is unknown."""

    ratio: float
    text: Rgba = CLEAR
    behind: Rgba = CLEAR

    @property
    def known(self) -> bool:
        """Whether the ratio could be worked out."""
        return self.ratio > 0


UNKNOWN = Contrast(0.0)
UNSEEN = Contrast(22.0)  # text in the very colour of its background: nobody is meant to read it


class Paint:
    """The colours of one page, walked once."""

    def __init__(self, document: Document, styles: Styles) -> None:
        self._styles = styles
        self._exempt = _exempt(document)
        self._states: dict[int, State] = {}
        self._covered: set[int] = set()
        self._texts: list[Element] = []
        body = document.first("body")
        if body is not None and _coloured(document, styles):
            start = State((0.0, 0.0, 0.0, 1.0), (Level((WHITE,)),))
            self._walk(body, start if body.parent is None else self._step(start, body.parent))
            self._cover(document)
            self._texts = self._speaking(document)

    def on(self, document: Document, styles: Styles, apart: frozenset[int]) -> "Paint":
        """The colours of a page of the same shape, where only the elements `apart` may look different."""
        body = document.first("body")
        if body is None or body.index in apart or not self._states:
            return Paint(document, styles)
        other = copy(self)
        other._styles, other._states, other._covered = styles, dict(self._states), set(self._covered)
        for element in (document.elements[index] for index in sorted(apart & self._states.keys())):
            parent = element.parent
            if parent is not None and parent.index not in apart:
                other._walk(element, other._states[parent.index])
        other._texts = other._speaking(document)
        return other

    @property
    def texts(self) -> list[Element]:
        """Elements with words of their own that are not of a disabled control, in document order."""
        return self._texts

    def contrast(self, element: Element) -> Contrast:
        """The best contrast between the text of an element and what is behind it."""
        found = self._states[element.index].contrast()
        return UNKNOWN if found.ratio < ENOUGH and self._under(element) else found

    def state(self, element: Element) -> State | None:
        """How text of this element is painted; None on a page without colours of its own, and outside of the body."""
        return self._states.get(element.index)

    def behind(self, element: Element) -> Rgba | None:
        """The one opaque colour behind an element, where it is known."""
        state = self._states.get(element.index)
        if state is None or state.unknown or len(state.levels) > 1 or self._under(element):
            return None
        layers = state.levels[0].layers
        return layers[0] if layers is not None and len(layers) == 1 and layers[0][3] == 1 else None

    def _walk(self, top: Element, start: State) -> None:
        waiting = [(top, start)]
        while waiting:
            element, around = waiting.pop()
            state = self._states[element.index] = self._step(around, element)
            waiting.extend((child, state) for child in element.elements if self._walked(child))

    def _speaking(self, document: Document) -> list[Element]:
        shown = [index for index, state in self._states.items() if not state.exempt]
        return [one for one in (document.elements[index] for index in sorted(shown)) if _speaks(one)]

    def _walked(self, child: Element) -> bool:
        if child.tag in SILENT or "hidden" in child.attrs:
            return False
        return "display" not in self._styles.declared(child) or self._styles.display(child) != "none"

    def _step(self, around: State, element: Element) -> State:
        """The state inside an element: the one around it, unless the element changes something."""
        declared = self._styles.declared(element)
        exempt = around.exempt or element.index in self._exempt
        plain = not declared and element.tag not in OWN_COLOUR and "bgcolor" not in element.attrs
        if plain and "background" not in element.attrs:
            return around if exempt == around.exempt else _copied(around, exempt)
        state = _copied(around, exempt)
        if "color" in declared or element.tag in OWN_COLOUR or "-webkit-text-fill-color" in declared:
            state.colour = self._colour(element, declared)
        if "text-shadow" in declared:
            state.shadow = self._styles.value(element, "text-shadow")
        state.unknown = around.unknown or self._blurred(element, declared)
        state.levels = self._levels(around.levels, element, declared)
        return state

    def _colour(self, element: Element, declared: dict[str, Declaration]) -> Rgba | None:
        if "-webkit-text-fill-color" in declared:
            return self._styles.colour_of(element, "-webkit-text-fill-color")
        return self._styles.colour_of(element, "color")

    def _blurred(self, element: Element, declared: dict[str, Declaration]) -> bool:
        for name in _BLURRING:
            if name in declared and self._styles.value(element, name) not in ("none", "normal", "border-box", "unset"):
                return True
        moving = "animation-name" in declared or "transition-property" in declared
        return moving and "opacity" in declared and _opacity(self._styles.value(element, "opacity")) < 1

    def _levels(
        self, around: tuple[Level, ...], element: Element, declared: dict[str, Declaration]
    ) -> tuple[Level, ...]:
        levels = around
        styles = self._styles
        if "opacity" in declared:
            opacity = _opacity(styles.value(element, "opacity"))
            if opacity < 1:
                levels = (*levels, Level((CLEAR,), opacity))
        if self._moved(element, declared):
            levels = (*(Level(None, level.opacity) for level in levels[:-1]), Level(None, levels[-1].opacity))
        layers = levels[-1].layers
        if "background-color" in declared or "bgcolor" in element.attrs or element.tag in BACKED:
            layers = _over_all(self._background(element), layers)
        image = styles.value(element, "background-image") if "background-image" in declared else "none"
        if element.attrs.get("background"):
            layers = None
        if image not in ("none", ""):
            partly = "background-size" in declared or "background-position" in declared
            layers = _with_image(image, layers, partly)
        if layers is levels[-1].layers:
            return levels
        return (*levels[:-1], Level(layers, levels[-1].opacity))

    def _background(self, element: Element) -> Rgba | None:
        value = self._styles.value(element, "background-color")
        if value in ("transparent", "none", "") and element.tag != "input":
            return CLEAR
        if element.tag == "input" and "background-color" not in self._styles.declared(element):
            pressed = element.attrs.get("type", "").strip().lower() in PRESSED
            return (0.9373, 0.9373, 0.9373, 1.0) if pressed else WHITE
        return self._styles.colour_of(element, "background-color")

    def _moved(self, element: Element, declared: dict[str, Declaration]) -> bool:
        """Whether the element may lie over something other than the elements around it."""
        if "position" in declared:
            position = self._styles.value(element, "position")
            if position in ("absolute", "fixed"):
                self._lay(element)
                return True
        for name in ("margin-top", "margin-left"):
            if name in declared and (self._styles.length(element, name) or 0.0) < -4:
                return True
        return False

    def _lay(self, element: Element) -> None:
        """Note that a positioned box may lie behind or over what else is in its container."""
        declared, styles = self._styles.declared(element), self._styles
        if styles.value(element, "visibility") != "visible":
            return
        container = _container(element, styles)
        sized = ("width" in declared or "right" in declared) and ("height" in declared or "bottom" in declared)
        painted = "background-color" in declared and (sized or container.tag != "body")
        pictured = element.tag in PICTURES or any(one.tag in PICTURES for one in element.descendants())
        if painted or pictured or "background-image" in declared:
            self._covered.add(container.index)

    def _cover(self, document: Document) -> None:
        """Boxes that `::before` and `::after` lay over or under an element."""
        for index, name in self._styles.pseudo_elements():
            element = document.elements[index]
            declared = self._styles.pseudo(element, name)
            position = declared.get("position")
            painted = "background-color" in declared or "background-image" in declared
            if index not in self._states or not painted:
                continue
            if position is not None and position.value in ("absolute", "fixed"):
                at = element if self._styles.value(element, "position") != "static" else None
                self._covered.add((at or _container(element, self._styles)).index)

    def _under(self, element: Element) -> bool:
        """Whether a positioned box in one of the elements around may lie behind or over this text."""
        if not self._covered:
            return False
        around: Element | None = element
        while around is not None:
            if around.index in self._covered:
                return True
            tint = self._styles.colour_of(around, "background-color") if around.index in self._states else None
            if tint is not None and tint[3] == 1:
                return False
            around = around.parent
        return False


def over(top: Rgba, under: Rgba) -> Rgba:
    """One colour laid over another (CSS Compositing 1, source over)."""
    alpha = top[3] + under[3] * (1 - top[3])
    if alpha == 0:
        return CLEAR
    red, green, blue = ((top[n] * top[3] + under[n] * under[3] * (1 - top[3])) / alpha for n in range(3))
    return (red, green, blue, alpha)


def _copied(state: State, exempt: bool) -> State:
    return State(state.colour, state.levels, state.shadow, exempt, state.unknown)


def _coloured(document: Document, styles: Styles) -> bool:
    """Whether anything on the page colours it."""
    marked = any(document.with_attribute(name) for name in ("bgcolor", "background", "text", "color"))
    return marked or not styles.plain


def _speaks(element: Element) -> bool:
    if element.tag == "input":
        pressed = element.attrs.get("type", "").strip().lower() in PRESSED
        return pressed and bool(_WORD.search(element.attrs.get("value", "")))
    return any(isinstance(child, str) and _WORD.search(child) for child in element.children)


def _exempt(document: Document) -> set[int]:
    """Controls that are disabled, and the labels of such: WCAG asks no contrast of them."""
    found: set[int] = set()
    for element in document.with_attribute("aria-disabled"):
        if element.attrs["aria-disabled"].strip().lower() == "true":
            found.update(_with_labels(element, document))
    for element in document.with_attribute("disabled"):
        if focus.disabled(element):
            found.update(_with_labels(element, document))
    for fieldset in document.all("fieldset"):
        if "disabled" in fieldset.attrs:
            for one in fieldset.descendants():
                if one.tag in focus.CAN_BE_DISABLED and focus.disabled(one):
                    found.update(_with_labels(one, document))
    return found


def _with_labels(element: Element, document: Document) -> Iterator[int]:
    yield element.index
    identity = element.attrs.get("id")
    if identity:
        yield from (label.index for label in document.all("label") if label.attrs.get("for") == identity)
    yield from (above.index for above in element.ancestors() if above.tag == "label")
    for wanted in element.attrs.get("aria-labelledby", "").split():
        yield from (one.index for one in document.by_id.get(wanted, ())[:1])


def _opacity(value: str) -> float:
    try:
        number = float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return 1.0
    return min(1.0, max(0.0, number))


def _container(element: Element, styles: Styles) -> Element:
    """The element that an absolutely positioned one is placed in."""
    above = element
    for above in element.ancestors():
        if above.tag == "body" or styles.value(above, "position") != "static":
            break
    return above


def _over_all(tint: Rgba | None, layers: Layers) -> Layers:
    if tint is None:
        return None
    if tint[3] == 0:
        return layers
    if tint[3] == 1:
        return (tint,)
    return None if layers is None else tuple(over(tint, layer) for layer in layers)


def _with_image(image: str, layers: Layers, partly: bool) -> Layers:
    """Lay gradients over what is there; a picture may show anything."""
    for part in reversed(split(image, ",")):
        stops = _stops(part)
        if stops is None:
            return None
        if layers is None:
            if any(stop[3] < 1 for stop in stops):
                return None
            layers = stops
        else:
            here = tuple(dict.fromkeys(over(stop, layer) for stop in stops for layer in layers))
            layers = (*layers, *here) if partly else here
        if len(layers) > MOST:
            return None
    return layers


@lru_cache(512)
def _stops(image: str) -> tuple[Rgba, ...] | None:
    """The colours of a gradient, and those half way between two of them."""
    match = _GRADIENT.match(image.strip())
    if match is None:
        return None
    tints: list[Rgba] = []
    for number, part in enumerate(split(match[1], ",")):
        tint = colour(_POSITION.sub("", _POSITION.sub("", part)))
        if tint is not None:
            tints.append(tint)
        elif number > 0 and not _LENGTH.match(part.rstrip("%")):
            return None
    between = [_half(one, other) for one, other in pairwise(tints)]
    return tuple(dict.fromkeys((*tints, *between))) or None


def _half(one: Rgba, other: Rgba) -> Rgba:
    """Half way in premultiplied colour, as gradients are drawn."""
    alpha = (one[3] + other[3]) / 2
    if alpha == 0:
        return CLEAR
    red, green, blue = ((one[n] * one[3] + other[n] * other[3]) / 2 / alpha for n in range(3))
    return (red, green, blue, alpha)


def _best(state: State) -> Contrast:
    if state.colour is None or state.unknown:
        return UNKNOWN
    if state.colour[3] == 0:
        return UNSEEN
    layers = state.levels[-1].layers
    if layers is None:
        return UNKNOWN
    aura = _aura(state.shadow, layers)
    if aura is None:
        return UNKNOWN
    pairs = [(over(state.colour, layer), layer) for layer in aura]
    for number in range(len(state.levels) - 1, 0, -1):
        found = _ungrouped(pairs, state.levels[number].opacity, state.levels[number - 1].layers)
        if found is None:
            return UNKNOWN
        pairs = found
    return max((_judged(text, behind) for text, behind in pairs), key=lambda one: one.ratio)


def _judged(text: Rgba, behind: Rgba) -> Contrast:
    ratio = contrast(text, behind)
    return UNSEEN if ratio == 1 and hexadecimal(text) == hexadecimal(behind) else Contrast(ratio, text, behind)


def _ungrouped(pairs: Iterable[tuple[Rgba, Rgba]], opacity: float, layers: Layers) -> list[tuple[Rgba, Rgba]] | None:
    """Lay a group of some opacity over what is behind it."""
    found: list[tuple[Rgba, Rgba]] = []
    for text, behind in pairs:
        if layers is None:
            return None
        found += [(over(_faded(text, opacity), layer), over(_faded(behind, opacity), layer)) for layer in layers]
    return found if len(found) <= MOST else None


def _faded(tint: Rgba, opacity: float) -> Rgba:
    return (tint[0], tint[1], tint[2], tint[3] * opacity)


def _aura(value: str, layers: tuple[Rgba, ...]) -> tuple[Rgba, ...] | None:
    """What is behind the letters once they have a shadow: the shadow, where it goes all around them, or both."""
    if value in ("", "none"):
        return layers
    shadows = [_shadow(part) for part in split(value, ",")]
    known = [shadow for shadow in shadows if shadow is not None]
    if len(known) < len(shadows):
        return None
    tints = tuple(dict.fromkeys(over(tint, layer) for tint, _, _ in known for layer in layers))
    sides = {(_sign(across), _sign(down)) for _, across, down in known}
    corners = {(1, 1), (1, -1), (-1, 1), (-1, -1)} <= sides
    around = corners or {(1, 0), (-1, 0), (0, 1), (0, -1)} <= sides
    return tints if around and all(tint[3] == 1 for tint, _, _ in known) else (*layers, *tints)


def _shadow(part: str) -> tuple[Rgba, float, float] | None:
    words = re.split(r"\s+(?![^(]*\))", part.strip())
    lengths = [word for word in words if _LENGTH.match(word)]
    tints = [word for word in words if not _LENGTH.match(word)]
    tint = colour(tints[0]) if tints else None
    if tint is None or len(lengths) < 2:
        return None
    across, down = (float(re.sub(r"[a-z]+$", "", length) or 0) for length in lengths[:2])
    return tint, across, down


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)

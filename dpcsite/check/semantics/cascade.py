"""The cascade without a browser: which declaration wins on an element, and what inheritance makes of it.

CSS Cascading and Inheritance 5, as far as style sheets and `style` attributes of one page go; media queries are
answered for a stated viewport; states such as `:hover` are off unless they are asked for.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dpcsite.check.semantics import style_data as data
from dpcsite.formats.css import Declaration, Selector, StyleRule, Viewport, colour, media_matches, parse_inline
from dpcsite.formats.html import Document, Element
from dpcsite.model.colour import Rgba

Sheet = tuple[StyleRule, ...]

# A rule that matches: the rank of its layer, its specificity, its place in order.
_Found = tuple[int, tuple[int, int, int], int, StyleRule]

# Important beats normal, then an attribute beats sheets, then layers, then specificity, then the later one.
_Weight = tuple[bool, bool, int, tuple[int, int, int], int]
UNLAYERED = 1_000_000


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule that needs a state, on an element it matches otherwise."""

    selector: Selector
    rule: StyleRule
    order: int
    rank: int


class _Memo:
    """What came out for elements of any page with the same sheets on the same screen.

    Two elements have one path if the same rules match them, they are alike to browsers' own sheet, and their parents
    have one path: then each property has the same value on both (CSS Cascading and Inheritance 5). `alike` are winning
    declarations by the rules that match; `held` are all that a path rests on, so that no other object takes their id.
    """

    __slots__ = ("alike", "held", "paths", "sheets", "sizes", "values", "viewport")

    def __init__(self, sheets: Sequence[Sheet], viewport: Viewport) -> None:
        self.sheets, self.viewport = sheets, viewport
        self.alike: dict[tuple[tuple[tuple[int, tuple[int, int, int]], ...], str], dict[str, Declaration]] = {}
        self.held: dict[int, dict[str, Declaration]] = {}
        self.paths: dict[tuple[object, ...], int] = {}
        self.values: dict[tuple[int, str], str] = {}
        self.sizes: dict[int, float] = {}


_MEMOS: list[_Memo] = []
_KEPT = 8  # memos; a site has a few sheets, and files that bring their own gain nothing from one another


def _memo(sheets: Sequence[Sheet], viewport: Viewport) -> _Memo:
    """The memo for these very sheets; those of one text are one object in a process."""
    for known in _MEMOS:
        same = known.viewport == viewport and len(known.sheets) == len(sheets)
        if same and all(one is other for one, other in zip(known.sheets, sheets, strict=True)):
            return known
    made = _Memo(tuple(sheets), viewport)
    _MEMOS.append(made)
    del _MEMOS[:-_KEPT]
    return made


class Styles:
    """The style of every element of one document; nothing is worked out before it is asked for."""

    def __init__(self, document: Document, sheets: Sequence[Sheet], viewport: Viewport) -> None:
        self.document = document
        self.viewport = viewport
        self.sheets = sheets
        self._matched: dict[int, list[_Found]] | None = None
        self._pseudo: dict[tuple[int, str], list[_Found]] = {}
        self._stated: dict[int, list[Stated]] = {}
        self._declared: dict[int, dict[str, Declaration]] = {}
        self._memo = _memo(sheets, viewport)
        self._paths: dict[int, int] = {}
        self._values: dict[tuple[int, str], str] = {}
        self._sizes: dict[int, float] = {}
        self._declaring: dict[str, list[int]] | None = None
        self._in_states: dict[tuple[int, frozenset[str]], dict[str, Declaration]] = {}
        self._layers: dict[str, int] = {}
        self._selected: dict[str, list[Element]] = {}
        self._resting: dict[frozenset[str], frozenset[int]] = {}
        self.plain = not any(sheets) and not any("style" in element.attrs for element in document.elements)

    def seen_in(self, viewport: Viewport) -> "Styles":
        """The same style sheets on another screen; what does not depend on the screen is not worked out again."""
        other = Styles(self.document, self.sheets, viewport)
        conditions = {condition for sheet in self.sheets for rule in sheet for condition in rule.media}
        if all(media_matches(one, viewport) == media_matches(one, self.viewport) for one in conditions):
            other._matched, other._pseudo, other._stated = self._matches(), self._pseudo, self._stated
            other._declared, other._declaring, other._in_states = self._declared, self._declaring, self._in_states
        other._selected = self._selected
        return other

    def on(self, document: Document) -> "Styles":
        """The style of another document of the same shape: all that was worked out, and will be, holds for both.

        Everything is kept by the index of elements, which is the same there (see `check.shapes`).
        """
        other = Styles(document, (), self.viewport)
        other.sheets, other.plain = self.sheets, self.plain
        other._matched, other._pseudo, other._stated = self._matches(), self._pseudo, self._stated
        other._declared, other._memo, other._values = self._declared, self._memo, self._values
        other._paths = self._paths
        other._sizes, other._in_states, other._declaring = self._sizes, self._in_states, self._declaring
        return other

    def tinted(self, document: Document, sheets: Sequence[Sheet], apart: frozenset[int]) -> "Styles":
        """The style of another document of the same shape, whose sheets only give tokens of the root other colours.

        What was worked out holds there too, but for the root and the elements `apart`, which rest on these tokens.
        """
        other = self.on(document)
        other.sheets = sheets
        other._memo, other._paths = _memo(sheets, self.viewport), {}
        root = document.elements[0]
        ends = {id(old[-1]): new[-1] for old, new in zip(self.sheets, sheets, strict=True) if old}
        found = self._matches().get(root.index, ())
        matched = [(rank, weight, order, ends.get(id(rule), rule)) for rank, weight, order, rule in found]
        other._matched = {**self._matches(), root.index: matched}
        other._declared = {**self._declared, root.index: _winners(matched, root.attrs.get("style", ""))}
        other._values = {key: value for key, value in self._values.items() if key[0] not in apart}
        return other

    def resting_on(self, tokens: frozenset[str]) -> frozenset[int]:
        """Elements whose looks rest on some custom properties: they, or elements around them, name one with `var()`."""
        known = self._resting.get(tokens)
        if known is None:
            known = self._resting[tokens] = frozenset(self._named_by(tokens))
        return known

    def declared(self, element: Element) -> dict[str, Declaration]:
        """The winning declaration of each property on this very element, custom properties included."""
        known = self._declared.get(element.index)
        if known is None:
            matched = self._matches().get(element.index, ())
            attribute = element.attrs.get("style", "")
            key = (tuple([(order, specificity) for _, specificity, order, _ in matched]), attribute)
            known = self._memo.alike.get(key)  # many elements match the very same rules
            if known is None:
                known = self._memo.alike[key] = _winners(matched, attribute)
            self._declared[element.index] = known
        return known

    def declared_in(self, element: Element, states: frozenset[str]) -> dict[str, Declaration]:
        """The winning declarations once the element itself is in some states, such as "focus" and "focus-visible"."""
        key = (element.index, states)
        known = self._in_states.get(key)
        if known is not None:
            return known
        found = [*self._matches().get(element.index, ())]
        for one in self._stated.get(element.index, ()):
            selector = one.selector
            alone = selector.states == selector.own and not selector.pseudo
            if alone and selector.states <= states and not selector.denied & states:
                found.append((one.rank, selector.specificity, one.order, one.rule))
        known = self._in_states[key] = _winners(found, element.attrs.get("style", ""))
        return known

    def pseudo(self, element: Element, name: str) -> dict[str, Declaration]:
        """The winning declarations on the element's `::before` or `::after`."""
        self._matches()
        found = self._pseudo.get((element.index, name))
        return _winners(found, "") if found else {}

    def declaring(self, name: str) -> list[Element]:
        """Elements for which a rule or their own attribute declares a property, in document order."""
        return [self.document.elements[index] for index in self._indices(name)]

    def _indices(self, name: str) -> Sequence[int]:
        if self._declaring is None:
            found: dict[str, list[int]] = {}
            indices = set(self._matches()) | {one.index for one in self.document.with_attribute("style")}
            for index in sorted(indices):
                for said in self.declared(self.document.elements[index]):
                    found.setdefault(said, []).append(index)
            self._declaring = found
        return self._declaring.get(name, ())

    def pseudo_elements(self) -> Iterable[tuple[int, str]]:
        """Each element's index with the name of a pseudo-element that rules speak of."""
        self._matches()
        return self._pseudo

    def stated(self, element: Element) -> list[Stated]:
        """Rules that would match the element in some state."""
        self._matches()
        return self._stated.get(element.index, [])

    def with_states(self, states: frozenset[str]) -> list[Element]:
        """Elements that some rule would match in one of these states, in document order."""
        self._matches()
        indices = (index for index, found in self._stated.items() if any(one.selector.states & states for one in found))
        return [self.document.elements[index] for index in sorted(indices)]

    def value(self, element: Element, name: str) -> str:
        """The value of a property after cascade and inheritance, with `var()` put in; the initial one at last."""
        if self.plain and name not in data.OWN:
            return data.INITIAL.get(name, "")
        key = (element.index, name)
        known = self._values.get(key)
        if known is None:
            alike = (self._path(element), name)
            known = self._memo.values.get(alike)
            if known is None:
                known = self._memo.values[alike] = self._value(element, name)
            self._values[key] = known
        return known

    def resolved(self, element: Element, value: str) -> str:
        """A declared value with `var()` put in, as it would be on this element."""
        return self._with_variables(value, element, 0)

    def display(self, element: Element) -> str:
        """The computed `display`, browsers' own style sheet included."""
        return self.value(element, "display")

    def colour_of(self, element: Element, name: str) -> Rgba | None:
        """A colour property as numbers; None where it is not one, or cannot be told."""
        value = self.value(element, name)
        if value == "currentcolor":
            return self.colour_of(element, "color") if name != "color" else None
        return colour(value)

    def font_size(self, element: Element) -> float:
        """The computed font size in CSS pixels."""
        known = self._sizes.get(element.index)
        if known is None:
            path = self._path(element)
            known = self._memo.sizes.get(path)
            if known is None:
                known = self._memo.sizes[path] = self._font_size(element)
            self._sizes[element.index] = known
        return known

    def bold(self, element: Element) -> bool:
        """Whether the text of an element is set in bold (a weight of 700 or more)."""
        weight = self.value(element, "font-weight")
        return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 700)

    def length(self, element: Element, name: str) -> float | None:
        """A length property in CSS pixels; None for keywords, percentages and what depends on layout."""
        return pixels(self.value(element, name), self.font_size(element), self.viewport)

    # --- the cascade

    def _path(self, element: Element) -> int:
        """The number of the element's path; the same for elements that are styled alike, on whatever page."""
        known = self._paths.get(element.index)
        if known is None:
            around = self._path(element.parent) if element.parent else -1
            attrs = element.attrs
            hints = tuple((name, attrs[name]) for name in _HINTED if name in attrs)
            declared = self.declared(element)
            self._memo.held[id(declared)] = declared
            key = (around, id(declared), element.tag, hints)
            known = self._memo.paths.setdefault(key, len(self._memo.paths))
            self._paths[element.index] = known
        return known

    def _named_by(self, tokens: frozenset[str]) -> Iterable[int]:
        told = [said for sheet in self.sheets for rule in sheet for said in rule.declarations]
        told += [said for one in self.document.with_attribute("style") for said in parse_inline(one.attrs["style"])]
        names, more = set(tokens), True
        while more:  # a custom property may be made of others
            using = (said.name for said in told if names & set(_NAMED.findall(said.value)))
            made = {name for name in using if name.startswith("--")}
            more = not made <= names
            names |= made
        for element in self.document.elements:
            texts = (said.value for name, said in self.declared(element).items() if not name.startswith("--"))
            if any(names & set(_NAMED.findall(text)) for text in texts if "var(" in text):
                yield element.index
                yield from (inside.index for inside in element.descendants())

    def _matches(self) -> dict[int, list[_Found]]:
        if self._matched is not None:
            return self._matched
        matched = self._matched = {}
        order = 0
        for sheet in self.sheets:
            for rule in sheet:
                order += 1
                if rule.layer:
                    self._layers.setdefault(rule.layer, len(self._layers))
                if all(media_matches(condition, self.viewport) for condition in rule.media):
                    self._match(rule, order, matched)
        return matched

    def _match(self, rule: StyleRule, order: int, matched: dict[int, list[_Found]]) -> None:
        rank = self._layers[rule.layer] if rule.layer else UNLAYERED
        for selector in rule.selectors:
            elements = self._selected.get(selector.text)
            if elements is None:
                elements = self._selected[selector.text] = self.document.select(selector.text)
            for element in elements:
                if selector.states:
                    self._stated.setdefault(element.index, []).append(Stated(selector, rule, order, rank))
                elif selector.pseudo:
                    key = (element.index, selector.pseudo)
                    self._pseudo.setdefault(key, []).append((rank, selector.specificity, order, rule))
                else:
                    matched.setdefault(element.index, []).append((rank, selector.specificity, order, rule))

    def _value(self, element: Element, name: str) -> str:
        declared = self.declared(element).get(name)
        value = self._with_variables(declared.value, element, 0) if declared else _hint(element, name)
        if value in ("unset", "revert", "revert-layer"):
            value = "" if value != "unset" else ("inherit" if name in data.INHERITED else "initial")
        if value == "initial":
            return data.INITIAL.get(name, "")
        if not value:
            value = _own_sheet(element, name)
        if not value and name in data.INHERITED:
            value = "inherit"
        if value == "inherit" or (name == "color" and value == "currentcolor"):
            return self.value(element.parent, name) if element.parent else data.INITIAL.get(name, "")
        return value or data.INITIAL.get(name, "")

    def _with_variables(self, value: str, element: Element, depth: int) -> str:
        """Put in custom properties (CSS Custom Properties 1); one that is missing makes the declaration void."""
        start = value.find("var(")
        if start < 0:
            return value
        if depth > 20:
            return ""
        end = _closing(value, start + 3)
        name, _, fallback = value[start + 4 : end].partition(",")
        found = self._variable(element, name.strip())
        put = found if found is not None else fallback.strip()
        if found is None and not fallback:
            return "unset"
        return self._with_variables(value[:start] + put + value[end + 1 :], element, depth + 1)

    def _variable(self, element: Element, name: str) -> str | None:
        around: Element | None = element
        if self._indices(name) == [0]:  # most are declared on the root only
            around = self.document.elements[0]
        while around is not None:
            declared = self.declared(around).get(name)
            if declared is not None:
                return " ".join(declared.value.lower().split())
            around = around.parent
        return None

    def _font_size(self, element: Element) -> float:
        around = self.font_size(element.parent) if element.parent else 16.0
        declared = self.declared(element).get("font-size") if not self.plain else None
        value = self._with_variables(declared.value, element, 0) if declared else _hint(element, "font-size")
        if not value and element.tag in data.CONTROLS:
            return data.CONTROL_SIZE
        if not value or value in ("inherit", "unset", "revert"):
            return around if value == "inherit" else around * data.FONT_SIZES.get(element.tag, 1.0) * _mono(element)
        if value in data.FONT_KEYWORDS:
            return data.FONT_KEYWORDS[value]
        if value in ("smaller", "larger"):
            return around * (0.8333 if value == "smaller" else 1.2)
        if value.endswith("%"):
            return around * _number(value[:-1]) / 100
        size = pixels(value, around, self.viewport)
        return around if size is None else size


def pixels(value: str, em: float, viewport: Viewport) -> float | None:
    """A length in CSS pixels, with `em` as the font size around; None where it is no plain length."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return 0.0 if value in ("0", "+0", "-0") else _calculated(value, em, viewport)
    number, unit = float(match[1]), match[2]
    factor = _UNITS.get(unit)
    if factor is not None:
        return number * factor
    relative = {"em": em, "ch": em * 0.5, "ex": em * 0.5, "vw": viewport.width / 100, "vh": viewport.height / 100}
    return number * relative[unit] if unit in relative else None


def _calculated(value: str, em: float, viewport: Viewport) -> float | None:
    """A sum of lengths in `calc()`; None for anything more."""
    if not (value.startswith("calc(") and value.endswith(")")):
        return None
    parts = value[5:-1].split()
    signs = {"+": 1.0, "-": -1.0}
    if len(parts) % 2 == 0 or any(part not in signs for part in parts[1::2]):
        return None
    lengths = [pixels(part, em, viewport) for part in parts[::2]]
    total = 0.0
    for sign, length in zip(["+", *parts[1::2]], lengths, strict=True):
        if length is None:
            return None
        total += signs[sign] * length
    return total


_NAMED = re.compile(r"--[\w-]+")
_LENGTH = re.compile(r"([+-]?(?:\d*\.)?\d+)([a-z]+)")
_UNITS = {
    "px": 1.0,
    "rem": 16.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}


def _winners(matched: Iterable[_Found], attribute: str) -> dict[str, Declaration]:
    best: dict[str, tuple[_Weight, Declaration]] = {}
    found = [(rank, specificity, order, False, rule.declarations) for rank, specificity, order, rule in matched]
    if attribute:
        found.append((UNLAYERED, (0, 0, 0), 0, True, parse_inline(attribute)))
    for rank, specificity, order, inline, declarations in found:
        for said in declarations:
            weight = (said.important, inline, -rank if said.important else rank, specificity, order)
            other = best.get(said.name)
            if other is None or weight >= other[0]:
                best[said.name] = (weight, said)
    return {name: said for name, (_, said) in best.items()}


_HINTED = ("hidden", "bgcolor", "color", "text", "href", "type", "open")  # what `_hint` and `_own_sheet` ask of


def _hint(element: Element, name: str) -> str:
    """Presentational attributes (HTML, section Rendering): old pages colour and size their text with them."""
    attrs = element.attrs
    if name == "display" and "hidden" in attrs:
        return "none"
    if name == "background-color" and attrs.get("bgcolor"):
        return attrs["bgcolor"].lower()
    if name == "color" and element.tag == "font":
        return attrs.get("color", "").lower()
    if name == "color" and element.tag == "body":
        return attrs.get("text", "").lower()
    return ""


def _own_sheet(element: Element, name: str) -> str:
    """What browsers' own style sheet says."""
    maker = _OWN.get(name)
    return maker(element) if maker else ""


def _own_weight(element: Element) -> str:
    return "bold" if element.tag in data.BOLD else ""


def _own_style(element: Element) -> str:
    return "italic" if element.tag in data.ITALIC else ""


def _own_colour(element: Element) -> str:
    if element.tag == "a" and "href" in element.attrs:
        return "#0000ee"
    return "#000000" if element.tag in data.BLACK or element.parent is None else ""


def _own_line(element: Element) -> str:
    if (element.tag == "a" and "href" in element.attrs) or element.tag in ("u", "ins"):
        return "underline"
    return "line-through" if element.tag in ("s", "strike", "del") else ""


def _own_background(element: Element) -> str:
    return data.BACKGROUNDS.get(element.tag, "")


def _own_alignment(element: Element) -> str:
    return "center" if element.tag in ("th", "center") else ""


def _own_display(element: Element) -> str:
    tag, attrs = element.tag, element.attrs
    if tag in data.NONE or (tag == "input" and attrs.get("type", "").lower() == "hidden"):
        return "none"
    if tag == "dialog" and "open" not in attrs:
        return "none"
    if tag in data.BLOCKS:
        return "list-item" if tag in ("li", "summary") else "block"
    return data.TABLES.get(tag) or ("inline-block" if tag in data.INLINE_BLOCKS else "inline")


_OWN: dict[str, Callable[[Element], str]] = {
    "display": _own_display,
    "font-weight": _own_weight,
    "font-style": _own_style,
    "color": _own_colour,
    "text-decoration-line": _own_line,
    "background-color": _own_background,
    "text-align": _own_alignment,
}


def _mono(element: Element) -> float:
    parent = element.parent
    return 0.8125 if element.tag in data.MONO and (parent is None or parent.tag not in data.MONO) else 1.0


def _closing(text: str, opening: int) -> int:
    first = text.find(")", opening)
    if first >= 0 and "(" not in text[opening + 1 : first]:
        return first
    depth = 0
    for number in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[number], 0)
        if depth == 0:
            return number
    return len(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

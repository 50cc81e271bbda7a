"""The cascade without a browser: which declaration wins on an element, and what inheritance makes of it.

CSS Cascading and Inheritance 5, as far as style sheets and `style` attributes of one page go; media queries are
answered for a stated viewport; states such as `:hover` are off unless they are asked for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dpcsite.check.semantics import style_data as data
from dpcsite.formats.css import Declaration, Rgba, Selector, StyleRule, Viewport, colour, media_matches, parse_inline
from dpcsite.formats.html import Document, Element

Sheet = tuple[StyleRule, ...]

# Important beats normal, then an attribute beats sheets, then specificity, then the later one.
_Weight = tuple[bool, bool, tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule that needs a state, on an element it matches otherwise."""

    selector: Selector
    rule: StyleRule


class Styles:
    """The style of every element of one document; nothing is worked out before it is asked for."""

    def __init__(self, document: Document, sheets: Sequence[Sheet], viewport: Viewport) -> None:
        self.document = document
        self.viewport = viewport
        self.sheets = sheets
        self._matched: dict[int, list[tuple[tuple[int, int, int], int, StyleRule]]] | None = None
        self._pseudo: dict[tuple[int, str], list[tuple[tuple[int, int, int], int, StyleRule]]] = {}
        self._stated: dict[int, list[Stated]] = {}
        self._declared: dict[int, dict[str, Declaration]] = {}
        self._values: dict[tuple[int, str], str] = {}
        self._sizes: dict[int, float] = {}
        self.plain = not any(sheets) and not any("style" in element.attrs for element in document.elements)

    def declared(self, element: Element) -> dict[str, Declaration]:
        """The winning declaration of each property on this very element, custom properties included."""
        known = self._declared.get(element.index)
        if known is None:
            matched = self._matches().get(element.index, ())
            known = self._declared[element.index] = _winners(matched, element.attrs.get("style", ""))
        return known

    def pseudo(self, element: Element, name: str) -> dict[str, Declaration]:
        """The winning declarations on the element's `::before` or `::after`."""
        self._matches()
        return _winners(self._pseudo.get((element.index, name), ()), "")

    def pseudo_elements(self) -> Iterable[tuple[int, str]]:
        """Each element's index with the name of a pseudo-element that rules speak of."""
        self._matches()
        return self._pseudo

    def stated(self, element: Element) -> list[Stated]:
        """Rules that would match the element in some state."""
        self._matches()
        return self._stated.get(element.index, [])

    def value(self, element: Element, name: str) -> str:
        """The value of a property after cascade and inheritance, with `var()` put in; the initial one at last."""
        if self.plain and name not in ("display", "font-weight", "font-size", "text-decoration-line", "color"):
            return data.INITIAL.get(name, "")
        key = (element.index, name)
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = self._value(element, name)
        return known

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
            known = self._sizes[element.index] = self._font_size(element)
        return known

    def bold(self, element: Element) -> bool:
        """Whether the text of an element is set in bold (a weight of 700 or more)."""
        weight = self.value(element, "font-weight")
        return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 700)

    def length(self, element: Element, name: str) -> float | None:
        """A length property in CSS pixels; None for keywords, percentages and what depends on layout."""
        return pixels(self.value(element, name), self.font_size(element), self.viewport)

    # --- the cascade

    def _matches(self) -> dict[int, list[tuple[tuple[int, int, int], int, StyleRule]]]:
        if self._matched is not None:
            return self._matched
        matched = self._matched = {}
        order = 0
        for sheet in self.sheets:
            for rule in sheet:
                order += 1
                if all(media_matches(condition, self.viewport) for condition in rule.media):
                    self._match(rule, order, matched)
        return matched

    def _match(
        self, rule: StyleRule, order: int, matched: dict[int, list[tuple[tuple[int, int, int], int, StyleRule]]]
    ) -> None:
        for selector in rule.selectors:
            for element in self.document.select(selector.text):
                if selector.states:
                    self._stated.setdefault(element.index, []).append(Stated(selector, rule))
                elif selector.pseudo:
                    key = (element.index, selector.pseudo)
                    self._pseudo.setdefault(key, []).append((selector.specificity, order, rule))
                else:
                    matched.setdefault(element.index, []).append((selector.specificity, order, rule))

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
        return 0.0 if value in ("0", "+0", "-0") else None
    number, unit = float(match[1]), match[2]
    factor = _UNITS.get(unit)
    if factor is not None:
        return number * factor
    relative = {"em": em, "ch": em * 0.5, "ex": em * 0.5, "vw": viewport.width / 100, "vh": viewport.height / 100}
    return number * relative[unit] if unit in relative else None


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


def _winners(matched: Iterable[tuple[tuple[int, int, int], int, StyleRule]], attribute: str) -> dict[str, Declaration]:
    best: dict[str, tuple[_Weight, Declaration]] = {}
    found = [(specificity, order, False, rule.declarations) for specificity, order, rule in matched]
    if attribute:
        found.append(((0, 0, 0), 0, True, parse_inline(attribute)))
    for specificity, order, inline, declarations in found:
        for declaration in declarations:
            weight = (declaration.important, inline, specificity, order)
            other = best.get(declaration.name)
            if other is None or weight >= other[0]:
                best[declaration.name] = (weight, declaration)
    return {name: declaration for name, (_, declaration) in best.items()}


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
    tag = element.tag
    if name == "display":
        return _own_display(element)
    if name == "font-weight":
        return "bold" if tag in data.BOLD else ""
    if name == "color":
        if tag == "a" and "href" in element.attrs:
            return "#0000ee"
        if tag in ("button", "input", "select", "textarea"):
            return "#000000"
        return "#000000" if tag == "mark" or element.parent is None else ""
    if name == "text-decoration-line":
        underlined = (tag == "a" and "href" in element.attrs) or tag in ("u", "ins")
        return "underline" if underlined else ""
    if name == "background-color":
        return {"mark": "#ffff00", "button": "#efefef"}.get(tag, "")
    if name == "text-align" and tag in ("th", "center"):
        return "center"
    return ""


def _own_display(element: Element) -> str:
    tag, attrs = element.tag, element.attrs
    if tag in data.NONE or (tag == "input" and attrs.get("type", "").lower() == "hidden"):
        return "none"
    if tag == "dialog" and "open" not in attrs:
        return "none"
    if tag in data.BLOCKS:
        return "list-item" if tag in ("li", "summary") else "block"
    return data.TABLES.get(tag) or ("inline-block" if tag in data.INLINE_BLOCKS else "inline")


def _mono(element: Element) -> float:
    parent = element.parent
    return 0.8125 if element.tag in data.MONO and (parent is None or parent.tag not in data.MONO) else 1.0


def _closing(text: str, opening: int) -> int:
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

"""CSS in: rules with selectors, specificity, media conditions and longhand declarations; colours as numbers.

tinycss2 tokenises (CSS Syntax 3) and reads colours (CSS Color 4 and 5); only this module knows it. What is kept is
what accessibility rules ask about: shorthands are split into the longhands below, everything else is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2 import color5

from dpcsite.model.colour import Rgba

STATES = ("hover", "focus", "focus-visible", "focus-within", "active", "visited", "target")
PSEUDO_ELEMENTS = ("before", "after", "first-line", "first-letter")  # that old sheets write with one colon


PSEUDO_CLASSES = frozenset(
    """
    active any-link autofill before after checked default defined dir disabled empty enabled first-child first-letter
    first-line first-of-type focus focus-visible focus-within fullscreen has host hover in-range indeterminate invalid
    is lang last-child last-of-type link matches modal not nth-child nth-last-child nth-last-of-type nth-of-type
    only-child only-of-type open optional out-of-range picture-in-picture placeholder-shown popover-open read-only
    read-write required root scope state target user-invalid user-valid valid visited where -webkit-any-link
    -webkit-autofill
    """.split()
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One longhand with its value as text in small letters, and where it stands."""

    name: str
    value: str
    important: bool
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of a list, without states and pseudo-elements, which are kept beside it.

    `text` can be matched against a document at rest; `states` are the states it needs, such as "focus",
    and `own` those of them that the matched element itself must be in; in a `denied` state it matches nothing.
    """

    text: str
    specificity: tuple[int, int, int]
    states: frozenset[str] = frozenset()
    pseudo: str = ""
    own: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StyleRule:
    """Selectors, the media conditions around them (all must hold), and what they declare.

    `layer` is the cascade layer; a rule without selectors only says that there is such a layer.
    """

    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...]
    line: int
    column: int
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Viewport:
    """What media queries are asked about: CSS pixels, orientation follows, and the colour scheme."""

    width: int = 1280
    height: int = 1024
    scheme: str = "light"


@lru_cache(512)
def parse(text: str) -> tuple[StyleRule, ...]:
    """Read a style sheet; what cannot be read is left out, as browsers do.

    Many sheets of a site may differ only in a last line with custom properties; what is before it is read once.
    """
    tail = _TOKENS.search(text)
    if tail is None or not _closed(text[: tail.start()]):
        return _parsed(text)
    return (*_parsed(text[: tail.start()]), *_parsed(tail[0]))


_TOKENS = re.compile(r"\n@media screen \{ :root \{[^{}]*\} \}\n\Z")


@lru_cache(512)
def _parsed(text: str) -> tuple[StyleRule, ...]:
    return tuple(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), _Around()))


@lru_cache(512)
def _closed(text: str) -> bool:
    """Whether a rule behind a text is a rule of its own: no block, comment or quote of the text is still open."""
    *_, last = tinycss2.parse_stylesheet(f"{text}\n@media probe {{}}", skip_comments=True) or [None]
    alone = last is not None and last.type == "at-rule" and last.content == []
    return bool(alone and tinycss2.serialize(last.prelude).strip() == "probe")


@lru_cache(4096)
def parse_inline(text: str) -> tuple[Declaration, ...]:
    """Read the value of a `style` attribute."""
    return tuple(_declarations(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)))


@lru_cache(4096)
def colour(value: str) -> Rgba | None:
    """A colour as red, green, blue and alpha from 0 to 1 in sRGB; None for `currentcolor` and what is no colour."""
    try:
        parsed = color5.parse_color(value)
    except (ValueError, ArithmeticError):
        return None
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = (float(part or 0) for part in parsed.to("srgb").coordinates)
    except (NotImplementedError, ValueError, TypeError):
        return None
    return (_unit(red), _unit(green), _unit(blue), _unit(float(parsed.alpha)))


def media_matches(condition: str, viewport: Viewport) -> bool:
    """Whether a media query list holds; an unknown feature makes its query false (Media Queries 4)."""
    return (
        any(_query_matches(query.strip(), viewport) for query in condition.lower().split(",")) or not condition.strip()
    )


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


# --- rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Around:
    """What a rule is nested in."""

    media: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    layer: str = ""


def _rules(nodes: list[Any], around: _Around) -> Iterator[StyleRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _style_rule(node, around)
        elif node.type == "at-rule":
            yield from _at_rule(node, around)


def _at_rule(node: Any, around: _Around) -> Iterator[StyleRule]:
    name, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if name == "layer":
        for layer in split(prelude, ",") or ("",):
            around_it = replace(around, layer=f"{around.layer}.{layer}")
            yield StyleRule((), (), (), node.source_line, node.source_column, around_it.layer)
            if node.content is not None:
                yield from _inside(node, around_it)
    elif node.content is not None and name == "media":
        yield from _inside(node, replace(around, media=(*around.media, prelude)))
    elif node.content is not None and name in ("supports", "scope", "container"):
        yield from _inside(node, around)


def _inside(node: Any, around: _Around) -> Iterator[StyleRule]:
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    loose = tuple(_declarations(content)) if around.parents else ()
    if loose:
        selectors = _selectors(", ".join(around.parents))
        yield StyleRule(selectors, loose, around.media, node.source_line, node.source_column, around.layer)
    yield from _rules(content, around)


def _style_rule(node: Any, around: _Around) -> Iterator[StyleRule]:
    texts = split(tinycss2.serialize(node.prelude).strip(), ",")
    if any(not _known(text) for text in texts):
        return  # one selector that cannot be read makes the whole list void (Selectors 4)
    if around.parents:  # CSS Nesting 1: `&` is the selector around, and stands in front where it is not written
        parents = f":is({', '.join(around.parents)})"
        texts = tuple(text.replace("&", parents) if "&" in text else f"{parents} {text}" for text in texts)
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    declarations = tuple(_declarations(content))
    if declarations:
        selectors = tuple(_selector(text) for text in texts)
        yield StyleRule(selectors, declarations, around.media, node.source_line, node.source_column, around.layer)
    rest = [one for one in content if one.type != "declaration"]
    yield from _rules(rest, replace(around, parents=texts))


def _known(selector: str) -> bool:
    return all(match[1].lower() in PSEUDO_CLASSES for match in _PSEUDO_CLASS.finditer(selector))


def _selectors(text: str) -> tuple[Selector, ...]:
    return tuple(_selector(part) for part in split(text, ","))


def split(text: str, separator: str) -> tuple[str, ...]:
    """Split at a separator that stands outside of brackets and quotes."""
    parts, depth, start, quote = [], 0, 0, ""
    for number, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:number].strip())
            start = number + 1
    parts.append(text[start:].strip())
    return tuple(part for part in parts if part)


# --- selectors --------------------------------------------------------------------------------------------------

_PSEUDO_ELEMENT = re.compile(r"::([a-z-]+)(?:\([^)]*\))?|:(before|after|first-line|first-letter)\b", re.IGNORECASE)
_STATE = re.compile(r":(hover|focus-visible|focus-within|focus|active|visited|target)\b(?!-)", re.IGNORECASE)
_NEGATED_STATE = re.compile(
    r":not\(\s*:(hover|focus-visible|focus-within|focus|active|visited|target)\s*\)", re.IGNORECASE
)
_PSEUDO_CLASS = re.compile(r"(?<![:\\]):([a-z-]+)(?![^\[]*\])", re.IGNORECASE)
_FUNCTION = re.compile(r":(is|not|has|where|matches)\(", re.IGNORECASE)
_SIMPLE = re.compile(
    r"#[\w\\-]+|(\.[\w\\-]+|\[[^\]]*\]|:(?!:)[\w-]+(?:\([^)]*\))?)|(::[\w-]+|(?<![\w.#:\[-])[a-zA-Z][\w-]*)"
)


@lru_cache(4096)
def _selector(text: str) -> Selector:
    specificity = _specificity(text)
    pseudo_match = _PSEUDO_ELEMENT.search(text)
    pseudo = (pseudo_match[1] or pseudo_match[2]).lower() if pseudo_match else ""
    bare = _NEGATED_STATE.sub("", _without(_PSEUDO_ELEMENT, text))
    states = frozenset(match[1].lower() for match in _STATE.finditer(bare))
    last = re.split(r"[\s>+~]+(?![^(\[]*[)\]])", bare.strip())[-1]
    own = frozenset(match[1].lower() for match in _STATE.finditer(last))
    denied = frozenset(match[1].lower() for match in _NEGATED_STATE.finditer(text))
    return Selector(_without(_STATE, bare).strip() or "*", specificity, states, pseudo, own, denied)


def _without(pattern: re.Pattern[str], text: str) -> str:
    """Take matches out; one that stood alone, as in `p > :focus`, leaves `*` in its place."""

    def instead(match: re.Match[str]) -> str:
        before = match.string[: match.start()]
        alone = not before or before[-1] in " \t\n>+~,("
        return "*" if alone else ""

    return pattern.sub(instead, text)


def _specificity(text: str) -> tuple[int, int, int]:
    """Selectors 4, section 17: ids; classes, attributes, pseudo-classes; types and pseudo-elements."""
    ids = classes = types = 0
    while True:
        match = _FUNCTION.search(text)
        if match is None:
            break
        end = _closing(text, match.end() - 1)
        inner = text[match.end() : end]
        if match[1].lower() != "where":
            a, b, c = max((_specificity(part) for part in split(inner, ",")), default=(0, 0, 0))
            ids, classes, types = ids + a, classes + b, types + c
        text = f"{text[: match.start()]} {text[end + 1 :]}"
    for match in _SIMPLE.finditer(text):
        if match[0].startswith("#"):
            ids += 1
        elif match[1] and match[1].lower().lstrip(":") not in PSEUDO_ELEMENTS:
            classes += 1
        else:
            types += 1
    return ids, classes, types


def _closing(text: str, opening: int) -> int:
    depth = 0
    for number in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[number], 0)
        if depth == 0:
            return number
    return len(text)


# --- declarations -----------------------------------------------------------------------------------------------

KEPT = frozenset(
    """
    background-color background-image bottom clip clip-path color content cursor display filter float font-size
    font-style font-weight height left letter-spacing line-height list-style-type margin-left margin-right margin-top
    max-height max-width min-width opacity outline-color outline-style outline-width overflow-wrap overflow-x overflow-y
    padding-bottom padding-left padding-right padding-top pointer-events position right rotate text-align
    text-decoration-line text-indent text-overflow text-shadow text-transform top transform transition-property
    visibility white-space width word-spacing writing-mode border-bottom-style border-bottom-width border-style
    border-width border-color border-bottom-color box-shadow user-select -webkit-line-clamp mix-blend-mode
    background-clip -webkit-background-clip -webkit-text-fill-color background-position background-size animation-name
    column-count font-family scale zoom text-size-adjust flex-direction order border-left border-top border-right
    """.split()
)
_WIDE = ("inherit", "initial", "unset", "revert", "revert-layer")
_COLOURS = frozenset({"color", "background-color", "outline-color", "border-bottom-color"})
_LENGTHS = frozenset({"font-size", "width", "height", "max-width", "max-height", "letter-spacing", "word-spacing"})
_NAME = re.compile(r"[a-z]+|[\d.]+")
_BARE = re.compile(r"[+-]?(?:\d*\.)?\d+")
SYSTEM_COLOURS = frozenset(
    """
    accentcolor accentcolortext activetext auto buttonborder buttonface buttontext canvas canvastext currentcolor field
    fieldtext graytext highlight highlighttext linktext mark marktext selecteditem selecteditemtext transparent
    visitedtext
    """.split()
)
_BORDER_STYLES = frozenset("none hidden dotted dashed solid double groove ridge inset outset auto".split())
_LENGTH = re.compile(
    r"^[+-]?(?:\d*\.)?\d+(?:e[+-]?\d+)?(?:[a-z]+|%)?$|^(?:calc|clamp|min|max)\(|^(?:thin|medium|thick)$"
)
_FONT = re.compile(
    r"(?:^|\s)((?:\d*\.)?\d+(?:px|em|rem|pt|%|vw|vh|ex|ch|pc|in|cm|mm|q)|(?:x{1,2}-)?(?:small|large)|medium|smaller|larger|(?:calc|clamp|min|max)\(.*?\))(?:\s*/\s*([^\s,]+))?\s+\S"
)


def _declarations(nodes: list[Any]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.lower_name
        value = tinycss2.serialize(node.value).strip()
        value = value if name.startswith("--") or name == "content" else " ".join(value.lower().split())
        if _void(name, value):
            continue
        if name.startswith("--") or name in KEPT:
            yield Declaration(
                node.name if name.startswith("--") else name,
                value,
                node.important,
                node.source_line,
                node.source_column,
            )
        for longhand, part in _longhands(name, value):
            yield Declaration(longhand, part, node.important, node.source_line, node.source_column)


def _void(name: str, value: str) -> bool:
    """Whether browsers pass over a declaration: a colour that is none, a length without a unit."""
    if name in _COLOURS and _NAME.fullmatch(value):
        return value not in _WIDE and value not in SYSTEM_COLOURS and colour(value) is None
    return name in _LENGTHS and value not in ("0", "0.0") and _BARE.fullmatch(value) is not None


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """What a shorthand says of the longhands that are kept; a `var()` goes through to each of them."""
    maker = _SHORTHANDS.get(name)
    if maker is None:
        return
    if value in _WIDE:
        yield from ((longhand, value) for longhand in maker[1])
    else:
        yield from maker[0](value)


def _parts(value: str) -> list[str]:
    return [part for part in re.split(r"\s+(?![^(]*\))", value) if part]


def _background(value: str) -> Iterator[tuple[str, str]]:
    layers = split(value, ",")
    last = layers[-1] if layers else ""
    images = [
        part
        for layer in layers
        for part in _parts(layer)
        if re.match(r"(?:url|[a-z-]*gradient|image|image-set|cross-fade|element)\(", part)
    ]
    parts = [word for part in split(last, "/") for word in _parts(part)]
    tint = next(
        (
            part
            for part in parts
            if colour(part) is not None or part in ("currentcolor", "transparent") or part.startswith("var(")
        ),
        "transparent",
    )
    yield "background-color", tint
    yield "background-image", ", ".join(images) or "none"


def _font(value: str) -> Iterator[tuple[str, str]]:
    match = _FONT.search(value)
    if match is None:
        return
    before = value[: match.start(1)].split()
    weight = next((part for part in before if part in ("bold", "bolder", "lighter") or part.isdigit()), "normal")
    yield "font-size", match[1]
    yield "line-height", match[2] or "normal"
    yield "font-weight", weight
    yield "font-style", next((part for part in before if part in ("italic", "oblique")), "normal")
    yield "font-family", value[match.end() - 1 :]


def _outline(value: str) -> Iterator[tuple[str, str]]:
    parts = _parts(value)
    yield "outline-style", next((part for part in parts if part in _BORDER_STYLES), "none")
    yield "outline-width", next((part for part in parts if _LENGTH.match(part)), "medium")
    yield "outline-color", next((part for part in parts if colour(part) is not None or part.startswith("var(")), "auto")


def _border(value: str) -> Iterator[tuple[str, str]]:
    parts = _parts(value)
    style = next((part for part in parts if part in _BORDER_STYLES), "none")
    width = next((part for part in parts if _LENGTH.match(part)), "medium")
    tint = next((part for part in parts if colour(part) is not None or part.startswith("var(")), "currentcolor")
    for side in ("border", "border-bottom"):
        yield f"{side}-style", style
        yield f"{side}-width", width
        yield f"{side}-color", tint


def _border_bottom(value: str) -> Iterator[tuple[str, str]]:
    yield from (pair for pair in _border(value) if pair[0].startswith("border-bottom"))


def _bottom(part: str) -> Any:
    """`border-color` and its like say the bottom side third, if they say it by itself."""

    def bottom(value: str) -> Iterator[tuple[str, str]]:
        parts = _parts(value)
        if parts:
            yield f"border-bottom-{part}", parts[2] if len(parts) > 2 else parts[0]

    return bottom


def _overflow(value: str) -> Iterator[tuple[str, str]]:
    parts = value.split()
    yield "overflow-x", parts[0]
    yield "overflow-y", parts[-1]


def _text_decoration(value: str) -> Iterator[tuple[str, str]]:
    lines = [part for part in value.split() if part in ("underline", "overline", "line-through", "none")]
    yield "text-decoration-line", " ".join(lines) or "none"


def _box(name: str, sides: tuple[str, ...]) -> Any:
    def split(value: str) -> Iterator[tuple[str, str]]:
        parts = _parts(value)
        if not parts:
            return
        top, right = parts[0], parts[min(1, len(parts) - 1)]
        bottom, left = parts[min(2, len(parts) - 1)] if len(parts) > 2 else top, parts[3] if len(parts) > 3 else right
        values = {"top": top, "right": right, "bottom": bottom, "left": left}
        for side in sides:
            yield (f"{name}-{side}" if name else side), values[side]

    return split


def _transition(value: str) -> Iterator[tuple[str, str]]:
    yield "transition-property", value


def _list_style(value: str) -> Iterator[tuple[str, str]]:
    yield (
        "list-style-type",
        next(
            (part for part in value.split() if not part.startswith("url(") and part not in ("inside", "outside")),
            "disc",
        ),
    )


def _animation(value: str) -> Iterator[tuple[str, str]]:
    yield "animation-name", value


_ALL_SIDES = ("top", "right", "bottom", "left")
_SHORTHANDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "background": (_background, ("background-color", "background-image")),
    "font": (_font, ("font-size", "line-height", "font-weight", "font-style", "font-family")),
    "outline": (_outline, ("outline-style", "outline-width", "outline-color")),
    "border": (
        _border,
        (
            "border-style",
            "border-width",
            "border-color",
            "border-bottom-style",
            "border-bottom-width",
            "border-bottom-color",
        ),
    ),
    "border-bottom": (_border_bottom, ("border-bottom-style", "border-bottom-width", "border-bottom-color")),
    "border-color": (_bottom("color"), ("border-bottom-color",)),
    "border-style": (_bottom("style"), ("border-bottom-style",)),
    "border-width": (_bottom("width"), ("border-bottom-width",)),
    "overflow": (_overflow, ("overflow-x", "overflow-y")),
    "text-decoration": (_text_decoration, ("text-decoration-line",)),
    "padding": (_box("padding", _ALL_SIDES), tuple(f"padding-{side}" for side in _ALL_SIDES)),
    "margin": (_box("margin", ("top", "right", "left")), ("margin-top", "margin-right", "margin-left")),
    "inset": (_box("", _ALL_SIDES), _ALL_SIDES),
    "transition": (_transition, ("transition-property",)),
    "list-style": (_list_style, ("list-style-type",)),
    "animation": (_animation, ("animation-name",)),
}


# --- media ------------------------------------------------------------------------------------------------------

_FEATURE = re.compile(
    r"\(\s*([a-z-]+)\s*(?::\s*([^)]+?))?\s*\)|\(\s*(?:([\d.]+[a-z]+)\s*([<>]=?)\s*)?(width|height)\s*(?:([<>]=?)\s*([\d.]+[a-z]+))?\s*\)"
)
_ALWAYS = {
    "hover": ("hover", None),
    "any-hover": ("hover", None),
    "pointer": ("fine", None),
    "color": (None,),
    "scripting": ("enabled", None),
    "forced-colors": ("none",),
    "prefers-reduced-motion": ("no-preference",),
    "prefers-contrast": ("no-preference",),
    "update": ("fast", None),
    "display-mode": ("browser",),
    "inverted-colors": ("none",),
    "monochrome": (),
    "grid": ("0",),
}


@lru_cache(2048)
def _query_matches(query: str, viewport: Viewport) -> bool:
    negated = query.startswith("not ")
    rest = re.sub(r"^(?:not|only)\s+", "", query)
    kind = re.match(r"[a-z]+", rest)
    fits = kind is None or kind[0] in ("all", "screen")
    if " or " in rest:
        fits = fits and any(_feature(match, viewport) for match in _FEATURE.finditer(rest))
    else:
        fits = fits and all(_feature(match, viewport) for match in _FEATURE.finditer(rest))
    return fits != negated


def _feature(match: re.Match[str], viewport: Viewport) -> bool:
    name, value = match[1], match[2]
    if match[5]:
        actual = float(viewport.width if match[5] == "width" else viewport.height)
        lower = match[3] is None or _compare(_pixels(match[3]), match[4], actual)
        return lower and (match[7] is None or _compare(actual, match[6], _pixels(match[7])))
    if name in (
        "min-width",
        "max-width",
        "width",
        "min-height",
        "max-height",
        "height",
        "min-device-width",
        "max-device-width",
    ):
        actual = float(viewport.height if name.endswith("height") else viewport.width)
        if value is None:
            return True
        wanted = _pixels(value)
        return (
            actual >= wanted
            if name.startswith("min")
            else actual <= wanted
            if name.startswith("max")
            else actual == wanted
        )
    if name == "orientation":
        return value == ("landscape" if viewport.width >= viewport.height else "portrait")
    if name == "prefers-color-scheme":
        return value == viewport.scheme
    return value in _ALWAYS.get(name or "", ())


def _compare(left: float, sign: str, right: float) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _pixels(value: str) -> float:
    match = re.match(r"([\d.]+)([a-z]*)", value)
    if match is None:
        return 0.0
    return float(match[1]) * {"em": 16.0, "rem": 16.0, "pt": 4 / 3, "in": 96.0, "cm": 37.8, "mm": 3.78}.get(
        match[2], 1.0
    )

"""Pages of one shape: many pages of a site differ in their words and addresses only, and look alike to style rules.

A rule that is marked `by_shape` asks about elements, their attributes, their style and where there are words, and
about nothing else. Where such rules found no fault on a page, they find none on a page of the same shape. Sheets that
differ only in a last rule of custom properties, as those of forces with their own colours do, make the same form in
other tints; then only rules `by_colour` are asked again, and only what rests on these properties is painted again.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dpcsite.check.page import DESK, HALF, PHONE, Page
from dpcsite.check.semantics.cascade import Sheet
from dpcsite.formats.css import Declaration, StyleRule, colour, media_matches
from dpcsite.formats.html import Document, Element

# Attributes whose values are words or addresses; only that they say something belongs to the shape.
WORDS = frozenset({"href", "src", "content", "alt", "title", "aria-label", "hreflang", "datetime"})
SCRIPTED = frozenset({"script", "style"})  # their text is not words, and counts as it stands

MET = 16384  # attributes and texts that are remembered, for pages share most of theirs
KEPT = 48  # pages; those of one shape are made one after the other

_COMPARED = re.compile(
    r"""\[\s*([a-z-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"\\\]]*)"|'([^'\\\]]*)'|([\w-]+))\s*)?\]""", re.IGNORECASE
)
_LETTER = re.compile(r"\w")

# Comparisons of selectors by attribute; None where the whole value counts.
Asked = Mapping[str, Sequence[tuple[str, str]] | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a page comes to without its words: its form, and the tints that it has it in."""

    form: int
    tints: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What the style sheets of a page come to; `tokens` are the custom properties of their last rules."""

    sheets: Sequence[Sheet]
    form: int
    tints: int
    tokens: frozenset[str]
    asked: Asked
    attrs: dict[tuple[tuple[str, str], ...], object] = field(default_factory=dict)


class Shapes:
    """Remembers pages by their shape, and which shapes the rules by shape found without fault."""

    def __init__(self) -> None:
        self._clean: set[Shape] = set()
        self._forms: set[int] = set()
        self._pages: OrderedDict[int, tuple[Page, int]] = OrderedDict()
        self._told: dict[tuple[int, ...], _Told] = {}

    def page(self, document: Document, sheets: Sequence[Sheet]) -> tuple[Page, Shape]:
        """The page that a document makes, with what is known from one of the same shape; and that shape."""
        shape, told = self.shape(document, sheets), self._tell(sheets)
        like, tints = self._pages.get(shape.form, (None, 0))
        if like is None:
            page = Page(document, sheets)
            self._pages[shape.form] = (page, shape.tints)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
            return page, shape
        self._pages.move_to_end(shape.form)
        page = like.on(document) if tints == shape.tints else like.tinted(document, sheets, told.tokens)
        return page, shape

    def clean(self, shape: Shape) -> bool:
        """Whether a page of this shape was found without fault before."""
        return shape in self._clean

    def clean_in_other_colours(self, shape: Shape) -> bool:
        """Whether a page of this form was found without fault before, in whatever tints."""
        return shape.form in self._forms

    def remember(self, shape: Shape) -> None:
        """Note a shape without fault."""
        self._clean.add(shape)
        self._forms.add(shape.form)

    def shape(self, document: Document, sheets: Sequence[Sheet]) -> Shape:
        """The shape of a page."""
        told = self._tell(sheets)
        form = hash((told.form, tuple([_element(element, told) for element in document.elements])))
        return Shape(form, told.tints)

    def _tell(self, sheets: Sequence[Sheet]) -> _Told:
        """What sheets come to; they are known again by identity, as the same text is parsed once in a process."""
        known = tuple(id(sheet) for sheet in sheets)
        if known not in self._told:
            parts = [_parted(sheet) for sheet in sheets]
            tints = tuple(tint for _, tint in parts)
            names = [[said.name for said in rule.declarations] for rule in tints if rule]
            form = hash((tuple(body for body, _ in parts), tuple(tuple(one) for one in names)))
            tokens = frozenset(name for one in names for name in one)
            self._told[known] = _Told(sheets, form, hash(tints), tokens, _asked(sheets))
        return self._told[known]


def _parted(sheet: Sheet) -> tuple[Sheet, StyleRule | None]:
    """A sheet without its last rule, and that rule, if it only gives custom properties of the root their values."""
    last = sheet[-1] if sheet else None
    if last is None or [one.text for one in last.selectors] != [":root"] or last.media != ("screen",):
        return sheet, None
    return (sheet[:-1], last) if all(_is_tint(said) for said in last.declarations) else (sheet, None)


def _is_tint(said: Declaration) -> bool:
    """Whether a declaration gives a custom property an opaque colour."""
    tint = colour(said.value) if said.name.startswith("--") and not said.important else None
    return tint is not None and tint[3] == 1


def _asked(sheets: Sequence[Sheet]) -> Asked:
    """What selectors ask of words and addresses, on the screens that rules ask about."""
    rules = [rule for sheet in sheets for rule in sheet if _on_screen(rule)]
    asked: dict[str, list[tuple[str, str]] | None] = {name: [] for name in WORDS}
    for text in sorted({selector.text for rule in rules for selector in rule.selectors}):
        compared = _COMPARED.findall(text)
        if len(compared) < text.count("["):  # something is written in a way that is not understood here
            asked |= dict.fromkeys(WORDS)
        for name, sign, *values in compared:
            known = asked.get(name.lower())
            if sign and known is not None:
                known.append((sign, "".join(values)))
    return asked


def _answers(value: str, asked: Sequence[tuple[str, str]]) -> tuple[bool, ...]:
    """Whether a value says something, and what comes out of each comparison, with and without regard to capitals."""
    both = [
        _COMPARISONS[sign](*texts) for sign, text in asked for texts in ((value, text), (value.lower(), text.lower()))
    ]
    return (bool(value.strip()), *both)


_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda value, text: value == text,
    "~=": lambda value, text: text in value.split(),
    "|=": lambda value, text: value == text or value.startswith(f"{text}-"),
    "^=": lambda value, text: value.startswith(text),
    "$=": lambda value, text: value.endswith(text),
    "*=": lambda value, text: text in value,
}


def _on_screen(rule: StyleRule) -> bool:
    return any(all(media_matches(one, screen) for one in rule.media) for screen in (DESK, HALF, PHONE))


def _element(element: Element, told: _Told) -> tuple[object, ...]:
    attrs: object = None
    if element.attrs:
        key = tuple(element.attrs.items())
        attrs = told.attrs.get(key)  # most elements of most pages have attributes that were seen before
        if attrs is None:
            attrs = told.attrs[key] = tuple([_attribute(name, value, told.asked) for name, value in key])
            if len(told.attrs) > MET:
                told.attrs.clear()
    if element.tag in SCRIPTED:
        return (element.tag, attrs, element.text())
    # With the indices of its children, the place of each element is told by the one around it.
    words = [_words(child) if type(child) is str else child.index for child in element.children]
    return (element.tag, attrs, *words)


def _attribute(name: str, value: str, asked: Asked) -> tuple[str, object]:
    known = asked.get(name)
    return name, value if known is None else _answers(value, known)


@lru_cache(MET)
def _words(text: str) -> str:
    """What a text holds: "a" a letter or digit, "." only other signs, "" nothing but white space."""
    if _LETTER.search(text):
        return "a"
    return "." if text.strip() else ""

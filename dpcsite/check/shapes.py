"""Pages of one shape: many pages of a site differ in their words and addresses only, and look alike to style rules.

A rule that is marked `by_shape` asks about elements, their attributes, their style and where there are words, and
about nothing else. Where such rules found no fault on a page, they find none on a page of the same shape.
"""

import re
from collections import OrderedDict
from collections.abc import Sequence

from dpcsite.check.page import DESK, HALF, PHONE, Page
from dpcsite.check.semantics.cascade import Sheet
from dpcsite.formats.css import StyleRule, media_matches
from dpcsite.formats.html import Document, Element

# Attributes whose values are words or addresses; only that they say something belongs to the shape.
WORDS = frozenset({"href", "src", "content", "alt", "title", "aria-label", "hreflang", "datetime"})
SCRIPTED = frozenset({"script", "style"})  # their text is not words, and counts as it stands

KEPT = 48  # pages; those of one shape are made one after the other

_SELECTED = re.compile(r"\[\s*([a-z-]+)")
_LETTER = re.compile(r"\w")

Shape = int


class Shapes:
    """Remembers pages by their shape, and which shapes the rules by shape found without fault."""

    def __init__(self) -> None:
        self._clean: set[Shape] = set()
        self._pages: OrderedDict[Shape, Page] = OrderedDict()
        self._selected: dict[tuple[int, ...], frozenset[str]] = {}

    def page(self, document: Document, sheets: Sequence[Sheet]) -> tuple[Page, Shape]:
        """The page that a document makes, with what is known from one of the same shape; and that shape."""
        shape = self.shape(document, sheets)
        like = self._pages.get(shape)
        if like is None:
            page = self._pages[shape] = Page(document, sheets)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
            return page, shape
        self._pages.move_to_end(shape)
        return like.on(document), shape

    def clean(self, shape: Shape) -> bool:
        """Whether a page of this shape was found without fault before."""
        return shape in self._clean

    def remember(self, shape: Shape) -> None:
        """Note a shape without fault."""
        self._clean.add(shape)

    def shape(self, document: Document, sheets: Sequence[Sheet]) -> Shape:
        """The shape of a page. Sheets are told apart by identity: the same text is parsed once in a process."""
        known = tuple(id(sheet) for sheet in sheets)
        if known not in self._selected:
            self._selected[known] = _selected(sheets)
        volatile = WORDS - self._selected[known]
        return hash((known, tuple(_element(element, volatile) for element in document.elements)))


def _selected(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Attributes that selectors look into, on the screens that rules ask about."""
    asked = [rule for sheet in sheets for rule in sheet if _on_screen(rule)]
    texts = (selector.text for rule in asked for selector in rule.selectors)
    return frozenset(name for text in texts for name in _SELECTED.findall(text))


def _on_screen(rule: StyleRule) -> bool:
    return any(all(media_matches(one, screen) for one in rule.media) for screen in (DESK, HALF, PHONE))


def _element(element: Element, volatile: frozenset[str]) -> tuple[object, ...]:
    attrs = tuple((name, bool(value.strip()) if name in volatile else value) for name, value in element.attrs.items())
    parent = element.parent.index if element.parent else -1
    if element.tag in SCRIPTED:
        return (element.tag, parent, attrs, element.text())
    words = tuple(_words(child) if isinstance(child, str) else child.index for child in element.children)
    return (element.tag, parent, attrs, words)


def _words(text: str) -> tuple[int, bool]:
    """How many words, up to three, and whether there is a letter or digit in them."""
    return (-min(len(text.split(None, 3)), 3), _LETTER.search(text) is not None)

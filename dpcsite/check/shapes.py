"""Pages of one shape: many pages of a site differ in their words and addresses only, and look alike to style rules.

A rule that is marked `by_shape` asks about elements, their attributes, their style and where there are words, and
about nothing else. Where such rules found no fault on a page, they find none on a page of the same shape.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from dpcsite.check.page import DESK, HALF, PHONE, Page
from dpcsite.check.semantics.cascade import Sheet
from dpcsite.formats.css import StyleRule, media_matches
from dpcsite.formats.html import Document, Element

# Attributes whose values are words or addresses; only that they say something belongs to the shape.
WORDS = frozenset({"href", "src", "content", "alt", "title", "aria-label", "hreflang", "datetime"})
SCRIPTED = frozenset({"script", "style"})  # their text is not words, and counts as it stands

KEPT = 48  # pages; those of one shape are made one after the other

_COMPARED = re.compile(
    r"""\[\s*([a-z-]+)\s*(?:([~|^$*]?=)\s*(?:"([^"\\\]]*)"|'([^'\\\]]*)'|([\w-]+))\s*)?\]""", re.IGNORECASE
)
_LETTER = re.compile(r"\w")

Shape = int
# Comparisons of selectors by attribute; None where the whole value counts.
Asked = Mapping[str, Sequence[tuple[str, str]] | None]


class Shapes:
    """Remembers pages by their shape, and which shapes the rules by shape found without fault."""

    def __init__(self) -> None:
        self._clean: set[Shape] = set()
        self._pages: OrderedDict[Shape, Page] = OrderedDict()
        self._asked: dict[tuple[int, ...], Asked] = {}

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
        if known not in self._asked:
            self._asked[known] = _asked(sheets)
        asked = self._asked[known]
        return hash((known, tuple(_element(element, asked) for element in document.elements)))


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


def _element(element: Element, asked: Asked) -> tuple[object, ...]:
    attrs = tuple(
        (name, value if (known := asked.get(name)) is None else _answers(value, known))
        for name, value in element.attrs.items()
    )
    parent = element.parent.index if element.parent else -1
    if element.tag in SCRIPTED:
        return (element.tag, parent, attrs, element.text())
    words = tuple(_words(child) if isinstance(child, str) else child.index for child in element.children)
    return (element.tag, parent, attrs, words)


def _words(text: str) -> tuple[int, bool]:
    """How many words, up to three, and whether there is a letter or digit in them."""
    return (-min(len(text.split(None, 3)), 3), _LETTER.search(text) is not None)

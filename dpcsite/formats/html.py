"""HTML in: a light tree of elements and texts that remembers where each start tag stands.

turbohtml builds the tree as browsers do (WHATWG HTML, tree construction); only this module knows it. Elements are
slotted and made once in document order, so that rules can walk a list and keep what they learn in it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any

import turbohtml

_PLAIN_TAG = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ODD_IN_ID = re.compile(r"([\x01-\x1f\x7f]|^[0-9]|(?<=^-)[0-9])|^-\Z|[ -,./:-@\[-^`{-~]")


class Element:
    """An element. `attrs` keeps every attribute as text, "" for one without a value; `index` is its place in order.

    `alone` says that no other element of the document has its id.
    """

    __slots__ = ("_node", "_said", "alone", "attrs", "children", "index", "parent", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Element | None", index: int, node: Any) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.index = index
        self.alone = False
        self.children: list[Element | str] = []
        self._node = node
        self._said: str | None = None

    def get(self, name: str) -> str | None:
        """Value of an attribute, or None where it is not there."""
        return self.attrs.get(name)

    @property
    def line(self) -> int:
        """Line of the start tag in the HTML text, from 1; 0 for an element the parser added itself."""
        return int(self._node.source_line or 0)

    @property
    def column(self) -> int:
        """Column of the start tag in the HTML text, from 1."""
        return int(self._node.source_col or 0) + 1

    @property
    def elements(self) -> "Iterator[Element]":
        """Element children, without the text between them."""
        return (child for child in self.children if not isinstance(child, str))

    def descendants(self) -> "Iterator[Element]":
        """All elements inside this one, in document order; without recursion, however deep they are."""
        waiting = list(self.elements)[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(list(element.elements)[::-1])

    def ancestors(self) -> "Iterator[Element]":
        """Elements around this one, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def text(self) -> str:
        """All text inside, as it stands."""
        if self._said is None:  # many rules ask, and the tree stays as it is
            self._said = self._inside()
        return self._said

    def _inside(self) -> str:
        texts: list[str] = []
        waiting: list[Element | str] = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                texts.append(child)
            else:
                waiting.extend(child.children[::-1])
        return "".join(texts)

    @property
    def selector(self) -> str:
        """A CSS path to this element: tags, with an id or a count where a tag alone would not do."""
        steps = []
        element: Element | None = self
        while element is not None:
            steps.append(_step(element))
            if element.alone:
                break
            element = element.parent
        return " > ".join(reversed(steps))

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attrs}>"


class Document:
    """A parsed page: its elements in document order, with look-ups by tag and by id."""

    __slots__ = ("_by_node", "_doubled", "_tree", "attributes", "by_id", "doctype", "elements", "root", "tags")

    def __init__(self, tree: Any, root: Element | None, elements: list[Element], doctype: bool) -> None:
        self._tree = tree
        self._by_node: dict[int, Element] = {}
        self._doubled: list[Element] | None = None
        self.root = root
        self.elements = elements
        self.doctype = doctype
        self.tags: dict[str, list[Element]] = {}
        self.by_id: dict[str, list[Element]] = {}
        self.attributes: dict[str, list[Element]] = {}
        for element in elements:
            self.tags.setdefault(element.tag, []).append(element)
            for name in element.attrs:
                self.attributes.setdefault(name, []).append(element)
            identity = element.attrs.get("id")
            if identity:
                self.by_id.setdefault(identity, []).append(element)
        shared = Counter(identity.lower() for identity, found in self.by_id.items() for _ in found)
        for identity, found in self.by_id.items():
            found[0].alone = shared[identity.lower()] == 1  # pages without a doctype do not tell "a" from "A"

    def all(self, *tags: str) -> "Iterator[Element]":
        """Elements with one of these tags; in document order within each tag."""
        for tag in tags:
            yield from self.tags.get(tag, ())

    def with_attribute(self, name: str) -> list[Element]:
        """Elements that have an attribute, in document order."""
        return self.attributes.get(name, [])

    def select(self, selector: str) -> list[Element]:
        """Elements that a CSS selector matches at rest; none where it cannot be read (Selectors 4)."""
        try:
            nodes = self._tree.select(selector)
        except ValueError:
            return []
        if not nodes:
            return []
        if not self._by_node:
            self._by_node = {id(element._node): element for element in self.elements}
        known = self._by_node
        return [known[id(node)] for node in nodes if id(node) in known]

    def doubled(self) -> list[Element]:
        """Elements whose start tag has an attribute twice; the parser keeps the first one only."""
        if self._doubled is None:
            self._doubled = self._find_doubled()
        return self._doubled

    def _find_doubled(self) -> list[Element]:
        places = [(slip.line, slip.col + 1) for slip in self._tree.errors if slip.code == "duplicate-attribute"]
        if not places:
            return []
        written = sorted((one for one in self.elements if one.line), key=lambda one: (one.line, one.column))
        starts = [(one.line, one.column) for one in written]
        found = {max(bisect_right(starts, place) - 1, 0) for place in places}
        return [written[number] for number in sorted(found) if number < len(written)]

    def first(self, tag: str) -> Element | None:
        """The first element with this tag."""
        found = self.tags.get(tag)
        return found[0] if found else None


def parse(markup: str | bytes) -> Document:
    """Parse a whole HTML document, as a browser would; bytes are decoded by the rules of HTML."""
    document = turbohtml.parse(markup)
    elements: list[Element] = []
    root: Element | None = None
    doctype = False
    for node in document.children:
        if isinstance(node, turbohtml.Element):
            root = _grow(node, None, elements)
        elif isinstance(node, turbohtml.Doctype):
            doctype = True
    return Document(document, root, elements, doctype)


def _grow(top: turbohtml.Element, parent: Element | None, elements: list[Element]) -> Element:
    """Copy a tree without recursion: a hostile page may nest a thousand deep."""
    first = _copy(top, parent, elements)
    stack: list[tuple[Element, Iterator[Any]]] = [(first, iter(top.children))]
    while stack:
        current, rest = stack[-1]
        for node in rest:
            if type(node) is turbohtml.Element:
                child = _copy(node, current, elements)
                current.children.append(child)
                stack.append((child, iter(node.children)))
                break
            if type(node) is turbohtml.Text:
                current.children.append(node.data)
        else:
            stack.pop()
    return first


def _copy(node: turbohtml.Element, parent: Element | None, elements: list[Element]) -> Element:
    attrs = {name: node.attr(name) or "" for name in node.attrs}
    element = Element(node.tag, attrs, parent, len(elements), node)
    elements.append(element)
    return element


def _step(element: Element) -> str:
    if element.alone:
        return f"#{_escaped(element.attrs['id'])}"
    if element.parent is None:
        return element.tag
    if not _PLAIN_TAG.fullmatch(element.tag):
        return f"*:nth-child({list(element.parent.elements).index(element) + 1})"
    same = [one for one in element.parent.elements if one.tag == element.tag]
    if len(same) == 1:
        return element.tag
    return f"{element.tag}:nth-of-type({same.index(element) + 1})"


def _escaped(identity: str) -> str:
    """An id as a selector writes it, as `CSS.escape` does (CSSOM, serialize an identifier)."""
    return _ODD_IN_ID.sub(lambda match: f"\\{ord(match[0]):x} " if match[1] else f"\\{match[0]}", identity)

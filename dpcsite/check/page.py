"""A page as rules see it: its elements, and what they mean, worked out once per element and kept."""

from collections.abc import Iterator

from dpcsite.check.semantics import names, roles, visibility
from dpcsite.formats.html import Document, Element


class Page:
    """A parsed page. Everything that it tells about an element is computed at most once.

    `prefix` and `host` say which addresses belong to the site: paths below `prefix`, and nothing else.
    """

    __slots__ = ("_hidden", "_names", "_roles", "document")

    def __init__(self, document: Document) -> None:
        self.document = document
        self._hidden: dict[int, bool] = {}
        self._names: dict[int, str] = {}
        self._roles: dict[int, str] = {}

    def all(self, *tags: str) -> Iterator[Element]:
        """Elements with these tags."""
        return self.document.all(*tags)

    def hidden(self, element: Element) -> bool:
        """Whether assistive technology passes over the element (see `semantics.visibility`)."""
        known = self._hidden.get(element.index)
        if known is None:
            above = element.parent is not None and self.hidden(element.parent)
            known = self._hidden[element.index] = above or visibility.hides(element)
        return known

    def role(self, element: Element) -> str:
        """The element's role, explicit or implicit; "" for one without meaning of its own."""
        known = self._roles.get(element.index)
        if known is None:
            known = self._roles[element.index] = roles.role(element)
        return known

    def name(self, element: Element) -> str:
        """The element's accessible name, white space folded (Accessible Name and Description Computation 1.2)."""
        known = self._names.get(element.index)
        if known is None:
            known = self._names[element.index] = names.name(element, self.document, self.hidden)
        return known

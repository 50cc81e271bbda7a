"""A page as rules see it: its elements and what they mean, each thing worked out once, when it is first asked for."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from dpcsite.check.semantics import focus, names, roles, visibility
from dpcsite.check.semantics.cascade import Sheet, Styles
from dpcsite.check.semantics.paint import Paint
from dpcsite.check.semantics.role_data import CHILDREN_PRESENTATIONAL, TAKEN_ALONG
from dpcsite.formats.css import Viewport
from dpcsite.formats.html import Document, Element

DESK = Viewport(1280, 1024)
HALF = Viewport(640, 512)  # 1280 pixels at 200 % zoom (WCAG 1.4.4)
PHONE = Viewport(320, 256)  # what 1280 pixels are at 400 % zoom (WCAG 1.4.10)


class Page:
    """A parsed page with its style sheets.

    "Hidden" is out of the accessibility tree, "rendered" is in the layout, "visible" can be seen by the eye.
    """

    def __init__(self, document: Document, sheets: Sequence[Sheet] = ()) -> None:
        self.document = document
        self.sheets = sheets
        self.styles = Styles(document, sheets, DESK)
        self._rendered: dict[int, bool] = {}
        self._silenced: dict[int, bool] = {}
        self._hidden: dict[int, bool] = {}
        self._visible: dict[int, bool] = {}
        self._tabbable: dict[int, bool] = {}
        self._names: dict[int, str] = {}
        self._roles: dict[int, str] = {}
        self._by_role: dict[str, list[int]] | None = None
        self._like: tuple[Page, frozenset[int]] | None = None
        self._twin: Page | None = None

    def on(self, document: Document) -> "Page":
        """The page that another document of the same shape makes (see `check.shapes`): only its words are its own."""
        other = Page(document, ())
        other.sheets, other.styles = self.sheets, self.styles.on(document)
        other._rendered, other._silenced, other._hidden = self._rendered, self._silenced, self._hidden
        other._visible, other._roles, other._by_role = self._visible, self._roles, self._roles_by_index()
        other._tabbable, other._twin = self._tabbable, self
        return other

    def tinted(self, document: Document, sheets: Sequence[Sheet], tokens: frozenset[str]) -> "Page":
        """The page of another document of the same shape, whose sheets give these tokens other colours."""
        other, apart = self.on(document), self.styles.resting_on(tokens)
        other.sheets, other.styles = sheets, self.styles.tinted(document, sheets, apart)
        other._like, other._twin = (self, apart), None
        return other

    @cached_property
    def narrow(self) -> Styles:
        """The cascade again on a screen of 320 CSS pixels."""
        return self._twin.narrow.on(self.document) if self._twin else self.styles.seen_in(PHONE)

    @cached_property
    def half(self) -> Styles:
        """The cascade again on a screen of 640 CSS pixels."""
        return self._twin.half.on(self.document) if self._twin else self.styles.seen_in(HALF)

    @cached_property
    def paint(self) -> Paint:
        """The colours behind each text."""
        if self._like is None:
            return Paint(self.document, self.styles)
        like, apart = self._like
        return like.paint.on(self.document, self.styles, apart)

    @cached_property
    def body(self) -> Element | None:
        """The body of the page."""
        return self.document.first("body")

    def all(self, *tags: str) -> Iterator[Element]:
        """Elements with these tags, hidden ones too."""
        return self.document.all(*tags)

    def with_role(self, *wanted: str) -> list[Element]:
        """Elements that assistive technology meets with one of these roles, in document order."""
        known = self._roles_by_index()
        elements = self.document.elements
        if len(wanted) == 1:
            return [elements[index] for index in known.get(wanted[0], ())]
        return [elements[index] for index in sorted(index for role in wanted for index in known.get(role, ()))]

    def _roles_by_index(self) -> dict[str, list[int]]:
        if self._by_role is None:
            by_role: dict[str, list[int]] = {}
            for element in self.document.elements:
                role = self.role(element)
                if role and not self.hidden(element):
                    by_role.setdefault(role, []).append(element.index)
            self._by_role = by_role
        return self._by_role

    def rendered(self, element: Element) -> bool:
        """Whether the element takes part in the page's layout."""
        known = self._rendered.get(element.index)
        if known is None:
            parent = element.parent
            around = parent is None or self.rendered(parent)
            known = self._rendered[element.index] = around and visibility.renders(element, self.styles)
        return known

    def silenced(self, element: Element) -> bool:
        """Whether aria-hidden or inert, here or further up, keeps the element from assistive technology."""
        known = self._silenced.get(element.index)
        if known is None:
            parent = element.parent
            around = parent is not None and self.silenced(parent)
            known = self._silenced[element.index] = around or visibility.silenced(element)
        return known

    def hidden(self, element: Element) -> bool:
        """Whether assistive technology passes over the element."""
        known = self._hidden.get(element.index)
        if known is None:
            shown = self.rendered(element) and not visibility.unseen(element, self.styles)
            known = self._hidden[element.index] = not shown or self.silenced(element)
        return known

    def visible(self, element: Element) -> bool:
        """Whether the eye can see the element, as far as style tells."""
        if not self.rendered(element) or visibility.unseen(element, self.styles):
            return False
        return not self._clipped(element)

    def _clipped(self, element: Element) -> bool:
        known = self._visible.get(element.index)
        if known is None:
            parent = element.parent
            around = parent is not None and self._clipped(parent)
            known = self._visible[element.index] = around or visibility.clipped(element, self.styles)
        return known

    def focusable(self, element: Element) -> bool:
        """Whether the element can take the focus."""
        if not focus.focusable(element) or ("inert" in self.document.attributes and focus.inert(element)):
            return False
        return self.rendered(element) and not visibility.unseen(element, self.styles)

    def tabbable(self, element: Element) -> bool:
        """Whether the Tab key stops at the element."""
        known = self._tabbable.get(element.index)
        if known is None:
            known = self._tabbable[element.index] = focus.tabbable(element) and self.focusable(element)
        return known

    def role(self, element: Element) -> str:
        """The role that assistive technology is told; "" for none, "presentation" for none on purpose."""
        known = self._roles.get(element.index)
        if known is None:
            known = self._roles[element.index] = self._role(element)
        return known

    def name(self, element: Element) -> str:
        """The accessible name, white space folded (Accessible Name and Description Computation 1.2)."""
        known = self._names.get(element.index)
        if known is None:
            known = self._names[element.index] = names.name(element, self)
        return known

    def description(self, element: Element) -> str:
        """The accessible description, white space folded."""
        return names.description(element, self)

    def presentational_child(self, element: Element) -> bool:
        """Whether an element around this one makes all of its children presentational, as a button does."""
        return any(self.role(above) in CHILDREN_PRESENTATIONAL for above in element.ancestors())

    def _role(self, element: Element) -> str:
        explicit = roles.explicit(element)
        implicit = roles.implicit(element)
        if explicit and explicit != "presentation":
            return explicit
        if explicit == "presentation":
            kept = roles.speaks(element) or self.focusable(element)
            return implicit if kept and implicit != "presentation" else "presentation"
        return "presentation" if self._taken_along(element) else implicit

    def _taken_along(self, element: Element) -> bool:
        """Items, rows and cells lose their meaning with the list or table that gave it to them."""
        parent = element.parent
        while parent is not None:
            parts = TAKEN_ALONG.get(parent.tag)
            if parts is not None:
                gave_up = roles.explicit(parent) == "presentation" and self.role(parent) == "presentation"
                return element.tag in parts and gave_up
            if parent.tag not in ("thead", "tbody", "tfoot", "tr", "div", "colgroup"):
                return False
            parent = parent.parent
        return False

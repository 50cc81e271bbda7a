"""What the semantics may ask of the page around an element; `check.page.Page` answers."""

from typing import Protocol

from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.html import Document, Element


class Sight(Protocol):
    """A page, as names, roles and visibility see it."""

    document: Document

    @property
    def styles(self) -> Styles:
        """The cascade at the usual viewport."""

    def hidden(self, element: Element) -> bool:
        """Whether assistive technology passes over the element."""

    def rendered(self, element: Element) -> bool:
        """Whether the element takes part in the page's layout at all."""

    def silenced(self, element: Element) -> bool:
        """Whether aria-hidden or inert keeps the element from assistive technology."""

    def role(self, element: Element) -> str:
        """The role that assistive technology is told."""

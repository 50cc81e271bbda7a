"""Which texts take an inherited property from where, and spacing that a `style` attribute fixes for good."""

from collections.abc import Iterator

from dpcsite.check.semantics.cascade import Styles, pixels
from dpcsite.formats.css import parse_inline
from dpcsite.formats.html import Document, Element

KEYWORDS = ("inherit", "unset", "revert", "revert-layer")  # a reader's style further up still counts


def fixed(document: Document, name: str) -> Iterator[tuple[Element, str]]:
    """Elements whose `style` attribute makes a property important, with the value that wins."""
    for element in document.with_attribute("style"):
        if name not in element.attrs["style"].lower():
            continue
        said = [one for one in parse_inline(element.attrs["style"]) if one.name == name and one.important]
        if said and said[-1].value not in KEYWORDS:
            yield element, said[-1].value


def texts(element: Element, name: str, styles: Styles) -> Iterator[Element]:
    """The elements with text of their own, this one and those inside, that take the property from this one."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if any(isinstance(child, str) and child.strip() for child in one.children):
            yield one
        waiting.extend(child for child in one.elements if name not in styles.declared(child))


def share(value: str, element: Element, text: Element, styles: Styles) -> float | None:
    """A length as a share of the font size of a text that inherits it; None where it cannot be told."""
    if value in ("normal", "initial"):
        return 0.0
    length = pixels(value, styles.font_size(element), styles.viewport)
    size = styles.font_size(text)
    return None if length is None or size == 0 else length / size


def length(text: Element, name: str, styles: Styles) -> int:
    """How many characters of an element take a property from it, or from where it takes it."""
    count = 0
    for child in text.children:
        if isinstance(child, str):
            count += len(" ".join(child.split()))
        elif name not in styles.declared(child):
            count += length(child, name, styles)
    return count

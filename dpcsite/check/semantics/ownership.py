"""Who owns whom in the accessibility tree: by nesting, or by aria-owns; what means nothing is passed over."""

from collections.abc import Iterator

from dpcsite.check.semantics.sight import Sight
from dpcsite.formats.html import Element

TRANSPARENT = frozenset({"", "generic", "presentation"})


def owner(page: Sight, element: Element) -> Element | None:
    """The nearest element around this one that has a meaning of its own; None where there is none."""
    seen: set[int] = set()
    above = _above(page, element)
    while above is not None and above.index not in seen:
        seen.add(above.index)
        if page.role(above) not in TRANSPARENT:
            return above
        above = _above(page, above)
    return None


def owned(page: Sight, element: Element) -> Iterator[Element]:
    """The nearest elements inside, or pointed at with aria-owns, that have a meaning of their own."""
    waiting = _below(page, element)[::-1]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one.index in seen or page.hidden(one):
            continue
        seen.add(one.index)
        if page.role(one) not in TRANSPARENT:
            yield one
        else:
            waiting.extend(_below(page, one)[::-1])


def _above(page: Sight, element: Element) -> Element | None:
    identity = element.attrs.get("id")
    if identity:
        for one in page.document.with_attribute("aria-owns"):
            if identity in one.attrs["aria-owns"].split() and page.document.by_id[identity][0] is element:
                return one
    return element.parent


def _below(page: Sight, element: Element) -> list[Element]:
    found = list(element.elements)
    for identity in element.attrs.get("aria-owns", "").split():
        found.extend(page.document.by_id.get(identity, [])[:1])
    return found

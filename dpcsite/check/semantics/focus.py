"""Which elements can take the focus, and in which order a keyboard meets them (HTML, section Focus)."""

import re

from dpcsite.formats.html import Element

CAN_BE_DISABLED = frozenset({"button", "input", "select", "textarea"})
EDITABLE = frozenset({"", "true", "plaintext-only"})

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]+)")


def tabindex(element: Element) -> int | None:
    """Read the attribute as browsers do; None where it is missing or no number."""
    given = element.attrs.get("tabindex")
    match = _INTEGER.match(given) if given else None
    return int(match[1][:9]) if match else None


def native(element: Element) -> bool:
    """Whether HTML lets the element take the focus without a tabindex, if it is shown at all."""
    tag, attrs = element.tag, element.attrs
    if tag in CAN_BE_DISABLED:
        return not disabled(element) and not (tag == "input" and attrs.get("type", "").strip().lower() == "hidden")
    if tag in ("a", "area"):
        return "href" in attrs
    if tag in ("audio", "video"):
        return "controls" in attrs
    if tag == "summary":
        parent = element.parent
        return parent is not None and parent.tag == "details" and _first_summary(parent) is element
    if tag == "iframe":
        return True
    return "contenteditable" in attrs and attrs["contenteditable"].strip().lower() in EDITABLE


def focusable(element: Element) -> bool:
    """Whether it can take the focus, by script at least, if it is shown at all."""
    if element.tag in CAN_BE_DISABLED and disabled(element):
        return False
    return native(element) or tabindex(element) is not None


def inert(element: Element) -> bool:
    """Whether the element, or one around it, is kept from every kind of input."""
    return "inert" in element.attrs or any("inert" in above.attrs for above in element.ancestors())


def tabbable(element: Element) -> bool:
    """Whether the Tab key stops at it, if it is shown at all."""
    index = tabindex(element)
    return focusable(element) and (index is None or index >= 0)


def disabled(element: Element) -> bool:
    """Whether it, or a fieldset around it, is disabled; what stands in that fieldset's legend is not."""
    if element.tag not in CAN_BE_DISABLED and element.tag not in ("fieldset", "option", "optgroup"):
        return False
    if "disabled" in element.attrs:
        return True
    inside = element
    for above in element.ancestors():
        if above.tag == "fieldset" and "disabled" in above.attrs:
            legend = next((one for one in above.elements if one.tag == "legend"), None)
            if inside is not legend:
                return True
        inside = above
    return False


def _first_summary(details: Element) -> Element | None:
    return next((one for one in details.elements if one.tag == "summary"), None)

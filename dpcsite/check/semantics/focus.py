"""Which elements can take the focus, and why a role that would take their meaning away then does not count."""

import re

from dpcsite.check.semantics.roles import implicit
from dpcsite.formats.html import Element

CAN_BE_DISABLED = frozenset({"button", "input", "select", "textarea"})
EDITABLE = frozenset({"", "true", "plaintext-only"})

# Global states and properties of WAI-ARIA 1.2, without aria-hidden, which speaks for itself.
GLOBAL_ATTRIBUTES = (
    "aria-atomic",
    "aria-busy",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-details",
    "aria-dropeffect",
    "aria-flowto",
    "aria-grabbed",
    "aria-keyshortcuts",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "aria-owns",
    "aria-relevant",
    "aria-roledescription",
)

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]+)")


def tabindex(element: Element) -> int | None:
    """Read the attribute as browsers do; None where it is missing or no number."""
    match = _INTEGER.match(element.attrs.get("tabindex", ""))
    return int(match[1][:9]) if match else None


def focusable(element: Element) -> bool:
    """Whether it can take the focus, if it is shown at all."""
    tag, attrs = element.tag, element.attrs
    if tag in CAN_BE_DISABLED:
        return not _disabled(element)
    if tabindex(element) is not None or tag == "iframe":
        return True
    if tag in ("a", "area"):
        return "href" in attrs
    if tag in ("audio", "video"):
        return "controls" in attrs
    if tag == "summary":
        return element.parent is not None and element.parent.tag == "details"
    return attrs.get("contenteditable", "false").strip().lower() in EDITABLE


def exposed_role(element: Element, role: str) -> str:
    """Resolve conflicts of the role "presentation" (WAI-ARIA 1.2): what can take the focus keeps its meaning."""
    if role != "presentation":
        return role
    told = any(element.attrs.get(name, "").strip() for name in GLOBAL_ATTRIBUTES)
    return implicit(element) if told or focusable(element) else role


def _disabled(element: Element) -> bool:
    """Whether it, or a fieldset around it, is disabled; what stands in that fieldset's legend is not."""
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

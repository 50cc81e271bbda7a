"""Roles of elements: the explicit one where it is a real role, else what HTML gives (HTML-AAM 1.0)."""

from dpcsite.check.semantics.role_data import IMPLICIT_ROLES, INPUT_ROLES, ROLES
from dpcsite.formats.html import Element

SECTIONING = frozenset({"article", "aside", "main", "nav", "section"})


def role(element: Element) -> str:
    """The role of an element, "" where it has none; of several explicit roles the first that exists counts."""
    explicit = element.attrs.get("role")
    if explicit:
        for word in explicit.lower().split():
            if word in ROLES:
                return "presentation" if word == "none" else word
    return implicit(element)


def implicit(element: Element) -> str:
    """The role that HTML gives."""
    tag, attrs = element.tag, element.attrs
    if tag in ("a", "area"):
        return "link" if "href" in attrs else ""
    if tag == "img":
        return "presentation" if attrs.get("alt") == "" and not _named(element) else "img"
    if tag == "input":
        return INPUT_ROLES.get(attrs.get("type", "text").strip().lower(), "textbox")
    if tag == "select":
        return "listbox" if "multiple" in attrs or attrs.get("size", "1") not in ("", "0", "1") else "combobox"
    if tag in ("header", "footer"):
        inside = any(above.tag in SECTIONING for above in element.ancestors())
        return "" if inside else ("banner" if tag == "header" else "contentinfo")
    if tag in ("section", "form"):
        return ("region" if tag == "section" else "form") if _named(element) else ""
    return IMPLICIT_ROLES.get(tag, "")


def _named(element: Element) -> bool:
    return any(element.attrs.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))

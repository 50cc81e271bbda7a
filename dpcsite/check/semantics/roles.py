"""Roles of elements: the explicit one where it is a real role, else what HTML gives (HTML-AAM 1.0, WAI-ARIA 1.2)."""

from dpcsite.check.semantics.role_data import (
    GLOBAL_ATTRIBUTES,
    IMPLICIT_ROLES,
    INPUT_ROLES,
    ROLES,
    SVG_ROLES,
)
from dpcsite.formats.html import Element

SECTIONING = frozenset({"article", "aside", "main", "nav", "section"})
SECTIONING_ROLES = frozenset({"article", "complementary", "main", "navigation", "region"})


def explicit(element: Element) -> str:
    """The first of the explicit roles that exists; "" where there is none."""
    given = element.attrs.get("role")
    if given:
        for word in given.lower().split():
            if word in ROLES:
                return "presentation" if word == "none" else word
    return ""


def implicit(element: Element) -> str:
    """The role that HTML gives; "" for an element without meaning of its own."""
    maker = _MAKERS.get(element.tag)
    return maker(element) if maker else IMPLICIT_ROLES.get(element.tag, "")


def speaks(element: Element) -> bool:
    """Whether a global state or property other than aria-hidden keeps an element from being presentational."""
    return any(name in GLOBAL_ATTRIBUTES for name in element.attrs)


def _link(element: Element) -> str:
    return "link" if "href" in element.attrs else ("generic" if element.tag == "a" else "")


def _img(element: Element) -> str:
    attrs = element.attrs
    named = any(attrs.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))
    return "presentation" if attrs.get("alt") == "" and not named else "img"


def _input(element: Element) -> str:
    kind = element.attrs.get("type", "text").strip().lower()
    role = INPUT_ROLES.get(kind, "textbox")
    return "combobox" if role in ("textbox", "searchbox") and "list" in element.attrs else role


def _select(element: Element) -> str:
    attrs = element.attrs
    size = attrs.get("size", "1").strip()
    return "listbox" if "multiple" in attrs or (size.isdigit() and int(size) > 1) else "combobox"


def _landmark(element: Element) -> str:
    for above in element.ancestors():
        if above.tag in SECTIONING or explicit(above) in SECTIONING_ROLES:
            return ""
    return "banner" if element.tag == "header" else "contentinfo"


def _section(element: Element) -> str:
    named = any(element.attrs.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))
    return ("region" if element.tag == "section" else "form") if named else ""


def _cell(element: Element) -> str:
    table = next((above for above in element.ancestors() if above.tag == "table"), None)
    if table is None:
        return ""
    grid = explicit(table) in ("grid", "treegrid")
    if element.tag == "td":
        return "gridcell" if grid else "cell"
    return "rowheader" if element.attrs.get("scope", "").strip().lower() in ("row", "rowgroup") else "columnheader"


def _summary(element: Element) -> str:
    parent = element.parent
    if parent is None or parent.tag != "details":
        return ""
    return "button" if next((one for one in parent.elements if one.tag == "summary"), None) is element else ""


def _svg(element: Element) -> str:
    """SVG-AAM 1.0: a graphic that has a name or a title is exposed; what has none is not."""
    named = element.attrs.get("aria-label", "").strip() or element.attrs.get("aria-labelledby", "").strip()
    titled = any(one.tag == "title" and one.text().strip() for one in element.elements)
    return SVG_ROLES.get(element.tag, "") if named or titled or element.tag == "svg" else ""


_MAKERS = {
    "a": _link,
    "area": _link,
    "img": _img,
    "input": _input,
    "select": _select,
    "header": _landmark,
    "footer": _landmark,
    "section": _section,
    "form": _section,
    "td": _cell,
    "th": _cell,
    "summary": _summary,
    "svg": _svg,
    "circle": _svg,
    "ellipse": _svg,
    "rect": _svg,
    "path": _svg,
    "line": _svg,
    "polygon": _svg,
    "polyline": _svg,
    "g": _svg,
}

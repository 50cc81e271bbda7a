"""Which elements assistive technology passes over, as far as markup and inline styles tell."""

import re

from dpcsite.formats.html import Element

NEVER_RENDERED = frozenset(
    {"head", "script", "style", "template", "title", "meta", "link", "base", "noframes", "datalist"}
)

_HIDING_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)


def hides(element: Element) -> bool:
    """Whether this element by itself is out of the accessibility tree; what is around it is not asked."""
    attrs = element.attrs
    if element.tag in NEVER_RENDERED or "hidden" in attrs or "inert" in attrs:
        return True
    if attrs.get("aria-hidden", "").strip().lower() == "true":
        return True
    if element.tag == "input" and attrs.get("type", "").strip().lower() == "hidden":
        return True
    style = attrs.get("style")
    return bool(style and _HIDING_STYLE.search(style))

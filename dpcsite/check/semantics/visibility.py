"""What is shown and to whom: rendered at all, in the accessibility tree, visible to the eye.

After HTML (hidden, inert, details, dialog), CSS (display, visibility, opacity, clipping) and Core-AAM 1.2, which
elements are included in the accessibility tree.
"""

import re

from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.html import Element

_ZERO = re.compile(r"(?:^|[\s,(])0(?:px|em|rem|%)?(?=[\s,)]|$)")
_FAR = -500.0  # CSS pixels to the left or above: out of every screen


def renders(element: Element, styles: Styles) -> bool:
    """Whether the element by itself is rendered; what is around it is not asked."""
    if styles.display(element) == "none":
        return element.tag == "area"  # never has a box, but is a link on its picture
    parent = element.parent
    if parent is not None and parent.tag == "details" and "open" not in parent.attrs:
        first = next((one for one in parent.elements if one.tag == "summary"), None)
        return element is first
    return True


def unseen(element: Element, styles: Styles) -> bool:
    """Whether `visibility`, which is inherited, hides the element."""
    return not styles.plain and styles.value(element, "visibility") in ("hidden", "collapse")


def silenced(element: Element) -> bool:
    """Whether this element by itself is taken out of the accessibility tree: aria-hidden or inert."""
    attrs = element.attrs
    return "inert" in attrs or attrs.get("aria-hidden", "").strip().lower() == "true"


def clipped(element: Element, styles: Styles) -> bool:
    """Whether the element by itself is made invisible to the eye while it stays in the accessibility tree.

    The usual ways: opacity 0, a clip of nothing, a box of nothing that cuts off, a place far off the screen.
    """
    if styles.plain:
        return False
    value = styles.value
    if value(element, "opacity") in ("0", "0.0", "0%", ".0"):
        return True
    position = value(element, "position")
    clip = value(element, "clip")
    if position in ("absolute", "fixed") and clip.startswith("rect(") and _nothing(clip):
        return True
    path = value(element, "clip-path")
    if path.startswith(("inset(50%", "inset(100%", "circle(0", "polygon(0 0, 0 0")):
        return True
    cuts = value(element, "overflow-x") in ("hidden", "clip") or value(element, "overflow-y") in ("hidden", "clip")
    if cuts and (_tiny(element, styles, "width") or _tiny(element, styles, "height")):
        return True
    if position in ("absolute", "fixed"):
        for side in ("left", "top", "right", "bottom"):
            length = styles.length(element, side)
            if length is not None and length <= _FAR:
                return True
    indent = styles.length(element, "text-indent")
    own = styles.declared(element).get("text-indent")
    return own is not None and indent is not None and indent <= _FAR


def _nothing(clip: str) -> bool:
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", clip)]
    if len(numbers) != 4:
        return False
    top, right, bottom, left = numbers
    return bottom - top <= 1 or right - left <= 1


def _tiny(element: Element, styles: Styles, side: str) -> bool:
    for name in (side, f"max-{side}"):
        length = styles.length(element, name)
        if length is not None and length <= 1:
            return True
    return False

"""What a state such as focus changes about an element's looks, as far as style sheets say."""

import re
from collections.abc import Iterable

from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.css import colour
from dpcsite.formats.html import Element

FOCUS = frozenset({"focus", "focus-visible", "focus-within"})
OUTLINE = ("outline-style", "outline-width", "outline-color")
SILENT = frozenset({"cursor", "transition-property", "animation-name", "user-select", "pointer-events", "content"})

_ZERO = re.compile(r"0+(?:\.0+)?(?:[a-z]+)?")


def changed(element: Element, styles: Styles, states: frozenset[str]) -> dict[str, str]:
    """Values that differ from those at rest once the element is in some states."""
    winners = styles.declared_in(element, states)
    rest = styles.declared(element)
    found = {}
    for name, said in winners.items():
        if said is rest.get(name):
            continue
        value = styles.resolved(element, said.value)
        if value != styles.value(element, name):
            found[name] = value
    return found


def outlined(element: Element, styles: Styles) -> bool:
    """Whether an outline shows the focus: the browser's own one, unless a style takes it away."""
    winners = styles.declared_in(element, FOCUS)
    values = {name: styles.resolved(element, winners[name].value) for name in OUTLINE if name in winners}
    if values.get("outline-style") in ("none", "hidden") or _ZERO.fullmatch(values.get("outline-width", "medium")):
        return False
    tint = colour(values.get("outline-color", "#000"))
    return tint is None or tint[3] > 0


def shown(changed: Iterable[str]) -> set[str]:
    """Those properties of a change that the eye can see, the outline left out."""
    return {name for name in changed if name not in SILENT and name not in OUTLINE and not name.startswith("--")}

"""A page can be read whichever way a screen is held."""

import math
import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.css import Viewport
from dpcsite.formats.html import Element

UPRIGHT, LYING = Viewport(1024, 1280), Viewport(1280, 1024)
TURNING = frozenset({"transform", "rotate"})
TOLERANCE = 1.0  # degrees that rounding may cost

_FUNCTION = re.compile(r"([a-z0-9]+)\(([^()]*)\)")
_ANGLE = re.compile(r"([+-]?(?:\d*\.)?\d+(?:e[+-]?\d+)?)(deg|grad|rad|turn)?")
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_SCREEN_AXIS = {"z": 1.0, "0 0 1": 1.0, "0 0 -1": -1.0}


def targets(page: Page) -> Iterator[Element]:
    """Elements with words that a style sheet turns in one orientation of the screen only."""
    selectors = dict.fromkeys(
        selector.text
        for sheet in page.sheets
        for rule in sheet
        if any("orientation" in condition.lower() for condition in rule.media)
        and any(declaration.name in TURNING for declaration in rule.declarations)
        for selector in rule.selectors
        if not selector.states and not selector.pseudo
    )
    found = {element.index: element for text in selectors for element in page.document.select(text)}
    for element in found.values():
        if page.visible(element) and element.text().strip():
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Compare how far the element is turned in both orientations: a quarter turn pins it to one of them."""
    angles = [_turned(page.styles.seen_in(view), element) for view in (UPRIGHT, LYING)]
    between = (angles[0] - angles[1]) % 180
    if abs(between - 90) <= TOLERANCE:
        return failed("Style turns this by a quarter in one orientation of the screen, so that it fits the other only.")
    return PASSED


def _turned(styles: Styles, element: Element) -> float:
    """Degrees by which `transform` and `rotate` turn an element on the screen."""
    degrees = sum(_step(name, text) for name, text in _FUNCTION.findall(styles.value(element, "transform")))
    return degrees + _rotate(styles.value(element, "rotate"))


def _step(name: str, text: str) -> float:
    parts = text.replace(",", " ").split()
    if name in ("rotate", "rotatez") and len(parts) == 1:
        return _angle(parts[0])
    if name == "rotate3d" and len(parts) == 4:
        return _SCREEN_AXIS.get(" ".join(parts[:3]), 0.0) * _angle(parts[3])
    if (name, len(parts)) in (("matrix", 6), ("matrix3d", 16)):
        return math.degrees(math.atan2(_number(parts[1]), _number(parts[0])))
    return 0.0


def _rotate(value: str) -> float:
    parts = value.split()
    if len(parts) == 1:
        return _angle(parts[0])
    axis = [part for part in parts if not re.search(r"[a-z]{3}", part)]
    angle = next((part for part in parts if part not in axis), "0")
    return _SCREEN_AXIS.get(" ".join(axis), 0.0) * _angle(angle)


def _angle(text: str) -> float:
    match = _ANGLE.fullmatch(text)
    return float(match[1]) * _DEGREES.get(match[2] or "", 0.0) if match else 0.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


RULE = Rule(
    id="css-orientation-lock",
    level="AA",
    wcag=("1.3.4",),
    act=("b33eff",),
    help="Take the rotation out of the media query for the orientation, and let the page take the shape of its screen.",
    by_shape=True,
    targets=targets,
    verdict=verdict,
)

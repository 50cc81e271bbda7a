"""Sound does not start by itself, unless a reader can stop it."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.formats.html import Element

SHORT = 3.0  # seconds (WCAG 1.4.2)

_PART = re.compile(r"#(?:.*&)?t=(?:npt:)?([\d.:]*)(?:,([\d.:]+))?")
_STOPS = re.compile(r"\.pause\(|\.muted\s*=|\.volume\s*=|\.stop\(", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """Sound and films that start by themselves and are not muted."""
    for element in page.document.with_attribute("autoplay"):
        if element.tag in ("audio", "video") and "muted" not in element.attrs and any(_sources(element)):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for controls, for a length of three seconds at most, or for a script that can stop it."""
    if "controls" in element.attrs and (element.tag == "audio" or page.visible(element)):
        return PASSED
    if "loop" not in element.attrs and all(_short(source) for source in _sources(element)):
        return PASSED
    if _stoppable(page):
        return cannot_tell("A script on this page may stop the sound that starts by itself: try whether it does.")
    return failed("This starts to play by itself, and has no controls to stop its sound.")


def _sources(element: Element) -> Iterator[str]:
    for one in (element, *(child for child in element.elements if child.tag == "source")):
        if one.attrs.get("src", "").strip():
            yield one.attrs["src"]


def _short(source: str) -> bool:
    """Whether the address plays three seconds at most (Media Fragments URI 1.0)."""
    match = _PART.search(source)
    if match is None or not match[2]:
        return False
    return 0 <= _seconds(match[2]) - _seconds(match[1] or "0") <= SHORT


def _seconds(text: str) -> float:
    total = 0.0
    for part in text.split(":"):
        try:
            total = total * 60 + float(part or 0)
        except ValueError:
            return 0.0
    return total


def _stoppable(page: Page) -> bool:
    if any(_STOPS.search(script.text()) for script in page.all("script")):
        return True
    return any(_STOPS.search(one.attrs["onclick"]) for one in page.document.with_attribute("onclick"))


RULE = Rule(
    id="no-autoplay-audio",
    level="A",
    wcag=("1.4.2",),
    act=("80f0bf",),
    help="Take autoplay out, or add controls.",
    targets=targets,
    verdict=verdict,
)

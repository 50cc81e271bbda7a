"""What moving the device does can be switched off."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

_LISTENS = re.compile(
    r"addEventListener\(\s*['\"]device(?:motion|orientation)['\"]\s*,\s*[\w(]|\bon\s?device(?:motion|orientation)\s*="
)
_ARROW = re.compile(r"addEventListener\(\s*['\"]device\w+['\"]\s*,\s*(?:async\s*)?(?:\(|\w+\s*=>|function\b)")
_DRAWS = re.compile(r"document|innerHTML|textContent|style|classList|\.value|\$\(|setAttribute")
_SWITCH = re.compile(r"motion|tilt|shak|orient|gyro|sensor|movement", re.IGNORECASE)


def targets(page: Page) -> Iterator[Element]:
    """Scripts in the page that listen to the device's movements and may change what is shown."""
    for script in page.all("script"):
        code = script.text()
        if "device" in code and _LISTENS.search(code) and (not _ARROW.search(code) or _DRAWS.search(code)):
            yield script


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a control that speaks of movement."""
    del element
    controls = page.with_role("checkbox", "switch", "button", "radio", "link", "combobox")
    if any(_SWITCH.search(page.name(control)) for control in controls):
        return PASSED
    return failed("This script listens to the device being moved, and no control on the page switches that off.")


RULE = Rule(
    id="motion-actuation",
    level="A",
    wcag=("2.5.4",),
    act=("c249d5",),
    severity="warning",
    help="Give the page a checkbox that switches motion off, and buttons that do the same.",
    targets=targets,
    verdict=verdict,
)

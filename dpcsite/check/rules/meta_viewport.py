"""A page lets its readers make it larger."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

ENOUGH = 2  # times the size (WCAG 1.4.4: 200 per cent)

# What words stand for, after CSS Device Adaptation; words that are not here count as the smallest value.
LARGEST = {"yes": 1.0, "device-width": 10.0, "device-height": 10.0}
SCALABLE = {"yes": 1.0, "device-width": 1.0, "device-height": 1.0}

_PROPERTY = re.compile(r"([^\s,;=]+)\s*=[\s=]*([^\s,;=]+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def targets(page: Page) -> Iterator[Element]:
    """Tags that tell a browser how to fit the page to its screen."""
    for element in page.all("meta"):
        if element.attrs.get("name", "").lower() == "viewport" and "content" in element.attrs:
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Ask that they neither forbid to enlarge the page nor stop before twice its size."""
    del page
    said = dict(_PROPERTY.findall(element.attrs["content"].lower()))
    if "user-scalable" in said and abs(_number(said["user-scalable"], SCALABLE)) < 1:
        return failed("This page forbids its readers to enlarge it.")
    largest = _number(said.get("maximum-scale", "10"), LARGEST)
    if 0 <= largest < ENOUGH:  # browsers pass over a number below zero
        return failed("This page cannot be made twice as large.")
    return PASSED


def _number(value: str, words: dict[str, float]) -> float:
    match = _NUMBER.match(value)
    return float(match[0]) if match else words.get(value, 0.0)


RULE = Rule(
    id="meta-viewport",
    level="AA",
    wcag=("1.4.4",),
    act=("b4f0c3",),
    help='Write <meta name="viewport" content="width=device-width, initial-scale=1">, and nothing about scaling.',
    targets=targets,
    verdict=verdict,
)

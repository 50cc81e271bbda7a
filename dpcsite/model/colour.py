"""Colours as numbers: contrast as WCAG 2.2 defines it, and shades of one colour in OKLCH.

There is one formula for contrast in the program, and it is here.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

Rgba = tuple[float, float, float, float]
Lab = tuple[float, float, float]
Linear = tuple[float, float, float]

_STEPS = 512  # of lightness, from black to white: finer than the 256 greys of a screen are apart
_HALVINGS = 12  # of chroma, until the colour just fits on a screen
_ROUNDING = 1e-6  # as exact as the definition's numbers are
_HEX = re.compile(r"#[0-9a-f]{6}")


def rgb(written: str) -> Rgba:
    """The colour that is written as `#rrggbb`; raises `ValueError` for every other way to write one."""
    if not _HEX.fullmatch(written.lower()):
        raise ValueError(written)
    red, green, blue = (int(written[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return (red, green, blue, 1.0)


def hexadecimal(tint: Rgba) -> str:
    """A colour as authors write it."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in tint[:3])


# --- contrast


def contrast(one: Rgba, other: Rgba) -> float:
    """The contrast ratio of two opaque colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(4096)
def luminance(tint: Rgba) -> float:
    """Relative luminance (WCAG 2.2), the channels rounded to the 256 steps of a screen."""
    red, green, blue = (_linear(round(part * 255) / 255) for part in tint[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def floored(ratio: float) -> str:
    """A ratio in two decimals, rounded down: what just misses 4.5 must not be shown as 4.50."""
    return f"{math.floor(ratio * 100) / 100:.2f}"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


# --- OKLab, by Björn Ottosson's definition of 2020 (CSS Color 4, section 9)


def oklab(tint: Rgba) -> Lab:
    """Lightness from 0 to 1, and how far a colour is from grey towards red and towards yellow."""
    red, green, blue = (_linear(part) for part in tint[:3])
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: Rgba, other: Rgba) -> float:
    """How different two colours look: their distance in OKLab."""
    return math.dist(oklab(one), oklab(other))


def shade(tint: Rgba, lightness: float) -> Rgba:
    """The colour of the same hue at another lightness, with as much of its chroma as a screen can show."""
    if lightness <= 0 or lightness >= 1:
        return (0.0, 0.0, 0.0, 1.0) if lightness <= 0 else (1.0, 1.0, 1.0, 1.0)
    _, a, b = oklab(tint)
    if _fits(_from_oklab(lightness, a, b)):
        return _shown(_from_oklab(lightness, a, b))
    least, most = 0.0, 1.0  # grey can be shown, all of the chroma cannot
    for _ in range(_HALVINGS):
        half = (least + most) / 2
        fits = _fits(_from_oklab(lightness, a * half, b * half))
        least, most = (half, most) if fits else (least, half)
    return _shown(_from_oklab(lightness, a * least, b * least))


def nearest_shade(tint: Rgba, passes: Callable[[Rgba], bool]) -> Rgba | None:
    """The shade of a colour that passes and looks most like it, perhaps itself; None where no shade of it does.

    Going lighter and going darker are tried one step at a time, and the smaller change is taken.
    """
    if passes(tint):
        return tint
    here = oklab(tint)[0]
    steps = range(1, _STEPS + 1)
    found = [
        next((one for one in _shades(tint, ways) if passes(one)), None)
        for ways in ([here - step / _STEPS for step in steps], [here + step / _STEPS for step in steps])
    ]
    return min((one for one in found if one is not None), key=lambda one: distance(tint, one), default=None)


def _shades(tint: Rgba, ways: list[float]) -> Iterator[Rgba]:
    """Shades as they are once they are written as `#rrggbb`, up to black or white."""
    for lightness in ways:
        yield rgb(hexadecimal(shade(tint, lightness)))
        if not 0 < lightness < 1:
            return


def _fits(linear: Linear) -> bool:
    """Whether a screen can show the colour, but for what rounding makes of it."""
    return all(-_ROUNDING <= part <= 1 + _ROUNDING for part in linear)


def _shown(linear: Linear) -> Rgba:
    red, green, blue = (_encoded(min(1.0, max(0.0, part))) for part in linear)
    return (red, green, blue, 1.0)


def _from_oklab(lightness: float, a: float, b: float) -> Linear:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )

"""Take the screenshots of docs/screenshots/ from the shipped site: each layout, wide and narrow, in both languages.

`python docs/screenshots.py` builds the site, takes them in Chromium and writes the index beside them; `--index` writes
the index alone. On one machine the same site gives the same bytes; other fonts or another Chromium give others.
"""

import argparse
import contextlib
import http.server
import io
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parent
SCREENSHOTS = DOCS / "screenshots"
MADE = "<!-- Made by docs/screenshots.py. Change what it says there, then run it again with --index. -->\n"
TODAY = "2026-11-23"  # the shipped site on another day may say other things
HIGHEST = {True: 1600, False: 2200}  # pixels of a wide page, and of a narrow one; what is below is cut off
FLAT, EDGES = 12, 10  # colours: of areas, which stay as they are, and those that smooth the edges of letters
APART = 8  # of 255: a colour that is nearer to one chosen before gives way to it
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)
LARGE = "--blink-settings=defaultFontSize=32"  # twice what it is: what a reader sets as the size of letters

Way = Literal["", "dark", "forced-colours", "print", "large-text"]


@dataclass(frozen=True)
class Layout:
    """A layout of the theme: a page that shows it, in English and in Welsh, and what there is to see."""

    name: str
    title: str
    english: str
    welsh: str
    shows: str


@dataclass(frozen=True)
class Shot:
    """One screenshot: of which page, how wide, in which way, and its words for who cannot see it."""

    layout: str
    lang: str
    url: str
    width: int
    shows: str
    way: Way = ""

    @property
    def file(self) -> str:
        """The name of the file."""
        return "-".join(filter(None, (self.layout, self.lang, str(self.width), self.way))) + ".png"

    @property
    def alt(self) -> str:
        """What there is to see, in which language, and how."""
        how = f"{WAYS[self.way]}, " if self.way else ""
        return f"{self.shows}; in {LANGUAGES[self.lang]}, {how}{self.width} pixels wide."


WIDTHS = (1280, 320)  # a desk, and a small phone or 400 % zoom (WCAG 1.4.10)
LANGUAGES = {"en": "English", "cy": "Welsh"}
WAYS: dict[Way, str] = {
    "dark": "in dark colours",
    "forced-colours": "in colours that the reader's system forces on it",
    "print": "as printed",
    "large-text": "with text of twice the size",
}
LAYOUTS = (
    Layout(
        "home",
        "Home",
        "/",
        "/cy/",
        "The home page: what to do in danger, a button to find a police force, and services in groups",
    ),
    Layout(
        "service",
        "National page of a service",
        "/services/report-crime/",
        "/cy/services/report-crime/",
        "How to report a crime: what to do in danger, a choice of police forces, and other ways to make contact",
    ),
    Layout(
        "force-service",
        "A force's page of a service",
        "/forces/kent/report-crime/",
        "/cy/forces/north-wales/report-crime/",
        "How to report a crime to one police force: what to do in danger, a button that leads to its own website, and "
        "its telephone numbers",
    ),
    Layout(
        "force",
        "Home of a force",
        "/forces/kent/",
        "/cy/forces/north-wales/",
        "The page of one police force: what to do in danger, its services in groups, and how to reach it",
    ),
    Layout(
        "list",
        "List",
        "/forces/",
        "/cy/forces/",
        "The list of police forces: a field that narrows it down, and the forces by region",
    ),
    Layout(
        "guide",
        "Guide",
        "/firearms-licensing/",
        "/cy/firearms-licensing/",
        "The first page of a guide to firearms licensing: the list of its pages, and words",
    ),
    Layout(
        "page",
        "Plain page",
        "/ways-to-contact/",
        "/cy/ways-to-contact/",
        "A page of words about who to contact",
    ),
    Layout(
        "not-found",
        "Not found",
        "/404.html",
        "/cy/404.html",
        "The page for an address that does not exist: what to do in danger, and links that lead on",
    ),
)


def shots() -> Iterator[Shot]:
    """Every screenshot: each layout in both languages and widths, then four other ways to see a page."""
    for layout in LAYOUTS:
        for lang, url in (("en", layout.english), ("cy", layout.welsh)):
            for width in WIDTHS:
                yield Shot(layout.name, lang, url, width, layout.shows)
    known = {layout.name: layout for layout in LAYOUTS}
    others: tuple[tuple[str, int, Way, str], ...] = (
        ("home", 1280, "dark", known["home"].shows),
        ("force-service", 320, "forced-colours", known["force-service"].shows),
        ("force-service", 718, "print", known["force-service"].shows),  # A4 between margins of one centimetre
        ("service", 320, "large-text", "How to report a crime: what this is for, and what to do in danger"),
    )
    for name, width, way, shows in others:
        yield Shot(name, "en", known[name].english, width, shows, way)


# --- the index


def index() -> str:
    """The page that shows them all."""
    found = list(shots())
    lines = [
        "# Screenshots",
        "",
        MADE,
        "Each layout of the theme, on a desk's screen and on a small phone's. They show the shipped site, which is a",
        "demonstration and not run by the police. Pages that are longer are cut off. To take them anew, run",
        "`.venv/bin/python docs/screenshots.py`, and look at each before you commit it.",
    ]
    for layout in LAYOUTS:
        lines += ["", f"## {layout.title}", ""]
        lines += _table([one for one in found if one.layout == layout.name and not one.way])
    lines += ["", "## Other ways to see a page"]
    for one in found:
        if one.way:
            lines += ["", f"![{one.alt}]({one.file})"]
    return "\n".join(lines) + "\n"


def _table(found: list[Shot]) -> Iterator[str]:
    yield "| " + " | ".join(f"{LANGUAGES[one.lang]}, {one.width} pixels" for one in found) + " |"
    yield "|" + "---|" * len(found)
    yield "| " + " | ".join(f"![{one.alt}]({one.file})" for one in found) + " |"


# --- the browser


def take(shot: Shot, browser: Browser, address: str) -> bytes | None:
    """One screenshot as a PNG with few colours; None where the site has no such page."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 800},
        color_scheme="dark" if shot.way == "dark" else "light",
        forced_colors="active" if shot.way == "forced-colours" else "none",
        reduced_motion="reduce",
        locale=f"{shot.lang}-GB",
    )
    with contextlib.closing(context):
        page = context.new_page()
        if shot.way == "print":
            page.emulate_media(media="print")
        answer = page.goto(address + shot.url)
        if answer is None or not answer.ok:
            return None
        high = min(HIGHEST[shot.width > 1000], int(page.evaluate("() => document.documentElement.scrollHeight")))
        area: Any = {"x": 0, "y": 0, "width": shot.width, "height": high}
        return small(page.screenshot(full_page=True, clip=area, animations="disabled"))


def small(content: bytes) -> bytes:
    """A picture with few colours, without dithering, so that flat areas stay flat and pack well."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    reference = Image.new("P", (1, 1))
    reference.putpalette([part for colour in palette(picture) for part in colour])
    packed = io.BytesIO()
    picture.quantize(palette=reference, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def palette(picture: Image.Image) -> list[tuple[int, ...]]:
    """The colours that cover most of a picture, and some between them."""
    counted: Any = picture.getcolors(picture.width * picture.height)
    between = picture.quantize(EDGES, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette() or []
    edges = [tuple(between[start : start + 3]) for start in range(0, 3 * EDGES, 3)]
    flat = _sifted([], [colour for _, colour in sorted(counted, reverse=True)])[:FLAT]
    return _sifted(flat, edges)


def _sifted(chosen: list[tuple[int, ...]], more: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Colours that one can tell from each other; pillow would otherwise take one for its neighbour."""
    found = [*chosen]
    for colour in more:
        if all(_apart(colour, other) > APART for other in found):
            found.append(colour)
    return found


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=False))


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine only; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing of its requests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def take_all(site: Path, output: Path) -> None:
    """Take each screenshot of a built site, and say what was skipped and what they weigh together."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("Install Chromium; on Debian the package is called chromium.")
    output.mkdir(parents=True, exist_ok=True)
    weight = taken = 0
    with serving(site) as address, sync_playwright() as playwright:
        plain = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        large = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, LARGE])
        for shot in shots():
            content = take(shot, large if shot.way == "large-text" else plain, address)
            if content is None:
                sys.stderr.write(f"Skipped {shot.file}: the site has no page at {shot.url}.\n")
                continue
            (output / shot.file).write_bytes(content)
            weight, taken = weight + len(content), taken + 1
        for browser in (plain, large):
            browser.close()
    sys.stderr.write(f"{taken} screenshots, {weight:,} bytes together.\n")


def build(folder: Path) -> None:
    """Build the shipped site."""
    command = [sys.executable, "-m", "dpcsite", "build", "--today", TODAY, "--source", str(DOCS.parent)]
    command += ["--output", str(folder)]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:  # noqa: S603 - our own command
        sys.exit("The build failed.")


def main() -> None:
    """Read the command line, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, help="a folder that the shipped sources were built into")
    parser.add_argument("--output", type=Path, default=SCREENSHOTS, help="where to write (default: docs/screenshots)")
    parser.add_argument("--index", action="store_true", help="write the index alone")
    given = parser.parse_args()
    if not given.index:
        with tempfile.TemporaryDirectory(prefix="dpcsite-screenshots-") as temporary:
            folder = given.site or Path(temporary, "public")
            if given.site is None:
                build(folder)
            take_all(folder, given.output)
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()

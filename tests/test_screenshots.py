"""The screenshots' list, index and packing, and what README shows of them; taking them needs a person's eye."""

import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from tests.sites import ROOT

SCREENSHOTS = ROOT / "docs" / "screenshots"
LAYOUTS = {path.stem for path in (ROOT / "themes" / "national" / "layouts").glob("*.html")} - {"base", "redirect"}


@pytest.fixture(scope="module")
def screenshots() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "docs" / "screenshots.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["screenshots"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["screenshots"]


def test_each_layout_is_shown_in_both_languages_and_widths(screenshots: ModuleType) -> None:
    """Whoever adds a layout adds its pages; four more shots show other ways to see a page."""
    found = list(screenshots.shots())
    wanted = {(layout, lang, width) for layout in LAYOUTS for lang in ("en", "cy") for width in (320, 1280)}
    assert {(one.layout, one.lang, one.width) for one in found if not one.way} == wanted
    assert len({one.file for one in found}) == len(found) == len(wanted) + 4


def test_pages_exist_for_every_shot(screenshots: ModuleType, national: Path) -> None:
    """A page that is renamed is not skipped for ever."""
    for one in screenshots.shots():
        path = national / one.url.lstrip("/")
        assert path.is_file() or (path / "index.html").is_file(), one.url


def test_the_index_is_fresh(screenshots: ModuleType) -> None:
    """As `python docs/screenshots.py --index` writes it."""
    assert (SCREENSHOTS / "README.md").read_text(encoding="utf-8") == screenshots.index()


def test_each_screenshot_has_words_of_its_own(screenshots: ModuleType) -> None:
    """Alternative texts tell one from the other, and hold nothing that Markdown would take for its own."""
    texts = [one.alt for one in screenshots.shots()]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert not re.search(r'[\[\]"|<>]', text), text


def test_the_readme_shows_screenshots_with_their_words(screenshots: ModuleType) -> None:
    """Two or three, as the index tells of them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]*)\]\(docs/screenshots/([^)]+)\)", text)
    known = {one.file: one.alt for one in screenshots.shots()}
    assert 2 <= len(shown) <= 3
    for words, file in shown:
        assert words == known[file]


def test_screenshots_that_are_here_are_those_of_the_list(screenshots: ModuleType) -> None:
    """No file is left behind by a shot that was renamed, and together they stay small."""
    found = list(SCREENSHOTS.glob("*.png"))
    assert {path.name for path in found} <= {one.file for one in screenshots.shots()}
    assert sum(path.stat().st_size for path in found) < 1_800_000


def test_packing_keeps_the_colours_of_areas(screenshots: ModuleType) -> None:
    """White stays white beside a grey that is nearly white, and the same picture gives the same bytes."""
    picture = Image.new("RGB", (64, 64), (255, 255, 255))
    picture.paste((12, 35, 64), (0, 0, 64, 16))
    picture.paste((253, 240, 240), (0, 16, 64, 32))
    for step in range(32):
        picture.putpixel((step, 40), (255 - step, 254 - step, 255 - 2 * step))
    plain = io.BytesIO()
    picture.save(plain, "PNG", compress_level=0)
    packed = screenshots.small(plain.getvalue())
    assert packed == screenshots.small(plain.getvalue())
    assert len(packed) < len(plain.getvalue()) / 4
    seen = Image.open(io.BytesIO(packed)).convert("RGB")
    assert [seen.getpixel((2, y)) for y in (8, 24, 60)] == [(12, 35, 64), (253, 240, 240), (255, 255, 255)]

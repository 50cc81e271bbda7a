"""What a page may weigh on its way to a reader: budgets over the shipped site, and the scales themselves."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks import weight
from benchmarks.weight import FIRST_FLIGHT, HASHED, PAGE, REQUESTS, Page, asked, packed, page_at, quickly
from dpcsite.formats.html import parse

KINDS = ("home", "service", "force-service", "force", "list", "guide", "page", "not-found")


@pytest.fixture(scope="module")
def heaviest(national: Path) -> dict[tuple[str, str], Page]:
    return weight.heaviest(national)


@pytest.fixture(scope="module")
def pages(national: Path) -> list[Page]:
    """Every page of the shipped site but redirects, which ask for nothing."""
    paths = (path.relative_to(national).as_posix() for path in sorted(national.rglob("*.html")))
    found = (page_at(national, path) for path in paths)
    return [page for page in found if b'http-equiv="refresh"' not in page.html]


def services(heaviest: dict[tuple[str, str], Page]) -> Iterator[Page]:
    return (page for (layout, _), page in heaviest.items() if layout in ("service", "force-service"))


# --- the shipped site


def test_each_layout_is_weighed_in_both_languages(heaviest: dict[tuple[str, str], Page]) -> None:
    """A layout without a page would escape the budgets below."""
    assert set(heaviest) == {(layout, lang) for layout in KINDS for lang in ("cy", "en")}


def test_the_heaviest_pages_arrive_in_30_kb(heaviest: dict[tuple[str, str], Page]) -> None:
    """With style sheet, script and icon, packed by brotli in passing."""
    assert {page.url: page.total().brotli_5 for page in heaviest.values() if page.total().brotli_5 > PAGE} == {}


def test_a_service_page_and_its_style_fit_the_first_flight(heaviest: dict[tuple[str, str], Page]) -> None:
    """A server sends that much before it waits for the first answer, so a slow line draws the page at once."""
    found = list(services(heaviest))
    assert len(found) == 4
    for page in found:
        assert packed(page.html).brotli_5 + page.part("stylesheet").brotli_5 <= FIRST_FLIGHT, page.url


def test_every_page_fits_even_by_the_weakest_gzip(pages: list[Page]) -> None:
    """The first flight, and the whole."""
    assert len(pages) > 2500
    for page in pages:
        files = dict(page.asked)
        assert quickly(page.html) + quickly(page.files[files["stylesheet"]]) <= FIRST_FLIGHT, page.url
        assert quickly(page.html) + sum(map(quickly, page.files.values())) <= PAGE, page.url


def test_a_page_asks_for_one_style_sheet_one_icon_and_at_most_one_script(pages: list[Page]) -> None:
    """So there are no more than four requests, and no page has an image or anything else."""
    for page in pages:
        kinds = sorted(kind for kind, _ in page.asked)
        assert kinds in (["icon", "stylesheet"], ["icon", "script", "stylesheet"]), page.url
        assert page.requests <= REQUESTS, page.url


def test_what_pages_ask_for_has_its_digest_in_its_name(pages: list[Page]) -> None:
    """A browser may then keep it for good, and a second page costs its HTML alone."""
    for address, content in {address: page.files[address] for page in pages for _, address in page.asked}.items():
        match = HASHED.fullmatch(address)
        assert match, address
        assert sha256(content).hexdigest().startswith(match["digest"]), address


def test_no_style_asks_for_more(pages: list[Page]) -> None:
    """No fonts to wait for, no pictures behind text, no further style sheets; in files and in pages."""
    styles = {content for page in pages for address, content in page.files.items() if address.endswith(".css")}
    assert styles
    for style in styles:
        assert not re.search(rb"@font-face|@import|url\(|image-set\(", style)
    for page in pages:
        assert not re.search(rb"<style|\sstyle=", page.html), page.url


# --- the scales


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<link rel="stylesheet" href="/a.css">', [("stylesheet", "/a.css")]),
        ('<link rel="shortcut ICON" href="/a.svg">', [("icon", "/a.svg")]),
        ('<link rel="preload" as="font" href="/a.woff2">', [("preload", "/a.woff2")]),
        ('<link rel="canonical" href="/a/"><link rel="alternate" hreflang="cy" href="/cy/a/">', []),
        ('<script src="/a.js" defer></script>', [("script", "/a.js")]),
        ("<script>1</script>", []),
        ('<img src="/a.png" srcset="/b.png 2x" alt="">', [("img", "/a.png"), ("img", "/b.png 2x")]),
        ('<picture><source srcset="/a.webp"></picture>', [("source", "/a.webp")]),
        ('<svg><image href="/a.png"/><use href="/b.svg#c"/></svg>', [("image", "/a.png"), ("use", "/b.svg#c")]),
        ('<video src="/a.mp4" poster="/a.jpg"></video>', [("video", "/a.mp4"), ("video", "/a.jpg")]),
        ('<iframe src="/a/"></iframe><object data="/b"></object>', [("iframe", "/a/"), ("object", "/b")]),
        ('<a href="/a/">A</a>', []),
    ],
)
def test_what_a_browser_fetches_by_itself_is_seen(markup: str, expected: list[tuple[str, str]]) -> None:
    """Files, however a page names them; links and what stands in the page are none."""
    assert list(asked(parse(f"<!DOCTYPE html><title>T</title><body>{markup}"))) == expected


def test_a_page_is_weighed_with_all_that_it_asks_for(tmp_path: Path) -> None:
    """What is named twice is fetched and counted once."""
    (tmp_path / "a").mkdir()
    html = '<!DOCTYPE html><link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/a.css">'
    html += '<link rel="icon" href="/a.svg"><script src="/a.js"></script>'
    (tmp_path / "a" / "index.html").write_text(html, encoding="utf-8")
    for name, size in (("a.css", 100), ("a.svg", 20), ("a.js", 3)):
        (tmp_path / name).write_bytes(b"x" * size)
    page = page_at(tmp_path, "a/index.html")
    assert page.url == "/a/"
    assert page.requests == 4
    assert [page.part(kind).plain for kind in ("stylesheet", "icon", "script", "img")] == [100, 20, 3, 0]
    assert page.total().plain == len(html) + 123


def test_a_page_that_names_a_file_that_is_not_there_is_not_weighed(tmp_path: Path) -> None:
    """Otherwise it would seem light."""
    (tmp_path / "index.html").write_text('<link rel="stylesheet" href="/gone.css">', encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        page_at(tmp_path, "index.html")


def test_packing_takes_out_what_repeats() -> None:
    """Each way does, and what is told is the size after it."""
    size = packed(b"police " * 1000)
    assert size.plain == 7000
    assert 0 < size.brotli_11 <= size.brotli_5 < size.gzip_6 <= quickly(b"police " * 1000) < 100

"""Roles and names as Chromium's accessibility tree has them, on built pages and on a page of hard cases."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dpcsite.check import sheets_of
from dpcsite.check.page import Page
from dpcsite.formats.html import parse
from tests.conftest import requires
from tests.sites import ROOT

# Chromium's own names for roles, where they differ from WAI-ARIA's.
ROLES = {
    "image": "img",
    "LabelText": "",
    "generic": "",
    "none": "presentation",
    "DescriptionList": "",
    "DescriptionListTerm": "term",
    "DescriptionListDetail": "definition",
    "SvgRoot": "graphics-document",
    "DisclosureTriangle": "button",
    "Iframe": "",
    "Legend": "",
    "Figcaption": "",
    "HeaderAsNonLandmark": "",
    "FooterAsNonLandmark": "",
    "sectionheader": "",
    "sectionfooter": "",
    "MenuListPopup": "",
    "RootWebArea": "",
    "Section": "",
    "LayoutTable": "presentation",
    "Abbr": "",
    "LineBreak": "",
    "Details": "group",
}
COMPARED = frozenset(
    """
    alert article banner blockquote button caption cell checkbox code columnheader combobox complementary contentinfo
    definition dialog emphasis figure form group heading img link list listitem main meter navigation paragraph
    progressbar radio region row rowheader searchbox separator slider spinbutton status strong switch tab
    table tablist term textbox
    """.split()
)
# Chromium gives a figure no name from its caption, which HTML-AAM does.
NAMED = COMPARED - frozenset(
    "caption paragraph row listitem list definition term code emphasis strong blockquote figure".split()
)
PAGES = (
    "index.html",
    "services/index.html",
    "services/report-crime/index.html",
    "forces/kent/index.html",
    "forces/kent/report-domestic-abuse/index.html",
    "cy/forces/gwent/report-crime/index.html",
    "about/index.html",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = requires("chromium-headless-shell", "install Debian's package chromium-headless-shell")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(national: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(national))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def _elements(node: dict[str, Any]) -> Iterator[int]:
    """Backend ids of elements in document order, as our own tree counts them."""
    if node["nodeType"] == 1:
        yield node["backendNodeId"]
    if node.get("nodeName") != "IFRAME" and node.get("nodeName") != "TEMPLATE":
        for child in node.get("children", ()):
            yield from _elements(child)


def _tree(browser: Any, address: str, markup: str | None = None) -> list[tuple[str, str] | None]:
    """Role and name of every element in order, None for one that is not in the accessibility tree.

    Without script, as the rules see a page.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 1024}, java_script_enabled=False)
    if markup is None:
        page.goto(address)
    else:
        page.set_content(markup)
    session = page.context.new_cdp_session(page)
    document = session.send("DOM.getDocument", {"depth": -1})["root"]
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    known = {
        node["backendDOMNodeId"]: (node["role"]["value"], " ".join(str(node.get("name", {}).get("value", "")).split()))
        for node in nodes
        if not node["ignored"] and "backendDOMNodeId" in node
    }
    found = [known.get(identity) for identity in _elements(document)]
    page.close()
    return found


def _differences(page: Page, theirs: list[tuple[str, str] | None]) -> tuple[int, list[str]]:
    assert len(theirs) == len(page.document.elements)
    compared, wrong = 0, []
    for element, told in zip(page.document.elements, theirs, strict=True):
        if element.tag in ("html", "head", "body") or any(above.tag == "svg" for above in element.ancestors()):
            continue
        role = page.role(element) if not page.hidden(element) else None
        other = ROLES.get(told[0], told[0]) if told else None
        if role not in COMPARED and other not in COMPARED:
            continue
        if page.presentational_child(element):
            continue
        compared += 1
        if role != other:
            wrong.append(f"{element.selector}: role {role!r}, Chromium {told}")
        elif told and role in NAMED and page.name(element) != told[1]:
            wrong.append(f"{element.selector}: name {page.name(element)!r}, Chromium {told[1]!r}")
    return compared, wrong


def test_roles_and_names_are_chromiums_on_a_page_of_hard_cases(browser: Any) -> None:
    """Hiding, labels, generated content, presentational roles, tables, forms, landmarks."""
    markup = (ROOT / "tests" / "pages" / "names.html").read_text(encoding="utf-8")
    document = parse(markup)
    compared, wrong = _differences(Page(document, sheets_of(document, lambda _: None)), _tree(browser, "", markup))
    assert not wrong, "\n".join(wrong)
    assert compared >= 100


def test_roles_and_names_are_chromiums_on_built_pages(browser: Any, site: str, national: Path) -> None:
    """At least three hundred elements of real pages."""
    total, faults = 0, []
    for path in PAGES:
        document = parse((national / path).read_bytes())
        page = Page(document, sheets_of(document, lambda address: (national / address.lstrip("/")).read_text()))
        compared, wrong = _differences(page, _tree(browser, site + path))
        total += compared
        faults += [f"{path} {one}" for one in wrong]
    assert not faults, "\n".join(faults)
    assert total >= 300


COMPUTED = """() => [...document.querySelectorAll('*')].map(one => {
  const style = getComputedStyle(one);
  return [one.tagName.toLowerCase(), style.color, style.backgroundColor, parseFloat(style.fontSize), style.display];
})"""


@pytest.mark.parametrize("width", [1280, 320])
def test_colours_and_sizes_are_chromiums_on_built_pages(browser: Any, site: str, national: Path, width: int) -> None:
    """Text colour, background, font size and display of every element in the body, on a desk and on a phone."""
    faults = []
    for path in PAGES:
        document = parse((national / path).read_bytes())
        page = Page(document, sheets_of(document, lambda address: (national / address.lstrip("/")).read_text()))
        styles = page.styles if width == 1280 else page.narrow
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="light")
        opened.goto(site + path)
        theirs = opened.evaluate(COMPUTED)
        opened.close()
        for element, told in zip(document.elements, theirs, strict=True):
            assert element.tag == told[0]
            if not page.rendered(element) or element.tag in ("html", "head"):
                continue
            ours = [styles.colour_of(element, name) for name in ("color", "background-color")]
            if [_numbers(told[1]), _numbers(told[2])] != [_bytes(one) for one in ours]:
                faults.append(f"{path} {element.selector}: {ours}, Chromium {told[1:3]}")
            if abs(styles.font_size(element) - told[3]) > 0.1:
                faults.append(f"{path} {element.selector}: {styles.font_size(element)}, Chromium {told[3]}")
            if (styles.display(element) == "none") != (told[4] == "none"):
                faults.append(f"{path} {element.selector}: {styles.display(element)}, Chromium {told[4]}")
    assert not faults, "\n".join(faults[:20])


def _numbers(value: str) -> tuple[float, ...]:
    """`rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)` as red, green, blue and alpha."""
    parts = [float(part) for part in value[value.index("(") + 1 : -1].split(",")]
    return (*parts, 1.0)[:4]


def _bytes(value: tuple[float, float, float, float] | None) -> tuple[float, ...]:
    assert value is not None
    return (*(round(part * 255) for part in value[:3]), value[3])

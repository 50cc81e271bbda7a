"""The cascade gives what a browser gives: one page of many cases, asked of Chromium and of us."""

import json
import re
import subprocess
from html import unescape

import pytest

from dpcsite.check import sheets_of
from dpcsite.check.semantics.cascade import Styles
from dpcsite.formats.css import Viewport, colour
from dpcsite.formats.html import Document, Element, parse
from dpcsite.model.colour import Rgba
from tests.conftest import requires

PROPERTIES = ("color", "background-color", "display", "visibility", "font-size", "font-weight")
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars
""".split()

# A frame has a width of its own, so that one window answers for a wide and for a narrow screen.
FRAMES = """<!DOCTYPE html><iframe id="a" width="1280" height="1024" style="border:0" srcdoc="{page}"></iframe>
<iframe id="b" width="320" height="256" style="border:0" srcdoc="{page}"></iframe><pre id="out"></pre>
<script>
const names = {names};
onload = () => {{
  const all = [];
  for (const id of ["a", "b"]) {{
    const inside = document.getElementById(id);
    for (const one of inside.contentDocument.querySelectorAll("[data-case]")) {{
      const style = inside.contentWindow.getComputedStyle(one);
      all.push([inside.width, one.dataset.case, names.map(name => style.getPropertyValue(name))]);
    }}
  }}
  document.getElementById("out").textContent = JSON.stringify(all);
}};
</script>"""

SHEET = """
:root { --ink: #123456; --size: 2; --empty: ; --other: var(--ink) }
.a { color: red } p.a { color: green } #one { color: blue } div p.a.a { color: purple }
.important { color: teal !important } #strong { color: navy }
.late { color: maroon } .late { color: olive }
.var { color: var(--ink) } .nested-var { color: var(--other) } .fallback { color: var(--none, orange) }
.lost { color: red; color: var(--none) } .own { --ink: lime; color: var(--ink) }
.short { background: rgb(10 20 30 / 50%) url(a.png) no-repeat } .reset { background: red }
.reset.reset { background: none }
.both { color: #abc; background-color: currentColor }
.em { font-size: 1.5em } .rem { font-size: 1.25rem } .percent { font-size: 80% } .small { font-size: smaller }
.word { font-size: x-large } .font { font: italic bold 20px/1.5 serif } .light { font: 12pt serif }
.hide { display: none } .flex { display: flex } .seen { visibility: visible } .unseen { visibility: hidden }
.bold { font-weight: bold } .lighter { font-weight: lighter } .bolder { font-weight: bolder }
.w600 { font-weight: 600 }
@media (min-width: 40em) { .wide { color: red } } @media (max-width: 400px) { .wide { color: blue; display: none } }
@media (width >= 500px) { .range { color: red } } @media print { .print { color: red } }
@media screen and (orientation: landscape) { .land { color: green } } @media not all { .never { color: red } }
.not:not(.other) { color: red } .not:not(#two, .third) { background-color: yellow }
:is(.is, #nothing) { color: red } .is { color: blue } :where(#where, .where) { color: red } .where { color: green }
li:nth-child(2n + 1) { color: red } li:last-child { color: blue } li:first-of-type { font-weight: 700 }
[data-x] { color: red } [data-x="2"] { color: blue } [data-x^="3"] { color: green } a[href$=".pdf"] { color: gray }
.parent > .child { color: red } .parent .grand { color: blue } h3 + p { color: green }
h3 ~ p { background-color: pink }
.inherit { color: red } .inherit .again { color: inherit } .initial { color: initial } .unset { color: unset }
.inherit .bg { background-color: inherit } .inherit.painted { background-color: aqua }
.nest { color: red; & .inner { color: blue } .deep { color: green } &.self { font-weight: 700 } }
@supports (display: grid) { .supports { color: red } } .hsl { color: hsl(120 100% 25%) }
.rgba { color: rgba(1, 2, 3, .5) }
.hex { color: #12345678 } .transparent { background-color: transparent } .invalid { color: red; color: nonsense }
.invalid-size { font-size: 20px; font-size: 12 } .upper { COLOR: RED; Display: BLOCK }
.lines { color: red !important }
a:hover { color: red } a:link { background-color: silver } .state:not(:hover) { color: red } *:focus { display: none }
.content::before { color: red; display: none } input:disabled { color: red } input:checked { display: block }
.calc { font-size: calc(10px + 5px) } .comma, .comma2 { color: red } .bad:nonsense, .bad { color: red }
@layer low, high; @layer high { .layer { color: blue } } @layer low { .layer.layer { color: red } }
@layer low { .unlayered.unlayered { color: red } } .unlayered { color: green }
"""

BODY = """
<div><p class="a" data-case="specificity">x</p></div> <p class="a" id="one" data-case="id">x</p>
<p class="a" data-case="type and class">x</p> <p class="important" id="strong" data-case="important">x</p>
<p class="important" style="color: red" data-case="important beats attribute">x</p>
<p class="lines" style="color: blue !important" data-case="important attribute">x</p>
<p class="late" data-case="later">x</p> <p class="var" data-case="var">x</p>
<p class="nested-var" data-case="nested var">x</p> <p class="fallback" data-case="fallback">x</p>
<p class="lost" data-case="void var">x</p> <p class="own" data-case="own variable">x</p>
<p class="short" data-case="shorthand">x</p> <p class="reset" data-case="shorthand resets">x</p>
<p class="both" data-case="currentcolor">x</p>
<div class="em" data-case="em"><p class="em" data-case="em in em">x</p><p class="rem" data-case="rem">x</p>
<p class="percent" data-case="percent">x</p></div> <p class="word" data-case="keyword">x</p>
<p class="font" data-case="font">x <b data-case="b">x</b></p> <p class="light bold" data-case="font in points">x</p>
<p class="hide" data-case="none">x</p> <p class="flex" data-case="flex">x</p>
<div class="unseen" data-case="hidden"><p class="seen" data-case="seen">x</p><p data-case="hidden inside">x</p></div>
<p class="w600" data-case="600">x</p>
<p class="bold" data-case="bold">x<span class="lighter" data-case="lighter">x</span></p>
<p class="bolder" data-case="bolder">x</p>
<p class="wide" data-case="media width">x</p> <p class="range" data-case="media range">x</p>
<p class="print" data-case="print">x</p> <p class="land" data-case="orientation">x</p>
<p class="never" data-case="not all">x</p>
<p class="not" data-case="not">x</p> <p class="not other" data-case="not other">x</p>
<p class="not third" data-case="not third">x</p>
<p class="is" data-case="is">x</p> <p class="where" data-case="where">x</p>
<ul><li data-case="li 1">x</li><li data-case="li 2">x</li><li data-case="li 3">x</li></ul>
<p data-x data-case="attribute">x</p> <p data-x="2" data-case="attribute value">x</p>
<p data-x="33" data-case="prefix">x</p>
<a href="a.pdf" data-case="suffix">x</a> <a data-case="a without href">x</a> <a href="b" data-case="link">x</a>
<div class="parent"><p class="child" data-case="child">x</p><div>
<p class="child grand" data-case="grandchild">x</p></div></div>
<div><h3 data-case="h3">x</h3><p data-case="next">x</p><p data-case="later sibling">x</p></div>
<div class="inherit painted" data-case="inherit">
<p class="again" data-case="inherit again" style="font-weight: inherit">x</p>
<p class="initial" data-case="initial">x</p><p class="unset" data-case="unset">x</p>
<p class="bg" data-case="inherit bg">x</p></div>
<div class="nest" data-case="nest"><p class="inner" data-case="nested">x</p>
<p class="deep" data-case="nested deep">x</p></div>
<div class="nest self" data-case="nested self">x</div> <p class="supports" data-case="supports">x</p>
<p class="hsl" data-case="hsl">x</p> <p class="rgba" data-case="rgba">x</p> <p class="hex" data-case="hex">x</p>
<p class="invalid" data-case="invalid">x</p> <p class="invalid-size" data-case="invalid size">x</p>
<p class="upper" data-case="case">x</p> <p class="state" data-case="not hover">x</p>
<p class="content" data-case="pseudo">x</p>
<p class="calc" data-case="calc">x</p> <p class="comma2" data-case="comma">x</p>
<p class="bad" data-case="bad list">x</p> <p class="layer" data-case="layer">x</p>
<p class="unlayered" data-case="unlayered">x</p>
<p style="color: red; COLOR: blue" data-case="attribute order">x</p> <p hidden data-case="hidden attribute">x</p>
<p hidden class="flex" data-case="hidden but flex">x</p> <table bgcolor="#ff0000" data-case="bgcolor">
<tr data-case="tr">
<th data-case="th">x</th><td data-case="td">x</td></tr></table> <font color="#00ff00" data-case="font color">x</font>
<h1 data-case="h1">x</h1> <h2 data-case="h2">x</h2> <small data-case="small">x</small> <code data-case="code">x</code>
<pre data-case="pre"><code data-case="code in pre">x</code></pre> <mark data-case="mark">x</mark>
<button data-case="button">x</button>
<em data-case="em tag">x</em> <strong data-case="strong">x</strong> <span data-case="span">x</span>
<sub data-case="sub">x</sub>
<details data-case="details"><summary data-case="summary">x</summary></details> <dialog data-case="dialog">x</dialog>
<fieldset data-case="fieldset"><legend data-case="legend">x</legend></fieldset>
<section data-case="section">x</section>
"""

PAGE = f"<!DOCTYPE html><html><head><title>Cascade</title><style>{SHEET}</style></head><body>{BODY}</body></html>"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    chromium = requires("chromium", "install Debian's package chromium")
    folder = tmp_path_factory.mktemp("chromium")
    page = folder / "page.html"
    page.write_text(FRAMES.format(page=PAGE.replace("&", "&amp;").replace('"', "&quot;"), names=json.dumps(PROPERTIES)))
    command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'<pre id="out">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    return {(width, case): values for width, case, values in json.loads(unescape(found[1]))}


@pytest.mark.parametrize("width", [1280, 320])
def test_computed_values_are_those_of_chromium(width: int, browser: dict[tuple[str, str], list[str]]) -> None:
    document = parse(PAGE)
    styles = Styles(document, sheets_of(document, lambda _: None), Viewport(width, 1024 if width == 1280 else 256))
    wrong = []
    for case, element in _cases(document):
        theirs = dict(zip(PROPERTIES, browser[str(width), case], strict=True))
        for name in PROPERTIES:
            ours, wanted = _ours(styles, element, name), _theirs(name, theirs[name])
            if ours != wanted:
                wrong.append(f"{case}: {name} is {ours}, and {wanted} in Chromium")
    assert not wrong, "\n".join(wrong)


def _cases(document: Document) -> list[tuple[str, Element]]:
    return [(one.attrs["data-case"], one) for one in document.with_attribute("data-case")]


def _ours(styles: Styles, element: Element, name: str) -> object:
    if name == "font-size":
        return round(styles.font_size(element), 1)
    if name == "font-weight":
        return styles.bold(element)
    if name.endswith("color"):
        return _rounded(styles.colour_of(element, name))
    return styles.value(element, name)


def _theirs(name: str, value: str) -> object:
    if name == "font-size":
        return round(float(value.removesuffix("px")), 1)
    if name == "font-weight":
        return int(value) >= 700
    return _rounded(colour(value)) if name.endswith("color") else value


def _rounded(tint: Rgba | None) -> tuple[int, ...] | None:
    return None if tint is None else tuple(round(part * 255) for part in tint)


def test_a_page_without_style_is_as_browsers_show_it() -> None:
    document = parse("<p>x <b>y</b> <a href='z'>z</a></p>")
    styles = Styles(document, (), Viewport())
    bold, link = document.first("b"), document.first("a")
    assert bold is not None
    assert link is not None
    assert styles.bold(bold)
    assert not styles.bold(link)
    assert styles.value(link, "text-decoration-line") == "underline"

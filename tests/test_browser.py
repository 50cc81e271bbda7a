"""Every kind of page in Chromium, in both languages, on phones and desks, in light, dark and forced colours.

What a browser alone can tell: what axe-core says, whether all fits and nothing is cut off, where the focus goes,
what is asked of whom, what moves, what is left without script, without style and on paper.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dpcsite.formats.html import parse
from dpcsite.formats.yaml import read
from tests.browsing import (
    KINDS,
    LANGUAGES,
    MODES,
    POLICY,
    Kind,
    Server,
    chromium,
    dress,
    hosted,
    show,
    unfold,
    window,
)
from tests.sites import ROOT

WIDTHS = (320, 768, 1280)
BY_NAME = {kind.name: kind for kind in KINDS}
EACH = [pytest.param(kind, lang, id=f"{kind.name}-{lang}") for kind in KINDS for lang in LANGUAGES]
FIRST = {kind.layout: kind for kind in reversed(KINDS)}.values()  # of each layout
EVERYWHERE = [
    pytest.param(kind, lang, width, mode, id=f"{kind.name}-{lang}-{width}-{mode}")
    for kind in KINDS
    for lang in LANGUAGES
    for width in WIDTHS
    for mode in MODES
    if kind in FIRST or (width, mode) in ((320, "light"), (1280, "dark"))
]
WELSH_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """One page for all tests that leave no trace in the browser."""
    with window(browser) as page:
        yield page


@pytest.fixture(scope="module")
def site(national: Path) -> Iterator[Server]:
    with hosted(national) as server:
        yield server


def test_every_layout_is_opened(national: Path) -> None:
    """Each that the theme has, but for the frame of all and the page that only leads on; and each page is there."""
    layouts = {path.stem for path in (ROOT / "themes" / "national" / "layouts").glob("*.html")}
    assert {kind.layout for kind in KINDS} == layouts - {"base", "redirect"}
    for kind in KINDS:
        for lang in LANGUAGES:
            page = national / kind.address(lang).lstrip("/") / "index.html"
            assert page.is_file() == (kind.layout != "not-found"), page


# --- axe-core -----------------------------------------------------------------------------------------------------

NO_FORCED_FILL = (
    "axe-core takes the colour of text from -webkit-text-fill-color, which keeps the author's colour where a browser "
    "forces its own; FORCED_CONTRAST looks at the colours that are painted."
)


@dataclass(frozen=True)
class Doubt:
    """What axe-core leaves to a person, and what a person said of it.

    `on` is a page that shows it: a kind, a language and a mode.
    """

    rule: str
    selector: str
    why: str
    on: tuple[str, str, str]


DOUBTS = (
    Doubt("color-contrast", ".dpc-header__bar :is(a, span)", NO_FORCED_FILL, ("home", "en", "forced")),
    Doubt("color-contrast", ".dpc-force__name a", NO_FORCED_FILL, ("force", "cy", "forced")),
    Doubt("color-contrast", ".dpc-emergency__call", NO_FORCED_FILL, ("home", "en", "forced")),
    Doubt("color-contrast", ".dpc-button", NO_FORCED_FILL, ("home", "cy", "forced")),
    Doubt("color-contrast", ".dpc-exit__link", NO_FORCED_FILL, ("page", "en", "forced")),
)

# Every rule that is not an experiment, those of level AAA too.
AXE_RUN = """async () => {
  const rules = {};
  for (const one of axe.getRules()) rules[one.ruleId] = {enabled: !one.tags.includes("experimental")};
  const told = await axe.run(document, {rules, resultTypes: ["violations", "incomplete"]});
  const nodes = kind => told[kind].flatMap(one => one.nodes.map(
    node => ({rule: one.id, target: String(node.target), why: node.failureSummary})));
  return {violations: nodes("violations"), incomplete: nodes("incomplete")};
}"""

# Text of every element against the nearest opaque ground, by the colours that are painted.
FORCED_CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = part => part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3) return colour;
    }
    return [255, 255, 255];
  };
  const seen = [];
  for (const one of document.body.querySelectorAll("*")) {
    const says = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!says || !one.checkVisibility()) continue;
    const [above, below] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((a, b) => b - a);
    seen.push([one.className || one.tagName, (above + 0.05) / (below + 0.05)]);
  }
  return seen;
}"""


def axe() -> str:
    """The axe-core that axe-playwright-python carries, or the file that DPCSITE_AXE names."""
    other = os.environ.get("DPCSITE_AXE")
    file = Path(other) if other else resources.files("axe_playwright_python") / "axe.min.js"
    return file.read_text(encoding="utf-8")


def explained(page: Any, rule: str, target: str, mode: str) -> bool:
    """Whether a person looked at this doubt."""
    selectors = [one.selector for one in DOUBTS if (one.rule, one.on[2]) == (rule, mode)]
    return any(page.locator(target).first.evaluate("(one, what) => one.matches(what)", one) for one in selectors)


@pytest.mark.parametrize(("kind", "lang", "width", "mode"), EVERYWHERE)
def test_axe_finds_nothing(tab: Any, site: Server, kind: Kind, lang: str, width: int, mode: str) -> None:
    """No violation of any rule, and no doubt that nobody looked at."""
    show(tab, site.address + kind.address(lang), width, mode=mode)
    tab.evaluate(axe())
    told = tab.evaluate(AXE_RUN)
    assert told["violations"] == []
    doubts = {(one["rule"], one["target"]) for one in told["incomplete"]}
    assert [one for one in sorted(doubts) if not explained(tab, *one, mode)] == []
    if mode == "forced":
        contrasts = tab.evaluate(FORCED_CONTRAST)
        assert len(contrasts) > 15
        assert [one for one in contrasts if one[1] < 4.5] == []


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda one: one.selector)
def test_every_doubt_that_is_explained_is_there(tab: Any, site: Server, doubt: Doubt) -> None:
    """What axe-core no longer doubts needs no words."""
    name, lang, mode = doubt.on
    show(tab, site.address + BY_NAME[name].address(lang), 1280, mode=mode)
    tab.evaluate(axe())
    told = [one for one in tab.evaluate(AXE_RUN)["incomplete"] if one["rule"] == doubt.rule]
    assert any(tab.locator(one["target"]).first.evaluate("(a, b) => a.matches(b)", doubt.selector) for one in told)
    assert len(doubt.why.split()) > 10


# --- nothing is cut off -------------------------------------------------------------------------------------------

BIG_TEXT = "html { font-size: 200% !important; }"
SPACED_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
FITS = {  # name: width and height in CSS pixels, style
    "320": (320, 568, ""),
    "320-text-200": (320, 568, BIG_TEXT),
    "640-text-200": (640, 900, BIG_TEXT),
    "1280-zoom-400": (320, 256, ""),
    "320-spaced": (320, 568, SPACED_TEXT),
    "1280-spaced": (1280, 900, SPACED_TEXT),
}
FITTED = [
    pytest.param(kind, lang, fit, id=f"{kind.name}-{lang}-{fit}")
    for kind in KINDS
    for lang in LANGUAGES
    for fit in FITS
]

# Lines of text that are outside the screen, cut off by a box, or over other text; boxes that something sticks out of.
CUT_OFF = """() => {
  const faults = [];
  const style = one => getComputedStyle(one);
  const put_aside = one => one.closest(".dpc-skip") ||
    [...ancestors(one)].some(above => style(above).clipPath === "inset(50%)");
  function* ancestors(one) { for (; one && one.nodeType === 1; one = one.parentElement) yield one; }
  const tell = (what, one, more) => faults.push(`${what}: ${one.tagName} .${one.className} ${more}`);
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page is ${wide} pixels wide`);

  for (const one of document.body.querySelectorAll("*")) {
    if (!one.checkVisibility({visibilityProperty: true}) || put_aside(one)) continue;
    if (style(one).display !== "inline" && one.clientWidth && one.scrollWidth > one.clientWidth)
      tell("something sticks out", one, `${one.scrollWidth} > ${one.clientWidth}`);
    if (style(one).overflowY !== "visible" && one.scrollHeight > one.clientHeight)
      tell("something is cut off below", one, `${one.scrollHeight} > ${one.clientHeight}`);
  }

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, one = node.parentElement;
    if (!node.data.trim() || !one.checkVisibility({visibilityProperty: true}) || put_aside(one)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const {left, right, top, bottom} of range.getClientRects()) {
      if (right - left < 1) continue;
      lines.push({node, left, right, top, bottom});
      if (left < -0.5 || right > innerWidth + 0.5) tell("text outside the screen", one, node.data.trim());
      for (const box of ancestors(one)) {
        const edge = box.getBoundingClientRect();
        if (style(box).display !== "inline" && (left < edge.left - 1 || right > edge.right + 1))
          tell("text outside its box", box, node.data.trim());
        if (style(box).display !== "inline") break;
      }
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((a, number) => {
    for (const b of lines.slice(number + 1)) {
      if (b.top >= a.bottom - 3) break;  // boxes of text are a little higher than its letters
      if (a.node !== b.node && b.left < a.right - 1 && a.left < b.right - 1)
        tell("text over text", a.node.parentElement, `${a.node.data.trim()} / ${b.node.data.trim()}`);
    }
  });
  return [lines.length, faults];
}"""


def cut_off(page: Any) -> list[str]:
    """What does not fit."""
    unfold(page)
    lines, faults = page.evaluate(CUT_OFF)
    assert lines > 20
    return sorted(set(faults))


@pytest.mark.parametrize(("kind", "lang", "fit"), FITTED)
def test_everything_fits(tab: Any, site: Server, kind: Kind, lang: str, fit: str) -> None:
    """On a phone, with text twice as big, at 400 % zoom, and with lines, words and letters farther apart."""
    width, height, style = FITS[fit]
    show(tab, site.address + kind.address(lang), width, height)
    if style:
        tall = "() => document.body.getBoundingClientRect().height"
        before = tab.evaluate(tall)
        dress(tab, style)
        assert tab.evaluate(tall) > before
    faults = cut_off(tab)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("fit", ["320", "320-text-200"])
@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_the_longest_word_fits(tab: Any, site: Server, kind: Kind, lang: str, fit: str) -> None:
    """A place of 58 letters in whatever may name one: headings, links, buttons, tables, menus, lists."""
    width, height, style = FITS[fit]
    show(tab, site.address + kind.address(lang), width, height)
    dress(tab, style)
    tab.evaluate(
        """word => {
          const named = "h1, h2, h3, p, li, dt, dd, th, td, summary, a, label";
          for (const one of document.querySelectorAll(named))
            if (!one.children.length && one.textContent.trim() && !/^(tel|sms):/.test(one.getAttribute("href")))
              one.textContent += " " + word;
        }""",
        WELSH_WORD,
    )
    faults = cut_off(tab)
    assert not faults, "\n".join(faults)


def test_what_does_not_fit_would_be_seen(tab: Any, site: Server) -> None:
    """Each of the faults that the tests above look for."""
    faulty = {
        "h1 { white-space: nowrap; }": {"text outside the screen", "something sticks out"},
        ".dpc-lead { height: 1rem; overflow: hidden; }": {"something is cut off below"},
        ".dpc-lead { height: 0.5rem; margin: 0; }": {"text over text"},
        ".dpc-lead { max-width: 4rem; overflow-wrap: normal; }": {"text outside its box"},
    }
    for style, expected in faulty.items():
        show(tab, site.address + "/cy/services/report-domestic-abuse/", 320)
        dress(tab, style)
        assert expected <= {one.split(":")[0] for one in cut_off(tab)}, style


# --- the keyboard -------------------------------------------------------------------------------------------------

# Lists what the keyboard should reach, and begins to note at each Tab where the focus is and what is wrong with it.
STOPS = """() => {
  const may = "a[href], area[href], button, input, select, textarea, summary, iframe, [contenteditable], [tabindex]";
  const stops = [...document.querySelectorAll(may)].filter(
    one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
  const grounds = stops.map(one => getComputedStyle(one).backgroundColor);

  function stop(one) {
    const number = stops.indexOf(one), faults = [];
    if (number < 0) return [number, faults];
    const style = getComputedStyle(one), lines = [...one.getClientRects()];
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 &&
      !/, 0\\)$|transparent/.test(style.outlineColor);
    if (!outlined && style.backgroundColor === grounds[number]) faults.push("no sign of the focus");
    const top = Math.min(...lines.map(line => line.top)), bottom = Math.max(...lines.map(line => line.bottom));
    const bar = document.querySelector(".dpc-exit:not(:focus-within)");
    const free = bar ? bar.getBoundingClientRect().bottom : 0;
    const room = bottom - top < innerHeight - free - 16;  // of a link of many lines only a part can be in view
    if (top < -0.5 || bottom > innerHeight + 0.5 && room) faults.push(`outside the screen: ${top} to ${bottom}`);
    if (bar && top < free - 0.5 && room) faults.push(`partly behind the bar: ${top} < ${free}`);
    for (const line of lines.filter(line => line.bottom <= innerHeight)) {
      const at = document.elementFromPoint((line.left + line.right) / 2, (line.top + line.bottom) / 2);
      if (!one.contains(at)) faults.push(`behind ${at && at.className || at}`);
    }
    return [number, faults];
  }

  window.walk = [];
  window.stops = stops;
  addEventListener("keyup", event => { if (event.key === "Tab") walk.push(stop(document.activeElement)); });
  return stops.map(one => {
    const {left, right, top, bottom} = one.getClientRects()[0];
    const name = `${one.tagName} ${one.textContent.trim()}`;
    return {name, aside: one.matches(".dpc-skip"), left, right, top, bottom};
  });
}"""
WALKS = {  # name: width, height, mode, style, whether all is unfolded, whether to walk back too
    "320-light": (320, 568, "light", "", True, False),
    "768-dark": (768, 1024, "dark", "", False, False),
    "1280-forced": (1280, 720, "forced", "", True, False),
    "zoom-400-light": (320, 256, "light", "", False, True),  # on small screens a bar hides most
    "320-text-200": (320, 568, "dark", BIG_TEXT, False, True),
}


def walks_of(kind: Kind, lang: str) -> set[str]:
    """Each layout goes through all, big screens in one language each; big text makes the bar of an exit higher."""
    big = "768-dark" if lang == "en" else "1280-forced"
    walks = {"320-light", "zoom-400-light", big} if kind in FIRST else {"320-light"}
    return walks | ({"320-text-200"} if kind.high_harm else set())


WALKED = [
    pytest.param(kind, lang, walk, id=f"{kind.name}-{lang}-{walk}")
    for kind in KINDS
    for lang in LANGUAGES
    for walk in WALKS
    if walk in walks_of(kind, lang)
]


def walked(page: Any, key: str, most: int) -> tuple[list[int], list[str]]:
    """Press a key until the focus leaves the page, or begins again: the stops in turn, and what was wrong at each."""
    page.evaluate("() => { window.walk = []; }")
    for _ in range(most + 1):
        page.keyboard.press(key)
    walk = page.evaluate("() => window.walk")
    assert len(walk) == most + 1
    numbers = [number for number, _ in walk]
    ends = next(at for at, number in enumerate(numbers) if number < 0 or (at and number == numbers[0]))
    return numbers[:ends], [f"{number}: {fault}" for number, faults in walk for fault in faults]


def out_of_order(stops: list[dict[str, Any]]) -> Iterator[str]:
    """Steps of the focus that go up, unless to a column on the right, or to the left on one line."""
    shown = [stop for stop in stops if not stop["aside"]]
    for one, other in pairwise(shown):
        above = other["bottom"] <= one["top"] + 1 and other["left"] < one["right"]
        beside = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 4
        if above or (beside and other["left"] < one["left"]):
            yield f"{one['name']} -> {other['name']}"


@pytest.mark.parametrize(("kind", "lang", "walk"), WALKED)
def test_the_keyboard_reaches_everything(tab: Any, site: Server, kind: Kind, lang: str, walk: str) -> None:
    """Each stop once, in the order of reading, with a sign of the focus, hidden by nothing; and all the way back."""
    width, height, mode, style, unfolded, there_and_back = WALKS[walk]
    address = site.address + kind.address(lang)
    show(tab, address, width, height, mode)
    dress(tab, style)
    if unfolded:
        unfold(tab)
    stops = tab.evaluate(STOPS)
    assert len(stops) > 10
    assert list(out_of_order(stops)) == []
    forth, wrong = walked(tab, "Tab", len(stops))
    assert forth == list(range(len(stops)))
    assert not wrong, "\n".join(wrong)
    if there_and_back:
        tab.evaluate("() => window.stops.at(-1).focus()")  # where the focus is behind the end differs
        back, wrong = walked(tab, "Shift+Tab", len(stops))
        assert back[: len(stops) - 1] == forth[-2::-1]
        assert not wrong, "\n".join(wrong)
    assert tab.url == address


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (":focus-visible { outline: none !important; background: inherit !important; }", "no sign of the focus"),
        (".dpc-with-exit { scroll-padding-top: 0 !important; }", "partly behind the bar"),
        (".dpc-exit { bottom: 0; top: auto !important; position: fixed !important; }", "behind dpc-exit"),
    ],
    ids=["unseen", "behind", "below"],
)
def test_a_stop_that_hides_would_be_seen(tab: Any, site: Server, style: str, fault: str) -> None:
    """No sign of the focus, and a bar over what has it."""
    show(tab, site.address + "/forces/kent/report-domestic-abuse/", 320, 400)
    dress(tab, style)
    stops = tab.evaluate(STOPS)
    wrong = [*walked(tab, "Tab", len(stops))[1], *walked(tab, "Shift+Tab", len(stops))[1]]
    assert any(fault in one for one in wrong)


# What fingers aim at, but for links in running text (WCAG 2.5.8), with the width and height of its first line.
TARGETS = """() => {
  const block = one => getComputedStyle(one).display !== "inline" ? one : block(one.parentElement);
  const amid = one => getComputedStyle(one).display === "inline" &&
    block(one.parentElement).textContent.trim() !== one.textContent.trim();
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter(one => !one.matches(".dpc-skip") && one.checkVisibility({visibilityProperty: true}) && !amid(one))
    .map(one => {
      const {width, height} = one.getClientRects()[0];
      return [one.textContent.trim() || one.id, width, height];
    });
}"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_targets_are_big_enough_for_fingers(tab: Any, site: Server, kind: Kind, lang: str, width: int) -> None:
    """24 pixels each way, whatever stands beside; the skip link too, once it is there."""
    show(tab, site.address + kind.address(lang), width)
    unfold(tab)
    targets = tab.evaluate(TARGETS)
    assert len(targets) > 10
    assert [one for one in targets if min(one[1:]) < 24] == []
    tab.locator(".dpc-skip").focus()
    assert tab.locator(".dpc-skip").bounding_box()["height"] >= 24


# --- nothing is asked of others, and nothing is kept --------------------------------------------------------------

WATCH = """
window.refused = [];
window.shifts = [];
addEventListener("securitypolicyviolation", event => refused.push(`${event.violatedDirective} ${event.blockedURI}`));
new PerformanceObserver(list => list.getEntries().forEach(one => { if (one.value) shifts.push(
  [one.value, ...one.sources.map(source => source.node && source.node.className)]); }))
  .observe({type: "layout-shift", buffered: true});
"""
KEPT = """async () => ({
  cookies: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(one => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING: dict[str, Any] = {"cookies": "", "local": [], "session": [], "databases": [], "caches": [], "workers": 0}


@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_nothing_is_asked_of_others_and_nothing_kept(browser: Any, site: Server, kind: Kind, lang: str) -> None:
    """After loading, typing and unfolding: only requests to this host, no policy broken, no word on the console."""
    with window(browser) as page:
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(WATCH)
        answer = page.goto(site.address + kind.address(lang))
        assert answer.headers["content-security-policy"] == POLICY
        for field in page.locator("input:visible").all():
            field.press_sequentially("heddlu")
        unfold(page)
        page.keyboard.press("End")
        page.wait_for_load_state("networkidle")
        assert len(asked) >= 2
        assert [one for one in asked if not one.startswith(site.address + "/")] == []
        assert page.evaluate("() => refused") == []
        expected = ["404"] if kind.layout == "not-found" else []  # the browser itself says that there is no such page
        assert [re.findall("404", one) for one in said] == [expected for _ in expected]
        assert page.evaluate(KEPT) == NOTHING
        assert page.context.cookies() == []


def test_what_is_kept_or_refused_would_be_seen(browser: Any, site: Server) -> None:
    """Each thing that the test above looks for."""
    with window(browser) as page:
        page.add_init_script(WATCH)
        page.goto(site.address + "/")
        page.evaluate(
            """async () => {
              document.cookie = "a=b";
              localStorage.a = sessionStorage.a = "b";
              await new Promise(done => { indexedDB.open("a").onsuccess = done; });
              await caches.open("a");
              document.body.append(Object.assign(new Image(), {src: "https://www.example.com/a.png"}));
              await new Promise(done => addEventListener("securitypolicyviolation", done, {once: true}));
            }"""
        )
        kept = page.evaluate(KEPT)
        assert {name for name, value in kept.items() if value} == set(NOTHING) - {"workers"}
        assert set(page.evaluate("() => refused")) == {"img-src https://www.example.com/a.png"}


# --- nothing moves ------------------------------------------------------------------------------------------------


PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def late(page: Any) -> None:
    """Keep the script back until the page has been painted."""

    def answer(route: Any) -> None:
        page.evaluate(PAINTED)
        route.continue_()

    page.route("**/*.js", answer)


@pytest.mark.parametrize(
    ("kind", "lang", "width"),
    [(kind, *case) for kind in KINDS for case in (("en", 320), ("cy", 320), ("en", 1280))],
)
def test_nothing_moves_while_the_page_loads(browser: Any, site: Server, kind: Kind, lang: str, width: int) -> None:
    """Not even where the script comes after the first painting, and shows the field that finds a force."""
    with window(browser, width) as page:
        page.add_init_script(WATCH)
        late(page)
        page.goto(site.address + kind.address(lang))
        page.wait_for_load_state("networkidle")
        page.evaluate(PAINTED)
        assert page.evaluate("() => shifts") == []


def test_what_moves_would_be_seen(browser: Any, site: Server) -> None:
    """A line that comes late."""
    with window(browser) as page:
        page.add_init_script(WATCH)
        page.goto(site.address + "/")
        page.evaluate(PAINTED)  # what comes before the first painting moves nothing
        page.evaluate("() => document.body.prepend(Object.assign(document.createElement('p'), {textContent: 'Late'}))")
        page.wait_for_function("() => shifts.length > 0")


# --- without script, without style --------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "lang"), [*((kind, "en") for kind in KINDS), (BY_NAME["force-service"], "cy")])
def test_every_link_works_without_script(browser: Any, site: Server, national: Path, kind: Kind, lang: str) -> None:
    """Each leads to a page of this site, a place of this page, another site or a number; no field waits for script."""
    with window(browser, java_script_enabled=False) as page:
        page.goto(site.address + kind.address(lang))
        found = set(page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
        assert len(found) > 10
        assert {one for one in found if not re.match(r"/|#|https://|mailto:|tel:|sms:", one)} == set()
        for url in sorted(found):
            if url.startswith("#"):
                assert page.locator(url).count() == 1, url
            elif url.startswith("/") and not url.endswith("404.html"):
                path = url.partition("#")[0]
                assert (national / path[1:] / ("index.html" if path.endswith("/") else "")).is_file(), url
        assert page.locator("input:visible, button:visible, select:visible").count() == 0
        assert page.locator(".dpc-chooser__filter").all() == [] or page.evaluate(
            "() => document.querySelector('.dpc-chooser__filter').getClientRects().length === 0"
        )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["list-of-forces", "service"])
def test_every_force_is_reached_without_script(
    browser: Any, site: Server, national: Path, name: str, lang: str
) -> None:
    """Area by area, with a press on each; on the list of forces all are there at once."""
    service = "" if name == "list-of-forces" else BY_NAME[name].path.removeprefix("/services/")
    forces = {path.parent.name for path in ROOT.glob("forces/*/force.yaml")}
    forces = {force for force in forces if (national / "forces" / force / service / "index.html").is_file()}
    assert len(forces) >= 40
    with window(browser, 320, 568, java_script_enabled=False) as page:
        page.goto(site.address + BY_NAME[name].address(lang))
        if name == "service":
            assert page.locator(".dpc-chooser li a:visible").count() == 0
            for area in page.locator(".dpc-chooser summary").all():
                area.click()
        links = [str(one.get_attribute("href")) for one in page.locator(".dpc-chooser li a:visible").all()]
        assert len(links) == len(set(links))
        assert {one.split("/forces/")[1].split("/")[0] for one in links} == forces
        page.locator(".dpc-chooser li a[href*='/kent/']").click()
        assert page.url.endswith(f"/forces/kent/{service}")
        assert page.locator("h1").count() == 1


ORDER = [".dpc-skip", ".dpc-header__title", "h1", ".dpc-lead", ".dpc-emergency", ".dpc-exit-help", ".dpc-step"]
ORDER += [".dpc-chooser", ".dpc-words", ".dpc-contacts", ".dpc-related", ".dpc-footer"]


@pytest.mark.parametrize("styled", [True, False], ids=["styled", "bare"])
@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_the_order_makes_sense_without_style(browser: Any, site: Server, kind: Kind, lang: str, styled: bool) -> None:
    """The way out, what page this is, what to do in danger, what to do next, then the words and other ways."""
    with window(browser, 320) as page:
        if not styled:
            page.route("**/*.css", lambda route: route.abort())
        page.goto(site.address + kind.address(lang))
        order = [".dpc-exit", *ORDER] if kind.high_harm else ORDER
        boxes = [(one, page.locator(one).first.bounding_box()) for one in order if page.locator(one).count()]
        tops = [(round(box["y"]), one) for one, box in boxes if box and not (styled and one == ".dpc-skip")]
        assert len(tops) >= 4
        assert tops == sorted(tops, key=lambda one: one[0])
        names = [one for _, one in tops]
        assert {"h1", ".dpc-footer"} <= set(names)
        assert (kind.layout in ("service", "force-service")) <= ({".dpc-emergency", ".dpc-words"} <= set(names))
        assert not kind.high_harm or names[0] == ".dpc-exit"


# --- finding a force ----------------------------------------------------------------------------------------------

# CLDR's plural forms of the numbers that the tests below bring about.
FORMS = {
    "en": {1: "one", 2: "other", 3: "other", 6: "other", 0: "other"},
    "cy": {1: "one", 2: "two", 3: "few", 6: "many", 0: "zero", 4: "other"},
}


def plain(text: str) -> str:
    """A text without accents and capitals."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).lower()


def areas(national: Path, name: str, lang: str) -> dict[str, list[str]]:
    """The forces of each area, as a page names them."""
    document = parse((national / BY_NAME[name].address(lang).lstrip("/") / "index.html").read_bytes())
    found = {}
    for area in document.select(".dpc-chooser details"):
        heading = next(area.elements)
        assert heading.tag == "summary"
        found[heading.text().strip()] = [one.text().strip() for one in area.descendants() if one.tag == "a"]
    assert sum(len(names) for names in found.values()) >= 40
    return found


def fitting(found: dict[str, list[str]], wanted: str) -> list[str]:
    """Forces whose name, or whose area's name, holds what is wanted."""
    return [
        name
        for area, names in found.items()
        for name in names
        if plain(wanted) in plain(area) or plain(wanted) in plain(name)
    ]


def with_so_many(found: dict[str, list[str]], count: int) -> str:
    """Some letters that the names of so many forces hold."""
    words = [word for names in found.values() for name in names for word in plain(name).split()]
    pieces = (word[start : start + size] for size in range(6, 1, -1) for word in words for start in range(len(word)))
    return "xyz" if count == 0 else next(piece for piece in pieces if len(fitting(found, piece)) == count)


SHOWN = ".dpc-chooser li a:visible"
COUNT = ".dpc-chooser__count"


@pytest.mark.parametrize("name", ["list-of-forces", "service"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_typing_narrows_the_forces(browser: Any, site: Server, national: Path, lang: str, name: str) -> None:
    """Those that fit are shown, and how many once the typing pauses, in the page's language and the right form."""
    document, problems = read((ROOT / "themes" / "national" / "strings" / f"{lang}.yaml").read_text(encoding="utf-8"))
    assert document is not None
    assert problems == ()
    said: Any = document.value
    found = areas(national, name, lang)
    with window(browser) as page:
        page.clock.install()
        page.goto(site.address + BY_NAME[name].address(lang))
        field, status = page.get_by_role("searchbox"), page.locator(COUNT)
        assert field.is_visible()
        assert status.get_attribute("role") == "status"
        before = page.evaluate("() => [...document.querySelectorAll('details')].map(one => one.open)")
        shown_before = page.locator(SHOWN).all_inner_texts()
        for count, form in FORMS[lang].items():
            wanted = with_so_many(found, count)
            for typed in (wanted, f"  {wanted.upper()} "):
                field.fill(typed)
                assert page.locator(SHOWN).all_inner_texts() == fitting(found, wanted)
                assert len(fitting(found, wanted)) == count
                page.clock.run_for(500)
                assert status.inner_text() == said["forces-shown"][form].replace("{count}", str(count))
        area = list(found)[2]
        field.fill(area)
        assert set(page.locator(SHOWN).all_inner_texts()) >= set(found[area])
        field.fill("")
        page.clock.run_for(500)
        assert status.inner_text() == ""
        assert page.evaluate("() => [...document.querySelectorAll('details')].map(one => one.open)") == before
        assert page.locator(SHOWN).all_inner_texts() == shown_before
        unfold(page)
        assert page.locator(SHOWN).count() == sum(len(names) for names in found.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_status_takes_the_form_of_the_number(browser: Any, site: Server, national: Path, lang: str) -> None:
    """Even where forms read the same; and it waits for a pause in the typing."""
    found = areas(national, "list-of-forces", lang)
    with window(browser) as page:
        page.clock.install(time=0)
        page.goto(site.address + BY_NAME["list-of-forces"].address(lang))
        page.clock.pause_at(3600)  # or the pause passes by itself on a slow machine
        page.evaluate(
            """() => {
              const box = document.querySelector(".dpc-chooser__filter");
              for (const name of box.getAttributeNames().filter(one => one.startsWith("data-")))
                box.setAttribute(name, `${name} {count}`);
            }"""
        )
        for count, form in FORMS[lang].items():
            page.get_by_role("searchbox").fill(with_so_many(found, count))
            page.clock.run_for(200)
            waiting = page.locator(COUNT).inner_text()
            page.clock.run_for(300)
            assert page.locator(COUNT).inner_text() == f"data-{form} {count}" != waiting


@pytest.mark.parametrize("typed", ["ystrad", "YSTRAD", "Ystrâd", "YSTRÂD", "ÿstrad"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accents_and_capitals_do_not_matter(browser: Any, site: Server, lang: str, typed: str) -> None:
    """Neither in what is typed nor in a name."""
    with window(browser) as page:
        page.goto(site.address + BY_NAME["list-of-forces"].address(lang))
        page.locator(SHOWN).first.evaluate("one => { one.textContent = 'Heddlu Ystrâd'; }")
        page.get_by_role("searchbox").fill(typed)
        assert page.locator(SHOWN).all_inner_texts() == ["Heddlu Ystrâd"]


# --- on paper -----------------------------------------------------------------------------------------------------

# What is read on paper: text with what style sheets add to it.
PAPER = """() => {
  const seen = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
  const behind = one => getComputedStyle(one, "::after").content.replace(/^none$/, "").replace(/^"|"$/g, "");
  const links = [...document.querySelectorAll("main a, footer a")].filter(seen);
  const pressed = ["nav", "input", "button", ".dpc-exit", ".dpc-exit-help", ".dpc-skip", ".dpc-chooser"];
  const read = [...document.querySelectorAll("main :is(p, li, dd, td)")].filter(seen);
  return {
    shown: pressed.filter(one => [...document.querySelectorAll(one)].some(seen)),
    addresses: links.map(one => [one.getAttribute("href"), behind(one)]),
    folded: [...document.querySelectorAll("details > :not(summary)")].filter(
      one => !one.closest(".dpc-chooser") && !(seen(one) && one.getClientRects().length)).length,
    words: read.map(one => one.textContent).join("\\n"),
  };
}"""


@pytest.mark.parametrize(("kind", "lang"), EACH)
def test_paper_holds_the_words_and_nothing_to_press(browser: Any, site: Server, kind: Kind, lang: str) -> None:
    """No menus and no exit; addresses behind links to other sites, numbers as text, and what was folded."""
    with window(browser) as page:
        page.goto(site.address + kind.address(lang))
        links = "all => all.map(one => one.getAttribute('href').slice(4))"
        numbers = page.locator("main a[href^='tel:']").evaluate_all(links)
        page.emulate_media(media="print")
        paper = page.evaluate(PAPER)
        assert paper["shown"] == []
        for href, behind in paper["addresses"]:
            assert (f" ({href})" == behind) is href.startswith("http"), href
            assert "(" not in behind or href.startswith("http")
        assert paper["folded"] == 0
        for number in numbers:
            assert number in re.sub(r"(?<=\d) (?=\d)", "", paper["words"])
        assert "999" in numbers or kind.layout in ("guide", "page")
        document = page.pdf(format="A4", tagged=True)
        assert document.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", document)) in range(1, 8)


# --- what readers ask of their system -----------------------------------------------------------------------------

MOTION = """() => [...document.querySelectorAll("*")].flatMap(one => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(one, part), moves = [];
  if (style.animationName !== "none") moves.push("animation");
  if (style.transitionDuration.split(", ").some(one => parseFloat(one) > 0)) moves.push("transition");
  if (style.scrollBehavior !== "auto") moves.push("scrolling");
  return moves.length ? `${one.tagName} ${moves}` : "";
})).filter(Boolean)"""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_glides_for_those_who_ask_for_less_motion(browser: Any, site: Server, kind: Kind) -> None:
    """No animation, no transition, no smooth scrolling; the last is there for everybody else."""
    with window(browser) as page:
        page.goto(site.address + kind.address("en"))
        assert page.evaluate(MOTION) == []
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(MOTION) == ["HTML scrolling"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["force-service", "list-of-forces"])
def test_more_contrast_is_given_to_those_who_ask(browser: Any, site: Server, name: str, scheme: str) -> None:
    """Quiet text and thin lines take the colour of the text; and axe-core still finds nothing."""
    tokens = """() => {
      const style = getComputedStyle(document.documentElement);
      return ["text", "text-quiet", "line", "line-soft"].map(one => style.getPropertyValue(`--dpc-${one}`));
    }"""
    with window(browser, color_scheme=scheme) as page:
        page.goto(site.address + BY_NAME[name].address("en"))
        text, *others = page.evaluate(tokens)
        assert text not in others
        page.emulate_media(contrast="more")
        assert page.evaluate(tokens) == [text] * 4
        page.evaluate(axe())
        assert page.evaluate(AXE_RUN) == {"violations": [], "incomplete": []}

"""The quick exit in Chromium: each way to leave, what Back shows then, and what does not leave.

The address that it leads to is another host of this machine here, so that no request goes out and every one is seen.
"""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dpcsite.formats.yaml import read
from tests.browsing import FORCES, KINDS, LANGUAGES, Kind, Server, dress, hosted, whole_chromium, window
from tests.serving import until
from tests.sites import ROOT

HIGH_HARM = [kind for kind in KINDS if kind.high_harm]
FORCE_SERVICE = next(kind for kind in HIGH_HARM if kind.layout == "force-service")
SERVICE = next(kind for kind in HIGH_HARM if kind.layout == "service")


def source(path: str) -> Any:
    """A YAML file of the sources as plain data."""
    document, problems = read((ROOT / path).read_text(encoding="utf-8"))
    assert problems == ()
    assert document is not None
    return document.value


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Chromium as it is; a test may ask for one that keeps pages for Back, with True."""
    with whole_chromium(keeps_pages=getattr(request, "param", False)) as started:
        yield started


@pytest.fixture(scope="module")
def hosts(national: Path) -> Iterator[tuple[Server, Server]]:
    with hosted(national) as site, hosted(name="localhost") as away:
        address = str(source("content/site.yaml")["quick_exit"])
        assert address.startswith("https://")
        site.changes[f'href="{address}"'.encode()] = f'href="{away.address}/elsewhere"'.encode()
        yield site, away


@pytest.fixture
def site(hosts: tuple[Server, Server]) -> Server:
    return hosts[0]


@pytest.fixture
def away(hosts: tuple[Server, Server]) -> Iterator[Server]:
    """Where the exit leads, with no request yet."""
    hosts[1].asked.clear()
    yield hosts[1]
    hosts[1].held.set()
    hosts[1].silent = False


BOTH = pytest.mark.parametrize("browser", [False, True], indirect=True, ids=["forgets", "keeps"])
IN_BOTH_LANGUAGES = pytest.mark.parametrize("lang", LANGUAGES)


def shift(page: Any, times: int) -> None:
    """Press Shift alone."""
    for _ in range(times):
        page.keyboard.press("Shift")


def enter(page: Any) -> None:
    """Come to the exit by the keyboard, and press Enter."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


WAYS: dict[str, Callable[[Any], None]] = {
    "click": lambda page: page.locator("#dpc-exit").click(no_wait_after=True),
    "enter": enter,
    "escape": lambda page: page.keyboard.press("Escape"),
    "shift": lambda page: shift(page, 3),
    "control-click": lambda page: page.locator("#dpc-exit").click(modifiers=["Control"], no_wait_after=True),
    "shift-click": lambda page: page.locator("#dpc-exit").click(modifiers=["Shift"], no_wait_after=True),
    "middle-click": lambda page: page.locator("#dpc-exit").click(button="middle", no_wait_after=True),
}
EACH_WAY = pytest.mark.parametrize("way", WAYS)


def trail(page: Any) -> list[str]:
    """Addresses that Back and Forward lead through, as a tab that is opened again would have them."""
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    return [one["url"] for one in told["entries"] if one["url"] != "about:blank"]


def covered(page: Any) -> bool:
    """Whether nothing of the page can be seen any more."""
    seen = "() => [...document.querySelectorAll('*')].filter(one => one.checkVisibility({visibilityProperty: true}))"
    return not page.evaluate(f"{seen}.length")


def gone(page: Any, away: Server) -> None:
    """Wait until the other site is there."""
    page.wait_for_url(f"{away.address}/elsewhere")


def stays(page: Any, away: Server) -> bool:
    """Whether the page is shown as before; leaving covers it within the key's own event."""
    return not covered(page) and away.asked == [] and not page.url.startswith(away.address)


# --- leaving ------------------------------------------------------------------------------------------------------


@EACH_WAY
@IN_BOTH_LANGUAGES
def test_each_way_leaves_and_tells_nothing(browser: Any, site: Server, away: Server, lang: str, way: str) -> None:
    """One request in the same tab, without Referer and Origin; nobody else is asked anything."""
    with window(browser) as page:
        page.goto(site.address + FORCE_SERVICE.address(lang))
        before = len(site.asked)
        WAYS[way](page)
        gone(page, away)
        assert len(page.context.pages) == 1
        ((path, headers),) = away.asked
        assert path == "/elsewhere"
        names = {name.lower() for name in headers}
        assert "host" in names
        assert names.isdisjoint({"referer", "origin", "cookie"})
        assert site.address not in str(headers)
        assert [path for path, _ in site.asked[before:] if not path.endswith(".svg")] == []  # the icon may come late


def test_without_script_the_link_leaves_and_tells_nothing(browser: Any, site: Server, away: Server) -> None:
    """Then it is a link like others, and the browser keeps the page for Back."""
    with window(browser, java_script_enabled=False) as page:
        page.goto(site.address + FORCE_SERVICE.address("en"))
        page.locator("#dpc-exit").click()
        gone(page, away)
        ((path, headers),) = away.asked
        assert path == "/elsewhere"
        assert {name.lower() for name in headers}.isdisjoint({"referer", "origin", "cookie"})


@pytest.mark.parametrize("way", ["click", "escape"])
def test_a_page_that_tells_where_it_is_would_be_seen(browser: Any, national: Path, away: Server, way: str) -> None:
    """Without what the theme says of referrers, the other site learns the address."""
    with hosted(national) as site, window(browser) as page:
        site.changes[b"https://www.bbc.co.uk/weather"] = f"{away.address}/elsewhere".encode()
        site.changes |= {b'content="no-referrer"': b'content="unsafe-url"', b"noreferrer": b""}
        page.goto(site.address + FORCE_SERVICE.address("en"))
        WAYS[way](page)
        gone(page, away)
        assert away.asked[0][1]["Referer"] == site.address + FORCE_SERVICE.address("en")


# After each key and click, once the next frames are painted, the page tells its host how many elements can be seen.
# (Nobody can ask the page itself while it waits for another.)
TELL = """
for (const kind of ["keydown", "keyup", "click", "auxclick"])
  addEventListener(kind, () => requestAnimationFrame(() => requestAnimationFrame(() => {
    const all = [...document.querySelectorAll("*")];
    new Image().src = `/seen/${all.filter(one => one.checkVisibility({visibilityProperty: true})).length}`;
  })));
"""


@EACH_WAY
def test_the_page_is_covered_before_the_other_site_answers(browser: Any, site: Server, away: Server, way: str) -> None:
    """At once: nothing of it is left to be read, however long the other site takes."""
    site.asked.clear()
    with window(browser) as page:
        page.add_init_script(TELL)
        page.goto(site.address + FORCE_SERVICE.address("en"))
        page.keyboard.press("a")
        until(lambda: told(site), "the page tells what can be seen")
        assert min(told(site)) > 50
        away.held.clear()
        WAYS[way](page)
        until(lambda: 0 in told(site), "nothing can be seen")
        until(lambda: away.asked, "the other site is asked")
        assert page.url == site.address + FORCE_SERVICE.address("en")
        away.held.set()
        gone(page, away)


def told(site: Server) -> list[int]:
    """How many elements could be seen, as pages told."""
    return [int(path.removeprefix("/seen/")) for path, _ in site.asked if path.startswith("/seen/")]


# --- going back ---------------------------------------------------------------------------------------------------


def come(page: Any, site: Server, lang: str) -> None:
    """From the list of services to the service, and on to a force."""
    start = "" if lang == "en" else f"/{lang}"
    page.goto(f"{site.address}{start}/services/")
    page.locator(f"main a[href='{SERVICE.address(lang)}']").click()
    page.wait_for_url(f"**{SERVICE.address(lang)}")
    page.locator(".dpc-chooser summary").last.focus()  # areas open by the keyboard too
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator(f".dpc-chooser a[href*='/forces/{FORCES[lang]}/']").click()
    page.wait_for_url(f"**{FORCE_SERVICE.address(lang)}")


@BOTH
@pytest.mark.parametrize(("way", "lang"), [*((way, "en") for way in WAYS), ("click", "cy"), ("escape", "cy")])
def test_back_does_not_show_the_page(browser: Any, site: Server, away: Server, lang: str, way: str) -> None:
    """Nor the ones before it that are about serious harm; the list of services is what a reader comes back to."""
    with window(browser) as page:
        come(page, site, lang)
        listed = site.address + ("" if lang == "en" else f"/{lang}") + "/services/"
        assert trail(page) == [listed, site.address + FORCE_SERVICE.address(lang)]
        WAYS[way](page)
        gone(page, away)
        assert trail(page) == [listed, f"{away.address}/elsewhere"]
        page.go_back(wait_until="commit")
        assert page.url == listed


@BOTH
@pytest.mark.parametrize("way", ["click", "escape", "shift"])
def test_places_of_the_page_leave_nothing_to_go_back_to(browser: Any, site: Server, away: Server, way: str) -> None:
    """A reader who passed over the header, by the link to the main content, and then leaves."""
    with window(browser) as page:
        page.goto(f"{site.address}/about/")
        page.goto(site.address + FORCE_SERVICE.address("en"))
        page.locator(".dpc-skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main"
        page.locator(".dpc-skip").focus()
        page.keyboard.press("Enter")
        page.locator("body").press("End")
        WAYS[way](page)
        gone(page, away)
        assert trail(page) == [f"{site.address}/about/", f"{away.address}/elsewhere"]
        page.go_back(wait_until="commit")
        assert page.url == f"{site.address}/about/"


@BOTH
def test_one_of_these_browsers_keeps_pages_for_back(browser: Any, site: Server, request: Any) -> None:
    """Else the tests above would say nothing of it. The page itself tells, when it is shown again."""
    keeps = "[keeps]" in request.node.name
    tell = "addEventListener('pageshow', now => { new Image().src = `/kept/${now.persisted}/${now.timeStamp}`; })"
    site.asked.clear()

    def told() -> list[str]:
        return [path.split("/")[2] for path, _ in site.asked if path.startswith("/kept/")]

    with window(browser) as page:
        page.add_init_script(tell)
        for number, path in enumerate(("/about/", "/cookies/"), start=1):
            page.goto(site.address + path)
            until(lambda number=number: len(told()) == number, "the page tells that it is shown")
        page.go_back(wait_until="commit")
        until(lambda: len(told()) == 3, "the page tells that it is shown again")
        assert told() == ["false", "false", str(keeps).lower()]


def test_a_kept_page_that_was_left_leaves_again(browser: Any, site: Server, away: Server) -> None:
    """Where a browser shows it after all, it stays covered and goes; one that was not left stays."""
    shown = "() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})); }"
    with window(browser) as page:
        page.goto(site.address + FORCE_SERVICE.address("en"))
        page.evaluate(shown)
        assert stays(page, away)
        away.silent = True
        page.keyboard.press("Escape")
        until(lambda: len(away.asked) == 1, "the other site is asked")
        assert covered(page)
        away.silent = False
        page.evaluate(shown)
        gone(page, away)
        assert len(away.asked) == 2


# --- what does not leave ------------------------------------------------------------------------------------------


def test_capital_letters_in_the_field_do_not_leave(browser: Any, site: Server, away: Server) -> None:
    """Each typed with Shift held, in the field that finds a force."""
    with window(browser) as page:
        page.goto(site.address + SERVICE.address("en"))
        page.get_by_role("searchbox").focus()
        for letter in "KENT":
            page.keyboard.press(f"Shift+{letter}")
        assert page.get_by_role("searchbox").input_value() == "KENT"
        assert stays(page, away)
        shift(page, 3)
        gone(page, away)


def test_shift_with_other_keys_between_does_not_leave(browser: Any, site: Server, away: Server) -> None:
    """Nor two presses, nor one that lasts, nor walking backwards with Tab."""
    with window(browser) as page:
        page.goto(site.address + FORCE_SERVICE.address("en"))
        for key in ("a", "ArrowDown", "Tab", "Control", " "):
            shift(page, 2)
            page.keyboard.press(key)
        assert stays(page, away)
        for _ in range(6):
            page.keyboard.press("Shift+Tab")
        assert stays(page, away)
        for _ in range(6):
            page.keyboard.down("Shift")
        page.keyboard.up("Shift")
        assert stays(page, away)
        shift(page, 2)
        assert stays(page, away)
        shift(page, 1)
        gone(page, away)


def test_presses_are_forgotten_after_a_while(browser: Any, site: Server, away: Server) -> None:
    """Two presses long ago and one now are not three."""
    with window(browser) as page:
        page.clock.install()
        page.goto(site.address + FORCE_SERVICE.address("en"))
        shift(page, 2)
        page.clock.run_for(5001)
        shift(page, 2)
        assert stays(page, away)
        page.clock.run_for(4000)
        shift(page, 1)
        gone(page, away)


# --- where it is --------------------------------------------------------------------------------------------------


SIZES = {"phone": (320, 568, ""), "zoom": (320, 256, ""), "big": (320, 568, "html { font-size: 200%; }")}
SIZES["desk"] = (1280, 720, "")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", HIGH_HARM, ids=lambda kind: kind.name)
@IN_BOTH_LANGUAGES
def test_it_is_always_in_view(browser: Any, site: Server, kind: Kind, lang: str, size: str) -> None:
    """At the top and at the end of a long page, over everything, and big enough for a thumb."""
    width, height, style = SIZES[size]
    with window(browser, width, height) as page:
        page.goto(site.address + kind.address(lang))
        dress(page, style)
        for place in (0, 0.5, 1):
            page.evaluate("place => scrollTo(0, place * document.documentElement.scrollHeight)", place)
            box = page.locator("#dpc-exit").bounding_box()
            assert box["height"] >= 44
            assert box["width"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert 0 <= box["y"] <= box["y"] + box["height"] <= height
            corners = [
                (box["x"] + across * box["width"], box["y"] + down * box["height"])
                for across in (0.02, 0.5, 0.98)
                for down in (0.05, 0.5, 0.95)
            ]
            on_top = "corners => corners.map(([x, y]) => document.elementFromPoint(x, y).id)"
            assert set(page.evaluate(on_top, corners)) == {"dpc-exit"}
        assert page.evaluate("() => scrollY") > height / 2


@pytest.mark.parametrize("kind", HIGH_HARM, ids=lambda kind: kind.name)
@IN_BOTH_LANGUAGES
def test_it_is_the_first_stop_of_the_keyboard(browser: Any, site: Server, kind: Kind, lang: str) -> None:
    """One press of Tab from the top of the page; and it is not on paper."""
    with window(browser) as page:
        page.goto(site.address + kind.address(lang))
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.id") == "dpc-exit"
        page.emulate_media(media="print")
        assert not page.locator("#dpc-exit").is_visible()
        assert not page.locator(".dpc-exit").is_visible()


def tree(page: Any) -> list[tuple[str, str]]:
    """Role and name of all that a screen reader is told, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def below(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not node["ignored"]:
            yield node["role"]["value"], node.get("name", {}).get("value", "")
        for child in node["childIds"]:
            if child in by_id:
                yield from below(by_id[child])

    return list(below(nodes[0]))


@IN_BOTH_LANGUAGES
def test_a_screen_reader_hears_what_it_is(browser: Any, site: Server, away: Server, lang: str) -> None:
    """A link with its name in a named region, and how many presses are left, as the accessibility tree has them."""
    said = source(f"themes/national/strings/{lang}.yaml")

    with window(browser) as page:
        page.clock.install()
        page.goto(site.address + FORCE_SERVICE.address(lang))
        before = tree(page)
        region, link = ("complementary", said["quick-exit-region"]), ("link", said["quick-exit"])
        assert before.count(region) == before.count(link) == 1
        assert before.index(region) < before.index(link) < before.index(("banner", ""))
        assert [role for role, _ in before].count("status") == 1
        told = []
        for _ in range(2):
            shift(page, 1)
            told.append(page.get_by_role("status").inner_text())
            assert ("StaticText", told[-1]) in tree(page)
        assert told == [said["quick-exit-two-more"], said["quick-exit-one-more"]]
        page.clock.run_for(5001)
        assert page.get_by_role("status").inner_text() == ""
        assert ("StaticText", told[0]) not in tree(page)
        assert stays(page, away)


# --- what is said of it -------------------------------------------------------------------------------------------


def high_harm_sources() -> set[str]:
    """Ids of services and pages that are marked."""
    files = [*ROOT.glob("content/services/*.md"), *ROOT.glob("content/pages/**/*.md")]
    marked = [path for path in files if re.search(r"(?m)^high_harm: true", path.read_text(encoding="utf-8"))]
    return {path.name.split(".")[0] for path in marked}


def test_it_is_on_every_page_about_serious_harm_and_on_no_other(national: Path) -> None:
    """National pages, pages of forces, and the page on safe browsing, in both languages."""
    marked = high_harm_sources()
    assert {"safe-browsing", "report-domestic-abuse"} <= marked
    having = 0
    for path in national.rglob("*.html"):
        expected = path.parent.name in marked
        content = path.read_bytes()
        if b'http-equiv="refresh"' in content:
            continue
        assert (b'id="dpc-exit"' in content) is expected, path
        having += expected
    assert having > len(marked) * 40


CLEARS = re.compile(r"\b(clear|delet|eras|wip|remov|cover|hide|hiding|clirio|dileu|cuddio|tynnu|sychu)", re.IGNORECASE)
HISTORY = re.compile(r"\b(history|visits?|traces?|hanes|ymweliad|ôl|olion)\b", re.IGNORECASE)
LEAVING = re.compile(
    r"\b(exit|leav|button|links?\b|esc\b|shift|this (?:site|page)|it\b|gadael|gadewch|botwm|dolen|wefan hon|mae’n)",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(not|cannot|nor|never|no|nid|ni|nad|na)\b", re.IGNORECASE)


def claims(text: str) -> list[str]:
    """Sentences that say that leaving clears something."""
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return [
        one
        for one in sentences
        if CLEARS.search(one) and HISTORY.search(one) and LEAVING.search(one) and not DENIED.search(one)
    ]


def test_no_page_says_that_leaving_clears_the_history(national: Path) -> None:
    """In either language; and every page that has the exit says that the history stays."""
    helps = [source(f"themes/national/strings/{lang}.yaml")["quick-exit-help"] for lang in LANGUAGES]
    sentences, mentions = set(), 0
    for path in national.rglob("*.html"):
        content = path.read_text(encoding="utf-8")
        words = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"</?(?:strong|em|a|span)\b[^>]*>", "", content)))
        if 'id="dpc-exit"' in content:
            assert any(one in words for one in helps), path
            mentions += 1
        sentences.update(words.split("\n"))
    assert mentions > 400
    assert [one for text in sorted(sentences) for one in claims(text)] == []


@pytest.mark.parametrize(
    "claim",
    [
        "This button clears your history.",
        "Leaving deletes every trace of your visit.",
        "It removes this page from your history.",
        "Mae’r botwm hwn yn clirio eich hanes.",
        "Bydd gadael y dudalen yn cuddio eich ymweliad.",
    ],
)
def test_a_false_claim_would_be_seen(claim: str) -> None:
    """Also between two true ones."""
    assert claims(f"It does not clear your history. {claim} Clear your history by hand.") == [claim]

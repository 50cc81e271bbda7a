"""What a built site is made of: twins in two languages, a force's own words, alerts, old addresses, lists, ways out."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from dpcsite.cli import main
from dpcsite.formats.html import Document, Element, parse
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, PIXEL, contents, write_site

PAGE = "---\ntitle: {}\nsummary: {}\n{}---\n\n## {}\n\n{}\n"


def page_of(path: str, title: str, body: str = "Words.", *, fields: str = "") -> str:
    """A Markdown file as part of a site."""
    return f"-- {path} --\n" + PAGE.format(title, f"About {title}.", fields, f"Of {title}", body)


LINKS = """[absolute](/services/report-crime/), [file](../services/report-crime.md), [page](about.md), [top](/),
[part](/services/report-crime/#what-to-say), [list](/services/), [force](/forces/kent/), {{ link.report-stalking }}"""
OUR_LINKS = """[absolute](/services/report-crime/), [file](../../../content/services/report-crime.md), [about](/about/),
[other](/forces/gwent/report-crime/), [mine](own.md), [home](/forces/kent/), [list](/services/),
{{ link.report-stalking }}"""
CRIME = "By {{ force.name }}. [Crime](/services/report-crime/)"
TROSEDD = "Gan {{ force.name }}. [Trosedd](/services/report-crime/)"
UNCHECKED = "translation: needs-review\n"
OLD = "old_paths: [/forces/kent/old/]\n"

SITE = f"""{page_of("content/pages/help.md", "Help", LINKS)}
{page_of("content/pages/help.cy.md", "Cymorth", LINKS.replace("#what-to-say", ""), fields=UNCHECKED)}
{page_of("content/pages/deep/inner.md", "Inner page", "See [help](../help.md).")}
{page_of("forces/kent/pages/own.md", "Only in Kent", OUR_LINKS, fields=OLD)}
{page_of("forces/kent/pages/about.md", "About Kent’s pages")}
{page_of("forces/kent/pages/report-crime.md", "Report a crime in Kent", "Kent’s own words.")}
{page_of("forces/gwent/pages/ours.md", "Only in Gwent", CRIME)}
{page_of("forces/gwent/pages/ours.cy.md", "Dim ond yng Ngwent", TROSEDD)}
{page_of("forces/gwent/pages/english.md", "English of Gwent", "By {{ force.name }}.")}
{page_of("forces/mdp/pages/reaching.md", "How to reach them", "See {{ link.report-stalking }}.")}
-- forces/mdp/force.yaml --
name: Ministry of Defence Police
kind: special
nation: United Kingdom
region: National
languages: [en]
pages: contact-only
website: https://www.mod.police.uk/
contacts: {{from_abroad: "+44 1371 854000"}}
-- content/redirects.yaml --
/older/: /old/
/old/: /help/
/crime/: /services/report-crime/
"""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site above, built."""
    folder = tmp_path_factory.mktemp("pages")
    write_site(folder / "site", MINIMAL, SITE)
    with pytest.raises(SystemExit) as left:
        main(["build", "--source", str(folder / "site"), "--output", str(folder / "public"), "--today", TODAY])
    assert left.value.code == 0
    return folder / "public"


def show(public: Path, url: str) -> Document:
    """A page by its address."""
    path = public / url.strip("/")
    return parse((path if path.is_file() else path / "index.html").read_text(encoding="utf-8"))


def words(element: Element | None) -> str:
    """The text inside, spaces folded."""
    assert element is not None
    return " ".join(element.text().split())


def links(element: Element | None) -> list[tuple[str, str]]:
    """Address and words of each link inside."""
    assert element is not None
    return [(one.get("href") or "", words(one)) for one in element.descendants() if one.tag == "a"]


def language(element: Element) -> str:
    """The language that a reader's software takes its words for."""
    around = (element, *element.ancestors())
    return next(one.attrs["lang"] for one in around if "lang" in one.attrs)


def urls(public: Path) -> set[str]:
    """The address of every HTML file."""
    paths = (path.relative_to(public).as_posix() for path in public.rglob("*.html"))
    return {f"/{path.removesuffix('index.html')}" for path in paths}


# --- which pages there are


def test_every_page_stands_at_its_address(public: Path) -> None:
    """National pages in both languages, a force's in its own, redirects at the root, and nothing else."""
    national = ["/", "/404.html", "/services/", "/forces/", "/about/", "/help/", "/deep/inner/"]
    national += ["/services/report-crime/", "/services/report-stalking/"]
    kent = ["", "report-crime/", "report-stalking/", "own/", "about/"]
    gwent = ["", "report-crime/", "report-stalking/", "ours/", "english/"]
    old = {"/older/", "/old/", "/crime/", "/forces/kent/old/"}
    assert urls(public) == old | {"/forces/mdp/", "/forces/mdp/reaching/"} | {
        *national,
        *(f"/cy{url}" for url in national),
        *(f"/forces/kent/{page}" for page in kent),
        *(f"{lang}/forces/gwent/{page}" for page in gwent for lang in ("", "/cy")),
    }


def test_the_report_lists_every_page_with_its_source(minimal: Path, run: Run) -> None:
    """As the contract shows it."""
    ran = run(
        "build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY, "--format", "json"
    )
    pages = {page["url"]: page for page in json.loads(ran.out)["pages"]}
    assert set(pages) == urls(minimal / "public")
    assert pages["/forces/kent/report-crime/"] == {
        "url": "/forces/kent/report-crime/",
        "path": "forces/kent/report-crime/index.html",
        "lang": "en",
        "force": "kent",
        "service": "report-crime",
        "source": "content/services/report-crime.md",
    }
    assert pages["/cy/services/report-crime/"]["source"] == "content/services/report-crime.cy.md"
    assert pages["/cy/services/report-stalking/"]["source"] == "content/services/report-stalking.md"


# --- languages


def test_every_page_is_in_the_language_of_its_address(public: Path) -> None:
    """Welsh below /cy/, English elsewhere."""
    for url in urls(public):
        root = show(public, url).root
        assert root is not None
        assert root.get("lang") == ("cy" if url.startswith("/cy/") else "en"), url


def test_the_language_switch_leads_to_the_twin(public: Path) -> None:
    """From every page that has one, there and back, with the current language as text."""
    for url in sorted(urls(public) - {"/older/", "/old/", "/crime/", "/forces/kent/old/"}):
        page = show(public, url)
        bar = next((one for one in page.all("nav") if one.get("class") == "dpc-languages"), None)
        twin = url.removeprefix("/cy") if url.startswith("/cy/") else f"/cy{url}"
        if twin not in urls(public):
            assert bar is None, url
            continue
        assert bar is not None, url
        (link,) = [one for one in bar.descendants() if one.tag == "a"]
        other, name = ("en", "English") if url.startswith("/cy/") else ("cy", "Cymraeg")
        assert (link.get("href"), link.get("lang"), link.get("hreflang"), words(link)) == (twin, other, other, name)
        (current,) = [one for one in bar.descendants() if one.get("aria-current")]
        assert (current.tag, words(current)) == ("span", "Cymraeg" if other == "en" else "English")


def test_each_page_names_its_twins_to_search_engines(public: Path) -> None:
    """The canonical address is its own; alternates name both languages, itself included."""
    page = show(public, "/cy/forces/gwent/ours/")
    found = {(one.get("rel"), one.get("hreflang")): one.get("href") for one in page.all("link")}
    base = "https://www.example.org"
    assert found["canonical", None] == f"{base}/cy/forces/gwent/ours/"
    assert found["alternate", "en"] == f"{base}/forces/gwent/ours/"
    assert found["alternate", "cy"] == f"{base}/cy/forces/gwent/ours/"
    assert "alternate" not in {one.get("rel") for one in show(public, "/forces/kent/own/").all("link")}


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/cy/services/report-stalking/", "Report stalking"),
        ("/cy/forces/gwent/report-stalking/", "Report stalking"),
        ("/cy/about/", "About this site"),
        ("/cy/forces/gwent/english/", "English of Gwent"),
    ],
)
def test_a_page_without_welsh_is_shown_in_english_and_says_so(url: str, title: str, public: Path) -> None:
    """The notice is Welsh and visible; title, summary and body are marked as English; all else stays Welsh."""
    page = show(public, url)
    main_part = page.by_id["main"][0]
    assert "Nid yw’r dudalen hon ar gael yn Gymraeg eto." in words(main_part)
    (heading,) = page.all("h1")
    assert words(heading) == title
    assert language(heading) == "en"
    (summary,) = [one for one in page.elements if one.get("class") == "dpc-lead"]
    assert language(summary) == "en"
    body = next(one for one in page.elements if one.get("class") == "dpc-words")
    assert language(body) == "en"
    (notice,) = [one for one in page.elements if one.get("class") == "dpc-callout dpc-callout--information"]
    assert words(notice).endswith("Nid yw’r dudalen hon ar gael yn Gymraeg eto. Mae’n cael ei dangos yn Saesneg.")
    assert language(notice) == "cy"
    assert notice.index < heading.index, "said before the words that it is about"
    assert all(language(one) == "cy" for one in (*page.all("header", "footer"), *page.all("section")))


@pytest.mark.parametrize(
    "url", ["/cy/services/report-crime/", "/cy/help/", "/cy/forces/gwent/ours/", "/about/", "/help/"]
)
def test_a_page_in_its_own_language_has_no_such_notice(url: str, public: Path) -> None:
    """Nor is any part of it marked, but names of languages and links to what is in English."""
    page = show(public, url)
    assert "Nid yw’r dudalen hon ar gael" not in words(page.root)
    assert "lang" not in page.by_id["main"][0].attrs
    (heading,) = page.all("h1")
    assert language(heading) == ("cy" if url.startswith("/cy/") else "en")


def test_words_that_wait_for_a_translator_say_so(public: Path) -> None:
    """On the Welsh page alone."""
    assert "Nid yw cyfieithydd wedi gwirio’r dudalen hon eto." in words(show(public, "/cy/help/").root)
    assert "translator" not in words(show(public, "/help/").root)
    assert "cyfieithydd" not in words(show(public, "/cy/services/report-crime/").root)


def test_names_in_another_language_are_marked_where_they_are_listed(public: Path) -> None:
    """On Welsh lists and in Welsh menus, what has only an English title."""
    for url in ("/cy/services/", "/cy/", "/cy/forces/gwent/"):
        tongues = {words(one): language(one) for one in show(public, url).all("a")}
        assert tongues["Report stalking"] == "en"
        assert tongues["Riportio trosedd"] == "cy"
        assert tongues["About this site"] == "en"


def test_the_force_s_name_is_in_the_language_of_the_words_around_it(public: Path) -> None:
    """Welsh in Welsh words, English in English ones, also where those stand on a Welsh page."""
    assert "Gan Heddlu Gwent." in words(show(public, "/cy/forces/gwent/ours/").root)
    assert "By Gwent Police." in words(show(public, "/forces/gwent/ours/").root)
    assert "By Gwent Police." in words(show(public, "/cy/forces/gwent/english/").root)


@pytest.mark.parametrize(
    "field", ["name: {en: A line for you}", "name: {en: Llinell, cy: Llinell}\n  hours: {en: all day}"]
)
def test_english_words_of_a_channel_are_marked_on_a_welsh_page(field: str, minimal: Path, run: Run) -> None:
    """A reader's software must not say them with Welsh sounds (WCAG 3.1.2)."""
    channels = (minimal / "site/content/channels.yaml").read_text(encoding="utf-8")
    line = f'line:\n  {field}\n  kind: support\n  telephone: "0800 111 222"\n  grade: A\n'
    use = (minimal / "site/content/services/report-crime.md").read_text(encoding="utf-8")
    site = write_site(minimal / "site", f"-- content/channels.yaml --\n{channels}{line}")
    (site / "content/services/report-crime.md").write_text(
        use.replace("category: report", "category: report\nfallback: [line]")
    )
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    page = show(minimal / "public", "/cy/services/report-crime/")
    english = "A line for you" if "A line" in field else "all day"
    holders = [one for one in page.elements if any(isinstance(text, str) and english in text for text in one.children)]
    assert holders
    assert {language(one) for one in holders} == {"en"}


def test_welsh_words_of_a_force_without_welsh_pages_are_not_lost_in_silence(minimal: Path, run: Run) -> None:
    """The force lists its languages; a file in another one is shown or reported."""
    text = page_of("forces/kent/pages/own.md", "Ours") + page_of("forces/kent/pages/own.cy.md", "Ein", "Geiriau Caint.")
    ran = run("build", "--source", write_site(minimal / "site", text), "--output", minimal / "public", "--today", TODAY)
    shown = [url for url in urls(minimal / "public") if "Geiriau Caint." in words(show(minimal / "public", url).root)]
    assert shown or "forces/kent/pages/own.cy.md:" in ran.out


# --- links in words


def test_links_in_national_words_stay_in_their_language(public: Path) -> None:
    """By address, by the name of the file, with a place on the page, and by placeholder."""
    english = {text: url for url, text in links(show(public, "/help/").by_id["main"][0])}
    assert english == {
        "absolute": "/services/report-crime/",
        "file": "/services/report-crime/",
        "part": "/services/report-crime/#what-to-say",
        "page": "/about/",
        "top": "/",
        "list": "/services/",
        "force": "/forces/kent/",
        "Report stalking": "/services/report-stalking/",
    }
    welsh = show(public, "/cy/help/").by_id["main"][0]
    assert {text: url for url, text in links(welsh)} == {
        **{text: f"/cy{url}" for text, url in english.items()},
        "part": "/cy/services/report-crime/",
        "force": "/forces/kent/",
    }
    tongues = {words(one): one.get("hreflang") for one in welsh.descendants() if one.tag == "a"}
    assert tongues["force"] == "en"
    assert tongues["file"] is None


def test_links_in_a_force_s_words_stay_with_the_force(public: Path) -> None:
    """To its own version where it has one, to the national page where not, to another force only when it is named."""
    assert {text: url for url, text in links(show(public, "/forces/kent/own/").by_id["main"][0])} == {
        "absolute": "/forces/kent/report-crime/",
        "file": "/forces/kent/report-crime/",
        "about": "/forces/kent/about/",
        "other": "/forces/gwent/report-crime/",
        "mine": "/forces/kent/own/",
        "home": "/forces/kent/",
        "Report stalking": "/forces/kent/report-stalking/",
        "list": "/services/",
    }
    assert ("/cy/forces/gwent/report-crime/", "Trosedd") in links(show(public, "/cy/forces/gwent/ours/").root)
    assert ("/forces/gwent/report-crime/", "Crime") in links(show(public, "/forces/gwent/ours/").root)


def test_a_link_to_a_file_in_a_folder_above_is_followed(public: Path) -> None:
    """Pages may stand in folders."""
    assert ("/help/", "help") in links(show(public, "/deep/inner/").root)
    assert ("/cy/help/", "help") in links(show(public, "/cy/deep/inner/").root)


def test_a_link_to_a_welsh_address_is_not_marked_as_english(minimal: Path, run: Run) -> None:
    """Whoever writes Welsh words may name the page as the browser shows it."""
    text = page_of("content/pages/help.md", "Help") + page_of(
        "content/pages/help.cy.md", "Cymorth", "[yma](/cy/about/)"
    )
    site = write_site(minimal / "site", text)
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    page = show(minimal / "public", "/cy/help/")
    (link,) = [one for one in page.all("a") if words(one) == "yma"]
    assert link.get("href") == "/cy/about/"
    assert link.get("hreflang") in (None, "cy")


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/preview/7/", "http://127.0.0.1:8000/x/"])
def test_every_link_and_file_is_there_below_any_base_url(base: str, minimal: Path, run: Run) -> None:
    """Each address of the site that a page names leads to a file, wherever the site stands."""
    site = write_site(minimal / "site", SITE)
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY, "--base-url", base)
    assert (ran.code, ran.out) == (0, "")
    seen = 0
    for url in urls(minimal / "public"):
        for one in show(minimal / "public", url).all("a", "link", "script", "img"):
            target = urljoin(base + url[1:], one.get("href") or one.get("src") or "")
            if urlsplit(target).netloc != urlsplit(base).netloc or urlsplit(target).scheme == "tel":
                continue
            seen += 1
            assert target.startswith(base), (url, target)
            path = minimal / "public" / urlsplit(target).path.removeprefix(urlsplit(base).path)
            assert path.is_file() or (path / "index.html").is_file(), (url, target)
    assert seen > 300


# --- a force's own


def test_a_force_s_own_words_take_the_place_of_a_service_s(public: Path) -> None:
    """Title, summary and body on this force's page; channels and next step stay the service's."""
    page = show(public, "/forces/kent/report-crime/")
    shown = words(page.by_id["main"][0])
    assert "Report a crime in Kent" in shown
    assert "Kent’s own words." in shown
    assert "Tell Kent Police what happened" not in shown
    assert "Call 101" in shown
    assert "https://www.kent.police.uk/ro/report/" in [url for url, _ in links(page.root)]
    for other in ("/services/report-crime/", "/forces/gwent/report-crime/", "/cy/forces/gwent/report-crime/"):
        assert "Kent’s own words" not in words(show(public, other).root)


def test_a_force_s_own_version_of_a_national_page_stands_beside_it(public: Path) -> None:
    """The force's pages lead to its own, all others to the national one."""
    assert "About Kent’s pages" in words(show(public, "/forces/kent/about/").root)
    assert "These are the words." in words(show(public, "/about/").root)
    for url in urls(public):
        if url.startswith("/forces/kent/") and url != "/forces/kent/old/":
            assert "/forces/kent/about/" in [target for target, _ in links(show(public, url).root)]
        else:
            assert "/forces/kent/about/" not in [target for target, _ in links(show(public, url).root)], url


CHANGES = {
    "own pages": page_of("forces/kent/pages/ours.md", "Ours") + page_of("forces/kent/pages/about.md", "Our about"),
    "own service": page_of("forces/kent/pages/report-crime.md", "Our crime", "Our words."),
    "old address": page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/forces/kent/gwent/]\n"),
    "folders": page_of("forces/kent/pages/gwent/report-crime.md", "Ours")
    + page_of("forces/kent/pages/cy/a.md", "Other"),
    "index": page_of("forces/kent/pages/index.md", "Index"),
    "picture": f"-- forces/kent/assets/a.png (bytes) --\n{PIXEL}\n"
    + page_of("forces/kent/pages/p.md", "P", "![a](assets/a.png)"),
    "numbers": (
        "-- forces/kent/force.yaml --\nname: {en: Kent, cy: Caint}\nkind: agency\nnation: Wales\nregion: Wales\n"
        'languages: [en, cy]\nwebsite: https://www.gwent.police.uk/\ncontacts: {emergency: "112", text: "60060"}\n'
        "services:\n  report-crime: not-offered\n  report-stalking: no-page\n"
    ),
    "contact only": (
        "-- forces/kent/force.yaml --\nname: Kent\nkind: agency\nnation: England\nregion: Wales\nlanguages: [en]\n"
        "pages: contact-only\n"
    ),
    "gone": "-- forces/kent/force.yaml (removed) --\n",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_force_s_files_change_no_page_of_another(change: str, minimal: Path, run: Run) -> None:
    """Whatever stands in its folder, every file of the other force is the same to the byte."""
    before = contents(minimal / "public")
    site = write_site(minimal / "site", CHANGES[change])
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
    after = contents(minimal / "public")
    gwent = [path for path in before if path.startswith(("forces/gwent/", "cy/forces/gwent/"))]
    assert len(gwent) == 6
    assert [path for path in after if path.startswith(("forces/gwent/", "cy/forces/gwent/"))] == gwent
    assert {path: after[path] for path in gwent} == {path: before[path] for path in gwent}
    assert {path for path in before if before[path] != after.get(path)}, "the change itself is seen"


@pytest.mark.parametrize(
    "text",
    [
        page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/forces/gwent/new/]\n"),
        page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/forces/gwent/report-crime/]\n"),
        page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/services/new/]\n"),
        page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/forces/kent2/]\n"),
        page_of("forces/kent/pages/ours.md", "Ours", fields="old_paths: [/forces/kent/../gwent/x/]\n"),
        page_of("content/pages/forces/gwent.md", "Ours"),
        page_of("content/pages/cy/forces.md", "Ours"),
        page_of("forces/Kent/pages/ours.md", "Ours"),
    ],
)
def test_a_force_cannot_take_an_address_of_another(text: str, minimal: Path, run: Run) -> None:
    """It is refused with a place, and nothing that was published changes."""
    before = contents(minimal / "public")
    ran = run("build", "--source", write_site(minimal / "site", text), "--output", minimal / "public", "--today", TODAY)
    assert ran.code == 1
    assert re.search(
        r"^(?:forces|content)/\S+:\d+:\d+: error (?:redirect|field|address|file-name): ", ran.out, re.MULTILINE
    )
    assert contents(minimal / "public") == before


def test_a_force_that_is_only_contacted_has_its_numbers_and_its_own_pages(public: Path) -> None:
    """No service pages, no links to any, and no place in the choosers."""
    page = show(public, "/forces/mdp/")
    shown = words(page.by_id["main"][0])
    assert "This force has no online services here." in shown
    assert "https://www.mod.police.uk/" in [url for url, _ in links(page.root)]
    inside = [url for url, _ in links(page.by_id["main"][0])]
    assert not [url for url in inside if "/services/" in url]
    # the way to other forces, and its own page
    assert [url for url in inside if url.startswith("/forces/")] == ["/forces/", "/forces/mdp/reaching/"]
    assert "/forces/mdp/" in [url for url, _ in links(show(public, "/forces/").root)]
    assert "Ministry of Defence" not in words(show(public, "/services/report-crime/").root)
    own = show(public, "/forces/mdp/reaching/")
    assert "How to reach them" in words(own.root)
    assert ("/services/report-stalking/", "Report stalking") in links(own.by_id["main"][0])


# --- alerts

ALERT = (
    "-- content/alerts/{}.md --\n---\ntitle: {}\nexpires: {}\n{}---\n\nStay away. See {{{{ link.report-crime }}}}.\n"
)


@pytest.mark.parametrize(
    ("fields", "expires", "today", "shown"),
    [
        ("", "2026-11-23", "2026-11-23", True),
        ("", "2026-11-22", "2026-11-23", False),
        ("starts: 2026-11-23\n", "2026-12-01", "2026-11-23", True),
        ("starts: 2026-11-24\n", "2026-12-01", "2026-11-23", False),
        ("starts: 2026-11-24\n", "2026-12-01", "2026-11-24", True),
        ("starts: 2026-11-24\n", "2026-12-01", "2026-12-02", False),
    ],
)
def test_an_alert_is_shown_from_its_first_day_to_the_end_of_its_last(
    fields: str, expires: str, today: str, *, shown: bool, minimal: Path, run: Run
) -> None:
    """Both days included; when it is over, a warning asks to delete the file."""
    site = write_site(minimal / "site", ALERT.format("flood", "A flood", expires, fields))
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", today)
    assert ran.code == 0
    assert ("alert-over" in ran.out) == (expires < today)
    for url in urls(minimal / "public"):
        assert ("A flood" in words(show(minimal / "public", url).root)) == shown, url


def test_an_alert_stands_on_the_pages_of_its_forces_and_no_other(minimal: Path, run: Run) -> None:
    """In both languages, marked where its words are English, with links to the nearest pages."""
    text = ALERT.format("flood", "A flood", "2026-12-01", "forces: [gwent]\n") + ALERT.format(
        "storm", "A storm", "2026-12-01", ""
    )
    welsh = "-- content/alerts/storm.cy.md --\n---\ntitle: Storm\nexpires: 2026-12-01\n---\n\nCadwch draw.\n"
    site = write_site(minimal / "site", text, welsh)
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    for url in urls(minimal / "public"):
        page = show(minimal / "public", url)
        alerts = [one for one in page.all("section") if one.get("class") == "dpc-alert"]
        said = [words(next(part for part in one.descendants() if part.tag == "h2")) for one in alerts]
        storm = "Storm" if url.startswith("/cy/") else "A storm"
        assert said == (["A flood", storm] if "/gwent/" in url else [storm]), url
        if url.startswith("/cy/"):
            assert {words(one)[:7]: language(one) for one in alerts}.get("A flood", "en") == "en"
            assert language(alerts[-1]) == "cy"
        else:
            assert {language(one) for one in alerts} == {"en"}
    alert = next(one for one in show(minimal / "public", "/forces/gwent/").all("section"))
    assert links(alert) == [("/forces/gwent/report-crime/", "Report a crime")]


# --- old addresses


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/old/", "/help/"),
        ("/older/", "/help/"),
        ("/crime/", "/services/report-crime/"),
        ("/forces/kent/old/", "/forces/kent/own/"),
    ],
)
def test_an_old_address_leads_to_the_page_in_one_step(old: str, new: str, public: Path) -> None:
    """By itself, without script, with a link for whom it does not, and out of search engines."""
    page = show(public, old)
    metas = {one.get("http-equiv") or one.get("name"): one.get("content") for one in page.all("meta")}
    assert metas["refresh"] == f"0; url={new}"
    assert metas["robots"] == "noindex"
    assert [one.get("href") for one in page.all("link")] == [f"https://www.example.org{new}"]
    assert links(page.root) == [(new, "Go to the new address")]


# --- the page for what is not found, and the lists for search engines


def test_the_page_for_what_is_not_found_helps_from_any_depth(public: Path) -> None:
    """All its addresses begin at the root, because it is shown at any address; it is not to be found itself."""
    for url, lang in (("/404.html", "en"), ("/cy/404.html", "cy")):
        page = show(public, url)
        assert page.root is not None
        assert page.root.get("lang") == lang
        for one in page.all("a", "link", "script"):
            target = one.get("href") or one.get("src") or ""
            assert re.match(r"/(?!/)|https://|tel:|#main$", target), target
        assert "noindex" in [one.get("content") for one in page.all("meta")]
        assert "canonical" not in [one.get("rel") for one in page.all("link")]
        assert "tel:999" in [target for target, _ in links(page.root)]
        assert len([target for target, _ in links(page.by_id["main"][0]) if "/services/" in target]) == 2


def test_the_sitemap_lists_every_page_but_those_that_are_no_destination(public: Path) -> None:
    """With its other languages; without 404 and old addresses."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ET.fromstring((public / "sitemap.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    rows = {row.findtext("s:loc", "", names): row for row in tree.findall("s:url", names)}
    gone = {"/404.html", "/cy/404.html", "/older/", "/old/", "/crime/", "/forces/kent/old/"}
    base = "https://www.example.org"
    assert set(rows) == {base + url for url in urls(public) - gone}
    assert len(tree) == len(rows)
    for url, row in rows.items():
        twins = {one.get("hreflang"): one.get("href") for one in row.findall("x:link", names)}
        path = url.removeprefix(base).removeprefix("/cy") if url.startswith(f"{base}/cy/") else url.removeprefix(base)
        pair = {"en": base + path, "cy": f"{base}/cy{path}"}
        assert twins == (pair if f"/cy{path}" in urls(public) else {})


def test_robots_may_read_all_and_find_the_sitemap(public: Path) -> None:
    """By its whole address."""
    assert (public / "robots.txt").read_text(encoding="utf-8") == (
        "User-agent: *\nAllow: /\nSitemap: https://www.example.org/sitemap.xml\n"
    )


# --- pages that somebody else should not see

FOCUSABLE = {"a", "button", "input", "select", "textarea", "summary", "iframe"}


def _focusable(page: Document) -> list[Element]:
    found = [one for one in page.elements if one.tag in FOCUSABLE or "tabindex" in one.attrs]
    assert all(one.get("tabindex") in (None, "-1") for one in found), "an order of its own"
    return [one for one in found if one.get("tabindex") is None]


def _harmful(url: str) -> bool:
    return "report-stalking" in url


def test_the_exit_is_first_in_tab_order_on_pages_about_serious_harm(public: Path) -> None:
    """Before the link to the main content and before all else, in both languages, for every force."""
    harmful = [url for url in urls(public) if _harmful(url)]
    assert len(harmful) == 5
    for url in harmful:
        page = show(public, url)
        leave, skip = _focusable(page)[:2]
        assert skip.get("href") == "#main"
        assert (leave.get("id"), leave.get("href")) == ("dpc-exit", "https://www.example.com/")
        assert words(leave) == ("Gadael y dudalen hon nawr" if url.startswith("/cy/") else "Leave this page now")
        (body,) = page.all("body")
        box = next(body.elements)
        assert box is leave.parent
        assert (box.tag, box.get("class")) == ("aside", "dpc-exit")
        (status,) = [one for one in box.descendants() if one.get("role") == "status"]
        assert words(status) == "", "what it says is said by the script"
        assert leave.get("rel") == "nofollow noreferrer"
        assert leave.get("target") is None
        scripts = [(one.get("src") or "", "defer" in one.attrs, one.children) for one in page.all("script")]
        ((source, deferred, inside),) = scripts
        assert re.fullmatch(r"/assets/site\.[0-9a-f]{10}\.js", source)
        assert (public / source.lstrip("/")).is_file()
        assert deferred
        assert inside == []


def test_other_pages_have_no_exit(public: Path) -> None:
    """Nor words about one; their first stop is the link to the main content."""
    for url in urls(public):
        page = show(public, url)
        if not _harmful(url) and not list(page.all("meta"))[-1].get("http-equiv"):
            assert "dpc-exit" not in page.by_id, url
            assert not [one for one in page.elements if "dpc-exit-help" in (one.get("class") or "")], url
            assert _focusable(page)[0].get("href") == "#main", url


def test_a_page_has_a_script_only_where_html_cannot_do_it(public: Path) -> None:
    """To leave a page of serious harm at once, and to find a force by its name; there it is one file for both."""
    for url in urls(public):
        page = show(public, url)
        filters = [one for one in page.elements if one.get("class") == "dpc-chooser__filter"]
        assert all("hidden" in one.attrs for one in filters), "what only a script can do is not shown without one"
        sources = [one.get("src") or "" for one in page.all("script")]
        assert len(sources) == (1 if "dpc-exit" in page.by_id or filters else 0), url
        assert all(re.fullmatch(r"/assets/site\.[0-9a-f]{10}\.js", source) for source in sources)
    assert len(list((public / "assets").glob("*.js"))) == 1


def test_the_exit_never_claims_to_clear_the_history(public: Path) -> None:
    """It says what it cannot do; whoever trusts more is in danger."""
    for url, truth in (
        ("/services/report-stalking/", "Your history still shows that you were here."),
        ("/cy/services/report-stalking/", "Bydd eich hanes pori yn dal i ddangos eich bod wedi bod yma."),
    ):
        page = show(public, url)
        (box,) = [one for one in page.elements if one.get("class") == "dpc-exit"]
        (help_,) = [one for one in page.elements if one.get("class") == "dpc-exit-help"]
        assert page.by_id["main"][0] in help_.ancestors()
        said = f"{words(box)} {words(help_)}"
        about = [one for one in re.split(r"(?<=\.)\s+", said) if re.search(r"histor|hanes", one)]
        assert about == [truth]
        assert not re.search(r"\b(?:clears?|deletes?|erases?|clirio|dileu)\b", said, re.IGNORECASE)


def test_the_exit_says_how_to_hide_a_visit(public: Path) -> None:
    """By the page that the site names for it, in the reader's language."""
    assert ("/about/", "How to hide your visit") in links(show(public, "/services/report-stalking/").root)
    assert ("/cy/about/", "Sut i guddio eich ymweliad") in links(show(public, "/cy/services/report-stalking/").root)

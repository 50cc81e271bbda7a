"""Guides in several pages, what to read next, and the first few services on the home page: links that lead on."""

from pathlib import Path

import pytest

from dpcsite.formats.html import Document, Element
from tests.conftest import TODAY, Run
from tests.sites import write_site
from tests.test_pages import language, links, page_of, show, words

ORDER = "parts: [moving/packing, settling, moving/pets]\n"
GUIDE = f"""{page_of("content/pages/moving.md", "Moving house", fields=ORDER)}
{page_of("content/pages/moving.cy.md", "Symud tŷ")}
{page_of("content/pages/moving/packing.md", "Packing")}
{page_of("content/pages/moving/packing.cy.md", "Pacio")}
{page_of("content/pages/moving/pets.md", "Pets")}
{page_of("content/pages/settling.md", "Settling in")}
{page_of("forces/kent/pages/settling.md", "Settling in Kent")}
{page_of("forces/kent/pages/ours.md", "Ours", "See [settling in](/settling/).")}
"""

PARTS = ["/moving/", "/moving/packing/", "/settling/", "/moving/pets/"]
TITLES = ["Moving house", "Packing", "Settling in", "Pets"]


def built(minimal: Path, run: Run, *changes: str) -> Path:
    """The minimal site with changes, without a complaint."""
    site = write_site(minimal / "site", *changes)
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
    return minimal / "public"


def nav(page: Document, name: str) -> Element | None:
    """The navigation landmark with this class."""
    return next((one for one in page.all("nav") if one.get("class") == f"dpc-{name}"), None)


def section(page: Document, name: str) -> Element | None:
    """The section with this class."""
    return next((one for one in page.all("section") if one.get("class") == f"dpc-{name}"), None)


def found(element: Element | None, tag: str) -> list[Element]:
    """Elements of a kind inside another."""
    assert element is not None
    return [one for one in element.descendants() if one.tag == tag]


# --- guides


def test_every_page_of_a_guide_lists_all_of_them_in_order(minimal: Path, run: Run) -> None:
    """The same list on each, as their titles; the page that is shown is no link and is marked as the current one."""
    public = built(minimal, run, GUIDE)
    for number, url in enumerate(PARTS):
        menu = nav(show(public, url), "guide")
        rows = [words(one) for one in found(menu, "li")]
        assert rows == TITLES
        assert links(menu) == [pair for pair in zip(PARTS, TITLES, strict=True) if pair[0] != url]
        (current,) = [one for one in found(menu, "span") if one.get("aria-current") == "page"]
        assert words(current) == TITLES[number]


def test_a_page_of_a_guide_leads_to_those_before_and_behind_it(minimal: Path, run: Run) -> None:
    """By name and by direction; nothing is before the first and behind the last."""
    public = built(minimal, run, GUIDE)
    for number, url in enumerate(PARTS):
        ways = found(nav(show(public, url), "pagination"), "a")
        steps = [(one.get("rel"), one.get("href"), words(one)) for one in ways]
        before = [("prev", PARTS[number - 1], f"Previous page {TITLES[number - 1]}")] if number else []
        behind = [("next", PARTS[number + 1], f"Next page {TITLES[number + 1]}")] if number < 3 else []
        assert steps == before + behind


def test_a_page_of_a_guide_says_which_guide_it_is_of(minimal: Path, run: Run) -> None:
    """In the browser's title, and above the heading; the first page is the guide and says it once."""
    public = built(minimal, run, GUIDE)
    for url, title in zip(PARTS, TITLES, strict=True):
        page = show(public, url)
        first = url == "/moving/"
        whole = title if first else f"{title} – Moving house"
        assert [words(one) for one in page.all("title")] == [f"{whole} – Contact the police"]
        assert [words(one) for one in page.all("h1")] == [title]
        captions = [words(one) for one in page.elements if one.get("class") == "dpc-caption"]
        assert captions == ([] if first else ["Moving house"])


@pytest.mark.parametrize(
    ("url", "tongues"),
    [
        ("/cy/moving/", {"Symud tŷ": "cy", "Pacio": "cy", "Settling in": "en", "Pets": "en"}),
        ("/cy/moving/pets/", {"Symud tŷ": "cy", "Pacio": "cy", "Settling in": "en", "Pets": "en"}),
    ],
)
def test_a_guide_that_is_only_half_in_welsh_marks_what_is_english(
    url: str, tongues: dict[str, str], minimal: Path, run: Run
) -> None:
    """Each title in its own language, also that of the page that is shown and of the guide above the heading."""
    page = show(built(minimal, run, GUIDE), url)
    menu = nav(page, "guide")
    inner = [*found(menu, "a"), *found(menu, "span")]
    assert {words(one): language(one) for one in inner} == tongues
    assert all((one.get("href") or "/cy/").startswith("/cy/") for one in inner)
    captions = [one for one in page.elements if one.get("class") == "dpc-caption"]
    assert [(words(one), language(one)) for one in captions] == ([("Symud tŷ", "cy")] if "pets" in url else [])


def test_an_english_guide_is_english_above_a_welsh_part(minimal: Path, run: Run) -> None:
    """The guide's title is marked where its first page has no translation and the part has one."""
    public = built(minimal, run, GUIDE, "-- content/pages/moving.cy.md (removed) --\n")
    page = show(public, "/cy/moving/packing/")
    (caption,) = [one for one in page.elements if one.get("class") == "dpc-caption"]
    assert (words(caption), language(caption)) == ("Moving house", "en")
    (heading,) = page.all("h1")
    assert (words(heading), language(heading)) == ("Pacio", "cy")


def test_a_force_s_own_version_of_a_part_stands_alone(minimal: Path, run: Run) -> None:
    """It is a page of the force; the guide keeps to the national pages."""
    public = built(minimal, run, GUIDE)
    page = show(public, "/forces/kent/settling/")
    assert [words(one) for one in page.all("h1")] == ["Settling in Kent"]
    assert nav(page, "guide") is None
    assert nav(page, "pagination") is None


# --- what to read next

READ = """-- content/services/report-crime.md --
---
title: Report a crime
summary: Tell the police about a crime.
category: report
related: [about, report-stalking, help]
---

## What to say

Words.
"""
OTHERS = f"""{page_of("content/pages/help.md", "Help")}
{page_of("content/pages/help.cy.md", "Cymorth")}
{page_of("forces/kent/pages/about.md", "About Kent’s pages")}
"""


def test_what_to_read_next_stands_in_the_order_in_which_it_is_written(minimal: Path, run: Run) -> None:
    """Services and pages in one list, with their titles, under a heading of its own."""
    public = built(minimal, run, READ, OTHERS)
    part = section(show(public, "/services/report-crime/"), "related")
    assert [words(one) for one in found(part, "h2")] == ["Read next"]
    assert links(part) == [
        ("/about/", "About this site"),
        ("/services/report-stalking/", "Report stalking"),
        ("/help/", "Help"),
    ]
    assert section(show(public, "/services/report-stalking/"), "related") is None


def test_what_to_read_next_is_the_nearest_version_in_the_reader_s_language(minimal: Path, run: Run) -> None:
    """The force's own page before the national one; a title that has no translation is marked."""
    public = built(minimal, run, READ, OTHERS)
    assert links(section(show(public, "/forces/kent/report-crime/"), "related")) == [
        ("/forces/kent/about/", "About this site"),
        ("/forces/kent/report-stalking/", "Report stalking"),
        ("/help/", "Help"),
    ]
    welsh = section(show(public, "/cy/forces/gwent/report-crime/"), "related")
    assert [(one.get("href"), words(one), language(one)) for one in found(welsh, "a")] == [
        ("/cy/about/", "About this site", "en"),
        ("/cy/forces/gwent/report-stalking/", "Report stalking", "en"),
        ("/cy/help/", "Cymorth", "cy"),
    ]


def test_a_service_that_a_force_has_no_page_for_is_not_read_next_there(minimal: Path, run: Run) -> None:
    """Elsewhere it is; and where nothing is left there is no heading over nothing."""
    kent = (minimal / "site/forces/kent/force.yaml").read_text(encoding="utf-8")
    without = f"-- forces/kent/force.yaml --\n{kent}services: {{report-stalking: no-page}}\n"
    public = built(minimal, run, READ, OTHERS, without)
    shown = links(section(show(public, "/forces/kent/report-crime/"), "related"))
    assert [text for _, text in shown] == ["About this site", "Help"]
    assert len(links(section(show(public, "/forces/gwent/report-crime/"), "related"))) == 3
    public = built(minimal, run, READ.replace("[about, report-stalking, help]", "[report-stalking]"))
    assert section(show(public, "/forces/kent/report-crime/"), "related") is None
    assert section(show(public, "/forces/gwent/report-crime/"), "related") is not None


def test_a_force_s_own_words_keep_what_to_read_next_unless_they_name_their_own(minimal: Path, run: Run) -> None:
    """Whoever replaces the words of a service need not repeat its links."""
    own = page_of("forces/kent/pages/report-crime.md", "Report a crime in Kent")
    public = built(minimal, run, READ, OTHERS, own)
    assert len(links(section(show(public, "/forces/kent/report-crime/"), "related"))) == 3
    named = page_of("forces/kent/pages/report-crime.md", "Report a crime in Kent", fields="related: [help]\n")
    public = built(minimal, run, named)
    assert links(section(show(public, "/forces/kent/report-crime/"), "related")) == [("/help/", "Help")]


# --- the home page


def many(number: int) -> str:
    """So many services, besides those of the minimal site, to report something."""
    fields = "category: report\norder: {}\n"
    made = (
        page_of(f"content/services/report-{one}.md", f"Report thing {one}", fields=fields.format(2000 + one))
        for one in range(number)
    )
    return "".join(made)


@pytest.mark.parametrize(("lang", "rest"), [("", "See all 7 services under Report"), ("/cy", "")])
def test_the_home_page_shows_the_first_few_services_and_leads_to_the_rest(
    lang: str, rest: str, minimal: Path, run: Run
) -> None:
    """Five of seven in their order, then a link to their place on the page that lists all."""
    public = built(minimal, run, many(5))
    for url in (f"{lang}/", f"{lang}/404.html"):
        (group,) = [one for one in show(public, url).all("section") if one.get("class") == "dpc-group"]
        shown = links(group)
        assert len(shown) == 6
        assert shown[-1][0] == f"{lang}/services/#report"
        assert shown[-1][1] == rest or (lang and "7" in shown[-1][1])
    whole = [one for one in show(public, f"{lang}/services/").all("section") if one.get("class") == "dpc-group"]
    assert [len(links(one)) for one in whole] == [7]
    assert links(whole[0])[:5] == shown[:5]


def test_a_group_with_one_service_more_is_shown_as_it_is(minimal: Path, run: Run) -> None:
    """A link to the rest would take the room of the one that it hides."""
    public = built(minimal, run, many(4))
    for url in ("/", "/cy/", "/404.html"):
        (group,) = [one for one in show(public, url).all("section") if one.get("class") == "dpc-group"]
        shown = links(group)
        assert len(shown) == 6
        assert not [target for target, _ in shown if "#" in target]


def test_a_force_s_home_lists_all_of_its_services(minimal: Path, run: Run) -> None:
    """Nobody has to look for the rest on another page."""
    public = built(minimal, run, many(5))
    (group,) = [one for one in show(public, "/forces/kent/").all("section") if one.get("class") == "dpc-group"]
    assert len(links(group)) == 7
    assert all(target.startswith("/forces/kent/") and "#" not in target for target, _ in links(group))

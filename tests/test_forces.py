"""Forces that change: new names and ids, ends and successors; whom a force serves; the shipped forces' own pages."""

import re
from pathlib import Path

import pytest

from dpcsite.cli import main
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, write_site

BROADSHIRE = """
-- forces/broadshire/force.yaml --
name: {en: Broadshire Police, cy: Heddlu Broadshire}
kind: territorial
nation: Wales
region: Wales
languages: [en, cy]
website: https://www.broadshire.police.uk/
contacts: {emergency: "999", non_emergency: "101"}
"""
RENAMED = f"""{BROADSHIRE}serves: {{en: Everybody in Broadshire., cy: Pawb yn Broadshire.}}
former_ids: [narrowshire]
former_names:
  - {{name: Narrowshire Police, until: 2022-11, source: a page}}
  - {{name: Thinshire Police, until: 1974, source: a page}}
-- forces/broadshire/pages/ours.md --
---
title: Only here
summary: About us.
old_paths: [/forces/narrowshire/about-us/]
---

## Words

Words.
"""
ENDING = "valid_until: 2026-12-31\nsuccessor: broadshire\n"


def with_kent(lines: str, *more: str) -> str:
    """The minimal site in which Kent's file has further lines, and with more files."""
    return MINIMAL.replace("name:\n  en: Kent Police", f"{lines}name:\n  en: Kent Police") + "".join(more)


def built(folder: Path, *texts: str, today: str = TODAY, forces: tuple[str, ...] = ()) -> Path:
    """The built site of some texts."""
    write_site(folder / "site", *texts)
    chosen = [word for force in forces for word in ("--force", force)]
    command = ["build", "--source", str(folder / "site"), "--output", str(folder / "public"), "--today", today, *chosen]
    with pytest.raises(SystemExit) as left:
        main(command)
    assert left.value.code == 0
    return folder / "public"


def page(public: Path, url: str) -> str:
    """The HTML of a page, spaces folded."""
    return " ".join((public / url.strip("/") / "index.html").read_text(encoding="utf-8").split())


def target(public: Path, url: str) -> str:
    """Where a page that has moved leads to, or ""."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page(public, url))
    return found[1] if found else ""


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a force that had another id and other names."""
    return built(tmp_path_factory.mktemp("renamed"), MINIMAL, RENAMED)


@pytest.mark.parametrize("rest", ["", "report-crime/", "report-stalking/", "ours/"])
@pytest.mark.parametrize("start", ["/forces", "/cy/forces"])
def test_every_page_of_an_earlier_id_leads_to_the_page_of_now(renamed: Path, start: str, rest: str) -> None:
    """Home, services and own pages, in each language to the same language."""
    assert target(renamed, f"{start}/narrowshire/{rest}") == f"{start}/broadshire/{rest}"


def test_pages_may_have_had_addresses_below_an_earlier_id(renamed: Path) -> None:
    """A former address of one page of the force's own."""
    assert target(renamed, "/forces/narrowshire/about-us/") == "/forces/broadshire/ours/"


def test_pages_that_moved_say_so_in_their_own_language(renamed: Path) -> None:
    """The Welsh address of an earlier id is a Welsh page."""
    assert '<html lang="cy">' in page(renamed, "/cy/forces/narrowshire/")
    assert '<html lang="en">' in page(renamed, "/forces/narrowshire/")


def test_a_home_tells_earlier_names_as_exactly_as_they_are_known(renamed: Path) -> None:
    """A month in words, a year as it is, both in the reader's language."""
    english, welsh = page(renamed, "/forces/broadshire/"), page(renamed, "/cy/forces/broadshire/")
    assert "Narrowshire Police, until November 2022" in english
    assert "Thinshire Police, until 1974" in english
    assert "Narrowshire Police (tan: Tachwedd 2022)" in welsh


def test_a_home_says_whom_the_force_serves(renamed: Path) -> None:
    """In the reader's language; forces that say nothing of it have no empty paragraph."""
    assert "<p>Everybody in Broadshire.</p>" in page(renamed, "/forces/broadshire/")
    assert "<p>Pawb yn Broadshire.</p>" in page(renamed, "/cy/forces/broadshire/")
    assert "<p></p>" not in page(renamed, "/forces/kent/")


def test_whom_a_force_serves_is_marked_when_it_is_in_another_language(tmp_path: Path) -> None:
    """A screen reader must not read English words as Welsh."""
    public = built(
        tmp_path, MINIMAL, BROADSHIRE, "-- forces/broadshire/force.yaml (above) --\nserves: Everybody here.\n"
    )
    assert '<p lang="en">Everybody here.</p>' in page(public, "/cy/forces/broadshire/")


@pytest.mark.parametrize(("today", "said"), [("2026-10-01", False), ("2026-10-02", True), ("2026-12-31", True)])
def test_a_home_says_that_its_force_ends_ninety_days_ahead(tmp_path: Path, today: str, said: bool) -> None:
    """With the day, and a link to the force that follows; on the last day it still does."""
    home = page(built(tmp_path, with_kent(ENDING, BROADSHIRE), today=today), "/forces/kent/")
    assert ("This police force ends on 31 December 2026." in home) is said
    assert ('<a href="/forces/broadshire/">After that day, go to Broadshire Police.</a>' in home) is said


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site after the last day of Kent's force, which itself had followed another, and had pages of its own."""
    own = "---\ntitle: Ours\nsummary: About us.\n---\n\n## Words\n\nWords.\n"
    older = BROADSHIRE.replace("broadshire", "weald").replace("Broadshire", "Weald")
    older += "valid_until: 2020-03-31\nsuccessor: kent\n"
    files = f"{BROADSHIRE}services: {{report-stalking: no-page}}\n{older}-- forces/kent/pages/ours.md --\n{own}"
    lines = f"{ENDING}former_ids: [old-kent]\n"
    return built(tmp_path_factory.mktemp("ended"), with_kent(lines, files), today="2027-01-01")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/forces/kent/", "/forces/broadshire/"),
        ("/forces/kent/report-crime/", "/forces/broadshire/report-crime/"),
        ("/forces/kent/report-stalking/", "/forces/broadshire/"),
        ("/forces/kent/ours/", "/forces/broadshire/"),
        ("/forces/old-kent/report-crime/", "/forces/broadshire/report-crime/"),
        ("/forces/weald/report-crime/", "/forces/broadshire/report-crime/"),
        ("/cy/forces/weald/report-crime/", "/cy/forces/broadshire/report-crime/"),
    ],
)
def test_after_its_last_day_a_forces_pages_lead_to_the_force_that_follows(ended: Path, old: str, new: str) -> None:
    """To the same page, or to the home where there is no such page; over as many ends as there were."""
    assert target(ended, old) == new


def test_an_ended_force_stands_in_no_list_and_no_sitemap(ended: Path) -> None:
    """Nobody is sent to a force that is no more."""
    assert "Kent Police" not in page(ended, "/forces/")
    assert "Kent Police" not in page(ended, "/services/report-crime/")
    assert "/forces/kent/" not in (ended / "sitemap.xml").read_text(encoding="utf-8")


def test_a_build_of_one_force_makes_only_its_own_moves(tmp_path: Path) -> None:
    """Addresses of forces that were not asked for are left out, and that is no mistake."""
    public = built(tmp_path, with_kent(ENDING, RENAMED), today="2027-01-01", forces=("gwent",))
    assert sorted(one.name for one in (public / "forces").iterdir() if one.is_dir()) == ["gwent"]


@pytest.mark.parametrize(
    ("lines", "severity", "message"),
    [
        (
            "former_ids: [gwent]\n",
            "error",
            '"gwent" is the id of a force of its own (forces/gwent/), so it cannot be an earlier one.',
        ),
        (
            "former_ids: [narrowshire]\n",
            "error",
            '"narrowshire" is named as an earlier id twice: here and in forces/broadshire/force.yaml.',
        ),
        (
            "successor: gwent\n",
            "error",
            '"gwent" follows this force, but nobody says when.',
        ),
        ("valid_until: 2030-01-01\n", "warning", "This force ends on 2030-01-01, and nobody follows it."),
        (
            "valid_until: 2040-01-01\nsuccessor: shire\n",
            "error",
            '"shire" follows this force, but ends itself on 2039-12-31.',
        ),
        (
            "valid_until: 2040-01-01\nsuccessor: kent\n",
            "error",
            "These forces follow each other in a circle: kent → kent.",
        ),
    ],
)
def test_changes_that_lead_nowhere_are_told(tmp_path: Path, run: Run, lines: str, severity: str, message: str) -> None:
    """Each at its line, with what to do."""
    shire = BROADSHIRE.replace("broadshire", "shire").replace("Broadshire", "Shire")
    site = with_kent(lines, RENAMED, f"{shire}valid_until: 2039-12-31\nsuccessor: broadshire\n")
    ran = run("check", "--source", write_site(tmp_path, site), "--today", TODAY)
    line = len(lines.splitlines()) if "follows this force, but ends" in message or "circle" in message else 1
    assert f"forces/kent/force.yaml:{line}:" in ran.out
    assert f": {severity} force-change: {message}" in ran.out
    assert ran.out.count(" force-change: ") == 1
    assert ran.code == (severity == "error")


def test_forces_that_follow_each_other_in_a_circle_are_told_once(tmp_path: Path, run: Run) -> None:
    """The first of them names them all; a third that leads into the circle is no second mistake."""
    gwent = "valid_until: 2026-01-01\nsuccessor: kent\n"
    third = BROADSHIRE + "valid_until: 2025-01-01\nsuccessor: gwent\n"
    files = f"-- forces/gwent/force.yaml (above) --\n{gwent}"
    site = write_site(tmp_path, with_kent("valid_until: 2026-01-02\nsuccessor: gwent\n", third), files)
    ran = run("check", "--source", site, "--today", TODAY)
    assert ran.out.count("follow each other in a circle") == 1
    assert "circle: gwent → kent → gwent." in ran.out
    assert ran.code == 1


def test_a_force_that_follows_must_exist(tmp_path: Path, run: Run) -> None:
    """A slip in the id is answered with the nearest one."""
    site = with_kent("valid_until: 2030-01-01\nsuccessor: gwnt\n")
    ran = run("check", "--source", write_site(tmp_path, site), "--today", TODAY)
    assert 'forces/kent/force.yaml:2:12: error reference: There is no force "gwnt".' in ran.out
    assert 'Did you mean "gwent"?' in ran.out


@pytest.mark.parametrize("until", ["November 2022", "2022-13", "2022-02-30", "22"])
def test_the_time_of_an_earlier_name_must_be_one_of_the_calendar(tmp_path: Path, run: Run, until: str) -> None:
    """A year, a month or a day, in figures."""
    lines = f"former_names:\n  - {{name: Old, until: {until}, source: a page}}\n"
    ran = run("check", "--source", write_site(tmp_path, with_kent(lines)), "--today", TODAY)
    assert "forces/kent/force.yaml:2:24: error field:" in ran.out
    assert ran.code == 1


def test_earlier_ids_have_a_limit(tmp_path: Path, run: Run) -> None:
    """Each brings a page for every page of the force, so that there may not be any number of them."""
    lines = f"former_ids: [{', '.join(f'old-{number}' for number in range(6))}]\n"
    ran = run("check", "--source", write_site(tmp_path, with_kent(lines)), "--today", TODAY)
    assert 'forces/kent/force.yaml:1:13: error field: The list "former_ids" is too long.' in ran.out
    assert "Use at most 5 entries." in ran.out


def test_hampshire_shows_its_new_name_and_keeps_its_old_addresses(national: Path) -> None:
    """The rename of 2022, as the sources tell it."""
    home = page(national, "/forces/hampshire/")
    assert "Hampshire Constabulary, until November 2022" in home
    assert target(national, "/forces/hampshire-constabulary/") == "/forces/hampshire/"
    assert target(national, "/forces/hampshire-constabulary/report-crime/") == "/forces/hampshire/report-crime/"


@pytest.mark.parametrize("force", ["cnc", "mdp", "nca"])
def test_forces_without_services_say_whom_they_serve_and_where_to_go_instead(national: Path, force: str) -> None:
    """Whoever lands there by mistake finds the list of forces."""
    home = page(national, f"/forces/{force}/")
    assert "United Kingdom, not" in home
    assert '<a href="/forces/">Find your police force</a>' in home
    assert "and its online services" not in home


@pytest.mark.parametrize(
    ("url", "own", "general"),
    [
        ("/forces/cambridgeshire/after-reporting/", "You get an answer within 48 hours.", "Other forces may differ."),
        ("/forces/derbyshire/report-rape-sexual-assault/", "you get an answer within 12 hours.", "You set the pace"),
        ("/forces/norfolk/request-sarahs-law/", "All of it within 45 days.", "Other forces may differ."),
        ("/forces/btp/request-sarahs-law/", "does not deal with these requests itself.", "Other forces may differ."),
        (
            "/cy/forces/btp/request-sarahs-law/",
            "yn delio â’r ceisiadau hyn ei hun.",
            "heddluoedd eraill fod yn wahanol",
        ),
    ],
)
def test_a_forces_own_words_take_the_place_of_the_national_ones(
    national: Path, url: str, own: str, general: str
) -> None:
    """On its page only; the national page keeps its own."""
    assert own in page(national, url)
    assert general not in page(national, url)
    assert general in page(national, re.sub(r"/forces/[a-z]+/", "/services/", url))


def test_own_words_about_serious_harm_keep_the_way_out_and_a_neutral_title(national: Path) -> None:
    """A force cannot lose what protects a reader by writing its own page."""
    for url in ("/forces/derbyshire/report-rape-sexual-assault/", "/forces/btp/request-sarahs-law/"):
        html = page(national, url)
        assert "dpc-exit" in html
        title = re.search("<title>([^<]*)</title>", html)
        assert title
        assert not re.search("(?i)sex|rape|sarah|child", title[1])

"""`dpcsite doctor`: the matrix of next steps, and what waits for a person; the leads it lists are shown to nobody."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.conftest import TODAY, Run
from tests.sites import ROOT, contents, write_site

FORCE = """
-- forces/{id}/force.yaml --
name: {name}
kind: territorial
nation: England
region: South East
languages: [en]
contacts:
  non_emergency: "101"
{more}
"""
DOORWAY = """
-- content/doorways.yaml --
report-stalking:
  - url: https://www.example.com/stalking/
    site: A national place
    grade: {grade}
"""


def _doctor(run: Run, source: Path, *arguments: str) -> dict[str, Any]:
    ran = run("doctor", "--source", source, "--today", TODAY, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    document: dict[str, Any] = json.loads(ran.out)
    return document


def _matrix(document: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(row["force"], row["lang"]): row["letters"] for row in document["coverage"]}


def _todos(document: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    return [(todo["place"], todo["what"]) for todo in document["todos"] if todo["kind"] == kind]


def _force(name: str, more: str) -> str:
    return FORCE.format(id=name, name=name.capitalize(), more=more)


# --- the matrix ---------------------------------------------------------------------------------------------------


def test_the_matrix_of_the_minimal_site(minimal: Path, run: Run) -> None:
    """The platform's path for Kent, which is on it; Gwent's website, and what Gwent does not offer."""
    document = _doctor(run, minimal / "site")
    assert document["services"] == ["report-crime", "report-stalking"]
    assert _matrix(document) == {("gwent", "en"): "wx", ("gwent", "cy"): "wx", ("kent", "en"): "Pw"}
    assert document["totals"] == {"P": 1, "w": 3, "x": 2}


CHECKED = """\
website: https://www.a.org/
services:
  report-crime:
    en: {url: https://www.a.org/x/, grade: D, checked_on: 2026-11-01}"""
LETTERS = {
    "O, an address of its own": ("website: https://www.a.org/\nservices: {report-crime: {en: %s}}", "Ow"),
    "P, the platform": ("website: https://www.a.org/\nplatform: {id: single-online-home, status: on}", "Pw"),
    "w, not surely on the platform": (
        "website: https://www.a.org/\nplatform: {id: single-online-home, status: reported}",
        "ww",
    ),
    "w, the address is but a lead": (
        "website: https://www.a.org/\nservices: {report-crime: {en: {url: https://www.a.org/x/, grade: D}}}",
        "ww",
    ),
    "O, a lead that a person checked": (CHECKED, "Ow"),
    "a full stop, only channels": ("", ".."),
    "x, not offered": ("website: https://www.a.org/\nservices: {report-stalking: not-offered}", "wx"),
    "a blank, no page": ("website: https://www.a.org/\nservices: {report-crime: no-page}", " w"),
}


@pytest.mark.parametrize(("more", "letters"), LETTERS.values(), ids=LETTERS.keys())
def test_each_letter_of_the_matrix(minimal: Path, run: Run, more: str, letters: str) -> None:
    """One force and two services: what each letter stands for, and that the pages say the same."""
    more = more.replace("%s", "{url: https://www.a.org/x/, grade: A}")
    site = write_site(minimal / "site", _force("avon", more))
    assert _matrix(_doctor(run, site))["avon", "en"] == letters
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    page = minimal / "public" / "forces" / "avon" / "report-crime" / "index.html"
    assert page.is_file() is (letters[0] != " ")
    addresses = {"O": "https://www.a.org/x/", "P": "https://www.a.org/ro/report/"}
    html = page.read_text(encoding="utf-8") if page.is_file() else ""
    for letter, address in addresses.items():
        assert (f'href="{address}"' in html) is (letter == letters[0])


@pytest.mark.parametrize(("grade", "letter"), [("A", "D"), ("D", ".")])
def test_a_national_doorway_is_the_letter_d_where_it_is_sure(minimal: Path, run: Run, grade: str, letter: str) -> None:
    """A doorway of grade D stands among the leads instead."""
    site = write_site(minimal / "site", _force("avon", ""), DOORWAY.format(grade=grade))
    document = _doctor(run, site)
    assert _matrix(document)["avon", "en"] == f".{letter}"
    leads = [what for place, what in _todos(document, "lead") if place.startswith("content/doorways.yaml:2:")]
    assert leads == ([] if grade == "A" else ["doorway, report-stalking (en): https://www.example.com/stalking/"])


def test_a_force_that_only_has_contacts_is_not_in_the_matrix(minimal: Path, run: Run) -> None:
    """It has no service pages, so there is nothing to miss."""
    site = write_site(minimal / "site", _force("avon", "pages: contact-only"))
    assert ("avon", "en") not in _matrix(_doctor(run, site))


# --- what waits for a person --------------------------------------------------------------------------------------


def test_what_waits_for_a_person_in_the_minimal_site(minimal: Path, run: Run) -> None:
    """Pages without an owner, an unchecked fact, a channel of grade D, pages without Welsh: each with its place."""
    document = _doctor(run, minimal / "site")
    assert [(todo["kind"], todo["place"]) for todo in document["todos"]] == [
        ("unowned", "content/pages/about.md:2:1"),
        ("unowned", "content/services/report-crime.md:2:1"),
        ("unowned", "content/services/report-stalking.md:2:1"),
        ("unchecked", "content/facts.yaml:1:1"),
        ("lead", "content/channels.yaml:15:1"),
        ("translation", "content/pages/about.md:2:1"),
        ("translation", "content/services/report-stalking.md:2:1"),
    ]
    assert "0800 000 000" in document["todos"][4]["what"]


def test_a_fact_after_its_day_of_review_comes_first(minimal: Path, run: Run) -> None:
    """--today decides; the day itself is not late yet."""
    for day, kinds in (("2027-01-01", ["unchecked"]), ("2027-01-02", ["review"])):
        ran = run("doctor", "--source", minimal / "site", "--today", day, "--format", "json")
        found = [one["kind"] for one in json.loads(ran.out)["todos"] if one["place"].startswith("content/facts.yaml")]
        assert found == kinds


@pytest.mark.parametrize(("checked", "kind"), [("", "unchecked"), ("2025-11-23", None), ("2025-11-22", "old")])
def test_an_address_grows_old_after_the_days_of_site_yaml(
    minimal: Path, run: Run, checked: str, kind: str | None
) -> None:
    """365 days after a person looked it is as good as new; one day later it waits for somebody."""
    day = f", checked_on: {checked}" if checked else ""
    address = f"services: {{report-crime: {{en: {{url: https://www.a.org/x/, grade: A{day}}}}}}}"
    document = _doctor(run, write_site(minimal / "site", _force("avon", address)))
    found = [todo["kind"] for todo in document["todos"] if "https://www.a.org/x/" in todo["what"]]
    assert found == ([kind] if kind else [])


SEEN = """
-- forces/kent/links.checked.yaml --
https://www.a.org/ok/: {state: ok, since: 2025-01-01, seen: 2026-11-22}
https://www.a.org/old/: {state: ok, since: 2025-01-01, seen: 2025-11-01}
https://www.a.org/gone/: {state: broken, since: 2026-10-01, seen: 2026-11-21, answer: "404"}
https://www.a.org/moved/: {state: moved, since: 2026-11-23, seen: 2026-11-23, to: "https://www.a.org/b/"}
"""


def test_what_a_program_saw_of_addresses_is_listed_with_its_age(minimal: Path, run: Run) -> None:
    """Those that did not answer well, old looks, and one line for all."""
    site = write_site(minimal / "site", SEEN)
    document = _doctor(run, site)
    path = "forces/kent/links.checked.yaml"
    assert _todos(document, "link") == [
        (f"{path}:3:1", "https://www.a.org/gone/ was broken: 404 (looked at 2 days ago, so since 2026-10-01)"),
        (
            f"{path}:4:1",
            "https://www.a.org/moved/ had moved; now https://www.a.org/b/ (looked at today, so since 2026-11-23)",
        ),
    ]
    assert _todos(document, "look") == [
        (f"{path}:2:1", "https://www.a.org/old/ was last opened 387 days ago, on 2025-11-01")
    ]
    assert document["figures"]["looks"] == {"addresses": 4, "well": 2, "oldest": "2025-11-01"}
    line = "Addresses opened by dpcsite links: 2 of 4 answered well; the oldest look is of 2025-11-01"
    assert line in run("doctor", "--source", site, "--today", TODAY).out.splitlines()


DUE = """
-- content/pages/about.md --
---
title: About this site
summary: What this site is.
owner: Web team
reviewed_on: 2026-01-22
review_in: {months}
---

## Words

These are the words.
"""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-22", None),
        ("2026-11-23", "about is due by 2027-01-22; it belongs to: Web team"),
        ("2027-01-22", "about is due by 2027-01-22; it belongs to: Web team"),
        ("2027-01-23", "about was due on 2027-01-22; it belongs to: Web team"),
    ],
)
def test_a_page_is_listed_sixty_days_before_its_day_of_review(
    minimal: Path, run: Run, day: str, said: str | None
) -> None:
    """With whom to ask; one day earlier it is not yet there, and a late one stays."""
    site = write_site(minimal / "site", DUE.format(months=12))
    ran = run("doctor", "--source", site, "--today", day, "--format", "json")
    assert ran.code == 0
    assert _todos(json.loads(ran.out), "due") == ([("content/pages/about.md:2:1", said)] if said else [])


def test_a_page_without_a_day_of_review_is_never_due(minimal: Path, run: Run) -> None:
    """`reviewed_on` alone promises nothing."""
    site = write_site(minimal / "site", DUE.format(months=1).replace("review_in: 1\n", ""))
    assert _todos(_doctor(run, site), "due") == []


def test_a_translation_that_needs_review_is_listed_at_its_file(minimal: Path, run: Run) -> None:
    """A translator finds the Welsh file, not the English one."""
    words = (
        "-- content/pages/about.cy.md --\n---\ntitle: Ynghylch\nsummary: Beth.\ntranslation: needs-review\n---\n\nA.\n"
    )
    found = _todos(_doctor(run, write_site(minimal / "site", words)), "translation")
    assert ("content/pages/about.cy.md:1:1", "about waits for a translator (cy)") in found


# --- the site in figures ------------------------------------------------------------------------------------------

LONG = """
-- content/pages/about.md --
---
title: About this site
summary: What this site is.
---

## Words

We keep this page short. {short}

Here is one sentence that goes on and on until it has more words in it than all the others have.
"""


def test_the_figures_of_the_minimal_site(minimal: Path, run: Run) -> None:
    """Nobody owns a page, one service of two is in Welsh and no page, and no text is long enough to measure."""
    figures = _doctor(run, minimal / "site")["figures"]
    assert figures["services_and_pages"] == 3
    assert figures["without_owner"] == [
        "content/services/report-crime.md",
        "content/services/report-stalking.md",
        "content/pages/about.md",
    ]
    assert figures["never_reviewed"] == figures["without_owner"]
    assert figures["facts_without_source"] == 0
    assert figures["parity"] == [
        {
            "lang": "cy",
            "services": 1,
            "services_of": 2,
            "services_percent": 50,
            "pages": 0,
            "pages_of": 1,
            "pages_percent": 0,
        }
    ]
    assert figures["reading"] == {
        "texts": 0,
        "median_age": 0.0,
        "longest_words": 4,
        "longest_place": "content/services/report-crime.md:9:1",
    }


KEPT = """
owner: Web team
reviewed_on: 2026-01-22
review_in: 12
"""


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ((), None),
        (("owner",), "about: no owner"),
        (("reviewed_on",), "about: never read through (no reviewed_on)"),
        (("review_in",), "about: no review_in"),
        (("owner", "reviewed_on"), "about: no owner, never read through (no reviewed_on)"),
    ],
)
def test_a_page_that_nobody_keeps_true_is_listed_with_what_is_missing(
    minimal: Path, run: Run, left_out: tuple[str, ...], said: str | None
) -> None:
    """One line a page, in the list and counted in the figures; a page that somebody keeps is in neither."""
    fields = "\n".join(line for line in KEPT.split("\n") if not line.startswith(left_out or "-"))
    page = f"-- content/pages/about.md --\n---\ntitle: About\nsummary: What this site is.{fields}---\n\nWords.\n"
    site = write_site(minimal / "site", page)
    document = _doctor(run, site)
    found = [what for place, what in _todos(document, "unowned") if place.startswith("content/pages/about.md:")]
    assert found == ([said] if said else [])
    owned, read = "owner" not in left_out, "reviewed_on" not in left_out
    lines = run("doctor", "--source", site, "--today", TODAY).out.splitlines()
    assert f"Without an owner: {2 if owned else 3} of 3 services and pages" in lines
    assert f"Never read through by an owner: {2 if read else 3} of 3 services and pages" in lines


@pytest.mark.parametrize(("languages", "pages"), [("[en]", 1), ("[en, cy]", 2)])
def test_a_page_of_a_force_owes_welsh_where_the_force_speaks_it(
    minimal: Path, run: Run, languages: str, pages: int
) -> None:
    """A page of Kent alone is no gap; were Kent to answer in Welsh, it would be one, and on the list."""
    words = "-- forces/kent/pages/dogs.md --\n---\ntitle: Dogs\nsummary: Dogs in Kent.\n---\n\nWords.\n"
    site = write_site(minimal / "site", words)
    kent = site / "forces" / "kent" / "force.yaml"
    text = kent.read_text(encoding="utf-8").replace("languages: [en]", f"languages: {languages}")
    kent.write_text(text, encoding="utf-8")
    document = _doctor(run, site)
    assert document["figures"]["parity"][0]["pages_of"] == pages
    listed = [place for place, _ in _todos(document, "translation") if place.startswith("forces/kent/pages/dogs.md:")]
    assert len(listed) == pages - 1


@pytest.mark.parametrize(("more", "texts"), [(33, 0), (34, 1)])
def test_a_text_is_measured_from_sixty_words(minimal: Path, run: Run, more: int, texts: int) -> None:
    """Short texts say little; the longest sentence is looked for in all of them."""
    short = " ".join(["Yes."] * more)
    reading = _doctor(run, write_site(minimal / "site", LONG.format(short=short)))["figures"]["reading"]
    assert reading["texts"] == texts
    assert (reading["median_age"] > 0) is bool(texts)
    assert (reading["longest_words"], reading["longest_place"]) == (21, "content/pages/about.md:10:1")


def test_the_median_is_that_of_all_measured_texts(minimal: Path, run: Run) -> None:
    """An easy text and a hard one give what lies between."""
    easy = " ".join(["You can call us any day."] * 12)
    hard = " ".join(["Administrative organisations communicate extraordinarily complicated requirements."] * 12)
    page = "-- content/pages/{}.md --\n---\ntitle: {}\nsummary: A page.\n---\n\n{}\n"
    ages = []
    for names in (("easy",), ("hard",), ("easy", "hard")):
        folder = minimal / "-".join(names)
        site = write_site(folder, (ROOT / "tests" / "sites" / "minimal.txt").read_text(encoding="utf-8"))
        write_site(site, *(page.format(one, one, easy if one == "easy" else hard) for one in names))
        ages.append(_doctor(run, site)["figures"]["reading"]["median_age"])
    assert ages[0] < ages[2] < ages[1]
    assert ages[2] == pytest.approx((ages[0] + ages[1]) / 2, abs=0.1)


def test_the_text_says_the_figures_of_the_json(minimal: Path, run: Run) -> None:
    """Each of them, on a line of its own."""
    site = write_site(minimal / "site", LONG.format(short=" ".join(["You can call us any day."] * 7)))
    reading = _doctor(run, site)["figures"]["reading"]
    lines = run("doctor", "--source", site, "--today", TODAY).out.splitlines()
    assert "Facts without a source: 0" in lines
    assert "With a version in cy: 1 of 2 services (50%), 0 of 1 pages (0%)" in lines
    assert f"Median reading age: {reading['median_age']} (1 text in English of 60 words or more)" in lines
    assert "Longest sentence: 21 words, at content/pages/about.md:10:1" in lines
    assert "Addresses opened by dpcsite links: none yet" in lines


def test_the_text_says_the_same_as_the_json(minimal: Path, run: Run) -> None:
    """Each row of the matrix, each number of the totals, each thing that waits, with its count in the heading."""
    document = _doctor(run, minimal / "site")
    ran = run("doctor", "--source", minimal / "site", "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    for (force, lang), letters in _matrix(document).items():
        assert f"{force:<5} {lang} {letters}" in lines
    for todo in document["todos"]:
        assert f"{todo['place']}: {todo['what']}" in lines
    counts = sorted(int(one) for one in re.findall(r": (\d+)\n-+\n", ran.out))
    assert counts == sorted(Counter(todo["kind"] for todo in document["todos"]).values())
    assert all(line in ran.out for line in document["legend"].splitlines())


def test_a_broken_site_is_told_with_code_1(minimal: Path, run: Run) -> None:
    """The mistakes first, then what can be said all the same."""
    site = write_site(minimal / "site", "-- forces/kent/force.yaml --\nname: Kent\n")
    ran = run("doctor", "--source", site, "--today", TODAY)
    assert ran.code == 1
    assert ran.out.startswith("forces/kent/force.yaml:1:1: error field: ")
    assert "gwent en wx" in ran.out


def test_json_stays_json_when_the_site_is_broken(minimal: Path, run: Run) -> None:
    """A program that asks for JSON can read what it gets, and the code tells that something is wrong."""
    site = write_site(minimal / "site", "-- forces/kent/force.yaml --\nname: Kent\n")
    ran = run("doctor", "--source", site, "--today", TODAY, "--format", "json")
    assert ran.code == 1
    assert ("gwent", "en") in _matrix(json.loads(ran.out))


def test_the_doctor_writes_nothing(minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It only looks."""
    monkeypatch.chdir(minimal / "site")
    before = contents(minimal)
    assert run("doctor").code == 0
    assert contents(minimal) == before


# --- the shipped sources ------------------------------------------------------------------------------------------


def _leads() -> list[tuple[str, str]]:
    """Every address of our forces that nobody checked: its file, and itself."""
    found = []
    for path in sorted((ROOT / "forces").glob("*/force.yaml")):
        force = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds texts only
        entries = [
            one for entry in force.get("services", {}).values() if isinstance(entry, dict) for one in entry.values()
        ]
        unsure = [one for one in entries if one["grade"] == "D" and "checked_on" not in one]
        name = path.relative_to(ROOT).as_posix()
        found += [(name, one["url"]) for one in (*force.get("leads", ()), *unsure)]
    return found


def test_every_lead_of_our_forces_is_listed(run: Run) -> None:
    """At the line of force.yaml where it stands, so that somebody can follow it."""
    listed = _todos(_doctor(run, ROOT), "lead")
    told = Counter((place.split(":")[0], what.rsplit(": ", 1)[-1]) for place, what in listed)
    leads = Counter(_leads())
    assert leads
    assert leads - told == Counter()
    for place, what in listed:
        file, line, _ = place.split(":")
        if file.startswith("forces/"):
            near = (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1 : int(line) + 3]
            assert what.rsplit(": ", 1)[-1] in "\n".join(near)


def _platform_paths() -> set[str]:
    """Paths of the shared platform that may stand for every force on it: seen on two hosts, or checked on one."""
    text = (ROOT / "content" / "platform.yaml").read_text(encoding="utf-8")
    services = yaml.load(text, Loader=yaml.BaseLoader)["services"]  # noqa: S506 - builds texts only
    entries = [one for entry in services.values() for one in entry.values() if "not_everywhere" not in one]
    return {
        one["path"]
        for one in entries
        if len({seen["host"] for seen in one["seen"]}) >= 2 or any(seen["grade"] != "D" for seen in one["seen"])
    }


def test_no_address_of_a_lead_is_in_any_page(national: Path) -> None:
    """Neither as a link nor as text, unless it is where the platform keeps the page; then the page says how unsure."""
    words = (ROOT / "themes" / "national" / "strings").glob("*.yaml")
    unsure = [yaml.load(one.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["step-unchecked"] for one in words]  # noqa: S506
    leads, platform = {address for _, address in _leads()}, _platform_paths()
    seen = set()
    for path in national.rglob("*.html"):
        html = unescape(path.read_text(encoding="utf-8"))
        shown = set(re.findall(r"https?://[^\s\"'<>]+", html))
        seen |= shown
        for address in leads & shown:
            assert urlsplit(address).path in platform, (path, address)
            assert any(one in html for one in unsure), (path, address)
    assert any(one.startswith("https://www.kent.police.uk/") for one in seen)
    assert leads - seen


def test_no_number_of_a_lead_is_in_any_page(national: Path, run: Run) -> None:
    """A channel that nobody checked is not offered to somebody in need."""
    channels = [what for place, what in _todos(_doctor(run, ROOT), "lead") if place.startswith("content/channels.yaml")]
    numbers = {match[1].replace(" ", "") for what in channels if (match := re.match(r"channel \S+: ([\d ]+) \(", what))}
    assert numbers
    offered = {
        number
        for path in national.rglob("*.html")
        for number in re.findall(r'href="(?:tel|sms):([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert "999" in offered
    assert numbers & offered == set()


def test_the_matrix_of_our_forces_is_what_is_published(national: Path, run: Run) -> None:
    """A blank is a page that is not there; any other letter one that is."""
    document = _doctor(run, ROOT)
    seen: Counter[bool] = Counter()
    for (force, lang), letters in _matrix(document).items():
        folder = national / ("cy" if lang == "cy" else "") / "forces" / force
        for service, letter in zip(document["services"], letters, strict=True):
            there = (folder / service / "index.html").is_file()
            assert there is (letter != " "), (force, lang, service)
            seen[there] += 1
    assert seen[True] > 1000
    assert seen[False]

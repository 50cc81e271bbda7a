"""The link register's answer on the page itself: where a reader goes on, in which words, and whom they can reach.

One site holds every case: a service for each kind of evidence, a force for each kind of force. It is built once.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dpcsite.cli import main
from dpcsite.formats.html import Document, Element, parse
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, write_site

SERVICE = """-- content/services/{name}.md --
---
title: The service {name}
summary: What {name} is for.
category: request
{fields}---

## Words of {name}

Words.
"""


def service(name: str, **fields: str) -> str:
    """A service with a title of its own."""
    return SERVICE.format(name=name, fields="".join(f"{key}: {value}\n" for key, value in fields.items()))


OWN = ["own-a", "own-b", "own-c", "own-d", "own-checked", "own-welsh", "own-both", "own-read", "refused"]
PLATFORM = ["two-hosts", "one-host", "twice-one-host", "one-sure", "one-checked", "not-everywhere", "both-tongues"]
DOORWAY = ["door-all", "door-wales", "door-unsure", "door-checked", "door-tongues", "door-refused", "on-platform-too"]

SITE = f"""-- content/platform.yaml --
id: single-online-home
name: Single Online Home
services:
  two-hosts:
    en:
      path: /two-hosts/
      seen:
        - {{host: www.essex.police.uk, grade: D}}
        - {{host: www.kent.police.uk, grade: D}}
  one-host:
    en:
      path: /one-host/
      seen:
        - {{host: www.kent.police.uk, grade: D}}
  twice-one-host:
    en:
      path: /twice-one-host/
      seen:
        - {{host: www.kent.police.uk, grade: D}}
        - {{host: www.kent.police.uk, grade: D}}
  one-sure:
    en:
      path: /one-sure/
      kind: information
      seen:
        - {{host: www.kent.police.uk, grade: C}}
  one-checked:
    en:
      path: /one-checked/
      seen:
        - {{host: www.kent.police.uk, grade: D, checked_on: 2026-01-01}}
  not-everywhere:
    en:
      path: /not-everywhere/
      not_everywhere: forces switch it on one by one
      seen:
        - {{host: www.essex.police.uk, grade: A}}
        - {{host: www.kent.police.uk, grade: A}}
  both-tongues:
    en:
      path: /both-tongues/
      seen:
        - {{host: www.kent.police.uk, grade: A}}
    cy:
      path: /y-ddwy-iaith/
      seen:
        - {{host: www.gwent.police.uk, grade: A}}
  own-both:
    cy:
      path: /own-both-cy/
      seen:
        - {{host: www.gwent.police.uk, grade: A}}
  own-a: {{en: {{path: /not-this/, seen: [{{host: www.kent.police.uk, grade: A}}]}}}}
  own-d: {{en: {{path: /but-this/, seen: [{{host: www.kent.police.uk, grade: A}}]}}}}
  refused: {{en: {{path: /not-this/, seen: [{{host: www.kent.police.uk, grade: A}}]}}}}
  on-platform-too: {{en: {{path: /platform-first/, seen: [{{host: www.kent.police.uk, grade: A}}]}}}}
-- content/doorways.yaml --
door-all:
  - {{url: "https://unsure.example.org/", site: Unsure, grade: D}}
  - {{url: "https://all.example.org/", site: The door for all, grade: B}}
door-wales:
  - {{url: "https://wales.example.org/", site: The Welsh door, nations: [Wales], grade: A}}
  - url: https://others.example.org/
    site: The other door
    kind: information
    nations: [England, Scotland]
    grade: A
door-unsure:
  - {{url: "https://unsure.example.org/", site: Unsure, grade: D}}
door-checked:
  - {{url: "https://checked.example.org/", site: Checked, grade: D, checked_on: 2026-02-02}}
door-tongues:
  - {{url: "https://english.example.org/", site: The English door, grade: A}}
  - {{url: "https://cymraeg.example.org/", site: Y drws Cymraeg, language: cy, grade: A}}
paid:
  - {{url: "https://pay.example.org/", site: The counter, nations: [England], grade: A}}
door-refused:
  - {{url: "https://all.example.org/", site: The door for all, grade: A}}
own-a:
  - {{url: "https://all.example.org/", site: The door for all, grade: A}}
on-platform-too:
  - {{url: "https://all.example.org/", site: The door for all, grade: A}}
-- forces/kent/force.yaml --
name: Kent Police
kind: territorial
nation: England
region: South East
languages: [en]
website: https://www.kent.police.uk/
contacts: {{emergency: "999", non_emergency: "101"}}
platform: {{id: single-online-home, status: on}}
services:
  own-a: {{en: {{url: "https://kent.example.org/a", grade: A}}}}
  own-b: {{en: {{url: "https://kent.example.org/b", grade: B}}}}
  own-c: {{en: {{url: "https://kent.example.org/c", grade: C}}}}
  own-d: {{en: {{url: "https://kent.example.org/d", grade: D}}}}
  own-checked: {{en: {{url: "https://kent.example.org/checked", grade: D, checked_on: 2026-01-01}}}}
  own-read: {{en: {{url: "https://kent.example.org/read", grade: A, kind: information}}}}
  refused: not-offered
  door-refused: not-offered
  no-page: no-page
leads:
  - {{service: unknown, url: "https://lead.example.org/"}}
-- forces/essex/force.yaml --
name: Essex Police
kind: territorial
nation: England
region: East
languages: [en]
website: https://www.essex.police.uk/
social: {{x: "https://x.com/EssexPoliceUK", facebook: "https://www.facebook.com/EssexPoliceUK/"}}
rss: https://www.essex.police.uk/rss/
contacts: {{non_emergency: "01245 491491", text: "07786 200 100", text_deaf: "60060"}}
platform: {{id: single-online-home, status: reported}}
-- forces/cumbria/force.yaml --
name: Cumbria Police
kind: territorial
nation: England
region: North West
languages: [en]
website: https://www.cumbria.police.uk/
platform: {{id: single-online-home, status: not-on}}
-- forces/scotland/force.yaml --
name: Police Scotland
kind: territorial
nation: Scotland
region: Scotland
languages: [en]
contacts: {{emergency: "999", non_emergency: "101"}}
platform: {{id: single-online-home, status: on}}
-- forces/gwent/force.yaml --
name:
  en: Gwent Police
  cy: Heddlu Gwent
kind: territorial
nation: Wales
region: Wales
languages: [en, cy]
website: https://www.gwent.police.uk/
contacts: {{emergency: "999", non_emergency: "101"}}
platform: {{id: single-online-home, status: on}}
services:
  own-a: {{en: {{url: "https://gwent.example.org/a", grade: A}}}}
  own-welsh: {{cy: {{url: "https://gwent.example.org/welsh", grade: A}}}}
  own-both:
    en: {{url: "https://gwent.example.org/en", grade: A}}
    cy: {{url: "https://gwent.example.org/cy", grade: D}}
-- content/channels.yaml --
999: {{name: Emergency services, kind: emergency, telephone: "999", force_contact: emergency, grade: A}}
101: {{name: The police, kind: non-emergency, telephone: "101", force_contact: non_emergency, grade: A}}
texting: {{name: Text the police, kind: non-emergency, force_contact: text}}
deaf: {{name: Text if you are deaf, kind: non-emergency, force_contact: text_deaf}}
abroad: {{name: Call from abroad, kind: non-emergency, force_contact: from_abroad}}
unsure: {{name: Unsure line, kind: support, telephone: 0800 111 0000, url: "https://unsure.example.org/", grade: D}}
checked:
  name: {{en: Checked line, cy: Llinell wedi’i gwirio}}
  kind: support
  telephone: 0800 222 0000
  hours: {{en: all day, cy: drwy’r dydd}}
  cost: free
  grade: D
  checked_on: 2026-03-03
england: {{name: For England, kind: national-service, telephone: 0300 333 0000, nations: [England], grade: A}}
sms-line: {{name: Text line, kind: support, text: "85 258", grade: B}}
site-only: {{name: A website, kind: information, url: "https://help.example.org/", grade: A}}
place: {{name: Your council, kind: place}}
tells-how: {{name: Our page, kind: emergency, service: own-a}}
{"".join(service(name) for name in (*OWN, *PLATFORM, *DOORWAY, "unknown", "no-page"))}
{service("signpost", signpost_only="true")}
{service("lines", fallback="[unsure, checked, sms-line, site-only, place, tells-how, 101]")}
{service("only-unsure", fallback="[unsure]")}
{service("for-england", fallback="[england, checked]")}
{service("abroad-or-deaf", fallback="[abroad, deaf, place]")}
{service("texts-first", fallback="[texting, 101]")}
{service("paid", payment="true")}
-- content/pages/other.md --
---
title: Another page
summary: With links to services.
---

## Links

See {{{{ link.no-page }}}} and [it](/services/no-page/).
-- forces/kent/pages/own-words.md --
---
title: Words of our own
summary: With links to services.
---

## Links

See {{{{ link.no-page }}}} and [it](/services/no-page/) and [another](/services/own-a/).
"""

LEADS = ("lead.example.org", "kent.example.org/d", "gwent.example.org/cy", "unsure.example.org", "111 0000", "1110000")

Show = Callable[[str], Document]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site above, built."""
    folder = tmp_path_factory.mktemp("steps")
    write_site(folder / "site", MINIMAL, SITE)
    with pytest.raises(SystemExit) as left:
        main(["build", "--source", str(folder / "site"), "--output", str(folder / "public"), "--today", TODAY])
    assert left.value.code == 0
    return folder / "public"


@pytest.fixture
def show(public: Path) -> Show:
    """A page of it by its address."""
    return lambda url: parse((public / url.strip("/") / "index.html").read_text(encoding="utf-8"))


def words(element: Element) -> str:
    """The text inside, spaces folded."""
    return " ".join(element.text().split())


def part(page: Document, name: str) -> Element | None:
    """The section of a page with this class."""
    return next((one for one in page.all("section") if f"dpc-{name}" in (one.get("class") or "").split()), None)


def step(page: Document) -> tuple[str, str]:
    """The next step of a page: its address, or "", and all its words."""
    section = part(page, "step")
    if section is None:
        return "", ""
    links = [one for one in section.descendants() if one.tag == "a"]
    assert len(links) <= 1
    return (links[0].get("href") or "" if links else ""), words(section)


def channels(page: Document) -> list[str]:
    """The lines of each channel of a page, in order."""
    section = part(page, "contacts")
    assert section is not None
    rows = [one for one in section.descendants() if one.tag == "li"]
    assert all(line.tag == "p" for row in rows for line in row.elements)
    return [" | ".join(words(line) for line in row.elements) for row in rows]


KENT, GWENT = "https://www.kent.police.uk", "https://www.gwent.police.uk"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        # (a) the force's own address
        ("/forces/kent/own-a/", "https://kent.example.org/a"),
        ("/forces/kent/own-b/", "https://kent.example.org/b"),
        ("/forces/kent/own-c/", "https://kent.example.org/c"),
        ("/forces/kent/own-checked/", "https://kent.example.org/checked"),
        ("/cy/forces/gwent/own-welsh/", "https://gwent.example.org/welsh"),
        # (b) the platform's, behind the force's own host
        ("/forces/kent/two-hosts/", f"{KENT}/two-hosts/"),
        ("/forces/gwent/two-hosts/", f"{GWENT}/two-hosts/"),
        ("/forces/kent/one-sure/", f"{KENT}/one-sure/"),
        ("/forces/gwent/one-sure/", f"{GWENT}/one-sure/"),
        ("/forces/gwent/one-checked/", f"{GWENT}/one-checked/"),
        ("/forces/kent/own-d/", f"{KENT}/but-this/"),
        ("/forces/kent/on-platform-too/", f"{KENT}/platform-first/"),
        ("/forces/gwent/both-tongues/", f"{GWENT}/both-tongues/"),
        ("/cy/forces/gwent/both-tongues/", f"{GWENT}/y-ddwy-iaith/"),
        ("/cy/forces/gwent/own-both/", f"{GWENT}/own-both-cy/"),
        # (c) the same in English
        ("/cy/forces/gwent/own-a/", "https://gwent.example.org/a"),
        ("/cy/forces/gwent/two-hosts/", f"{GWENT}/two-hosts/"),
        # (d) a doorway
        ("/forces/kent/door-all/", "https://all.example.org/"),
        ("/forces/scotland/door-all/", "https://all.example.org/"),
        ("/forces/gwent/door-wales/", "https://wales.example.org/"),
        ("/forces/kent/door-wales/", "https://others.example.org/"),
        ("/forces/kent/door-checked/", "https://checked.example.org/"),
        ("/forces/gwent/door-tongues/", "https://english.example.org/"),
        ("/cy/forces/gwent/door-tongues/", "https://cymraeg.example.org/"),
        ("/cy/forces/gwent/door-all/", "https://all.example.org/"),
        ("/forces/cumbria/own-a/", "https://all.example.org/"),
        ("/forces/cumbria/on-platform-too/", "https://all.example.org/"),
        ("/forces/kent/door-refused/", "https://all.example.org/"),
        # (e) the force's website
        ("/forces/kent/unknown/", f"{KENT}/"),
        ("/forces/kent/one-host/", f"{KENT}/"),
        ("/forces/kent/twice-one-host/", f"{KENT}/"),
        ("/forces/kent/not-everywhere/", f"{KENT}/"),
        ("/forces/kent/door-unsure/", f"{KENT}/"),
        ("/forces/kent/refused/", f"{KENT}/"),
        ("/forces/essex/two-hosts/", "https://www.essex.police.uk/"),
        ("/forces/cumbria/two-hosts/", "https://www.cumbria.police.uk/"),
        ("/forces/gwent/own-welsh/", f"{GWENT}/"),
        ("/cy/forces/gwent/unknown/", f"{GWENT}/"),
        # nothing but the channels
        ("/forces/kent/signpost/", ""),
        ("/forces/scotland/unknown/", ""),
        ("/forces/scotland/two-hosts/", ""),
    ],
)
def test_the_next_step_is_the_first_that_is_sure_enough(url: str, address: str, show: Show) -> None:
    """Own address, platform, the same in English, doorway, website, nothing: in this order, leads never."""
    assert step(show(url))[0] == address


def test_grade_d_alone_is_on_no_page(public: Path) -> None:
    """Neither a lead, nor an address nobody checked, nor a doorway, nor a number."""
    for path in public.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for unsure in (
            "lead.example.org",
            "kent.example.org/d",
            "gwent.example.org/cy",
            "unsure.example.org",
            "111 0000",
        ):
            assert unsure not in text, path


@pytest.mark.parametrize(
    ("url", "said", "not_said"),
    [
        (
            "/forces/kent/own-a/",
            ["Continue on the Kent Police", "another website"],
            ["checked this address", "in English", "do not know"],
        ),
        ("/forces/kent/own-read/", ["Read about this on the Kent Police"], ["Continue"]),
        ("/forces/kent/one-sure/", ["Read about this on the Kent Police"], ["checked this address", "Continue"]),
        ("/forces/gwent/one-sure/", ["Read about this on the Gwent Police", "Nobody has checked this address yet"], []),
        ("/forces/kent/two-hosts/", ["Continue on the Kent Police", "Nobody has checked this address yet"], []),
        ("/forces/kent/one-checked/", ["Continue on the Kent Police"], ["checked this address"]),
        ("/forces/kent/door-all/", ["Continue on the The door for all"], ["Kent", "checked this address"]),
        ("/forces/kent/door-wales/", ["Read about this on the The other door"], ["Continue"]),
        (
            "/forces/kent/unknown/",
            ["We do not know of an online form of Kent Police", "website of Kent"],
            ["does not take"],
        ),
        ("/forces/kent/refused/", ["Kent Police does not take this online", "website of Kent"], ["do not know"]),
        (
            "/forces/kent/door-refused/",
            ["Kent Police does not take this online", "Continue on the The door"],
            ["do not know"],
        ),
        ("/cy/forces/gwent/own-welsh/", ["Ewch ymlaen ar wefan Heddlu Gwent"], ["Mae hyn yn Saesneg"]),
        ("/cy/forces/gwent/both-tongues/", ["Ewch ymlaen ar wefan Heddlu Gwent"], ["Saesneg", "neb wedi gwirio"]),
        ("/cy/forces/gwent/own-a/", ["Ewch ymlaen ar wefan Heddlu Gwent", "Mae hyn yn Saesneg"], ["Gwent Police"]),
        ("/cy/forces/gwent/two-hosts/", ["Mae hyn yn Saesneg", "Does neb wedi gwirio’r cyfeiriad hwn eto"], []),
        ("/cy/forces/gwent/door-all/", ["ar wefan The door for all", "Mae hyn yn Saesneg"], []),
        ("/cy/forces/gwent/door-tongues/", ["ar wefan Y drws Cymraeg"], ["Mae hyn yn Saesneg"]),
        ("/cy/forces/gwent/unknown/", ["Ni wyddom am ffurflen ar-lein gan Heddlu Gwent"], ["Saesneg"]),
    ],
)
def test_the_page_says_what_the_next_step_is(url: str, said: list[str], not_said: list[str], show: Show) -> None:
    """To do or to read, in English only, opened by nobody, not offered or not known: each in words of its own."""
    shown = step(show(url))[1]
    assert [part for part in said if part not in shown] == []
    assert [part for part in not_said if part in shown] == []


@pytest.mark.parametrize(
    ("url", "lang"),
    [
        ("/cy/forces/gwent/own-a/", "en"),
        ("/cy/forces/gwent/two-hosts/", "en"),
        ("/cy/forces/gwent/door-all/", "en"),
        ("/cy/forces/gwent/own-welsh/", None),
        ("/cy/forces/gwent/both-tongues/", None),
        ("/forces/gwent/own-a/", None),
        ("/forces/kent/unknown/", None),
    ],
)
def test_a_next_step_in_another_language_is_marked(url: str, lang: str | None, show: Show) -> None:
    """The link itself says so too, in its hreflang."""
    section = part(show(url), "step")
    assert section is not None
    assert [one.get("hreflang") for one in section.descendants() if one.tag == "a"] == [lang]


def test_a_service_that_costs_money_says_so(show: Show) -> None:
    """In front of the link, in the reader's language; other services say nothing of it."""
    address, shown = step(show("/forces/kent/paid/"))
    assert address == "https://pay.example.org/"
    assert shown.index("You have to pay for this.") < shown.index("Continue on the The counter")
    assert "You have to pay" not in step(show("/forces/kent/own-a/"))[1]


# --- no page


def test_a_service_without_a_page_has_none_and_no_link(public: Path, show: Show) -> None:
    """Not the page, not a link from the force, the chooser or the sitemap; the national page stays."""
    assert not (public / "forces/kent/no-page").exists()
    assert (public / "forces/essex/no-page/index.html").is_file()
    assert (public / "services/no-page/index.html").is_file()
    for path in public.rglob("*"):
        if path.suffix in (".html", ".xml"):
            assert "/forces/kent/no-page/" not in path.read_text(encoding="utf-8"), path
    chosen = part(show("/services/no-page/"), "chooser")
    assert chosen is not None
    assert "Essex Police" in words(chosen)
    assert "Kent Police" not in words(chosen)


def test_links_to_a_service_without_a_page_lead_to_the_national_one(show: Show) -> None:
    """From the force's own words; links to other services stay with the force."""
    links = [one.get("href") for one in show("/forces/kent/own-words/").all("a")]
    assert links.count("/services/no-page/") == 2
    assert "/forces/kent/own-a/" in links
    national = [one.get("href") for one in show("/other/").all("a")]
    assert national.count("/services/no-page/") == 2


# --- the national page of a service


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("/services/door-all/", "https://all.example.org/"),
        ("/services/door-unsure/", ""),
        ("/services/door-checked/", "https://checked.example.org/"),
        ("/services/door-tongues/", "https://english.example.org/"),
        ("/cy/services/door-tongues/", "https://cymraeg.example.org/"),
        ("/services/own-b/", ""),
        ("/services/two-hosts/", ""),
    ],
)
def test_the_national_page_goes_on_at_a_doorway_or_at_a_force(url: str, address: str, show: Show) -> None:
    """A doorway that is sure; and always every force to choose from."""
    page = show(url)
    assert step(page)[0] == address
    chooser = part(page, "chooser")
    assert chooser is not None
    ends = [one.get("href") or "" for one in chooser.descendants() if one.tag == "a"]
    assert len(ends) == 5
    assert all(end.endswith(f"/{url.split('/')[-2]}/") for end in ends)


def test_a_doorway_for_some_nations_is_not_called_one_for_the_whole_country(show: Show) -> None:
    """A reader in Scotland must not be sent to a door for Wales under "One service for the whole country"."""
    address, shown = step(show("/services/door-wales/"))
    assert address != "https://wales.example.org/" or "whole country" not in shown


# --- channels


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "/forces/kent/own-a/",
            ["Emergency services | Call 999", "The police | Call 101", "The website of Kent Police"],
        ),
        (
            "/forces/essex/own-a/",
            [
                "Emergency services | Call 999",
                "The police | Call 01245 491491",
                "Text the police | Text 07786 200 100",
                "The website of Essex Police",
            ],
        ),
        ("/forces/cumbria/own-a/", ["Emergency services | Call 999", "The website of Cumbria Police"]),
        ("/forces/scotland/own-a/", ["Emergency services | Call 999", "The police | Call 101"]),
        (
            "/forces/kent/lines/",
            [
                "Checked line | Call 0800 222 0000 | Free to call, all day",
                "Text line | Text 85 258",
                "A website | A website (website)",
                "Your council",
                "Our page",
                "The police | Call 101",
                "The website of Kent Police",
            ],
        ),
        ("/services/lines/", ["Checked line | Call 0800 222 0000 | Free to call, all day", "Text line | Text 85 258"]),
        ("/forces/kent/only-unsure/", ["Emergency services | Call 999", "The police | Call 101"]),
        (
            "/forces/kent/for-england/",
            ["For England | Call 0300 333 0000", "Checked line | Call 0800 222 0000 | Free to call, all day"],
        ),
        (
            "/forces/scotland/for-england/",
            [
                "Emergency services | Call 999",
                "The police | Call 101",
                "Checked line | Call 0800 222 0000 | Free to call, all day",
            ],
        ),
        ("/forces/kent/abroad-or-deaf/", ["Your council", "The website of Kent Police"]),
        ("/forces/essex/abroad-or-deaf/", ["Text if you are deaf | Text 60060", "Your council"]),
        ("/forces/essex/texts-first/", ["Text the police | Text 07786 200 100", "The police | Call 01245 491491"]),
        ("/forces/kent/texts-first/", ["The police | Call 101", "The website of Kent Police"]),
        ("/cy/forces/gwent/lines/", ["Llinell wedi’i gwirio | Ffoniwch 0800 222 0000 | Am ddim, drwy’r dydd"]),
    ],
)
def test_channels_stand_in_their_order_as_they_are_for_the_force(url: str, expected: list[str], show: Show) -> None:
    """Own numbers in the place of national ones, texts behind the number to call, what is elsewhere replaced."""
    shown = channels(show(url))
    assert shown[: len(expected)] == expected
    if expected[-1].startswith("The website"):
        assert len(shown) == len(expected)


def test_a_number_is_a_link_that_dials_it(show: Show) -> None:
    """Spaces are for the eye; a text number opens a message, our own page is a link to the nearest version."""
    section = part(show("/forces/kent/lines/"), "contacts")
    assert section is not None
    links = {words(one): one.get("href") for one in section.descendants() if one.tag == "a"}
    assert links["Call 0800 222 0000"] == "tel:08002220000"
    assert links["Text 85 258"] == "sms:85258"
    assert links["Our page"] == "/forces/kent/own-a/"
    assert links["A website (website)"] == "https://help.example.org/"


def test_a_force_s_home_shows_its_own_numbers(show: Show) -> None:
    """Each number it has, under its name."""
    assert channels(show("/forces/essex/")) == [
        "Emergency services | Call 999",
        "The police | Call 01245 491491",
        "Text the police | Text 07786 200 100",
        "Text if you are deaf | Text 60060",
    ]


def test_a_force_s_home_tells_what_it_is_and_where_else_to_find_it(show: Show) -> None:
    """Its area, and its languages if there is a choice, as terms and values; its website and accounts with its name."""
    card = part(show("/forces/essex/"), "card")
    assert card is not None
    assert [words(one) for one in card.descendants() if one.tag == "h2"] == ["About Essex Police"]
    assert [(one.tag, words(one)) for one in card.descendants() if one.tag in ("dt", "dd")] == [
        ("dt", "Area"),
        ("dd", "East of England"),
    ]
    assert [(one.get("href"), words(one), one.get("rel")) for one in card.descendants() if one.tag == "a"] == [
        ("https://www.essex.police.uk/", "The website of Essex Police", "noreferrer"),
        ("https://x.com/EssexPoliceUK", "Essex Police on X", "noreferrer"),
        ("https://www.facebook.com/EssexPoliceUK/", "Essex Police on Facebook", "noreferrer"),
        ("https://www.essex.police.uk/rss/", "Essex Police on RSS", "noreferrer"),
    ]
    welsh = part(show("/cy/forces/gwent/"), "card")
    assert welsh is not None
    assert [(one.tag, words(one)) for one in welsh.descendants() if one.tag in ("dt", "dd")] == [
        ("dt", "Ardal"),
        ("dd", "Cymru"),
        ("dt", "Ieithoedd y tudalennau hyn"),
        ("dd", "Saesneg, Cymraeg"),
    ]


# --- the emergency box


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("/forces/kent/own-a/", "tel:101"),
        ("/forces/essex/own-a/", "tel:01245491491"),
        ("/forces/essex/", "tel:01245491491"),
        ("/services/own-a/", "tel:101"),
        ("/", "tel:101"),
        ("/forces/cumbria/own-a/", ""),
        ("/forces/cumbria/", ""),
    ],
)
def test_the_emergency_box_names_the_force_s_own_number_or_none(url: str, other: str, show: Show) -> None:
    """999 first; a force that names no other number is never given 101, for it may not answer there."""
    box = part(show(url), "emergency")
    assert box is not None
    numbers = [one.get("href") for one in box.descendants() if (one.get("href") or "").startswith("tel:")]
    assert numbers == ["tel:999", *([other] if other else [])]
    assert [words(one) for one in box.descendants() if one.tag == "h2"] == ["In danger now?"]
    assert ("Not an emergency?" in words(box)) == bool(other)
    if not other:
        assert not re.search(r"\b101\b", words(show(url).elements[0]))


WORDS = "-- content/pages/numbers.md --\n---\ntitle: Numbers\nsummary: To call.\n---\n\n## Call\n\nCall {}.\n"


KENT_WITHOUT_NUMBERS = """-- forces/kent/force.yaml --
name: Kent Police
kind: territorial
nation: England
region: South East
languages: [en]
website: https://www.kent.police.uk/
"""
USING_IT = """-- content/services/report-crime.md --
---
title: Report a crime
summary: Tell the police about a crime.
category: report
fallback: [t, 101]
---

## What to say

Words.
"""
CHANNELS = """-- content/channels.yaml --
999: {name: Emergency services, kind: emergency, telephone: "999", force_contact: emergency, grade: A}
101: {name: Police, kind: non-emergency, telephone: "101", force_contact: non_emergency, grade: A}
"""


@pytest.mark.parametrize(
    "fields",
    [
        'kind: support, telephone: "18000"',
        'kind: place, telephone: "18000"',
        'kind: support, text: "18000"',
        'kind: support, telephone: "18000", service: report-stalking',
        'kind: support, telephone: "18000", force_contact: textphone',
        'kind: support, telephone: "18000", force_contact: from_abroad',
        'kind: support, text: "18000", force_contact: text',
    ],
)
def test_a_number_of_grade_d_is_on_no_page_whatever_it_is_for(fields: str, minimal: Path, run: Run) -> None:
    """Not in the emergency box either, and not for a force that has no number of its own."""
    changes = f"{CHANNELS}t: {{name: T, grade: D, {fields}}}\n"
    site = write_site(minimal / "site", changes, KENT_WITHOUT_NUMBERS, USING_IT)
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    for path in (minimal / "public").rglob("*.html"):
        assert not re.search(r"\b18000\b", path.read_text(encoding="utf-8")), path


def _unsure(number: str, contact: str) -> str:
    """The channels, with another number of grade D in the place of one of them."""
    sure = f'telephone: "{number}", force_contact: {contact}, grade: A'
    assert sure in CHANNELS
    return CHANNELS.replace(sure, f'telephone: "18000", force_contact: {contact}, grade: D')


def test_an_emergency_number_of_grade_d_is_shown_for_no_force(minimal: Path, run: Run) -> None:
    """A force without an emergency number of its own takes the national one only when that is sure."""
    changes = _unsure("999", "emergency")
    site = write_site(minimal / "site", changes, KENT_WITHOUT_NUMBERS)
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    for path in (minimal / "public").rglob("*.html"):
        assert "18000" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("placeholder", ["{{ channel.101 }}", "{{ force.non_emergency }}"])
def test_a_number_of_grade_d_does_not_stand_in_words(placeholder: str, minimal: Path, run: Run) -> None:
    """A placeholder that would show it on a national page is refused, or shows nothing of it."""
    changes = _unsure("101", "non_emergency")
    site = write_site(minimal / "site", changes, WORDS.format(placeholder))
    ran = run("build", "--source", site, "--output", minimal / "fresh", "--today", TODAY)
    if ran.code == 1:
        assert "content/pages/numbers.md:8:6: error placeholder" in ran.out
    else:
        assert "18000" not in (minimal / "fresh" / "numbers" / "index.html").read_text(encoding="utf-8")


def test_a_channel_with_a_page_of_ours_is_a_link_wherever_it_is_shown(minimal: Path, run: Run) -> None:
    """Among a service's channels, on a force's home and on the page for what is not found."""
    channel = "t: {name: How to call, kind: emergency, service: report-stalking, force_contact: textphone}\n"
    site = write_site(minimal / "site", f"{CHANNELS}{channel}", USING_IT)
    for path, old, new in (
        ("content/site.yaml", "[999, 101]", "[999, t]"),
        ("forces/kent/force.yaml", "contacts:\n", 'contacts:\n  textphone: "18000"\n'),
    ):
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), encoding="utf-8")
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
    for url, target in {
        "404.html": "/services/report-stalking/",
        "cy/404.html": "/cy/services/report-stalking/",
        "forces/kent/index.html": "/forces/kent/report-stalking/",
        "forces/kent/report-crime/index.html": "/forces/kent/report-stalking/",
    }.items():
        page = parse((minimal / "public" / url).read_text(encoding="utf-8"))
        section = part(page, "contacts")
        assert section is not None
        assert target in [one.get("href") for one in section.descendants() if one.tag == "a"], url

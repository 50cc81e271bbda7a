"""What stands beside the words of a page: harm, what to know before starting, who keeps it true, where to complain."""

import re
from pathlib import Path

import pytest

from dpcsite.formats.html import Document, Element
from tests.conftest import TODAY, Run
from tests.sites import write_site
from tests.test_pages import language, page_of, show, urls, words


def built(minimal: Path, run: Run, *changes: str) -> Path:
    """The minimal site with changes, without a complaint."""
    site = write_site(minimal / "site", *changes)
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
    return minimal / "public"


def classed(page: Document, name: str) -> list[Element]:
    """Elements with this class, in order."""
    return [one for one in page.elements if f"dpc-{name}" in (one.get("class") or "").split()]


def in_head(page: Document) -> dict[str, list[str]]:
    """What a browser or a search engine takes from the head: title, description, icon."""
    named = {one.get("name") or "": one.get("content") or "" for one in page.all("meta")}
    return {
        "title": [words(one) for one in page.all("title")],
        "description": [named["description"]] if "description" in named else [],
        "icon": [one.get("href") or "" for one in page.all("link") if one.get("rel") == "icon"],
    }


def service(fields: str, *, force: str = "") -> str:
    """The service of the minimal site with more fields in its front matter, or a force's version of it."""
    if force:
        return page_of(f"forces/{force}/pages/report-crime.md", "Report a crime here", fields=fields)
    return page_of("content/services/report-crime.md", "Report a crime", fields=f"category: report\n{fields}")


WITHOUT_WELSH = "-- content/services/report-crime.cy.md (removed) --\n"

# --- serious harm

STALKING = """-- content/services/report-stalking.cy.md --
---
title: Riportio stelcio
summary: Dywedwch wrth yr heddlu am stelcio.
neutral_title: Help a chyngor
---

## Pwy all helpu

Geiriau.
"""


def test_a_page_about_serious_harm_has_its_neutral_title_and_nothing_else(minimal: Path, run: Run) -> None:
    """In each language its own; no force, no site, no description, an icon of its own; the heading says what it is."""
    public = built(minimal, run, STALKING)
    for url, neutral, heading in (
        ("/services/report-stalking/", "Help and advice", "Report stalking"),
        ("/forces/kent/report-stalking/", "Help and advice", "Report stalking"),
        ("/cy/services/report-stalking/", "Help a chyngor", "Riportio stelcio"),
        ("/cy/forces/gwent/report-stalking/", "Help a chyngor", "Riportio stelcio"),
    ):
        page = show(public, url)
        head = in_head(page)
        assert (head["title"], head["description"]) == ([neutral], [])
        (icon,) = head["icon"]
        assert re.fullmatch(r"/assets/icon-plain\.[0-9a-f]{10}\.svg", icon)
        assert (public / icon.lstrip("/")).is_file()
        assert [words(one) for one in page.all("h1")] == [heading]


def test_other_pages_say_what_they_are_and_where(minimal: Path, run: Run) -> None:
    """Title, force and site; the summary as their description; the site's icon."""
    public = built(minimal, run)
    head = in_head(show(public, "/forces/kent/report-crime/"))
    assert head["title"] == ["Report a crime – Kent Police – Contact the police"]
    assert head["description"] == ["Tell the police about a crime."]
    assert re.fullmatch(r"/assets/icon\.[0-9a-f]{10}\.svg", head["icon"][0])
    assert in_head(show(public, "/"))["title"] == ["Contact the police"]
    assert in_head(show(public, "/forces/kent/"))["title"] == ["Kent Police – Contact the police"]


def test_the_plain_icon_tells_nothing(minimal: Path, run: Run) -> None:
    """It is another picture than the site's, with no words and no colours of the police in it."""
    public = built(minimal, run)
    (plain,) = (public / "assets").glob("icon-plain.*.svg")
    text = plain.read_text(encoding="utf-8")
    assert not re.search(r"<(?:text|title|desc)|polic|999", text, re.IGNORECASE)
    (other,) = (public / "assets").glob("icon.*.svg")
    assert other.read_text(encoding="utf-8") != text


def test_a_national_page_about_serious_harm_may_have_a_force_s_version(minimal: Path, run: Run) -> None:
    """It takes harm and neutral title with it, and the two share their title without a complaint."""
    fields = "high_harm: true\nneutral_title: Useful information\n"
    public = built(
        minimal,
        run,
        page_of("content/pages/hiding.md", "Staying hidden", fields=fields),
        page_of("forces/kent/pages/hiding.md", "Staying hidden in Kent"),
        page_of("forces/kent/pages/ours.md", "Ours", "See [staying hidden](/hiding/)."),
        page_of("content/pages/about.md", "About this site", "See [staying hidden](/hiding/)."),
    )
    for url in ("/hiding/", "/forces/kent/hiding/"):
        page = show(public, url)
        assert in_head(page)["title"] == ["Useful information"]
        assert in_head(page)["description"] == []
        assert "dpc-exit" in page.by_id


# --- before starting

BEFORE = "before_you_start:\n  takes: About 20 minutes\n  you_need: [what happened, when it was]\n  cannot_save: true\n"
CYN = "before_you_start: {takes: Tua 20 munud, you_need: [beth ddigwyddodd], cannot_save: true}\n"
WELSH = page_of("content/services/report-crime.cy.md", "Riportio trosedd", fields=CYN)
DOORWAY = "-- content/doorways.yaml --\nreport-crime: [{url: 'https://door.example.org/', site: the door, grade: A}]\n"


@pytest.mark.parametrize("url", ["/services/report-crime/", "/forces/kent/report-crime/"])
def test_what_to_know_is_said_before_the_button(url: str, minimal: Path, run: Run) -> None:
    """How long it takes, what to have ready, that it cannot be saved; then the way to go on."""
    page = show(built(minimal, run, service(BEFORE), WELSH, DOORWAY), url)
    (box,) = classed(page, "before")
    assert [words(one) for one in box.descendants() if one.tag in ("h3", "p", "li")] == [
        "Before you start",
        "How long it takes: About 20 minutes",
        "Have ready, if you can:",
        "what happened",
        "when it was",
        "You cannot save this form and finish it later.",
    ]
    (button,) = classed(page, "button")
    (step,) = classed(page, "step")
    assert box.index < button.index
    assert step in box.ancestors()
    assert step in button.ancestors()


def test_only_what_is_known_is_said_before_the_button(minimal: Path, run: Run) -> None:
    """No line about time, things or saving where nobody wrote one, and no box where nothing is known."""
    public = built(minimal, run, service("before_you_start: {takes: An hour}\n"), WITHOUT_WELSH)
    (box,) = classed(show(public, "/forces/kent/report-crime/"), "before")
    assert [words(one) for one in box.descendants() if one.tag in ("p", "li")] == ["How long it takes: An hour"]
    assert classed(show(public, "/forces/kent/report-stalking/"), "before") == []


def test_a_page_that_leads_nowhere_says_nothing_of_starting(minimal: Path, run: Run) -> None:
    """The national page without a doorway: the reader chooses a force first, and is told there."""
    public = built(minimal, run, service(BEFORE), WELSH)
    page = show(public, "/services/report-crime/")
    assert classed(page, "button") == []
    assert classed(page, "before") == []
    assert len(classed(show(public, "/forces/gwent/report-crime/"), "before")) == 1


def test_nothing_is_said_of_a_form_where_none_follows(minimal: Path, run: Run) -> None:
    """A force without a form: what to have ready still helps on the phone, how long a form takes does not."""
    page = show(built(minimal, run, service(BEFORE), WELSH), "/forces/gwent/report-crime/")
    (box,) = classed(page, "before")
    assert [words(one) for one in box.descendants() if one.tag in ("p", "li")] == [
        "Have ready, if you can:",
        "what happened",
        "when it was",
    ]


def test_what_to_know_before_starting_is_in_the_language_of_the_words(minimal: Path, run: Run) -> None:
    """Welsh on the Welsh page; where that has only English words, they are marked and the theme's own are not."""
    public = built(minimal, run, service(BEFORE), WELSH, DOORWAY)
    (box,) = classed(show(public, "/cy/forces/gwent/report-crime/"), "before")
    assert "Tua 20 munud" in words(box)
    assert {language(one) for one in (box, *box.descendants())} == {"cy"}
    public = built(minimal, run, WITHOUT_WELSH)
    (box,) = classed(show(public, "/cy/forces/gwent/report-crime/"), "before")
    tongues = {words(one): language(one) for one in box.descendants() if one.tag in ("h3", "span", "li", "p")}
    assert tongues["Cyn i chi ddechrau"] == "cy"
    assert tongues["About 20 minutes"] == "en"
    assert tongues["what happened"] == "en"
    assert tongues["Ni allwch gadw’r ffurflen hon a’i gorffen yn nes ymlaen."] == "cy"


NEED = [
    "Before you start",
    "Have ready, if you can:",
    "what happened",
    "when it was",
]


@pytest.mark.parametrize(
    ("kent", "said"),
    [
        ("services: {report-crime: not-offered}\n", "Kent Police does not take this online."),
        ("", "We do not know of an online form of Kent Police for this."),
    ],
)
def test_where_no_form_follows_nothing_is_said_of_one(kent: str, said: str, minimal: Path, run: Run) -> None:
    """What to have ready helps on the telephone too; how long a form takes and whether it is kept does not."""
    force = (
        (minimal / "site/forces/kent/force.yaml").read_text(encoding="utf-8").replace("status: on", "status: not-on")
    )
    public = built(minimal, run, service(BEFORE), WELSH, f"-- forces/kent/force.yaml --\n{force}{kent}")
    (step,) = classed(show(public, "/forces/kent/report-crime/"), "step")
    assert said in words(step)
    (box,) = classed(show(public, "/forces/kent/report-crime/"), "before")
    assert [words(one) for one in box.descendants() if one.tag in ("h3", "p", "li")] == NEED
    public = built(minimal, run, service("before_you_start: {cannot_save: true}\n"), WITHOUT_WELSH)
    assert classed(show(public, "/forces/kent/report-crime/"), "before") == []


# --- who keeps a page true, where to complain, what the site is


@pytest.mark.parametrize(
    ("fields", "said", "welsh"),
    [
        (
            "owner: the contact team\nreviewed_on: 2026-03-01\n",
            "Kept up to date by the contact team. Last checked on 1 March 2026.",
            "Cedwir yn gyfredol gan the contact team. Gwiriwyd ddiwethaf ar 1 Mawrth 2026.",
        ),
        (
            "owner: the contact team\n",
            "Kept up to date by the contact team.",
            "Cedwir yn gyfredol gan the contact team.",
        ),
        ("reviewed_on: 2026-12-31\n", "Last checked on 31 December 2026.", "Gwiriwyd ddiwethaf ar 31 Rhagfyr 2026."),
    ],
)
def test_a_page_says_who_keeps_it_true_and_when_that_was_done(
    fields: str, said: str, welsh: str, minimal: Path, run: Run
) -> None:
    """At its end, in the reader's language; on the force's pages too."""
    public = built(minimal, run, service(fields))
    for url in ("/services/report-crime/", "/forces/kent/report-crime/"):
        assert [words(one) for one in classed(show(public, url), "review")] == [said]
    assert [words(one) for one in classed(show(public, "/cy/services/report-crime/"), "review")] == [welsh]


def test_a_page_that_nobody_looked_through_says_nothing_of_it(minimal: Path, run: Run) -> None:
    """No empty line; and a force's own words are not the national owner's."""
    public = built(minimal, run, service("owner: the contact team\n"), service("", force="kent"))
    for url in ("/services/report-stalking/", "/about/", "/", "/forces/kent/report-crime/"):
        assert classed(show(public, url), "review") == []


@pytest.mark.parametrize("address", ["https://feedback.example.org/form?a=1&b=2", "mailto:pages@example.org"])
def test_every_page_says_where_to_tell_what_is_wrong_with_it(address: str, minimal: Path, run: Run) -> None:
    """As the last thing of the main part; where the site names no place, nothing is said."""
    settings = (minimal / "site/content/site.yaml").read_text(encoding="utf-8")
    assert not [url for url in urls(minimal / "public") if classed(show(minimal / "public", url), "feedback")]
    public = built(minimal, run, f"-- content/site.yaml --\n{settings}feedback: {address}\n")
    for url in urls(public):
        page = show(public, url)
        (line,) = classed(page, "feedback")
        (link,) = [one for one in line.descendants() if one.tag == "a"]
        assert (link.get("href"), link.get("rel")) == (address, "noreferrer")
        assert list(page.by_id["main"][0].elements)[-1] is line
        welsh = "Dywedwch wrthym beth sydd o’i le ar y dudalen hon"
        assert words(link) == (welsh if url.startswith("/cy/") else "Tell us what is wrong with this page")


@pytest.mark.parametrize(
    "address", ["/about/", "mailto:a", "mailto:a@b.example?bcc=c@d.example", "javascript:x", "a@b.example"]
)
def test_a_place_for_complaints_is_a_web_or_mail_address(address: str, minimal: Path, run: Run) -> None:
    """Anything else is refused at its place; a mail address brings no other receivers or subjects."""
    settings = (minimal / "site/content/site.yaml").read_text(encoding="utf-8")
    site = write_site(minimal / "site", f'-- content/site.yaml --\n{settings}feedback: "{address}"\n')
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    assert ran.code == 1
    line = settings.count("\n") + 1
    assert f"content/site.yaml:{line}:11: error field: " in ran.out


def test_every_page_says_what_the_site_is_where_the_site_says_so(minimal: Path, run: Run) -> None:
    """A word and a line in the header, in the reader's language; without them no empty band."""
    settings = (minimal / "site/content/site.yaml").read_text(encoding="utf-8")
    assert not [url for url in urls(minimal / "public") if classed(show(minimal / "public", url), "phase")]
    phase = "phase: {en: Trial, cy: Prawf}\nnotice: {en: This is a trial., cy: Prawf yw hwn.}\n"
    public = built(minimal, run, f"-- content/site.yaml --\n{settings}{phase}")
    for url in urls(public):
        page = show(public, url)
        (band,) = classed(page, "phase")
        assert words(band) == ("Prawf Prawf yw hwn." if url.startswith("/cy/") else "Trial This is a trial.")
        assert "header" in [one.tag for one in band.ancestors()]


def test_an_alert_says_its_last_day(minimal: Path, run: Run) -> None:
    """In words, in the language of the page, also where the alert itself is only in English."""
    alert = "-- content/alerts/flood.md --\n---\ntitle: A flood\nexpires: 2026-12-01\n---\n\nStay away.\n"
    public = built(minimal, run, alert)
    (until,) = classed(show(public, "/"), "alert__until")
    assert words(until) == "This notice ends on 1 December 2026."
    (until,) = classed(show(public, "/cy/"), "alert__until")
    assert (words(until), language(until)) == ("Daw’r hysbysiad hwn i ben ar 1 Rhagfyr 2026.", "cy")
    (alert_,) = classed(show(public, "/cy/"), "alert")
    assert language(alert_) == "en"

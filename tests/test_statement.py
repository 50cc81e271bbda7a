"""Statements from the build: numbers that are those of the report, days that end, and promises held to the theme."""

import json
import re
from pathlib import Path

import pytest

from dpcsite.check.counts import ALL_CRITERIA, TRIPLE_A, counts
from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.rules import RULES
from dpcsite.formats.html import parse
from dpcsite.model.account import BUILD_FIELDS, Account
from tests.conftest import TODAY, Run
from tests.sites import PIXEL, ROOT, write_site

STATEMENT = """accessibility:
  page: about
  status: {status}
  prepared_on: {prepared}
  reviewed_on: {reviewed}
  tested_on: {tested}
  method: A program looks at every page.
{issues}"""
ISSUES = "  known_issues:\n    - {en: The map has no words., cy: Nid oes geiriau i’r map.}\n"
ABOUT = (
    "-- content/pages/about.md --\n---\ntitle: About this site\nsummary: What it is.\n---\n\n## Words\n\nIt has {}.\n"
)
CY = "-- content/pages/about.cy.md --\n---\ntitle: Am y wefan hon\nsummary: Beth yw hi.\n---\n\n## Geiriau\n\nRhain.\n"
ALLOWED = """-- content/allowances.yaml --
map:
  rule: image-alt
  path: content/pages/about.md
  reason: The map waits for its words.
  until: {}
"""
PICTURE = "a map: ![](assets/map.png)"
MAP = f"-- content/assets/map.png (bytes) --\n{PIXEL}\n"


def with_statement(folder: Path, status: str = "partly", issues: str = ISSUES, **days: str) -> Path:
    """The minimal site with a statement on its page about itself; days are today where nobody says."""
    given = {name: days.get(name, TODAY) for name in ("prepared", "reviewed", "tested")}
    settings = STATEMENT.format(status=status, issues=issues, **given)
    return write_site(folder / "site", f"-- content/site.yaml (above) --\n{settings}")


def statement(folder: Path, lang: str = "") -> str:
    """The words of the page that is the statement."""
    page = parse((folder / "public" / lang / "about" / "index.html").read_bytes())
    (main,) = page.all("main")
    return " ".join(main.text().split())


def built(run: Run, folder: Path, *options: str) -> tuple[int, str]:
    """Build the site in a folder; its code and what it said."""
    given = ("--source", folder / "site", "--output", folder / "public", "--today", TODAY)
    ran = run("build", *given, *options)
    return ran.code, ran.out + ran.err


def report(run: Run, folder: Path) -> dict[str, object]:
    """The report of a check as JSON."""
    ran = run("check", "--source", folder / "site", "--today", TODAY, "--format", "json")
    document: dict[str, object] = json.loads(ran.out)
    return document


def test_numbers_on_a_page_are_those_of_the_report(run: Run, minimal: Path) -> None:
    """Pages as checked where all are, rules as listed, languages as planned."""
    named = ", ".join(f"{name} = {{{{ build.{name} }}}}" for name in BUILD_FIELDS)
    write_site(minimal / "site", ABOUT.format(named))
    document = report(run, minimal)  # the first run checks every page
    assert built(run, minimal)[0] == 0
    said = dict(re.findall(r"([a-z-]+) = ([0-9.,A]*[0-9A])", statement(minimal)))
    pages, stats = document["pages"], document["stats"]
    assert isinstance(pages, list)
    assert isinstance(stats, dict)
    assert said["pages"] == str(stats["checked"]) == str(len(list((minimal / "public").rglob("*.html"))))
    assert said["pages-en"] == str(sum(page["lang"] == "en" for page in pages))
    assert said["pages-cy"] == str(sum(page["lang"] == "cy" for page in pages))
    listed = json.loads(run("rules", "--format", "json").out)
    assert (said["rules"], said["word-rules"]) == (str(len(listed["rules"])), str(len(listed["words"])))
    assert set(said) == set(BUILD_FIELDS)


def test_pages_that_nobody_translated_or_checked_are_counted_by_their_notices(run: Run, minimal: Path) -> None:
    """The numbers are those of pages that show the notice to a reader."""
    numbers = "{{ build.untranslated }} and {{ build.unreviewed }}"
    unchecked = CY.replace("summary", "translation: needs-review\nsummary")
    write_site(minimal / "site", ABOUT.format(numbers), unchecked)
    assert built(run, minimal)[0] == 0
    texts = [path.read_text(encoding="utf-8") for path in (minimal / "public").rglob("*.html")]
    owed = sum("yn Gymraeg eto" in text for text in texts)
    waiting = sum("Nid yw cyfieithydd wedi gwirio’r dudalen hon eto" in text for text in texts)
    assert owed > 0
    assert waiting > 0
    assert f"It has {owed} and {waiting}." in statement(minimal)


def test_old_addresses_are_pages_of_no_language(run: Run, minimal: Path) -> None:
    """They are made and checked, and hold no words to read."""
    redirects = "-- content/redirects.yaml --\n/old/: /about/\n"
    write_site(minimal / "site", ABOUT.format("{{ build.pages }}/{{ build.pages-en }}/{{ build.pages-cy }}"), redirects)
    assert built(run, minimal)[0] == 0
    found = re.search(r"It has (\d+)/(\d+)/(\d+)\.", statement(minimal))
    assert found
    every, english, welsh = map(int, found.groups())
    assert every == english + welsh + 1


def test_a_placeholder_of_the_build_is_from_a_closed_list(run: Run, minimal: Path) -> None:
    """A slip is found at its place, with the name that was meant."""
    write_site(minimal / "site", ABOUT.format("{{ build.page }}"))
    code, out = built(run, minimal)
    assert code == 1
    assert "about.md:8:8: error placeholder: There is no placeholder {{ build.page }}." in out
    assert 'Did you mean "build.pages"?' in out


@pytest.mark.parametrize("name", sorted(BUILD_FIELDS))
def test_every_name_of_the_list_has_a_value(name: str) -> None:
    """None is listed and then left blank."""
    assert Account(counts(), 3180, {"en": 2000, "cy": 1180}).value(name)


def test_large_numbers_are_grouped() -> None:
    """As English and Welsh write them."""
    assert Account(counts(), 3180).value("pages") == "3,180"


def test_criteria_are_counted_up_to_the_level_that_is_aimed_for() -> None:
    """Those of level AAA that a rule also names are left out; a plain count of the others is what is said."""
    named = {criterion for rule in RULES for criterion in rule.wcag}
    assert len(TRIPLE_A) == 31
    assert "2.4.9" in named & TRIPLE_A
    assert counts().criteria == len([one for one in named if one not in TRIPLE_A]) <= ALL_CRITERIA
    assert (counts().rules, counts().word_rules) == (len(RULES), len(PROSE_RULES))
    single = {criterion for rule in RULES if len(rule.wcag) == 1 and rule.level == "AAA" for criterion in rule.wcag}
    assert single <= TRIPLE_A


def test_the_statement_says_what_the_editor_and_the_build_know(run: Run, minimal: Path) -> None:
    """Status, issues, method, numbers and days, in both languages; what only English has is marked as English."""
    with_statement(minimal, prepared="2026-01-02", reviewed="2026-11-01", tested="2026-10-30")
    write_site(minimal / "site", CY)
    assert built(run, minimal) == (0, built(run, minimal)[1])
    said, cymraeg = statement(minimal), statement(minimal, "cy")
    for words in (
        "level AA, in part",
        "The map has no words.",
        "A program looks at every page.",
        "There is nobody to write to",
        *("2 January 2026", "1 November 2026", "30 October 2026"),
        f"Rules for each page{len(RULES)}",
    ):
        assert words in said
    assert "Nid oes geiriau i’r map." in cymraeg
    assert "30 Hydref 2026" in cymraeg
    markup = (minimal / "public" / "cy" / "about" / "index.html").read_text(encoding="utf-8")
    assert '<p lang="en">A program looks at every page.</p>' in markup
    assert '<li lang="en">' not in markup


def test_only_the_page_that_is_named_is_the_statement(run: Run, minimal: Path) -> None:
    """And without a statement in site.yaml there is none."""
    heading = 'id="dpc-statement"'
    plain = (minimal / "public" / "about" / "index.html").read_text(encoding="utf-8")
    assert heading not in plain
    with_statement(minimal)
    assert built(run, minimal)[0] == 0
    texts = {
        path.parent.relative_to(minimal / "public").as_posix(): path.read_text(encoding="utf-8")
        for path in (minimal / "public").rglob("*.html")
    }
    assert {name for name, text in texts.items() if heading in text} == {"about", "cy/about"}


def test_an_address_to_write_to_is_a_link(run: Run, minimal: Path) -> None:
    """It is said once, in site.yaml."""
    with_statement(minimal)
    path = minimal / "site" / "content" / "site.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "  name: the publisher\n", "  name: the publisher\n  accessibility_email: access@example.org\n"
        ),
        encoding="utf-8",
    )
    assert built(run, minimal)[0] == 0
    markup = (minimal / "public" / "about" / "index.html").read_text(encoding="utf-8")
    assert '<a href="mailto:access@example.org">' in markup
    assert "nobody to write to" not in markup


@pytest.mark.parametrize(
    ("days", "severity", "words"),
    [
        ({"reviewed": "2025-11-23", "prepared": "2025-01-01"}, "warning", "must be reviewed by 2026-11-23"),
        ({"reviewed": "2025-12-23", "prepared": "2025-01-01"}, "warning", "must be reviewed by 2026-12-23"),
        ({"reviewed": "2025-11-22", "prepared": "2025-01-01"}, "error", "was last reviewed on 2025-11-22"),
        ({"reviewed": "2024-02-29", "prepared": "2024-01-01"}, "error", "was last reviewed on 2024-02-29"),
        ({"reviewed": "2026-01-01", "prepared": "2026-01-02"}, "error", "was reviewed before it was prepared"),
        ({"tested": "2026-11-24"}, "error", "2026-11-24 has not come yet"),
        ({"reviewed": "2026-11-24"}, "error", "2026-11-24 has not come yet"),
    ],
)
def test_a_day_of_the_statement_can_be_too_old_or_too_early(
    days: dict[str, str], severity: str, words: str, run: Run, minimal: Path
) -> None:
    """A year after its review it blocks; from thirty days before that it warns."""
    with_statement(minimal, **days)
    code, out = built(run, minimal)
    (line,) = [line for line in out.splitlines() if f"{severity} statement:" in line]
    assert line.startswith("content/site.yaml:")
    assert words in line
    assert code == (severity == "error")


@pytest.mark.parametrize("reviewed", ["2025-12-24", TODAY])
def test_a_statement_of_this_year_is_not_complained_of(reviewed: str, run: Run, minimal: Path) -> None:
    """With more than thirty days to go nobody is told anything."""
    with_statement(minimal, reviewed=reviewed, prepared="2025-12-01")
    code, out = built(run, minimal)
    assert code == 0
    assert "statement:" not in out


def test_a_full_status_with_known_issues_is_refused(run: Run, minimal: Path) -> None:
    """At the status; without issues it is let through, and says so."""
    with_statement(minimal, "full")
    code, out = built(run, minimal)
    assert code == 1
    assert 'content/site.yaml:3:11: error statement: The accessibility statement says "full", and lists' in out
    path = minimal / "site" / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(ISSUES, ""), encoding="utf-8")
    assert built(run, minimal)[0] == 0
    assert "We know of no problem." in statement(minimal)


@pytest.mark.parametrize(("status", "code"), [("full", 1), ("partly", 0)])
def test_a_full_status_with_an_allowed_fault_of_wcag_is_refused(
    status: str, code: int, run: Run, minimal: Path
) -> None:
    """Where it is said only in part, the page lists what is allowed and until when."""
    with_statement(minimal, status, issues="")
    write_site(minimal / "site", ABOUT.format(PICTURE), MAP, ALLOWED.format("2027-01-01"))
    found, out = built(run, minimal)
    assert found == code
    assert ('says "full", but image-alt is only allowed' in out) == bool(code)
    if not code:
        assert "The map waits for its words. This must be put right by 1 January 2027." in statement(minimal)


def test_a_full_status_with_faults_of_a_baseline_is_refused_and_one_in_part_says_so(run: Run, minimal: Path) -> None:
    """They are not listed, and the page does not hide that."""
    with_statement(minimal, "full", issues="")
    write_site(minimal / "site", ABOUT.format(PICTURE), MAP)
    baseline = minimal / "baseline.json"
    run("check", "--source", minimal / "site", "--today", TODAY, "--write-baseline", baseline)
    code, out = built(run, minimal, "--baseline", str(baseline))
    assert code == 1
    assert 'says "full", but image-alt is only allowed or known' in out
    path = minimal / "site" / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: full", "status: partly"), encoding="utf-8")
    assert built(run, minimal, "--baseline", str(baseline))[0] == 0
    assert "faults that are older than its checks" in statement(minimal)


def test_a_statement_that_no_page_links_to_is_warned_of(run: Run, minimal: Path) -> None:
    """It belongs into the footer of every page."""
    with_statement(minimal)
    path = minimal / "site" / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("footer: [about]", "footer: []"), encoding="utf-8")
    assert 'warning statement: The accessibility statement "about" is not in the footer' in built(run, minimal)[1]


def test_a_statement_on_a_page_that_does_not_exist_is_an_error(run: Run, minimal: Path) -> None:
    """The page is named like every other."""
    with_statement(minimal)
    path = minimal / "site" / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("page: about\n", "page: abuot\n"), encoding="utf-8")
    code, out = built(run, minimal)
    assert code == 1
    assert 'content/site.yaml:2:9: error reference: There is no page "abuot".' in out


FOOTER = "themes/national/components/footer"
PAGE = '<html lang="en"><meta http-equiv="Content-Security-Policy" content="{}">'


@pytest.mark.parametrize(
    ("path", "text", "place", "words"),
    [
        (f"{FOOTER}/script.js", 'x;\nlocalStorage.a = "b";', "2:1", "may store nothing"),
        (f"{FOOTER}/script.js", 'document.cookie = "a=b";', "1:10", "may store nothing"),
        ("themes/national/static/more.js", 'fetch("/a");', "1:1", "may send or load nothing"),
        ("themes/national/static/more.js", "navigator.sendBeacon(x);", "1:11", "may send or load nothing"),
        (f"{FOOTER}/template.html", "<p>a</p><FORM>", "1:9", "may have no form"),
        ("themes/national/layouts/more.html", '<html lang="en">', "1:1", "has no Content Security Policy"),
        ("themes/national/layouts/more.html", PAGE.format("default-src 'self'"), "1:17", "lets a page load"),
        (
            "themes/national/layouts/more.html",
            PAGE.format("default-src 'none'; form-action 'none'; img-src *"),
            "1:17",
            "lets a page load",
        ),
        (
            "themes/national/layouts/more.html",
            PAGE.format("default-src 'none'; form-action 'none'; connect-src 'self'"),
            "1:17",
            "lets a page load",
        ),
    ],
)
def test_a_theme_that_breaks_a_promise_is_refused(
    path: str, text: str, place: str, words: str, run: Run, minimal: Path
) -> None:
    """At the place in the theme, and no allowance or baseline lets it through."""
    write_site(
        minimal / "site", f"-- {path} --\n{text}\n", ALLOWED.format("2027-01-01").replace("image-alt", "promise")
    )
    baseline = minimal / "baseline.json"
    run("check", "--source", minimal / "site", "--today", TODAY, "--write-baseline", baseline)
    code, out = built(run, minimal, "--baseline", str(baseline))
    assert code == 1
    (line,) = [line for line in out.splitlines() if "error promise:" in line]
    assert line.startswith(f"{path}:{place}:")
    assert words in line
    assert "promise cannot be allowed: readers were promised it" in out


@pytest.mark.parametrize(
    ("policy", "refused"),
    [
        ("default-src 'none'; form-action 'none';{% if a %} script-src 'self';{% endif %}", False),
        ("default-src 'none'; form-action 'none';{% if a %} script-src *;{% endif %}", True),
        ("default-src 'none';{% if a %} form-action 'none';{% endif %}", True),
        ("default-src 'none'; form-action 'none'; {{ a }}", True),
        ("default-src 'none'; form-action 'none';{% if a %} img-src 'self';{% else %} img-src *;{% endif %}", True),
    ],
)
def test_a_part_of_a_policy_that_only_some_pages_have_is_held_to_the_same(
    policy: str, refused: bool, run: Run, minimal: Path
) -> None:
    """With the part and without it."""
    write_site(minimal / "site", f"-- themes/national/layouts/more.html --\n{PAGE.format(policy)}\n")
    assert ("lets a page load" in built(run, minimal)[1]) is refused


def test_only_pages_with_a_script_may_run_one(national: Path) -> None:
    """Every shipped page: the policy names scripts where there is one, and nowhere else."""
    with_script = 0
    for path in national.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ("script-src" in text) is ("<script" in text), path
        with_script += "<script" in text
    assert with_script > 100


def test_the_policy_of_a_page_may_be_stricter(run: Run, minimal: Path) -> None:
    """The first of two directives alike is the one that browsers follow."""
    policy = "default-src 'none'; form-action 'none'; img-src 'self'; img-src *"
    write_site(minimal / "site", f"-- themes/national/layouts/more.html --\n{PAGE.format(policy)}\n")
    assert "promise" not in built(run, minimal)[1]


def test_the_shipped_statement_counts_the_shipped_site(national: Path) -> None:
    """Both pages say how many pages there are, and the statement is in every footer."""
    every = f"{len(list(national.rglob('*.html'))):,}"
    for page in ("accessibility", "impact", "cy/accessibility", "cy/impact"):
        (main,) = parse((national / page / "index.html").read_bytes()).all("main")
        assert every in main.text(), page
    home = (national / "index.html").read_text(encoding="utf-8")
    assert 'href="/accessibility/"' in home.partition("<footer")[2]
    assert 'href="/impact/"' in home.partition("<footer")[2]


def test_the_shipped_statement_never_says_more_than_is_known() -> None:
    """Nobody with a disability has tested the demonstration, so it cannot meet the guidelines in full."""
    text = (ROOT / "content" / "site.yaml").read_text(encoding="utf-8")
    assert "  status: partly" in text

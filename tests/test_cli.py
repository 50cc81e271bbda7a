"""The command line as people and CI jobs use it: exit codes, what is said where, the environment, the options."""

import json
import os
import pty
import re
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dpcsite.check.prose.rules import PROSE_RULES
from dpcsite.check.rules import RULES
from dpcsite.cli import cli, main
from dpcsite.guide import OTHERS
from tests.conftest import TODAY, Ran, Run
from tests.sites import MINIMAL, ROOT, contents, stamps, write_site

LATER = "2027-06-01"  # when the minimal site's fact is overdue: one warning
DPCSITE = (str(Path(sysconfig.get_path("scripts")) / "dpcsite"),)
MODULE = (sys.executable, "-m", "dpcsite")
BUILD_PY = (sys.executable, str(ROOT / "build.py"))

PAGE = '<!DOCTYPE html>\n<html lang="en"><head><title>A</title></head>\n<body><main><h1>A</h1>{}</main></body></html>\n'
NO_ALT = PAGE.format('\n  <p><img src="a.png"></p>')

BROKEN = """
-- content/services/report-crime.md --
---
title: Report a crime
summary: Tell the police about a crime.
category: buy
---

## What to say
"""
ALERT = """
-- content/alerts/flood.md --
---
title: The river is over its banks
starts: 2026-11-20
expires: 2026-11-22
---

Read [about this site](/about/).
"""
EVERYTHING = """
-- content/alerts/flood.md --
---
title: The river is over its banks
expires: 2030-01-01
---

Read [about this site](/about/), or [report it](/services/report-crime/).
-- content/redirects.yaml --
/old/place/: /services/report-crime/
-- content/pages/about.md --
---
title: About this site
summary: What this site is.
old_paths: [/who-we-are/]
---

## Words

![A yellow line](assets/line.gif)

See [a service](../services/report-crime.md), [words](#words), [all forces](/forces/) and [call](tel:101).
-- content/assets/line.gif (bytes) --
b"GIF89a\\x01\\x00\\x01\\x00\\x80\\x00\\x00\\xff\\xff\\x00\\x00\\x00\\x00!\\xf9\\x04\\x00\\x00\\x00\\x00\\x00,\\x00\\x00\\x00\\x00\\x01\\x00\\x01\\x00\\x00\\x02\\x02D\\x01\\x00;"
-- forces/kent/pages/visits.md --
---
title: Visit us
summary: Where our front counters are.
---

## Where

Go [back](/forces/kent/), or to [crime](/forces/kent/report-crime/).
"""


def _started(
    command: tuple[str, ...], *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Code, stdout and stderr of a command in a process of its own."""
    made = subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        env=_environment(env or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return made.returncode, made.stdout, made.stderr


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    ours = {"NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH"}
    return {name: value for name, value in os.environ.items() if name not in ours} | dict(more)


def _checked(run: Run, minimal: Path, *arguments: str) -> Ran:
    return run("check", "--source", minimal / "site", *arguments)


# --- exit codes ---------------------------------------------------------------------------------------------------


def test_a_good_site_is_built_with_code_0(minimal: Path, run: Run) -> None:
    """Nothing is said where nothing is to be said."""
    ran = run("build", "--source", minimal / "site", "--output", minimal / "new", "--today", TODAY)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (minimal / "new" / "index.html").is_file()


@pytest.mark.parametrize("command", ["build", "check"])
def test_findings_that_block_leave_with_code_1(minimal: Path, run: Run, command: str) -> None:
    """A build and a check of a site with a mistake say so, and the code is 1."""
    site = write_site(minimal / "site", BROKEN)
    output = ("--output", minimal / "public") if command == "build" else ()
    ran = run(command, "--source", site, "--today", TODAY, *output)
    assert ran.code == 1
    assert ran.out.startswith('content/services/report-crime.md:4:11: error field: "buy" may not stand in "category".')


WRONG_USE = {
    "an unknown option": (["check", "--frobnicate"], "--frobnicate"),
    "an unknown command": (["bulid"], "bulid"),
    "an argument too many": (["check", "here"], "here"),
    "a format that is none": (["check", "--format", "xml"], "xml"),
    "no processes": (["check", "--jobs", "0"], "--jobs"),
    "a day in words": (["check", "--today", "tomorrow"], '"tomorrow" is not a day'),
    "a day of no calendar": (["check", "--today", "2026-02-30"], '"2026-02-30" is not a day'),
    "a source folder that is not there": (["check", "--source", "nowhere"], "nowhere"),
    "a source that is a file": (["check", "--source", "content/site.yaml"], "content/site.yaml"),
    "a report that is a folder": (["check", "--report", "content"], "content"),
    "a report below a file": (["check", "--report", "content/site.yaml/report.json"], "report.json"),
    "no file to check": (["check-html"], "PATHS"),
    "a file that is not there": (["check-html", "nowhere.html"], "nowhere.html"),
    "a rule that is none": (["explain", "image-atl"], 'Did you mean "image-alt"?'),
    "a kind that is none": (["new", "leaflet", "a"], "leaflet"),
    "a port that is none": (["serve", "--port", "70000"], "70000"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG_USE.values(), ids=WRONG_USE.keys())
def test_a_wrong_use_is_told_on_stderr_with_code_2(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """What was wrong is named, stdout stays empty, and nothing is written."""
    monkeypatch.chdir(minimal / "site")
    before = stamps(minimal)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert stamps(minimal) == before


@pytest.mark.parametrize(
    "address",
    [
        "foo",
        "/preview/7/",
        "//example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://someone@example.org/",
        "https://exa mple.org/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example.org/a/../b/",
        "https://example.org/a//b/",
        "https://example.org:port/",
        'https://example.org/"><script>/',
    ],
)
def test_a_base_url_that_cannot_be_one_is_a_wrong_use(minimal: Path, run: Run, address: str) -> None:
    """A build for an address that no browser can reach is not begun."""
    ran = run("build", "--source", minimal / "site", "--output", minimal / "new", "--base-url", address)
    assert (ran.code, ran.out) == (2, "")
    assert "--base-url" in ran.err
    assert not (minimal / "new").exists()


@pytest.mark.parametrize(("given", "meant"), [("kemt", "kent"), ("gwen", "gwent"), ("Kent", "kent")])
def test_a_force_that_is_not_there_is_answered_with_the_nearest_name(
    minimal: Path, run: Run, given: str, meant: str
) -> None:
    """A slip of the pen is easy to mend."""
    ran = _checked(run, minimal, "--force", given)
    assert ran.code == 2
    assert f'There is no force "{given}". Did you mean "{meant}"?' in ran.err


def test_a_force_like_no_other_is_not_guessed_at(minimal: Path, run: Run) -> None:
    """A name that is like none of ours gets no advice."""
    ran = _checked(run, minimal, "--force", "zzz")
    assert ran.code == 2
    assert 'There is no force "zzz".' in ran.err
    assert "Did you mean" not in ran.err


def test_a_folder_without_sources_is_refused_with_code_1(tmp_path: Path, run: Run) -> None:
    """It is there, so it is no wrong use; what it lacks are findings."""
    ran = run("check", "--source", tmp_path)
    assert ran.code == 1
    assert re.findall(r"^(content|forces|themes):1:1: error source-file: ", ran.out, re.MULTILINE) == [
        "content",
        "forces",
        "themes",
    ]


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_is_code_0(run: Run, name: str) -> None:
    """Each command tells what it does."""
    ran = run(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: dpcsite {name} ")


def test_a_file_name_that_is_not_utf_8_is_a_finding_in_every_format(minimal: Path, run: Run) -> None:
    """What is printed is UTF-8 all the same, and so is the report file."""
    (minimal / "site" / "content" / "pages" / os.fsdecode(b"caf\xe9.md")).write_text("---\n", encoding="utf-8")
    for form in ("text", "json", "sarif", "junit", "github"):
        command = [*DPCSITE, "check", "--source", str(minimal / "site"), "--format", form, "--report", "report.json"]
        made = subprocess.run(command, cwd=minimal, env=_environment({}), capture_output=True, check=False)
        assert (made.returncode, made.stderr) == (1, b"")
        assert "file-name" in made.stdout.decode("utf-8")
        assert "file-name" in (minimal / "report.json").read_text(encoding="utf-8")


# --- three doors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("door", "first"), [(BUILD_PY, ()), (MODULE, ("build",))], ids=["python build.py", "python -m dpcsite"]
)
def test_the_other_doors_lead_to_the_same_build(minimal: Path, door: tuple[str, ...], first: tuple[str, ...]) -> None:
    """The same code, the same words, the same site, from the folder one stands in."""
    site = minimal / "site"
    expected = _started(DPCSITE, "build", "--today", LATER, cwd=site)
    built = contents(site / "public")
    assert _started(door, *first, "--today", LATER, "--output", "other", cwd=site) == expected
    assert contents(site / "other") == built
    assert expected[0] == 0
    assert "review-due" in expected[1]


@pytest.mark.parametrize("arguments", [("--nonsense",), ("--help",), ("--force", "kemt"), ("--source", "nowhere")])
def test_build_py_is_dpcsite_build_in_help_and_wrong_use(minimal: Path, arguments: tuple[str, ...]) -> None:
    """Whoever uses it wrongly reads the same as with `dpcsite build`."""
    expected = _started(DPCSITE, "build", *arguments, cwd=minimal / "site")
    assert _started(BUILD_PY, *arguments, cwd=minimal / "site") == expected
    assert "dpcsite build" in expected[1] + expected[2]


@pytest.mark.parametrize("arguments", [("--version",), ("rules",), ("bulid",), ()])
def test_the_module_is_the_command(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """`python -m dpcsite` is `dpcsite`."""
    expected = _started(DPCSITE, *arguments, cwd=tmp_path)
    assert _started(MODULE, *arguments, cwd=tmp_path) == expected
    assert expected[1] + expected[2]


# --- what is said where -------------------------------------------------------------------------------------------


def test_findings_go_to_stdout_and_nothing_to_stderr(minimal: Path, run: Run) -> None:
    """A CI job that keeps stderr gets an empty file: progress is for people at a terminal."""
    ran = run("build", "--source", minimal / "site", "--output", minimal / "new", "--today", LATER)
    assert ran.code == 0
    assert re.match(r"content/facts\.yaml:1:1: warning review-due: .+\n", ran.out)
    assert ran.err == ""


def _at_a_terminal(cwd: Path, env: Mapping[str, str], *arguments: str | Path) -> tuple[int, str, str]:
    """Code, stdout and stderr of `dpcsite` where both are one terminal each."""
    pairs = [pty.openpty() for _ in range(2)]
    with subprocess.Popen(
        [*DPCSITE, *map(str, arguments)],
        cwd=cwd,
        env=_environment(env),
        stdin=subprocess.DEVNULL,
        stdout=pairs[0][1],
        stderr=pairs[1][1],
    ) as started:
        for _, inner in pairs:
            os.close(inner)
        said = ["".join(_read(outer)).replace("\r\n", "\n") for outer, _ in pairs]
        return started.wait(), said[0], said[1]


def _read(outer: int) -> Iterator[str]:
    """What is written to a terminal until nobody holds it any more."""
    with os.fdopen(outer, "rb", buffering=0) as file:
        while True:
            try:
                content = file.read(65536)
            except OSError:  # EIO: Linux says in this way that the other side is closed
                return
            if not content:
                return
            yield content.decode()


def test_a_person_at_a_terminal_reads_a_summary(minimal: Path) -> None:
    """What was built and how much there was to say, on stderr; findings, with colours, on stdout."""
    code, out, err = _at_a_terminal(minimal, {}, "build", "--source", "site", "--output", "new", "--today", LATER)
    assert code == 0
    assert re.search(r"^Built \d+ pages into new/ .+; 0 errors, 1 warning\.$", err, re.MULTILINE)
    assert "\x1b[" in out
    assert "\x1b[" not in err


COLOURS = {
    "neither": ({}, False),
    "FORCE_COLOR": ({"FORCE_COLOR": "1"}, True),
    "NO_COLOR": ({"NO_COLOR": "1"}, False),
    "both": ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    "an empty FORCE_COLOR": ({"FORCE_COLOR": ""}, False),  # force-color.org: present and not an empty string
    "an empty NO_COLOR": ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True),  # no-color.org: likewise
}


@pytest.mark.parametrize(("given", "coloured"), COLOURS.values(), ids=COLOURS.keys())
def test_colours_come_only_when_asked_for_and_never_against_no_color(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], coloured: bool
) -> None:
    """Into a file go colours with FORCE_COLOR only, and NO_COLOR has the last word."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    ran = _checked(run, minimal, "--today", LATER)
    assert ("\x1b[" in ran.out) is coloured
    assert "review-due" in ran.out


def test_no_color_holds_at_a_terminal(minimal: Path) -> None:
    """A person who wants no colours gets none."""
    code, out, _ = _at_a_terminal(minimal, {"NO_COLOR": "1"}, "check", "--source", "site", "--today", LATER)
    assert code == 0
    assert "warning review-due" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_formats_for_programs_have_no_colours(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """FORCE_COLOR is for people."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    ran = _checked(run, minimal, "--today", LATER, "--format", form)
    assert "review-due" in ran.out
    assert "\x1b" not in ran.out


# --- the day ------------------------------------------------------------------------------------------------------

EPOCHS = {
    "2026-11-19": "1795132799",
    "2026-11-20": "1795132800",
    "2026-11-22": "1795391999",
    "2026-11-23": "1795392000",
}


def _built_with_alert(minimal: Path, run: Run, *arguments: str) -> bool:
    """Whether the alert of 20 to 22 November is on the home page."""
    site = write_site(minimal / "site", ALERT)
    ran = run("build", "--source", site, "--output", minimal / "public", *arguments)
    assert ran.code == 0
    return "over its banks" in (minimal / "public" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-22", True), ("2026-11-23", False)],
)
def test_source_date_epoch_sets_the_day(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, day: str, shown: bool
) -> None:
    """The last and the first second of a day in UTC are that day: an alert is shown on its days only."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS[day])
    assert _built_with_alert(minimal, run) is shown


@pytest.mark.parametrize(("day", "shown"), [("2026-11-21", True), ("2026-11-23", False)])
def test_today_wins_over_source_date_epoch(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, day: str, shown: bool
) -> None:
    """What is typed counts more than what is set."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCHS["2026-11-23" if shown else "2026-11-20"])
    assert _built_with_alert(minimal, run, "--today", day) is shown


@pytest.mark.parametrize("value", ["soon", "-1", "1.5", "²", "9" * 20, ""])
def test_a_source_date_epoch_that_is_none_shows_no_traceback(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """It is passed over, or it is a wrong use."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert _checked(run, minimal).code in (0, 2)


# --- strict, check ------------------------------------------------------------------------------------------------


def test_strict_lets_a_warning_block(minimal: Path, run: Run) -> None:
    """Without it the site is built with the warning; with it nothing changes, and the code is 1."""
    arguments = ("build", "--source", minimal / "site", "--output", minimal / "public", "--base-url", "https://new.org")
    before = contents(minimal / "public"), stamps(minimal / "public")
    strict = run(*arguments, "--today", LATER, "--strict")
    assert strict.code == 1
    assert (contents(minimal / "public"), stamps(minimal / "public")) == before
    relaxed = run(*arguments, "--today", LATER)
    assert relaxed.code == 0
    assert relaxed.out == strict.out
    assert contents(minimal / "public") != before[0]


def test_strict_passes_where_there_is_no_warning(minimal: Path, run: Run) -> None:
    """It asks for no more than that."""
    assert _checked(run, minimal, "--strict", "--today", TODAY).code == 0


@pytest.mark.parametrize("changes", ["", BROKEN], ids=["a good site", "a broken site"])
def test_check_writes_nothing(minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch, changes: str) -> None:
    """No file, no folder, no time changes, neither in the source nor where one stands."""
    write_site(minimal / "site", changes)
    monkeypatch.chdir(minimal)
    before = stamps(minimal), sorted(minimal.rglob("*"))
    ran = run("check", "--source", "site", "--today", TODAY)
    assert ran.code == (1 if changes else 0)
    assert (stamps(minimal), sorted(minimal.rglob("*"))) == before


def test_check_finds_what_build_finds(minimal: Path, run: Run) -> None:
    """The mistakes of pages too, which are only there when they are rendered."""
    site = write_site(minimal / "site", "-- themes/national/layouts/force.html --\n<p>{{ nobody }}</p>\n")
    checked = run("check", "--source", site, "--today", LATER)
    built = run("build", "--source", site, "--output", minimal / "new", "--today", LATER)
    assert (checked.code, built.code) == (1, 1)
    assert checked.out == built.out
    assert "themes/national/layouts/force.html:1:" in checked.out


# --- check-html ---------------------------------------------------------------------------------------------------


def test_check_html_tells_line_and_column_in_that_file(tmp_path: Path, run: Run) -> None:
    """The place is the start of the tag, with the line below it and what to do."""
    page = tmp_path / "a.html"
    page.write_text(NO_ALT, encoding="utf-8")
    ran = run("check-html", page)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == f"{page}:4:6: error image-alt: This picture has no text alternative."
    assert lines[1:3] == ['  4 |   <p><img src="a.png"></p></main></body></html>', "    |      ^"]
    assert any(line.startswith("  help: ") for line in lines)
    assert ran.err == ""


@pytest.mark.parametrize(
    ("html", "code", "rule"),
    [
        (PAGE.format(""), 0, ""),
        (PAGE.format("<h3>A</h3>"), 0, "heading-order"),  # a warning
        (NO_ALT, 1, "image-alt"),
    ],
    ids=["nothing", "a warning", "an error"],
)
def test_check_html_leaves_with_1_where_an_error_was_found(
    tmp_path: Path, run: Run, html: str, code: int, rule: str
) -> None:
    """Warnings are told and do not count."""
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    ran = run("check-html", tmp_path / "a.html")
    assert ran.code == code
    assert re.findall(r":\d+:\d+: \w+ ([a-z-]+): ", ran.out) == ([rule] if rule else [])


def test_check_html_takes_folders_and_files_together(tmp_path: Path, run: Run) -> None:
    """HTML files in all sub-folders, whatever the case of their ending; nothing else; each of them once."""
    names = ["b.html", "deep/er/a.htm", "deep/C.HTML"]
    for name in [*names, "notes.txt", "html", "deep/page.html.orig"]:
        target = tmp_path / "site" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(NO_ALT, encoding="utf-8")
    (tmp_path / "alone.xml").write_text(NO_ALT, encoding="utf-8")
    ran = run("check-html", "--format", "json", tmp_path / "site", tmp_path / "alone.xml", tmp_path / "site" / "b.html")
    assert ran.code == 1
    files = json.loads(ran.out)["files"]
    expected = [*(str(tmp_path / "site" / name) for name in names), str(tmp_path / "alone.xml")]
    assert sorted(one["path"] for one in files) == sorted(expected)
    assert [[found["rule"] for found in one["findings"]] for one in files] == [["image-alt"]] * 4
    assert all(found["path"] == one["path"] for one in files for found in one["findings"])


FORMATS: dict[str, Callable[[str], object]] = {
    "text": lambda out: len(re.findall(r":4:6: error image-alt: ", out)),
    "json": lambda out: len(json.loads(out)["files"][0]["findings"]),
    "sarif": lambda out: len(json.loads(out)["runs"][0]["results"]),
    "junit": lambda out: len(ET.fromstring(out).findall("testsuite/testcase/failure")),  # noqa: S314 - our own
    "github": lambda out: len(re.findall(r"^::error file=.+,line=4,col=6,title=image-alt::", out, re.MULTILINE)),
}


@pytest.mark.parametrize("form", FORMATS)
def test_check_html_has_every_format(tmp_path: Path, run: Run, form: str) -> None:
    """The one finding is there in each of them, and a clean file has none."""
    for name, html, code, count in (("bad.html", NO_ALT, 1, 1), ("good.html", PAGE.format(""), 0, 0)):
        (tmp_path / name).write_text(html, encoding="utf-8")
        ran = run("check-html", "--format", form, tmp_path / name)
        assert (ran.code, FORMATS[form](ran.out), ran.err) == (code, count, "")


@pytest.mark.parametrize("form", FORMATS)
def test_check_html_reads_a_file_that_is_not_utf_8(tmp_path: Path, run: Run, form: str) -> None:
    """Bytes of another encoding are read as browsers read them; the place is right."""
    (tmp_path / "a.html").write_bytes(NO_ALT.replace("<title>A", "<title>Caf\xe9 \xff").encode("latin-1"))
    ran = run("check-html", "--format", form, tmp_path / "a.html")
    assert (ran.code, FORMATS[form](ran.out), ran.err) == (1, 1, "")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf"], ids=["nothing", "a line break", "a mark"])
@pytest.mark.parametrize("form", FORMATS)
def test_check_html_passes_over_an_empty_file(tmp_path: Path, run: Run, form: str, content: bytes) -> None:
    """Where there is no page there is nothing to say about one."""
    (tmp_path / "a.html").write_bytes(content)
    ran = run("check-html", "--format", form, tmp_path / "a.html")
    assert (ran.code, FORMATS[form](ran.out), ran.err) == (0, 0, "")


@pytest.mark.parametrize("tag", ["div", "ul><li"])
def test_check_html_bears_a_file_of_two_thousand_levels(tmp_path: Path, run: Run, tag: str) -> None:
    """A hostile file brings down nothing: the picture in the middle of it is found."""
    deep = f"<{tag}>" * 2000 + '<img src="a.png"><a href="b">b</a>'
    (tmp_path / "a.html").write_text(PAGE.format(deep), encoding="utf-8")
    ran = run("check-html", "--format", "json", tmp_path / "a.html")
    assert ran.code == 1
    assert "image-alt" in [one["rule"] for one in json.loads(ran.out)["files"][0]["findings"]]
    assert ran.err == ""


def test_text_from_a_page_cannot_steer_the_terminal(tmp_path: Path, run: Run) -> None:
    """Control characters of a checked page do not come out of the report as they are."""
    (tmp_path / "a.html").write_text(PAGE.format('<p lang="\x1b[2J\x07">\x1b[31m</p>'), encoding="utf-8")
    ran = run("check-html", tmp_path / "a.html")
    assert "valid-lang" in ran.out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", ran.out)


# --- rules --------------------------------------------------------------------------------------------------------


def test_rules_lists_all_of_them(run: Run) -> None:
    """As text and as JSON."""
    listed = run("rules").out
    assert re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE) == [
        *(rule.id for rule in RULES),
        *(rule.id for rule in PROSE_RULES),
        *OTHERS,
    ]
    document = json.loads(run("rules", "--format", "json").out)
    assert [one["id"] for one in document["rules"]] == [rule.id for rule in RULES]
    assert document["others"] == OTHERS


@pytest.mark.parametrize("name", [*(rule.id for rule in (*RULES, *PROSE_RULES)), *OTHERS])
def test_every_rule_can_be_explained(run: Run, name: str) -> None:
    """Its name, then what there is to know."""
    ran = run("explain", name)
    assert ran.code == 0
    assert re.match(rf"{name}\n\n\S", ran.out)


# --- --force ------------------------------------------------------------------------------------------------------


class _Links(HTMLParser):
    """Collects every address that a browser would follow or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in ("href", "src", "action", "poster", "data") if name in given]
        self.found += [one.split()[0] for one in given.get("srcset", "").split(",") if one.strip()]
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.found.append(given["content"].partition("url=")[2])


OUTSIDE = re.compile(r"(?:https?://|mailto:|tel:|sms:)")


def _pages(output: Path) -> dict[str, list[str]]:
    """The addresses in each page."""
    return {
        path.relative_to(output).as_posix(): _Links(path.read_text(encoding="utf-8")).found
        for path in sorted(output.rglob("*.html"))
    }


def _there(output: Path, address: str) -> bool:
    """Whether an address of the site, from its root, is a file of the output."""
    path = unescape(address).partition("#")[0].partition("?")[0].lstrip("/")
    return (output / path).is_file() or (
        address.partition("#")[0].endswith("/") and (output / path / "index.html").is_file()
    )


def test_force_builds_only_this_force_and_the_national_pages(minimal: Path, run: Run) -> None:
    """Everything but the other forces' folders, and no link leads to what was left out."""
    everything = set(contents(minimal / "public"))
    arguments = ("--output", minimal / "new", "--today", TODAY)
    assert run("build", "--source", minimal / "site", *arguments, "--force", "kent").code == 0
    left_out = {path for path in everything if re.match(r"(?:cy/)?forces/gwent/", path)}
    assert left_out
    assert set(contents(minimal / "new")) == (everything - left_out) | {".dpcsite-part"}
    links = {link for found in _pages(minimal / "new").values() for link in found if link.startswith("/")}
    assert {link for link in links if not _there(minimal / "new", link)} == set()
    assert "/forces/kent/" in links
    assert not any("gwent" in link for link in links)


def test_force_may_be_given_twice(minimal: Path, run: Run) -> None:
    """All forces by name are the whole site."""
    forces = ("--force", "kent", "--force", "gwent")
    assert run("build", "--source", minimal / "site", "--output", minimal / "new", "--today", TODAY, *forces).code == 0
    assert contents(minimal / "new") == contents(minimal / "public")


def test_force_takes_the_other_forces_out_of_an_older_build(minimal: Path, run: Run) -> None:
    """The output is what was asked for, whatever it was before."""
    arguments = ("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY)
    assert run(*arguments, "--force", "gwent").code == 0
    assert not (minimal / "public" / "forces" / "kent").exists()
    assert (minimal / "public" / "cy" / "forces" / "gwent" / "index.html").is_file()


# --- --base-url ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["minimal", "shipped"])
def below(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built for https://example.org/preview/7/: the minimal one with all kinds of links, and our own."""
    folder = tmp_path_factory.mktemp("below")
    site = write_site(folder / "site", MINIMAL, EVERYTHING) if request.param == "minimal" else ROOT
    where = ["--source", str(site), "--output", str(folder / "public"), "--base-url", "https://example.org/preview/7/"]
    with pytest.raises(SystemExit) as left:
        main(["build", *where, "--force", "kent", "--force", "gwent", "--today", TODAY])
    assert left.value.code == 0
    return folder / "public"


def test_every_link_of_a_site_below_a_path_begins_with_it_and_leads_to_a_file(below: Path) -> None:
    """Links, style sheets, scripts, pictures and redirects; on every page, the 404 page too."""
    pages = _pages(below)
    assert len(pages) > 20
    wrong = {
        (page, link)
        for page, links in pages.items()
        for link in links
        if not (link.startswith("#") or OUTSIDE.match(link))
        and not (link.startswith("/preview/7/") and _there(below, link.removeprefix("/preview/7")))
    }
    assert wrong == set()


def test_whole_addresses_of_a_site_below_a_path_are_right_too(below: Path) -> None:
    """Canonical addresses, other languages, the sitemap and robots.txt name what is there, where it is."""
    base = "https://example.org/preview/7"
    found = {link for links in _pages(below).values() for link in links if link.startswith("https://example.org")}
    found |= set(re.findall(r'(?:<loc>|href=")([^<"]+)', (below / "sitemap.xml").read_text(encoding="utf-8")))
    found |= set(re.findall(r"^Sitemap: (.+)$", (below / "robots.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"{base}/", f"{base}/cy/", f"{base}/sitemap.xml", f"{base}/forces/gwent/report-crime/"} <= found
    assert {link for link in found if not (link.startswith(base) and _there(below, link.removeprefix(base)))} == set()


def test_style_sheets_and_scripts_of_a_site_below_a_path_name_no_root(below: Path) -> None:
    """Nothing in the files of the theme is looked for at the top of the host."""
    files = [path for path in below.glob("assets/*") if path.suffix in (".css", ".js")]
    assert files
    for path in files:
        assert not re.search(r"""url\(\s*["']?/|["']/[a-z]""", path.read_text(encoding="utf-8")), path.name


def test_a_base_url_may_leave_out_its_last_stroke(minimal: Path, run: Run) -> None:
    """https://example.org/preview/7 is https://example.org/preview/7/."""
    arguments = ("build", "--source", minimal / "site", "--today", TODAY)
    for name, end in (("one", ""), ("two", "/")):
        address = f"https://example.org/preview/7{end}"
        assert run(*arguments, "--output", minimal / name, "--base-url", address).code == 0
    assert contents(minimal / "one") == contents(minimal / "two")


def test_without_base_url_the_address_is_that_of_site_yaml(minimal: Path) -> None:
    """The minimal site stands at the top of its host."""
    found = {link for links in _pages(minimal / "public").values() for link in links if not OUTSIDE.match(link)}
    assert {link for link in found if not link.startswith("#") and not _there(minimal / "public", link)} == set()
    assert 'rel="canonical" href="https://www.example.org/about/"' in (
        minimal / "public" / "about" / "index.html"
    ).read_text(encoding="utf-8")

"""`dpcsite new`: every kind of file is valid from the start, and nothing is ever written over or outside."""

from pathlib import Path

import pytest

from tests.conftest import TODAY, Ran, Run
from tests.sites import contents

EPOCH = "1795392000"  # TODAY, for the days in what is written

KINDS = {
    "service": ("service", "report-noise", "content/services/report-noise.md", "services/report-noise/index.html"),
    "page": ("page", "opening-hours", "content/pages/opening-hours.md", "opening-hours/index.html"),
    "page below": ("page", "help/by-post", "content/pages/help/by-post.md", "help/by-post/index.html"),
    "page with digits": ("page", "101", "content/pages/101.md", "101/index.html"),
    "force": ("force", "isle-of-man", "forces/isle-of-man/force.yaml", "forces/isle-of-man/index.html"),
    "alert": ("alert", "flood-2", "content/alerts/flood-2.md", "index.html"),
}
OLD = {"service": "report-crime", "page": "about", "force": "kent", "alert": "flood"}
BAD = {
    "nothing": "",
    "capital letters": "Report",
    "an underscore": "a_b",
    "a space": "a b",
    "a full stop": "a.b",
    "a language": "about.cy",
    "an ending": "a.md",
    "two hyphens": "a--b",
    "a hyphen in front": "-a",
    "a hyphen at the end": "a-",
    "an accent": "caffè",
    "a line break": "a\nb",
    "a line break at the end": "a\n",
    "a null": "a\0b",
    "the folder above": "..",
    "a way out": "../a",
    "a long way out": "a/../../../../a",
    "a whole path": "/srv/a",
    "a way out on another system": "..\\a",
    "a stroke at the end": "a/",
    "two strokes": "a//b",
    "too many letters": "a" * 300,
}


@pytest.fixture(autouse=True)
def _day(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the test, behind `run`, which clears it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.mark.parametrize(("kind", "name", "path", "page"), KINDS.values(), ids=KINDS.keys())
def test_a_new_file_is_valid_from_the_start(
    minimal: Path, run: Run, kind: str, name: str, path: str, page: str
) -> None:
    """Its path is printed, nothing else changes, and the site with it is built without a word."""
    site = minimal / "site"
    before = contents(minimal)
    ran = run("new", kind, name, "--source", site)
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    after = contents(minimal)
    assert set(after) - set(before) == {f"site/{path}"}
    assert all(after[one] == content for one, content in before.items())
    assert run("check", "--source", site, "--today", TODAY) == Ran(0, "", "")
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY, "--strict").code == 0
    title = name.rsplit("/", 1)[-1].replace("-", " ").capitalize()
    assert title in (minimal / "public" / page).read_text(encoding="utf-8")


def test_all_kinds_can_stand_together(minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each, made in the folder one stands in."""
    monkeypatch.chdir(minimal / "site")
    for kind, name, _, _ in KINDS.values():
        assert run("new", kind, name).code == 0
    ran = run("check", "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("kind", OLD)
@pytest.mark.parametrize("name", BAD.values(), ids=BAD.keys())
def test_a_name_that_cannot_be_an_address_is_refused(minimal: Path, run: Run, kind: str, name: str) -> None:
    """With code 2 and no traceback; no file is made, inside the site or outside."""
    before = contents(minimal)
    ran = run("new", "--source", minimal / "site", kind, "--", name)
    assert (ran.code, ran.out) == (2, "")
    assert "small letters, digits and hyphens" in ran.err or len(name) > 100
    assert contents(minimal) == before


@pytest.mark.parametrize("kind", ["service", "force", "alert"])
def test_only_pages_may_lie_in_folders(minimal: Path, run: Run, kind: str) -> None:
    """The id of anything else is one name."""
    before = contents(minimal)
    assert run("new", kind, "a/b", "--source", minimal / "site").code == 2
    assert contents(minimal) == before


@pytest.mark.parametrize(("kind", "name"), OLD.items())
def test_a_file_that_is_there_stays_as_it_is(minimal: Path, run: Run, kind: str, name: str) -> None:
    """Nobody's work is written over."""
    site = minimal / "site"
    if kind == "alert":
        assert run("new", kind, name, "--source", site).code == 0
    before = contents(minimal)
    ran = run("new", kind, name, "--source", site)
    assert (ran.code, ran.out) == (2, "")
    assert "is there already" in ran.err
    assert contents(minimal) == before


def test_a_link_that_leads_nowhere_is_a_file_that_is_there(minimal: Path, run: Run) -> None:
    """Writing through it would make a file somewhere else."""
    link = minimal / "site" / "content" / "pages" / "hours.md"
    link.symlink_to(minimal / "elsewhere.md")
    assert run("new", "page", "hours", "--source", minimal / "site").code == 2
    assert not (minimal / "elsewhere.md").exists()


@pytest.mark.parametrize("folder", ["content/alerts", "content/pages/help", "forces/isle-of-man"])
def test_a_folder_that_is_a_link_is_not_written_into(minimal: Path, run: Run, folder: str) -> None:
    """A build does not read what lies behind a link, and nothing outside the site is touched."""
    outside = minimal / "outside"
    outside.mkdir()
    link = minimal / "site" / folder
    link.symlink_to(outside)
    for kind, name in (("alert", "flood"), ("page", "help/by-post"), ("force", "isle-of-man")):
        run("new", kind, name, "--source", minimal / "site")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("page", "services"),
        ("page", "forces"),
        ("page", "assets/a"),
        ("page", "cy"),
        ("page", "404"),
        ("page", "report-crime"),  # a service of the minimal site
        ("service", "about"),  # a page of the minimal site
    ],
)
def test_a_name_that_the_site_could_not_take_is_refused(minimal: Path, run: Run, kind: str, name: str) -> None:
    """An address that belongs to somebody else: the check would refuse the file, so it is not made."""
    before = contents(minimal)
    ran = run("new", kind, name, "--source", minimal / "site")
    assert (ran.code, ran.out) == (2, "")
    assert contents(minimal) == before


def test_a_folder_without_a_site_is_a_wrong_use(tmp_path: Path, run: Run) -> None:
    """Most often somebody stands in the wrong folder."""
    ran = run("new", "page", "hours", "--source", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "content/" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "name"), [("page", "con"), ("force", "nul"), ("page", "a/lpt1"), ("service", "aux")])
def test_a_name_of_windows_is_not_taken(kind: str, name: str, minimal: Path, run: Run) -> None:
    """A file that a build would refuse is not made."""
    before = contents(minimal / "site")
    ran = run("new", kind, name, "--source", minimal / "site")
    assert ran.code != 0
    assert "Windows" in ran.err
    assert contents(minimal / "site") == before

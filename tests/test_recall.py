"""Pages that are remembered: what is made again and what is not, and that nobody can tell from what comes out."""

import json
import os
import pickle
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from dpcsite import recall, store
from tests.conftest import TODAY, Run
from tests.edits import EDITS, Site
from tests.sites import contents, write_site

PAGES = "content/pages/about.md"
BOTH = 2  # its English page, and the Welsh one that shows the English words


def document(run: Run, site: Path, output: Path, *more: str, day: str = TODAY) -> dict[str, Any]:
    """Build, and give the report."""
    ran = run("build", "--source", site, "--output", output, "--today", day, "--format", "json", *more)
    made: dict[str, Any] = json.loads(ran.out)
    return made


def blob_of(cache: Path) -> Path:
    """The one file of the cache."""
    (file,) = (cache / "dpcsite").iterdir()
    return file


@pytest.fixture
def site(minimal: Path, run: Run) -> Path:
    """The minimal site, built once with this test's own cache."""
    document(run, minimal / "site", minimal / "public")
    return minimal / "site"


def test_nothing_is_made_twice(site: Path, run: Run) -> None:
    """The second run makes no page, and tells of the same pages."""
    first = document(run, site, site.parent / "other")
    made = document(run, site, site.parent / "other")
    assert (made["stats"]["rendered"], made["stats"]["checked"], made["stats"]["written"]) == (0, 0, 0)
    assert made["stats"]["pages"] == made["stats"]["unchanged"] - _others(site.parent / "other")
    assert made["pages"] == first["pages"]


def _others(public: Path) -> int:
    """Files of a site that are no pages."""
    return sum(path.is_file() and path.suffix != ".html" and path.name[0] != "." for path in public.rglob("*"))


def test_a_published_folder_without_a_change_stays_as_it_lies(site: Path, run: Run) -> None:
    """No file and no folder is another one than before."""
    public = site.parent / "public"
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (public, *public.rglob("*"))}
    document(run, site, public)
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (public, *public.rglob("*"))} == before


def test_only_what_changed_is_made(site: Path, run: Run) -> None:
    """One page of words is one page; a name in a force's file is that force's pages and those that list it."""
    path = site / PAGES
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert document(run, site, site.parent / "public")["stats"]["rendered"] == BOTH
    force = site / "forces/kent/force.yaml"
    force.write_text(force.read_text(encoding="utf-8").replace("Kent Police", "Police of Kent"), encoding="utf-8")
    made = document(run, site, site.parent / "public")
    own = sum(page["force"] == "kent" for page in made["pages"])
    assert own <= made["stats"]["rendered"] < made["stats"]["pages"]


def test_clean_makes_all(site: Path, run: Run) -> None:
    """Whoever does not trust the cache says so."""
    made = document(run, site, site.parent / "public", "--clean")
    assert made["stats"]["rendered"] == made["stats"]["pages"]


def test_check_learns_from_build_and_the_other_way(minimal: Path, run: Run) -> None:
    """What a check found without fault, a build need not check; but it has to make the files."""
    arguments = ("--source", minimal / "site", "--today", TODAY, "--format", "json")
    assert json.loads(run("check", *arguments).out)["stats"]["rendered"] > 0
    assert json.loads(run("check", *arguments).out)["stats"]["rendered"] == 0
    made = document(run, minimal / "site", minimal / "new")
    assert (made["stats"]["rendered"], made["stats"]["checked"]) == (made["stats"]["pages"], 0)
    assert contents(minimal / "new") == contents(minimal / "public")


def test_a_finding_is_found_in_every_run_where_it_is_now(site: Path, run: Run) -> None:
    """A page with a warning is looked at again, and its line is that of the file as it stands."""
    path = site / PAGES
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nRead [here](/services/report-crime/).\n", encoding="utf-8")
    first = document(run, site, site.parent / "public")["findings"]
    assert first
    again = document(run, site, site.parent / "public")
    assert again["findings"] == first
    assert again["stats"]["rendered"] == BOTH
    path.write_text(f"{text}\n\n\nRead [here](/services/report-crime/).\n", encoding="utf-8")
    moved = document(run, site, site.parent / "public")["findings"]
    assert [one["line"] for one in moved] == [one["line"] + 2 for one in first]


def test_a_link_of_a_remembered_page_may_die(site: Path, run: Run) -> None:
    """The page did not change; the one it leads to is gone."""
    write_site(site, "-- content/pages/more.md --\n---\ntitle: More\nsummary: More.\n---\n\nSee [about](/about/).\n")
    assert document(run, site, site.parent / "public")["findings"] == []
    (site / PAGES).unlink()
    found = document(run, site, site.parent / "public")["findings"]
    assert ("dead-link", "content/pages/more.md", 6) in {(one["rule"], one["path"], one["line"]) for one in found}


def test_a_page_changed_by_hand_is_made_again(site: Path, run: Run) -> None:
    """What is remembered is not believed of the published folder."""
    public = site.parent / "public"
    before = contents(public)
    page = public / "about/index.html"
    page.write_bytes(page.read_bytes().replace(b"About", b"Abort"))
    made = document(run, site, public)["stats"]
    assert (made["rendered"], made["checked"], made["written"]) == (1, 0, 1)
    assert contents(public) == before


# --- the cache cannot lie -----------------------------------------------------------------------------------------


def test_no_flipped_bit_is_taken(site: Path, cache: Path) -> None:
    """A thousand of them, and the file cut at a hundred places."""
    del site
    file = blob_of(cache)
    whole = file.read_bytes()
    chance = random.Random(1)  # noqa: S311 - the same bits in each run
    for _ in range(1000):
        at = chance.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        assert store.taken(file.name) is None
    for _ in range(100):
        file.write_bytes(whole[: chance.randrange(len(whole))])
        assert store.taken(file.name) is None
    file.write_bytes(whole)
    assert store.taken(file.name) is not None


def test_what_a_killed_run_left_behind_goes(site: Path, cache: Path) -> None:
    """A blob that was not finished is taken away with the next one; other sites' are left alone."""
    file = blob_of(cache)
    for name in (f"{file.name}.0123456789ab", "other.0123456789ab"):
        file.with_name(name).write_bytes(b"half")
    store.put(file.name, b"blob")
    assert sorted(path.name for path in file.parent.iterdir()) == sorted([file.name, "other.0123456789ab"])
    assert store.taken(file.name) == b"blob"


def test_another_site_s_cache_is_not_taken(site: Path, cache: Path) -> None:
    """A file under another name is none."""
    del site
    file = blob_of(cache)
    shutil.copy(file, file.with_name("0" * 32))
    assert store.taken("0" * 32) is None


def test_a_page_of_another_site_is_not_taken(site: Path, run: Run, cache: Path) -> None:
    """A cache of other words, whole and under this name, knows none of these pages."""
    public = site.parent / "public"
    before = contents(public)
    other = shutil.copytree(site, site.parent / "elsewhere")
    (other / PAGES).write_text((other / PAGES).read_text(encoding="utf-8").replace("words", "lies"), encoding="utf-8")
    own = blob_of(cache)
    document(run, other, site.parent / "lies")
    (foreign,) = set((cache / "dpcsite").iterdir()) - {own}
    name = own.name
    own.unlink()
    payload = store.taken(foreign.name)
    assert payload is not None
    store.put(name, payload)
    assert document(run, site, public)["stats"]["rendered"] == BOTH
    assert contents(public) == before


class _Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("evil",)


@pytest.mark.parametrize("evil", [pickle.dumps(_Evil()), pickle.dumps(3), pickle.dumps(([], [(1, 2)])), b"", b"\x80"])
def test_no_cache_runs_anything(
    evil: bytes, site: Path, run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whole, under the right name, for the right program: it is still read as plain values only."""
    monkeypatch.chdir(tmp_path)
    name = blob_of(cache).name
    payload = store.taken(name)
    assert payload is not None
    store.put(name, payload[:32] + evil)
    made = document(run, site, site.parent / "public")
    assert made["stats"]["rendered"] == made["stats"]["pages"]
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", ["file", "closed", "relative"])
def test_without_a_cache_folder_a_build_is_as_good(
    kind: str, minimal: Path, run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither slower nor louder than the first one."""
    if kind == "file":
        (cache / "dpcsite").write_text("", encoding="utf-8")
    elif kind == "closed":
        (cache / "dpcsite").symlink_to("/proc/nothing")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "here")
        monkeypatch.setenv("HOME", str(cache))
    made = document(run, minimal / "site", minimal / "public")
    assert (made["outcome"], made["findings"]) == ("built", [])


def test_another_program_remembers_nothing(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte of it changed, or a library of another version: all is made again."""
    monkeypatch.setattr(recall, "program", lambda: "another")
    made = document(run, site, site.parent / "public")
    assert made["stats"]["rendered"] == made["stats"]["pages"]


# --- fast is right ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_site_is_that_of_a_clean_build(seed: int, minimal: Path, run: Run) -> None:
    """Files and findings, byte for byte; `benchmarks/edits.py` does the same for many more."""
    chance = random.Random(seed)  # noqa: S311 - the same edits in each run
    site = Site(minimal / "site")
    for step in range(5):
        name = chance.choice(sorted(EDITS))
        if site.pages():
            EDITS[name](site, chance)
        day = site.day.isoformat()
        warm = document(run, site.folder, minimal / "public", day=day)
        clean = document(run, site.folder, minimal / f"clean-{step}", "--clean", day=day)
        assert (warm["outcome"], warm["findings"]) == (clean["outcome"], clean["findings"]), name
        if clean["outcome"] == "built":
            assert contents(minimal / "public") == contents(minimal / f"clean-{step}"), name

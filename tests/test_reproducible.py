"""The same sources give the same site, to the byte, wherever, whenever and however it is built."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import TODAY, Run, requires
from tests.sites import MINIMAL, ROOT, files_of, write_site
from tests.test_write import edit, whole

PATIENCE = 300
EPOCH = "1795435200"  # noon on TODAY, in seconds

# Python reads this before anything else: every folder is listed from its end, as another file system may do.
BACKWARDS = """
import os

class Backwards:
    def __init__(self, entries):
        with entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def close(self):
        pass

listed, scanned = os.listdir, os.scandir
os.listdir = lambda path=".": sorted(listed(path), reverse=True)
os.scandir = lambda path=".": Backwards(scanned(path))
"""


@dataclass(frozen=True)
class Circumstances:
    """What may differ between two builds; `clock` is a difference of the clock, as faketime(1) takes it."""

    environment: dict[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ("--today", TODAY)
    python: Sequence[str] = ()
    umask: int = 0o022
    folder: str = "elsewhere"
    clock: str = ""


def build(site: Path, output: Path, how: Circumstances) -> "subprocess.CompletedProcess[str]":
    """Build in another process, under these circumstances."""
    clock = [requires("faketime", "apt-get install faketime"), "-f", how.clock] if how.clock else []
    command: list[str | Path] = [
        *clock,
        sys.executable,
        *how.python,
        "-m",
        "dpcsite",
        "build",
        "--source",
        site,
        "--output",
        output,
    ]
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [*command, *how.arguments],
        env=environment | how.environment,
        umask=how.umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


CIRCUMSTANCES = {
    "plain": Circumstances(),
    "C": Circumstances({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "Welsh": Circumstances({"LC_ALL": "cy_GB.UTF-8", "LANGUAGE": "cy"}),
    "Turkish": Circumstances({"LC_ALL": "tr_TR.ISO-8859-9"}),
    "east": Circumstances({"TZ": "Pacific/Kiritimati"}),
    "west": Circumstances({"TZ": "Pacific/Pago_Pago"}),
    "hash-1": Circumstances({"PYTHONHASHSEED": "1"}),
    "hash-2": Circumstances({"PYTHONHASHSEED": "4294967295"}),
    "umask": Circumstances(umask=0o077),
    "jobs": Circumstances(arguments=("--today", TODAY, "--jobs", "1")),
    "epoch": Circumstances({"SOURCE_DATE_EPOCH": EPOCH, "TZ": "Pacific/Kiritimati"}, arguments=()),
    "optimised": Circumstances(python=("-OO",)),
    "ten years on": Circumstances(clock="+10y"),
    "long ago": Circumstances(clock="-40y", arguments=("--today", TODAY, "--clean")),
    "folder": Circumstances(folder="ar wahân/ [a] % {{ b }}"),
    "terminal": Circumstances(
        {"FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "dumb", "HOME": "/nowhere", "USER": "nobody"}
    ),
}


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_circumstances_change_no_byte(name: str, minimal: Path) -> None:
    """Language, place, hour, year, hash seed, umask, processes and folder leave no trace in the site."""
    how = CIRCUMSTANCES[name]
    site = shutil.copytree(minimal / "site", minimal / how.folder / "site")
    ran = build(site, minimal / how.folder / "public", how)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert whole(minimal / how.folder / "public") == whole(minimal / "public")


def test_the_order_of_folders_changes_no_byte(minimal: Path) -> None:
    """Files may be found in any order."""
    (minimal / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    backwards = {"PYTHONPATH": str(minimal)}
    shown = "import os; print(os.listdir('site'))"
    listed = subprocess.run(
        (sys.executable, "-c", shown),
        cwd=minimal,
        env=os.environ | backwards,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout == "['themes', 'forces', 'content']\n"  # so it is really backwards
    ran = build(minimal / "site", minimal / "other", Circumstances(backwards))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert whole(minimal / "other") == whole(minimal / "public")


def test_the_age_order_and_modes_of_sources_change_no_byte(minimal: Path) -> None:
    """Sources that were written in reverse order, long ago, by somebody with other modes, give the same site."""
    for path in reversed(files_of(MINIMAL)):
        target = minimal / "other" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(minimal / "site" / path, target)
        target.chmod(0o700)
        os.utime(target, (0, 0))
    shutil.copytree(minimal / "site/themes", minimal / "other/themes", copy_function=shutil.copyfile)
    ran = build(minimal / "other", minimal / "again", Circumstances())
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert whole(minimal / "again") == whole(minimal / "public")


@pytest.mark.parametrize("source", [".", "../site", "link"])
def test_the_name_of_the_source_folder_changes_no_byte(
    source: str, minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative name, a way around and a link all lead to the same site."""
    (minimal / "site/link").symlink_to(minimal / "site")
    monkeypatch.chdir(minimal / "site")
    assert run("build", "--source", source, "--output", "../other", "--today", TODAY).code == 0
    assert whole(minimal / "other") == whole(minimal / "public")


def test_what_was_built_before_changes_no_byte(minimal: Path, run: Run) -> None:
    """A site that came about over other builds is the site that a first build makes."""
    site, public = minimal / "site", minimal / "public"
    before = whole(public)
    kept = (site / "content/pages/about.md").read_text(encoding="utf-8")
    edit(site)
    write_site(site, "-- content/pages/more.md --\n---\ntitle: More\nsummary: More words.\n---\n\nWords.\n")
    assert run("build", "--source", site, "--output", public, "--base-url", "https://example.org/a/").code == 0
    assert whole(public) != before
    assert run("build", "--source", site, "--output", public, "--force", "kent").code == 0
    (site / "content/pages/about.md").write_text(kept, encoding="utf-8")
    (site / "content/pages/more.md").unlink()
    assert run("build", "--source", site, "--output", public, "--today", TODAY).code == 0
    assert whole(public) == before


def test_the_number_of_processes_changes_no_byte_and_no_finding(tmp_path: Path, run: Run) -> None:
    """Pages that are made by several processes are the same pages, and their mistakes are told in the same order."""
    pages = [
        f"-- content/pages/page-{at}.md --\n---\ntitle: Page {at}\nsummary: The words of page {at}.\n---\n\nWords.\n"
        for at in range(110)  # in two languages more than pipeline.WORTH_FORKING
    ]
    site = write_site(tmp_path / "site", MINIMAL, *pages)
    for output, count in (("one", "1"), ("more", "3")):
        arguments = ("--source", site, "--output", tmp_path / output, "--today", TODAY, "--jobs", count)
        assert run("build", *arguments).code == 0
    assert whole(tmp_path / "one") == whole(tmp_path / "more")
    for at in range(0, 110, 7):
        edit(site, "\n[Nowhere](/nowhere/), [nor here](#nor-here).\n", f"content/pages/page-{at}.md")
    told = []
    for count in ("1", "3"):
        ran = run("check", "--source", site, "--today", TODAY, "--jobs", count, "--format", "json")
        assert ran.code == 1
        document = json.loads(ran.out)
        assert len(document["findings"]) >= 16
        document["stats"].pop("seconds")
        told.append(document)
    assert told[0] == told[1]


def test_the_shipped_site_is_reproducible(national: Path, tmp_path: Path) -> None:
    """Everything at once: a copy in another folder, another language, hour, seed, umask, order and one process only."""
    for name in ("themes", "forces", "content"):
        shutil.copytree(ROOT / name, tmp_path / "site" / name, copy_function=shutil.copyfile)
    (tmp_path / "sitecustomize.py").write_text(BACKWARDS, encoding="utf-8")
    environment = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "PYTHONPATH": str(tmp_path)}
    how = Circumstances(environment, ("--today", TODAY, "--jobs", "1"), ("-OO",), umask=0o077)
    assert build(tmp_path / "site", tmp_path / "public", how).returncode == 0
    one, other = (whole(folder) for folder in (tmp_path / "public", national))
    manifests = [json.loads(folder.pop("deployed.json")[1]) for folder in (one, other)]
    assert one == other
    assert manifests[0] == manifests[1] | {"commit": "unknown"}  # a copy is no checkout

"""Parts of a site, each a build of some forces, joined: the same bytes as one build, and nothing else is taken."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dpcsite.parts import PART
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, contents, write_site

BUILD = ("--today", TODAY)
# A page that tells how many forces there are: it differs between a part and the whole.
COUNTING = (
    MINIMAL.replace("These are the words.", "There are {{ build.pages }} pages.")
    + """
-- forces/kent/pages/ours.md --
---
title: A page of ours
summary: What it tells.
---

## Words

One of {{ build.pages }}.
"""
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Sources with pages that count."""
    return write_site(tmp_path / "site", COUNTING)


def parts(run: Run, site: Path, *options: str) -> list[Path]:
    """A part for each force, built."""
    made = []
    for force in ("gwent", "kent"):
        made.append(site.parent / force)
        ran = run("build", "--source", site, "--output", made[-1], "--force", force, *(options or BUILD))
        assert ran.code == 0, ran.out
    return made


def test_joined_parts_are_the_site_of_one_build(site: Path, run: Run) -> None:
    """Byte for byte, the manifest too; with one part missing its pages are made here."""
    assert run("build", "--source", site, "--output", site.parent / "whole", *BUILD).code == 0
    made = parts(run, site)
    for chosen in (made, made[:1]):
        assert run("merge", *chosen, "--source", site, "--output", site.parent / "joined", *BUILD).code == 0
        assert contents(site.parent / "joined") == contents(site.parent / "whole")
    assert run("verify", site.parent / "joined").code == 0
    assert PART in contents(made[0])


def test_pages_are_taken_and_not_made_again(site: Path, run: Run) -> None:
    """Those of forces come from the parts; national ones, and the one that counts, are made here."""
    made = parts(run, site)
    ran = run("merge", *made, "--source", site, "--output", site.parent / "joined", "--format", "json", *BUILD)
    stats = json.loads(ran.out)["stats"]
    of_forces = [page for page in json.loads(ran.out)["pages"] if page["force"]]
    assert len(of_forces) >= 8
    assert stats["rendered"] == stats["pages"] - (len(of_forces) - 1)


@pytest.mark.parametrize(
    ("harm", "words"),
    [  # each harms the first part, or the sources beside it
        (lambda made: (made / "index.html").write_text("x"), "is not what was built: index.html"),
        (lambda made: shutil.rmtree(made / "about"), "is not what was built: about/index.html"),
        (lambda made: (made / "deployed.json").unlink(), "is no part: There is no deployed.json"),
        (
            lambda made: (made.parent / "site/content/redirects.yaml").write_text("/a/: /about/\n"),
            "is of other sources",
        ),
    ],
)
def test_what_does_not_belong_together_is_refused(site: Path, run: Run, harm: Any, words: str) -> None:
    """A changed part, a folder that is none, other sources: exit code 2, and nothing is written."""
    made = parts(run, site)
    harm(made[0])
    ran = run("merge", *made, "--source", site, "--output", site.parent / "joined", *BUILD)
    assert (ran.code, words in ran.err) == (2, True), ran.err
    assert not (site.parent / "joined").exists()


def test_parts_of_another_day_and_twice_the_same_are_refused(site: Path, run: Run) -> None:
    """And a whole site is no part; nobody may publish a part."""
    made = parts(run, site)
    joined = ("--source", site, "--output", site.parent / "joined")
    assert "another day" in run("merge", *made, *joined, "--today", "2026-11-24").err
    assert "another day, address" in run("merge", *made, *joined, *BUILD, "--base-url", "https://example.org/").err
    assert '"gwent" is in two parts' in run("merge", made[0], made[0], *joined, *BUILD).err
    assert run("build", "--source", site, "--output", site.parent / "whole", *BUILD).code == 0
    assert "build it with --force" in run("merge", site.parent / "whole", *joined, *BUILD).err
    assert run("publish", site.parent / "www", "--from", made[0]).code == 1

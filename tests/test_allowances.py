"""Findings that are allowed for a reason, or known from a baseline: they stay in the report and do not block."""

from pathlib import Path

from tests.conftest import TODAY, Run
from tests.sites import PIXEL, write_site

PICTURE = """
-- content/assets/station.png (bytes) --
{}
-- content/pages/ours.md --
---
title: A page of ours
summary: What it tells.
---

## Words

![](assets/station.png)
""".replace("{}", PIXEL)
ALLOWANCE = """
-- content/allowances.yaml --
old-picture:
  rule: image-alt
  path: content/pages/ours.md
  reason: The photographer writes the words in January.
  until: 2026-12-31
"""


def _built(run: Run, folder: Path, *changes: str, options: tuple[str, ...] = (), day: str = TODAY) -> tuple[int, str]:
    site = write_site(folder / "site", *changes)
    ran = run("build", "--source", site, "--output", folder / "public", "--today", day, *options)
    return ran.code, ran.out


def test_an_allowance_lets_a_finding_stand_until_its_day(minimal: Path, run: Run) -> None:
    """The finding is a note with the reason, and the site is built."""
    code, out = _built(run, minimal, PICTURE, ALLOWANCE)
    assert code == 0
    assert "note image-alt" in out
    assert "The photographer writes the words in January." in out


def test_an_allowance_ends(minimal: Path, run: Run) -> None:
    """On the day after, the finding blocks again, and the allowance is reported."""
    code, out = _built(run, minimal, PICTURE, ALLOWANCE, day="2027-01-01")
    assert code == 1
    assert "error image-alt" in out
    assert "content/allowances.yaml:1:1: warning allowance-over" in out


def test_an_allowance_that_covers_nothing_is_reported(minimal: Path, run: Run) -> None:
    """Nobody keeps a list of what is long mended."""
    code, out = _built(run, minimal, ALLOWANCE)
    assert code == 0
    assert "warning allowance-unused" in out


def test_an_allowance_covers_its_own_file_and_rule_only(minimal: Path, run: Run) -> None:
    """Another file with the same fault still blocks."""
    other = PICTURE.replace("ours.md", "theirs.md").replace("A page of ours", "A page of theirs")
    code, out = _built(run, minimal, PICTURE, other, ALLOWANCE)
    assert code == 1
    assert "content/pages/theirs.md:8:1: error image-alt" in out


def test_what_readers_were_promised_cannot_be_allowed(minimal: Path, run: Run) -> None:
    """No allowance for loading from other sites."""
    code, out = _built(run, minimal, ALLOWANCE.replace("image-alt", "outside-request"))
    assert code == 1
    assert "error allowance-over: outside-request cannot be allowed" in out


def test_a_baseline_lets_old_findings_stand_and_stops_new_ones(minimal: Path, run: Run) -> None:
    """A site that starts dirty can be published, and does not get dirtier."""
    baseline = minimal / "baseline.json"
    assert _built(run, minimal, PICTURE, options=("--write-baseline", str(baseline)))[0] == 0
    code, out = _built(run, minimal, PICTURE, options=("--baseline", str(baseline)))
    assert code == 0
    assert "note image-alt" in out
    more = PICTURE.replace("ours.md", "more.md").replace("A page of ours", "Another page")
    code, out = _built(run, minimal, PICTURE, more, options=("--baseline", str(baseline)))
    assert code == 1
    assert "content/pages/more.md:8:1: error image-alt" in out


def test_a_file_that_is_no_baseline_is_a_usage_error(minimal: Path, run: Run) -> None:
    """Exit code 2 and advice."""
    (minimal / "baseline.json").write_text("[]", encoding="utf-8")
    ran = run("check", "--source", minimal / "site", "--baseline", minimal / "baseline.json", "--today", TODAY)
    assert ran.code == 2
    assert "--write-baseline" in ran.err

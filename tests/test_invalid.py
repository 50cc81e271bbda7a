"""Every kind of mistake in a site: refused with the place and what to do, as an editor sees it, and nothing lost.

Each file of tests/invalid/ changes the minimal site and holds, after `-- expected --`, what the command prints.
`DPCSITE_UPDATE=1` writes what it prints now; read the difference before you commit it.
"""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import TODAY, Run
from tests.sites import ROOT, contents, stamps, write_site

CASES = sorted((ROOT / "tests" / "invalid").glob("*.txt"))
EXPECTED = "-- expected --\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_answered_with_place_and_help(case: Path, minimal: Path, run: Run) -> None:
    """The command prints exactly what the case expects, leaves with 1, and touches nothing that was published."""
    text = case.read_text(encoding="utf-8")
    changes, _, expected = text.partition(EXPECTED)
    site = write_site(minimal / "site", changes)
    before = contents(minimal / "public"), stamps(minimal / "public")
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    if os.environ.get("DPCSITE_UPDATE"):
        case.write_text(changes + EXPECTED + ran.out, encoding="utf-8")
        expected = ran.out
    assert ran.out == expected
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert (contents(minimal / "public"), stamps(minimal / "public")) == before
    assert sorted(path.name for path in minimal.iterdir()) == ["public", "site"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_case_names_a_line_and_a_column(case: Path) -> None:
    """Every finding begins with path:line:col, a severity and a rule, and is followed by help."""
    expected = case.read_text(encoding="utf-8").partition(EXPECTED)[2]
    heads = re.findall(r"^\S+:\d+:\d+: (?:error|warning|note) [a-z-]+: .+$", expected, re.MULTILINE)
    assert heads
    assert expected.count("\n  help: ") == len(heads)


def test_there_are_at_least_thirty_kinds() -> None:
    """One file a kind of mistake."""
    assert len(CASES) >= 30

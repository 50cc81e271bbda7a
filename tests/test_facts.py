"""Statements of fact in the shipped words: each rests on a row that has a source."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dpcsite.model.site import Site
from tests.sites import MINIMAL, ROOT, write_site


@pytest.fixture(scope="module")
def facts() -> ModuleType:
    """benchmarks/facts.py as a module."""
    spec = importlib.util.spec_from_file_location("facts", ROOT / "benchmarks" / "facts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for a module's names
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped(facts: ModuleType) -> Site:
    """The shipped site."""
    site: Site = facts.read(ROOT)
    return site


def test_every_statement_of_the_shipped_words_has_a_row_with_a_source(facts: ModuleType, shipped: Site) -> None:
    """A number, a time, a fee or a right that is only typed would stay when the world changes."""
    found = list(facts.statements(shipped))
    assert len(found) >= 80
    assert [(one.place, one.text) for one in found if not one.rows] == []
    assert [one.place for one in found if not all(row.source for row in one.rows)] == []


def test_rows_that_are_named_for_typed_words_still_say_the_same(facts: ModuleType, shipped: Site) -> None:
    """If a channel is no longer free, the sentence that says so is found; and no row is named for words that left."""
    assert facts.unheld(shipped) == []
    said = [f"{one.place} {one.text}" for one in facts.statements(shipped)]
    assert [words for where, words, _, _ in facts.ROWS if not any(where in one and words in one for one in said)] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("It takes 3 weeks.", "no row"),
        ("You have three weeks to answer.", "no row"),
        ("The first one is free.", "no row"),
        ("It is open day and night.", "no row"),
        ("Drivers have a legal duty to stop.", "no row"),
        ("It costs {{ fact.fee }}.", "facts.yaml: fee"),
        ("Call {{ channel.101 }}.", "channels.yaml: 101"),
        ("Call 999 now, and feel free, if you are all right.", ""),
    ],
)
def test_a_statement_is_told_with_its_row_or_without(facts: ModuleType, tmp_path: Path, typed: str, told: str) -> None:
    """Numbers in figures and in words, times, prices and duties; words that are none of these are left out."""
    page = f"-- content/pages/ours.md --\n---\ntitle: Ours\nsummary: A page of ours.\n---\n\n{typed}\n"
    site = facts.read(write_site(tmp_path, MINIMAL, page))
    found = [one for one in facts.statements(site) if one.place.startswith("content/pages/ours.md:6:")]
    assert len(found) == bool(told)
    assert not told or f"| {told} |" in facts.table(found)


def test_a_draw_is_the_same_again(facts: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """The seed decides."""
    drawn = []
    for seed in ("7", "7", "8"):
        assert facts.main(["--draw", "5", "--seed", seed]) == 0
        drawn.append(capsys.readouterr().out)
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0].count("\n| ") >= 5

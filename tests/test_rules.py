"""Rules and their pages: the examples that readers see are the examples that are tested."""

import re
from pathlib import Path

import pytest
import yaml

from dpcsite.check import rules, sheets_of
from dpcsite.check.examples import HEADINGS, OUTCOMES, Example, rule_page
from dpcsite.check.page import Page
from dpcsite.check.rule import Outcome, Rule
from dpcsite.check.rules import RULES
from dpcsite.formats.html import parse
from tests.sites import ROOT

FOLDER = Path(rules.__file__).parent
LEAST = {"passed": 2, "failed": 2, "inapplicable": 1}
LEVELS = {"A", "AA", "AAA", "best-practice"}
SEVERITIES = {"error", "warning"}


def _stem(rule: Rule) -> str:
    return rule.id.replace("-", "_")


def _outcomes(rule: Rule, html: str) -> list[Outcome]:
    document = parse(html)
    page = Page(document, sheets_of(document, lambda _: None))
    return [rule.verdict(page, element).outcome for element in rule.targets(page)]


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.id}/{example.outcome}/{example.title}")
        for rule in RULES
        for example in rule_page(rule.id).examples
    ],
)
def test_example(rule: Rule, example: Example) -> None:
    outcomes = _outcomes(rule, example.html)
    if example.outcome == "passed":
        assert set(outcomes) == {Outcome.PASSED}
    elif example.outcome == "failed":
        assert Outcome.FAILED in outcomes
    else:
        assert outcomes == []


def test_rules_are_the_modules_of_the_folder_in_order() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    stems = {_stem(rule) for rule in RULES}
    assert stems == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert stems == {path.stem for path in FOLDER.glob("*.md")}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_is_complete(rule: Rule) -> None:
    text = (FOLDER / f"{_stem(rule)}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {rule.id}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [*HEADINGS, *OUTCOMES]
    page = rule_page(rule.id)
    assert all(page.words.get(heading) for heading in HEADINGS)
    assert 2 * len(page.examples) == len(re.findall(r"^```", text, re.MULTILINE))
    for outcome, least in LEAST.items():
        titles = [example.title for example in page.examples if example.outcome == outcome]
        assert len(titles) >= least
        assert all(titles)
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert all(re.fullmatch(r"[1-4]\.[1-5]\.[1-9][0-9]?", number) for number in rule.wcag)
    assert all(re.fullmatch(r"[0-9a-z]{6}", act) for act in rule.act)
    assert rule.level in LEVELS
    assert bool(rule.wcag) == (rule.level != "best-practice")
    assert rule.severity in SEVERITIES
    assert rule.help.strip()
    module = getattr(rules, _stem(rule))
    assert module.RULE is rule


def test_act_rules_stand_for_one_rule_each() -> None:
    acts = [act for rule in RULES for act in rule.act]
    assert len(acts) == len(set(acts))


def test_the_act_ledger_names_just_the_rules_that_ours_stand_for() -> None:
    """docs/act-coverage.yaml says what each W3C ACT rule comes to, and why where it is not all."""
    ledger = yaml.load((ROOT / "docs" / "act-coverage.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    covered = {key for key, one in ledger.items() if one["status"] != "not covered"}
    assert covered == {one for rule in RULES for one in rule.act}
    assert all(one.get("why") for one in ledger.values() if one["status"] != "consistent")
    assert {one["status"] for one in ledger.values()} <= {"consistent", "partial", "not covered"}

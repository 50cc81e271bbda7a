"""The workflows for GitHub: pinned, with the least rights, no secret for strangers, and commands that there are."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from dpcsite.cli import cli
from tests.conftest import TODAY
from tests.sites import ROOT

FILES = sorted([*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / "docs" / "recipes").glob("*.yml")])
EACH = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
# Taken from the workflows of other published packages, two for each.
PINS = {
    "actions/checkout": "9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/setup-python": "a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0",
    "actions/upload-artifact": "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
}


def read(path: Path) -> dict[Any, Any]:
    """A workflow; YAML 1.1 takes the word `on` for true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """Every step of every job."""
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def test_there_are_workflows_for_the_project_and_for_a_site() -> None:
    """Six in all."""
    names = [f"{path.parent.name}/{path.name}" for path in FILES]
    assert names == [
        "workflows/check.yml",
        "workflows/pages.yml",
        "recipes/check.yml",
        "recipes/links.yml",
        "recipes/parts.yml",
        "recipes/publish.yml",
    ]


@EACH
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """Each with the version beside it, and the same everywhere."""
    used = re.findall(r"uses: (\S+)@(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert used
    assert {name: pin for name, pin in used if PINS.get(name) != pin} == {}


@EACH
def test_rights_are_given_to_jobs_one_by_one(path: Path) -> None:
    """None to the workflow; no checkout leaves a key behind; nothing of a change's author is put into a shell."""
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert all(job["permissions"] for job in workflow["jobs"].values())
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"] == {"persist-credentials": False}


@EACH
def test_what_a_stranger_can_start_has_no_secret_and_writes_nothing(path: Path) -> None:
    """A pull request builds with reading alone; `pull_request_target` and secrets are nowhere."""
    text, workflow = path.read_text(encoding="utf-8"), read(path)
    assert "pull_request_target" not in text
    assert "secrets." not in text
    if "pull_request" in str(workflow[True]):
        assert all(set(job["permissions"].values()) == {"read"} for job in workflow["jobs"].values())
        assert "token" not in text


@EACH
def test_jobs_end_and_do_not_meet(path: Path) -> None:
    """Each has a limit of minutes, and what publishes runs one at a time and is not broken off."""
    workflow = read(path)
    assert all(0 < job["timeout-minutes"] <= 120 for job in workflow["jobs"].values())
    assert workflow["concurrency"]["cancel-in-progress"] is (path.stem == "check")


@EACH
def test_commands_that_are_run_exist_with_their_options(path: Path) -> None:
    """Each `dpcsite …` of a step is taken apart by the command line itself."""
    lines = [line for step in steps(path) for line in step.get("run", "").replace("\\\n", "").splitlines()]
    asked = [line.strip() for line in lines if line.strip().startswith("dpcsite ")]
    assert asked or path.parent.name == "workflows"
    for line in asked:
        words = shlex.split(re.split(r" (?:>|\|) ", line)[0])[1:]
        command = cli.commands[words[0]]
        words = [str(ROOT) if word in ("public", "parts/*") else word for word in words[1:]]
        words = [TODAY if word.startswith("$(git") else word for word in words if word != "$@"]
        assert command.make_context(words[0] if words else "", words, resilient_parsing=False), line
        assert isinstance(command, click.Command)

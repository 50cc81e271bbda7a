"""The lock files and the list of parts are in step with pyproject.toml; after a change there: release/lock.py."""

import json
import re
import tomllib
from dataclasses import dataclass

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dpcsite import __version__
from tests.sites import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@dataclass(frozen=True)
class Locked:
    """One package of a lock file; `marker` says on which systems it is for, "" for all."""

    version: str
    marker: str
    hashes: tuple[str, ...]


def locked(text: str) -> dict[str, Locked]:
    """The packages of a lock file by name."""
    found = {}
    for line in re.sub(r" *\\\n +", " ", text).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            head, *hashes = line.split(" --hash=")
            requirement = Requirement(head)
            (pin,) = requirement.specifier
            assert pin.operator == "=="
            found[canonicalize_name(requirement.name)] = Locked(
                pin.version, str(requirement.marker or ""), tuple(hashes)
            )
    return found


def read(name: str) -> dict[str, Locked]:
    """The packages of one of our lock files."""
    return locked((ROOT / name).read_text(encoding="utf-8"))


def asked(extra: str = "") -> list[Requirement]:
    """What pyproject.toml asks for: to build and run, and for an extra with the extras in it."""
    rows = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    waiting = [extra] if extra else []
    while waiting:
        for requirement in map(Requirement, EXTRAS[waiting.pop()]):
            if requirement.name == "dpcsite":
                waiting += requirement.extras
            else:
                rows.append(str(requirement))
    return [Requirement(row) for row in rows]


def behind(lock: dict[str, Locked], wanted: list[Requirement]) -> list[str]:
    """What a lock lacks, or has in a version that is not asked for."""
    return [
        str(one)
        for one in wanted
        if canonicalize_name(one.name) not in lock
        or not one.specifier.contains(Version(lock[canonicalize_name(one.name)].version), prereleases=True)
    ]


@pytest.mark.parametrize(("name", "extra"), [("requirements.lock", ""), ("requirements-dev.lock", "dev")])
def test_a_lock_has_all_that_is_asked_for_in_a_version_that_will_do(name: str, extra: str) -> None:
    """A range that was changed, or a new dependency, needs a new lock: python release/lock.py."""
    assert len(asked(extra)) > 10
    assert behind(read(name), asked(extra)) == []


def test_what_is_behind_is_seen() -> None:
    """A package that is not there, and one that is too old."""
    lock = locked(
        "a-b==1.0 \\\n    --hash=sha256:00\n    # via x\nc==2 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    assert lock["c"].marker == 'sys_platform == "win32"'
    wanted = [Requirement(one) for one in ("A_b>=1", "a-b>=1.1", "c<3", "d")]
    assert behind(lock, wanted) == ["a-b>=1.1", "d"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_file_of_a_lock_has_its_digest(name: str) -> None:
    """SHA-256 and nothing weaker, and no address in place of a version."""
    lock = read(name)
    assert len(lock) > 20
    for package, one in lock.items():
        assert one.hashes, package
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in one.hashes), package
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_developers_test_what_a_site_is_built_with() -> None:
    """The larger lock holds the smaller one, version for version."""
    small, large = (read(name) for name in LOCKS)
    assert {name: one.version for name, one in small.items()}.items() <= {
        name: one.version for name, one in large.items()
    }.items()


def test_the_list_of_parts_is_the_lock() -> None:
    """CycloneDX: every package that Linux gets from the lock in its version, with a licence, and no other."""
    document = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["version"] == __version__
    parts = {canonicalize_name(one["name"]): one["version"] for one in document["components"]}
    linux = {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "python_version": "3.11",
        "python_full_version": "3.11.7",
    }
    there = {
        name: one.version
        for name, one in read("requirements.lock").items()
        if not one.marker or Marker(one.marker).evaluate(dict(linux))
    }
    assert parts == there
    assert [one["name"] for one in document["components"] if not one.get("licenses")] == []
    (root,) = (one for one in document["dependencies"] if one["ref"] == "root-component")
    needed = {canonicalize_name(ref.partition("==")[0]) for ref in root["dependsOn"]}
    assert needed == {canonicalize_name(Requirement(one).name) for one in PROJECT["project"]["dependencies"]}

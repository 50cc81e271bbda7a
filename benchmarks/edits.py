"""Random edits: is a build that remembers the same as one that makes all anew? Files and findings, byte for byte.

.venv/bin/python benchmarks/edits.py --sequences 500 --length 10
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.edits import EDITS, Site  # noqa: E402 - the tests' own edits
from tests.sites import MINIMAL, contents, write_site  # noqa: E402


def built(site: Site, output: Path, cache: Path, *more: str) -> dict[str, object]:
    """The report of one build, without what differs between any two: how much was made, and how long it took."""
    command = [sys.executable, "-m", "dpcsite", "build", "--source", str(site.folder), "--output", str(output)]
    command += ["--today", site.day.isoformat(), "--format", "json", *more]
    environ = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    ran = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)  # refused is an answer too
    made: dict[str, object] = json.loads(ran.stdout)
    del made["stats"]
    return made


def sequence(seed: int, length: int, jobs: int) -> list[str]:
    """What differed after each of some edits."""
    chance = random.Random(seed)  # noqa: S311 - the same edits in each run
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        site = Site(write_site(top / "site", MINIMAL))
        for step in range(length):
            edit = chance.choice(sorted(EDITS))
            if site.pages():
                EDITS[edit](site, chance)
            warm = built(site, top / "public", top / "cache", "--jobs", str(jobs))
            clean = built(site, top / f"clean-{step}", top / "cache", "--clean", "--jobs", "1")
            if warm != clean:
                wrong.append(f"seed {seed}, edit {step} ({edit}): other findings")
            elif clean["outcome"] == "built" and contents(top / "public") != contents(top / f"clean-{step}"):
                wrong.append(f"seed {seed}, edit {step} ({edit}): other files")
    return wrong


@click.command()
@click.option("--sequences", default=20, show_default=True)
@click.option("--length", default=10, show_default=True)
@click.option("--jobs", default=1, show_default=True, help="Processes of the build that remembers.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
def main(sequences: int, length: int, jobs: int, first: int) -> None:
    """Run sequences of edits, and tell every difference."""
    wrong = [fault for seed in range(first, first + sequences) for fault in sequence(seed, length, jobs)]
    for fault in wrong:
        click.echo(fault)
    click.echo(f"{sequences} sequences of {length} edits: {len(wrong)} differences.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

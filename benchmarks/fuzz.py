"""Search for bytes that break a door, led by which lines of code they reach: atheris, which is libFuzzer for Python.

`python benchmarks/fuzz.py` searches at every door of tests/fuzzing.py for 5 seconds; words behind it choose doors, and
`--seconds` says how long each. Inputs that break something are kept in `--found` (default: fuzz-found/) and told; then
it ends with 1. It needs the extra `fuzz`, which is there for Linux on x86-64.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# What is followed line by line; turbohtml and the YAML parser are compiled, and only their answers are seen.
FOLLOWED = ["dpcsite", "markdown_it", "mdit_py_plugins", "mdurl", "tinycss2", "yaml"]
SLOWEST = 20  # seconds for one input
MEMORY = 1024  # MiB
LONGEST = 4096  # bytes of one input


@dataclass(frozen=True)
class Searched:
    """What a search gave: how many inputs, how many a second, how much of the code they reach, and what broke."""

    door: str
    runs: int
    rate: int
    reached: int
    said: str
    code: int


def main() -> None:
    """Read the command line; search, or be the process that searches at one door."""
    from tests.fuzzing import DOORS  # noqa: PLC0415 - the process at a door imports it under observation

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("doors", nargs="*", metavar="DOOR", help=f"of {', '.join(DOORS)} (default: all)")
    parser.add_argument("--seconds", type=int, default=5, help="for each door (default: 5)")
    parser.add_argument("--seed", type=int, default=1, help="the same search again, as far as time allows (default: 1)")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"), help="where inputs that break are kept")
    given = parser.parse_args()
    if set(given.doors) - set(DOORS):
        parser.error(f"choose from {', '.join(DOORS)}")
    print("| door | seeds | inputs | a second | reached | broke |")
    print("|---|--:|--:|--:|--:|---|", flush=True)
    broken = []
    for door in given.doors or DOORS:
        done = search(door, given.seconds, given.seed, given.found)
        word = "yes" if done.code else "no"
        count = len(list((given.found / door / "seeds").iterdir()))
        print(f"| {done.door} | {count} | {done.runs} | {done.rate} | {done.reached} | {word} |", flush=True)
        shutil.rmtree(given.found / door / "seeds")
        broken += [done] if done.code else []
    for done in broken:
        print(f"\n{done.door}: look into {given.found / done.door}/\n{done.said[-3000:]}")
    sys.exit(1 if broken else 0)


def search(door: str, seconds: int, seed: int, found: Path) -> Searched:
    """Search at one door in a process of its own, which libFuzzer ends when something breaks."""
    from tests.fuzzing import CORPUS, DOORS, seeds  # noqa: PLC0415 - likewise

    kept = found / door
    (kept / "seeds").mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds(door)):
        (kept / "seeds" / f"{number:04}").write_bytes(content)
    with tempfile.TemporaryDirectory(prefix="dpcsite-fuzz-") as folder:
        dictionary = Path(folder, "dictionary")
        dictionary.write_text("".join((CORPUS / f"{one}.dict").read_text("ascii") for one in DOORS[door].dictionaries))
        grown = Path(folder, "grown")
        grown.mkdir()
        options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}"]
        options += [f"-max_len={LONGEST}", f"-dict={dictionary}", f"-artifact_prefix={kept}/", "-print_final_stats=1"]
        command = [sys.executable, __file__, *options, os.fspath(grown), os.fspath(kept / "seeds")]
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {DOOR: door},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    return Searched(
        door,
        _figure(r"stat::number_of_executed_units:\s*(\d+)", ran.stderr),
        _figure(r"stat::average_exec_per_sec:\s*(\d+)", ran.stderr),
        _figure(r"cov: (\d+)", ran.stderr),
        ran.stdout + ran.stderr,
        ran.returncode,
    )


def _figure(pattern: str, said: str) -> int:
    found = re.findall(pattern, said)
    return int(found[-1]) if found else 0


DOOR = "DPCSITE_FUZZ_DOOR"  # set for the process at a door


def knock(arguments: Sequence[str]) -> None:
    """Be the process at a door: libFuzzer takes the options, and never comes back."""
    try:
        import atheris  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        sys.exit("Install the extra: pip install -e '.[fuzz]'.")
    with atheris.instrument_imports(include=FOLLOWED):
        from tests.fuzzing import DOORS, seeds  # noqa: PLC0415 - under observation
    holds = DOORS[os.environ[DOOR]].holds
    holds(seeds(os.environ[DOOR])[0])  # whatever is made once is made now
    atheris.Setup([sys.argv[0], *arguments], holds)
    atheris.Fuzz()


if __name__ == "__main__":
    if DOOR in os.environ:
        knock(sys.argv[1:])
    else:
        main()

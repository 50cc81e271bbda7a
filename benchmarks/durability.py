"""What a build does when it is killed, or when the disk is full or fails, at random points.

`python benchmarks/durability.py` runs all kinds; words behind it choose among them. `-n 300` is the number of runs of
each, `--seed` makes the same choices again. It prints figures, and ends with 1 where a run was not as it must be.

strace stops a build before a chosen call to the system, and there kills it or makes the call fail. It needs Linux and
strace; the full disks need root, to mount small ones.
"""

import argparse
import contextlib
import ctypes
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dpcsite.cli import main as dpcsite  # noqa: E402 - likewise
from dpcsite.manifest import verify  # noqa: E402 - likewise
from tests.sites import MINIMAL, write_site  # noqa: E402 - the folder above is not installed

TODAY = "2026-11-23"
PATIENCE = 60.0  # seconds until a build counts as hung
GONE = "-- content/pages/gone.md --\n---\ntitle: Gone\nsummary: A page that goes.\n---\n\nWords.\n"
ADDED = "-- content/pages/new.md --\n---\ntitle: New\nsummary: A page that comes.\n---\n\nWords.\n"

MAKING = "?mkdir,?mkdirat,?link,?linkat,write,?chmod,?fchmod,?fchmodat,?rename,?renameat,renameat2,openat"
CHANGING = f"{MAKING},?unlink,?unlinkat,?rmdir,fsync,syncfs,flock"
READING = "read,?getdents64,?newfstatat,?statx,?fstat"
TAKES_SPACE = {"mkdir", "mkdirat", "link", "linkat", "write", "renameat2", "syncfs", "fsync"}

Snapshot = dict[str, tuple[int, bytes]]


@dataclass(frozen=True)
class Call:
    """One call of a build to the system: its name, the how-manieth of that name it is, and strace's line."""

    name: str
    count: int
    line: str


@dataclass(frozen=True)
class Ended:
    """How a build ended: its exit code, or minus the signal that ended it, and what it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Outcome:
    """One run: how the build ended, what is published then, what is wrong with that, and where it happened."""

    code: int
    site: str
    wrong: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Case:
    """A published site, and sources that have changed since: some pages are new, some other, some gone.

    `top` holds both, `cache` what the program remembers of the last build; `kept` is what they are before each run.
    """

    top: Path
    cache: Path
    kept: Path
    old: Snapshot
    new: Snapshot

    def fresh(self) -> "Case":
        """The same, put back as it was."""
        for here, before in ((self.top, self.kept / "case"), (self.cache, self.kept / "cache")):
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(before, here)
        return self

    def arguments(self) -> list[str]:
        """What a build of it is called with."""
        return ["build", "--source", str(self.top / "site"), *self.into(self.top / "public")]

    @staticmethod
    def into(output: Path) -> list[str]:
        """The output and the day."""
        return ["--output", str(output), "--today", TODAY, "--jobs", "1"]

    def published(self, output: Path | None = None) -> str:
        """Which site stands there: old, new, or half of one."""
        found = snapshot(output or self.top / "public")
        return "old" if found == self.old else "new" if found == self.new else "half"


def snapshot(folder: Path) -> Snapshot:
    """Mode and bytes of every file and folder."""
    paths = [folder, *folder.rglob("*")]
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in paths
    }


# --- builds -------------------------------------------------------------------------------------------------------


def begun(arguments: Sequence[str], said: Path, *, stopped: bool = False) -> int:
    """Start a build in a copy of this process, which has everything in memory already; gives the id of the process.

    With `stopped` it waits for SIGCONT before it begins.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        if stopped:
            ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1))  # PR_SET_PTRACER: strace may attach
            os.kill(os.getpid(), signal.SIGSTOP)
        dpcsite(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException:  # noqa: BLE001 - what Python itself would do in a process of its own
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(code)


def ended(pid: int, said: Path) -> Ended:
    """Wait for a build; one that does not end is killed, and counts as hung."""
    ends = time.monotonic() + PATIENCE
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return Ended(os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8", errors="replace"))
        if time.monotonic() > ends:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return Ended(-99, "hung")
        time.sleep(0.002)


def plain(arguments: Sequence[str], said: Path) -> Ended:
    """A build that nothing happens to."""
    return ended(begun(arguments, said), said)


def traced(arguments: Sequence[str], folder: Path, *more: str) -> tuple[Ended, list[Call]]:
    """A build under strace, and its own calls, without those of programs that it started."""
    log, said = folder / "log", folder / "said"
    pid = begun(arguments, said, stopped=True)
    os.waitpid(pid, os.WUNTRACED)
    command = ["strace", "-f", "-y", "-o", str(log), *more, "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as tracer:
        status = Path(f"/proc/{pid}/status")
        while "TracerPid:\t0\n" in status.read_text(encoding="ascii"):
            if tracer.poll() is not None:
                sys.exit("strace cannot attach.")
            time.sleep(0.001)
        os.kill(pid, signal.SIGCONT)
        result = ended(pid, said)
    return result, list(_calls(log, pid))


def _calls(log: Path, pid: int) -> Iterator[Call]:
    counts: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(rf"{pid} +(\w+)\(", line)
        if match:
            counts[match[1]] += 1
            yield Call(match[1], counts[match[1]], line)


# --- kinds of trouble ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lab:
    """What every run works with: the case, a folder to work in, the calls of an undisturbed build, and the dice."""

    case: Case
    folder: Path
    calls: tuple[Call, ...]
    dice: random.Random

    def disturbed(self, call: Call, fault: str, *, allowed: tuple[int, ...]) -> Outcome:
        """A build to which something happens at one call; then the next build, which must mend all."""
        case = self.case.fresh()
        inject = f"inject={call.name}:{fault}:when={call.count}"
        result, _ = traced(case.arguments(), self.folder, "-e", f"trace={call.name}", "-e", inject)
        return judged(case, result, allowed, f"{inject} {call.line[:160]}", self.folder)

    def kill(self) -> Outcome:
        """kill -9 before a call that changes something."""
        return self.disturbed(self.dice.choice(changing(self.calls)), "signal=SIGKILL", allowed=(-signal.SIGKILL,))

    def full(self) -> Outcome:
        """No space left at a call that takes some."""
        chosen = [one for one in changing(self.calls) if one.name in TAKES_SPACE or "O_CREAT" in one.line]
        error = self.dice.choice(("ENOSPC", "ENOSPC", "EDQUOT"))
        # 0 is right too: where a link cannot be made, there is a copy; without room for the cache, none
        return self.disturbed(self.dice.choice(chosen), f"error={error}", allowed=(0, 1))

    def broken(self) -> Outcome:
        """An I/O error at any call on sources, output, staging folder or cache, reading too."""
        # 2 is right where the folder of the sources itself cannot be looked at: it was named in vain
        return self.disturbed(self.dice.choice(self.calls), "error=EIO", allowed=(0, 1, 2))

    def small(self) -> Outcome:
        """A disk that is really full: a tmpfs, too small by a random amount, in blocks or in files."""
        said = self.folder / "small.json"
        said.unlink(missing_ok=True)
        share, files = self.dice.random(), self.dice.random() < 0.3
        self.case.fresh()
        pid = os.fork()
        if pid == 0:
            try:
                said.write_text(json.dumps(_on_small_disk(self.case, self.folder, share, files=files)), "utf-8")
            except BaseException:  # noqa: BLE001 - it must not come back into the loop of its parent
                traceback.print_exc()
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        if not said.exists():
            sys.exit("A small disk cannot be mounted here; be root, or leave this kind out.")
        code, site, wrong, where = json.loads(said.read_text("utf-8"))
        return Outcome(code, site, tuple(wrong), where)

    def pair(self) -> Outcome:
        """Two builds at once, of which one is killed at some moment in half of the runs."""
        case = self.case.fresh()
        files = self.folder / "one", self.folder / "two"
        one = begun(case.arguments(), files[0])
        time.sleep(self.dice.random() * 0.3)
        two = begun(case.arguments(), files[1])
        killed = self.dice.random() < 0.5
        if killed:
            time.sleep(self.dice.random() * 0.6)
            os.kill(one, signal.SIGKILL)
        first, second = ended(one, files[0]), ended(two, files[1])
        wrong = [] if first.code in ((0, -signal.SIGKILL) if killed else (0,)) else [f"exit {first.code}: {first.said}"]
        outcome = judged(case, second, (0,), "two builds", self.folder)
        return Outcome(outcome.code, outcome.site, (*wrong, *outcome.wrong), outcome.where)


def changing(calls: Sequence[Call]) -> list[Call]:
    """The calls that change something; a file that is only opened to be read is not among them."""
    names = {name.lstrip("?") for name in CHANGING.split(",")}
    return [one for one in calls if one.name in names and (one.name != "openat" or "O_CREAT" in one.line)]


def judged(case: Case, result: Ended, allowed: tuple[int, ...], where: str, folder: Path) -> Outcome:
    """What is wrong after a build that something happened to, and after the next one, that nothing happens to."""
    site = case.published()
    wrong = list(_wrong(result, site, allowed))
    if site != "half" and not verify(case.top / "public").whole:
        wrong.append("the manifest does not hold")
    again = plain(case.arguments(), folder / "again")
    left = sorted(path.name for path in case.top.iterdir())
    if again.code or case.published() != "new" or left != ["public", "site"]:
        wrong.append(f"the next build does not mend: exit {again.code}, {case.published()}, {left} {again.said[:300]}")
    return Outcome(result.code, site, tuple(wrong), where)


def _wrong(result: Ended, site: str, allowed: tuple[int, ...]) -> Iterator[str]:
    if site == "half":
        yield "half a site"
    if "Traceback" in result.said:
        yield f"a traceback: {result.said[-600:]}"
    if result.code not in allowed:
        yield f"exit {result.code}: {result.said[:300]}"
    if result.code == 0 and site != "new":
        yield f"it ended well and published {site}"
    if result.code == 1:
        if ": error " not in result.said or "\n  help: " not in result.said:
            yield f"no clear message: {result.said[:300]}"
        in_place = "new site is in place" in result.said
        if in_place != (site == "new"):
            yield f"the message is not true: {site}, {result.said[:300]}"


def _on_small_disk(case: Case, folder: Path, share: float, *, files: bool) -> tuple[int, str, list[str], str]:
    """Build on a tmpfs of its own, which nobody else sees; then with room, on the same disk."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(0x00020000) != 0:  # CLONE_NEWNS
        raise OSError(ctypes.get_errno(), "unshare")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    blocks = sum(-(-len(content) // 4096) for _, content in case.old.values())
    inodes = 2 * len(case.old) + 2
    limit = f"nr_inodes={len(case.old) + 2 + int(share * len(case.old))}" if files else f"nr_inodes={inodes}"
    size = blocks * 2 if files else blocks + 1 + int(share * 10)  # what changes is about ten files
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size * 4}k,{limit}", "tmpfs", disk], check=True)
    shutil.copytree(case.kept / "case/public", disk / "public")
    arguments = ["build", "--source", str(case.top / "site"), *Case.into(disk / "public")]
    result = plain(arguments, folder / "said")
    site = case.published(disk / "public")
    wrong = list(_wrong(result, site, (0, 1)))
    if result.code == 1 and "no space left" not in result.said.lower():
        wrong.append(f"it is not called full: {result.said[:300]}")
    subprocess.run(["mount", "-o", f"remount,size=64m,nr_inodes={inodes * 10}", disk], check=True)
    again = plain(arguments, folder / "again")
    left = sorted(path.name for path in disk.iterdir())
    if again.code or case.published(disk / "public") != "new" or left != ["public"]:
        wrong.append(f"the next build does not mend: exit {again.code}, {left}")
    return result.code, site, wrong, f"size={size * 4}k {limit}"


KINDS: dict[str, tuple[str, Callable[[Lab], Outcome]]] = {
    "kill": ("killed (SIGKILL)", Lab.kill),
    "full": ("no space (ENOSPC, EDQUOT)", Lab.full),
    "io": ("I/O error (EIO)", Lab.broken),
    "disk": ("a small disk, really full", Lab.small),
    "pair": ("two at once, half with a kill", Lab.pair),
}


# --- figures ------------------------------------------------------------------------------------------------------


def prepared(top: Path) -> Case:
    """The case, with what it is before and after a build that nothing happens to."""
    work, kept = top / "work", top / "kept"
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")
    site = write_site(work / "case/site", MINIMAL, GONE)
    case = Case(work / "case", work / "cache", kept, {}, {})
    _built(case)
    (site / "content/pages/gone.md").unlink()
    write_site(site, ADDED)
    with (site / "content/pages/about.md").open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")
    old = snapshot(case.top / "public")
    for name in ("case", "cache"):
        shutil.copytree(work / name, kept / name)
    _built(case)
    return replace(case, old=old, new=snapshot(case.top / "public"))


def _built(case: Case) -> None:
    """Build in this process, so that its copies have all of the program in memory."""
    with contextlib.suppress(SystemExit):
        dpcsite(case.arguments())
    if not (case.top / "public/deployed.json").exists():
        sys.exit("The site of this benchmark cannot be built.")


def undisturbed(case: Case, folder: Path) -> tuple[Call, ...]:
    """The calls of a build of the case that touch its files, from the lock on."""
    result, calls = traced(case.fresh().arguments(), folder, "-e", f"trace={CHANGING},{READING}")
    if result.code:
        sys.exit(f"The undisturbed build ends with {result.code}: {result.said}")
    return tuple(one for one in calls if str(case.top) in one.line or str(case.cache) in one.line)


def measured(lab: Lab, kind: str, runs: int) -> tuple[str, list[Outcome]]:
    """A row of the table, and the outcomes that are wrong."""
    name, run = KINDS[kind]
    began = time.perf_counter()
    outcomes = [run(lab) for _ in range(runs)]
    seconds = time.perf_counter() - began
    sites = Counter(one.site for one in outcomes)
    codes = ", ".join(f"{code}: {count}" for code, count in sorted(Counter(one.code for one in outcomes).items()))
    bad = [one for one in outcomes if one.wrong]
    counts = " | ".join(str(sites[site]) for site in ("old", "new", "half"))
    return f"| {name} | {runs} | {codes} | {counts} | {len(bad)} | {seconds:.0f} |", bad


def main() -> None:
    """Read the command line, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)} (default: all)")
    parser.add_argument("-n", "--runs", type=int, default=300, help="runs of each kind (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if set(given.kinds) - set(KINDS):
        parser.error(f"choose from {', '.join(KINDS)}")
    bad: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="dpcsite-durability-") as folder:
        top = Path(folder)
        case = prepared(top)
        work = top / "work"
        calls = undisturbed(case, work)
        print(f"{len(case.new)} files and folders; {len(calls)} calls on them, {len(changing(calls))} that change them")
        print()
        print("| what happens | runs | exit codes | old site | new site | half | anything wrong | s |")
        print("|---|--:|---|--:|--:|--:|--:|--:|", flush=True)
        for kind in given.kinds or KINDS:
            lab = Lab(case, work, calls, random.Random(f"{given.seed} {kind}"))  # noqa: S311 - the same dice again
            row, found = measured(lab, kind, given.runs)
            print(row, flush=True)
            bad += found
    for one in bad:
        print(f"\n{one.where}\n  exit {one.code}, {one.site}: " + "\n  ".join(one.wrong))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

"""A build that is killed, stopped or fails at any moment: what is published is whole, and the next one mends the rest.

strace stops a build before a chosen call to the system, and there sends it a signal or makes the call fail.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dpcsite.cli import main
from tests.conftest import TODAY, Ran, Run, requires
from tests.sites import MINIMAL, contents, write_site
from tests.test_write import MISTAKE, PATIENCE, Terminal, around, edit, everything, held, own_mounts, whole

# The command line, with the default answer to Ctrl-C even if these tests run in the background of a shell, and, where
# it is to be traced, a stop before it begins: so a count of calls leaves out what Python itself does to start.
START = """
import ctypes, os, signal, sys
from dpcsite import pipeline
from dpcsite.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.argv.pop(1) == "traced":
    ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))  # PR_SET_PTRACER: strace may attach
    os.kill(os.getpid(), signal.SIGSTOP)
main(["build", "--today", sys.argv.pop(1), *sys.argv[1:]])
"""
# What changes files, by its names on all machines; `?` is for a name that this machine may not have.
CHANGES = "?mkdir,?mkdirat,?link,?linkat,write,?chmod,?fchmod,?fchmodat,?rename,?renameat,renameat2,"
CHANGES += "?unlink,?unlinkat,?rmdir,fsync,syncfs,flock,openat"


@dataclass(frozen=True)
class Call:
    """One call of a traced build: its name, the how-manieth of that name it is, and the line that strace wrote."""

    name: str
    count: int
    line: str


@dataclass(frozen=True)
class Traced(Ran):
    """What a traced command gave, and its calls."""

    calls: tuple[Call, ...]


def start(*arguments: str | Path, how: str = "plain") -> "subprocess.Popen[str]":
    """Start a build in a process group of its own."""
    command = (sys.executable, "-c", START, how, TODAY, *arguments)
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def end(process: "subprocess.Popen[str]") -> None:
    """Kill what is left of a process group that `start` began."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def traced(log: Path, inject: str, *arguments: str | Path, only: Path | None = None) -> Traced:
    """Run a build under strace, which does to it what `inject` says; with `only`, to calls on that file or folder."""
    names = inject.partition(":")[0] if only else CHANGES
    strace = [requires("strace", "apt-get install strace"), "-f", "-o", str(log), "-e", f"trace={names}"]
    strace += ["-P", str(only)] if only else []
    strace += ["-e", f"inject={inject}"] if inject else []
    process = start(*arguments, how="traced")
    _, stopped = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(stopped), process.communicate()
    with subprocess.Popen([*strace, "-p", str(process.pid)], stderr=subprocess.PIPE, text=True) as tracer:
        try:
            status = Path(f"/proc/{process.pid}/status")
            while "TracerPid:\t0\n" in status.read_text(encoding="ascii"):
                assert tracer.poll() is None, "strace cannot attach"
                time.sleep(0.001)
            os.kill(process.pid, signal.SIGCONT)
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            end(process)
    return Traced(process.returncode, out, err, tuple(_calls(log, process.pid)))


def _calls(log: Path, pid: int) -> Iterator[Call]:
    """The calls of the first process alone: strace counts those of each process, git among them, for themselves."""
    counts: dict[str, int] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        found = re.match(rf"{pid} +(\w+)\(", line)
        if found:
            counts[found[1]] = counts.get(found[1], 0) + 1
            yield Call(found[1], counts[found[1]], line)


@dataclass(frozen=True)
class Case:
    """A published site, and sources that have changed since: some pages are new, some other, some gone."""

    top: Path
    old: dict[str, tuple[int, bytes]]
    new: dict[str, tuple[int, bytes]]

    @property
    def arguments(self) -> tuple[str | Path, ...]:
        return ("--source", self.top / "site", "--output", self.top / "public", "--jobs", "1")

    @property
    def public(self) -> dict[str, tuple[int, bytes]]:
        return whole(self.top / "public")


def built(site: Path, output: Path) -> Path:
    """Build a site in this process, before a test begins."""
    with pytest.raises(SystemExit) as left:
        main(["build", "--source", str(site), "--output", str(output), "--today", TODAY])
    assert left.value.code == 0
    return output


GONE = "-- content/pages/gone.md --\n---\ntitle: Gone\nsummary: A page that goes.\n---\n\nWords.\n"
ADDED = "-- content/pages/new.md --\n---\ntitle: New\nsummary: A page that comes.\n---\n\nWords.\n"


@pytest.fixture(scope="module")
def _case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case, made once, with what it is before and after a build that nothing happens to."""
    top = tmp_path_factory.mktemp("case")
    site = write_site(top / "site", MINIMAL, GONE)
    built(site, top / "public")
    (site / "content/pages/gone.md").unlink()
    write_site(site, ADDED)
    edit(site)
    new = built(site, tmp_path_factory.mktemp("expected") / "public")
    return Case(top, whole(top / "public"), whole(new))


@pytest.fixture
def case(_case: Case, tmp_path: Path) -> Case:
    """A copy of the case for one test, with a file next to the output."""
    shutil.copytree(_case.top, tmp_path / "case")
    (tmp_path / "case/.public.notes").write_text("mine", encoding="utf-8")
    return Case(tmp_path / "case", _case.old, _case.new)


@pytest.fixture(scope="module")
def calls(_case: Case, tmp_path_factory: pytest.TempPathFactory) -> tuple[Call, ...]:
    """The calls of a build of the case that nothing happens to, up to where its last staging folder is gone."""
    top = tmp_path_factory.mktemp("calls")
    shutil.copytree(_case.top, top / "case")
    ran = traced(top / "log", "", *Case(top / "case", {}, {}).arguments)
    assert ran.code == 0
    last = max(at for at, call in enumerate(ran.calls) if ".public.dpcsite-" in call.line)
    return ran.calls[: last + 1]


def changing(calls: Sequence[Call]) -> list[Call]:
    """The calls that change something; a file that is only opened to be read is not among them."""
    first = next(at for at, call in enumerate(calls) if call.name == "flock")
    return [call for call in calls[first:] if call.name != "openat" or "O_CREAT" in call.line]


def exchange(calls: Sequence[Call]) -> int:
    """Where among the calls the old and the new site are exchanged."""
    return next(at for at, call in enumerate(calls) if call.name == "renameat2")


def position(point: int | str, moments: Sequence[Call]) -> int:
    """A point of a build among its moments: so many per cent, or so many steps from its start or from its exchange."""
    if isinstance(point, int):
        return point * len(moments) // 100
    anchor, by = point[:-2], int(point[-2:])
    return by + (exchange(moments) if anchor == "exchange" else 0)


def mended(case: Case, run: Run) -> None:
    """The next build makes the new site, whatever happened before, and leaves nothing beside it."""
    ran = run("build", *case.arguments, "--today", TODAY)
    assert (ran.code, ran.out) == (0, "")
    assert case.public == case.new
    assert sorted(path.name for path in case.top.iterdir()) == [".public.notes", "public", "site"]


# --- killed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", [*range(0, 100, 8), *(f"exchange{by:+}" for by in range(-2, 3))])
def test_after_a_kill_the_site_is_whole_and_the_next_build_mends(
    point: int | str, case: Case, calls: tuple[Call, ...], run: Run, tmp_path: Path
) -> None:
    """Before the exchange the old site is there, after it the new one, to the byte; never something between."""
    moments = changing(calls)
    at, swap = position(point, moments), exchange(moments)
    beside = around(case.top / "public")
    ran = traced(tmp_path / "log", f"{moments[at].name}:signal=SIGKILL:when={moments[at].count}", *case.arguments)
    assert ran.code == -signal.SIGKILL
    assert case.public == (case.old if at <= swap else case.new)
    assert around(case.top / "public").items() >= beside.items()
    mended(case, run)


def test_after_a_kill_of_a_first_build_there_is_nothing_or_all(case: Case, run: Run, tmp_path: Path) -> None:
    """Where no site was, there is none, or an empty folder, until there is the whole new one."""
    log = tmp_path / "log"
    shutil.rmtree(case.top / "public")
    moments = changing(traced(log, "", *case.arguments).calls)
    swap = exchange(moments)
    for at in (0, swap // 2, swap, swap + 1):
        shutil.rmtree(case.top / "public")
        fault = f"{moments[at].name}:signal=SIGKILL:when={moments[at].count}"
        assert traced(log, fault, *case.arguments).code == -signal.SIGKILL
        if at <= swap:
            assert contents(case.top / "public") == {}
        else:
            assert case.public == case.new
        mended(case, run)


# --- errors of the disk -------------------------------------------------------------------------------------------

MKDIR, CHMOD = "?mkdir,?mkdirat", "?chmod,?fchmodat"
ERRORS = (
    *("write:error=ENOSPC:when=1", "write:error=EIO:when=2", "write:error=EDQUOT:when=1"),
    *(f"{MKDIR}:error=ENOSPC:when=5", f"{MKDIR}:error=EROFS:when=4", "openat:error=ENOSPC:when=+"),
    *(f"{CHMOD}:error=EIO:when=1", "fchmod:error=EIO:when=2"),
    *("flock:error=ENOLCK:when=1", "flock:error=ENOLCK:when=2"),
    *("syncfs:error=EIO", "renameat2:error=EIO", "renameat2:error=EINVAL"),
)


@pytest.mark.parametrize("fault", ERRORS)
def test_an_error_of_the_disk_refuses_the_build(fault: str, case: Case, run: Run, tmp_path: Path) -> None:
    """It is told as a finding, without a traceback; the site and all around it stay as they are."""
    if "+" in fault:  # the first page that is opened to be written
        plain = traced(tmp_path / "log", "syncfs:error=EIO", *case.arguments).calls
        fault = fault.replace("+", str(next(call.count for call in plain if "O_CREAT" in call.line)))
    site, beside = everything(case.top / "public"), around(case.top / "public")
    ran = traced(tmp_path / "log", fault, *case.arguments)
    assert any("(INJECTED)" in call.line for call in ran.calls)
    assert ran.code == 1
    assert ran.out.startswith(f"{case.top / 'public'}:1:1: error output: ")
    assert "\n  help: " in ran.out
    assert ran.err == ""
    assert everything(case.top / "public") == site
    assert around(case.top / "public") == beside
    mended(case, run)


def test_no_space_is_called_that(case: Case, tmp_path: Path) -> None:
    """The author reads what is wrong and what to do, in JSON as in text."""
    ran = traced(tmp_path / "log", "write:error=ENOSPC:when=1", *case.arguments, "--format", "json")
    document = json.loads(ran.out)
    assert document["outcome"] == "refused"
    assert [(one["rule"], one["severity"], one["message"]) for one in document["findings"]] == [
        ("output", "error", "There is no space left on the disk.")
    ]
    assert "Make room" in document["findings"][0]["help"]


LOOK = "?newfstatat,?statx,?fstat,?stat,?lstat"


@pytest.mark.parametrize(
    ("names", "path"),
    [
        ("read", "content/pages/about.md"),
        ("openat", "forces/kent/force.yaml"),
        (LOOK, "content/pages/about.md"),
        (LOOK, "content"),
        ("?getdents64", "forces/kent"),
        ("openat", "content/pages"),
    ],
)
def test_a_source_that_the_disk_does_not_give_refuses_the_build(
    names: str, path: str, case: Case, run: Run, tmp_path: Path
) -> None:
    """It is told at that file or folder, without a traceback, and the old site stays."""
    ran = traced(tmp_path / "log", f"{names}:error=EIO", *case.arguments, only=case.top / "site" / path)
    assert any("(INJECTED)" in call.line for call in ran.calls)
    assert (ran.code, ran.err) == (1, "")
    assert any(line.startswith(f"{path}:1:1: error source-file: ") for line in ran.out.splitlines())
    assert case.public == case.old
    mended(case, run)


@pytest.mark.parametrize("names", ["read", "openat", LOOK])
def test_a_published_file_that_the_disk_does_not_give_is_no_traceback(
    names: str, case: Case, run: Run, tmp_path: Path
) -> None:
    """Either it is written anew, or the build is refused and says so."""
    page = case.top / "public/index.html"
    ran = traced(tmp_path / "log", f"{names}:error=EIO", *case.arguments, only=page)
    assert any("(INJECTED)" in call.line for call in ran.calls)
    assert ran.code in (0, 1)
    assert ran.err == ""
    assert (": error output: " in ran.out) == (ran.code == 1)
    assert case.public == (case.old if ran.code else case.new)
    mended(case, run)


@pytest.mark.parametrize("error", ["EXDEV", "EBUSY"])
def test_a_folder_that_cannot_be_exchanged_is_used_wrongly(error: str, case: Case, run: Run, tmp_path: Path) -> None:
    """A mount point is for the caller to mend: exit 2, and all as before."""
    before = around(case.top / "public")
    ran = traced(tmp_path / "log", f"renameat2:error={error}", *case.arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "mount point" in ran.err
    assert case.public == case.old
    assert around(case.top / "public") == before
    mended(case, run)


def test_after_the_exchange_an_error_is_not_called_untouched(case: Case, run: Run, tmp_path: Path) -> None:
    """When the disk does not confirm the exchange, the build says that the new site is in place, and so it is."""
    ran = traced(tmp_path / "log", "fsync:error=EIO", *case.arguments)
    assert ran.code == 1
    assert "error output: The new site is in place, but the disk did not confirm it" in ran.out
    assert "untouched" not in ran.out
    assert ran.err == ""
    assert case.public == case.new
    mended(case, run)


def test_a_folder_that_cannot_be_tidied_does_not_stop_a_build(case: Case, run: Run, tmp_path: Path) -> None:
    """The new site is up; the next build tries again to take the old one away."""
    ran = traced(tmp_path / "log", "?unlink,?unlinkat,?rmdir:error=EIO", *case.arguments)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert case.public == case.new
    mended(case, run)


def test_findings_that_cannot_be_printed_are_no_traceback(case: Case) -> None:
    """Where standard output is a file on the full disk, the build still ends with 1 and a plain word on stderr."""
    edit(case.top / "site", MISTAKE)
    command = (sys.executable, "-m", "dpcsite", "build", *case.arguments)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode == 1
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert case.public == case.old


def test_a_full_disk_refuses_the_build(case: Case, tmp_path: Path) -> None:
    """On a small disk that is really full: a finding, the old site to the byte; with room again, the new site."""
    script = """
        disk=$1; kept=$2; site=$3; shift 3
        mount -t tmpfs -o size=2m tmpfs "$disk" && cp -a "$kept/public" "$disk" || exit 99
        cat /dev/zero > "$disk/ballast"
        "$@" > "$kept/out" 2> "$kept/err"
        echo $? > "$kept/code"
        ls -A "$disk" > "$kept/list"
        cp -a "$disk/public" "$kept/during"
        rm "$disk/ballast"
        "$@" && cp -a "$disk/public" "$kept/after"
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    build = (sys.executable, "-c", START, "plain", TODAY, "--source", case.top / "site", "--output", disk / "public")
    command: list[str | Path] = [
        *own_mounts(tmp_path),
        "sh",
        "-c",
        script,
        "sh",
        disk,
        case.top,
        case.top / "site",
        *build,
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode == 0
    assert "No space left" in ran.stderr  # from cat: the disk was full
    assert (case.top / "code").read_text(encoding="ascii") == "1\n"
    assert (case.top / "out").read_text(encoding="utf-8").startswith(f"{disk / 'public'}:1:1: error output: ")
    assert (case.top / "err").read_text(encoding="utf-8") == ""
    assert (case.top / "list").read_text(encoding="utf-8") == "ballast\npublic\n"
    assert whole(case.top / "during") == case.old
    assert whole(case.top / "after") == case.new


# --- stopped by a person ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", [*(f"start{by:+}" for by in range(5)), *range(10, 100, 20)])
def test_ctrl_c_at_any_moment_ends_quietly(
    point: int | str, case: Case, calls: tuple[Call, ...], run: Run, tmp_path: Path
) -> None:
    """Exit 130, not a word of Python's, the old or the new site, and no staging folder."""
    moments = changing(calls)
    at = position(point, moments)
    before = around(case.top / "public")
    ran = traced(tmp_path / "log", f"{moments[at].name}:signal=SIGINT:when={moments[at].count}", *case.arguments)
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert case.public == (case.old if at < exchange(moments) else case.new)
    assert around(case.top / "public") == before
    mended(case, run)


def test_ctrl_c_of_a_first_build_leaves_no_folder(case: Case, tmp_path: Path) -> None:
    """What would have become the output is not there afterwards."""
    shutil.rmtree(case.top / "public")
    before = everything(case.top)
    del before["."]
    assert traced(tmp_path / "log", "syncfs:signal=SIGINT", *case.arguments).code == 130
    after = everything(case.top)
    del after["."]
    assert after == before


def test_ctrl_c_ends_a_wait(case: Case) -> None:
    """A build that waits for another one ends at once, and the other one's folder is as it was."""
    before = everything(case.top)
    command = (sys.executable, "-c", START, "plain", TODAY, *case.arguments)
    with held(case.top / "public"), Terminal(*command) as terminal:
        terminal.until("Another build is running.")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(PATIENCE) == 130
    assert everything(case.top) == before


# --- several processes --------------------------------------------------------------------------------------------

PAGES = 110  # in two languages more than pipeline.WORTH_FORKING


@pytest.fixture(scope="module")
def _large(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A site that is worth several processes, published, and then changed on every page."""
    top = tmp_path_factory.mktemp("large")
    pages = "".join(
        f"-- content/pages/page-{at}.md --\n---\ntitle: Page {at}\nsummary: The words of page {at}.\n---\n\nWords.\n"
        for at in range(PAGES)
    )
    site = write_site(top / "site", MINIMAL, pages)
    built(site, top / "public")
    for at in range(PAGES):
        edit(site, page=f"content/pages/page-{at}.md")
    new = built(site, tmp_path_factory.mktemp("expected-large") / "public")
    return Case(top, whole(top / "public"), whole(new))


@pytest.fixture
def large(_large: Case, tmp_path: Path) -> Case:
    """A copy of the large case for one test."""
    shutil.copytree(_large.top, tmp_path / "case")
    (tmp_path / "case/.public.notes").write_text("mine", encoding="utf-8")
    return Case(tmp_path / "case", _large.old, _large.new)


def workers(process: "subprocess.Popen[str]") -> list[int]:
    """The processes that a build has started."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()]


def state(pid: int) -> str:
    """What a process does, by the letter of proc(5): S sleeps, Z has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2][0]
    except FileNotFoundError:
        return "Z"


@contextlib.contextmanager
def midway(case: Case, *more: str) -> Iterator["subprocess.Popen[str]"]:
    """A build that is halted, with all its processes, while pages are being made."""
    for _ in range(10):
        process = start(*case.arguments, *more)
        try:
            while process.poll() is None and not list(case.top.glob(".public.dpcsite-*/page-*/index.html")):
                time.sleep(0.0005)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGSTOP)
            staged = len(list(case.top.glob(".public.dpcsite-*/page-*/index.html")))
            if 0 < staged < PAGES and process.poll() is None:
                yield process
                return
        finally:
            end(process)
    pytest.fail("the build is never caught in the middle")


def go_on(process: "subprocess.Popen[str]") -> Ran:
    """Let a halted build go on to its end, and see what it gives."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGCONT)
    out, err = process.communicate(timeout=PATIENCE)
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_while_pages_are_made_ends_quietly(jobs: str, large: Case, run: Run) -> None:
    """The key goes to every process of the build; all end, not one shows a traceback, and nothing is left."""
    before = everything(large.top / "public"), around(large.top / "public")
    with midway(large, "--jobs", jobs) as process:
        started = workers(process)
        os.killpg(process.pid, signal.SIGINT)
        ran = go_on(process)
    assert bool(started) == (jobs == "2")
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert (everything(large.top / "public"), around(large.top / "public")) == before
    mended(large, run)


def test_ctrl_c_while_a_worker_has_nothing_to_do_ends_quietly(large: Case, run: Run) -> None:
    """A worker that only waits for the next pages ends without a word, too."""
    with midway(large, "--jobs", "2") as process:
        _, idle = workers(process)  # the other one stays halted, with pages in its hand
        for pid in (process.pid, idle):
            os.kill(pid, signal.SIGCONT)
        asleep = 0
        while asleep < 20:  # asleep each time it is looked at: not for a moment only
            asleep = asleep + 1 if state(idle) in "SZ" else 0
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)
        ran = go_on(process)
    assert (ran.code, ran.out) == (130, "")
    assert "Traceback" not in ran.err
    mended(large, run)


def test_after_a_kill_of_the_first_process_the_others_are_in_nobodys_way(large: Case) -> None:
    """Processes that are left without the one that started them do not hold the folder: the next build goes on."""
    with midway(large, "--jobs", "2") as process:
        assert workers(process)
        process.kill()
        os.killpg(process.pid, signal.SIGCONT)
        process.wait()
        assert large.public == large.old
        again = start(*large.arguments)
        try:
            out, err = again.communicate(timeout=PATIENCE)
        finally:
            end(again)
    assert (again.returncode, out, err) == (0, "", "")
    assert large.public == large.new
    assert sorted(path.name for path in large.top.iterdir()) == [".public.notes", "public", "site"]


def test_after_a_kill_of_one_worker_the_build_is_refused(large: Case, run: Run) -> None:
    """A worker that the system ends, for want of memory perhaps, is told as a finding, and the old site stays."""
    before = everything(large.top / "public"), around(large.top / "public")
    with midway(large, "--jobs", "2") as process:
        os.kill(workers(process)[0], signal.SIGKILL)
        ran = go_on(process)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ": error output: " in ran.out
    assert (everything(large.top / "public"), around(large.top / "public")) == before
    mended(large, run)


def test_an_error_in_one_worker_refuses_the_build(large: Case, run: Run, tmp_path: Path) -> None:
    """What the disk says to a worker is told as if it had been said to the first process."""
    before = everything(large.top / "public"), around(large.top / "public")
    # the first process makes only a few folders itself
    ran = traced(tmp_path / "log", f"{MKDIR}:error=ENOSPC:when=20", *large.arguments, "--jobs", "2")
    assert (ran.code, ran.err) == (1, "")
    assert "error output: There is no space left on the disk." in ran.out
    assert (everything(large.top / "public"), around(large.top / "public")) == before
    mended(large, run)

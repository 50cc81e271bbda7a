"""What a build does to the disk: the output folder as a whole, and nothing else."""

import contextlib
import errno
import fcntl
import json
import os
import pty
import select
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from dpcsite import write
from tests.conftest import TODAY, Run, requires
from tests.sites import contents, stamps, write_site

COMMAND = (sys.executable, "-m", "dpcsite", "build", "--today", TODAY)
PATIENCE = 30  # seconds that a command may take before a test calls it hung

MORE = "\nMore words.\n"
MISTAKE = "\nThere is [no such page](/no-such-page/).\n"  # found when the pages are made, after the staging folder
UNREADABLE = "content/site.yaml"  # a mistake here is found before any page is made


def everything(top: Path, *besides: str) -> dict[str, tuple[object, ...]]:
    """All that a build could change below a folder: kind, mode, inode, time, bytes; `besides` are passed over."""
    found: dict[str, tuple[object, ...]] = {}
    for here, folders, files in os.walk(top):
        folders[:] = [name for name in folders if Path(here, name).relative_to(top).as_posix() not in besides]
        for path in (Path(here), *(Path(here, name) for name in (*folders, *files))):
            facts = path.lstat()
            held = path.read_bytes() if stat.S_ISREG(facts.st_mode) else b""
            aim = str(path.readlink()) if path.is_symlink() else ""
            name = path.relative_to(top).as_posix()
            found[name] = (facts.st_mode, facts.st_ino, facts.st_mtime_ns, held, aim)
    return found


def around(output: Path) -> dict[str, tuple[object, ...]]:
    """Everything next to an output folder; only the time of the folder around it may change."""
    found = everything(output.parent, output.name)
    del found["."]
    return found


def whole(folder: Path) -> dict[str, tuple[int, bytes]]:
    """A site as a visitor gets it: mode and bytes of every file and folder, the top one included."""
    paths = [folder, *folder.rglob("*")]
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in paths
    }


def edit(site: Path, text: str = MORE, page: str = "content/pages/about.md") -> None:
    """Add some words to a page."""
    with (site / page).open("a", encoding="utf-8") as file:
        file.write(text)


def own_mounts(folder: Path) -> list[str]:
    """The start of a command that may mount what nobody else sees, and that goes when the command ends."""
    command = [requires("unshare", "it is part of util-linux: apt-get install util-linux"), "--mount"]
    if os.geteuid() != 0:
        command += ["--user", "--map-root-user"]
    trial = folder / "trial"
    trial.mkdir()
    tried = subprocess.run(
        [*command, "mount", "-t", "tmpfs", "tmpfs", trial], capture_output=True, text=True, check=False
    )
    trial.rmdir()
    if tried.returncode:
        reason = f"tmpfs cannot be mounted here ({tried.stderr.strip()}); run as root, or allow user namespaces"
        if os.environ.get("DPCSITE_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    return command


@pytest.fixture
def neighbours(minimal: Path) -> Path:
    """The minimal site with files around the output whose names are almost those that a build uses."""
    files = "notes.txt", "public.txt", ".public", ".public.dpcsite", "public.dpcsite-old/a", ".publicity.dpcsite-old/a"
    for name in files:
        (minimal / name).parent.mkdir(exist_ok=True)
        (minimal / name).write_text(name, encoding="utf-8")
    (minimal / "elsewhere").symlink_to("/nowhere")
    return minimal


# --- what is written ----------------------------------------------------------------------------------------------


def test_a_second_build_leaves_every_file_as_it_is(minimal: Path, run: Run) -> None:
    """Same inode, same bytes, same time, same mode; and the counts say so."""
    before, marks = contents(minimal / "public"), stamps(minimal / "public")
    ran = run(
        "build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY, "--format", "json"
    )
    assert ran.code == 0
    assert contents(minimal / "public") == before
    assert stamps(minimal / "public") == marks
    stats = json.loads(ran.out)["stats"]
    assert (stats["written"], stats["unchanged"], stats["removed"]) == (0, len(before) - 1, 0)  # the marker is ours


def test_only_files_with_other_bytes_are_new(minimal: Path, run: Run) -> None:
    """After a change of one page, the files that differ are other files, and all others are the same ones."""
    before, marks = contents(minimal / "public"), stamps(minimal / "public")
    edit(minimal / "site")
    ran = run(
        "build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY, "--format", "json"
    )
    after = contents(minimal / "public")
    changed = {path for path in before if after[path] != before[path]}
    assert ran.code == 0
    assert "about/index.html" in changed
    assert len(changed) < len(before) / 2
    assert {path for path, mark in stamps(minimal / "public").items() if mark != marks[path]} == changed
    assert json.loads(ran.out)["stats"]["written"] == len(changed)


def test_a_file_that_somebody_has_open_keeps_its_bytes(minimal: Path, run: Run) -> None:
    """A published file is exchanged, never written to: a download that has begun ends as it began."""
    page = minimal / "public/about/index.html"
    before = page.read_bytes()
    edit(minimal / "site")
    with page.open("rb") as download:
        assert run("build", "--source", minimal / "site", "--output", minimal / "public").code == 0
        assert download.read() == before
    assert page.read_bytes() != before


def test_a_page_changed_by_hand_is_put_right(minimal: Path, run: Run) -> None:
    """The bytes count, not the size or the time."""
    page = minimal / "public/about/index.html"
    before, facts = page.read_bytes(), page.stat()
    page.write_bytes(before.replace(b"words", b"sword"))
    os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
    assert page.read_bytes() == before


def test_a_page_that_was_deleted_goes(minimal: Path, run: Run) -> None:
    """No file and no folder of it stays, and the counts say how many went."""
    before = whole(minimal / "public")
    site = write_site(
        minimal / "site", "-- content/pages/more.md --\n---\ntitle: More\nsummary: More words.\n---\n\nWords.\n"
    )
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    added = whole(minimal / "public").keys() - before.keys()
    files = {path for path in added if (minimal / "public" / path).is_file()}
    assert "more/index.html" in files
    (site / "content/pages/more.md").unlink()
    ran = run("build", "--source", site, "--output", minimal / "public", "--today", TODAY, "--format", "json")
    assert ran.code == 0
    assert whole(minimal / "public") == before
    assert json.loads(ran.out)["stats"]["removed"] == len(files)


def test_what_does_not_belong_goes(minimal: Path, run: Run) -> None:
    """Files, folders, links and pipes that were put into the output are removed; what a link leads to stays."""
    public, before = minimal / "public", whole(minimal / "public")
    kept = minimal / "kept"
    (kept / "folder").mkdir(parents=True)
    (kept / "folder/file").write_text("kept", encoding="utf-8")
    (public / "stray.html").write_text("stray", encoding="utf-8")
    (public / "about/.hidden").write_text("stray", encoding="utf-8")
    (public / "stray/deep").mkdir(parents=True)
    (public / "stray/deep/file").write_text("stray", encoding="utf-8")
    (public / "link").symlink_to(kept / "folder")
    (public / "stray/link").symlink_to(kept / "folder/file")
    os.mkfifo(public / "stray/pipe")
    before_kept = everything(kept)
    assert run("build", "--source", minimal / "site", "--output", public, "--today", TODAY).code == 0
    assert whole(public) == before
    assert everything(kept) == before_kept


@pytest.mark.parametrize("kind", ["folder", "full folder", "pipe", "link to a twin", "dead link", "nothing"])
def test_what_stands_in_the_place_of_a_page_is_replaced(kind: str, minimal: Path) -> None:
    """Whatever was put where a page belongs, the next build makes the page."""
    public, before = minimal / "public", whole(minimal / "public")
    page, twin = public / "about/index.html", minimal / "twin.html"
    twin.write_bytes(page.read_bytes())
    page.unlink()
    if kind.endswith("folder"):
        page.mkdir()
    if kind == "full folder":
        (page / "file").write_text("stray", encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(page)
    if kind.endswith(("twin", "link")):
        page.symlink_to(twin if kind.endswith("twin") else "/nowhere")
    command = (*COMMAND, "--source", minimal / "site", "--output", public)
    assert subprocess.run(command, timeout=PATIENCE, check=False).returncode == 0
    assert whole(public) == before
    assert twin.stat().st_nlink == 1


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_the_place_of_a_folder_is_replaced(kind: str, minimal: Path, run: Run) -> None:
    """A file or a link where a folder of pages belongs makes room; nothing behind the link becomes part of the site."""
    public, before = minimal / "public", whole(minimal / "public")
    elsewhere = minimal / "elsewhere"
    (public / "about").rename(elsewhere)
    if kind == "file":
        (public / "about").write_text("stray", encoding="utf-8")
    else:
        (public / "about").symlink_to(elsewhere)
    assert run("build", "--source", minimal / "site", "--output", public, "--today", TODAY).code == 0
    assert whole(public) == before
    assert not (public / "about/index.html").samefile(elsewhere / "index.html")


def test_clean_writes_every_file_anew(minimal: Path, run: Run) -> None:
    """With --clean no file is the one that was there, though every byte is the same."""
    public = minimal / "public"
    before, inodes = whole(public), {path: mark[0] for path, mark in stamps(public).items()}
    ran = run(
        "build", "--source", minimal / "site", "--output", public, "--today", TODAY, "--clean", "--format", "json"
    )
    assert ran.code == 0
    assert whole(public) == before
    assert [path for path, mark in stamps(public).items() if mark[0] == inodes[path]] == []
    stats = json.loads(ran.out)["stats"]
    assert (stats["written"], stats["unchanged"]) == (len(inodes) - 1, 0)


def test_without_hard_links_unchanged_files_keep_their_time(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system that has none, a file is copied with its time and mode."""

    def refused(*arguments: object, **named: object) -> NoReturn:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    public = minimal / "public"
    before, marks = whole(public), {path: mark[1:] for path, mark in stamps(public).items()}
    monkeypatch.setattr(os, "link", refused)
    assert run("build", "--source", minimal / "site", "--output", public, "--today", TODAY).code == 0
    assert whole(public) == before
    assert {path: mark[1:] for path, mark in stamps(public).items()} == marks


@pytest.mark.parametrize("umask", [0o077, 0o000, 0o027])
def test_a_web_server_may_read_the_site_whatever_the_umask(umask: int, minimal: Path) -> None:
    """Files are 0644 and folders 0755, and so are folders that are made on the way to the output."""
    output = minimal / "new/deep/public"
    command = (*COMMAND, "--source", minimal / "site", "--output", output)
    subprocess.run(command, umask=umask, check=True, timeout=PATIENCE)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (minimal / "new", *(minimal / "new").rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert whole(output) == whole(minimal / "public")


def test_a_build_leaves_the_umask_as_it_was(minimal: Path, run: Run) -> None:
    """A program that calls the command line gets its own umask back, after a refusal too."""
    before = os.umask(0o077)
    try:
        assert run("build", "--source", minimal / "site", "--output", minimal / "public").code == 0
        assert run("build", "--source", minimal / "site", "--output", minimal / "site").code == 2
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)


def test_check_writes_nothing(minimal: Path, run: Run) -> None:
    """`dpcsite check` changes no file anywhere, not even for a moment."""
    before = everything(minimal)
    assert run("check", "--source", minimal / "site", "--today", TODAY).code == 0
    assert everything(minimal) == before


# --- where it is written ------------------------------------------------------------------------------------------

REFUSED = (
    *("site", ".", "/", "public/../site", "link-to-site", "link-around"),
    *("site/content", "site/content/new", "site/forces/kent", "site/themes/national", "site/dpcsite", "site/.git/new"),
    *("foreign", "hidden", "marked", "file", "link-to-file"),
)


@pytest.mark.parametrize("output", REFUSED)
def test_a_folder_that_is_not_ours_is_refused(output: str, minimal: Path, run: Run) -> None:
    """The sources, what is around them, a file, and a folder with files of somebody else: exit 2, and all as before."""
    for name in ("foreign/notes.txt", "hidden/.notes", f"marked/{write.MARKER}/notes.txt"):
        (minimal / name).parent.mkdir(parents=True)
        (minimal / name).write_text("mine", encoding="utf-8")
    (minimal / "file").write_text("mine", encoding="utf-8")
    (minimal / "link-to-site").symlink_to("site")
    (minimal / "link-around").symlink_to(".")
    (minimal / "link-to-file").symlink_to("file")
    before = everything(minimal)
    ran = run("build", "--source", minimal / "site", "--output", minimal / output)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("Usage: ")
    assert "--output" in ran.err
    assert "Traceback" not in ran.err
    assert everything(minimal) == before


@pytest.mark.parametrize("output", [".", "..", "content", "./forces/../content", "themes/new"])
def test_a_relative_folder_is_refused_all_the_same(
    output: str, minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is the folder that is meant, not how it is written."""
    monkeypatch.chdir(minimal / "site")
    before = everything(minimal)
    assert run("build", "--output", output).code == 2
    assert everything(minimal) == before


def test_the_sources_are_found_behind_a_link_too(minimal: Path, run: Run) -> None:
    """Sources that are named by a link are still not written over."""
    (minimal / "link").symlink_to("site")
    before = everything(minimal)
    assert run("build", "--source", minimal / "link", "--output", minimal / "site").code == 2
    assert run("build", "--source", minimal / "link", "--output", minimal / "site/content").code == 2
    assert everything(minimal) == before


def test_a_mount_point_is_refused(minimal: Path) -> None:
    """A folder that something is mounted on cannot be exchanged: exit 2, and nothing is left in it or next to it."""
    script = 'folder=$1; shift; mount -t tmpfs tmpfs "$folder" || exit 99; "$@"; code=$?; ls -A "$folder"; exit $code'
    output = minimal / "mounted"
    output.mkdir()
    before = around(output)
    build = (*COMMAND, "--source", minimal / "site", "--output", output)
    command: list[str | Path] = [*own_mounts(minimal), "sh", "-c", script, "sh", output, *build]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "mount point" in ran.stderr
    assert around(output) == before
    assert list(output.iterdir()) == []


def test_an_empty_folder_is_taken(minimal: Path, run: Run) -> None:
    """A folder that somebody made for the site, and that holds nothing, becomes the site."""
    (minimal / "empty").mkdir()
    assert run("build", "--source", minimal / "site", "--output", minimal / "empty", "--today", TODAY).code == 0
    assert contents(minimal / "empty") == contents(minimal / "public")


@pytest.mark.parametrize("state", ["published", "empty", "not there"])
def test_behind_a_link_the_folder_is_exchanged(state: str, minimal: Path, run: Run) -> None:
    """An output that is a link to a folder stays that link, and the folder behind it becomes the new site."""
    link, real = minimal / "www", minimal / "releases/site"
    real.parent.mkdir()
    if state == "published":
        shutil.copytree(minimal / "public", real)
    if state == "empty":
        real.mkdir()
    link.symlink_to("releases/site")
    edit(minimal / "site")
    assert run("build", "--source", minimal / "site", "--output", link, "--today", TODAY).code == 0
    assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
    assert link.readlink() == Path("releases/site")
    assert whole(real) == whole(minimal / "public")
    assert [path.name for path in real.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["my site", "-site", "sîte", "[a]", "*", "a\nb", "%s{0}$HOME", "s" * 200])
def test_any_name_will_do(name: str, minimal: Path, run: Run) -> None:
    """A folder is built, built again and tidied around, whatever its name is made of."""
    output = minimal / "around" / name
    stale = output.parent / f".{name}.dpcsite-stale"
    (output.parent / ".other.dpcsite-old").mkdir(parents=True)
    assert run("build", "--source", minimal / "site", "--output", output, "--today", TODAY).code == 0
    stale.mkdir()
    assert run("build", "--source", minimal / "site", "--output", output, "--today", TODAY).code == 0
    assert whole(output) == whole(minimal / "public")
    assert {path.name for path in output.parent.iterdir()} == {name, ".other.dpcsite-old"}


# --- nothing else -------------------------------------------------------------------------------------------------


def test_a_build_touches_nothing_around_the_output(neighbours: Path, run: Run) -> None:
    """What stands next to the output is as it was after a build."""
    before = around(neighbours / "public")
    assert run("build", "--source", neighbours / "site", "--output", neighbours / "public", "--clean").code == 0
    assert around(neighbours / "public") == before


@pytest.mark.parametrize("page", ["content/pages/about.md", UNREADABLE])
def test_a_refused_build_touches_nothing_at_all(page: str, neighbours: Path, run: Run) -> None:
    """Not the site that was published, and nothing next to it, whether it is refused early or late."""
    edit(neighbours / "site", MISTAKE, page)
    site, before = everything(neighbours / "public"), around(neighbours / "public")
    assert run("build", "--source", neighbours / "site", "--output", neighbours / "public").code == 1
    assert everything(neighbours / "public") == site
    assert around(neighbours / "public") == before


@pytest.mark.parametrize("page", ["content/pages/about.md", UNREADABLE])
@pytest.mark.parametrize("output", ["new", "new/deep/public"])
def test_a_refused_first_build_leaves_no_folder(output: str, page: str, neighbours: Path, run: Run) -> None:
    """Folders that a first build would have made are not there after it is refused."""
    edit(neighbours / "site", MISTAKE, page)
    before = around(neighbours / "new")
    assert run("build", "--source", neighbours / "site", "--output", neighbours / output).code == 1
    assert around(neighbours / "new") == before
    assert not (neighbours / "new").exists()


def test_a_refused_build_leaves_an_empty_folder_that_was_there(minimal: Path, run: Run) -> None:
    """A folder that somebody made is not taken away."""
    (minimal / "empty").mkdir()
    edit(minimal / "site", MISTAKE)
    assert run("build", "--source", minimal / "site", "--output", minimal / "empty").code == 1
    assert list((minimal / "empty").iterdir()) == []


# --- one at a time ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def held(folder: Path) -> Iterator[int]:
    """Hold the lock on a folder, as a build in another process does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


class Terminal:
    """A terminal for one command, and what it says there."""

    def __init__(self, *command: str | Path) -> None:
        self.screen, inside = pty.openpty()
        self.process = subprocess.Popen(command, stdout=inside, stderr=inside)
        self.said = ""
        os.close(inside)

    def until(self, words: str) -> None:
        """Read until it says these words."""
        while words not in self.said:
            ready, _, _ = select.select([self.screen], [], [], PATIENCE)
            assert ready, f"it does not say {words!r}, only {self.said!r}"
            self.said += os.read(self.screen, 4096).decode()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


def test_two_builds_that_wait_for_a_third_both_end_well(minimal: Path, run: Run) -> None:
    """Each says on its terminal that it waits; then one goes after the other, and the site is whole."""
    edit(minimal / "site")
    assert run("build", "--source", minimal / "site", "--output", minimal / "expected", "--today", TODAY).code == 0
    before = around(minimal / "public")
    command = (*COMMAND, "--source", minimal / "site", "--output", minimal / "public")
    with Terminal(*command) as one, Terminal(*command) as other:
        with held(minimal / "public"):
            one.until("Another build is running.")
            other.until("Another build is running.")
        one.until("Built ")
        other.until("Built ")
        assert [one.process.wait(PATIENCE), other.process.wait(PATIENCE)] == [0, 0]
        assert one.said.count("Another build") == 1
    assert whole(minimal / "public") == whole(minimal / "expected")
    assert around(minimal / "public") == before


@pytest.mark.parametrize("first", [True, False], ids=["first", "again"])
def test_builds_that_begin_together_all_end_well(first: bool, minimal: Path, run: Run) -> None:
    """Three builds of two different sites to one folder: each ends with 0, and the folder is one of the two sites."""
    output = minimal / "new" if first else minimal / "public"
    shutil.copytree(minimal / "site", minimal / "other")
    edit(minimal / "other")
    expected = shutil.copytree(minimal / "public", minimal / "expected"), minimal / "expected-other"
    assert run("build", "--source", minimal / "other", "--output", expected[1], "--today", TODAY).code == 0
    before = around(output)
    builds = [
        subprocess.Popen((*COMMAND, "--source", minimal / name, "--output", output), stderr=subprocess.PIPE)
        for name in ("site", "other", "site")
    ]
    said = [build.communicate(timeout=PATIENCE)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0]
    assert said == [b"", b"", b""]
    assert whole(output) in [whole(folder) for folder in expected]
    assert around(output) == before


def test_a_wait_is_not_mentioned_away_from_a_terminal(minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a log there is no word of it, and the build goes on when the lock is free."""
    waited: list[float] = []
    with contextlib.ExitStack() as lock:

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            lock.close()

        lock.enter_context(held(minimal / "public"))
        monkeypatch.setattr("dpcsite.write.lock.time", SimpleNamespace(sleep=sleep, monotonic=time.monotonic))
        ran = run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY)
    assert len(waited) == 1
    assert (ran.code, ran.err) == (0, "")


def test_a_wait_that_does_not_end_is_given_up(neighbours: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that cannot have the folder ends with a finding, and touches nothing."""
    monkeypatch.setattr(write.lock, "WAIT_SECONDS", 0)
    before = everything(neighbours)
    with held(neighbours / "public"):
        ran = run("build", "--source", neighbours / "site", "--output", neighbours / "public")
    assert ran.code == 1
    assert ran.out.startswith(f"{neighbours / 'public'}:1:1: error output: Another build ")
    assert everything(neighbours) == before


def test_what_a_killed_build_left_behind_is_tidied(minimal: Path, run: Run) -> None:
    """A staging folder that nobody holds goes with the next build."""
    shutil.copytree(minimal / "public", minimal / ".public.dpcsite-killed")
    assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
    assert sorted(path.name for path in minimal.iterdir()) == ["public", "site"]


def test_a_staging_folder_that_somebody_holds_is_left_alone(minimal: Path, run: Run) -> None:
    """It belongs to a build that still runs; when that one ends without tidying, the next build does."""
    shutil.copytree(minimal / "public", minimal / ".public.dpcsite-other")
    before = everything(minimal / ".public.dpcsite-other")
    with held(minimal / ".public.dpcsite-other"):
        assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
        assert everything(minimal / ".public.dpcsite-other") == before
    assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
    assert not (minimal / ".public.dpcsite-other").exists()


@pytest.mark.parametrize("kind", ["file", "dead link", "link"])
def test_something_else_by_the_name_of_a_staging_folder_is_left_alone(kind: str, minimal: Path, run: Run) -> None:
    """Only folders are made for staging: a file or a link of such a name is nobody's leftover, and stops nothing."""
    other = minimal / ".public.dpcsite-notes"
    if kind == "file":
        other.write_text("mine", encoding="utf-8")
    else:
        other.symlink_to(minimal / "site" if kind == "link" else "/nowhere")
    before = around(minimal / "public")
    assert run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY).code == 0
    assert around(minimal / "public") == before


def test_a_refused_first_build_leaves_the_folder_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a first build that came to nothing takes its empty folder away, another one that waited still succeeds."""
    output, source, remove = tmp_path / "public", tmp_path / "site", Path.rmdir

    class StillHeldError(Exception):
        """The folder is still locked at this moment, which is just as well."""

    def waiting() -> NoReturn:
        raise StillHeldError

    with contextlib.ExitStack() as second:
        stages: list[write.Stage] = []

        def rmdir(path: Path) -> None:
            with contextlib.suppress(StillHeldError):
                stages.append(second.enter_context(write.staging(output, source, fresh=False, waiting=waiting)))
            remove(path)

        monkeypatch.setattr(Path, "rmdir", rmdir)
        with pytest.raises(ZeroDivisionError), write.staging(output, source, fresh=False, waiting=waiting):
            raise ZeroDivisionError
        monkeypatch.undo()
        stage = (
            stages[0] if stages else second.enter_context(write.staging(output, source, fresh=False, waiting=waiting))
        )
        stage.put("index.html", b"page")
        write.publish(stage, ["index.html"], 1)
    assert (output / "index.html").read_bytes() == b"page"

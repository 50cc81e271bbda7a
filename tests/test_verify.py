"""The manifest of a build, the commit in it, and folders held against it."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpcsite import __version__
from dpcsite.load import load
from dpcsite.manifest import BadManifestError, read, text_of
from dpcsite.model.manifest import Entry, Manifest
from dpcsite.provenance import commit_of
from tests.conftest import TODAY, Run, requires
from tests.sites import MINIMAL, contents, write_site
from tests.test_write import edit, everything

OURS = {"deployed.json", ".dpcsite-output"}


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder, as outside tools read it."""
    made: dict[str, Any] = json.loads((folder / "deployed.json").read_text(encoding="utf-8"))
    return made


# --- what it says -------------------------------------------------------------------------------------------------


def test_the_manifest_names_every_file_with_its_digest_and_size(minimal: Path) -> None:
    """All but the manifest itself and the marker, and no other."""
    found = contents(minimal / "public")
    files = {path: content for path, content in found.items() if path not in OURS}
    assert manifest(minimal / "public")["files"] == {
        path: {"sha256": sha256(content).hexdigest(), "size": len(content)} for path, content in files.items()
    }


def test_the_digest_of_the_whole_is_what_sha256sum_would_give(minimal: Path) -> None:
    """Anybody can work it out with two commands."""
    requires("sha256sum", "it is part of coreutils")
    found = "find . -type f ! -name deployed.json ! -name .dpcsite-output | sed 's,^./,,' | LC_ALL=C sort"
    command = f"{found} | xargs sha256sum | sha256sum"
    ran = subprocess.run(command, shell=True, cwd=minimal / "public", capture_output=True, text=True, check=True)  # noqa: S602
    assert manifest(minimal / "public")["tree"] == ran.stdout.split()[0]


def test_the_manifest_says_how_the_build_came_about(minimal: Path, run: Run) -> None:
    """Version, base URL and forces; sources outside a repository have no commit, and none is guessed."""
    made = manifest(minimal / "public")
    del made["files"], made["tree"]
    expected = {
        "manifest": 1,
        "program": "dpcsite",
        "version": __version__,
        "base_url": "https://www.example.org/",
        "commit": "unknown",
        "forces": [],
        "preview": False,
        "blocked": False,
    }
    assert made == expected
    more = ("--force", "kent", "--force", "kent", "--base-url", "https://example.org/preview/7")
    assert run("build", "--source", minimal / "site", "--output", minimal / "part", "--today", TODAY, *more).code == 0
    part = manifest(minimal / "part")
    assert (part["forces"], part["base_url"]) == (["kent"], "https://example.org/preview/7/")


def test_a_preview_says_that_it_is_one(start: Callable[..., Any]) -> None:
    """So that nobody publishes what the preview server built."""
    answer = start().ask("/deployed.json")
    assert answer.status == 200
    assert json.loads(answer.text)["preview"] is True


def test_the_manifest_lists_one_file_on_each_line(minimal: Path) -> None:
    """Two builds can be compared by a line-by-line difference."""
    lines = (minimal / "public/deployed.json").read_text(encoding="utf-8").splitlines()
    assert sum('"sha256"' in line for line in lines) == len(manifest(minimal / "public")["files"])


# --- the commit ---------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, without anybody's settings."""
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    command = (requires("git", "apt-get install git"), "-C", str(folder), *names, *arguments)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A site as a clean checkout."""
    site = write_site(tmp_path / "site", MINIMAL, "-- content/.hidden --\nNobody reads this.\n")
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "all")
    return site


def commit(site: Path) -> str:
    """The commit that a build of a site would name."""
    return commit_of(site, load(site)[0])


def _changed(site: Path) -> None:
    edit(site)


def _staged(site: Path) -> None:
    edit(site)
    git(site, "add", "-A")


def _added(site: Path) -> None:
    (site / "content/pages/more.md").write_text("---\ntitle: More\n---\n", encoding="utf-8")


def _ignored(site: Path) -> None:
    (site / ".git/info/exclude").write_text("more.md\n", encoding="utf-8")
    _added(site)


def _gone(site: Path) -> None:
    (site / "content/pages/about.md").unlink()


def _hushed(site: Path) -> None:
    git(site, "update-index", "--assume-unchanged", "content/pages/about.md")
    edit(site)


def _unborn(site: Path) -> None:
    shutil.rmtree(site / ".git")
    git(site, "init", "-q")


def _no_repository(site: Path) -> None:
    shutil.rmtree(site / ".git")


def _broken(site: Path) -> None:
    (site / ".git/HEAD").write_text("nonsense", encoding="utf-8")


def _inside_another(site: Path) -> None:
    shutil.rmtree(site / ".git")
    git(site.parent, "init", "-q")
    (site.parent / "note").write_text("x", encoding="utf-8")
    git(site.parent, "add", "note")
    git(site.parent, "commit", "-qm", "without the site")


def test_a_clean_checkout_names_its_commit(repository: Path, tmp_path: Path, run: Run) -> None:
    """In the manifest of a build, and in no other file."""
    assert run("build", "--source", repository, "--output", tmp_path / "one", "--today", TODAY).code == 0
    assert manifest(tmp_path / "one")["commit"] == git(repository, "rev-parse", "HEAD")
    git(repository, "commit", "-q", "--allow-empty", "-m", "nothing new")
    assert run("build", "--source", repository, "--output", tmp_path / "two", "--today", TODAY).code == 0
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert {path for path in one | two if one.get(path) != two.get(path)} == {"deployed.json"}
    assert manifest(tmp_path / "one")["tree"] == manifest(tmp_path / "two")["tree"]
    assert manifest(tmp_path / "one")["commit"] != manifest(tmp_path / "two")["commit"]


@pytest.mark.parametrize(
    "change",
    [_changed, _staged, _added, _ignored, _gone, _hushed, _unborn, _no_repository, _broken, _inside_another],
    ids=lambda change: change.__name__.strip("_"),
)
def test_a_commit_that_is_not_what_was_built_is_never_named(change: Callable[[Path], None], repository: Path) -> None:
    """Whatever git's index thinks: the bytes count."""
    assert commit(repository) == git(repository, "rev-parse", "HEAD")
    change(repository)
    assert commit(repository) == "unknown"


def test_what_is_no_source_does_not_touch_the_commit(repository: Path) -> None:
    """A changed README or a hidden file changes no page; a site may be a part of a larger repository."""
    (repository / "README.md").write_text("x", encoding="utf-8")
    (repository / "content/.hidden").write_text("x", encoding="utf-8")
    assert commit(repository) == git(repository, "rev-parse", "HEAD")
    outer = repository.parent / "outer"
    shutil.copytree(repository, outer / "inner", ignore=shutil.ignore_patterns(".git"))
    git(outer, "init", "-q")
    git(outer, "add", "-A")
    git(outer, "commit", "-qm", "all")
    assert commit(outer / "inner") == git(outer, "rev-parse", "HEAD")


def test_a_repository_of_sha256_names_its_commit(tmp_path: Path) -> None:
    """Git's newer names of 64 digits are as good."""
    site = write_site(tmp_path / "site", MINIMAL)
    git(site, "init", "-q", "--object-format=sha256")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "all")
    assert len(commit(site)) == 64


def test_asking_for_the_commit_changes_nothing_and_starts_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock, no fresh index, no program that the repository's own settings name, no other repository of a hook."""
    trap = repository.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.parent}/sprung\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "diff.external"):
        git(repository, "config", name, str(trap))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    os.utime(repository / "content/pages/about.md", (0, 0))  # git status would write the index now
    before = everything(repository)
    assert len(commit(repository)) == 40
    assert everything(repository) == before
    assert not (repository.parent / "sprung").exists()


def test_without_git_the_commit_is_unknown(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no git builds all the same."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert commit(repository) == "unknown"


# --- held against it ----------------------------------------------------------------------------------------------


def test_a_folder_as_it_was_built_holds(minimal: Path, run: Run) -> None:
    """Exit 0 and not a word; in JSON what the build was. The marker may be there or not."""
    ran = run("verify", minimal / "public")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    (minimal / "public/.dpcsite-output").unlink()
    ran = run("verify", minimal / "public", "--format", "json")
    document = json.loads(ran.out)
    assert ran.code == 0
    assert document["outcome"] == "whole"
    assert document["missing"] == document["extra"] == document["changed"] == []
    assert document["build"]["tree"] == manifest(minimal / "public")["tree"]
    assert document["build"]["files"] == len(manifest(minimal / "public")["files"])


def test_each_file_that_differs_is_named(minimal: Path, run: Run) -> None:
    """Missing, extra (hidden ones too) and changed: one byte, one byte more, a link to the same bytes."""
    public = minimal / "public"
    about, home = public / "about/index.html", public / "index.html"
    (public / "robots.txt").unlink()
    (public / "new").mkdir()
    (public / "new/.hidden").write_text("x", encoding="utf-8")
    (public / "folder").symlink_to("about")
    about.write_bytes(about.read_bytes().replace(b"words", b"sword"))
    home.rename(minimal / "home")
    home.symlink_to(minimal / "home")
    ran = run("verify", public, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["outcome"]) == (1, "differs")
    assert document["missing"] == ["robots.txt"]
    assert document["extra"] == ["folder", "new/.hidden"]
    assert document["changed"] == ["about/index.html", "index.html"]
    ran = run("verify", public)
    assert ran.code == 1
    told = [line for line in ran.out.splitlines() if ": error built-file: " in line]
    assert told == [
        f"{public}/robots.txt:1:1: error built-file: This file of the build is missing.",
        f"{public}/folder:1:1: error built-file: This file is not part of the build.",
        f"{public}/new/.hidden:1:1: error built-file: This file is not part of the build.",
        f"{public}/about/index.html:1:1: error built-file: This file is not as it was built.",
        f"{public}/index.html:1:1: error built-file: This file is not as it was built.",
    ]


def test_a_name_that_is_no_text_is_told_all_the_same(minimal: Path, run: Run) -> None:
    """Bytes that are not UTF-8, and letters that would steer a terminal, are replaced."""
    Path(os.fsdecode(os.fsencode(minimal / "public") + b"/\xff\x1b[2J")).write_text("x", encoding="utf-8")
    ran = run("verify", minimal / "public")
    assert ran.code == 1
    assert "public/\ufffd\ufffd[2J:1:1: error built-file" in ran.out
    assert json.loads(run("verify", minimal / "public", "--format", "json").out)["extra"] == ["\ufffd\x1b[2J"]


def test_every_flipped_byte_is_found(minimal: Path, run: Run) -> None:
    """In any file, at its start, middle and end; in the manifest's list of files too."""
    files = [path for path in (minimal / "public").rglob("*") if path.is_file() and path.name != ".dpcsite-output"]
    assert len(files) > 20
    for path in [*files[::4], minimal / "public/deployed.json"]:
        kept = path.read_bytes()
        for at in {0, len(kept) // 2, len(kept) - 1}:
            path.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
            assert run("verify", minimal / "public").code == 1, (path, at)
        path.write_bytes(kept)
    assert run("verify", minimal / "public").code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no deployed.json in"),
        ("", "is not JSON"),
        ("[" * 100000, "is not JSON"),
        ("[]", "is not a manifest of dpcsite"),
        ('{"program": "other"}', "is not a manifest of dpcsite"),
        ('{"program": "dpcsite", "manifest": 99}', "was written by another version"),
        ('{"program": "dpcsite", "manifest": 1, "files": {}}', "does not agree with itself"),
    ],
)
def test_a_folder_without_a_manifest_does_not_hold(content: str | None, message: str, minimal: Path, run: Run) -> None:
    """It is said in a sentence, with exit 1."""
    path = minimal / "public/deployed.json"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    ran = run("verify", minimal / "public")
    assert (ran.code, ran.out) == (1, "")
    assert message in ran.err


def test_a_manifest_that_is_a_link_is_none(minimal: Path, run: Run) -> None:
    """What lies elsewhere says nothing of this folder."""
    (minimal / "public/deployed.json").rename(minimal / "kept")
    (minimal / "public/deployed.json").symlink_to(minimal / "kept")
    assert run("verify", minimal / "public").code == 1


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(
    minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails while files are counted must not make a verdict, nor hide what has to go."""
    listed = os.scandir

    def scandir(path: str | int) -> Any:
        if str(path).endswith("/assets"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return listed(path)

    edit(minimal / "site")
    before = everything(minimal / "public")
    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", scandir)
        held = run("verify", minimal / "public")
        built = run("build", "--source", minimal / "site", "--output", minimal / "public", "--today", TODAY)
    assert (held.code, held.out) == (1, "")
    assert held.err == f"Error: {minimal}/public/assets cannot be read: Input/output error.\n"
    assert (built.code, built.err) == (1, "")
    assert ": error output: The site cannot be written: Input/output error" in built.out
    assert everything(minimal / "public") == before


ENTRIES = st.builds(Entry, st.binary(max_size=3).map(lambda one: sha256(one).hexdigest()), st.integers(0, 10**15))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MANIFESTS = st.builds(
    Manifest,
    TEXTS,
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.dictionaries(TEXTS, ENTRIES, max_size=5),
)


@given(MANIFESTS)
def test_what_is_written_is_read_again(made: Manifest) -> None:
    """Any manifest, whatever its texts hold."""
    assert read(text_of(made)) == made


def digests(manifest: Manifest) -> dict[str, str]:
    """Digest of each file by its path."""
    return {path: entry.sha256 for path, entry in manifest.files.items()}


@given(MANIFESTS, st.data())
def test_a_manifest_with_other_bytes_is_refused_or_says_the_same_of_files(made: Manifest, data: st.DataObject) -> None:
    """Never a traceback, and never another file or digest; a file is held against both its digest and its size."""
    content = text_of(made)
    at = data.draw(st.integers(0, len(content) - 1))
    other = content[:at] + data.draw(st.binary(max_size=3)) + content[at + 1 :]
    try:
        assert digests(read(other)) == digests(made)
    except BadManifestError as error:
        assert "deployed.json" in str(error)  # noqa: PT017 - either outcome is right

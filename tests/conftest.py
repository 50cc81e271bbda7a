"""What tests share: a command line in this process, and a minimal site that is built once."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dpcsite.cli import main
from tests.serving import DPCSITE, Served, until
from tests.sites import MINIMAL, write_site

TODAY = "2026-11-23"

_CACHE = tempfile.TemporaryDirectory(prefix="dpcsite-cache-")  # what another run left behind must not help a test
atexit.register(_CACHE.cleanup)
os.environ["XDG_CACHE_HOME"] = _CACHE.name


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder for this test alone."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def run(cache: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process."""
    del cache  # set up
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([os.fspath(argument) for argument in arguments])
        said = capfd.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return command


@pytest.fixture(scope="session")
def _minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("minimal") / "site", MINIMAL)
    with pytest.raises(SystemExit) as left:
        main(["build", "--source", str(folder), "--output", str(folder.parent / "public"), "--today", TODAY])
    assert left.value.code == 0
    return folder.parent


@pytest.fixture
def minimal(_minimal: Path, tmp_path: Path) -> Path:
    """A folder with `site/`, the minimal site, and `public/`, what it builds to."""
    shutil.copytree(_minimal, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site. The first process that asks builds it, and all others wait for it; nobody may change it."""
    from tests.sites import ROOT

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "national"
    folder.mkdir(exist_ok=True)
    output = folder / "public"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():  # a build that is refused leaves nothing there
            with pytest.raises(SystemExit) as left:
                main(["build", "--source", str(ROOT), "--output", str(output), "--today", TODAY])
            assert left.value.code == 0
    return output


@pytest.fixture
def start(minimal: Path) -> Iterator[Callable[..., Served]]:
    """Start servers that this test may edit the sources of, and stop."""
    running: list[Served] = []

    def starts(*arguments: str, command: tuple[str, ...] = (DPCSITE,)) -> Served:
        server = Served(minimal / "site", minimal / f"served-{len(running)}", *arguments, command=command)
        running.append(server)
        until(server.listens, "the server listens")
        return server

    yield starts
    for server in running:
        server.process.kill()
        server.process.wait()


def requires(program: str, how: str) -> str:
    """The path of a program that a test needs; without it the test is skipped, or fails where all must run."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not on the PATH; {how}"
        if os.environ.get("DPCSITE_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path

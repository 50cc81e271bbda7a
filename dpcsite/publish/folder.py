"""Releases in a folder: each in one of its own, and a link `current` that a web server follows.

`releases/7/` holds the seventh release and `releases/7.json` its record. The link is exchanged in one step, so a reader
gets the release before or this one, whatever happens to the run. Files that did not change are hard links to those of
the release before. Assets of earlier releases stand beside the new ones for thirty days.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from dpcsite.model.serving import kind_of
from dpcsite.publish.candidate import Candidate, pages_of, refuse_removals
from dpcsite.publish.errors import CannotPublishError
from dpcsite.publish.order import KEPT
from dpcsite.publish.receipt import Receipt
from dpcsite.publish.records import Held, Live, Release, release_of, release_text
from dpcsite.write.durable import settle

LEAST = 3  # releases that one can go back to, however old they are


def publish(target: Path, made: Candidate, now: datetime, *, allow: bool, dry: bool) -> Receipt:
    """Add a release and show it. Raises `CannotPublishError` and OSError; the release before then stays as it is."""
    with contextlib.ExitStack() as held:
        if not dry:
            held.enter_context(_alone(target))
            _tidy(target)
        known = _releases(target)
        current = known.get(_current(target))
        before = current.files if current else {}
        if current:
            refuse_removals(before, made.files, allowed=allow)
        number = max(known, default=0) + 1
        sent = tuple(sorted(path for path, one in made.files.items() if before.get(path) != one))
        gone = tuple(sorted(set(before) - set(made.files)))
        if current and not sent and not gone:
            return Receipt(current.number, (), (), len(made.files))
        receipt = Receipt(number, sent, gone, len(made.files) - len(sent))
        if not dry:
            at = now.astimezone(UTC).replace(microsecond=0).isoformat()
            carried = _carried(known, current, made.files, now.date())
            release = Release(number, at, made.manifest.tree, made.manifest.commit, made.files, carried)
            _add(target, release, made.folder, current, known)
            _point(target, number)
            _prune(target, {**known, number: release}, now)
        return receipt


def rollback(target: Path, number: int, *, dry: bool) -> Receipt:
    """Show a release again: the one with this number, or with 0 the one before. Only the link changes."""
    known, shown = _releases(target), _current(target)
    before = [one for one in sorted(known) if one < shown]
    if number == shown and number:
        raise CannotPublishError(f"Release {number} is the one that readers have.", "Nothing has to be done.")
    if (number and number not in known) or not (number or before):
        what = f"There is no release {number} to go back to." if number else "There is no release before this one."
        raise CannotPublishError(what, "dpcsite releases lists those that there are.")
    release, old = known[number or before[-1]], known[shown].files
    sent = tuple(sorted(path for path, one in release.files.items() if old.get(path) != one))
    if not dry:
        with _alone(target):
            _point(target, release.number)
    return Receipt(release.number, sent, tuple(sorted(set(old) - set(release.files))), len(release.files) - len(sent))


def releases(target: Path) -> tuple[int, tuple[Live, ...]]:
    """The number of the release that readers have, 0 for none, and all releases that are kept."""
    known = _releases(target)
    rows = (
        Live(one.number, one.at, one.tree, one.commit, len(pages_of(one.files))) for _, one in sorted(known.items())
    )
    return _current(target), tuple(rows)


def _releases(target: Path) -> dict[int, Release]:
    folder = target / "releases"
    numbers = [int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit()] if folder.is_dir() else []
    return {number: release_of((folder / f"{number}.json").read_bytes()) for number in sorted(numbers)}


def _current(target: Path) -> int:
    """The release that the link names, or 0."""
    link = target / "current"
    if not link.is_symlink():
        return 0
    name = link.readlink().name
    return int(name) if name.isascii() and name.isdigit() else 0


def _carried(
    known: Mapping[int, Release], current: Release | None, files: Mapping[str, Held], today: date
) -> dict[str, date]:
    """Assets of earlier releases, and of those that were taken back, with the day since when nobody names them."""
    if current is None:
        return {}
    since = dict(current.carried)
    for one in (*(known[number] for number in sorted(known) if number > current.number), current):
        since |= {path: since.get(path, today) for path in one.files if kind_of(path) == "asset"}
    return {path: day for path, day in since.items() if path not in files and today - day <= KEPT}


def _add(target: Path, release: Release, built: Path, current: Release | None, known: Mapping[int, Release]) -> None:
    """Make the folder of a release, bring it to the disk, and give it its record."""
    folder = target / "releases" / f".{release.number}"
    shutil.rmtree(folder, ignore_errors=True)
    _make(folder)
    before = target / "releases" / str(current.number) if current else None
    for path, held in release.files.items():
        same = before is not None and current is not None and current.files.get(path) == held
        _put(folder / path, before / path if same and before else built / path, link=same)
    for path in release.carried:
        holder = next(one for one in sorted(known, reverse=True) if path in {**known[one].files, **known[one].carried})
        _put(folder / path, target / "releases" / str(holder) / path, link=True)
    record = target / "releases" / f"{release.number}.json"
    folder.rename(record.with_suffix(""))
    draft = record.with_suffix(".new")
    draft.write_bytes(release_text(release))
    draft.chmod(0o644)
    draft.rename(record)
    settle(target / "releases")


def _put(place: Path, source: Path, *, link: bool) -> None:
    _make(place.parent)
    if link:
        try:
            os.link(source, place, follow_symlinks=False)
        except OSError:  # a file system without hard links
            shutil.copyfile(source, place, follow_symlinks=False)
    else:
        shutil.copyfile(source, place, follow_symlinks=False)
    place.chmod(0o644)  # whatever the umask: a web server has to read it


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)


def _point(target: Path, number: int) -> None:
    """Let `current` lead to a release, in one step."""
    draft = target / ".current.new"
    draft.unlink(missing_ok=True)
    draft.symlink_to(Path("releases") / str(number))
    draft.replace(target / "current")
    settle(target)


def _prune(target: Path, known: Mapping[int, Release], now: datetime) -> None:
    """Take away releases that were replaced long ago."""
    numbers = sorted(known)
    for number, following in pairwise(numbers):
        replaced = datetime.fromisoformat(known[following].at)
        if number in numbers[-LEAST:] or now - replaced <= KEPT:
            break
        (target / "releases" / f"{number}.json").unlink()
        shutil.rmtree(target / "releases" / str(number))


def _tidy(target: Path) -> None:
    """Take away what a run that was cut left behind: folders without a record."""
    folder = target / "releases"
    for path in folder.iterdir() if folder.is_dir() else ():
        name = path.name.lstrip(".")
        if path.is_dir() and name.isdigit() and not (folder / f"{name}.json").exists():
            shutil.rmtree(path)
    (target / ".current.new").unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Hold the target for one run; another one is told so. Refuses a folder that holds something else."""
    if target.exists() and not target.is_dir():
        raise CannotPublishError(f"{target} is no folder.", "Name a new folder, or one that was published to.")
    link = target / "current"
    ours = (target / "releases").is_dir() or link.is_symlink()
    if target.is_dir() and any(target.iterdir()) and not ours:
        message = f"{target} holds something else."
        raise CannotPublishError(message, "Name a new folder, or one that was published to.")
    if link.exists() and not link.is_symlink():
        raise CannotPublishError(f"{link} is no link of ours.", "Move it away.")
    _make(target)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = "Somebody else is publishing to the same place."
            raise CannotPublishError(message, "Wait until that is done, then publish again.") from error
        yield
    finally:
        os.close(descriptor)

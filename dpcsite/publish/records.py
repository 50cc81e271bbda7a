"""What a target remembers: each release with its files, and which of them is the one that readers see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dpcsite.publish.errors import CannotPublishError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Held:
    """One file: its SHA-256, its size in bytes, and its MD5, by which stores name what they hold; all hexadecimal."""

    sha256: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its number, the second it was made (UTC, ISO 8601), what it is of, and its files by path.

    `carried` are files of earlier releases that stand beside them, with the day from which nothing names them.
    """

    number: int
    at: str
    tree: str
    commit: str
    files: Mapping[str, Held]
    carried: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Live:
    """A release that readers saw, from a second on; `pages` is how many it has."""

    number: int
    at: str
    tree: str
    commit: str
    pages: int


@dataclass(frozen=True, slots=True)
class Retired:
    """A file that no release in use names any more, since a day."""

    held: Held
    since: date


@dataclass(frozen=True, slots=True)
class State:
    """What an object store holds: the release that readers see, all that they saw, and what lies there besides.

    `etags` are the store's own names for files, where they are not the MD5.
    """

    current: int = 0
    live: tuple[Live, ...] = ()
    retired: Mapping[str, Retired] = field(default_factory=dict)
    etags: Mapping[str, str] = field(default_factory=dict)


def release_text(release: Release) -> bytes:
    """A release as JSON, a line for each file."""
    head = {"release": FORMAT, "number": release.number, "at": release.at}
    head |= {"tree": release.tree, "commit": release.commit}
    head |= {"carried": {path: day.isoformat() for path, day in sorted(release.carried.items())}}
    rows = [f"  {json.dumps(path)}: {json.dumps(_row(held))}" for path, held in sorted(release.files.items())]
    start = json.dumps(head)[:-1]
    return (f'{start},\n "files": {{\n' + ",\n".join(rows) + "\n }}\n").encode()


def release_of(content: bytes) -> Release:
    """The release that these bytes hold; raises `CannotPublishError`."""
    try:
        given = _read(content, "release")
        files = {path: Held(*row) for path, row in given["files"].items()}
        carried = {path: date.fromisoformat(day) for path, day in given["carried"].items()}
        return Release(given["number"], given["at"], given["tree"], given["commit"], files, carried)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable() from error


def state_text(state: State) -> bytes:
    """The state as JSON."""
    given = {
        "state": FORMAT,
        "current": state.current,
        "live": [[one.number, one.at, one.tree, one.commit, one.pages] for one in state.live],
        "retired": {path: [*_row(one.held), one.since.isoformat()] for path, one in sorted(state.retired.items())},
        "etags": dict(sorted(state.etags.items())),
    }
    return (json.dumps(given, indent=1) + "\n").encode()


def state_of(content: bytes | None) -> State:
    """The state that these bytes hold, or that of a target where nothing was published yet."""
    if content is None:
        return State()
    try:
        given = _read(content, "state")
        retired = {path: Retired(Held(*row[:3]), date.fromisoformat(row[3])) for path, row in given["retired"].items()}
        return State(given["current"], tuple(Live(*row) for row in given["live"]), retired, given["etags"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _unreadable() from error


def _read(content: bytes, kind: str) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(content)
    if given[kind] != FORMAT:
        raise ValueError(given[kind])
    return given


def _row(held: Held) -> list[str | int]:
    return [held.sha256, held.size, held.md5]


def _unreadable() -> CannotPublishError:
    message = "The target's own records cannot be read; they were changed, or written by another version of dpcsite."
    return CannotPublishError(message, "Publish to a new place, or put the records back from a copy.")

"""Releases in an object store: the files of the site in place, and beside them what it takes to go back.

Below `.dpcsite/` lie `state.json`, a record of each release, and the bytes of files that were overwritten or removed,
by the last release that had them and by their SHA-256. Nobody but this program should read them; the functions that
`dpcsite hosting cloudfront` makes show nothing below a name that begins with a dot.

Each step leaves a site that is whole. The record comes first, so that a run that was cut knows what it put there; then
copies of what will be overwritten, the files in the order of `order.phases`, what leaves, and the state.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from dpcsite.model.serving import KEPT, kind_of, packed_as, type_of
from dpcsite.publish.candidate import Candidate, held_of, pages_of, refuse_removals
from dpcsite.publish.errors import CannotPublishError
from dpcsite.publish.order import KEPT as KEPT_FOR
from dpcsite.publish.order import leaving, phases
from dpcsite.publish.receipt import Receipt
from dpcsite.publish.records import (
    Held,
    Live,
    Release,
    Retired,
    State,
    release_of,
    release_text,
    state_of,
    state_text,
)
from dpcsite.publish.store import Listed, Store, StoreError, TakenError

OURS = ".dpcsite/"
STATE = f"{OURS}state.json"
LEAST = 3  # releases that one can go back to, however old they are

Changed = Callable[[Collection[str]], None]  # told of the paths whose bytes change, before the release counts as done


@dataclass(frozen=True, slots=True)
class Seen:
    """What a store holds when a run begins."""

    listing: Mapping[str, Listed]
    state: State
    current: Release | None
    pending: tuple[Release, ...]

    def holds(self, path: str, held: Held) -> bool:
        """Whether these bytes stand under a path: by their MD5, or by the store's name for what we put there."""
        listed = self.listing.get(path)
        if listed is None or listed.size != held.size:
            return False
        mine = self.current.files.get(path) if self.current else None
        by_name = mine is not None and mine.sha256 == held.sha256 and self.state.etags.get(path) == listed.etag
        return listed.etag == held.md5 or by_name

    @property
    def there(self) -> dict[str, Retired | None]:
        """Files of ours, by path, that no run has removed; what is retired with the day since when."""
        found: dict[str, Retired | None] = dict(self.state.retired)
        for release in (self.current, *self.pending):
            found |= dict.fromkeys(release.files if release else ())
        return {path: one for path, one in found.items() if path in self.listing}

    def copies(self) -> dict[str, str]:
        """The key of a copy, by the SHA-256 of its bytes."""
        return {key.rpartition("/")[2]: key for key in self.listing if key.startswith(f"{OURS}files/")}


@dataclass(frozen=True, slots=True)
class Way:
    """What a run will do: files to send or bring back, copies to make before, and what leaves at the end."""

    release: Release
    groups: tuple[tuple[str, ...], ...]
    saved: Mapping[str, str]
    gone: tuple[str, ...]
    retired: Mapping[str, Retired]
    changed: frozenset[str]

    @property
    def receipt(self) -> Receipt:
        """The same for people."""
        sent = tuple(path for group in self.groups for path in group)
        return Receipt(self.release.number, sent, self.gone, len(self.release.files) - len(sent))


def look(store: Store) -> Seen:
    """What the store holds. Raises `CannotPublishError`."""
    try:
        listing = store.list()
        state = state_of(store.get(STATE) if STATE in listing else None)
        last = max((one.number for one in state.live), default=0)
        numbers = sorted(number for number in _numbers(listing) if number > last or number == state.current)
        records: dict[int, Release] = {number: release_of(store.get(_record(number))) for number in numbers}
    except StoreError as error:
        raise CannotPublishError(f"The store cannot be read: {error}.", "Look at its name and your rights.") from error
    pending = tuple(one for number, one in records.items() if number > last)
    return Seen(listing, state, records.get(state.current), pending)


def publish(store: Store, made: Candidate, now: datetime, changed: Changed, *, allow: bool, dry: bool) -> Receipt:
    """Send a build. Raises `CannotPublishError`; what was sent until then does no harm, and is found again."""
    seen = look(store)
    if seen.current:
        refuse_removals(seen.current.files, made.files, allowed=allow)
    way = _way_to(_release(seen, made, now), seen, now, back=False)
    if dry or (not way.receipt.sent and seen.current and seen.current.number == way.release.number):
        return replace(way.receipt, removed=way.gone if dry else ())

    def send(path: str) -> None:
        held = way.release.files[path]
        etag = store.put(path, (made.folder / path).read_bytes(), held, _headers(path))
        if etag != held.md5:
            etags[path] = etag

    etags: dict[str, str] = {}
    if _record(way.release.number) not in seen.listing:
        _write(store, _record(way.release.number), release_text(way.release), fresh=True)
    _go(store, way, send, changed)
    _finish(store, way, seen, now, etags)
    return way.receipt


def rollback(store: Store, number: int, now: datetime, changed: Changed, *, dry: bool) -> Receipt:
    """Bring back a release, byte for byte: the one with this number, or with 0 the one before. Builds nothing."""
    seen = look(store)
    target = _earlier(store, seen, number)
    way, copies = _way_to(target, seen, now, back=True), seen.copies()
    lost = sorted(path for path in way.receipt.sent if target.files[path].sha256 not in copies)
    if lost:
        message = f"{len(lost)} files of release {target.number} are no longer kept."
        raise CannotPublishError(message, "Build that version again and publish it.", tuple(lost))
    if dry:
        return way.receipt

    def bring(path: str) -> None:
        store.copy(copies[target.files[path].sha256], path)

    _go(store, way, bring, changed)
    _finish(store, way, seen, now, {})
    return way.receipt


def _release(seen: Seen, made: Candidate, now: datetime) -> Release:
    """The release of a build: one that was begun, or the one that readers have, if it is of the same files."""
    for one in (seen.current, *seen.pending):
        if one and one.files == made.files:
            return one
    number = max(_numbers(seen.listing), default=0) + 1
    return Release(number, _second(now), made.manifest.tree, made.manifest.commit, made.files)


def _way_to(release: Release, seen: Seen, now: datetime, *, back: bool) -> Way:
    """What leads to a release. On the way back pages that it does not have leave at once: they may be the reason."""
    sent = [path for path, held in release.files.items() if not seen.holds(path, held)]
    retired = {
        path: old or Retired(held, now.date())
        for path, old in seen.there.items()
        if path not in release.files and (held := old.held if old else _last(seen, path))
    }
    gone = sorted(pages_of(retired)) if back else leaving(seen.state.retired, retired, now.date())
    before = seen.current.files if seen.current else {}
    changed = {path for path, held in release.files.items() if before.get(path) != held and path in before}
    groups = phases(sent, seen.listing.keys())
    left = {path: one for path, one in retired.items() if path not in gone}
    return Way(release, groups, _saved(seen, {*sent, *gone}), tuple(gone), left, frozenset({*changed, *gone}))


def _last(seen: Seen, path: str) -> Held | None:
    return next((one.files[path] for one in (seen.current, *seen.pending) if one and path in one.files), None)


def _saved(seen: Seen, paths: Iterable[str]) -> dict[str, str]:
    """Files that will be overwritten or removed, and the key for a copy of each: those of the release readers have."""
    number = seen.state.current
    saved: dict[str, str] = {}
    for path in paths:
        old = seen.state.retired.get(path)
        held = seen.current.files.get(path) if seen.current else None
        held = held or (old.held if old else None)
        if held and seen.holds(path, held):
            key = f"{OURS}files/{number}/{held.sha256}"
            saved |= {} if key in seen.listing else {path: key}
    return saved


def _go(store: Store, way: Way, bring: Callable[[str], None], changed: Changed) -> None:
    """All steps but the first and the last: the record and the state."""
    store.each(lambda path: store.copy(path, way.saved[path]), way.saved)
    for group in way.groups:
        store.each(bring, group)
    if way.changed:
        changed(way.changed)
    pages = sorted(pages_of(way.gone))
    for paths in (pages, sorted({*way.gone} - {*pages})):
        _delete(store, paths)


def _finish(store: Store, way: Way, seen: Seen, now: datetime, etags: Mapping[str, str]) -> None:
    """Drop what nobody can go back to any more, and say which release is the one that readers have."""
    release, state = way.release, seen.state
    live = state.live
    if release.number != state.current:
        pages = len(pages_of(release.files))
        live = (*live, Live(release.number, _second(now), release.tree, release.commit, pages))
    first = _first_kept(live, now)
    old = [key for key in seen.listing if key.startswith(OURS) and 0 < _number_of(key) < first]
    _delete(store, sorted(old))
    live = tuple(one for one in live if one.number >= first)
    kept = {path: etag for path, etag in {**state.etags, **etags}.items() if path in release.files}
    _write(store, STATE, state_text(State(release.number, live, way.retired, kept)))


def _first_kept(live: tuple[Live, ...], now: datetime) -> int:
    """The smallest number of a release that one can go back to: the last few, and those replaced not long ago."""
    recent = {one.number for one in live[-LEAST:]}
    for one, following in pairwise(live):
        if now - datetime.fromisoformat(following.at) < KEPT_FOR + timedelta(days=1):
            recent.add(one.number)
    return min(recent)


def _earlier(store: Store, seen: Seen, number: int) -> Release:
    """The release to go back to. Raises `CannotPublishError`."""
    known = sorted({one.number for one in seen.state.live})
    before = [one for one in known if one < seen.state.current]
    if number == seen.state.current and number:
        raise CannotPublishError(f"Release {number} is the one that readers have.", "Nothing has to be done.")
    if number and number not in known:
        message = f"There is no release {number} to go back to."
        raise CannotPublishError(message, "dpcsite releases lists those that there are.")
    if not number and not before:
        raise CannotPublishError("There is no release before this one.", "dpcsite releases lists those that there are.")
    try:
        return release_of(store.get(_record(number or before[-1])))
    except StoreError as error:
        raise CannotPublishError(f"The release cannot be read: {error}.", "Try it again.") from error


def _headers(path: str) -> dict[str, str]:
    packed = packed_as(path)
    found = {"ContentType": type_of(path), "CacheControl": KEPT[kind_of(path)]}
    return found | ({"ContentEncoding": packed} if packed else {})


def _write(store: Store, key: str, content: bytes, *, fresh: bool = False) -> None:
    headers = {"ContentType": "application/json", "CacheControl": "no-store"}
    try:
        store.put(key, content, held_of(content), headers, fresh=fresh)
    except TakenError as error:
        message = "Somebody else is publishing to the same place."
        raise CannotPublishError(message, "Wait until that is done, then publish again.") from error
    except StoreError as error:
        message = f"{key} did not arrive: {error}."
        raise CannotPublishError(message, "Publish again: it goes on where it stopped.", (key,)) from error


def _delete(store: Store, keys: Collection[str]) -> None:
    try:
        store.delete(list(keys))
    except StoreError as error:
        message = f"Old files could not be removed: {error}."
        raise CannotPublishError(message, "Publish again: it goes on where it stopped.", tuple(keys)) from error


def _record(number: int) -> str:
    return f"{OURS}releases/{number}.json"


def _numbers(keys: Iterable[str]) -> list[int]:
    return [_number_of(key) for key in keys if key.startswith(f"{OURS}releases/") and _number_of(key)]


def _number_of(key: str) -> int:
    """The release that a key of ours belongs to, or 0."""
    steps = key.removesuffix(".json").split("/")
    return int(steps[2]) if len(steps) > 2 and steps[2].isascii() and steps[2].isdigit() else 0


def _second(now: datetime) -> str:
    return now.astimezone(UTC).replace(microsecond=0).isoformat()


__all__ = ["look", "publish", "rollback"]

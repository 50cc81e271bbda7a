"""A finished build to where readers get it, and back again: a folder, or an object store that speaks S3.

What may be published is decided in `candidate`, the order in `order`; `folder` and `bucket` are the two kinds of place.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dpcsite.publish import folder
from dpcsite.publish.candidate import candidate
from dpcsite.publish.errors import CannotPublishError
from dpcsite.publish.receipt import Receipt
from dpcsite.publish.records import Live

if TYPE_CHECKING:
    from dpcsite.publish.store import Store

_BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/((?:[A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]+)?/?)?")


class BadTargetError(Exception):
    """A target that names no place."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a site goes: a folder's path or `s3://bucket/prefix`.

    `endpoint` is the address of a store that is not Amazon's, `distribution` the id of the CloudFront in front of it.
    """

    place: str
    endpoint: str = ""
    distribution: str = ""

    @property
    def remote(self) -> bool:
        """Whether it is an object store."""
        return "://" in self.place

    def store(self) -> "Store":
        """The store; raises `BadTargetError`, and `CannotPublishError` without the library for it."""
        match = _BUCKET.fullmatch(self.place)
        if match is None:
            raise BadTargetError(f'"{self.place}" is no store; write s3://bucket or s3://bucket/prefix.')
        try:
            from dpcsite.publish.store import Store
        except ImportError as error:
            message = 'Object stores need the extra "publish".'
            raise CannotPublishError(message, "Install it: pip install 'dpcsite[publish]'.") from error
        return Store(match[1], f"{match[2]}/" if match[2] else "", self.endpoint)

    def changed(self, paths: Collection[str]) -> None:
        """Tell what stands in front of the store that files changed."""
        if self.distribution:
            from dpcsite.publish.edge import invalidate

            invalidate(self.distribution, paths, self.endpoint)


def publish(built: Path, target: Target, now: datetime, *, allow_removals: bool, dry: bool) -> Receipt:
    """Send a built folder to a target, or with `dry` only say what would be sent.

    Raises `CannotPublishError` where the folder may not be published or the target does not take it, `BadTargetError`,
    and OSError. Readers then have the release before; a run that was cut goes on where it stopped.
    """
    if not target.remote:
        return folder.publish(Path(target.place), candidate(built), now, allow=allow_removals, dry=dry)
    store = target.store()
    from dpcsite.publish import bucket

    return bucket.publish(store, candidate(built), now, target.changed, allow=allow_removals, dry=dry)


def rollback(target: Target, number: int, now: datetime, *, dry: bool) -> Receipt:
    """Give readers an earlier release again, byte for byte: the one with this number, or with 0 the one before.

    Raises as `publish` does.
    """
    if not target.remote:
        return folder.rollback(Path(target.place), number, dry=dry)
    store = target.store()
    from dpcsite.publish import bucket

    return bucket.rollback(store, number, now, target.changed, dry=dry)


def releases(target: Target) -> tuple[int, tuple[Live, ...]]:
    """The number of the release that readers have, 0 for none, and each that they had and that is kept."""
    if not target.remote:
        return folder.releases(Path(target.place))
    store = target.store()
    from dpcsite.publish import bucket

    state = bucket.look(store).state
    return state.current, state.live


__all__ = ["BadTargetError", "CannotPublishError", "Live", "Receipt", "Target", "publish", "releases", "rollback"]

"""In which order files go to readers, and when old ones leave: nothing that a page needs is ever missing.

A page goes after what it shows, a new page before the pages that lead to it, and the home page last of all. Files that
tell of the others come at the end. What is taken out leaves with a later release, so that no page that somebody has
open loses its style sheet, or leads to a page that is gone.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from dpcsite.model.manifest import MANIFEST
from dpcsite.model.serving import kind_of, plain
from dpcsite.publish.records import Retired

KEPT = timedelta(days=30)  # that a page may stay open, or in a cache, and still find its assets

_HOME = re.compile(r"(?:[a-z]{2}/)?(?:index|404)\.html")
_TELLING = (".xml", ".json", ".txt")  # files that tell of other files


def phases(paths: Iterable[str], present: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Files in groups; each group must be there before the next. `present` are those that stand there already."""
    groups: dict[int, list[str]] = {}
    for path in sorted(paths):
        groups.setdefault(_rank(path, present), []).append(path)
    return tuple(tuple(group) for _, group in sorted(groups.items()))


def _rank(path: str, present: Collection[str]) -> int:
    page = plain(path)
    if path == MANIFEST:
        return 5
    if page.endswith(".html"):
        return 3 if _HOME.fullmatch(page) else 2 if path in present else 1
    return 4 if page.endswith(_TELLING) or "." not in page.rpartition("/")[2] else 0


def leaving(before: Mapping[str, Retired], retired: Mapping[str, Retired], today: date) -> list[str]:
    """Which retired files go now: pages that an earlier release retired, assets once nobody can need them.

    `before` are those that were retired when this release began.
    """
    return sorted(
        path
        for path, one in retired.items()
        if path in before and (kind_of(path) != "asset" or today - one.since > KEPT)
    )

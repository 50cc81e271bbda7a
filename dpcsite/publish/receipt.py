"""What a run of `publish` or `rollback` did, or would do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """The number of the release, the files that were sent in their order, those removed, and how many stayed."""

    number: int
    sent: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

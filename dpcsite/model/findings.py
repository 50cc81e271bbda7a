"""A finding: one complaint, whoever makes it, with the place where a person must look."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
Level = Literal["A", "AA", "AAA", "best-practice"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in an author's file: a path relative to the source folder, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a text may not hold, before anybody says which file it is: line and column from 1, what, what to do."""

    line: int
    column: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint.

    `rule` is a kebab-case id; `help` says what to do; `wcag` holds success criteria such as "1.1.1" and `act`
    ids of W3C ACT rules; `page` is the address of the first page that shows it, `selector` the element there,
    and `count` how many pages show the very same thing.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    place: Place
    wcag: tuple[str, ...] = ()
    level: Level = "best-practice"
    act: tuple[str, ...] = ()
    page: str = ""
    selector: str = ""
    count: int = field(default=1, compare=False)

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        """Order of findings in every report: by place, then rule, then words; pages stay in the site's order."""
        return (self.place, self.rule, self.message)


def blocks(findings: "list[Finding]", *, strict: bool = False) -> bool:
    """Whether these findings keep a site from being published: any error, with `strict` any warning too."""
    refused = ("error", "warning") if strict else ("error",)
    return any(finding.severity in refused for finding in findings)


def merged(findings: "list[Finding]") -> "list[Finding]":
    """Sort findings and report a fault that many pages share once, with the number of pages in `count`."""
    first: dict[tuple[Place, str, str], Finding] = {}
    counts: dict[tuple[Place, str, str], int] = {}
    for finding in sorted(findings, key=lambda one: one.sort_key):
        key = (finding.place, finding.rule, finding.message)
        first.setdefault(key, finding)
        counts[key] = counts.get(key, 0) + finding.count
    return [_counted(finding, counts[key]) for key, finding in first.items()]


def _counted(finding: Finding, count: int) -> Finding:
    if finding.count == count:
        return finding
    values = {name: getattr(finding, name) for name in finding.__dataclass_fields__}
    return Finding(**{**values, "count": count})

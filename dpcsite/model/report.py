"""What a run gives: whether the site was built, its pages, every finding, and the counts."""

from dataclasses import dataclass

from dpcsite.model.findings import Finding
from dpcsite.model.plan import Output
from dpcsite.model.site import Site
from dpcsite.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of pages and files, and how long it took."""

    pages: int = 0
    rendered: int = 0
    checked: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What came out of a run: whether the site was built, its pages, every finding, and the counts.

    `site` is what the sources say, or None where there is nothing to build with.
    """

    built: bool
    pages: tuple[Output, ...]
    findings: tuple[Finding, ...]
    stats: Stats
    tree: Tree
    site: Site | None = None

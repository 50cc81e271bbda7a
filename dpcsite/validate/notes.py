"""What validating writes down as it goes: every finding, and where the fields of each file stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dpcsite.formats import yaml
from dpcsite.model.findings import Finding, Place
from dpcsite.model.limits import COMPLAINTS


@dataclass(slots=True)
class Notes:
    """The findings so far, and the documents that were read, by path.

    `govspeak` is what `content/site.yaml` says of the words that are read after it.
    """

    findings: list[Finding] = field(default_factory=list)
    documents: dict[str, yaml.Document] = field(default_factory=dict)
    govspeak: bool = False

    def add(self, finding: Finding) -> None:
        """Note one finding."""
        self.findings.append(finding)

    def value(self, path: str, *steps: str | int) -> Place:
        """Where the value of a field stands in a file, or the nearest value around it."""
        document = self.documents.get(path)
        return Place(path, *document.spot(steps)) if document else Place(path)

    def key(self, path: str, *steps: str | int) -> Place:
        """Where the name of a field stands in a file."""
        document = self.documents.get(path)
        return Place(path, *document.key_spot(steps)) if document else Place(path)


def few(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those of one rule in one file that are too many; the last that is kept says how many more.

    A file made to be wrong ten thousand times would bury all other findings, and take minutes to tell.
    """
    kept: list[Finding] = []
    counts: dict[tuple[str, ...], int] = {}
    last: dict[tuple[str, ...], int] = {}
    for finding in findings:
        key: tuple[str, ...] = (finding.place.path, finding.rule, finding.severity)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= COMPLAINTS.most:
            last[key] = len(kept)
            kept.append(finding)
    for key, count in counts.items():
        if count > COMPLAINTS.most:
            one = kept[last[key]]
            more = f"{one.message} (There are {count - COMPLAINTS.most} more like it in this file.)"
            kept[last[key]] = replace(one, message=more)
    return kept

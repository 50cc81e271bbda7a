"""What validating writes down as it goes: every finding, and where the fields of each file stand."""

from dataclasses import dataclass, field

from dpcsite.formats import yaml
from dpcsite.model.findings import Finding, Place


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

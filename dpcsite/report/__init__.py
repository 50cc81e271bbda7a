"""Findings and reports as text, JSON, SARIF, JUnit and GitHub annotations."""

from collections.abc import Callable, Sequence

from dpcsite.model.findings import Finding
from dpcsite.model.tree import Tree
from dpcsite.report.annotations import github
from dpcsite.report.document import finding_json
from dpcsite.report.junit import junit
from dpcsite.report.sarif import sarif
from dpcsite.report.text import text

FORMATS = ("text", "json", "sarif", "junit", "github")

LINES: dict[str, Callable[[Sequence[Finding]], str]] = {"sarif": sarif, "junit": junit, "github": github}


def rendered(form: str, findings: Sequence[Finding], tree: Tree, *, colour: bool) -> str:
    """Findings in one of `FORMATS` other than json, which holds more than findings."""
    if form == "text":
        return text(findings, tree.line, colour=colour)
    return LINES[form](findings)


__all__ = ["FORMATS", "finding_json", "rendered"]

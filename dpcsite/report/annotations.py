"""Findings as GitHub workflow commands, which become annotations on the changed files."""

from collections.abc import Sequence

from dpcsite.model.findings import Finding
from dpcsite.report.tame import tame

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github(findings: Sequence[Finding]) -> str:
    """One `::error file=…` line for each finding."""
    return "".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(finding.rule)}"
    return f"::{COMMANDS[finding.severity]} {where}::{_data(f'{finding.message} {finding.help}')}\n"


def _data(text: str) -> str:
    lines = text.replace("%", "%25").split("\n")
    return "%0A".join(tame(line.replace("\r", "%0D").replace("\t", " ")) for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

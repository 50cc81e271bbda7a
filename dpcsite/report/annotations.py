"""Findings as GitHub workflow commands, which become annotations on the changed files."""

from collections.abc import Sequence

from dpcsite.model.findings import Finding

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github(findings: Sequence[Finding]) -> str:
    """One `::error file=…` line for each finding."""
    return "".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(finding.rule)}"
    return f"::{COMMANDS[finding.severity]} {where}::{_data(f'{finding.message} {finding.help}')}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""Findings as JUnit XML, which every CI system shows: one test case per source file."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from dpcsite.model.findings import Finding

# Characters that XML 1.0 cannot hold, however they are written.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding]) -> str:
    """One suite; a file with an error is a failed case, and a run without findings is one passed case."""
    cases = [_case(path, list(found)) for path, found in groupby(findings, key=lambda one: one.place.path)]
    if not cases:
        cases = ['<testcase classname="dpcsite" name="all files"/>']
    failures = len({one.place.path for one in findings if one.severity == "error"})
    body = "\n".join(cases)
    head = f'<testsuite name="dpcsite" tests="{len(cases)}" failures="{failures}" errors="0">'
    body = _NOT_XML.sub("\ufffd", body)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{head}\n{body}\n</testsuite>\n</testsuites>\n'


def _case(path: str, findings: list[Finding]) -> str:
    errors = [one for one in findings if one.severity == "error"]
    others = [one for one in findings if one.severity != "error"]
    inner = ""
    if errors:
        inner += f"<failure message={quoteattr(errors[0].message)}>{escape(_lines(errors))}</failure>"
    if others:
        inner += f"<system-out>{escape(_lines(others))}</system-out>"
    return f'<testcase classname="dpcsite" name={quoteattr(path)}>{inner}</testcase>'


def _lines(findings: list[Finding]) -> str:
    return "\n".join(
        f"{one.place.path}:{one.place.line}:{one.place.column}: {one.severity} {one.rule}: {one.message} {one.help}"
        for one in findings
    )

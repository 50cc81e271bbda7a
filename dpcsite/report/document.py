"""The JSON document of a run, as outside tools read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dpcsite import __version__
from dpcsite.model.findings import Finding
from dpcsite.model.plan import Output
from dpcsite.model.report import Report


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; lines and columns count from 1."""
    place = finding.place
    return {
        "rule": finding.rule,
        "wcag": list(finding.wcag),
        "act": list(finding.act),
        "level": finding.level,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "page": finding.page,
        "selector": finding.selector,
        "count": finding.count,
    }


def page_json(page: Output) -> dict[str, str]:
    """One page of the site."""
    return {
        "url": page.url,
        "path": page.path,
        "lang": page.lang,
        "force": page.force,
        "service": page.service,
        "source": page.source,
    }


def audit_json(pages: Sequence[Output], findings: Sequence[Finding]) -> str:
    """The pages that a browser opened, and every finding."""
    document = {
        "version": __version__,
        "pages": [page_json(page) for page in pages],
        "findings": [finding_json(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def report_json(report: Report) -> str:
    """The whole run: outcome, pages, findings, counts."""
    pages = [page_json(page) for page in report.pages]
    document = {
        "version": __version__,
        "outcome": "built" if report.built else "refused",
        "pages": pages,
        "findings": [finding_json(finding) for finding in report.findings],
        "stats": asdict(report.stats),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def files_json(files: Mapping[str, Sequence[Finding]]) -> str:
    """The findings of `check-html`, file by file."""
    rows = [{"path": path, "findings": [finding_json(one) for one in found]} for path, found in files.items()]
    return json.dumps({"files": rows}, ensure_ascii=False, indent=1) + "\n"

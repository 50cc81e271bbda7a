"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the changed lines."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from dpcsite import __version__
from dpcsite.model.findings import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Sequence[Finding]) -> str:
    """One run with every finding as a result."""
    rules = sorted({finding.rule for finding in findings})
    driver = {"name": "dpcsite", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.rule)) for finding in findings],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    place = finding.place
    identity = f"{finding.rule}|{place.path}|{finding.message}|{finding.selector}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {"text": f"{finding.message} {finding.help}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.path, safe="/")},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        "partialFingerprints": {"dpcsite/v1": sha256(identity.encode()).hexdigest()[:32]},
        "occurrenceCount": finding.count,
        "properties": {"wcag": list(finding.wcag), "act": list(finding.act), "page": finding.page},
    }

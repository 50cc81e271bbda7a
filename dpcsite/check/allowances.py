"""Findings that are known: allowed for a reason and until a day, or there before the checks were.

Neither is hidden. Both stay in the report as notes, so that they do not block, and nobody forgets them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from dpcsite.model.findings import Finding
from dpcsite.model.site import Allowance

NEVER = frozenset({"outside-request", "promise"})  # what a reader was promised is not ours to allow

VERSION = 1


class BadBaselineError(Exception):
    """A baseline file that cannot be read; the message says why."""


def allowed(findings: Sequence[Finding], allowances: Iterable[Allowance], today: date) -> list[Finding]:
    """Turn findings that an allowance covers into notes, and report allowances that are over or cover nothing."""
    result = list(findings)
    for one in allowances:
        if one.rule in NEVER or one.until < today:
            result.append(_void(one))
            continue
        covered = [number for number, finding in enumerate(result) if _covers(one, finding)]
        for number in covered:
            finding = result[number]
            message = f"{finding.message} (Allowed until {one.until}: {one.reason})"
            result[number] = replace(finding, severity="note", message=message)
        if not covered:
            message = f'The allowance "{one.id}" covers nothing any more.'
            result.append(Finding("allowance-unused", "warning", message, "Take it out.", one.place))
    return result


def _void(one: Allowance) -> Finding:
    if one.rule in NEVER:
        message = f"{one.rule} cannot be allowed: readers were promised it."
        return Finding("allowance-over", "error", message, "Take the allowance out.", one.place)
    message = f'The allowance "{one.id}" ended on {one.until}.'
    help_ = f"Mend what it covers ({one.rule}), or write a new day with a new reason."
    return Finding("allowance-over", "warning", message, help_, one.place)


def fingerprint(finding: Finding) -> str:
    """What stays the same of a finding while lines move: its rule, its file and its words."""
    text = f"{finding.rule}|{finding.place.path}|{finding.message}"
    return sha256(text.encode()).hexdigest()[:16]


def baseline_of(findings: Iterable[Finding]) -> str:
    """A baseline file: how often each finding that blocks or warns is there now."""
    known = Counter(fingerprint(one) for one in findings if one.severity != "note")
    return json.dumps({"version": VERSION, "findings": dict(sorted(known.items()))}, indent=1) + "\n"


def known(findings: Sequence[Finding], baseline: str) -> list[Finding]:
    """Turn findings that a baseline file holds into notes; of several alike, no more than it counted.

    What may not be allowed may not be known either.
    """
    try:
        document = json.loads(baseline)
        left = Counter({str(key): int(count) for key, count in document["findings"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBaselineError("This is not a baseline file; make one with --write-baseline.") from error
    result = []
    for finding in findings:
        key = fingerprint(finding)
        if finding.severity != "note" and left[key] > 0 and finding.rule not in NEVER:
            left[key] -= 1
            result.append(replace(finding, severity="note", message=f"{finding.message} (Known from the baseline.)"))
        else:
            result.append(finding)
    return result


def _covers(one: Allowance, finding: Finding) -> bool:
    path = finding.place.path
    here = path == one.path or (one.path.endswith("/") and path.startswith(one.path))
    return here and finding.rule == one.rule and finding.severity != "note" and one.text in finding.message

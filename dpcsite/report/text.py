"""Findings as a person reads them in a terminal: one line that editors can click, the author's line, what to do."""

from collections.abc import Callable, Sequence

from dpcsite.model.findings import Finding
from dpcsite.report.tame import tame

COLOURS = {"error": "31", "warning": "33", "note": "36"}
WIDTH = 100  # of the author's line that is shown


def text(findings: Sequence[Finding], line_of: Callable[[str, int], str], *, colour: bool) -> str:
    """Each finding as `path:line:col: severity rule: message`, with the line it is about and help below.

    `line_of(path, number)` gives a line of an author's file, or "".
    """
    return "".join(_one(finding, line_of, colour=colour) for finding in findings)


def summary(errors: int, warnings: int) -> str:
    """How many there are, in words."""
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((errors, "error"), (warnings, "warning"))]
    return ", ".join(parts)


def _one(finding: Finding, line_of: Callable[[str, int], str], *, colour: bool) -> str:
    place = finding.place
    severity = f"\x1b[{COLOURS[finding.severity]};1m{finding.severity}\x1b[0m" if colour else finding.severity
    where = f"{tame(place.path)}:{place.line}:{place.column}"
    rows = [f"{where}: {severity} {finding.rule}: {tame(finding.message)}"]
    rows += _excerpt(tame(line_of(place.path, place.line)), place.line, place.column)
    if finding.wcag:
        rows.append(f"  WCAG {', '.join(finding.wcag)} (level {finding.level})")
    rows.append(f"  help: {tame(finding.help)}")
    if finding.page:
        others = f" and {finding.count - 1} more" if finding.count > 1 else ""
        rows.append(f"  seen on {tame(finding.page)}{others}")
    return "\n".join(rows) + "\n\n"


def _excerpt(line: str, number: int, column: int) -> list[str]:
    """The author's line with a caret below the column; a long line is cut round it."""
    if not line.strip():
        return []
    shown = line.replace("\t", " ")
    start = max(0, column - WIDTH // 2) if len(shown) > WIDTH else 0
    cut = shown[start : start + WIDTH]
    label = f"  {number} | "
    return [f"{label}{cut}", f"{' ' * (len(label) - 2)}| {' ' * (column - 1 - start)}^"]

"""What the preview shows instead of a site that cannot be built."""

from collections.abc import Iterable
from html import escape

from dpcsite.model.findings import Finding
from dpcsite.model.report import Report
from dpcsite.report.text import summary


def trouble(report: Report) -> str:
    """Every finding with its place and the author's line, as a page that goes away by itself."""
    rows = "\n".join(_row(finding, report) for finding in report.findings)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The site cannot be built</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 1.5rem; max-width: 60rem }}
pre {{ overflow-x: auto; background-color: #eee; color: #111; padding: .5rem }}
li {{ margin-bottom: 1.5rem }} code {{ font-size: 1rem }}
</style></head>
<body><main><h1>The site cannot be built</h1>
<p>{escape(count(report.findings))} This page goes away by itself when they are mended.</p>
<ol>
{rows}
</ol></main></body></html>
"""


def _row(finding: Finding, report: Report) -> str:
    place = finding.place
    line = report.tree.line(place.path, place.line)
    shown = f"<pre>{escape(line)}</pre>" if line.strip() else ""
    return (
        f"<li><code>{escape(place.path)}:{place.line}:{place.column}</code><br><strong>{finding.severity}: "
        f"{escape(finding.message)}</strong>{shown}{escape(finding.help)}</li>"
    )


def count(findings: Iterable[Finding]) -> str:
    """How many errors and warnings there are, as a sentence."""
    kinds = [finding.severity for finding in findings]
    return f"{summary(kinds.count('error'), kinds.count('warning'))}."

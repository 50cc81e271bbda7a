"""What `verify` found of a folder, as findings and as JSON."""

import json
from collections.abc import Iterator

from dpcsite import __version__
from dpcsite.model.findings import Finding, Place
from dpcsite.model.manifest import Verdict

HELP = "Build again, or copy the whole build again; do not publish this folder."


def verdict_findings(folder: str, verdict: Verdict) -> Iterator[Finding]:
    """One finding for each file that is not as it was built."""
    said = (
        (verdict.missing, "This file of the build is missing."),
        (verdict.extra, "This file is not part of the build."),
        (verdict.changed, "This file is not as it was built."),
    )
    for paths, message in said:
        for path in paths:
            yield Finding("built-file", "error", message, HELP, Place(f"{folder}/{path}"))


def verdict_json(verdict: Verdict) -> str:
    """The same for programs, with what the manifest says of the build."""
    manifest = verdict.manifest
    document = {
        "version": __version__,
        "outcome": "whole" if verdict.whole else "differs",
        "missing": list(verdict.missing),
        "extra": list(verdict.extra),
        "changed": list(verdict.changed),
        "build": {
            "version": manifest.version,
            "base_url": manifest.base_url,
            "commit": manifest.commit,
            "forces": list(manifest.forces),
            "preview": manifest.preview,
            "blocked": manifest.blocked,
            "tree": manifest.tree,
            "files": len(manifest.files),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

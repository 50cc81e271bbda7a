"""`staticwebapp.config.json`, as Azure Static Web Apps reads it from the top of a site.

Source: learn.microsoft.com "Configure Azure Static Web Apps". The file may hold 20 KiB. Where the redirects are too
many for it they are left out: the page at each old address leads on by itself.
"""

import json
from typing import Any

from dpcsite.model.serving import KEPT, STATE, TYPES, Hosting

MAX_BYTES = 20 * 1024


def azure(hosting: Hosting) -> str:
    """The text of the file."""
    moved = [{"route": old, "redirect": new, "statusCode": 301} for old, new in hosting.redirects.items()]
    whole = _text(hosting, moved)
    return whole if len(whole.encode()) <= MAX_BYTES else _text(hosting, [])


def _text(hosting: Hosting, moved: list[dict[str, Any]]) -> str:
    kept = [{"route": f"{hosting.prefix}/assets/*", "headers": {"Cache-Control": KEPT["asset"]}}]
    kept += [
        {"route": f"{hosting.prefix}/{name}", "headers": {"Cache-Control": KEPT["state"]}} for name in sorted(STATE)
    ]
    config = {
        "trailingSlash": "always",
        "routes": [*moved, *kept, {"route": "/*.html", "headers": {"Cache-Control": KEPT["page"]}}],
        "responseOverrides": {"404": {"rewrite": hosting.missing[f"{hosting.prefix}/"], "statusCode": 404}},
        "globalHeaders": {**hosting.headers, "Cache-Control": KEPT["page"]},
        "mimeTypes": {ending: media.partition(";")[0] for ending, media in TYPES.items()},
    }
    return json.dumps(config, indent=1) + "\n"

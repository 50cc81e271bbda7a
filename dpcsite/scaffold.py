"""New source files that are valid from the start: a service, a page, a force, an alert."""

import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_PAGE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$")

SERVICE = """---
title: {name}
summary: Say in one sentence what somebody can do here.
# report, tell-us-about, apply, request, contact or advice
category: report
# Channels of content/channels.yaml, in the order to try them.
fallback: [999, 101]
---

## When to use this

Say it in short sentences. Name the force as {{{{ force.name }}}}.
"""

PAGE = """---
title: {name}
summary: Say in one sentence what this page tells.
---

## First heading

Write here.
"""

FORCE = """# A blank or missing field means "not known": do not guess.
name:
  en: {name}
kind: territorial
nation: England
region: South East
languages: [en]
# Take this line out when the numbers below are known: then the force gets a page for each service.
pages: contact-only
# website: https://www.example.police.uk/
# contacts:
#   emergency: "999"
#   non_emergency: "101"
platform:
  id: single-online-home
  status: unknown
# services:
#   report-crime:
#     en:
#       url: https://www.example.police.uk/report/
#       grade: A
#       checked_on: {today}
"""

ALERT = """---
title: {name}
expires: {later}
# Leave forces out to show the alert on every page.
# forces: [kent]
---

Say what has happened, and what to do.
"""


class CannotCreateError(Exception):
    """The file cannot be made: its name will not do, or it is there already."""


Maker = Callable[[str], tuple[str, str]]
KINDS: dict[str, Maker] = {
    "service": lambda name: (f"content/services/{name}.md", SERVICE),
    "page": lambda name: (f"content/pages/{name}.md", PAGE),
    "force": lambda name: (f"forces/{name}/force.yaml", FORCE),
    "alert": lambda name: (f"content/alerts/{name}.md", ALERT),
}


def create(root: Path, kind: str, name: str, today: date) -> str:
    """Write a new file of one of `KINDS` below `root` and return its path; never over one that is there."""
    if not (_PAGE if kind == "page" else _ID).match(name):
        raise CannotCreateError(f'"{name}" cannot be used: take small letters, digits and hyphens.')
    path, template = KINDS[kind](name)
    target = root / path
    if not (root / "content").is_dir():
        raise CannotCreateError(f"There is no folder content/ in {root}; name the site's folder with --source.")
    if os.path.lexists(target):
        raise CannotCreateError(f"{path} is there already.")
    title = name.rsplit("/", 1)[-1].replace("-", " ").capitalize()
    text = template.format(name=title, today=today, later=today + timedelta(days=7))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8") as file:
        file.write(text)
    return path

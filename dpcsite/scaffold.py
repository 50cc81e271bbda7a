"""New source files that are valid from the start: a service, a page, a force, an alert."""

import os
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from dpcsite.model.links import RESERVED
from dpcsite.model.names import SLUG, misnamed

_ID = re.compile(SLUG)
_PAGE = re.compile(rf"{SLUG}(?:/{SLUG})*")

MAX_LETTERS = 60

SERVICE = """---
title: {name}
summary: Say in one sentence what somebody can do here.
# report, tell-us-about, apply, request, contact or advice
category: report
# Channels of content/channels.yaml, in the order to try them.
fallback: [999, 101]
# If a reader may be in danger when somebody sees this page, take the # off these two lines. The second is what the
# browser's tab and history show instead of the title; it must not tell what the page is about.
# high_harm: true
# neutral_title: Help and advice
# Services and pages to read next, by their ids.
related: []
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


def _taken(root: Path, kind: str, name: str) -> str:
    """Say to whom an address belongs already; "" where it is free."""
    if kind == "page" and name.split("/", maxsplit=1)[0] in RESERVED:
        return "the address belongs to another part of the site."
    other = {"page": "services", "service": "pages"}.get(kind)
    if other and os.path.lexists(root / "content" / other / f"{name}.md"):
        return f"content/{other}/{name}.md has the name already."
    return ""


Maker = Callable[[str], tuple[str, str]]
KINDS: dict[str, Maker] = {
    "service": lambda name: (f"content/services/{name}.md", SERVICE),
    "page": lambda name: (f"content/pages/{name}.md", PAGE),
    "force": lambda name: (f"forces/{name}/force.yaml", FORCE),
    "alert": lambda name: (f"content/alerts/{name}.md", ALERT),
}


def create(root: Path, kind: str, name: str, today: date) -> str:
    """Write a new file of one of `KINDS` below `root` and return its path; never over one that is there."""
    if len(name) > MAX_LETTERS or not (_PAGE if kind == "page" else _ID).fullmatch(name):
        shown = name if len(name) <= MAX_LETTERS else f"{name[:MAX_LETTERS]}…"
        limit = f"at most {MAX_LETTERS} small letters, digits and hyphens"
        raise CannotCreateError(f'"{shown}" cannot be used: take {limit}.')
    wrong = next(filter(None, map(misnamed, name.split("/"))), None)
    if wrong:
        raise CannotCreateError(" ".join(wrong))
    taken = _taken(root, kind, name)
    if taken:
        raise CannotCreateError(f'"{name}" cannot be used: {taken}')
    path, template = KINDS[kind](name)
    target = root / path
    if any((root / part).is_symlink() for part in Path(path).parents):
        raise CannotCreateError(f"A folder of {path} is a link to another place.")
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

"""The doctor's report: the matrix of forces and services, the site in figures, and what waits for a person."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby

from dpcsite.doctor import LEAST_WORDS, LEGEND, SOON, Figures, Parity, Row, Todo, coverage, figures, todos, totals
from dpcsite.model.findings import Finding
from dpcsite.model.site import Site
from dpcsite.report.document import finding_json

TITLES = {
    "review": "Facts whose day of review has passed",
    "due": f"Services and pages to read through again within {SOON} days, or late already",
    "unowned": "Services and pages that nobody keeps true yet",
    "unchecked": "Shown on the strength of their source; no person has checked them",
    "old": "Checked too long ago",
    "link": "Addresses that did not answer well when dpcsite links last opened them",
    "look": "Opened by dpcsite links too long ago",
    "lead": "Leads: seen, checked by nobody, shown to nobody",
    "translation": "Welsh that is owed",
}
ORDER = tuple(TITLES)


def doctor_text(site: Site, today: date) -> str:
    """The report for a terminal."""
    rows = list(coverage(site))
    parts = [_heading("The next step of each force and service"), LEGEND, "", *_matrix(rows, list(site.services)), ""]
    parts += [_heading("The site in figures"), *_figures(figures(site)), ""]
    for kind, found in _by_kind(list(todos(site, today))):
        parts += [_heading(f"{TITLES[kind]}: {len(found)}"), *(f"{one.place}: {one.what}" for one in found), ""]
    return "\n".join(parts)


def doctor_json(site: Site | None, errors: Sequence[Finding], today: date) -> str:
    """The same for programs, with the errors of the sources; only those where there is no site."""
    rows = list(coverage(site)) if site else []
    found = {"findings": [finding_json(error) for error in errors]}
    document = (
        found
        if site is None
        else {
            **found,
            "services": list(site.services),
            "legend": LEGEND,
            "coverage": [asdict(row) for row in rows],
            "totals": dict(sorted(totals(rows).items())),
            "figures": _plain(figures(site)),
            "todos": [asdict(todo) for todo in sorted(todos(site, today), key=_order)],
        }
    )
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(found: Figures) -> dict[str, object]:
    """The figures for JSON, days as texts."""
    oldest = found.looks.oldest
    return {**asdict(found), "looks": {**asdict(found.looks), "oldest": oldest.isoformat() if oldest else None}}


def _heading(words: str) -> str:
    return f"{words}\n{'-' * len(words)}"


def _figures(found: Figures) -> list[str]:
    """Owners, sources, languages and reading, a line each."""
    of = f"of {found.services_and_pages} services and pages"
    lines = [
        f"Without an owner: {len(found.without_owner)} {of}",
        f"Never read through by an owner: {len(found.never_reviewed)} {of}",
        f"Facts without a source: {found.facts_without_source}",
        *(_parity(one) for one in found.parity),
    ]
    reading = found.reading
    if reading.texts:
        texts = f"{reading.texts} {'text' if reading.texts == 1 else 'texts'} in English of {LEAST_WORDS} words or more"
        lines.append(f"Median reading age: {reading.median_age:.1f} ({texts})")
    if reading.longest_words:
        lines.append(f"Longest sentence: {reading.longest_words} words, at {reading.longest_place}")
    looks = found.looks
    seen = f"{looks.well} of {looks.addresses} answered well; the oldest look is of {looks.oldest}"
    lines.append(f"Addresses opened by dpcsite links: {seen if looks.addresses else 'none yet'}")
    return lines


def _parity(one: Parity) -> str:
    services = f"{one.services} of {one.services_of} services ({one.services_percent}%)"
    return f"With a version in {one.lang}: {services}, {one.pages} of {one.pages_of} pages ({one.pages_percent}%)"


def _matrix(rows: Sequence[Row], services: Sequence[str]) -> list[str]:
    """One line a force, one column a service; the services' names stand below, by number."""
    width = max((len(row.force) for row in rows), default=0)
    tens = "".join(str((n // 10) % 10) if n % 10 == 0 else " " for n in range(1, len(services) + 1))
    units = "".join(str(n % 10) for n in range(1, len(services) + 1))
    lines = [f"{'':{width}}    {tens}", f"{'':{width}}    {units}"]
    lines += [f"{row.force:{width}} {row.lang} {row.letters}" for row in rows]
    lines += ["", "  ".join(f"{letter} {count}" for letter, count in sorted(totals(list(rows)).items())), ""]
    lines += [f"{number:3} {service}" for number, service in enumerate(services, start=1)]
    return lines


def _order(todo: Todo) -> tuple[int, str, str]:
    return ORDER.index(todo.kind), todo.place, todo.what


def _by_kind(found: list[Todo]) -> list[tuple[str, list[Todo]]]:
    return [(kind, list(group)) for kind, group in groupby(sorted(found, key=_order), key=lambda one: one.kind)]

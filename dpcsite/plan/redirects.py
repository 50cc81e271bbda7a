"""Old addresses to new ones: no loops, no chains, nothing over a page that exists, no way out of the site."""

from collections.abc import Iterable, Iterator, Mapping

from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import Site

MAX_HOPS = 2  # a longer chain is a list that nobody has tidied; shorter ones are made into one step

LOOKED_AT = 12  # steps that are followed at most: chains and circles of thousands would take minutes to tell

Moved = tuple[str, str, Place]  # old address, new address, and who says so


def redirects(site: Site, urls: frozenset[str], moved: Iterable[Moved] = ()) -> tuple[dict[str, str], list[Finding]]:
    """Where each old address leads in the end, and what is wrong with the list; `moved` are those of forces."""
    findings: list[Finding] = []
    rows = [*site.redirects, *_old_paths(site, findings), *moved]
    table: dict[str, str] = {}
    places: dict[str, Place] = {}
    for old, new, place in rows:
        if old in urls:
            message = f"{old} is the address of a page, so nothing can be sent on from there."
            findings.append(_finding(message, "Take the redirect out, or rename the page.", place))
        elif old in table:
            message = f"{old} leads to two places: {table[old]} and {new}."
            findings.append(_finding(message, f"Keep one of them; the other is in {places[old].path}.", place))
        else:
            table[old], places[old] = new, place
    resolved = {}
    for old in table:
        trail = _follow(old, table)
        end = trail[-1]
        if end in trail[:-1]:
            if old != min(trail):
                continue  # told once for each circle
            message = f"These addresses lead in a circle: {' → '.join(trail)}."
            findings.append(_finding(message, "Let one of them lead to a page.", places[old]))
        elif len(trail) > MAX_HOPS + 1:
            more = end in table
            message = f"{old} leads on more than twice: {' → '.join(trail)}{' → …' if more else ''}."
            help_ = "Let each lead to its page at once." if more else f"Let {old} lead to {end} at once."
            findings.append(_finding(message, help_, places[old]))
        elif end not in urls:
            message = f"{old} leads to {end}, where there is no page."
            findings.append(_finding(message, "Name a page that exists.", places[old]))
        else:
            resolved[old] = end
    return resolved, findings


def _old_paths(site: Site, findings: list[Finding]) -> Iterator[Moved]:
    """Former addresses that pages name themselves; a force's page may only name one among its own."""
    holders: list[tuple[str, tuple[tuple[str, Place], ...]]] = [
        *((f"/services/{one.id}/", one.care.old_paths) for one in site.services.values()),
        *((_page_path(one.force, one.id), one.care.old_paths) for one in site.pages.values()),
    ]
    for path, old_paths in holders:
        spaces = _spaces(site, path.split("/")[2]) if path.startswith("/forces/") else ("/",)
        for old, place in old_paths:
            if old.startswith(spaces):
                yield old, path, place
            else:
                message = f"{old} is not an address of this force."
                findings.append(_finding(message, f"Use an address that begins with {' or '.join(spaces)}.", place))


def _spaces(site: Site, force: str) -> tuple[str, ...]:
    """What the addresses of a force begin with, those of its earlier ids among them."""
    former = site.forces[force].change.ids if force in site.forces else ()
    return tuple(f"/forces/{name}/" for name in (force, *(name for name, _ in former)))


def _page_path(force: str, page: str) -> str:
    return f"/forces/{force}/{page}/" if force else f"/{page}/"


def _follow(start: str, table: Mapping[str, str]) -> list[str]:
    trail = [start]
    while trail[-1] in table and len(trail) <= LOOKED_AT:
        trail.append(table[trail[-1]])
        if trail[-1] in trail[:-1]:
            break
    return trail


def _finding(message: str, help_: str, place: Place) -> Finding:
    return Finding("redirect", "error", message, help_, place)

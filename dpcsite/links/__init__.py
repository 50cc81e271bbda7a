"""Links to other sites: where they stand in the sources, whether they still lead anywhere, and what was seen before.

Only `dpcsite links` asks the network; a build reads what it wrote down. A program that opens an address sees that it
answers, not what it says: it never writes `checked_on`, which is for people.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpcsite.links.visit import Visit
from dpcsite.model.findings import Finding, Place, Severity
from dpcsite.model.links import OUTSIDE, scheme_of
from dpcsite.model.site import Alert, LinkCheck, Page, Section, Service, Site
from dpcsite.model.words import Gap, Words

_SEVERITY: Mapping[str, Severity] = {"broken": "error", "moved": "warning", "cannot-tell": "note"}
_HELP = {
    "broken": "Find where it is now, or take it out.",
    "moved": "Write the new address, if it still says what ours promises.",
    "cannot-tell": "Open it in a browser: many sites answer people and not programs.",
}
FILE = "links.checked.yaml"
HEAD = "# Written by dpcsite links: a program opened these addresses. Nobody read what stands there."
NOBODY = ""  # the owner of what stands in content/


Checks = Mapping[tuple[str, str], LinkCheck]  # by owner and address


@dataclass(frozen=True, slots=True)
class Link:
    """An address of another site, with the force in whose folder it stands, and its first place there."""

    url: str
    owner: str
    place: Place


def links_of(site: Site) -> list[Link]:
    """Every address of another site that a page may show, each once for each owner, in the order of the files.

    Leads are not among them: nobody may be sent there. Paths of the platform are, behind the hosts that showed them.
    """
    found: dict[tuple[str, str], Link] = {}
    for link in (*_of_forces(site), *_of_content(site), *_of_words(site)):
        url = link.url.partition("#")[0]
        if scheme_of(url) in OUTSIDE:
            found.setdefault((link.owner, url), replace(link, url=url))
    return sorted(found.values(), key=lambda one: (one.place.path, one.place.line, one.url))


def _of_forces(site: Site) -> Iterator[Link]:
    for force in site.forces.values():
        if force.website:
            yield Link(force.website, force.id, force.places["website"])
        if force.rss:
            yield Link(force.rss, force.id, force.places["rss"])
        yield from (Link(url, force.id, force.places[f"social.{name}"]) for name, url in force.social.items())
        for address in force.register.values():
            if not isinstance(address, str):
                yield Link(address.url, force.id, address.place)


def _of_content(site: Site) -> Iterator[Link]:
    yield Link(site.settings.quick_exit, NOBODY, Place("content/site.yaml"))
    if site.settings.feedback:
        yield Link(site.settings.feedback, NOBODY, Place("content/site.yaml"))
    yield from (Link(one.url, NOBODY, one.place) for one in site.channels.values() if one.url)
    yield from (Link(one.url, NOBODY, one.place) for rows in site.doorways.values() for one in rows)
    for path in site.platform.paths.values() if site.platform else ():
        yield from (Link(f"https://{seen.host}{path.path}", NOBODY, path.place) for seen in path.seen)


def _of_words(site: Site) -> Iterator[Link]:
    holders: tuple[Service | Page | Alert | Section, ...] = (
        *site.services.values(),
        *site.pages.values(),
        *site.alerts,
        *site.sections,
    )
    for words in (words for holder in holders for words in holder.words.values()):
        owner = words.path.split("/")[1] if words.path.startswith("forces/") else NOBODY
        yield from (Link(gap.name, owner, Place(words.path, gap.line, gap.column)) for gap in _addresses(words))


def _addresses(words: Words) -> Iterator[Gap]:
    return (gap for gap in words.body.gaps if gap.kind == "href")


def seen(links: Iterable[Link], visits: Mapping[str, Visit], before: Checks, today: date) -> Checks:
    """What is known of each link now: what was seen today, and of the others what was seen before.

    `since` is the day from which an address has been in its state.
    """
    found: dict[tuple[str, str], LinkCheck] = {}
    for link in links:
        key = (link.owner, link.url)
        old, visit = before.get(key), visits.get(link.url)
        if visit is None:
            found |= {key: old} if old else {}
            continue
        since = old.since if old and old.state == visit.state else today
        found[key] = LinkCheck(visit.state, since, today, visit.answer, visit.to, link.place)
    return found


def files_of(checks: Checks) -> dict[str, str]:
    """The text of each `links.checked.yaml` by its path."""
    rows: dict[str, list[str]] = {}
    for (owner, url), one in sorted(checks.items()):
        path = f"forces/{owner}/{FILE}" if owner else f"content/{FILE}"
        lines = [f"{json.dumps(url)}:", f"  state: {one.state}", f"  since: {one.since}", f"  seen: {one.seen}"]
        lines += [f"  answer: {json.dumps(one.answer)}"] if one.answer else []
        lines += [f"  to: {json.dumps(one.to)}"] if one.to else []
        rows.setdefault(path, [HEAD]).extend(lines)
    return {path: "\n".join(lines) + "\n" for path, lines in rows.items()}


def findings(links: Iterable[Link], checks: Checks) -> list[Finding]:
    """What an editor should look at, at the line where the address stands."""
    found = []
    for link in links:
        one = checks.get((link.owner, link.url))
        if one is None or one.state == "ok":
            continue
        told = {"broken": "is broken", "moved": f"has moved to {one.to}", "cannot-tell": "could not be looked at"}
        why = f" ({one.answer})" if one.answer and one.state != "moved" else ""
        message = f"{link.url} {told[one.state]}{why}; so since {one.since}."
        found.append(Finding("outside-link", _SEVERITY[one.state], message, _HELP[one.state], link.place))
    return found


def links_json(links: Iterable[Link], checks: Checks) -> str:
    """All links with what is known of them, as JSON."""
    rows = []
    for link in links:
        one = checks.get((link.owner, link.url))
        row = {"url": link.url, "owner": link.owner, "path": link.place.path, "line": link.place.line}
        row |= {"state": one.state if one else "not-seen", "since": str(one.since) if one else None}
        row |= {
            "seen": str(one.seen) if one else None,
            "answer": one.answer if one else "",
            "to": one.to if one else "",
        }
        rows.append(row)
    return json.dumps({"links": rows}, ensure_ascii=False, indent=1) + "\n"

"""Forces that change: which have pages today, and where the pages of earlier ids and of ended forces lead."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dpcsite.model.findings import Place
from dpcsite.model.plan import Ending
from dpcsite.model.site import Force, Site
from dpcsite.plan.addresses import localised, outputs
from dpcsite.plan.fill import Setting
from dpcsite.plan.pointers import to_force

NOTICE_DAYS = 90  # before its last day, a force's home begins to say that it ends


def in_force(site: Site, today: date) -> Site:
    """The site without the forces that have ended, their pages and their pictures."""
    over = {name for name, force in site.forces.items() if force.change.over(today)}
    if not over:
        return site
    folders = tuple(f"forces/{name}/" for name in over)
    return replace(
        site,
        forces={name: force for name, force in site.forces.items() if name not in over},
        pages={key: page for key, page in site.pages.items() if key[0] not in over},
        pictures={path: one for path, one in site.pictures.items() if not path.startswith(folders)},
    )


def moved(site: Site, urls: frozenset[str], today: date) -> Iterator[tuple[str, str, Place]]:
    """Old address, new address and reason for each page of a force that has another id now, or has ended.

    `site` holds the ended forces too. Their pages lead to the same page of the force that follows, or to its home.
    There is one for each page and id, so that the list grows with the pages of the site and no faster.
    """
    first = site.settings.languages[0]
    claimed = set(site.forces)
    former = {force.id: _claims(force, claimed, today) for force in site.forces.values()}
    for page in outputs(site):
        force = site.forces.get(page.force)
        heir = _heir(site, force, today) if force and former[force.id] else None
        if force is None or heir is None:
            continue
        start = localised(page.lang, f"/forces/{force.id}/", first)
        homes = [localised(lang, f"/forces/{heir.id}/", first) for lang in (page.lang, first)]
        wanted = [homes[0] + page.url.removeprefix(start), *homes]
        target = next((url for url in wanted if url in urls), "")
        for name, place in former[force.id] if target else ():
            old = localised(page.lang, f"/forces/{name}/", first) + page.url.removeprefix(start)
            yield old, target, place


def ending(force: Force, setting: Setting, today: date) -> Ending | None:
    """What a force's home says of its end, when that is near."""
    last = force.change.last_day
    if last is None or (last - today).days > NOTICE_DAYS:
        return None
    heir = setting.site.forces.get(force.change.successor)
    return Ending(setting.day(last), to_force(setting, heir) if heir else None)


def _claims(force: Force, claimed: set[str], today: date) -> list[tuple[str, Place]]:
    """The ids below which a force's pages no longer stand; each belongs to the first force that claims it."""
    found = [(name, place) for name, place in force.change.ids if name not in claimed]
    claimed |= {name for name, _ in found}
    return [*found, (force.id, force.places["valid_until"])] if force.change.over(today) else found


def _heir(site: Site, force: Force, today: date) -> Force | None:
    """The force itself, or the first that has not ended among those that follow it."""
    seen = set()
    heir: Force | None = force
    while heir and heir.change.over(today):
        if heir.id in seen:
            return None
        seen.add(heir.id)
        heir = site.forces.get(heir.change.successor)
    return heir

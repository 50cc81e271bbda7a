"""What is missing or ageing: next steps by force and service, leads to follow, review dates, Welsh that is owed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dpcsite.model.findings import Place
from dpcsite.model.site import Address, Evidence, Force, Page, Service, Site
from dpcsite.plan.steps import applies, next_step, platform_address, sure

LETTERS = {"own": "O", "platform": "P", "doorway": "D", "website": "w", "none": "."}
LEGEND = (
    "O the force's own address   P the platform's address   D a national doorway   w only the force's website\n"
    "x not offered by the force   . only telephone and other channels   a blank: no page"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A force and a language, with one letter for each service (see `LEGEND`)."""

    force: str
    lang: str
    letters: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that somebody should look at: where, and what."""

    kind: str
    place: str
    what: str


def coverage(site: Site) -> Iterator[Row]:
    """The matrix of forces and services, in each language of a force."""
    for force in site.forces.values():
        if force.contact_only:
            continue
        for lang in force.languages:
            yield Row(force.id, lang, "".join(_letter(site, force, one, lang) for one in site.services.values()))


def todos(site: Site, today: date) -> Iterator[Todo]:
    """Everything that waits for a person, oldest kinds of trouble first."""
    yield from _reviews(site, today)
    yield from _ageing_links(site, today)
    yield from _leads(site)
    yield from _welsh(site)


def totals(rows: list[Row]) -> Counter[str]:
    """How often each letter stands in the matrix."""
    return Counter("".join(row.letters for row in rows))


def _letter(site: Site, force: Force, service: Service, lang: str) -> str:
    if service.id in force.without:
        return " "
    step = next_step(site, force, service, lang)
    return LETTERS[step.kind] if step.offered else "x"


def _reviews(site: Site, today: date) -> Iterator[Todo]:
    for fact in site.facts.values():
        if fact.review_by and fact.review_by < today:
            yield Todo("review", _at(fact.place), f"{fact.id} was due for review on {fact.review_by}")
        elif fact.evidence.checked_on is None:
            yield Todo(
                "unchecked",
                _at(fact.place),
                f"{fact.id}: nobody has checked this fact at its source (grade {fact.evidence.grade})",
            )


def _ageing_links(site: Site, today: date) -> Iterator[Todo]:
    limit = site.settings.policy.check_again_after_days
    for force in site.forces.values():
        for (service, lang), entry in force.register.items():
            if isinstance(entry, Address):
                yield from _age(
                    entry.evidence, f"{force.id}, {service} ({lang}): {entry.url}", _at(entry.place), today, limit
                )


def _age(evidence: Evidence, what: str, place: str, today: date, limit: int) -> Iterator[Todo]:
    if evidence.checked_on is None:
        yield Todo("unchecked", place, f"{what} was never checked by a person (grade {evidence.grade})")
    elif (today - evidence.checked_on).days > limit:
        yield Todo("old", place, f"{what} was last checked on {evidence.checked_on}")


def _leads(site: Site) -> Iterator[Todo]:
    for force in site.forces.values():
        yield from _force_leads(force, site)
    yield from _platform_leads(site)
    policy = site.settings.policy
    for service, doorways in site.doorways.items():
        for doorway in doorways:
            if not sure(doorway.evidence, policy):
                yield Todo("lead", _at(doorway.place), f"doorway, {service} ({doorway.lang}): {doorway.url}")
    for channel in site.channels.values():
        if channel.evidence and not sure(channel.evidence, policy):
            number = channel.telephone or channel.text or channel.url
            yield Todo("lead", _at(channel.place), f"channel {channel.id}: {number} (grade {channel.evidence.grade})")


def _force_leads(force: Force, site: Site) -> Iterator[Todo]:
    for lead in force.leads:
        yield Todo("lead", _at(lead.address.place), f"{force.id}, {lead.service} ({lead.lang}): {lead.address.url}")
    for (service, lang), entry in force.register.items():
        if isinstance(entry, Address) and not sure(entry.evidence, site.settings.policy):
            yield Todo("lead", _at(entry.place), f"{force.id}, {service} ({lang}): {entry.url}")


def _platform_leads(site: Site) -> Iterator[Todo]:
    for (service, lang), path in site.platform.paths.items() if site.platform else ():
        if not applies(path, site.settings.policy):
            forces = sum(1 for force in site.forces.values() if platform_address(site, force, path))
            why = path.not_everywhere or "seen on one host only, at grade D"
            what = f"platform, {service} ({lang}) for {forces} forces: {path.path}. {why}"
            yield Todo("lead", _at(path.place), what)


def _welsh(site: Site) -> Iterator[Todo]:
    holders: tuple[Service | Page, ...] = (*site.services.values(), *site.pages.values())
    for lang in site.settings.languages[1:]:
        for holder in holders:
            words = holder.words.get(lang)
            if words is None:
                yield Todo("translation", _at(holder.place), f"{holder.id} has no version in {lang}")
            elif words.needs_review:
                yield Todo("translation", f"{words.path}:1:1", f"{holder.id} waits for a translator ({lang})")


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"

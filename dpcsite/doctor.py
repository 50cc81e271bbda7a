"""What is missing or ageing: next steps by force and service, leads, review dates, owners, Welsh, how texts read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from dpcsite.check.prose.text import Sentence, reading_age, sentences
from dpcsite.model.findings import Place
from dpcsite.model.site import Address, Evidence, Force, Page, Service, Site
from dpcsite.plan.steps import applies, next_step, platform_address, sure

SOON = 60  # days before a page's day of review from which it is listed
LEAST_WORDS = 60  # below that a reading age says little; the rule reading-age draws the same line

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


@dataclass(frozen=True, slots=True)
class Parity:
    """How many services and pages have a version in a further language, of how many that owe one.

    Per cent are rounded down, so that 100 means all.
    """

    lang: str
    services: int
    services_of: int
    services_percent: int
    pages: int
    pages_of: int
    pages_percent: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How English texts read: the median reading age of the longer ones, and the longest sentence of all."""

    texts: int
    median_age: float
    longest_words: int
    longest_place: str


@dataclass(frozen=True, slots=True)
class Looks:
    """What `dpcsite links` saw: how many addresses it opened, how many answered as they should, the oldest look."""

    addresses: int
    well: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The site in a few figures.

    `without_owner` holds the files of services and pages that nobody keeps true, `never_reviewed` those that no owner
    has read through.
    """

    services_and_pages: int
    without_owner: tuple[str, ...]
    never_reviewed: tuple[str, ...]
    facts_without_source: int
    parity: tuple[Parity, ...]
    reading: Reading
    looks: Looks


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
    yield from _due(site, today)
    yield from _unowned(site)
    yield from _ageing_links(site, today)
    yield from _looks(site, today)
    yield from _leads(site)
    yield from _welsh(site)


def figures(site: Site) -> Figures:
    """Owners, sources, languages and reading in figures."""
    holders = _holders(site)
    return Figures(
        len(holders),
        tuple(one.place.path for one in holders if not one.care.owner),
        tuple(one.place.path for one in holders if one.care.reviewed_on is None),
        sum(1 for fact in site.facts.values() if not fact.evidence.source.strip()),
        tuple(_parity(site, lang) for lang in site.settings.languages[1:]),
        _reading(site),
        _seen(site),
    )


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


_ANSWERS = {"broken": "was broken", "moved": "had moved", "cannot-tell": "could not be told"}


def _looks(site: Site, today: date) -> Iterator[Todo]:
    """What a program saw of addresses when it opened them: those that did not answer well, and old looks."""
    limit = site.settings.policy.check_again_after_days
    for (_, url), check in site.checks.items():
        days = (today - check.seen).days
        ago = "today" if days <= 0 else "a day ago" if days == 1 else f"{days} days ago"
        if check.state != "ok":
            why = f": {check.answer}" if check.answer else ""
            now = f"; now {check.to}" if check.to else ""
            what = f"{url} {_ANSWERS[check.state]}{why}{now} (looked at {ago}, so since {check.since})"
            yield Todo("link", _at(check.place), what)
        elif days > limit:
            yield Todo("look", _at(check.place), f"{url} was last opened {ago}, on {check.seen}")


def _seen(site: Site) -> Looks:
    checks = site.checks.values()
    return Looks(
        len(checks), sum(check.state == "ok" for check in checks), min((check.seen for check in checks), default=None)
    )


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


def _due(site: Site, today: date) -> Iterator[Todo]:
    """Pages to read through again soon; those that are late stay until somebody has."""
    for holder in _holders(site):
        day = holder.care.review_by
        if day and (day - today).days <= SOON:
            when = f"was due on {day}" if day < today else f"is due by {day}"
            owner = f"; it belongs to: {holder.care.owner}" if holder.care.owner else ""
            yield Todo("due", _at(holder.place), f"{holder.id} {when}{owner}")


def _unowned(site: Site) -> Iterator[Todo]:
    """Pages that nobody keeps true, or that nobody has read through: no day of review can come for them."""
    for holder in _holders(site):
        missing = [] if holder.care.owner else ["no owner"]
        missing += [] if holder.care.reviewed_on else ["never read through (no reviewed_on)"]
        missing += [] if holder.care.review_in else ["no review_in"]
        if missing:
            yield Todo("unowned", _at(holder.place), f"{holder.id}: {', '.join(missing)}")


def _welsh(site: Site) -> Iterator[Todo]:
    for lang in site.settings.languages[1:]:
        for holder in _owing(site, lang):
            words = holder.words.get(lang)
            if words is None:
                yield Todo("translation", _at(holder.place), f"{holder.id} has no version in {lang}")
            elif words.needs_review:
                yield Todo("translation", f"{words.path}:1:1", f"{holder.id} waits for a translator ({lang})")


def _parity(site: Site, lang: str) -> Parity:
    owing = _owing(site, lang)
    services = _share([lang in one.words for one in owing if isinstance(one, Service)])
    pages = _share([lang in one.words for one in owing if isinstance(one, Page)])
    return Parity(lang, *services, *pages)


def _share(there: list[bool]) -> tuple[int, int, int]:
    return sum(there), len(there), 100 * sum(there) // len(there) if there else 100


def _reading(site: Site) -> Reading:
    ages: list[float] = []
    longest, place = 0, ""
    for holder in _holders(site):
        words = holder.words.get("en")
        found = [one for prose in words.prose for one in sentences(prose)] if words else []
        if words and sum(len(one.words) for one in found) >= LEAST_WORDS:
            ages.append(reading_age(found))
        for one in found:
            if words and len(one.words) > longest:
                longest, place = len(one.words), _begins(words.path, one)
    return Reading(len(ages), round(median(ages), 1) if ages else 0.0, longest, place)


def _begins(path: str, sentence: Sentence) -> str:
    return _at(Place(path, *sentence.prose.place(sentence.start)))


def _holders(site: Site) -> list[Service | Page]:
    return [*site.services.values(), *site.pages.values()]


def _owing(site: Site, lang: str) -> list[Service | Page]:
    """Services and pages that readers of a language need: a force's own pages only where the force works in it."""
    return [one for one in _holders(site) if isinstance(one, Service) or _speaks(site, one.force, lang)]


def _speaks(site: Site, force: str, lang: str) -> bool:
    return force not in site.forces or lang in site.forces[force].languages


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"

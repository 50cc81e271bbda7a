"""References from one file to another: services, channels, facts, forces and pages that somebody names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dpcsite.model.account import BUILD_FIELDS
from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import (
    FORCE_FIELDS,
    Alert,
    Channel,
    Fact,
    Force,
    Page,
    Section,
    Service,
    Site,
)
from dpcsite.model.words import Gap, Words, has_section
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import nearest, unknown

_BEGINNINGS = "A placeholder begins with force., fact., channel., link. or build."

Reference = tuple[str, str, frozenset[str], Place]


@dataclass(frozen=True, slots=True)
class Known:
    """Every id that may be named, those of broken files included: naming those is not a second mistake."""

    services: frozenset[str]
    forces: frozenset[str]
    pages: frozenset[str]
    facts: frozenset[str]
    channels: frozenset[str]
    unread: frozenset[str] = frozenset()  # files that could not be read at all: whatever they name may be there


def crossing(site: Site, notes: Notes, known: Known) -> Iterator[Finding]:
    """Every reference that leads nowhere, and every fact in the words that may not be shown."""
    for what, name, ids, place in _references(site, notes, known):
        if name not in ids:
            yield unknown("reference", what, name, sorted(ids), place)
    for channel in site.channels.values():
        if (channel.telephone or channel.text or channel.url) and channel.evidence is None:
            message = f'The channel "{channel.id}" has a number or an address, but no grade.'
            help_ = "Write grade: and source:, so that we know how sure it is."
            yield Finding("field", "error", message, help_, channel.place)
    for words in _all_words(site):
        yield from _placeholders(words, site, known)


def incomplete(site: Site) -> Iterator[Finding]:
    """Services that lack a section which each of them writes itself."""
    for section in site.sections:
        for service in site.services.values() if section.required else ():
            for words in service.words.values() if section.fits(service) else ():
                title = section.words.get(words.lang)
                if title and not has_section(words, title):
                    message = f'This service has no section "{title.title}".'
                    help_ = f"Write it under ## {title.title}; {section.place.path} says what belongs there."
                    yield Finding("section-missing", "warning", message, help_, Place(words.path, *words.title_at))


def ageing(site: Site, today: date) -> Iterator[Finding]:
    """Facts whose day of review has passed, and alerts that are over."""
    for fact in site.facts.values():
        if fact.review_by and fact.review_by < today:
            message = f'"{fact.id}" should have been looked at again by {fact.review_by}.'
            help_ = "Check it at its source, then write checked_on and a new review_by."
            yield Finding("review-due", "warning", message, help_, fact.place)
    yield from _overdue(site, today)
    for (_, url), seen in site.checks.items():
        if seen.state == "broken":
            message = f"{url} was broken when dpcsite links last looked, on {seen.seen}."
            yield Finding("outside-link", "warning", message, "Mend the address, then run dpcsite links.", seen.place)
    security = site.settings.security
    if security and security.expires < today:
        message = f"What security.txt says held until {security.expires}, so the file is left out."
        yield Finding("review-due", "warning", message, "Check it, then write a new day.", security.place)
    for alert in site.alerts:
        if alert.expires < today:
            words = next(iter(alert.words.values()))
            message = f'The alert "{alert.id}" ended on {alert.expires} and is no longer shown.'
            yield Finding("alert-over", "warning", message, "Delete the file.", Place(words.path, 2, 1))


def _overdue(site: Site, today: date) -> Iterator[Finding]:
    """Pages that nobody has read through in time: a warning at first, an error once the grace is over."""
    holders: tuple[Service | Page, ...] = (*site.services.values(), *site.pages.values())
    for holder in holders:
        due = holder.care.review_by
        if due and due < today:
            late = (today - due).days > site.settings.review_grace_days
            message = f"This page should have been read through again by {due}."
            help_ = "Read it through, put right what is wrong, then write today as reviewed_on."
            yield Finding("review-due", "error" if late else "warning", message, help_, holder.place)


def _references(site: Site, notes: Notes, known: Known) -> Iterator[Reference]:
    yield from _of_settings(site, notes, known)
    yield from _of_pages(site, notes, known)
    yield from _of_links(site, notes, known)
    for force in site.forces.values():
        yield from _of_force(force, site, notes, known)


def _of_settings(site: Site, notes: Notes, known: Known) -> Iterator[Reference]:
    path, settings = "content/site.yaml", site.settings
    for field in ("navigation", "footer"):
        for number, page in enumerate(getattr(settings, field)):
            yield "page", page, known.pages, notes.value(path, field, number)
    if settings.safe_browsing:
        yield "page", settings.safe_browsing, known.pages, notes.value(path, "safe_browsing")
    if settings.statement:
        yield "page", settings.statement.page, known.pages, notes.value(path, "accessibility", "page")
    for number, channel in enumerate(settings.fallback):
        yield "channel", channel, known.channels, notes.value(path, "fallback", number)


def _of_pages(site: Site, notes: Notes, known: Known) -> Iterator[Reference]:
    for service in site.services.values():
        for number, channel in enumerate(service.fallback):
            yield "channel", channel, known.channels, notes.value(service.place.path, "fallback", number)
    holders: tuple[Service | Page, ...] = (*site.services.values(), *site.pages.values())
    for holder in holders:
        for name, place in holder.care.related:
            yield "service or page", name, known.services | known.pages, place
    for page in site.pages.values():
        for name, place in page.parts:
            yield "page", name, known.pages, place
    for alert in site.alerts:
        path = next(iter(alert.words.values())).path
        for number, force in enumerate(alert.forces):
            yield "force", force, known.forces, notes.value(path, "forces", number)


def _of_links(site: Site, notes: Notes, known: Known) -> Iterator[Reference]:
    for service in site.doorways:
        yield "service", service, known.services, notes.key("content/doorways.yaml", service)
    for service, _ in site.platform.paths if site.platform else ():
        yield "service", service, known.services, notes.key("content/platform.yaml", "services", service)
    for channel in site.channels.values():
        if channel.service:
            place = notes.value("content/channels.yaml", channel.id, "service")
            yield "service", channel.service, known.services, place


def _of_force(force: Force, site: Site, notes: Notes, known: Known) -> Iterator[Reference]:
    path = force.place.path
    for service in dict.fromkeys((*(service for service, _ in force.register), *force.without)):
        yield "service", service, known.services, notes.key(path, "services", service)
    for lead in force.leads:
        yield "service", lead.service, known.services, lead.address.place
    if force.change.successor:
        yield "force", force.change.successor, known.forces, notes.value(path, "successor")
    if force.platform:
        platforms = frozenset((site.platform.id,) if site.platform else ())
        yield "platform", force.platform, platforms, notes.value(path, "platform", "id")


def _all_words(site: Site) -> Iterator[Words]:
    holders: tuple[Service | Page | Alert | Section, ...] = (
        *site.services.values(),
        *site.pages.values(),
        *site.alerts,
        *site.sections,
    )
    for holder in holders:
        yield from holder.words.values()


def _placeholders(words: Words, site: Site, known: Known) -> Iterator[Finding]:
    for gap in words.body.gaps:
        if gap.kind in ("href", "src", "string"):
            continue
        if gap.kind == "contacts":
            yield from _named(gap, words.path, known)
            continue
        place = Place(words.path, gap.line, gap.column)
        finding = _placeholder(gap, place, site, known)
        if finding:
            yield finding


def _named(gap: Gap, path: str, known: Known) -> Iterator[Finding]:
    """Channels of a block that do not exist; those that may not be shown are only left out."""
    for name, line, column in gap.named if "content/channels.yaml" not in known.unread else ():
        if name not in known.channels:
            yield unknown("reference", "channel", name, sorted(known.channels), Place(path, line, column))


def _placeholder(gap: Gap, place: Place, site: Site, known: Known) -> Finding | None:
    kinds: Mapping[str, Iterable[str]] = {
        "force": FORCE_FIELDS,
        "fact": known.facts,
        "channel": known.channels,
        "link": known.services,
        "build": BUILD_FIELDS,
    }
    if gap.kind not in kinds:
        names = [f"{kind}.{name}" for kind, ids in kinds.items() for name in ids]
        help_ = nearest(f"{gap.kind}.{gap.name}", names) or _BEGINNINGS
        return Finding("placeholder", "error", f"There is no placeholder {gap.shown}.", help_, place)
    if f"content/{gap.kind}s.yaml" in known.unread:
        return None
    names = sorted(kinds[gap.kind])
    if gap.name not in names:
        close = nearest(f"{gap.kind}.{gap.name}", [f"{gap.kind}.{name}" for name in names])
        help_ = close or f"Names: {', '.join(names[:8])}{'…' if len(names) > 8 else ''}."
        return Finding("placeholder", "error", f"There is no placeholder {gap.shown}.", help_, place)
    return _unsure(gap, place, site)


def _unsure(gap: Gap, place: Place, site: Site) -> Finding | None:
    """A fact or number that is too weakly known to stand in a sentence."""
    named: Fact | Channel | None = None
    if gap.kind == "fact":
        named = site.facts.get(gap.name)
    elif gap.kind == "channel":
        named = site.channels.get(gap.name)
        if named and not (named.telephone or named.text):
            message = f"{gap.shown} has no number to show."
            return Finding("placeholder", "error", message, "Name it in words instead.", place)
    if named is None or (named.evidence and site.settings.policy.allows(named.evidence)):
        return None
    grade = named.evidence.grade if named.evidence else "no"
    message = f"{gap.shown} is of grade {grade}, which is not sure enough to show."
    help_ = f'Check it at its source, then write checked_on beside "{gap.name}".'
    return Finding("placeholder", "error", message, help_, place)

"""References from one file to another: services, channels, facts, forces and pages that somebody names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import (
    FORCE_FIELDS,
    Alert,
    Channel,
    Evidence,
    Fact,
    Force,
    LinkPolicy,
    Page,
    Service,
    Site,
)
from dpcsite.model.words import Gap, Words
from dpcsite.validate.reading import Read, nearest, unknown


@dataclass(frozen=True, slots=True)
class Known:
    """Every id that may be named, those of broken files included: naming those is not a second mistake."""

    services: frozenset[str]
    forces: frozenset[str]
    pages: frozenset[str]


def crossing(site: Site, settings_read: Read, known: Known) -> Iterator[Finding]:
    """Every reference that leads nowhere, and every fact in the words that may not be shown."""
    yield from _of_settings(site, settings_read, known)
    yield from _of_services(site)
    yield from _of_channels(site, known)
    for force in site.forces.values():
        yield from _of_force(force, site, known)
    yield from _of_addresses(site, known)
    yield from _of_alerts(site, known)
    for words in _all_words(site):
        yield from _placeholders(words, site, known)


def ageing(site: Site, today: date) -> Iterator[Finding]:
    """Facts whose day of review has passed, and alerts that are over."""
    for fact in site.facts.values():
        if fact.review_by and fact.review_by < today:
            message = f'"{fact.id}" should have been looked at again by {fact.review_by}.'
            help_ = "Check it at its source, then write checked_on and a new review_by."
            yield Finding("review-due", "warning", message, help_, fact.place)
    for alert in site.alerts:
        if alert.expires < today:
            words = next(iter(alert.words.values()))
            message = f'The alert "{alert.id}" ended on {alert.expires} and is no longer shown.'
            yield Finding("alert-over", "warning", message, "Delete the file.", Place(words.path, 2, 1))


def may_be_shown(evidence: Evidence, policy: LinkPolicy) -> bool:
    """Whether something is sure enough for readers: a grade the site publishes, or checked by a person."""
    return evidence.checked_on is not None or evidence.grade in policy.grades


def _of_settings(site: Site, read: Read, known: Known) -> Iterator[Finding]:
    settings = site.settings
    for field in ("navigation", "footer"):
        for number, page in enumerate(getattr(settings, field)):
            if page not in known.pages:
                yield unknown("reference", "page", page, sorted(known.pages), read.place(field, number))
    if settings.safe_browsing and settings.safe_browsing not in known.pages:
        yield unknown("reference", "page", settings.safe_browsing, sorted(known.pages), read.place("safe_browsing"))
    for number, channel in enumerate(settings.fallback):
        if channel not in site.channels:
            yield unknown("reference", "channel", channel, list(site.channels), read.place("fallback", number))


def _of_addresses(site: Site, known: Known) -> Iterator[Finding]:
    """Services that the platform's and the doorways' files name."""
    named = [(service, doorway.place) for service, doorways in site.doorways.items() for doorway in doorways[:1]]
    if site.platform:
        named += [(service, path.place) for (service, _), path in site.platform.paths.items()]
    for service, place in named:
        if service not in known.services:
            yield unknown("reference", "service", service, sorted(known.services), place)


def _of_alerts(site: Site, known: Known) -> Iterator[Finding]:
    for alert in site.alerts:
        for force in alert.forces:
            if force not in known.forces:
                place = Place(next(iter(alert.words.values())).path, 2, 1)
                yield unknown("reference", "force", force, sorted(known.forces), place)


def _of_services(site: Site) -> Iterator[Finding]:
    for service in site.services.values():
        for channel in service.fallback:
            if channel not in site.channels:
                yield unknown("reference", "channel", channel, list(site.channels), service.place)


def _of_channels(site: Site, known: Known) -> Iterator[Finding]:
    for channel in site.channels.values():
        if channel.service and channel.service not in known.services:
            yield unknown("reference", "service", channel.service, sorted(known.services), channel.place)
        if (channel.telephone or channel.text or channel.url) and channel.evidence is None:
            message = f'The channel "{channel.id}" has a number or an address, but no grade.'
            help_ = "Write grade: and source:, so that we know how sure it is."
            yield Finding("field", "error", message, help_, channel.place)


def _of_force(force: Force, site: Site, known: Known) -> Iterator[Finding]:
    named = [(service, entry) for (service, _), entry in force.register.items()]
    places = {service: getattr(entry, "place", force.place) for service, entry in named}
    places |= dict.fromkeys(force.without, force.place)
    places |= {lead.service: lead.address.place for lead in force.leads}
    for service, place in places.items():
        if service not in known.services:
            yield unknown("reference", "service", service, sorted(known.services), place)
    if force.platform and (site.platform is None or force.platform != site.platform.id):
        platforms = [site.platform.id] if site.platform else []
        yield unknown("reference", "platform", force.platform, platforms, force.place)


def _all_words(site: Site) -> Iterator[Words]:
    holders: tuple[Service | Page | Alert, ...] = (*site.services.values(), *site.pages.values(), *site.alerts)
    for holder in holders:
        yield from holder.words.values()


def _placeholders(words: Words, site: Site, known: Known) -> Iterator[Finding]:
    for gap in words.body.gaps:
        if gap.kind in ("href", "src"):
            continue
        place = Place(words.path, gap.line, gap.column)
        finding = _placeholder(gap, place, site, known)
        if finding:
            yield finding


def _placeholder(gap: Gap, place: Place, site: Site, known: Known) -> Finding | None:
    kinds: Mapping[str, Iterable[str]] = {
        "force": FORCE_FIELDS,
        "fact": site.facts,
        "channel": site.channels,
        "link": known.services,
    }
    if gap.kind not in kinds:
        help_ = nearest(gap.kind, kinds) or "A placeholder begins with force., fact., channel. or link."
        return Finding("placeholder", "error", f"There is no placeholder {gap.shown}.", help_, place)
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
        named = site.facts[gap.name]
    elif gap.kind == "channel":
        named = site.channels[gap.name]
        if not (named.telephone or named.text):
            message = f"{gap.shown} has no number to show."
            return Finding("placeholder", "error", message, "Name it in words instead.", place)
    if named is None or (named.evidence and may_be_shown(named.evidence, site.settings.policy)):
        return None
    grade = named.evidence.grade if named.evidence else "no"
    message = f"{gap.shown} is of grade {grade}, which is not sure enough to show."
    help_ = f'Check it at its source, then write checked_on beside "{gap.name}".'
    return Finding("placeholder", "error", message, help_, place)

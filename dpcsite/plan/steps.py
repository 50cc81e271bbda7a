"""The link register's answer: the best next step for a service at a force, and the channels that stand beside it.

The order: the force's own address; the shared platform's; in another language, the same two in the site's first
language; a national doorway; the force's website. Beside it always the fallback channels, so that no page ends
without a way on. What is of grade D alone is never an answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from dpcsite.model.plan import Contact, NextStep
from dpcsite.model.site import Address, Channel, Doorway, Evidence, Force, LinkPolicy, PlatformPath, Service, Site


def sure(evidence: Evidence | None, policy: LinkPolicy) -> bool:
    """Whether there is evidence, and enough of it for readers."""
    return evidence is not None and policy.allows(evidence)


def next_step(site: Site, force: Force, service: Service, lang: str) -> NextStep:
    """The best next step; `kind` is "none" where only the channels are left."""
    first = site.settings.languages[0]
    offered = force.register.get((service.id, lang)) != "not-offered"
    for tongue in dict.fromkeys((lang, first)) if offered else ():
        step = _own(site, force, service, tongue) or _on_platform(site, force, service, tongue)
        if step:
            return replace(step, site=force.name.get(lang))
    step = _doorway(site, force, service, lang, offered=offered)
    if step:
        return step
    if force.website and not service.signpost_only:
        return NextStep(
            "website",
            force.website,
            "",
            force.name.get(lang),
            acts=False,
            offered=offered,
            at=str(force.places["website"]),
        )
    return NextStep("none", offered=offered)


def national_step(site: Site, service: Service, lang: str) -> NextStep | None:
    """The first doorway of a service, with the nations it serves: for the service's national page."""
    for doorway in _sure_doorways(site, service, lang):
        return _step(doorway, offered=True)
    return None


def contacts(site: Site, force: Force | None, wanted: Sequence[str], lang: str) -> tuple[Contact, ...]:
    """The channels of these ids in their order, as they are for a force, or for the whole country without one.

    Where none of them can be shown, the site's own fallback channels take their place.
    """
    shown = tuple(_contacts(site, force, wanted or site.settings.fallback, lang))
    return shown or tuple(_contacts(site, force, site.settings.fallback, lang))


def platform_address(site: Site, force: Force, path: PlatformPath) -> str:
    """The platform's path on the force's own host; "" where the force is not known to be on the platform."""
    policy = site.settings.policy
    on_it = site.platform and force.platform == site.platform.id and force.platform_status in policy.platform_status
    host = urlsplit(force.website).hostname
    return f"https://{host}{path.path}" if on_it and host else ""


def applies(path: PlatformPath, policy: LinkPolicy) -> bool:
    """Whether a path of the platform was seen well enough to stand for every force on it."""
    if path.not_everywhere:
        return False
    hosts = {seen.host for seen in path.seen}
    return len(hosts) >= policy.platform_hosts or any(sure(seen.evidence, policy) for seen in path.seen)


def _own(site: Site, force: Force, service: Service, lang: str) -> NextStep | None:
    entry = force.register.get((service.id, lang))
    if not isinstance(entry, Address) or not sure(entry.evidence, site.settings.policy):
        return None
    return NextStep(
        "own", entry.url, lang, acts=entry.kind == "service", checked_day=entry.evidence.checked_on, at=str(entry.place)
    )


def _on_platform(site: Site, force: Force, service: Service, lang: str) -> NextStep | None:
    path = site.platform.paths.get((service.id, lang)) if site.platform else None
    if path is None or force.register.get((service.id, lang)) == "not-offered":
        return None
    url = platform_address(site, force, path)
    if not url or not applies(path, site.settings.policy):
        return None
    host = urlsplit(url).hostname
    checked = any(seen.host == host and sure(seen.evidence, site.settings.policy) for seen in path.seen)
    return NextStep("platform", url, lang, acts=path.kind == "service", checked=checked, at=str(path.place))


def _doorway(site: Site, force: Force, service: Service, lang: str, *, offered: bool) -> NextStep | None:
    for doorway in _sure_doorways(site, service, lang):
        if not doorway.nations or force.nation in doorway.nations:
            return _step(doorway, offered=offered)
    return None


def _sure_doorways(site: Site, service: Service, lang: str) -> list[Doorway]:
    """Doorways that may be shown, those in the reader's language first."""
    found = [one for one in site.doorways.get(service.id, ()) if sure(one.evidence, site.settings.policy)]
    return sorted(found, key=lambda one: one.lang != lang)


def _step(doorway: Doorway, *, offered: bool) -> NextStep:
    return NextStep(
        "doorway",
        doorway.url,
        doorway.lang,
        doorway.site,
        acts=doorway.kind == "service",
        offered=offered,
        nations=doorway.nations,
        checked_day=doorway.evidence.checked_on,
        at=str(doorway.place),
    )


def _contacts(site: Site, force: Force | None, wanted: Iterable[str], lang: str) -> Iterator[Contact]:
    shown = []
    for name in _with_texts(site, force, list(wanted)):
        channel = site.channels.get(name)
        if channel is None:
            continue
        # A national service that does not serve this nation: its place goes to the site's own channels.
        elsewhere = force is not None and bool(channel.nations) and force.nation not in channel.nations
        for one in site.settings.fallback if elsewhere else (name,):
            contact = _contact(site, force, site.channels[one], lang) if one in site.channels else None
            if contact and one not in shown:
                shown.append(one)
                yield contact


def _with_texts(site: Site, force: Force | None, wanted: list[str]) -> Iterator[str]:
    """A force that takes text messages says so right behind its non-emergency number."""
    texting = next((one.id for one in site.channels.values() if one.force_contact == "text"), "")
    for name in wanted:
        yield name
        channel = site.channels.get(name)
        speaks = channel and channel.force_contact == "non_emergency"
        if force and force.contacts.get("text") and speaks and texting not in wanted:
            yield texting


def _contact(site: Site, force: Force | None, channel: Channel, lang: str) -> Contact | None:
    telephone, text = _numbers(force, channel)
    known = sure(channel.evidence, site.settings.policy)
    own_number = force is not None and bool(channel.force_contact) and bool(telephone or text)
    if known and not own_number and channel.force_contact == "emergency":
        telephone = channel.telephone  # 999 answers for a force that does not say so itself
    bare = channel.kind == "place" or bool(channel.service)
    if not (known or own_number or bare):
        return None
    if not (telephone or text or channel.url or bare):
        return None
    name, hours, serves = channel.name.say(lang), channel.hours.say(lang), channel.serves.say(lang)
    return Contact(
        id=channel.id,
        name=name.text,
        kind=channel.kind,
        name_lang=name.lang if name.lang != lang else "",
        hours_lang=hours.lang if hours.lang != lang else "",
        telephone=telephone if known or own_number else "",
        text=text if known or own_number else "",
        url=channel.url if known else "",
        link=channel.service if channel.service in site.services else "",
        hours=hours.text,
        free=channel.free,
        serves=serves.text,
        serves_lang=serves.lang if serves.lang != lang else "",
        at=str((force.places if force else {}).get(f"contacts.{channel.force_contact}", channel.place)),
    )


def _numbers(force: Force | None, channel: Channel) -> tuple[str, str]:
    """Telephone and text number of a channel; a force's own take the place of the national ones."""
    if force is None or not channel.force_contact:
        return channel.telephone, channel.text
    own = force.contacts.get(channel.force_contact, "")
    if channel.force_contact.startswith("text") and channel.force_contact != "textphone":
        return "", own
    return own, ""

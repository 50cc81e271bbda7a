"""The site-wide YAML files of `content/`: settings, facts, channels, platform, doorways, redirects."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from dpcsite.formats import yaml
from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import (
    Allowance,
    Channel,
    Doorway,
    Evidence,
    Fact,
    LinkCheck,
    LinkPolicy,
    Platform,
    PlatformPath,
    Security,
    Seen,
    Settings,
    Statement,
)
from dpcsite.model.tree import Tree
from dpcsite.model.words import Text
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, entry, mapping_file, yaml_file
from dpcsite.validate.shapes import (
    OWN_PATH,
    AccessibilityShape,
    AllowanceShape,
    ChannelShape,
    DoorwayShape,
    FactShape,
    LinkCheckShape,
    LinkPolicyShape,
    PlatformShape,
    SecurityShape,
    SeenShape,
    Shape,
    SiteShape,
)

S = TypeVar("S", bound=Shape)
Sourced = SeenShape | DoorwayShape | FactShape


def settings(tree: Tree, notes: Notes) -> tuple[Settings, Read] | None:
    """Read `content/site.yaml`; without it there is no site."""
    source = tree.sources.get("content/site.yaml")
    if source is None:
        message = "There is no content/site.yaml."
        help_ = "It holds the title, the base URL and the languages; copy one from another site."
        notes.add(Finding("source-file", "error", message, help_, Place("content/site.yaml")))
        return None
    made = yaml_file(source, SiteShape, notes)
    if made is None:
        return None
    shape, read = made
    langs = shape.languages
    return Settings(
        title=text(shape.title, langs),
        notice=text(shape.notice, langs),
        phase=text(shape.phase, langs),
        base_url=shape.base_url,
        languages=tuple(langs),
        theme=shape.theme,
        publisher=text(shape.publisher.name, langs),
        accessibility_email=shape.publisher.accessibility_email or "",
        feedback=shape.feedback or "",
        quick_exit=shape.quick_exit,
        policy=_policy(shape.links),
        fallback=tuple(shape.fallback),
        navigation=tuple(shape.navigation),
        footer=tuple(shape.footer),
        safe_browsing=shape.safe_browsing or "",
        review_grace_days=shape.review_grace_days,
        statement=_statement(shape.accessibility, langs, read) if shape.accessibility else None,
        govspeak=shape.govspeak,
        security=_security(shape.security, read) if shape.security else None,
    ), read


def facts(tree: Tree, langs: Sequence[str], notes: Notes) -> dict[str, Fact]:
    """Read `content/facts.yaml`."""
    return {
        key: Fact(
            key,
            text(shape.value, langs),
            shape.about,
            _evidence(shape),
            shape.since,
            shape.review_by,
            read.key_place(key),
        )
        for key, shape, read in _entries(tree, "content/facts.yaml", FactShape, notes)
    }


def channels(tree: Tree, langs: Sequence[str], notes: Notes) -> dict[str, Channel]:
    """Read `content/channels.yaml`."""
    return {
        key: Channel(
            id=key,
            name=text(shape.name, langs),
            kind=shape.kind,
            telephone=shape.telephone or "",
            text=shape.text or "",
            url=shape.url or "",
            force_contact=shape.force_contact or "",
            service=shape.service or "",
            hours=text(shape.hours, langs),
            serves=text(shape.serves, langs),
            free=shape.cost == "free",
            nations=tuple(shape.nations),
            evidence=Evidence(shape.grade, shape.checked_on, shape.source or "") if shape.grade else None,
            place=read.key_place(key),
        )
        for key, shape, read in _entries(tree, "content/channels.yaml", ChannelShape, notes)
    }


def platform(tree: Tree, notes: Notes) -> tuple[Platform, Read] | None:
    """Read `content/platform.yaml`, if there is one."""
    source = tree.sources.get("content/platform.yaml")
    made = yaml_file(source, PlatformShape, notes) if source else None
    if made is None:
        return None
    shape, read = made
    paths: dict[tuple[str, str], PlatformPath] = {}
    for service, entries in shape.services.items():
        for lang, path in entries.items():
            seen = tuple(Seen(one.host, _evidence(one)) for one in path.seen)
            place = read.place("services", service, lang, "path")
            paths[service, lang] = PlatformPath(path.path, path.kind, seen, path.not_everywhere or "", place)
    return Platform(shape.id, shape.name, paths), read


def doorways(tree: Tree, notes: Notes) -> dict[str, tuple[Doorway, ...]]:
    """Read `content/doorways.yaml`, if there is one."""
    values, read = _mapping(tree, "content/doorways.yaml", notes)
    found: dict[str, tuple[Doorway, ...]] = {}
    for key, rows in values.items():
        if not isinstance(rows, list):
            message = f'"{key}" should hold a list of addresses.'
            help_ = "Begin each address with a dash: - url: https://…"
            notes.add(Finding("field", "error", message, help_, read.key_place(key)))
            continue
        shapes = [entry(read, (key, number), row, DoorwayShape, notes) for number, row in enumerate(rows)]
        found[key] = tuple(
            Doorway(
                one.url,
                one.site,
                one.language,
                one.kind,
                tuple(one.nations),
                _evidence(one),
                read.place(key, number, "url"),
            )
            for number, one in enumerate(shapes)
            if one is not None
        )
    return found


def allowances(tree: Tree, notes: Notes) -> tuple[Allowance, ...]:
    """Read `content/allowances.yaml`, if there is one."""
    found = []
    for key, shape, read in _entries(tree, "content/allowances.yaml", AllowanceShape, notes):
        one = Allowance(key, shape.rule, shape.path, shape.text or "", shape.reason, shape.until, read.key_place(key))
        found.append(one)
    return tuple(found)


def redirects(tree: Tree, notes: Notes) -> tuple[tuple[str, str, Place], ...]:
    """Read `content/redirects.yaml`, if there is one: old path to new path, both of this site."""
    values, read = _mapping(tree, "content/redirects.yaml", notes)
    found = []
    for old, new in values.items():
        wrong = [
            (path, place)
            for path, place in ((old, read.key_place(old)), (new, read.place(old)))
            if not (isinstance(path, str) and OWN_PATH.fullmatch(path))
        ]
        for path, place in wrong[:1]:
            message = f'"{path}" is not a path of this site.'
            notes.add(Finding("redirect", "error", message, "Write it as /old-place/ in small letters.", place))
        if not wrong:
            found.append((old, new, read.key_place(old)))
    return tuple(found)


def checks(tree: Tree, notes: Notes) -> dict[tuple[str, str], LinkCheck]:
    """Read each `links.checked.yaml`: what was seen of an address, by the force in whose folder it is ("" for none)."""
    found = {}
    for source in tree.sources.values():
        match = re.fullmatch(r"(?:content|forces/([^/]+))/links\.checked\.yaml", source.path)
        for url, shape, read in _entries(tree, source.path, LinkCheckShape, notes) if match else ():
            seen = LinkCheck(
                shape.state, shape.since, shape.seen, shape.answer or "", shape.to or "", read.key_place(url)
            )
            found[match[1] or "" if match else "", url] = seen
    return found


def text(values: Any, langs: Sequence[str]) -> Text:
    """A `Worded` field as a text, the site's first language first."""
    given = values or {}
    return Text(tuple((lang, given[lang]) for lang in langs if lang in given))


def ids(path: str, notes: Notes) -> frozenset[str]:
    """The ids that stand in a mapping file that was read, those of broken entries included."""
    document = notes.documents.get(path)
    return frozenset(document.value) if document and isinstance(document.value, dict) else frozenset()


def _mapping(tree: Tree, path: str, notes: Notes) -> tuple[dict[str, Any], Read]:
    """Entries of a file by id; none where there is no such file or it cannot be read."""
    source = tree.sources.get(path)
    made = mapping_file(source, notes) if source else None
    return made or ({}, Read(path, yaml.Document({}, {}, {})))


def _entries(tree: Tree, path: str, shape: type[S], notes: Notes) -> list[tuple[str, S, Read]]:
    values, read = _mapping(tree, path, notes)
    made = [(key, entry(read, (key,), value, shape, notes)) for key, value in values.items()]
    return [(key, one, read) for key, one in made if one is not None]


def _evidence(shape: Sourced) -> Evidence:
    return Evidence(shape.grade, shape.checked_on, shape.source or "", getattr(shape, "note", None) or "")


def _statement(shape: AccessibilityShape, langs: Sequence[str], read: Read) -> Statement:
    return Statement(
        page=shape.page,
        status=shape.status,
        prepared_on=shape.prepared_on,
        reviewed_on=shape.reviewed_on,
        tested_on=shape.tested_on,
        method=text(shape.method, langs),
        known_issues=tuple(text(one, langs) for one in shape.known_issues),
        status_at=read.place("accessibility", "status"),
    )


def _security(shape: SecurityShape, read: Read) -> Security:
    return Security(tuple(shape.contact), shape.expires, shape.policy or "", read.place("security", "expires"))


def _policy(shape: LinkPolicyShape) -> LinkPolicy:
    return LinkPolicy(
        tuple(shape.publish_grades),
        tuple(shape.platform_status),
        shape.platform_hosts,
        shape.check_again_after_days,
    )

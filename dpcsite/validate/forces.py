"""Forces: `force.yaml` of each folder, its own pages, its pictures."""

from collections.abc import Sequence

from dpcsite.model.findings import Finding, Place
from dpcsite.model.names import misnamed
from dpcsite.model.site import Absence, Address, Change, Evidence, Force, FormerName, Lead
from dpcsite.model.tree import Source, Tree
from dpcsite.validate.national import text
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, yaml_file
from dpcsite.validate.shapes import AddressShape, ForceShape


def forces(tree: Tree, languages: Sequence[str], notes: Notes) -> tuple[dict[str, Force], set[str]]:
    """Read every `forces/<force-id>/force.yaml`. Returns the forces by id, and the ids of those that are broken."""
    found, broken = {}, set()
    for name, sources in _folders(tree, notes).items():
        source = sources.get("force.yaml")
        made = _force(name, source, languages, notes) if source else None
        if source is None:
            message = f"The folder forces/{name}/ has no force.yaml."
            help_ = f"Run: dpcsite new force {name}"
            notes.add(Finding("source-file", "error", message, help_, Place(f"forces/{name}")))
        if made is None:
            broken.add(name)
        else:
            found[name] = made
    return found, broken


def _folders(tree: Tree, notes: Notes) -> dict[str, dict[str, Source]]:
    """Files of each force by their path below its folder."""
    folders: dict[str, dict[str, Source]] = {}
    for source in tree.under("forces"):
        name, _, rest = source.path.removeprefix("forces/").partition("/")
        known = rest in ("force.yaml", "links.checked.yaml") or rest.startswith(("pages/", "assets/"))
        if not rest or not known:
            message = f'Nothing uses the file "{source.path}".'
            help_ = "A force has force.yaml, pages/ for its own pages, and assets/ for its pictures."
            notes.add(Finding("source-file", "error", message, help_, Place(source.path)))
        wrong = misnamed(name) if rest else None
        if wrong:
            notes.add(Finding("file-name", "error", *wrong, Place(source.path)))
        elif rest:
            folders.setdefault(name, {})[rest] = source
    return folders


def _force(name: str, source: Source, languages: Sequence[str], notes: Notes) -> Force | None:
    made = yaml_file(source, ForceShape, notes)
    if made is None:
        return None
    shape, read = made
    register, without = _register(shape, read)
    notes.findings += [
        Finding(
            "register",
            "error",
            f'"{key[0]}" has an address in "{key[1]}", which this force does not use.',
            f"Add {key[1]} to languages, or take the address out.",
            read.key_place("services", *key),
        )
        for key in register
        if key[1] not in shape.languages
    ]
    platform = shape.platform
    return Force(
        id=name,
        name=text(shape.name, languages),
        kind=shape.kind,
        nation=shape.nation,
        region=shape.region,
        languages=tuple(lang for lang in languages if lang in shape.languages),
        contact_only=shape.pages == "contact-only",
        website=shape.website or "",
        contacts={str(name): number for name, number in shape.contacts.items()},
        social={str(name): url for name, url in shape.social.items()},
        rss=shape.rss or "",
        platform=platform.id if platform else "",
        platform_status=platform.status if platform else "unknown",
        register=register,
        without=without,
        leads=tuple(
            Lead(
                lead.service,
                lead.language,
                Address(
                    lead.url,
                    "service",
                    _lead_evidence(lead.grade, lead.source, lead.note),
                    read.place("leads", number, "service"),
                ),
            )
            for number, lead in enumerate(shape.leads)
        ),
        place=read.place(),
        places={
            **{field: read.place(field) for field in ("name", "website", "rss", "serves", "valid_until", "successor")},
            **{f"contacts.{field}": read.place("contacts", field) for field in shape.contacts},
            **{f"social.{field}": read.place("social", field) for field in shape.social},
            **{f"brand.{field}": read.place("brand", field) for field in shape.brand},
        },
        brand=shape.brand,
        serves=text(shape.serves, languages),
        change=Change(
            tuple(FormerName(text(former.name, languages), former.until) for former in shape.former_names),
            tuple((name, read.place("former_ids", number)) for number, name in enumerate(shape.former_ids)),
            shape.valid_until,
            shape.successor or "",
        ),
    )


def _register(shape: ForceShape, read: Read) -> tuple[dict[tuple[str, str], Address | Absence], frozenset[str]]:
    register: dict[tuple[str, str], Address | Absence] = {}
    without = set()
    for service, entry in shape.services.items():
        if entry == "no-page":
            without.add(service)
        elif entry == "not-offered":
            register |= {(service, lang): "not-offered" for lang in shape.languages}
        elif isinstance(entry, dict):
            for lang, address in entry.items():
                register[service, lang] = _address(address, read.place("services", service, lang, "url"))
    return register, frozenset(without)


def _address(shape: AddressShape, place: Place) -> Address:
    evidence = Evidence(shape.grade, shape.checked_on, shape.source or "", shape.note or "")
    return Address(shape.url, shape.kind, evidence, place)


def _lead_evidence(grade: str, source: str | None, note: str | None) -> Evidence:
    return Evidence(grade, None, source or "", note or "")  # type: ignore[arg-type]  # the shape allows A to D only

"""Services, pages and alerts: Markdown files paired by stem, the first language leading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dpcsite.model.findings import Finding, Place
from dpcsite.model.links import RESERVED
from dpcsite.model.names import misnamed
from dpcsite.model.site import Alert, Page, Section, Service
from dpcsite.model.tree import Source, Tree
from dpcsite.model.words import Words
from dpcsite.validate.care import care, neutral, parity, stale
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read
from dpcsite.validate.shapes import AlertShape, PageShape, SectionShape, ServiceShape, WordsShape
from dpcsite.validate.words import name_and_language, words

L = TypeVar("L", bound=WordsShape | AlertShape | SectionShape)


@dataclass(frozen=True, slots=True)
class Twins(Generic[L]):
    """One page in all its languages: the leading file's fields, and words by language."""

    fields: L
    read: Read
    words: Mapping[str, Words]

    @property
    def place(self) -> Place:
        """The top of the leading file."""
        return Place(self.read.path, 2, 1)


def services(tree: Tree, languages: Sequence[str], notes: Notes) -> tuple[dict[str, Service], set[str]]:
    """Read `content/services/`. Returns the services by id, in their order, and the ids of those that are broken."""
    files = _by_name(tree.under("content", "services"), "content/services/", languages, notes)
    found, broken, order = {}, set(), {}
    for name, sources in files.items():
        twins = _twins(sources, languages, ServiceShape, notes)
        if twins is None:
            broken.add(name)
            continue
        fields = twins.fields
        order[name] = fields.order
        found[name] = Service(
            name,
            fields.category,
            fields.payment,
            fields.signpost_only,
            tuple(fields.fallback),
            twins.words,
            care(fields, twins.read),
            twins.place,
        )
        notes.findings += neutral(twins.words, notes, high_harm=fields.high_harm)
    ordered = sorted(found.values(), key=lambda one: (order[one.id], one.id))
    return {one.id: one for one in ordered}, broken


def pages(
    tree: Tree, folder: str, force: str, languages: Sequence[str], notes: Notes
) -> tuple[dict[tuple[str, str], Page], set[str]]:
    """Read the pages below `folder`, national ones (`force` is "") or a force's own."""
    files = _by_name(tree.under(*folder.split("/")), f"{folder}/", languages, notes)
    found: dict[tuple[str, str], Page] = {}
    broken: set[str] = set()
    for name, sources in files.items():
        twins = _twins(sources, languages, PageShape, notes)
        if twins is None:
            broken.add(name)
        elif not force and name.split("/")[0] in RESERVED:
            message = f"The address /{name}/ belongs to another part of the site."
            notes.add(Finding("address", "error", message, "Give the page another name.", twins.place))
        else:
            fields = twins.fields
            parts = tuple((part, twins.read.place("parts", number)) for number, part in enumerate(fields.parts))
            found[force, name] = Page(name, force, twins.words, care(fields, twins.read), parts, twins.place)
            if not force:  # a force's page takes what it does not say from the national one
                notes.findings += neutral(twins.words, notes, high_harm=fields.high_harm)
    return found, broken


def alerts(tree: Tree, languages: Sequence[str], notes: Notes) -> tuple[Alert, ...]:
    """Read `content/alerts/`."""
    files = _by_name(tree.under("content", "alerts"), "content/alerts/", languages, notes)
    found = []
    for name, sources in files.items():
        twins = _twins(sources, languages, AlertShape, notes)
        if twins is None:
            continue
        fields = twins.fields
        if fields.starts and fields.starts > fields.expires:
            message = "This alert ends before it starts."
            notes.add(Finding("field", "error", message, "Swap the two days.", twins.read.place("starts")))
            continue
        found.append(Alert(name, tuple(fields.forces), fields.starts, fields.expires, twins.words))
    return tuple(found)


def sections(tree: Tree, languages: Sequence[str], notes: Notes) -> tuple[Section, ...]:
    """Read `content/sections/`, in the order in which they stand on a page."""
    files = _by_name(tree.under("content", "sections"), "content/sections/", languages, notes)
    found = []
    for name, sources in files.items():
        twins = _twins(sources, languages, SectionShape, notes)
        if twins is None:
            continue
        fields = twins.fields
        section = Section(name, tuple(fields.categories), fields.high_harm, fields.required, twins.words, twins.place)
        found.append((fields.order, name, section))
    return tuple(section for _, _, section in sorted(found, key=lambda one: one[:2]))


def _by_name(
    sources: Sequence[Source], start: str, languages: Sequence[str], notes: Notes
) -> dict[str, dict[str, Source]]:
    """Group files by the path below `start` without language and ending: {"about": {"en": …, "cy": …}}."""
    grouped: dict[str, dict[str, Source]] = {}
    for source in sources:
        named = name_and_language(source, languages, notes)
        folder = source.path[len(start) :].rpartition("/")[0]
        if named is None or not _good_folders(folder, source.path, notes):
            continue
        key = f"{folder}/{named[0]}" if folder else named[0]
        grouped.setdefault(key, {})[named[1]] = source
    return grouped


def _good_folders(folder: str, path: str, notes: Notes) -> bool:
    """Whether the folders between can become an address."""
    wrong = next(filter(None, map(misnamed, folder.split("/"))), None) if folder else None
    if wrong:
        notes.add(Finding("file-name", "error", *wrong, Place(path)))
    return not wrong


def _twins(sources: Mapping[str, Source], languages: Sequence[str], shape: type[L], notes: Notes) -> Twins[L] | None:
    first = languages[0]
    if first not in sources:
        source = next(iter(sources.values()))
        message = f"This page has no {first} version to go with."
        help_ = f"Write the same page without the language in its name; it comes first ({first})."
        notes.add(Finding("translation", "error", message, help_, Place(source.path)))
        return None
    lead = words(sources[first], first, shape, notes)
    found = {}
    for language in languages[1:]:
        if language in sources:
            found[language] = _twin(sources[language], language, shape, notes)
    if lead is None:
        return None
    others = {language: said for language, said in found.items() if said}
    notes.findings += [*parity(lead[2], others), *stale(lead[2], others, notes)]
    return Twins(lead[0], lead[1], {first: lead[2], **others})


def _twin(source: Source, language: str, shape: type[L], notes: Notes) -> Words | None:
    """The words of a further language; pages and services say there only what differs by language."""
    if issubclass(shape, WordsShape):
        made = words(source, language, WordsShape, notes)
        return made[2] if made else None
    other = words(source, language, shape, notes)
    return other[2] if other else None

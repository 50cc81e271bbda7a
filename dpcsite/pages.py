"""Page by page: view to HTML to findings to disk, one page in the hand at a time; and findings to authors' lines."""

import difflib
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import jinja2

from dpcsite.check import faults_by_shape, sheets_of
from dpcsite.check.consistency import differences
from dpcsite.check.page import Page
from dpcsite.check.shapes import Shapes
from dpcsite.check.sitewide import (
    Base,
    DeadLink,
    Facts,
    addresses,
    all_lead,
    dead_addresses,
    dead_fragments,
    facts,
    orphans,
    twin_titles,
)
from dpcsite.formats.html import Document, Element, parse
from dpcsite.model.findings import Finding, Level, Place
from dpcsite.model.manifest import Entry, entry_of
from dpcsite.model.plan import Output, Plan, View
from dpcsite.model.site import Site, Theme
from dpcsite.plan.views import Views
from dpcsite.recall import Recall, Remembered
from dpcsite.render import Renderer
from dpcsite.write import Stage

WORTH_FREEZING = 100  # pages; below that the one collection costs more than it saves

_LINK_HELP = "Correct the address, or take the link out."


@dataclass(frozen=True, slots=True)
class Work:
    """What making pages needs; without a stage nothing is written, and without a recall every page is made anew."""

    plan: Plan
    views: Views
    theme: Theme
    stage: Stage | None = None
    recall: Recall | None = None
    parts: Mapping[str, "Piece"] = field(default_factory=dict)

    @property
    def base(self) -> Base:
        """Where the site stands."""
        return Base(self.views.site.settings.base_url.rstrip("/"), self.plan.prefix)

    def sheet(self, address: str) -> str | None:
        """The text of a style sheet of this site, by its address in a page."""
        content = self.plan.files.get(address.removeprefix(self.plan.prefix).lstrip("/"))
        return content.decode() if content is not None else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A page that another run made and checked as a part of the site: its file, and the view that it shows there."""

    file: Path
    output: Output
    views: Views

    def shows(self, output: Output, view: View) -> bool:
        """Whether it is the page of the whole site as well."""
        return output == self.output and self.views.view(self.output) == view


@dataclass(frozen=True, slots=True)
class Batch:
    """What some pages gave: findings and facts for the whole site.

    It counts the pages that were rendered, those that were checked, and the files that have new bytes. `files` are the
    pages' files by path; `flawless` the pages without a finding, for the next run's recall.
    """

    findings: tuple[Finding, ...] = ()
    facts: tuple[Facts, ...] = ()
    rendered: int = 0
    checked: int = 0
    written: int = 0
    files: Mapping[str, Entry] = field(default_factory=dict)
    flawless: Mapping[bytes, Remembered] = field(default_factory=dict)

    def ordered(self, urls: Sequence[str]) -> "Batch":
        """The same with everything in the order of these addresses."""
        rank = {url: number for number, url in enumerate(urls)}
        findings = sorted(self.findings, key=lambda one: rank.get(one.page, 0))
        facts_ = sorted(self.facts, key=lambda one: rank[one.url])
        return replace(self, findings=tuple(findings), facts=tuple(facts_))

    def __add__(self, other: "Batch") -> "Batch":
        return Batch(
            self.findings + other.findings,
            self.facts + other.facts,
            self.rendered + other.rendered,
            self.checked + other.checked,
            self.written + other.written,
            {**self.files, **other.files},
            {**self.flawless, **other.flawless},
        )


def make_pages(work: Work, outputs: Sequence[Output]) -> Batch:
    """Render, check and stage some pages; those that an earlier run found without fault are only staged."""
    if len(outputs) < WORTH_FREEZING:
        return _make(work, outputs)
    with _few_collections():
        return _make(work, outputs)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the collector pass over what is there already: the plan stays, and to walk it for each page costs a fifth."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _make(work: Work, outputs: Sequence[Output]) -> Batch:
    maker = _Maker(work)
    known: list[Facts] = []
    files: dict[str, Entry] = {}
    flawless: dict[bytes, Remembered] = {}
    for output in outputs:
        view = work.views.view(output)
        key = work.recall.key(output, view) if work.recall else b""
        piece, before = work.parts.get(output.path), len(maker.findings)
        page = maker.recalled(key, output)
        if page is None and piece is not None and piece.shows(output, view):
            page, key = maker.taken(piece), b""  # it may have warnings, which only the run that checked it knows
        elif page is None:
            page = maker.page(output, view, key)
        if page is not None:
            known.append(page.facts)
            files[output.path] = page.file
            if key and len(maker.findings) == before:
                flawless[key] = page
    return Batch(tuple(maker.findings), tuple(known), maker.rendered, maker.checked, maker.written, files, flawless)


class _Maker:
    """Makes pages one by one, and counts; what pages share is kept between them."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.renderer = Renderer(work.theme)
        self.locator = Locator(work)
        self.shapes = Shapes()
        self.findings: list[Finding] = []
        self.rendered = self.checked = self.written = 0

    def recalled(self, key: bytes, output: Output) -> Remembered | None:
        """The page of an earlier run with its file, if that is still there to be taken over."""
        page, stage = self._known(key), self.work.stage
        return page if page is not None and (stage is None or stage.holds(output.path, page.file.sha256)) else None

    def taken(self, piece: Piece) -> Remembered:
        """A page of a part: only what depends on other pages is looked at."""
        content = piece.file.read_bytes()
        self._stage(piece.output, content)
        document = parse(content.decode())
        page, _ = self.shapes.page(document, sheets_of(document, self.work.sheet))
        return self._told(page, piece.output, entry_of(content))

    def page(self, output: Output, view: View, key: bytes) -> Remembered | None:
        """One page rendered, and checked unless an earlier run found the same bytes without fault.

        None where the theme's templates cannot make the page.
        """
        try:
            html = self.renderer.page(view)
        except jinja2.TemplateError as error:
            self.findings.append(self.renderer.finding_of(error, output.url))
            return None
        self.rendered += 1
        content, same = html.encode(), self._known(key)
        self._stage(output, content)
        file = entry_of(content)
        return same if same is not None and same.file == file else self._checked(output, html, file)

    def _known(self, key: bytes) -> Remembered | None:
        """The page of an earlier run, if its links still lead somewhere."""
        recall, plan = self.work.recall, self.work.plan
        page = recall.pages.get(key) if recall else None
        return page if page is not None and all_lead(page.links, plan.known, plan.withheld) else None

    def _stage(self, output: Output, content: bytes) -> None:
        if self.work.stage is not None:
            self.written += self.work.stage.put(output.path, content)

    def _checked(self, output: Output, html: str, file: Entry) -> Remembered:
        """Ask every rule about a page."""
        document = parse(html)
        self.checked += 1
        page, shape = self.shapes.page(document, sheets_of(document, self.work.sheet))
        self.findings += [
            fault.finding(self.locator.place(output, fault.element), output.url)
            for fault in faults_by_shape(page, shape, self.shapes)
        ]
        return self._told(page, output, file)

    def _told(self, page: Page, output: Output, file: Entry) -> Remembered:
        """What the whole site must know of a page."""
        work = self.work
        self.findings += _dead_links(page, output, work, self.locator)
        told = facts(page, output.url, output.lang, output.source, work.base)
        return Remembered(file, told, addresses(page.document, output.url, work.base))


def fragment_findings(batch: Batch, work: Work) -> Iterator[Finding]:
    """Links to a place on another page, or on the same, that is not there."""
    locator = Locator(work)
    outputs = {output.url: output for output in work.plan.outputs}
    for dead in dead_fragments(batch.facts):
        yield _dead(dead, outputs[dead.url], locator)


def title_findings(batch: Batch, work: Work) -> Iterator[Finding]:
    """Pages that share a title with another one."""
    outputs = {output.url: output for output in work.plan.outputs}
    for first, page in twin_titles(batch.facts):
        output = outputs[page.url]
        if output.layout == "redirect" or _both_neutral(outputs[first.url], output, work):
            continue
        message = f"This page has the same title as {first.source if first.source != page.source else first.url}."
        help_ = "Say in the title what only this page has."
        if _neutral(output, work.views.site):
            help_ = "Give it another neutral title: whoever has both open cannot tell one from the other."
        place = Place(page.source, *work.views.title_spot(output))
        selector = "html > head > title"
        yield Finding("twin-title", "error", message, help_, place, ("2.4.2",), "A", page=page.url, selector=selector)


def _both_neutral(one: Output, other: Output, work: Work) -> bool:
    """Whether two pages share one service's neutral title, or one page's: a force's name in it would tell more."""
    same = (one.service or one.page) == (other.service or other.page)
    return same and all(_neutral(output, work.views.site) for output in (one, other))


def _neutral(output: Output, site: Site) -> bool:
    """Whether a page is about serious harm, and has a neutral title."""
    name = output.service or output.page
    holders = (site.services.get(name), site.pages.get(("", name)), site.pages.get((output.force, name)))
    return any(holder.care.high_harm for holder in holders if holder)


def consistency_findings(batch: Batch, work: Work) -> Iterator[Finding]:
    """Menus, help and names that differ between pages, and pages that nothing leads to."""
    locator = Locator(work)
    outputs = {output.url: output for output in work.plan.outputs}
    pages = [page for page in batch.facts if outputs[page.url].layout not in ("redirect", "not-found")]
    for one in differences((page.url, page.lang, page.shape) for page in pages):
        place = locator.place(outputs[one.url], one.element)
        level: Level = "A" if one.level == "A" else "AA"
        yield Finding(one.rule, "warning", one.message, one.help, place, (one.criterion,), level, page=one.url)
    homes = frozenset(page.url for page in pages if outputs[page.url].layout == "home")
    for page in orphans(pages, homes):
        message = "No page links to this one."
        help_ = "Link to it from a page or a menu."
        yield Finding("orphan-page", "warning", message, help_, Place(page.source), ("2.4.5",), "AA", page=page.url)


class Locator:
    """Leads an element of a page back to the author's line, by rendering the page again with marks."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.renderer: Renderer | None = None
        self.page: tuple[str, Document] | None = None
        self.advice: dict[str, str] = {}

    def nearest(self, target: str) -> str:
        """Advice on a dead address, naming the one that is most like it; asked once for each address."""
        if target not in self.advice:
            languages = self.work.views.site.settings.languages
            start = next((f"/{lang}/" for lang in languages[1:] if target.startswith(f"/{lang}/")), "/")
            others = tuple(f"/{lang}/" for lang in languages[1:]) if start == "/" else ()
            known = [one for one in self.work.plan.known if one.startswith(start) and not one.startswith(others)]
            close = difflib.get_close_matches(target, sorted(known), n=1, cutoff=0.8)
            self.advice[target] = f"Did you mean {close[0]}?" if close else _LINK_HELP
        return self.advice[target]

    def place(self, output: Output, element: Element | int) -> Place:
        """The nearest mark on the element or around it; the page's source where there is none."""
        document = self._marked(output)
        index = element if isinstance(element, int) else element.index
        if index >= len(document.elements):
            return Place(output.source)
        found: Element | None = document.elements[index]
        while found is not None:
            mark = found.attrs.get("data-of") or found.attrs.get("data-at")
            if mark:
                path, line, column = mark.rsplit(":", 2)
                return Place(path, int(line), int(column))
            found = found.parent
        return Place(output.source)

    def _marked(self, output: Output) -> Document:
        if self.renderer is None:
            self.renderer = Renderer(self.work.theme, marked=True)
        if self.page is None or self.page[0] != output.url:
            html = self.renderer.page(self.work.views.view(output, marked=True))
            self.page = (output.url, parse(html))
        return self.page[1]


def _dead_links(page: Page, output: Output, work: Work, locator: Locator) -> Iterator[Finding]:
    plan = work.plan
    for dead in dead_addresses(page.document, output.url, work.base, plan.known, plan.withheld):
        yield _dead(dead, output, locator)


def _dead(dead: DeadLink, output: Output, locator: Locator) -> Finding:
    place = locator.place(output, dead.element)
    help_ = _LINK_HELP if dead.fragment else locator.nearest(dead.target)
    return Finding("dead-link", "error", dead.message, help_, place, page=output.url)

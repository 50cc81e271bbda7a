"""The gallery: every component of the theme with its examples, as pages of the preview; never part of a built site.

The pages' frame is ours, so that a theme brings nothing for it but its style sheet, its script and its components.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import jinja2

from dpcsite.formats.html import parse
from dpcsite.formats.yaml import written
from dpcsite.model.findings import Finding
from dpcsite.model.report import Report
from dpcsite.model.site import ComponentSpec, Example, Site
from dpcsite.plan import assets_of
from dpcsite.render import Renderer

HOME = "/gallery/"
NAMES = {"en": "English", "cy": "Cymraeg"}

_MAIN_CLASS = re.compile(r'<main\b[^>{]*?\bclass="([\w -]+)"')


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, with the author's line that it is about."""

    finding: Finding
    line: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One example in one language: its HTML, or why there is none."""

    name: str
    lang: str
    url: str
    parameters: str
    html: str
    faults: tuple[Fault, ...] = ()

    @property
    def levels(self) -> range:
        """Levels of the headings that a page has above its first one; only the page's title where it has none."""
        headings = parse(self.html).all("h1", "h2", "h3", "h4", "h5", "h6")
        return range(1, min((int(one.tag[1]) for one in [*headings][:1]), default=2))


@dataclass(frozen=True, slots=True)
class Piece:
    """One example, in each language."""

    name: str
    shown: tuple[Shown, ...]

    def within(self, lang: str) -> Shown:
        """The example in one language."""
        return next(one for one in self.shown if one.lang == lang)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One component; without `spec` its component.yaml cannot be read, and `faults` say why."""

    name: str
    url: str
    spec: ComponentSpec | None
    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]

    @property
    def broken(self) -> bool:
        """Whether anything of it needs mending."""
        return bool(self.faults) or any(one.faults for piece in self.pieces for one in piece.shown)


def gallery(report: Report) -> dict[str, bytes]:
    """Every page of the gallery by its address, and the theme's files that the pages name.

    It is empty where the sources have no theme that can be read.
    """
    if report.site is None:
        return {}
    assets, files = assets_of(report.site)
    exhibits = tuple(_exhibits(report, report.site))
    frame = _Frame(report, report.site, assets)
    pages = chain(frame.front(exhibits), *(frame.rooms(exhibit) for exhibit in exhibits))
    return {f"/{path}": content for path, content in files.items()} | {url: html.encode() for url, html in pages}


def _exhibits(report: Report, site: Site) -> Iterator[Exhibit]:
    """Every component, those that cannot be read too."""
    folder = f"themes/{site.theme.id}/components/"
    told: dict[str, list[Fault]] = {name: [] for name in site.theme.components}
    for finding in report.findings:
        if finding.place.path.startswith(folder):
            name = finding.place.path.removeprefix(folder).split("/")[0]
            told.setdefault(name, []).append(_fault(finding, report))
    maker = _Maker(report, Renderer(site.theme), site.settings.languages)
    for name, faults in sorted(told.items()):
        spec = site.theme.components.get(name)
        url = f"{HOME}{name}/"
        yield Exhibit(name, url, spec, tuple(maker.pieces(spec, url)) if spec else (), tuple(faults))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Renders examples; a mistake in one keeps no other back."""

    report: Report
    renderer: Renderer
    languages: tuple[str, ...]

    def pieces(self, spec: ComponentSpec, url: str) -> Iterator[Piece]:
        slugs = _slugs([example.name for example in spec.examples])
        for slug, example in zip(slugs, spec.examples, strict=True):
            shown = (self._shown(spec, example, lang, f"{url}{slug}/{lang}/") for lang in self.languages)
            yield Piece(example.name, tuple(shown))

    def _shown(self, spec: ComponentSpec, example: Example, lang: str, url: str) -> Shown:
        given = example.within(lang)
        parameters = written(dict(given)) if given else ""
        try:
            return Shown(example.name, lang, url, parameters, self.renderer.component(spec.name, lang, given))
        except jinja2.TemplateError as error:
            finding = self.renderer.finding_of(error, url, example.place)
            return Shown(example.name, lang, url, parameters, "", (_fault(finding, self.report),))


def _fault(finding: Finding, report: Report) -> Fault:
    return Fault(finding, report.tree.line(finding.place.path, finding.place.line).strip())


def _slugs(names: Sequence[str]) -> list[str]:
    """A step of an address for each name, no two the same."""
    found: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
        slug = stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "example"
        number = 2
        while slug in found:
            slug, number = f"{stem}-{number}", number + 1
        found.append(slug)
    return found


class _Frame:
    """The pages around the components."""

    def __init__(self, report: Report, site: Site, assets: dict[str, str]) -> None:
        self.report = report
        self.theme = site.theme
        self.languages = site.settings.languages
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader(__name__, "."),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        main_class = _MAIN_CLASS.search(site.theme.templates.get("base.html", ""))
        environment.globals |= {
            "home": HOME,
            "style": assets["site.css"],
            "script": assets.get("site.js", ""),
            "icon": assets.get("icon.svg", ""),
            "main_class": main_class[1] if main_class else "",
            "names": NAMES,
        }
        self.environment = environment

    def front(self, exhibits: Sequence[Exhibit]) -> Iterator[tuple[str, str]]:
        """The list of all components."""
        folder = f"themes/{self.theme.id}/"
        faults = [
            _fault(finding, self.report)
            for finding in self.report.findings
            if finding.place.path.startswith(folder) and not finding.place.path.startswith(f"{folder}components/")
        ]
        built = self.report.built
        yield HOME, self._page("index.html", theme=self.theme.id, exhibits=exhibits, faults=faults, built=built)

    def rooms(self, exhibit: Exhibit) -> Iterator[tuple[str, str]]:
        """One component: its page in each language, and each example alone."""
        urls = {lang: f"{exhibit.url}{lang}/" if number else exhibit.url for number, lang in enumerate(self.languages)}
        for lang, url in urls.items():
            yield url, self._page("component.html", exhibit=exhibit, lang=lang, urls=urls)
        for shown in (one for piece in exhibit.pieces for one in piece.shown):
            template = "broken.html" if shown.faults else "example.html"
            yield shown.url, self._page(template, exhibit=exhibit, shown=shown)

    def _page(self, template: str, **values: object) -> str:
        return self.environment.get_template(template).render(**values)


__all__ = ["HOME", "gallery"]

"""Addresses of the site: which there are, which page stands at each, and what two pages may not share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dpcsite.model.findings import Finding, Place
from dpcsite.model.plan import Output
from dpcsite.model.site import Force, Page, Site


def localised(lang: str, path: str, first: str) -> str:
    """The address of a path in a language: the site's first language stands at the root."""
    return path if lang == first else f"/{lang}{path}"


def file_of(url: str) -> str:
    """The file of a page below the output folder."""
    return f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/")


@dataclass(frozen=True, slots=True)
class Router:
    """Answers where a thing stands, for one site.

    `urls` holds every page's address. Lookups give "" for a page that does not exist in that language.
    """

    first: str
    urls: frozenset[str]
    languages: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def at(self, lang: str, path: str) -> tuple[str, str]:
        """Address and language of a path: in `lang` if there is such a page, else in the first language."""
        wanted = localised(lang, path, self.first)
        if wanted in self.urls:
            return wanted, lang
        return (path, self.tongue(path)) if path in self.urls else ("", "")

    def tongue(self, path: str) -> str:
        """The language of a page, which its address begins with unless it is the site's first."""
        start = path.split("/")[1]
        return start if start in self.languages else self.first

    def nearest(self, lang: str, force: str, path: str) -> tuple[str, str]:
        """Like `at`, but on a force's pages the force's own version of a page comes first."""
        if force:
            inner = path.removeprefix("/services")
            own = self.at(lang, f"/forces/{force}{inner}")
            if own[0] and inner != "/":
                return own
        return self.at(lang, path)


def outputs(site: Site) -> Iterator[Output]:
    """Every page of the site."""
    languages = site.settings.languages
    first = languages[0]
    for lang in languages:
        yield from _national(site, lang, first)
        for force in site.forces.values():
            if lang in force.languages:
                yield from _of_force(site, force, lang, first)


def _output(lang: str, first: str, path: str, layout: str, source: str, **ids: str) -> Output:
    url = localised(lang, path, first)
    return Output(url, file_of(url), lang, layout, source, **ids)


def _national(site: Site, lang: str, first: str) -> Iterator[Output]:
    settings = "content/site.yaml"
    yield _output(lang, first, "/", "home", settings)
    yield _output(lang, first, "/404.html", "not-found", settings)
    for name in ("services", "forces"):
        yield _output(lang, first, f"/{name}/", "list", settings, page=name)
    for service in site.services.values():
        source = service.words.get(lang, service.words[first]).path
        yield _output(lang, first, f"/services/{service.id}/", "service", source, service=service.id)
    in_guides = {name for page in site.pages.values() if page.parts for name in (page.id, *dict(page.parts))}
    for page in site.pages.values():
        if not page.force:
            layout = "guide" if page.id in in_guides else "page"
            yield _output(lang, first, f"/{page.id}/", layout, _source(page, lang, first), page=page.id)


def _of_force(site: Site, force: Force, lang: str, first: str) -> Iterator[Output]:
    home = f"/forces/{force.id}/"
    yield _output(lang, first, home, "force", force.place.path, force=force.id)
    if not force.contact_only:
        for service in site.services.values():
            if service.id in force.without:
                continue
            own = site.pages.get((force.id, service.id))
            source = _source(own, lang, first) if own else service.words.get(lang, service.words[first]).path
            yield _output(
                lang, first, f"{home}{service.id}/", "force-service", source, force=force.id, service=service.id
            )
    for page in site.pages.values():
        instead = not force.contact_only and page.id in site.services and page.id not in force.without
        if page.force == force.id and not instead:
            source = _source(page, lang, first)
            yield _output(lang, first, f"{home}{page.id}/", "page", source, force=force.id, page=page.id)


def _source(page: Page, lang: str, first: str) -> str:
    return page.words.get(lang, page.words[first]).path


def shared(made: tuple[Output, ...]) -> Iterator[Finding]:
    """Two pages on one address; the second one is named, with the first in the message."""
    holders: dict[str, Output] = {}
    for output in made:
        other = holders.setdefault(output.path.casefold(), output)
        if other is not output:
            message = f"Two pages have the address {output.url}: this one and {other.source}."
            yield Finding(
                "address", "error", message, "Give one of them another name.", Place(output.source), page=output.url
            )

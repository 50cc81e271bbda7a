"""Site to Plan: every page with its address, files that are not pages, redirects; nothing is rendered here."""

import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from dpcsite.model.account import Checks
from dpcsite.model.findings import Finding, Place
from dpcsite.model.plan import Output, Plan
from dpcsite.model.serving import Hosting
from dpcsite.model.site import Site
from dpcsite.plan.account import account
from dpcsite.plan.addresses import Router, file_of, localised, outputs, shared
from dpcsite.plan.fill import blanks
from dpcsite.plan.guides import tangled
from dpcsite.plan.hosts import files_for_hosts, hosting_of
from dpcsite.plan.redirects import redirects
from dpcsite.plan.security import security_txt
from dpcsite.plan.succession import in_force, moved
from dpcsite.plan.views import Views

# Remarks in a style sheet are for who writes it, not for who reads the site; strings stay as they are.
_REMARK = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/\n?""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan with the maker of its views."""

    plan: Plan
    views: Views


def make_plan(site: Site, today: date, checks: Checks) -> tuple[Made, list[Finding]]:
    """Arrange the site: which page stands where, and what is wrong with the addresses; `checks` look at its pages."""
    prefix = urlsplit(site.settings.base_url).path.rstrip("/")
    whole, site = site, in_force(site, today)
    pages = tuple(outputs(site))
    findings = [*shared(pages), *_blanks(site, pages), *tangled(site)]
    urls = frozenset(page.url for page in pages)
    resolved, wrong = redirects(site, urls, moved(whole, urls, today))
    findings += wrong
    router = Router(site.settings.languages[0], urls, site.settings.languages, _sources(pages))
    assets, files = assets_of(site)
    files |= {picture.path.lstrip("/"): picture.content for picture in site.pictures.values()}
    files["sitemap.xml"] = _sitemap(site, pages, urls).encode()
    files["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {site.settings.base_url}sitemap.xml\n".encode()
    files |= {**files_for_hosts(hosting_of(site, resolved)), **security_txt(site, today)}
    stubs = tuple(
        Output(old, file_of(old), router.tongue(new), "redirect", "content/redirects.yaml", page=new)
        for old, new in sorted(resolved.items())
    )
    known = urls | set(resolved) | {f"/{path}" for path in files}
    plan = Plan(pages + stubs, files, resolved, frozenset(known), _withheld(site), prefix)
    counted = account(site, plan.outputs, checks)
    return Made(plan, Views(site, router, prefix, assets, counted, today)), findings


def hosting(site: Site, today: date) -> tuple[Hosting, list[Finding]]:
    """What hosts must know of a site, without its pages; and what is wrong with its redirects."""
    whole, site = site, in_force(site, today)
    urls = frozenset(page.url for page in outputs(site))
    resolved, wrong = redirects(site, urls, moved(whole, urls, today))
    return hosting_of(site, resolved), wrong


def only(site: Site, forces: tuple[str, ...]) -> Site:
    """The same site with only these forces."""
    kept = {name: force for name, force in site.forces.items() if name in forces}
    pages = {key: page for key, page in site.pages.items() if not key[0] or key[0] in kept}
    return replace(site, forces=kept, pages=pages)


def _sources(pages: tuple[Output, ...]) -> dict[str, str]:
    """The address, in the first language, of every Markdown file: links may name files as editors see them."""
    found: dict[str, str] = {}
    for page in pages:
        if page.source.endswith(".md"):
            path = page.url if page.lang == pages[0].lang else page.url.removeprefix(f"/{page.lang}")
            found.setdefault(page.source, path)
    return found


def _blanks(site: Site, pages: tuple[Output, ...]) -> list[Finding]:
    """Placeholders that have no value for some forces: their pages would have a hole."""
    holes: dict[tuple[Place, str], dict[str, str]] = {}
    for page in pages:
        if not page.force or page.layout not in ("force-service", "page"):
            continue
        own = site.pages.get((page.force, page.service or page.page))
        holder = own or site.services[page.service]
        words = holder.words.get(page.lang) or next(iter(holder.words.values()))
        for gap in blanks(words.body, site, page.force):
            holes.setdefault((Place(words.path, gap.line, gap.column), gap.shown), {})[page.force] = page.url
    for alert, force in ((alert, force) for alert in site.alerts for force in site.forces):
        words = next(iter(alert.words.values()))
        for gap in blanks(words.body, site, force) if not alert.forces or force in alert.forces else ():
            holes.setdefault((Place(words.path, gap.line, gap.column), gap.shown), {})[force] = f"/forces/{force}/"
    return [_hole(place, shown, forces) for (place, shown), forces in holes.items()]


def _hole(place: Place, shown: str, forces: dict[str, str]) -> Finding:
    names = ", ".join(list(forces)[:5]) + ("…" if len(forces) > 5 else "")
    message = f"{shown} has no value for {names}."
    help_ = "Give it a value in force.yaml, or say it without the placeholder."
    return Finding("placeholder", "error", message, help_, place, page=next(iter(forces.values())), count=len(forces))


def assets_of(site: Site) -> tuple[dict[str, str], dict[str, bytes]]:
    """The theme's files under names that hold their digest, so that a browser may keep them for good."""
    style = _REMARK.sub(lambda match: match[1] or "", site.theme.style)
    contents = {"site.css": style.encode(), **site.theme.statics}
    if site.theme.script:
        contents["site.js"] = site.theme.script.encode()
    for force in site.forces.values():
        own = site.theme.brand.css(force.brand) if site.theme.brand else ""
        if own:
            contents[f"force-{force.id}.css"] = (style + own).encode()
    assets, files = {}, {}
    for name, content in sorted(contents.items()):
        stem, _, ending = name.rpartition(".")
        path = f"assets/{stem}.{sha256(content).hexdigest()[:10]}.{ending}"
        assets[name] = f"/{path}"
        files[path] = content
    return assets, files


def _sitemap(site: Site, pages: tuple[Output, ...], urls: frozenset[str]) -> str:
    """The list of pages for search engines (sitemaps.org protocol), with each page's other languages."""
    base = site.settings.base_url.rstrip("/")
    first = site.settings.languages[0]
    rows = []
    for page in pages:
        if page.layout == "not-found":
            continue
        path = page.url if page.lang == first else page.url.removeprefix(f"/{page.lang}")
        twins = [(lang, localised(lang, path, first)) for lang in site.settings.languages]
        there = [(lang, url) for lang, url in twins if url in urls]
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(base + url)}"/>' for lang, url in there
        )
        rows.append(f"<url><loc>{escape(base + page.url)}</loc>{others if len(there) > 1 else ''}</url>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'{head} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(rows)}</urlset>\n'


def _withheld(site: Site) -> frozenset[str]:
    """Addresses that broken sources would have: the end of each, as the id of a service, a force or a page."""
    return frozenset(site.broken)

"""Guides in several pages: which pages belong to one, and the links from each to the others."""

from collections.abc import Iterator
from dataclasses import replace

from dpcsite.model.findings import Finding
from dpcsite.model.plan import Guide
from dpcsite.model.site import Page, Site
from dpcsite.plan.fill import Setting
from dpcsite.plan.pointers import to_page, version


def guide_of(site: Site) -> dict[str, tuple[str, ...]]:
    """The ids of a guide's pages, the first page included, by the id of each of them."""
    found: dict[str, tuple[str, ...]] = {}
    for page in site.pages.values():
        if page.parts and not page.force:
            whole = (page.id, *(name for name, _ in page.parts if ("", name) in site.pages))
            found |= dict.fromkeys(whole, whole)
    return found


def guide(setting: Setting, pages: tuple[str, ...], here: str) -> Guide:
    """The guide as the page `here` shows it."""
    links = [replace(to_page(setting, name), current=name == here) for name in pages]
    number = pages.index(here)
    return Guide(
        version(setting.site.pages["", pages[0]].words, setting.lang).title,
        tuple(links),
        links[number - 1] if number else None,
        links[number + 1] if number + 1 < len(links) else None,
    )


def tangled(site: Site) -> Iterator[Finding]:
    """Guides that cannot be shown: of a force, inside one another, or sharing a page."""
    holders: dict[str, str] = {}
    for page in site.pages.values():
        for name, place in page.parts:
            problem = _problem(page, name, site, holders)
            if problem:
                yield Finding("guide", "error", problem, "Take it out of parts.", place)
            holders.setdefault(name, page.id)


def _problem(page: Page, name: str, site: Site, holders: dict[str, str]) -> str:
    part = site.pages.get(("", name))
    if page.force:
        return "Only a national page can be the start of a guide."
    if name == page.id:
        return "A guide cannot hold itself."
    if name in holders:
        return f'"{name}" is part of {holders[name]} already.'
    return f'"{name}" is a guide itself.' if part and part.parts else ""

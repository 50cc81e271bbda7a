"""Groups of links: services by category, forces by region, a force's own pages, what to read next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dpcsite.model.plan import Group, Link
from dpcsite.model.site import Care, Force
from dpcsite.plan.fill import Setting
from dpcsite.plan.pointers import if_other, title_at, to_force, to_page, to_service, version

CATEGORIES = ("report", "tell-us-about", "request", "apply", "contact", "advice")
SHOWN = 5  # links of a category on a home page that also says where the others are


def categories(setting: Setting, force: Force | None = None) -> Iterator[Group]:
    """Services by category; without those that a force has no page for."""
    without = force.without if force else frozenset[str]()
    for category in CATEGORIES:
        names = [one.id for one in setting.site.services.values() if one.category == category and one.id not in without]
        if names:
            links = tuple(to_service(setting, name) for name in names)
            yield Group(category, setting.say(f"category-{category}"), links)


def shortened(groups: Iterator[Group], whole: Link) -> Iterator[Group]:
    """The first links of each group, and a link to the rest on the page that lists all; one more is not hidden."""
    for group in groups:
        hidden = len(group.links) - SHOWN
        if hidden < 2:
            yield group
        else:
            more = replace(whole, url=f"{whole.url}#{group.id}", text=group.title)
            yield replace(group, links=group.links[:SHOWN], more=more, hidden=len(group.links))


def regions(setting: Setting, service: str = "") -> Iterator[Group]:
    """Forces by region, as links to their homes or to their pages of one service."""
    found: dict[str, list[Link]] = {}
    for force in setting.site.forces.values():
        link = _at_force(setting, force, service) if service else to_force(setting, force)
        if link:
            found.setdefault(force.region, []).append(link)
    groups = [_region(setting, region, links) for region, links in found.items()]
    yield from sorted(groups, key=lambda group: group.title)


def own_pages(setting: Setting, force: Force) -> Iterator[Group]:
    """Pages that only this force has: nothing else leads to them."""
    site = setting.site
    instead = frozenset[str]() if force.contact_only else frozenset(site.services) - force.without
    links = tuple(
        Link(setting.prefix + url, words.title, if_other(words.lang, setting.lang), words.summary, at=title_at(words))
        for page in site.pages.values()
        if page.force == force.id and page.id not in instead and ("", page.id) not in site.pages
        for words in (version(page.words, setting.lang),)
        for url in (setting.router.at(setting.lang, f"/forces/{force.id}/{page.id}/")[0],)
    )
    if links:
        yield Group("own", setting.say("force-pages", force=force.name.get(setting.lang)), links)


def related(setting: Setting, care: Care) -> tuple[Link, ...]:
    """What to read next, without what this force has no page for."""
    return tuple(link for name, _ in care.related for link in _related(setting, name))


def _related(setting: Setting, name: str) -> Sequence[Link]:
    site = setting.site
    if name in site.services:
        force = site.forces.get(setting.force)
        return () if force and name in force.without else (to_service(setting, name),)
    return (to_page(setting, name),) if ("", name) in site.pages else ()


def _at_force(setting: Setting, force: Force, service: str) -> Link | None:
    url, lang = setting.router.at(setting.lang, f"/forces/{force.id}/{service}/")
    name = force.name.get(setting.lang)
    return Link(setting.prefix + url, name, if_other(lang, setting.lang), at=str(force.places["name"])) if url else None


def _region(setting: Setting, region: str, links: list[Link]) -> Group:
    slug = region.lower().replace(" ", "-")
    title = setting.say(f"region-{slug}") or region
    return Group(slug, title, tuple(sorted(links, key=lambda link: link.text)))

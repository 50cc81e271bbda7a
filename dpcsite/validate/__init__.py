"""Tree to Site: every file read into its shape, every reference followed, every complaint collected."""

import re
from datetime import date

from dpcsite.model.findings import Finding, Place
from dpcsite.model.limits import FORCE_PAGES
from dpcsite.model.site import Force, Page, Service, Site
from dpcsite.model.tree import Tree
from dpcsite.validate import forces as _forces
from dpcsite.validate import national, pages
from dpcsite.validate.brand import force_brands
from dpcsite.validate.care import neutral_at_forces
from dpcsite.validate.crossing import Known, ageing, crossing, incomplete
from dpcsite.validate.notes import Notes, few
from dpcsite.validate.pictures import pictures
from dpcsite.validate.statement import statement
from dpcsite.validate.succession import succession
from dpcsite.validate.theme import theme as read_theme

_CONTENT = re.compile(
    r"content/(?:(?:site|facts|channels|platform|doorways|redirects|allowances|links\.checked)\.yaml|(?:services|sections|alerts)/[^/]+|pages/.+|assets/[^/]+)"
)


def validate(tree: Tree, today: date) -> tuple[Site | None, list[Finding]]:
    """Read all sources into a site.

    What is broken is left out of the site and named among the notes, so that one run tells every mistake.
    None is returned only where there is nothing to build with: no settings, or no theme.
    """
    notes = Notes(_strays(tree))
    settled = national.settings(tree, notes)
    languages = settled[0].languages if settled else ("en", "cy")
    notes.govspeak = bool(settled and settled[0].govspeak)
    forces, broken_forces = _forces.forces(tree, languages, notes)
    services, broken_services = pages.services(tree, languages, notes)
    all_pages, broken_pages = _pages(tree, forces, languages, notes)
    alerts = pages.alerts(tree, languages, notes)
    sections = pages.sections(tree, languages, notes)
    facts = national.facts(tree, languages, notes)
    channels = national.channels(tree, languages, notes)
    platform = national.platform(tree, notes)
    doorways = national.doorways(tree, notes)
    redirects = national.redirects(tree, notes)
    checks = national.checks(tree, notes)
    allowances = national.allowances(tree, notes)
    all_pictures = pictures(tree, notes)
    notes.findings += _clashes(services, all_pages)
    if settled is None:
        return None, few(notes.findings)
    settings, read = settled
    theme = read_theme(tree, settings.theme, languages, read.place("theme"), notes)
    if theme is None:
        return None, few(notes.findings)
    site = Site(
        settings=settings,
        theme=theme,
        forces=force_brands(forces, theme, notes),
        services=services,
        pages=all_pages,
        alerts=alerts,
        sections=sections,
        facts=facts,
        channels=channels,
        platform=platform[0] if platform else None,
        doorways=doorways,
        redirects=redirects,
        checks=checks,
        allowances=allowances,
        pictures=all_pictures,
        broken=frozenset(broken_services | broken_forces | broken_pages),
    )
    known = Known(
        services=frozenset(services) | broken_services,
        forces=frozenset(forces) | broken_forces,
        pages=frozenset(name for force, name in all_pages if not force) | broken_pages,
        facts=frozenset(facts) | national.ids("content/facts.yaml", notes),
        channels=frozenset(channels) | national.ids("content/channels.yaml", notes),
        unread=frozenset(path for path in tree.sources if path not in notes.documents),
    )
    notes.findings += crossing(site, notes, known)
    notes.findings += neutral_at_forces(site, notes)
    notes.findings += succession(site.forces, broken_forces)
    notes.findings += incomplete(site)
    notes.findings += ageing(site, today)
    notes.findings += statement(settings, notes, today)
    return site, few(notes.findings)


def _strays(tree: Tree) -> list[Finding]:
    """Files in `content/` that nothing reads: most often a slip in a folder's name."""
    return [
        Finding(
            "source-file",
            "error",
            f'Nothing uses the file "{source.path}".',
            "Services go into content/services/, pages into content/pages/, alerts into content/alerts/, sections that \
services share into content/sections/.",
            Place(source.path),
        )
        for source in tree.under("content")
        if not _CONTENT.fullmatch(source.path)
    ]


def _pages(
    tree: Tree, forces: dict[str, Force], languages: tuple[str, ...], notes: Notes
) -> tuple[dict[tuple[str, str], Page], set[str]]:
    found, broken = pages.pages(tree, "content/pages", "", languages, notes)
    for force, known in forces.items():
        own, own_broken = pages.pages(tree, f"forces/{force}/pages", force, languages, notes)
        if len(own) > FORCE_PAGES.most:
            message = f"This force has {len(own)} pages of its own."
            notes.add(Finding("file-name", "error", message, f"Keep at most {FORCE_PAGES}.", known.place))
        for words in (one for page in own.values() for one in page.words.values() if one.lang not in known.languages):
            message = f'This force does not use "{words.lang}", so that nobody would see this page.'
            help_ = f"Add {words.lang} to languages in forces/{force}/force.yaml, or delete the file."
            notes.add(Finding("translation", "error", message, help_, Place(words.path)))
        found |= own
        broken |= {f"{force}/{name}" for name in own_broken}
    return found, broken


def _clashes(services: dict[str, Service], all_pages: dict[tuple[str, str], Page]) -> list[Finding]:
    """A national page must not be called like a service: the same name would mean two things on a force's pages."""
    return [
        Finding(
            "address",
            "error",
            f'"{name}" is the name of a service already ({services[name].place.path}).',
            "Give the page another name.",
            page.place,
        )
        for (force, name), page in all_pages.items()
        if not force and name in services
    ]

"""What all pages of one language share, and for a force all of its own: header, menus, emergency box, footer."""

from collections.abc import Iterator, Mapping
from datetime import date

from dpcsite.model.plan import Emergency, Link, Notice, Output, Shell
from dpcsite.model.site import Site
from dpcsite.plan.addresses import localised
from dpcsite.plan.fill import Setting, fill
from dpcsite.plan.pointers import LANGUAGES, if_other, to_force, to_list, to_page, to_service, version
from dpcsite.plan.steps import sure

WITHOUT_VOICE = ("silent-999", "emergency-sms", "bsl-999")  # services for an emergency in which nobody can talk


def shell(setting: Setting, assets: Mapping[str, str]) -> Shell:
    """The shell of pages in one setting; `assets` leads from a name such as site.css to its address."""
    site, settings = setting.site, setting.site.settings
    force = site.forces.get(setting.force)
    at = {name: setting.prefix + address for name, address in assets.items()}
    return Shell(
        lang=setting.lang,
        site_title=settings.title.get(setting.lang),
        notice=settings.notice.get(setting.lang),
        phase=settings.phase.get(setting.lang),
        home=setting.prefix + localised(setting.lang, "/", settings.languages[0]),
        style=at.get(f"force-{setting.force}.css", at["site.css"]),
        script=at.get("site.js", ""),
        icon=at.get("icon.svg", ""),
        plain_icon=at.get("icon-plain.svg", ""),
        navigation=(
            to_list(setting, "services"),
            to_list(setting, "forces"),
            *(to_page(setting, page) for page in settings.navigation if ("", page) in site.pages),
        ),
        footer=tuple(to_page(setting, page) for page in settings.footer if ("", page) in site.pages),
        emergency=Emergency(
            call=_number(setting, "emergency"),
            non_emergency=_number(setting, "non_emergency"),
            textphone=_number(setting, "textphone"),
            links=tuple(to_service(setting, name) for name in WITHOUT_VOICE if name in site.services),
        ),
        publisher=settings.publisher.get(setting.lang),
        feedback=settings.feedback,
        quick_exit=settings.quick_exit,
        safe_browsing=setting.link(f"/{settings.safe_browsing}/")[0] if settings.safe_browsing else "",
        force=to_force(setting, force) if force else None,
    )


def languages(site: Site, output: Output, setting: Setting) -> Iterator[Link]:
    """A page in each language it has, itself included."""
    first = setting.router.first
    path = output.url if output.lang == first else output.url.removeprefix(f"/{output.lang}")
    for lang in site.settings.languages:
        url = localised(lang, path, first)
        if url in setting.router.urls:
            yield Link(setting.prefix + url, LANGUAGES[lang], lang, current=lang == output.lang)


def notices(setting: Setting, today: date) -> Iterator[Notice]:
    """The alerts that hold today, on this force's pages or everywhere."""
    for alert in setting.site.alerts:
        in_time = (alert.starts or today) <= today <= alert.expires
        if in_time and (not alert.forces or setting.force in alert.forces):
            words = version(alert.words, setting.lang)
            lang = if_other(words.lang, setting.lang)
            yield Notice(words.title, fill(words, setting), lang, setting.day(alert.expires))


def _number(setting: Setting, contact: str) -> str:
    """A force's own number of a kind, or the nation's where that is sure enough; "" where there is none."""
    site = setting.site
    force = site.forces.get(setting.force)
    if force and (own := force.contacts.get(contact)):
        return own
    if force and contact == "non_emergency":
        return ""  # a force that names none may have none: British Transport Police is not on 101
    channel = next((one for one in site.channels.values() if one.force_contact == contact), None)
    return channel.telephone if channel and sure(channel.evidence, site.settings.policy) else ""

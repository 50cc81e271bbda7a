"""Fill the gaps of a body for one page: placeholders, links to the nearest version of a page, pictures."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from dpcsite.model.account import BUILD_FIELDS, Account
from dpcsite.model.links import OUTSIDE, scheme_of
from dpcsite.model.site import FORCE_FIELDS, Channel, Site
from dpcsite.model.strings import long_date
from dpcsite.model.words import Body, Gap, Words
from dpcsite.plan.addresses import Router
from dpcsite.plan.blocks import contact_list, dialled, word
from dpcsite.plan.steps import contacts, sure


@dataclass(frozen=True, slots=True)
class Setting:
    """The page that a body stands on: its language, its force or "", and whether to keep the author's lines."""

    site: Site
    router: Router
    prefix: str
    account: Account
    lang: str
    force: str = ""
    marked: bool = False

    def say(self, key: str, **values: object) -> str:
        """The theme's words for a key, in the language of the page."""
        return self.site.theme.strings[self.lang].get(key, **values)

    def day(self, day: date) -> str:
        """A day of the calendar, in words."""
        return long_date(self.site.theme.strings[self.lang], day)

    def link(self, path: str) -> tuple[str, str]:
        """Address, with the base URL's own path, and language of the nearest version of a page of ours."""
        url, lang = self.router.nearest(self.lang, self.force, path)
        return (self.prefix + (url or path)), lang


def number_link(number: str, scheme: str = "tel") -> str:
    """A number as a link that a telephone can dial."""
    return f'<a href="{scheme}:{dialled(number)}">{escape(number)}</a>'


def fill(words: Words, setting: Setting) -> str:
    """The body of `words` as HTML for one page."""
    pieces = words.body.marked if setting.marked else words.body.pieces
    return "".join(piece if isinstance(piece, str) else _filled(piece, words, setting) for piece in pieces)


def blanks(body: Body, site: Site, force: str) -> list[Gap]:
    """Placeholders for which this force has no value."""
    return [
        gap
        for gap in body.gaps
        if gap.kind == "force" and gap.name in FORCE_FIELDS and not _force_value(site, force, gap.name, "")
    ]


def _filled(gap: Gap, words: Words, setting: Setting) -> str:
    if gap.kind == "href":
        return _href(gap.name, words.path, setting)
    if gap.kind == "src":
        return (
            f'src="{escape(setting.prefix + _picture(gap.name, words.path))}"' if not scheme_of(gap.name) else 'src=""'
        )
    if gap.kind == "string":
        return word(gap.name, gap.shown, setting.site.theme.strings[words.lang])
    if gap.kind == "contacts":
        return _contacts(gap, words.lang, setting)
    return _placeholder(gap, words, setting)


def _placeholder(gap: Gap, words: Words, setting: Setting) -> str:
    if gap.kind == "force":
        value = _force_value(setting.site, setting.force, gap.name, words.lang)
        return number_link(value) if value[:1] in "+0123456789" and value else escape(value)
    if gap.kind == "fact" and gap.name in setting.site.facts:
        return escape(setting.site.facts[gap.name].value.get(words.lang))
    if gap.kind == "build" and gap.name in BUILD_FIELDS:
        return escape(setting.account.value(gap.name))
    if gap.kind == "channel" and gap.name in setting.site.channels:
        return _channel(setting.site.channels[gap.name])
    if gap.kind == "link" and gap.name in setting.site.services:
        return _service_link(gap.name, words.lang, setting)
    return escape(gap.shown)


def _contacts(gap: Gap, lang: str, setting: Setting) -> str:
    site = setting.site
    found = contacts(site, site.forces.get(setting.force), [name for name, _, _ in gap.named], lang)

    def page_link(service: str) -> str:
        url, target = setting.link(f"/services/{service}/")
        return f'href="{escape(url)}"{_hreflang(target, setting.lang)}'

    return contact_list(found, site.theme.strings[lang], page_link, marked=setting.marked)


def _force_value(site: Site, force_id: str, name: str, lang: str) -> str:
    force = site.forces.get(force_id)
    if name == "name":
        return force.name.get(lang) if force else site.theme.strings[lang].get("your-police-force")
    if force:
        return force.contacts.get(name, "")
    channel = next((one for one in site.channels.values() if one.force_contact == name), None)
    return channel.telephone if channel and sure(channel.evidence, site.settings.policy) else ""


def _channel(channel: Channel) -> str:
    if channel.telephone:
        return number_link(channel.telephone)
    return number_link(channel.text, "sms") if channel.text else escape(channel.id)


def _service_link(name: str, lang: str, setting: Setting) -> str:
    service = setting.site.services[name]
    said = service.words.get(lang) or next(iter(service.words.values()))
    url, target_lang = setting.link(f"/services/{name}/")
    tongue = f' lang="{said.lang}"' if said.lang != lang else ""
    return f'<a href="{escape(url)}"{_hreflang(target_lang, setting.lang)}{tongue}>{escape(said.title)}</a>'


def _href(target: str, path: str, setting: Setting) -> str:
    scheme = scheme_of(target)
    if scheme in OUTSIDE:
        return f'href="{escape(target)}" rel="noreferrer"'
    if scheme or target.startswith("#"):
        return f'href="{escape(target)}"'
    address, hash_, fragment = target.partition("#")
    url, lang = setting.link(_place_of(address, path, setting.router.sources))
    return f'href="{escape(url + hash_ + fragment)}"{_hreflang(lang, setting.lang)}'


def _hreflang(target: str, page: str) -> str:
    return f' hreflang="{target}"' if target and target != page else ""


def _place_of(address: str, path: str, sources: Mapping[str, str]) -> str:
    """The site's path for an address; Markdown files may be named as editors see them: `../pages/about.md`."""
    if not address.endswith(".md") or address.startswith("/"):
        return address
    name = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    return sources.get(name, f"/{name}")


def _picture(target: str, path: str) -> str:
    """`assets/x.png` in a force's page is that force's picture; in a national page a national one."""
    parts = path.split("/")
    return f"/forces/{parts[1]}/{target}" if parts[0] == "forces" else f"/{target}"

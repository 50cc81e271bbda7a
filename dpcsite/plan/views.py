"""What the templates of a page may see: one small frozen view, made from the site and one output."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dpcsite.model.account import Account
from dpcsite.model.plan import Contact, Link, NextStep, Output, Part, Review, Row, Shell, View
from dpcsite.model.site import Care, Force, Page, Service, Site
from dpcsite.model.strings import loose_date
from dpcsite.model.words import Words, has_section
from dpcsite.plan.addresses import Router
from dpcsite.plan.fill import Setting, fill
from dpcsite.plan.guides import guide, guide_of
from dpcsite.plan.listings import categories, own_pages, regions, related, shortened
from dpcsite.plan.pointers import if_other, title_at, to_force, to_home, to_list, version
from dpcsite.plan.shell import languages, notices, shell
from dpcsite.plan.statement import stated
from dpcsite.plan.steps import contacts, national_step, next_step
from dpcsite.plan.succession import ending

ACCOUNTS = {
    "facebook": "Facebook",
    "x": "X",
    "youtube": "YouTube",
    "instagram": "Instagram",
    "flickr": "Flickr",
    "linkedin": "LinkedIn",
}


@dataclass(slots=True)
class Views:
    """Makes views for one site; shells are made once per language and force."""

    site: Site
    router: Router
    prefix: str
    assets: dict[str, str]
    account: Account
    today: date
    shells: dict[tuple[str, str], Shell] = field(default_factory=dict)
    guides: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.guides = guide_of(self.site)

    def view(self, output: Output, *, marked: bool = False) -> View:
        """The view of one page; `marked` keeps the author's lines in its body."""
        setting = Setting(self.site, self.router, self.prefix, self.account, output.lang, output.force, marked)
        makers = {
            "service": self._service,
            "force-service": self._force_service,
            "page": self._page,
            "guide": self._page,
            "redirect": self._redirect,
            "list": self._list,
            "force": self._force,
            "home": self._home,
            "not-found": self._home,
        }
        return makers[output.layout](output, setting)

    def title_spot(self, output: Output) -> tuple[int, int]:
        """Line and column of what the browser shows as the title, in the page's source file."""
        page = self.site.pages.get((output.force, output.page or output.service))
        service = self.site.services.get(output.service)
        holder = page or service
        if holder is None:
            return (1, 1)
        words = version(holder.words, output.lang)
        return words.neutral_at if words.neutral_title else words.title_at

    # --- kinds of page

    def _home(self, output: Output, setting: Setting) -> View:
        """Home and not-found: their words are the theme's, their groups the services by category."""
        home = output.layout == "home"
        return self._view(
            output,
            setting,
            self.site.settings.title.get(output.lang) if home else setting.say("not-found"),
            setting.say(f"{output.layout}-summary"),
            groups=tuple(shortened(categories(setting), to_list(setting, "services"))),
            contacts=self._linked(contacts(self.site, None, (), output.lang), setting),
        )

    def _list(self, output: Output, setting: Setting) -> View:
        """All services by category, or all forces by region; `page` says which."""
        groups = categories(setting) if output.page == "services" else regions(setting)
        return self._view(
            output,
            setting,
            setting.say(output.page),
            setting.say(f"{output.page}-summary"),
            groups=tuple(groups),
            filtered=output.page == "forces",
            crumbs=[to_home(setting)],
        )

    def _force(self, output: Output, setting: Setting) -> View:
        force = self.site.forces[output.force]
        name, serves = force.name.get(output.lang), force.serves.say(output.lang)
        own_numbers = [channel.id for channel in self.site.channels.values() if channel.force_contact]
        return self._view(
            output,
            setting,
            name,
            setting.say("force-summary-contact" if force.contact_only else "force-summary", force=name),
            groups=(*(() if force.contact_only else categories(setting, force)), *own_pages(setting, force)),
            contacts=self._linked(contacts(self.site, force, own_numbers, output.lang), setting),
            about=tuple(_about(force, setting)),
            social=tuple(_social(force)),
            website=_website(force),
            serves=serves.text,
            serves_lang=if_other(serves.lang, output.lang),
            ending=ending(force, setting, self.today),
            at=str(force.places["name"]),
            contact_only=force.contact_only,
            crumbs=[to_home(setting), to_list(setting, "forces")],
        )

    def _service(self, output: Output, setting: Setting) -> View:
        service = self.site.services[output.service]
        step = national_step(self.site, service, output.lang)
        return self._of_service(
            output,
            setting,
            version(service.words, output.lang),
            service.care,
            step=_dated(step, setting),
            nations=self._nations(setting, step.nations) if step else "",
            groups=tuple(regions(setting, service.id)),
            filtered=True,
            crumbs=[to_home(setting), to_list(setting, "services")],
        )

    def _force_service(self, output: Output, setting: Setting) -> View:
        service, force = self.site.services[output.service], self.site.forces[output.force]
        own = self.site.pages.get((force.id, service.id))
        words = version(own.words if own else service.words, output.lang)
        return self._of_service(
            output,
            setting,
            words,
            _joined(service, own),
            step=_dated(next_step(self.site, force, service, output.lang), setting),
            website=_website(force),
            neutral_title=words.neutral_title or version(service.words, output.lang).neutral_title,
            crumbs=[to_home(setting), to_list(setting, "forces"), to_force(setting, force)],
        )

    def _of_service(self, output: Output, setting: Setting, words: Words, care: Care, **fields: Any) -> View:
        """What a service's pages have in common, nationally and at a force; `fields` are others of View."""
        service, force = self.site.services[output.service], self.site.forces.get(output.force)
        return self._view(
            output,
            setting,
            words.title,
            words.summary,
            words=words,
            care=care,
            payment=service.payment,
            sections=tuple(_sections(setting, service, words)),
            contacts=self._linked(contacts(self.site, force, service.fallback, output.lang), setting),
            **fields,
        )

    def _page(self, output: Output, setting: Setting) -> View:
        page = self.site.pages[output.force, output.page]
        national = self.site.pages.get(("", output.page), page)
        words = version(page.words, output.lang)
        statement = self.site.settings.statement
        tells = statement is not None and (output.force, output.page) == ("", statement.page)
        crumbs = [to_home(setting)]
        if output.force:
            crumbs += [to_list(setting, "forces"), to_force(setting, self.site.forces[output.force])]
        return self._view(
            output,
            setting,
            words.title,
            words.summary,
            words=words,
            care=_joined(national, page),
            neutral_title=words.neutral_title or version(national.words, output.lang).neutral_title,
            guide=guide(setting, self.guides[page.id], page.id) if output.layout == "guide" else None,
            stated=stated(setting, statement, self.today) if statement and tells else None,
            crumbs=crumbs,
        )

    def _redirect(self, output: Output, setting: Setting) -> View:
        base = self.site.settings.base_url.rstrip("/")
        view = self._view(output, setting, output.url, "")
        return replace(view, target=self.prefix + output.page, canonical=base + output.page)

    # --- parts

    def _view(
        self,
        output: Output,
        setting: Setting,
        title: str,
        summary: str,
        *,
        words: Words | None = None,
        care: Care | None = None,
        crumbs: Sequence[Link] = (),
        **fields: Any,
    ) -> View:
        base = self.site.settings.base_url.rstrip("/")
        tongue = words.lang if words and words.lang != output.lang else ""
        force = self.site.forces.get(output.force)
        twins = tuple(languages(self.site, output, setting))
        if words:
            fields = {"neutral_title": words.neutral_title, "before": words.before, "at": title_at(words), **fields}
        if care:
            fields |= {
                "high_harm": care.high_harm,
                "related": related(setting, care),
                "review": _review(care, setting),
            }
        return View(
            layout=output.layout,
            shell=self._shell(output, setting),
            lang=output.lang,
            title=title,
            summary=summary,
            canonical=base + output.url,
            words_lang=tongue,
            body=fill(words, setting) if words else "",
            crumbs=tuple(crumbs),
            languages=twins,
            alternates=tuple((link.lang, base + link.url.removeprefix(self.prefix)) for link in twins),
            alerts=tuple(notices(setting, self.today)),
            needs_review=bool(words and words.needs_review and not tongue),
            force=force.name.get(output.lang) if force else "",
            **fields,
        )

    def _shell(self, output: Output, setting: Setting) -> Shell:
        key = (output.lang, output.force)
        if key not in self.shells:
            self.shells[key] = shell(replace(setting, marked=False), self.assets)
        return self.shells[key]

    def _nations(self, setting: Setting, nations: Sequence[str]) -> str:
        return ", ".join(setting.say(f"nation-{one.lower().replace(' ', '-')}") for one in nations)

    def _linked(self, found: tuple[Contact, ...], setting: Setting) -> tuple[Contact, ...]:
        return tuple(replace(one, link=setting.link(f"/services/{one.link}/")[0]) if one.link else one for one in found)


def _sections(setting: Setting, service: Service, words: Words) -> Iterator[Part]:
    """The sections that services share, without those that this one writes itself."""
    for section in setting.site.sections:
        said = version(section.words, setting.lang)
        own = section.words.get(words.lang)
        if section.required or not section.fits(service) or (own and has_section(words, own)):
            continue
        lang = if_other(said.lang, setting.lang)
        yield Part(f"dpc-section-{section.id}", said.title, fill(said, setting), lang, title_at(said))


def _joined(lead: Service | Page, own: Page | None) -> Care:
    """What is said of a page that takes another's place: its own care, and the harm of either."""
    if own is None or own is lead:
        return lead.care
    related_ = own.care.related or lead.care.related
    return replace(own.care, high_harm=own.care.high_harm or lead.care.high_harm, related=related_)


def _review(care: Care, setting: Setting) -> Review | None:
    if not (care.owner or care.reviewed_on):
        return None
    return Review(care.owner, setting.day(care.reviewed_on) if care.reviewed_on else "")


def _dated(step: NextStep | None, setting: Setting) -> NextStep | None:
    """The step with the day of its last check in words."""
    if step is None or step.checked_day is None:
        return step
    return replace(step, checked_on=setting.day(step.checked_day))


def _about(force: Force, setting: Setting) -> Iterator[Row]:
    if force.kind == "territorial":
        region = setting.say(f"region-{force.region.lower().replace(' ', '-')}") or force.region
        nation = setting.say(f"nation-{force.nation.lower().replace(' ', '-')}")
        yield Row(setting.say("about-area"), region if nation in region else f"{region}, {nation}")
    if len(force.languages) > 1:
        names = [setting.say(f"language-{lang}") for lang in force.languages]
        yield Row(setting.say("about-languages"), ", ".join(names))
    for former in force.change.names:
        time = loose_date(setting.site.theme.strings[setting.lang], former.until)
        words = setting.say("former-name", name=former.name.get(setting.lang), time=time)
        yield Row(setting.say("about-former-name"), words)


def _website(force: Force) -> Link | None:
    return Link(force.website, force.website, at=str(force.places["website"])) if force.website else None


def _social(force: Force) -> Iterator[Link]:
    for key, url in force.social.items():
        yield Link(url, ACCOUNTS[key], at=str(force.places[f"social.{key}"]))
    if force.rss:
        yield Link(force.rss, "RSS", at=str(force.places["rss"]))

"""What the templates of a page may see: one small frozen view, made from the site and one output."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dpcsite.model.plan import Contact, Group, Link, NextStep, Notice, Output, Shell, View
from dpcsite.model.site import Force, Service, Site
from dpcsite.model.words import Words
from dpcsite.plan.addresses import Router, localised
from dpcsite.plan.fill import Setting, fill
from dpcsite.plan.steps import contacts, national_step, next_step, sure

CATEGORIES = ("report", "tell-us-about", "request", "apply", "contact", "advice")


@dataclass(slots=True)
class Views:
    """Makes views for one site; shells are made once per language and force."""

    site: Site
    router: Router
    prefix: str
    assets: dict[str, str]
    today: date
    shells: dict[tuple[str, str], Shell] = field(default_factory=dict)

    def view(self, output: Output, *, marked: bool = False) -> View:
        """The view of one page; `marked` keeps the author's lines in its body."""
        setting = Setting(self.site, self.router, self.prefix, output.lang, output.force, marked)
        if output.layout in ("service", "force-service"):
            return self._service(output, setting)
        if output.layout == "page":
            return self._page(output, setting)
        if output.layout == "redirect":
            return self._redirect(output, setting)
        makers = {"services": self._services, "forces": self._forces, "force": self._force}
        if output.layout in makers:
            return makers[output.layout](output, setting)
        return self._plain(output, setting)

    def title_spot(self, output: Output) -> tuple[int, int]:
        """Line and column of the title in the page's source file."""
        page = self.site.pages.get((output.force, output.page or output.service))
        service = self.site.services.get(output.service)
        holder = page or service
        return self._words(holder.words, output.lang).title_at if holder else (1, 1)

    # --- kinds of page

    def _plain(self, output: Output, setting: Setting) -> View:
        """Home and not-found: their words are the theme's, their groups the services by category."""
        title = self.site.settings.title.get(output.lang) if output.layout == "home" else self._say(output, "not-found")
        groups = tuple(self._categories(setting, None))
        return self._view(
            output,
            setting,
            title,
            self._say(output, f"{output.layout}-summary"),
            groups=groups,
            contacts=self._linked(contacts(self.site, None, (), output.lang), setting),
        )

    def _services(self, output: Output, setting: Setting) -> View:
        groups = tuple(self._categories(setting, None))
        summary = self._say(output, "services-summary")
        return self._view(
            output, setting, self._say(output, "services"), summary, groups=groups, crumbs=[self._home(setting)]
        )

    def _forces(self, output: Output, setting: Setting) -> View:
        summary = self._say(output, "forces-summary")
        return self._view(
            output,
            setting,
            self._say(output, "forces"),
            summary,
            groups=tuple(self._regions(setting, "")),
            crumbs=[self._home(setting)],
        )

    def _force(self, output: Output, setting: Setting) -> View:
        force = self.site.forces[output.force]
        name = force.name.get(output.lang)
        return self._view(
            output,
            setting,
            name,
            self._say(output, "force-summary").replace("{force}", name),
            groups=(
                *(() if force.contact_only else self._categories(setting, force)),
                *self._own_pages(setting, force),
            ),
            contacts=self._linked(self._force_contacts(force, output.lang), setting),
            social=tuple(_social(force)),
            website=_website(force),
            at=str(force.places["name"]),
            contact_only=force.contact_only,
            crumbs=[self._home(setting), self._path(setting, "/forces/", "forces")],
        )

    def _service(self, output: Output, setting: Setting) -> View:
        service = self.site.services[output.service]
        force = self.site.forces.get(output.force)
        own = self.site.pages.get((output.force, service.id)) if force else None
        words = self._words(own.words if own else service.words, output.lang)
        crumbs = [self._home(setting), self._path(setting, "/services/", "services")]
        step: NextStep | None = national_step(self.site, service, output.lang)
        if force:
            crumbs = [self._home(setting), self._path(setting, "/forces/", "forces"), self._force_crumb(setting, force)]
            step = next_step(self.site, force, service, output.lang)
        return self._view(
            output,
            setting,
            words.title,
            words.summary,
            words=words,
            high_harm=service.high_harm,
            payment=service.payment,
            step=step,
            nations=self._nations(setting, step.nations) if step and not force else "",
            contacts=self._linked(contacts(self.site, force, service.fallback, output.lang), setting),
            groups=() if force else tuple(self._regions(setting, service.id)),
            website=_website(force) if force else None,
            at=_title_at(words),
            crumbs=crumbs,
        )

    def _page(self, output: Output, setting: Setting) -> View:
        page = self.site.pages[output.force, output.page]
        words = self._words(page.words, output.lang)
        crumbs = [self._home(setting)]
        if output.force:
            force = self.site.forces[output.force]
            crumbs += [self._path(setting, "/forces/", "forces"), self._force_crumb(setting, force)]
        return self._view(output, setting, words.title, words.summary, words=words, crumbs=crumbs, at=_title_at(words))

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
        crumbs: Sequence[Link] = (),
        **fields: object,
    ) -> View:
        base = self.site.settings.base_url.rstrip("/")
        tongue = words.lang if words and words.lang != output.lang else ""
        force = self.site.forces.get(output.force)
        return View(
            layout=output.layout,
            shell=self._shell(output),
            lang=output.lang,
            title=title,
            summary=summary,
            canonical=base + output.url,
            words_lang=tongue,
            body=fill(words, setting) if words else "",
            crumbs=tuple(crumbs),
            languages=tuple(self._languages(output)),
            alternates=tuple(
                (link.lang, base + link.url.removeprefix(self.prefix)) for link in self._languages(output)
            ),
            alerts=tuple(self._alerts(setting)),
            needs_review=bool(words and words.needs_review and not tongue),
            force=force.name.get(output.lang) if force else "",
            **fields,  # type: ignore[arg-type]  # each caller names fields of View
        )

    def _shell(self, output: Output) -> Shell:
        key = (output.lang, output.force)
        if key not in self.shells:
            self.shells[key] = self._new_shell(output)
        return self.shells[key]

    def _new_shell(self, output: Output) -> Shell:
        settings = self.site.settings
        setting = Setting(self.site, self.router, self.prefix, output.lang, output.force)
        force = self.site.forces.get(output.force)
        return Shell(
            lang=output.lang,
            site_title=settings.title.get(output.lang),
            notice=settings.notice.get(output.lang),
            home=self.prefix + localised(output.lang, "/", settings.languages[0]),
            style=self.prefix + self.assets.get(f"force-{output.force}.css", self.assets["site.css"]),
            script=self.prefix + self.assets["site.js"] if "site.js" in self.assets else "",
            icon=self.prefix + self.assets["icon.svg"] if "icon.svg" in self.assets else "",
            navigation=(
                self._path(setting, "/services/", "services"),
                self._path(setting, "/forces/", "forces"),
                *(self._page_link(setting, page) for page in settings.navigation if ("", page) in self.site.pages),
            ),
            footer=tuple(self._page_link(setting, page) for page in settings.footer if ("", page) in self.site.pages),
            emergency=tuple(
                self._service_link(setting, name)
                for name in ("silent-999", "emergency-sms", "bsl-999")
                if name in self.site.services
            ),
            textphone=self._textphone(force),
            publisher=settings.publisher.get(output.lang),
            quick_exit=settings.quick_exit,
            safe_browsing=setting.link(f"/{settings.safe_browsing}/")[0] if settings.safe_browsing else "",
            force=force.name.get(output.lang) if force else "",
            force_home=setting.link(f"/forces/{force.id}/")[0] if force else "",
        )

    def _textphone(self, force: Force | None) -> str:
        if force and force.contacts.get("textphone"):
            return force.contacts["textphone"]
        channel = next((one for one in self.site.channels.values() if one.force_contact == "textphone"), None)
        return channel.telephone if channel and sure(channel.evidence, self.site.settings.policy) else ""

    def _say(self, output: Output, key: str) -> str:
        return self.site.theme.strings[output.lang].get(key)

    def _words(self, versions: Mapping[str, Words], lang: str) -> Words:
        return versions.get(lang) or next(iter(versions.values()))

    def _home(self, setting: Setting) -> Link:
        return Link(setting.link("/")[0], self._theme_word(setting, "home"))

    def _path(self, setting: Setting, path: str, word: str) -> Link:
        return Link(self.prefix + self.router.at(setting.lang, path)[0], self._theme_word(setting, word))

    def _theme_word(self, setting: Setting, key: str) -> str:
        return self.site.theme.strings[setting.lang].get(key)

    def _force_crumb(self, setting: Setting, force: Force) -> Link:
        return Link(setting.link(f"/forces/{force.id}/")[0], force.name.get(setting.lang), at=str(force.places["name"]))

    def _page_link(self, setting: Setting, page: str) -> Link:
        words = self._words(self.site.pages["", page].words, setting.lang)
        url, lang = setting.link(f"/{page}/")
        tongue = _if_other(words.lang, setting.lang) or _if_other(lang, setting.lang)
        return Link(url, words.title, tongue, at=_title_at(words))

    def _service_link(self, setting: Setting, name: str) -> Link:
        words = self._words(self.site.services[name].words, setting.lang)
        url, tongue = setting.link(f"/services/{name}/")[0], _if_other(words.lang, setting.lang)
        return Link(url, words.title, tongue, words.summary, at=_title_at(words))

    def _categories(self, setting: Setting, force: Force | None) -> Iterator[Group]:
        without = force.without if force else frozenset[str]()
        for category in CATEGORIES:
            services: list[Service] = [
                one for one in self.site.services.values() if one.category == category and one.id not in without
            ]
            if services:
                links = tuple(self._service_link(setting, one.id) for one in services)
                yield Group(self._theme_word(setting, f"category-{category}"), links)

    def _nations(self, setting: Setting, nations: Sequence[str]) -> str:
        return ", ".join(self._theme_word(setting, f"nation-{one.lower().replace(' ', '-')}") for one in nations)

    def _own_pages(self, setting: Setting, force: Force) -> Iterator[Group]:
        """Pages that only this force has: nothing else leads to them."""
        instead = frozenset[str]() if force.contact_only else frozenset(self.site.services) - force.without
        links = tuple(
            Link(
                self.prefix + url, words.title, _if_other(words.lang, setting.lang), words.summary, at=_title_at(words)
            )
            for page in self.site.pages.values()
            if page.force == force.id and page.id not in instead and ("", page.id) not in self.site.pages
            for words in (self._words(page.words, setting.lang),)
            for url in (self.router.at(setting.lang, f"/forces/{force.id}/{page.id}/")[0],)
        )
        if links:
            word = self._theme_word(setting, "force-pages").replace("{force}", force.name.get(setting.lang))
            yield Group(word, links)

    def _regions(self, setting: Setting, service: str) -> Iterator[Group]:
        """Forces by region, as links to their homes or to their pages of one service."""
        regions: dict[str, list[Link]] = {}
        for force in self.site.forces.values():
            path = f"/forces/{force.id}/{service}/" if service else f"/forces/{force.id}/"
            url, lang = self.router.at(setting.lang, path)
            if url:
                link = Link(
                    self.prefix + url,
                    force.name.get(setting.lang),
                    _if_other(lang, setting.lang),
                    at=str(force.places["name"]),
                )
                regions.setdefault(force.region, []).append(link)
        groups = [
            Group(
                self._theme_word(setting, f"region-{region.lower().replace(' ', '-')}") or region,
                tuple(sorted(links, key=lambda link: link.text)),
            )
            for region, links in regions.items()
        ]
        yield from sorted(groups, key=lambda group: group.title)

    def _force_contacts(self, force: Force, lang: str) -> tuple[Contact, ...]:
        """Every number a force has, the emergency first; without any, the national emergency channels."""
        names = [channel.id for channel in self.site.channels.values() if channel.force_contact]
        return contacts(self.site, force, names, lang)

    def _linked(self, found: tuple[Contact, ...], setting: Setting) -> tuple[Contact, ...]:
        return tuple(_with_link(one, setting) if one.link else one for one in found)

    def _languages(self, output: Output) -> Iterator[Link]:
        """This page in each language it has, itself included."""
        names = {"en": "English", "cy": "Cymraeg"}
        first = self.router.first
        path = output.url if output.lang == first else output.url.removeprefix(f"/{output.lang}")
        for lang in self.site.settings.languages:
            url = localised(lang, path, first)
            if url in self.router.urls:
                yield Link(self.prefix + url, names[lang], lang, current=lang == output.lang)

    def _alerts(self, setting: Setting) -> Iterator[Notice]:
        for alert in self.site.alerts:
            in_time = (alert.starts or self.today) <= self.today <= alert.expires
            if in_time and (not alert.forces or setting.force in alert.forces):
                words = self._words(alert.words, setting.lang)
                yield Notice(words.title, fill(words, setting), _if_other(words.lang, setting.lang))


def _with_link(contact: Contact, setting: Setting) -> Contact:
    return replace(contact, link=setting.link(f"/services/{contact.link}/")[0])


def _if_other(lang: str, page: str) -> str:
    return lang if lang and lang != page else ""


def _title_at(words: Words) -> str:
    return f"{words.path}:{words.title_at[0]}:{words.title_at[1]}"


def _website(force: Force) -> Link | None:
    return Link(force.website, force.website, at=str(force.places["website"])) if force.website else None


def _social(force: Force) -> Iterator[Link]:
    names = {
        "facebook": "Facebook",
        "x": "X",
        "youtube": "YouTube",
        "instagram": "Instagram",
        "flickr": "Flickr",
        "linkedin": "LinkedIn",
    }
    for key, url in force.social.items():
        yield Link(url, names[key], at=str(force.places[f"social.{key}"]))
    if force.rss:
        yield Link(force.rss, "RSS", at=str(force.places["rss"]))

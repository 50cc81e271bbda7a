"""Links to pages of ours as views hold them: named in the reader's language, to the nearest version there is."""

from collections.abc import Mapping

from dpcsite.model.plan import Link
from dpcsite.model.site import Force
from dpcsite.model.words import Words
from dpcsite.plan.fill import Setting

LANGUAGES = {"en": "English", "cy": "Cymraeg"}


def to_home(setting: Setting) -> Link:
    """The home page."""
    return Link(setting.link("/")[0], setting.say("home"))


def to_list(setting: Setting, name: str) -> Link:
    """A list of the site, "services" or "forces"; never a force's own version."""
    return Link(setting.prefix + setting.router.at(setting.lang, f"/{name}/")[0], setting.say(name))


def to_force(setting: Setting, force: Force) -> Link:
    """A force's home."""
    url, lang = setting.router.at(setting.lang, f"/forces/{force.id}/")
    name = force.name.get(setting.lang)
    return Link(setting.prefix + url, name, if_other(lang, setting.lang), at=str(force.places["name"]))


def to_page(setting: Setting, page: str) -> Link:
    """A page by its id: the force's own version, or else the national one."""
    words = version(setting.site.pages["", page].words, setting.lang)
    url, lang = setting.link(f"/{page}/")
    tongue = if_other(words.lang, setting.lang) or if_other(lang, setting.lang)
    return Link(url, words.title, tongue, words.summary, at=title_at(words))


def to_service(setting: Setting, service: str) -> Link:
    """A service by its id, at the page's own force if it has one."""
    words = version(setting.site.services[service].words, setting.lang)
    url, tongue = setting.link(f"/services/{service}/")[0], if_other(words.lang, setting.lang)
    return Link(url, words.title, tongue, words.summary, at=title_at(words))


def version(versions: Mapping[str, Words], lang: str) -> Words:
    """The words in a language, or else in the first that there is."""
    return versions.get(lang) or next(iter(versions.values()))


def if_other(lang: str, page: str) -> str:
    """A language where it differs from the page's own, else ""."""
    return lang if lang and lang != page else ""


def title_at(words: Words) -> str:
    """Where the author wrote the title."""
    return f"{words.path}:{words.title_at[0]}:{words.title_at[1]}"

"""The plan counted: how many pages, in which languages, and how many of them in words that are not their own."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dpcsite.model.account import Account, Checks
from dpcsite.model.plan import Output
from dpcsite.model.site import Site
from dpcsite.model.words import Words
from dpcsite.plan.pointers import version


def account(site: Site, outputs: Sequence[Output], checks: Checks) -> Account:
    """Count what the build is about to make; each page that is made is checked."""
    langs = Counter(dict.fromkeys(site.settings.languages, 0))
    untranslated = unreviewed = 0
    for output in outputs:
        if output.layout == "redirect":
            continue
        langs[output.lang] += 1
        words = _words(site, output)
        said = version(words, output.lang) if words else None
        if said and said.lang != output.lang:
            untranslated += 1
        elif said and said.needs_review:
            unreviewed += 1
    return Account(checks, len(outputs), dict(langs), untranslated, unreviewed)


def _words(site: Site, output: Output) -> Mapping[str, Words] | None:
    """The words of a page in all their languages; lists and the like have only the theme's."""
    if output.layout in ("page", "guide"):
        return site.pages[output.force, output.page].words
    if output.layout == "service":
        return site.services[output.service].words
    if output.layout == "force-service":
        own = site.pages.get((output.force, output.service))
        return own.words if own else site.services[output.service].words
    return None

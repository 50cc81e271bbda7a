"""What only the whole site can show: links that lead nowhere, titles that two pages share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from dpcsite.check.consistency import Shape, shape
from dpcsite.check.page import Page
from dpcsite.formats.html import Document, Element
from dpcsite.model.links import scheme_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What other pages must know of one page.

    `fragments` are the (address, fragment) pairs that it links to, with the index of the element of each;
    `targets` all addresses that its links for readers lead to.
    """

    url: str
    lang: str
    title: str
    source: str
    ids: frozenset[str]
    fragments: tuple[tuple[str, str, int], ...]
    shape: Shape
    targets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site stands: the whole base URL without its last slash, and its path alone."""

    url: str
    prefix: str


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link to an address or a fragment that does not exist; `element` is its index in the page."""

    url: str
    element: int
    target: str
    fragment: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        if self.fragment:
            where = "this page" if self.target == self.url else "the page that this link leads to"
            return f'There is no heading or place "#{self.fragment}" on {where}.'
        return f"There is no {'page' if self.target.endswith('/') else 'file'} at {self.target}."


def facts(page: Page, url: str, lang: str, source: str, base: Base) -> Facts:
    """Collect the facts of one page."""
    document = page.document
    title = document.first("title")
    pairs, targets = [], set()
    for element, target in own_links(document, url, base):
        path, _, fragment = target.partition("#")
        if fragment:
            pairs.append((path, unquote(fragment), element.index))
        if element.tag == "a" and path != url:
            targets.add(path)
    text = " ".join(title.text().split()) if title else ""
    ids = frozenset(document.by_id)
    return Facts(url, lang, text, source, ids, tuple(pairs), shape(page), frozenset(targets))


def dead_addresses(
    document: Document, url: str, base: Base, known: Iterable[str], withheld: frozenset[str]
) -> Iterator[DeadLink]:
    """Links of one page whose address does not exist; those to a broken source's page are passed over."""
    there = known if isinstance(known, frozenset) else frozenset(known)
    for element, target in own_links(document, url, base):
        path = _path_of(target)
        if not _leads(path, there, withheld):
            yield DeadLink(url, element.index, path)


def addresses(document: Document, url: str, base: Base) -> frozenset[str]:
    """The addresses on this site that the links of a page lead to, without fragments and questions."""
    return frozenset(_path_of(target) for _, target in own_links(document, url, base))


def all_lead(paths: frozenset[str], known: frozenset[str], withheld: frozenset[str]) -> bool:
    """Whether none of these addresses is dead, as `dead_addresses` judges them."""
    return paths <= known or all(_leads(path, known, withheld) for path in paths - known)


def _path_of(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _leads(path: str, there: frozenset[str], withheld: frozenset[str]) -> bool:
    steps = path.strip("/").split("/")
    return (
        path in there or f"{path}index.html" in there or not withheld.isdisjoint(steps) or "/".join(steps) in withheld
    )


def dead_fragments(pages: Iterable[Facts]) -> Iterator[DeadLink]:
    """Links to a place on a page that is not there."""
    by_url = {page.url: page for page in pages}
    for page in by_url.values():
        for target, fragment, element in page.fragments:
            other = by_url.get(target)
            if other is not None and fragment not in other.ids and fragment != "top":
                yield DeadLink(page.url, element, target, fragment)


def twin_titles(pages: Iterable[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """Pairs of pages with one title: the first that has it, and each further one (WCAG 2.4.2)."""
    holders: dict[tuple[str, str], Facts] = {}
    for page in sorted(pages, key=lambda one: one.url):
        first = holders.setdefault((page.lang, page.title.casefold()), page)
        if first is not page:
            yield first, page


def orphans(pages: Iterable[Facts], home: frozenset[str]) -> Iterator[Facts]:
    """Pages that no other page links to: search is then the only way to them (WCAG 2.4.5)."""
    known = list(pages)
    reached = frozenset[str]().union(*(page.targets for page in known)) | home
    yield from (page for page in known if page.url not in reached)


def own_links(document: Document, url: str, base: Base) -> Iterator[tuple[Element, str]]:
    """Links of a page to this site, each as an address of the site, without the base URL's own path."""
    for element in document.all("a", "area", "link", "script", "img"):
        value = element.attrs.get("href") if element.tag in ("a", "area", "link") else element.attrs.get("src")
        if value is None:
            continue
        if value.startswith(f"{base.url}/"):  # canonical links and other languages name the whole address
            yield element, value[len(base.url) :]
        elif not scheme_of(value) and not value.startswith("//"):
            yield element, _address(value, url, base.prefix)


def _address(value: str, url: str, prefix: str) -> str:
    if value.startswith("#") or not value:
        return url + value
    if value.startswith("/"):
        return value.removeprefix(prefix) if prefix and value.startswith(f"{prefix}/") else value
    return url.rpartition("/")[0] + "/" + value

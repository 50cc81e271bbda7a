"""What pages must have in common: menus and help in one order, one name for one thing, more than one way to a page.

WCAG 3.2.3 (consistent navigation), 3.2.4 (consistent identification), 3.2.6 (consistent help), 2.4.5 (multiple ways).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dpcsite.check.page import Page
from dpcsite.formats.html import Element

LANDMARKS = ("banner", "navigation", "main", "complementary", "contentinfo", "search", "region")


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a menu: where it leads, its name, and the index of the element."""

    target: str
    name: str
    element: int


@dataclass(frozen=True, slots=True)
class Menu:
    """A navigation landmark with its name and its links in order."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How one page is laid out: its menus, and the names of its landmarks in order with the index of each."""

    menus: tuple[Menu, ...]
    landmarks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something on a page that differs from the pages before it; `element` is its index."""

    url: str
    element: int
    rule: str
    criterion: str
    level: str
    message: str
    help: str


def shape(page: Page) -> Shape:
    """Collect what consistency is judged by."""
    menus = tuple(Menu(page.name(nav), tuple(_entries(page, nav))) for nav in page.with_role("navigation"))
    landmarks = tuple(
        (f"{page.role(one)} {page.name(one)}".strip(), one.index)
        for one in page.with_role(*LANDMARKS)
        if page.role(one) != "region" or page.name(one)
    )
    return Shape(menus, landmarks)


def differences(pages: Iterable[tuple[str, str, Shape]]) -> Iterator[Difference]:
    """Compare pages, given as (address, language, shape), with those of the same language before them."""
    orders: dict[tuple[str, str], list[str]] = {}
    names: dict[tuple[str, str], str] = {}
    for url, lang, one in pages:
        yield from _order(url, orders.setdefault((lang, "landmarks"), []), one.landmarks, "landmark")
        for menu in one.menus:
            known = orders.setdefault((lang, f"menu {menu.name}"), [])
            yield from _order(url, known, [(entry.name, entry.element) for entry in menu.entries], "link of this menu")
            yield from _names(url, lang, menu, names)


def _entries(page: Page, nav: Element) -> Iterator[Entry]:
    for element in nav.descendants():
        if element.tag == "a" and "href" in element.attrs and not page.hidden(element):
            yield Entry(element.attrs["href"], page.name(element), element.index)


def _order(url: str, known: list[str], found: Sequence[tuple[str, int]], what: str) -> Iterator[Difference]:
    """Whether things stand in the order in which they stood before; what is new is remembered at its place."""
    last = -1
    for number, (name, element) in enumerate(found):
        place = known.index(name) if name in known else -1
        if place >= 0 and place < last:
            message = f'The {what} "{name}" stands in another place than on other pages.'
            help_ = "Keep what pages share in one order on all of them."
            rule, criterion = ("consistent-help", "3.2.6") if what == "landmark" else ("consistent-navigation", "3.2.3")
            level = "A" if what == "landmark" else "AA"
            yield Difference(url, element, rule, criterion, level, message, help_)
        elif place < 0:
            before = found[number - 1][0] if number else ""
            known.insert(known.index(before) + 1 if before in known else 0, name)
            place = known.index(name)
        last = max(last, place)


def _names(url: str, lang: str, menu: Menu, names: dict[tuple[str, str], str]) -> Iterator[Difference]:
    for entry in menu.entries:
        first = names.setdefault((lang, entry.target), entry.name)
        if first != entry.name:
            message = f'"{entry.name}" leads where "{first}" leads on other pages.'
            help_ = "Give one thing one name."
            yield Difference(url, entry.element, "consistent-identification", "3.2.4", "AA", message, help_)

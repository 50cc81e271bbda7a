"""What pages must have in common: menus and help in one order, one name for one thing, more than one way to a page.

WCAG 3.2.3 (consistent navigation), 3.2.4 (consistent identification), 3.2.6 (consistent help), 2.4.5 (multiple ways).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

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
    orders: dict[tuple[str, str], _Order] = {}
    names: dict[tuple[str, str], str] = {}
    for url, lang, one in pages:
        landmarks = orders.setdefault((lang, "landmarks"), _Order())
        yield from _moved(url, landmarks, one.landmarks, "landmark")
        for menu in one.menus:
            entries = orders.setdefault((lang, f"menu {menu.name}"), _Order())
            yield from _moved(
                url, entries, [(entry.name, entry.element) for entry in menu.entries], "link of this menu"
            )
            yield from _names(url, lang, menu, names)


class _Order:
    """Which of two things stood first on the pages so far; things that never met on one page have no order."""

    def __init__(self) -> None:
        self.pairs: set[tuple[str, str]] = set()
        self.known: dict[tuple[str, ...], list[str]] = {}  # most pages have a row that was judged before

    def moved(self, names: Sequence[str]) -> list[str]:
        """The fewest things that stand elsewhere than before; the order of the others is remembered."""
        row = tuple(dict.fromkeys(names))
        if row not in self.known:
            self.known[row] = self._judged(row)
        return self.known[row]

    def _judged(self, row: tuple[str, ...]) -> list[str]:
        moved: list[str] = []
        while wrong := [pair for pair in combinations(row, 2) if pair[::-1] in self.pairs]:
            counts = Counter(name for pair in wrong for name in pair)
            worst = max(counts, key=lambda name: (counts[name], row.index(name)))
            moved.append(worst)
            row = tuple(name for name in row if name != worst)
        self.pairs.update(combinations(row, 2))
        return moved


def _entries(page: Page, nav: Element) -> Iterator[Entry]:
    for element in nav.descendants():
        steps = {"prev", "next"} & set(element.attrs.get("rel", "").split())  # named for the way they go, not the page
        if element.tag == "a" and "href" in element.attrs and not steps and not page.hidden(element):
            yield Entry(element.attrs["href"], page.name(element), element.index)


def _moved(url: str, order: _Order, found: Sequence[tuple[str, int]], what: str) -> Iterator[Difference]:
    """What stands in another place than on the pages before."""
    for name in order.moved([name for name, _ in found]):
        message = f'The {what} "{name}" stands in another place than on other pages.'
        help_ = "Keep what pages share in one order on all of them."
        rule, criterion = ("consistent-help", "3.2.6") if what == "landmark" else ("consistent-navigation", "3.2.3")
        level = "A" if what == "landmark" else "AA"
        yield Difference(url, dict(found)[name], rule, criterion, level, message, help_)


def _names(url: str, lang: str, menu: Menu, names: dict[tuple[str, str], str]) -> Iterator[Difference]:
    for entry in menu.entries:
        first = names.setdefault((lang, entry.target), entry.name)
        if first != entry.name:
            message = f'"{entry.name}" leads where "{first}" leads on other pages.'
            help_ = "Give one thing one name."
            yield Difference(url, entry.element, "consistent-identification", "3.2.4", "AA", message, help_)

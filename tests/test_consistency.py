"""What pages must have in common: menus, help and names in one order, and a way to every page."""

from dpcsite.check.consistency import Difference, differences, shape
from dpcsite.check.page import Page
from dpcsite.check.sitewide import Base, Facts, facts, orphans
from dpcsite.formats.html import parse

MENU = '<nav aria-label="Main"><a href="/a/">A</a> <a href="/b/">B</a> <a href="/c/">C</a></nav>'


def _differences(*bodies: str, langs: tuple[str, ...] = ()) -> list[Difference]:
    pages = [
        (f"/{number}/", langs[number] if langs else "en", shape(Page(parse(f"<body>{body}"))))
        for number, body in enumerate(bodies)
    ]
    return list(differences(pages))


def test_equal_menus_are_consistent() -> None:
    """Nothing to say, also where a page has one link more or less."""
    shorter = MENU.replace(' <a href="/b/">B</a>', "")
    longer = MENU.replace("</nav>", '<a href="/d/">D</a></nav>')
    assert not _differences(MENU, shorter, longer)


def test_a_menu_in_another_order_is_reported() -> None:
    """WCAG 3.2.3."""
    turned = '<nav aria-label="Main"><a href="/b/">B</a> <a href="/a/">A</a></nav>'
    (found,) = _differences(MENU, turned)
    assert (found.rule, found.criterion, found.url) == ("consistent-navigation", "3.2.3", "/1/")


def test_one_address_with_two_names_is_reported() -> None:
    """WCAG 3.2.4."""
    found = _differences(MENU, MENU.replace(">B<", ">Be<"))
    assert [one.rule for one in found] == ["consistent-identification"]


def test_parts_of_pages_in_another_order_are_reported() -> None:
    """WCAG 3.2.6: help that moves about cannot be found."""
    first = f'<header>x</header>{MENU}<main>y</main><aside aria-label="Help">z</aside>'
    second = f'<header>x</header><aside aria-label="Help">z</aside>{MENU}<main>y</main>'
    assert "consistent-help" in {one.rule for one in _differences(first, second)}


def test_languages_are_compared_apart() -> None:
    """The Welsh menu has its own names."""
    assert not _differences(MENU, MENU.replace(">B<", ">Bi<"), langs=("en", "cy"))


def _facts(url: str, body: str) -> Facts:
    return facts(Page(parse(body)), url, "en", "content/x.md", Base("https://www.example.org/sub", "/sub"))


def test_a_page_that_nothing_links_to_is_an_orphan() -> None:
    """WCAG 2.4.5; a link to itself is no way to a page."""
    pages = [_facts("/", '<a href="/sub/a/">a</a>'), _facts("/a/", "x"), _facts("/b/", '<a href="/sub/b/">b</a>')]
    assert [page.url for page in orphans(pages, frozenset({"/"}))] == ["/b/"]


def test_the_whole_address_of_a_page_is_a_link_to_it_too() -> None:
    """Canonical links and links to other languages name the base URL."""
    found = _facts("/", '<a href="https://www.example.org/sub/a/#part">a</a>')
    assert found.targets == {"/a/"}
    assert [pair[:2] for pair in found.fragments] == [("/a/", "part")]

"""A reader can get past what every page repeats."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.formats.html import Element

NEAR = 5  # a skip link stands among so many first links of a page
MENUS = frozenset({"banner", "navigation"})
REPEATED = MENUS | {"complementary", "contentinfo", "search"}
SIGNPOSTS = frozenset({"article", "complementary", "form", "heading", "region", "search"})


def targets(page: Page) -> Iterator[Element]:
    """The body of a page with a link or a menu in it; in other pages there is nothing to get past."""
    for body in page.all("body"):
        if not page.hidden(body) and any(_with_role(page, body, MENUS | {"link"})):
            yield body


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a main part, a heading in the page's own content, or a link to it; doubt where other marks may do."""
    if any(_with_role(page, element, frozenset({"main"}))) or any(_own_headings(page, element)):
        return PASSED
    if any(_leads_on(page, link) for link in islice(_with_role(page, element, frozenset({"link"})), NEAR)):
        return PASSED
    if any(_with_role(page, element, SIGNPOSTS)):
        return cannot_tell("Headings or parts of this page may help a reader past its menu, or may not.")
    if not any(_with_role(page, element, MENUS)):
        return cannot_tell("If other pages begin with the same links, nothing helps a reader past them.")
    return failed("Nothing helps a reader past the menu of this page.")


def _with_role(page: Page, body: Element, roles: frozenset[str]) -> Iterator[Element]:
    for element in body.descendants():
        if page.role(element) in roles and not page.hidden(element):
            yield element


def _own_headings(page: Page, body: Element) -> Iterator[Element]:
    for heading in _with_role(page, body, frozenset({"heading"})):
        if page.name(heading) and not any(page.role(above) in REPEATED for above in heading.ancestors()):
            yield heading


def _leads_on(page: Page, link: Element) -> bool:
    """Whether this is a link to a later place of this page."""
    address = link.attrs.get("href", "").strip()
    if not address.startswith("#") or not page.name(link):
        return False
    fragment = address[1:]
    places = page.document.by_id.get(fragment) or page.document.by_id.get(unquote(fragment)) or []
    return any(place.index > link.index for place in places[:1])


RULE = Rule(
    id="bypass",
    level="A",
    wcag=("2.4.1",),
    act=("cf77f2",),
    help="Put the page's own content into <main>, or begin the page with a link to it.",
    targets=targets,
    verdict=verdict,
)

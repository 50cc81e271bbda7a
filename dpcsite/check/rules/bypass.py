"""A reader can get past what every page repeats."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.formats.html import Element

NEAR = 5  # a skip link stands among so many first links of a page
MENUS = frozenset({"banner", "navigation"})
REPEATED = MENUS | {"complementary", "contentinfo", "search"}
SIGNPOSTS = frozenset({"article", "form", "region", "search"})
CONTROLS = frozenset({"button", "link"})
SILENT = frozenset({"noscript", "script", "style", "template"})

_PLACE = re.compile(r"#([\w-]+)")
_NOT_COLLAPSED = re.compile(r"aria|visib|opacity", re.IGNORECASE)  # hidden from some, or still in everybody's way


def targets(page: Page) -> Iterator[Element]:
    """The body of a page with a link or a menu in it; in other pages there is nothing to get past."""
    for body in page.all("body"):
        if not page.hidden(body) and page.with_role(*MENUS, "link"):
            yield body


def verdict(page: Page, element: Element) -> Verdict:
    """Look for a main part, a heading in the page's own content, or a way to it; doubt where other marks may do."""
    if page.with_role("main") or any(_own_headings(page)):
        return PASSED
    if any(_leads_on(page, control) for control in islice(page.with_role(*CONTROLS), NEAR)):
        return PASSED
    before = _before_own_content(page, element)
    if not before:
        return PASSED  # the page begins with its own content, or has none
    if any(_collapses(page, control) for control in page.with_role(*CONTROLS)) or any(page.all("details")):
        return cannot_tell("A control may fold the menu of this page away, or may not.")
    if page.with_role(*SIGNPOSTS):
        return cannot_tell("Parts of this page may help a reader past its menu, or may not.")
    if before == {"link"}:
        return cannot_tell("If other pages begin with the same links, nothing helps a reader past them.")
    return failed("Nothing helps a reader past the menu of this page.")


def _own_headings(page: Page) -> Iterator[Element]:
    for heading in page.with_role("heading"):
        if page.name(heading) and not any(page.role(above) in REPEATED for above in heading.ancestors()):
            yield heading


def _leads_on(page: Page, control: Element) -> bool:
    """Whether this leads to a later place of this page, behind what is repeated."""
    address = control.attrs.get("href", "").strip()
    match = _PLACE.search(control.attrs.get("onclick", ""))
    fragment = address[1:] if address.startswith("#") and len(address) > 1 else (match[1] if match else "")
    if not fragment or not page.name(control):
        return False
    places = page.document.by_id.get(fragment) or page.document.by_id.get(unquote(fragment)) or []
    return any(place.index > control.index and not _within_repeated(page, place) for place in places[:1])


def _within_repeated(page: Page, place: Element) -> bool:
    """Whether more repeated text comes from this place on."""
    for area in (place, *place.ancestors()):
        if page.role(area) in REPEATED:
            return any(one.index >= place.index and _own_text(one) for one in (area, *area.descendants()))
    return False


def _collapses(page: Page, control: Element) -> bool:
    """Whether this names a repeated part that it may fold away."""
    handler = control.attrs.get("onclick", "")
    named = "" if _NOT_COLLAPSED.search(handler) else handler
    named += " " + control.attrs.get("aria-controls", "")
    areas = (area for area in page.with_role(*REPEATED) if area.attrs.get("id"))
    return any(re.search(rf"(?<![\w-]){re.escape(area.attrs['id'])}(?![\w-])", named) for area in areas)


def _before_own_content(page: Page, body: Element) -> set[str]:
    """What a reader meets before the page's own content: menus, asides, lists of links, single links."""
    kinds: set[str] = set()
    for element in (body, *body.descendants()):
        if _own_text(element) and element.tag not in SILENT and page.rendered(element):
            kind = _kind(page, element)
            if not kind:
                return kinds
            kinds.add(kind)
    return set()


def _kind(page: Page, element: Element) -> str:
    found = ""
    for one in (element, *element.ancestors()):
        if page.role(one) in REPEATED:
            return "menu"
        if one.tag in ("ul", "ol") and _only_links(one):
            return "list"
        if page.role(one) in CONTROLS:
            found = "link"
    return found


def _only_links(listing: Element) -> bool:
    items = [item for item in listing.elements if item.tag == "li"]
    return bool(items) and all(not _own_text(item) and any(one.tag == "a" for one in item.elements) for item in items)


def _own_text(element: Element) -> bool:
    return any(isinstance(child, str) and child.strip() for child in element.children)


RULE = Rule(
    id="bypass",
    level="A",
    wcag=("2.4.1",),
    act=("047fe0", "3e12e1", "b40fd1", "cf77f2", "ye5d6e"),
    help="Put the page's own content into <main>, or begin the page with a link to it.",
    targets=targets,
    verdict=verdict,
)

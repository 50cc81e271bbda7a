"""The Tab key does not stop where assistive technology meets nothing."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, cannot_tell, failed
from dpcsite.formats.html import Element


def targets(page: Page) -> Iterator[Element]:
    """Elements with aria-hidden="true" that are not inside another one."""
    for element in page.document.with_attribute("aria-hidden"):
        if _hides(element) and not any(_hides(above) for above in element.ancestors()):
            yield element


def verdict(page: Page, element: Element) -> Verdict:
    """Look for an element at which the Tab key stops; a script may send the focus on from there at once."""
    doubt = PASSED
    for one in (element, *element.descendants()):
        if one.tag != "iframe" and page.tabbable(one):
            message = f"The Tab key stops at <{one.tag}>, which aria-hidden keeps from screen readers."
            if not _watched(page, one):
                return failed(message)
            doubt = cannot_tell(message)
    return doubt


def _hides(element: Element) -> bool:
    return element.attrs.get("aria-hidden", "").strip().lower() == "true"


def _watched(page: Page, element: Element) -> bool:
    """Whether a script listens for the focus coming to this element."""
    if "onfocus" in element.attrs:
        return True
    identity = element.attrs.get("id")
    if not identity:
        return False
    scripts = [one.text() for one in page.all("script")]
    named = [text for text in scripts if f"'{identity}'" in text or f'"{identity}"' in text or f"#{identity}" in text]
    return any("'focus'" in text or '"focus"' in text or "onfocus" in text for text in named)


RULE = Rule(
    id="aria-hidden-focus",
    level="A",
    wcag=("4.1.2",),
    act=("6cfa84",),
    help='Take aria-hidden out, or take the element away from the keyboard too, with hidden, inert or tabindex="-1".',
    targets=targets,
    verdict=verdict,
)

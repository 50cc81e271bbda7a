"""Fields that belong together say to what."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

GROUPING = frozenset({"group", "radiogroup", "listbox", "menu", "menubar", "tablist"})


def targets(page: Page) -> Iterator[Element]:
    """Fieldsets, and the first of several radio buttons with one name, if assistive technology can meet them."""
    for element in page.all("fieldset"):
        if page.role(element) == "group" and not page.hidden(element) and any(_fields(page, element)):
            yield element
    radios: dict[tuple[int, str], list[Element]] = {}
    for element in page.all("input"):
        if element.attrs.get("type", "").strip().lower() == "radio" and not page.hidden(element):
            form = next((above.index for above in element.ancestors() if above.tag == "form"), 0)
            name = element.attrs.get("name", "")
            if name:
                radios.setdefault((form, name), []).append(element)
    yield from (found[0] for found in radios.values() if len(found) > 1)


def verdict(page: Page, element: Element) -> Verdict:
    """Ask for a name of the fieldset, or for a group with any name around the radio buttons."""
    if element.tag == "fieldset":
        return (
            PASSED if page.name(element) else failed("This fieldset has no legend: nothing says what its fields are.")
        )
    if page.role(element) != "radio":
        return PASSED
    if any(page.role(above) in GROUPING for above in element.ancestors()):
        return PASSED
    return failed("These radio buttons stand in no fieldset with a legend: nothing says what is chosen.")


def _fields(page: Page, fieldset: Element) -> Iterator[Element]:
    for one in fieldset.descendants():
        if one.tag in ("input", "select", "textarea") and not page.hidden(one):
            yield one


RULE = Rule(
    id="fieldset-legend",
    level="A",
    wcag=("1.3.1", "3.3.2"),
    severity="warning",
    help="Put the fields into a <fieldset> that begins with a <legend>: the question that they answer.",
    targets=targets,
    verdict=verdict,
)

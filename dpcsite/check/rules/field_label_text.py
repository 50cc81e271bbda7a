"""The label of a form field says what to fill in, and no other field nearby has the same."""

from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.check.semantics import names, wording
from dpcsite.check.semantics.wording_data import VAGUE_LABELS
from dpcsite.formats.html import Element

ROLES = ("searchbox", "spinbutton", "textbox")
DATES = frozenset({"date", "datetime-local", "file", "month", "password", "time", "week"})  # without a role
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend")


def targets(page: Page) -> Iterator[Element]:
    """Fields to write in that have a name and can be seen."""
    for field in page.with_role(*ROLES):
        if page.name(field) and page.visible(field):
            yield field
    for field in page.all("input"):
        if field.attrs.get("type", "").strip().lower() in DATES and page.name(field) and not page.hidden(field):
            yield field


def verdict(page: Page, element: Element) -> Verdict:
    """Look the words up; compare them with fields before that stand below the same heading."""
    name = page.name(element)
    if wording.plain(name) in VAGUE_LABELS and not _named_otherwise(page, element):
        return failed(f'The label "{name[:60]}" is not descriptive: it does not say what to fill in.')
    twin = _twin(page, element) if page.document.tags.get("label") else None
    if twin is not None:
        return failed(f'Two fields have the same label, "{name[:60]}", and no heading in sight tells them apart.')
    return PASSED


def _named_otherwise(page: Page, field: Element) -> bool:
    """Whether a group around the field says what it is about."""
    return any(above.tag == "fieldset" and page.name(above) for above in field.ancestors())


def _twin(page: Page, field: Element) -> Element | None:
    """A field before this one with the same visible label and nothing visible between to tell them apart."""
    if not _labelled(page, field) or _in_table(field):
        return None
    name = page.name(field)
    for other in page.with_role(*ROLES):
        if other.index >= field.index:
            return None
        same = page.name(other) == name and _form(other) is _form(field) and _labelled(page, other)
        if same and not _in_table(other) and not _between(page, other, field):
            return other
    return None


def _labelled(page: Page, field: Element) -> bool:
    return any(page.visible(label) for label in names.labels(field, page.document))


def _between(page: Page, first: Element, second: Element) -> bool:
    """Whether a heading or legend that can be seen stands between two fields, or the second is in a part of its own."""
    for one in page.all(*HEADINGS):
        if first.index < one.index < second.index and page.visible(one) and wording.words(one.text()):
            return True
    return any(above.tag in ("li", "article", "section", "details") for above in second.ancestors())


def _in_table(field: Element) -> bool:
    return any(above.tag == "table" for above in field.ancestors())


def _form(field: Element) -> Element | None:
    return next((above for above in field.ancestors() if above.tag == "form"), None)


RULE = Rule(
    id="field-label-text",
    level="AA",
    wcag=("2.4.6",),
    act=("cc0f0a",),
    severity="warning",
    help='Say what to fill in: "First name", "Date of the theft". Put fields that repeat into groups with a legend.',
    targets=targets,
    verdict=verdict,
)

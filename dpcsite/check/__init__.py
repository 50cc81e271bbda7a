"""HTML to findings: a page is parsed once, and each rule is asked about the elements it applies to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dpcsite.check.page import Page
from dpcsite.check.rule import Outcome, Rule, Verdict
from dpcsite.check.rules import RULES
from dpcsite.check.semantics.cascade import Sheet
from dpcsite.check.shapes import Shape, Shapes
from dpcsite.formats import css
from dpcsite.formats.html import Document, Element, parse
from dpcsite.model.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule said of one element; `element` is still part of its page."""

    rule: Rule
    verdict: Verdict
    element: Element

    def finding(self, place: Place, page: str = "") -> Finding:
        """The fault as a finding at an author's place; what cannot be told is a note."""
        severity = self.rule.severity if self.verdict.outcome is Outcome.FAILED else "note"
        return Finding(
            rule=self.rule.id,
            severity=severity,
            message=self.verdict.message,
            help=self.verdict.help or self.rule.help,
            place=place,
            wcag=self.rule.wcag,
            level=self.rule.level,
            act=self.rule.act,
            page=page,
            selector=self.element.selector,
        )


def faults(page: Page, rules: tuple[Rule, ...] = RULES) -> Iterator[Fault]:
    """Ask every rule about a page; what passes is not mentioned."""
    for rule in rules:
        for element in rule.targets(page):
            verdict = rule.verdict(page, element)
            if verdict.outcome is not Outcome.PASSED:
                yield Fault(rule, verdict, element)


def faults_by_shape(page: Page, shape: Shape, shapes: Shapes) -> Iterator[Fault]:
    """The same with every rule, but those that go by shape are not asked again about one they found without fault."""
    if shapes.clean(shape):
        yield from faults(page, _BY_WORDS)
        return
    found = list(faults(page, _BUT_SHAPE if shapes.clean_in_other_colours(shape) else RULES))
    if not any(fault.rule.by_shape for fault in found):
        shapes.remember(shape)
    yield from found


_BY_WORDS = tuple(rule for rule in RULES if not rule.by_shape)
_BUT_SHAPE = tuple(rule for rule in RULES if not rule.by_shape or rule.by_colour)


def sheets_of(document: Document, load: Callable[[str], str | None]) -> tuple[Sheet, ...]:
    """The style sheets of a page in their order; `load` gives the text at a link's address, or None."""
    found = []
    for element in document.all("style", "link"):
        if element.tag == "style":
            text: str | None = element.text()
        else:
            kinds = element.attrs.get("rel", "").lower().split()
            wanted = "stylesheet" in kinds and "alternate" not in kinds and "disabled" not in element.attrs
            text = load(element.attrs.get("href", "")) if wanted else None
        if text:
            found.append((element.index, _for_media(css.parse(text), element.attrs.get("media", ""))))
    return tuple(sheet for _, sheet in sorted(found, key=lambda one: one[0]))


def _for_media(sheet: Sheet, media: str) -> Sheet:
    return tuple(replace(rule, media=(media, *rule.media)) for rule in sheet) if media.strip() else sheet


def check_html(content: bytes, path: str, load: Callable[[str], str | None] = lambda _: None) -> list[Finding]:
    """All findings on one HTML file, at the lines and columns of that file."""
    document = parse(content)
    return [
        fault.finding(Place(path, max(fault.element.line, 1), fault.element.column if fault.element.line else 1))
        for fault in faults(Page(document, sheets_of(document, load)))
    ]

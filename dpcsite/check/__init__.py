"""HTML to findings: a page is parsed once, and each rule is asked about the elements it applies to."""

from collections.abc import Iterator
from dataclasses import dataclass

from dpcsite.check.page import Page
from dpcsite.check.rule import Outcome, Rule, Verdict
from dpcsite.check.rules import RULES
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


def faults(document: Document, rules: tuple[Rule, ...] = RULES) -> Iterator[Fault]:
    """Ask every rule about a parsed page; what passes is not mentioned."""
    page = Page(document)
    for rule in rules:
        for element in rule.targets(page):
            verdict = rule.verdict(page, element)
            if verdict.outcome is not Outcome.PASSED:
                yield Fault(rule, verdict, element)


def check_html(content: bytes, path: str) -> list[Finding]:
    """All findings on one HTML file, at the lines and columns of that file."""
    document = parse(content)
    return [
        fault.finding(Place(path, max(fault.element.line, 1), fault.element.column if fault.element.line else 1))
        for fault in faults(document)
    ]

"""The shape of a rule, after W3C's ACT Rules Format: what it looks at, what it expects, and what came out.

A rule is a module and a page with one stem. The module holds `RULE`, and two plain functions: `targets(page)`
gives the elements it applies to (none: the rule is inapplicable) and `verdict(page, element)` says how one fares.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from dpcsite.check.page import Page
from dpcsite.formats.html import Element
from dpcsite.model.findings import Level, Severity


class Outcome(Enum):
    """What a rule says of one element (ACT Rules Format 1.1, outcome)."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with the words for the author: what is wrong, and what to do where the rule's own help will not do."""

    outcome: Outcome
    message: str = ""
    help: str = ""


PASSED = Verdict(Outcome.PASSED)


def failed(message: str, help_: str = "") -> Verdict:
    """The element fails the rule."""
    return Verdict(Outcome.FAILED, message, help_)


def cannot_tell(message: str, help_: str = "") -> Verdict:
    """A person has to look: markup alone does not say."""
    return Verdict(Outcome.CANNOT_TELL, message, help_)


Targets = Callable[[Page], Iterable[Element]]
Expectation = Callable[[Page, Element], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    `id` names what it looks at, as axe-core's ids do; `wcag` the success criteria that a failure breaks, `act` the
    W3C ACT rules it stands for; `help` what to do. `level` and `severity` go into each finding. `by_shape` says that
    the verdict rests on nothing but elements, their style and where there are words (see `check.shapes`); `by_colour`
    that it rests on colours as well, so that the same shape in other colours has to be asked about again.
    """

    id: str
    level: Level
    wcag: tuple[str, ...]
    help: str
    targets: Targets
    verdict: Expectation
    act: tuple[str, ...] = ()
    severity: Severity = "error"
    by_shape: bool = False
    by_colour: bool = False

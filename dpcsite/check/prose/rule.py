"""The shape of a rule on words: the text that it looks at, and what it says of a place in it.

A rule is a module and a page with one stem, as those on pages are: the module holds `RULE`, the page its words for
editors, and examples in Markdown that are documentation and test at once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dpcsite.model.findings import Severity
from dpcsite.model.words import Prose


@dataclass(frozen=True, slots=True)
class Writing:
    """What one file says in one language: its title, and its prose in order."""

    path: str
    lang: str
    title: str
    prose: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text that could be said better, at an offset of one of its pieces of prose."""

    prose: Prose
    offset: int
    message: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class ProseRule:
    """One rule on words; `languages` are those that it knows, and `help` what to do."""

    id: str
    help: str
    slips: Callable[[Writing], Iterator[Slip]]
    languages: tuple[str, ...] = ("en",)
    severity: Severity = "warning"

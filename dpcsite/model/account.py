"""What a build knows of itself when it makes its pages, so that pages can say it: a closed list of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BUILD_FIELDS: Mapping[str, str] = {  # that words may name as {{ build.… }}, and what each is
    "pages": "pages that this build makes and checks",
    "pages-en": "pages in English; those that only lead on from an old address are in no language",
    "pages-cy": "pages in Welsh",
    "untranslated": "pages whose own words are shown in another language, because nobody translated them",
    "unreviewed": "pages whose words no translator has checked",
    "languages": "languages of the site",
    "rules": "rules that are asked of each page",
    "word-rules": "rules that are asked of the words in the sources",
    "criteria": "success criteria of levels A and AA that the rules look at",
    "all-criteria": "success criteria that levels A and AA have",
    "wcag": "version of the Web Content Accessibility Guidelines",
    "level": "level of them that the site aims for",
}


@dataclass(frozen=True, slots=True)
class Checks:
    """How much is looked at in every build: numbers of rules, and of WCAG's criteria up to the level aimed for.

    `known_before` says that this run passes over faults that a baseline file holds.
    """

    rules: int
    word_rules: int
    criteria: int
    all_criteria: int
    wcag: str
    level: str
    known_before: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of one build; `langs` holds those of pages by language."""

    checks: Checks
    pages: int
    langs: Mapping[str, int] = field(default_factory=dict)
    untranslated: int = 0
    unreviewed: int = 0

    def value(self, name: str) -> str:
        """What stands for `{{ build.<name> }}`; each name of `BUILD_FIELDS` has something."""
        checks = self.checks
        found: dict[str, int | str] = {
            "pages": self.pages,
            "pages-en": self.langs.get("en", 0),
            "pages-cy": self.langs.get("cy", 0),
            "untranslated": self.untranslated,
            "unreviewed": self.unreviewed,
            "languages": len(self.langs),
            "rules": checks.rules,
            "word-rules": checks.word_rules,
            "criteria": checks.criteria,
            "all-criteria": checks.all_criteria,
            "wcag": checks.wcag,
            "level": checks.level,
        }
        value = found.get(name, "")
        return grouped(value) if isinstance(value, int) else value


def grouped(number: int) -> str:
    """A whole number as English and Welsh write it: 3,180."""
    return f"{number:,}"

"""docs/guides/mistakes.md: two mistakes for each rule that editors meet, each answered as the guide shows it.

`DPCSITE_UPDATE=1` writes what the program says now; read the difference before you commit it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dpcsite.check.prose.rules import PROSE_RULES
from tests.conftest import Ran
from tests.test_guides import FOLDER, PROGRAM, blocks, follow, put

__all__ = ["follow"]  # a fixture

GUIDE = FOLDER / "mistakes.md"
SECTIONS = re.split(r"^## (?=[a-z-]+$)", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
RULES = [one.partition("\n")[0] for one in SECTIONS[1:]]
FOR_EDITORS = {
    *(one.id for one in PROSE_RULES),
    *("alert-over", "allowance-over", "dead-link", "heading-order", "link-file-type", "link-text", "neutral-title"),
    *("review-due", "translation-stale", "twin-paragraph"),
}
# What a mistake brings along: the words that were allowed count again, and rules on pages see them too.
ALONG = {
    "allowance-over": ("plain-words",),
    "picture": ("dead-link",),
    "reading-age": ("reading-level",),
    "text-language": ("page-language", "part-language"),
}


@pytest.mark.parametrize(("number", "rule"), list(enumerate(RULES, start=1)), ids=RULES)
def test_two_mistakes_are_answered_as_the_guide_shows(
    number: int, rule: str, minimal: Path, tmp_path: Path, follow: Callable[[str], Ran]
) -> None:
    """All that the program says of the site with these mistakes, and nothing that does not come with them."""
    section = tmp_path / "section.md"
    section.write_text(SECTIONS[number], encoding="utf-8")
    *files, command, answer = blocks(section)
    for block in files:
        put(minimal / "site", block)
    ran = follow(command.text.strip())
    if os.environ.get("DPCSITE_UPDATE"):
        SECTIONS[number] = re.sub(
            r"(?<=```text\n).*?(?=^```$)",
            lambda _: ran.out.rstrip("\n") + "\n",
            SECTIONS[number],
            flags=re.MULTILINE | re.DOTALL,
        )
        GUIDE.write_text("## ".join(SECTIONS), encoding="utf-8")
    else:
        assert ran.out.rstrip("\n") == answer.text.rstrip("\n")
    assert command.text == f"{PROGRAM} check\n"
    told = re.findall(r"^\S+:\d+:\d+: (error|warning|note) ([a-z-]+): ", ran.out, re.MULTILINE)
    assert [name for _, name in told if name == rule] == [rule] * 2
    assert {name for _, name in told} <= {rule, *ALONG.get(rule, ())}
    assert ran.code == any(severity == "error" for severity, _ in told)


def test_each_rule_that_editors_meet_has_its_mistakes() -> None:
    """A new rule on words comes with two."""
    assert set(RULES) >= FOR_EDITORS
    assert len(RULES) == len(set(RULES))

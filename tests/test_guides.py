"""The guides for editors do what they say: each command is run, each example checked, each name looked up."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dpcsite import guide
from dpcsite.check.prose.rule import Writing
from dpcsite.check.prose.rules import PROSE_RULES, long_sentence, reading_age
from dpcsite.check.rules import RULES
from dpcsite.cli import cli
from dpcsite.formats.markdown import read
from dpcsite.formats.markdown.blocks import BLOCKS
from dpcsite.model.account import BUILD_FIELDS
from dpcsite.model.site import FORCE_FIELDS
from tests.conftest import TODAY, Ran, Run
from tests.sites import ROOT

FOLDER = ROOT / "docs" / "guides"
GUIDES = sorted(FOLDER.glob("*.md"))
EACH = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
FOLLOWED = [one for one in GUIDES if one.stem != "mistakes"]  # tests/test_mistakes.py asks more of that one
TO_THE_END = pytest.mark.parametrize("path", FOLLOWED, ids=lambda path: path.stem)
NOON = "1795435200"  # TODAY as SOURCE_DATE_EPOCH
PROGRAM = ".venv/bin/dpcsite"
KNOWN_RULES = {*guide.OTHERS, *(one.id for one in RULES), *(one.id for one in PROSE_RULES)}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r"\b(Write|Add to|From)\s+`([^`]+)`[^`\n]*:$")
_KEY = re.compile(r"^(?=[\w-]+:)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """What stands between two fences: its language, its text, and what the sentence above says of a file."""

    kind: str
    text: str
    verb: str
    file: str


def blocks(path: Path) -> list[Block]:
    """The blocks of a guide, in order."""
    text = path.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        above = " ".join(text[: match.start()].rstrip().rsplit("\n\n", 1)[-1].split("\n"))
        says = _SAYS.search(above)
        found.append(Block(match[1], match[2], *(says.groups() if says else ("", ""))))
    return found


def prose(path: Path) -> str:
    """A guide without its blocks."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


PLACEHOLDER = re.compile(r"\b(force|build)\.([a-z_-]+)\b(?!\()")
BLOCK = re.compile(r"^::: ?([a-z]+)$|`::: ([a-z]+)`", re.MULTILINE)


@pytest.mark.parametrize("path", [*FOLLOWED, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_placeholders_and_blocks_that_are_named_exist(path: Path) -> None:
    """Nobody is told to write what the program does not know."""
    text = path.read_text(encoding="utf-8")
    known = {("force", one) for one in (*FORCE_FIELDS, "yaml", "md")}
    known |= {("build", one) for one in (*BUILD_FIELDS, "py")}
    assert set(PLACEHOLDER.findall(text)) <= known
    assert {one for pair in BLOCK.findall(text) for one in pair if one} <= set(BLOCKS)


# --- a guide, followed


@pytest.fixture
def follow(minimal: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ran]:
    """Type a command of a guide in the minimal site, on the day of these tests."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    monkeypatch.chdir(minimal / "site")

    def types(command: str) -> Ran:
        program, *arguments = shlex.split(command)
        assert program == PROGRAM, command
        return run(*arguments, *(["--help"] if arguments[0] == "serve" else []))

    return types


def put(site: Path, block: Block) -> None:
    """Do with a file of the site what the sentence above a block says."""
    target = site / block.file
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.read_text(encoding="utf-8") if target.exists() else ""
    if block.verb == "Write":
        new = block.text
    elif block.kind == "markdown":
        new = f"{old}\n{block.text}"
    elif target.suffix == ".md":
        _, front, body = old.split("---\n", 2)
        new = f"---\n{merged(front, block.text)}---\n{body}"
    else:
        new = merged(old, block.text)
    target.write_text(new, encoding="utf-8")


def merged(old: str, new: str) -> str:
    """YAML with some fields at its top level set anew."""
    fields = {re.split(r":", part, maxsplit=1)[0]: part for part in _KEY.split(old) if part}
    fields |= {re.split(r":", part, maxsplit=1)[0]: part for part in _KEY.split(new) if part}
    return "".join(fields.values())


def shown_of(steps: list[Block]) -> str:
    """What is printed before the next example that changes a file."""
    until = takewhile(lambda one: one.verb not in ("Write", "Add to"), steps)
    return " ".join(one.text for one in until if one.kind == "text")


def errors(ran: Ran) -> list[str]:
    """The errors among the findings of a check in JSON."""
    found = json.loads(ran.out)["findings"]
    return [f"{one['rule']}: {one['message']}" for one in found if one["severity"] == "error"]


@TO_THE_END
def test_a_guide_can_be_followed_to_its_end(path: Path, minimal: Path, follow: Callable[[str], Ran]) -> None:
    """Each command gives the code and the lines that are shown below it; each example is valid where it belongs."""
    steps = blocks(path)
    for number, block in enumerate(steps):
        shown = next(iter(steps[number + 1 : number + 2]), block)
        if block.verb in ("Write", "Add to"):
            put(minimal / "site", block)
            told = shown_of(steps[number + 1 :])
            found = errors(follow(f"{PROGRAM} check --format json"))
            assert bool(found) == (": error " in told), (block.text, found)
        for command in block.text.splitlines() if block.kind == "sh" else ():
            if command.startswith("python3 "):
                assert command in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
                continue
            ran = follow(command)
            assert ran.code == (1 if ": error " in shown.text else 0), (command, ran.out)
        if block.kind == "sh" and shown.kind == "text":
            assert [line for line in shown.text.splitlines() if line not in ran.out.splitlines()] == [], ran.out


@TO_THE_END
def test_a_check_that_shows_nothing_finds_nothing_in_the_files_of_the_guide(
    path: Path, minimal: Path, follow: Callable[[str], Ran]
) -> None:
    """At the end of a guide no example of it is left with a warning."""
    steps = blocks(path)
    for block in steps:
        if block.verb in ("Write", "Add to"):
            put(minimal / "site", block)
    found = json.loads(follow(f"{PROGRAM} check --format json").out)["findings"]
    made = {block.file for block in steps}
    assert [one for one in found if one["severity"] != "note" and one["path"] in made] == []


@EACH
def test_each_block_says_what_it_is(path: Path) -> None:
    """Commands, what they print, or an example below a sentence that names the file."""
    for block in blocks(path):
        assert block.kind in ("sh", "text", "yaml", "markdown")
        assert bool(block.verb) == (block.kind in ("yaml", "markdown")), block.text


@EACH
def test_what_is_quoted_from_a_file_stands_there(path: Path) -> None:
    """ "From `file`" means line for line; if it has changed, bring the guide up to date."""
    for block in blocks(path):
        if block.verb == "From":
            assert f"\n{block.text}" in f"\n{(ROOT / block.file).read_text(encoding='utf-8')}", block.file
    strings = (ROOT / "themes" / "national" / "strings" / "en.yaml").read_text(encoding="utf-8")
    for quoted in re.findall(r"^> (.+)$", prose(path), re.MULTILINE):
        assert f": {quoted}\n" in strings


# --- names and places


def _fields() -> set[str]:
    """Every field that the reference lists."""
    text = (ROOT / "docs" / "reference" / "fields.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z_]+)` \| (?:yes|no) \|", text, re.MULTILINE))


@EACH
def test_each_field_that_is_named_exists(path: Path) -> None:
    """`field:` in the text is a field of docs/reference/fields.md."""
    named = set(re.findall(r"`([a-z_]+):(?: [^`]*)?`", prose(path)))
    assert named - _fields() == set()


@EACH
def test_each_command_that_is_named_exists(path: Path) -> None:
    """`dpcsite something` in the text too."""
    named = re.findall(r"`(?:\.venv/bin/)?dpcsite ([a-z-]+)", prose(path))
    assert set(named) - set(cli.commands) == set()


@EACH
def test_each_rule_that_is_named_exists(path: Path) -> None:
    """In links to the reference, and in what a check shows."""
    named = set(re.findall(r"\[`([a-z-]+)`\]\(\.\./reference/rules\.md", prose(path)))
    named |= set(re.findall(r"dpcsite explain ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert named - KNOWN_RULES == set()


@EACH
def test_each_placeholder_that_is_named_exists(path: Path) -> None:
    """In the text too: a field of a force, a channel, a fact or a service of the shipped site."""
    for kind, name in re.findall(r"\{\{ (\w+)\.([\w-]+) \}\}", prose(path)):
        if kind == "force":
            assert name in FORCE_FIELDS
        elif kind == "link":
            assert (ROOT / "content" / "services" / f"{name}.md").is_file()
        else:
            listed = (ROOT / "content" / f"{kind}s.yaml").read_text(encoding="utf-8").splitlines()
            assert f"{name}:" in listed


def _anchors(path: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


@EACH
def test_each_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    """From the guides to each other, to the reference and to the shipped words."""
    for address in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        parts = urlsplit(address)
        target = (path.parent / parts.path).resolve()
        assert target.is_file(), address
        assert not parts.fragment or parts.fragment in set(_anchors(target)), address


def test_the_index_names_every_guide_and_is_found() -> None:
    """The README and CONTRIBUTING lead to it."""
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == {one.name for one in GUIDES} - {"README.md"}
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "(docs/guides/README.md)" in (ROOT / name).read_text(encoding="utf-8")


@EACH
def test_a_guide_keeps_the_budgets_that_it_tells_others_to_keep(path: Path) -> None:
    """No long sentence, and a reading age of eleven at the most."""
    text = re.sub(r"\]\([^)]*\)", "](/)", prose(path).split("\n", 1)[1])
    writing = Writing(path.name, "en", path.stem, read(text, path.name).prose)
    told = [one.message for rule in (long_sentence.RULE, reading_age.RULE) for one in rule.slips(writing)]
    assert told == []


# --- the questions themselves


def test_the_day_of_these_tests_is_that_of_all() -> None:
    """NOON is TODAY."""
    from datetime import UTC, datetime

    assert datetime.fromtimestamp(int(NOON), UTC).date().isoformat() == TODAY


def test_fields_are_set_anew_and_others_stay() -> None:
    """A field of the same name is replaced with all that is below it."""
    assert merged("a: 1\nb:\n  c: 2\n", "b: 3\nd: 4\n") == "a: 1\nb: 3\nd: 4\n"

"""YAML in: text stays as typed, every value knows where it stands, and whatever could surprise is refused by place."""

import re
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dpcsite.formats import yaml
from dpcsite.formats.yaml import Document, Key, Spot, read
from dpcsite.model.limits import YAML_BYTES, YAML_DEPTH
from tests.sites import ROOT

LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML 1.1 takes for the end of a line
FILES = sorted(
    path
    for folder in ("content", "forces", "themes")
    for path in (ROOT / folder).rglob("*.yaml")
    if not path.is_symlink()
)

SIGNS = "a1-:#|>&*!?%@`é😀\\~\"'[]{},\n\t"
PIECES = [*SIGNS, *"key null 0117 &x *x".split(), "- ", ": ", "? ", "<<: ", " # ", "!!str ", "---\n", "...\n", "\n  "]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
TYPED = "0117 no yes on 22:30 2026-13-45 2026-11-23 1.10 +447700900123 0x1F 1_000 1e3 True NULL .inf = a#b x:y".split()


def document(text: str) -> Document:
    """The document of a text that is fine."""
    found, problems = read(text)
    assert problems == ()
    assert found is not None
    return found


@pytest.mark.parametrize("typed", [*TYPED, "0800 555 111", "https://example.org/?a=b#c"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_text_stays_as_it_was_typed(typed: str, quote: str) -> None:
    """Nothing is read as a number, a day, a time or a yes, with quotes or without."""
    found = document(f"value: {quote}{typed}{quote}\nlist:\n  - {quote}{typed}{quote}\n")
    assert found.value == {"value": typed, "list": [typed]}


@pytest.mark.parametrize("typed", ["0117", "no", "22:30", "2026-13-45", "1.10", "0x1F", "null", "~", "true"])
def test_a_key_stays_as_it_was_typed(typed: str) -> None:
    """Ids such as 999 are text too."""
    assert document(f"{typed}: a\n").value == {typed: "a"}


@pytest.mark.parametrize("blank", ["", " ", " null", " ~", " # a comment", " null # a comment"])
def test_a_blank_value_is_none(blank: str) -> None:
    """What is left open means "not known", in a mapping and in a list."""
    assert document(f"value:{blank}\nother: x\nlist:\n  -{blank}\n").value == {
        "value": None,
        "other": "x",
        "list": [None],
    }


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"null"', "null"),
        ("'null'", "null"),
        ('"~"', "~"),
        ('""', ""),
        ("''", ""),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  one\n  line\n", "one line"),
        ('"\\u00e9 \\"x\\""', 'é "x"'),
        ("'it''s'", "it's"),
        ("two\n  lines", "two lines"),
    ],
)
def test_quotes_and_blocks_make_text(written: str, text: str) -> None:
    """In quotes even null is a word."""
    assert document(f"value: {written}").value == {"value": text}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    """A file with nothing in it has no fields, which is no mistake yet."""
    assert document(text).value == {}


def test_every_key_and_value_knows_its_line_and_column() -> None:
    """Both count from 1, in characters, for block and flow collections alike."""
    found = document(
        "# first\n"
        "name:\n"
        "  en: Kent\n"
        "  cy: 'Caint'   # a comment\n"
        "é😀: {a: 1, b: [x, yz]}\n"
        "list:\n"
        "  - one\n"
        "  -   two: 2\n"
        "      three:\n"
        "block: |\n"
        "  text\n"
    )
    assert found.spots[()] == (2, 1)
    expected = {
        ("name",): (3, 3),
        ("name", "en"): (3, 7),
        ("name", "cy"): (4, 7),
        ("é😀",): (5, 5),
        ("é😀", "a"): (5, 9),
        ("é😀", "b"): (5, 15),
        ("é😀", "b", 0): (5, 16),
        ("é😀", "b", 1): (5, 19),
        ("list",): (7, 3),
        ("list", 0): (7, 5),
        ("list", 1): (8, 7),
        ("list", 1, "two"): (8, 12),
        ("block",): (10, 8),
    }
    assert {path: found.spots[path] for path in expected} == expected
    keys: dict[Key, Spot] = {
        ("name",): (2, 1),
        ("name", "cy"): (4, 3),
        ("é😀",): (5, 1),
        ("é😀", "b"): (5, 12),
        ("list",): (6, 1),
    }
    keys |= {("list", 1, "two"): (8, 7), ("list", 1, "three"): (9, 7), ("block",): (10, 1)}
    assert {path: found.key_spots[path] for path in keys} == keys
    assert found.spots["list", 1, "three"][0] == 9


def test_a_place_that_is_not_there_is_the_nearest_around_it() -> None:
    """A field that is missing is shown at the mapping that lacks it."""
    found = document("a: 1\nname:\n  en: Kent\n")
    assert found.spot(("name", "cy")) == found.spot(("name",)) == (3, 3)
    assert found.spot(("name", "cy", 3, "x")) == (3, 3)
    assert found.spot(("gone",)) == (1, 1)
    assert found.key_spot(("name", "en")) == (3, 3)
    assert found.key_spot(("name", "cy")) == (3, 3)


def test_first_line_moves_every_place() -> None:
    """Front matter begins on line 2 of its file; columns stay."""
    text = "a: 1\nb:\n  - x\n"
    at_one, at_forty = document(text), read(text, first_line=40)[0]
    assert at_forty is not None
    assert at_forty.value == at_one.value
    assert dict(at_forty.spots) == {path: (line + 39, column) for path, (line, column) in at_one.spots.items()}
    assert dict(at_forty.key_spots) == {path: (line + 39, column) for path, (line, column) in at_one.key_spots.items()}


# Each text with the place and a part of the message; what this module itself refuses, not YAML.
REFUSED = [
    ("a: 1\nb: 2\na: 3\n", 3, 1, 'The field "a" stands here a second time; '),
    ("x:\n  {a: 1, a: 2}\n", 2, 10, 'The field "a" stands here a second time; '),
    ("'a': 1\na: 2\n", 2, 1, 'The field "a" stands here a second time'),
    ("a: &name 1\n", 1, 4, "&name names a value"),
    ("&name a: 1\n", 1, 1, "&name names a value"),
    ("a:\n  - &n {x: 1}\n", 2, 5, "&n names a value"),
    ("a: 1\nb: *name\n", 2, 4, "*name points to another value"),
    ("*name : 1\n", 1, 1, "*name points to another value"),
    ("a: !!int 3\n", 1, 4, "!!int is a tag"),
    ("a: !!python/object/apply:os.system [x]\n", 1, 4, "!!python/object/apply:os.system is a tag"),
    ("a: !own 3\n", 1, 4, "!own is a tag"),
    ("a: ! 3\n", 1, 4, "! is a tag"),
    ("!own a: 3\n", 1, 1, "!own is a tag"),
    ("b: 1\n<<: {a: 1}\n", 2, 1, "<< merges another value"),
    ("x:\n  '<<': y\n", 2, 3, "<< merges another value"),
    ("? [a]\n: 1\n", 1, 3, "A field's name must be plain text"),
    ("x: {{a: 1}: 2}\n", 1, 5, "A field's name must be plain text"),
    ("a: 1\n---\nb: 2\n", 2, 1, "A second document begins here"),
    ("---\na: 1\n--- b\n", 3, 1, "A second document begins here"),
    ("x: " + "[" * YAML_DEPTH.most + "]" * YAML_DEPTH.most, 1, 3 + YAML_DEPTH.most, "nested too deeply"),
    ("[" * 100_000, 1, YAML_DEPTH.most + 1, "nested too deeply"),
    ("{a: " * 50_000, 1, YAML_DEPTH.most * 4 - 2, "nested too deeply"),
    ("- " * 50_000, 1, YAML_DEPTH.most * 2 + 1, "nested too deeply"),
]

# What YAML itself refuses, with a part of the advice.
BROKEN = [
    ("a: [1, 2\nb: 3\n", 2, 2, "commas between the values"),
    ("a: 'x\nb: 1\n", 3, 1, "Close the quotes"),
    ("a: 1\n b: 2\n", 2, 3, "A colon inside a value needs quotes"),
    ("a: b: c\n", 1, 5, "A colon inside a value needs quotes"),
    ("a:\n\t- x\n", 2, 1, "never tabs"),
    ("a: @x\n", 1, 4, "in quotes"),
    ("a: `x`\n", 1, 4, "in quotes"),
    ("a: 'x' y\n", 1, 8, "quotes and brackets close"),
    ("a:\n  - b\n c: 1\n", 3, 2, "spaces at the line's start"),
    ("- a\nb: 1\n", 2, 1, "this line and the one above"),
    ('a: "\\q"\n', 1, 5, "this line and the one above"),
    ("a: 1\n...\nb: 2\n", 3, 1, "this line and the one above"),
    ("first\nb: 1\n", 2, 2, "A colon inside a value needs quotes"),
    ("a: 1\nfirst\nb: 1\n", 3, 1, "name: value"),
]


@pytest.mark.parametrize(("text", "line", "column", "part"), REFUSED, ids=[case[0][:24] for case in REFUSED])
@pytest.mark.parametrize("first_line", [1, 7])
def test_what_could_surprise_is_refused(text: str, line: int, column: int, part: str, first_line: int) -> None:
    """Second keys, names, tags, merges, second documents and depth: one problem, at its place, with advice."""
    found, (problem,) = read(text, first_line=first_line)
    assert found is None
    assert part in problem.message
    assert (problem.line, problem.column) == (line + first_line - 1, column)
    assert problem.help


@pytest.mark.parametrize(("text", "line", "column", "advice"), BROKEN, ids=[case[0] for case in BROKEN])
@pytest.mark.parametrize("first_line", [1, 7])
def test_what_is_not_yaml_is_refused(text: str, line: int, column: int, advice: str, first_line: int) -> None:
    """Slips of the pen: one problem, at its place, with advice in an editor's words."""
    found, (problem,) = read(text, first_line=first_line)
    assert found is None
    assert problem.message.startswith("This is not valid YAML: ")
    assert (problem.line, problem.column) == (line + first_line - 1, column)
    assert advice in problem.help


@pytest.mark.parametrize("first_line", [1, 7])
def test_a_second_key_names_the_line_of_the_first(first_line: int) -> None:
    """The line in the message is one of the file, not of the text inside it."""
    _, (problem,) = read("x:\n  a: 1\n  b: 2\n  a: 3\n", first_line=first_line)
    assert problem.line == first_line + 3
    assert f"the first is on line {first_line + 1}." in problem.message


def test_twelve_levels_are_enough_and_thirteen_too_many() -> None:
    """The limit is exactly what it says."""
    assert document("[" * YAML_DEPTH.most + "]" * YAML_DEPTH.most).value
    assert read("[" * (YAML_DEPTH.most + 1) + "]" * (YAML_DEPTH.most + 1))[0] is None


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_the_size_limit_counts_bytes(letter: str) -> None:
    """A text of exactly the limit is read, one byte more is refused where it begins."""
    width = len(letter.encode())
    start = "a: " + "x" * ((YAML_BYTES.most - 3) % width)
    fits = start + letter * ((YAML_BYTES.most - len(start)) // width)
    assert len(fits.encode()) == YAML_BYTES.most
    assert document(fits).value == {"a": fits[3:]}
    found, (problem,) = read(fits + "x", first_line=2)
    assert found is None
    assert (problem.line, problem.column) == (2, 1)
    assert "256 KiB" in problem.message


def _inside(text: str, line: int, column: int) -> bool:
    lines = LINE_ENDS.split(text)
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@given(text=FRAGMENTS | st.text(), first_line=st.integers(1, 50))
@settings(max_examples=1500, deadline=None, database=None)
def test_any_text_is_a_document_or_a_problem_inside_it(text: str, first_line: int) -> None:
    """Nothing raises, and whoever follows a problem's place finds a line of the file."""
    ended = f"{text}\n"  # a last line without an end has a test of its own
    found, problems = read(ended, first_line=first_line)
    assert (found is None) == (len(problems) == 1)
    for problem in problems:
        assert _inside(ended, problem.line - first_line + 1, problem.column), problem
        assert problem.message
        assert problem.help


@pytest.mark.parametrize("text", ["a: [", "a: 'x", "a: {b: 1", 'a: 1\nb: "x'])
def test_what_never_ends_is_told_on_a_line_that_is_there(text: str) -> None:
    """In a file whose last line has no end, too, the place is one that an editor can open."""
    _, (problem,) = read(text)
    assert _inside(text, problem.line, problem.column), problem


def _both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    monkeypatch.setattr(yaml, "Loader", pyyaml.SafeLoader)
    slow = read(text)
    monkeypatch.setattr(yaml, "Loader", pyyaml.CSafeLoader)
    return slow, read(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_fast_and_the_slow_parser_read_our_files_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, the same values stand at the same places."""
    slow, fast = _both(path.read_text(encoding="utf-8"), monkeypatch)
    assert slow == fast
    assert isinstance(fast, tuple)
    assert fast[1] == ()


@pytest.mark.parametrize("case", REFUSED, ids=[case[0][:24] for case in REFUSED])
def test_the_fast_and_the_slow_parser_refuse_alike(
    case: tuple[str, int, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this module refuses does not depend on libyaml either: same message, same place."""
    slow, fast = _both(case[0], monkeypatch)
    assert slow == fast


@pytest.mark.parametrize("case", BROKEN, ids=[case[0] for case in BROKEN])
def test_the_slow_parser_refuses_what_the_fast_one_does(
    case: tuple[str, int, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the two parsers differ, the verdict does not."""
    monkeypatch.setattr(yaml, "Loader", pyyaml.SafeLoader)
    found, (problem,) = read(case[0])
    assert found is None
    assert _inside(case[0], problem.line, problem.column)


WORDS = st.text(st.sampled_from("abc012 :-#'\"éŵ😀&*!%@[]{},?|>\\~"), max_size=12)
KEYS = WORDS.filter(lambda key: key != "<<")
PLAIN = st.recursive(
    WORDS | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(value=st.dictionaries(KEYS, PLAIN, max_size=4), flow=st.booleans())
@settings(max_examples=300, deadline=None, database=None)
def test_what_another_program_writes_comes_back_as_it_was(value: dict[str, object], *, flow: bool) -> None:
    """Text, blanks, lists and mappings survive, in block and in flow style, read by either parser."""
    written = pyyaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, width=1000)
    with pytest.MonkeyPatch.context() as monkeypatch:
        slow, fast = _both(written, monkeypatch)
    assert slow == fast
    assert document(written).value == value


@given(value=st.dictionaries(KEYS, PLAIN, max_size=4))
@settings(max_examples=300, deadline=None, database=None)
def test_what_we_write_comes_back_as_it_was(value: dict[str, object]) -> None:
    """And the order of its fields too."""
    found = document(yaml.written(value)).value
    assert found == value
    assert list(found) == list(value)

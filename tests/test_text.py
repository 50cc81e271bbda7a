"""Bytes to text: what an editor saves is read; what nobody can see is told by its exact place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpcsite.formats.text import decode
from dpcsite.model.limits import COMPLAINTS
from dpcsite.model.tree import Source, Tree

HIDDEN = [
    *range(0x09),
    *(0x0B, 0x0C),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *(0xFEFF, 0xFFFE, 0xFFFF),
    *(0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x2028, 0x2029),  # fillers, spaces without width, others' lines
    *(*range(0x2060, 0x2066), *range(0x206A, 0x2070), 0x3164, 0xFFA0, *range(0xFFF9, 0xFFFE)),
    *(0xE000, 0xF8FF, 0xFDD0, 0x1FFFE, 0xDFFFF, 0xE0001, 0xE0041, 0xE0100, 0xF0000, 0x10FFFF),  # private, none, tags
]
LINES_OF_OTHERS = ["\u2028", "\u2029"]  # line ends for YAML 1.1 and for Python, not for an editor


def places(content: bytes) -> list[tuple[int, int]]:
    """Line and column of every problem."""
    return [(problem.line, problem.column) for problem in decode(content)[1]]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n\r\nc", "a\n\nb\n\nc"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"\xef\xbb\xbf", ""),
        ("ŵ ŷ – ’ 😀 £\t|".encode(), "ŵ ŷ – ’ 😀 £\t|"),
        ("e\u0301 \u00ad \u200e \u200f \u00a0".encode(), "e\u0301 \u00ad \u200e \u200f \u00a0"),
        ("👩\u200d🚒 ❤\ufe0f 🇬🇧 می\u200cخواهم क्\u200dष".encode(), "👩\u200d🚒 ❤\ufe0f 🇬🇧 می\u200cخواهم क्\u200dष"),
        (
            "5 μg, 3 kΩ, πr²; Ελληνικά: Українська мова; 中文".encode(),
            "5 μg, 3 kΩ, πr²; Ελληνικά: Українська мова; 中文",
        ),
    ],
)
def test_honest_text_is_read_with_unix_line_ends(content: bytes, text: str) -> None:
    """A byte order mark and the line ends of Windows and old Macs are no mistakes; Welsh is text."""
    assert decode(content) == (text, ())


@pytest.mark.parametrize(
    ("content", "line", "column", "byte"),
    [
        pytest.param("café".encode("latin-1"), 1, 4, "E9", id="latin-1"),
        pytest.param("a\nb’c".encode("cp1252"), 2, 2, "92", id="windows-1252"),
        pytest.param("ŵŷ\r\nŵ".encode() + b"\xff", 2, 2, "FF", id="columns are characters, not bytes"),
        pytest.param("hello".encode("utf-16"), 1, 1, "FF", id="utf-16 with its mark"),
        pytest.param("hello".encode("utf-32"), 1, 1, "FF", id="utf-32 with its mark"),
        pytest.param(b"a\rb\r\xfe", 3, 1, "FE", id="lone carriage returns"),
        pytest.param(b"a\r\nb\r\n\xfe", 3, 1, "FE", id="windows line ends"),
        pytest.param(b"ab\xed\xa0\x80", 1, 3, "ED", id="half of a surrogate pair"),
        pytest.param(b"ab\xc0\x80", 1, 3, "C0", id="zero written too long"),
        pytest.param(b"ab\xf5\x80\x80\x80", 1, 3, "F5", id="above unicode"),
        pytest.param(b"ab\n\xe2\x82", 2, 1, "E2", id="cut off at the end"),
        pytest.param(b"\x80", 1, 1, "80", id="the middle of a character"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_at_their_place(content: bytes, line: int, column: int, byte: str) -> None:
    """One problem, no text, the byte by its number, and how to save the file."""
    text, (problem,) = decode(content)
    assert text == ""
    assert (problem.line, problem.column) == (line, column)
    assert problem.message == f"The byte 0x{byte} here is not UTF-8 text."
    assert "UTF-8" in problem.help


def test_a_byte_order_mark_takes_no_column() -> None:
    """An editor does not show it, so it is not counted: not for bad bytes, and not for hidden characters."""
    assert places(b"\xef\xbb\xbfab\x07") == [(1, 3)]
    _, (problem,) = decode(b"\xef\xbb\xbfab\xff")
    assert "0xFF" in problem.message
    assert (problem.line, problem.column) == (1, 3)


@pytest.mark.parametrize("number", HIDDEN, ids=lambda number: f"U+{number:04X}")
def test_a_hidden_character_is_refused_at_its_place(number: int) -> None:
    """NUL and other controls, C1, and the marks that turn text around (CVE-2021-42574)."""
    _, (problem,) = decode(f"a\r\nŵ{chr(number)}b\n".encode())
    assert (problem.line, problem.column) == (2, 2)
    assert problem.message == f"A hidden character stands here: U+{number:04X}."
    assert problem.help


def test_every_hidden_character_is_told() -> None:
    """One run tells them all, in order, on whatever kind of line they stand."""
    assert places("\x00a\x1b\r\n\u202eb\r\x85\n\n c\ufeff".encode()) == [(1, 1), (1, 3), (2, 1), (3, 1), (5, 3)]


def test_utf_16_without_its_mark_shows_as_hidden_characters() -> None:
    """Each second byte is a zero; it is never taken for text."""
    assert places("ab".encode("utf-16-le")) == [(1, 2), (1, 4)]


def test_a_second_byte_order_mark_is_hidden() -> None:
    """Only one at the very start of a file is the mark of its encoding."""
    assert places(b"\xef\xbb\xbf\xef\xbb\xbfa") == [(1, 1)]


@pytest.mark.parametrize("end", LINES_OF_OTHERS, ids=["U+2028", "U+2029"])
def test_a_line_is_the_same_line_for_everybody(end: str) -> None:
    """The line that a report shows under a finding is the line that the finding counts."""
    content = f"one{end}half\ntwo\nthree\n".encode()
    text, problems = decode(content)
    lines = text.split("\n")
    tree = Tree({"a.md": Source("a.md", content)})
    assert problems or [tree.line("a.md", number + 1) for number in range(3)] == lines[:3]


DISGUISED = [
    ("kеnt", 2, "A letter of another alphabet stands among ours here: U+0435."),
    ("pоlice.uk", 2, "A letter of another alphabet stands among ours here: U+043E."),
    ("полиция.uk", 7, "A letter of another alphabet stands among ours here: U+044F."),
    ("p*о*lice", 3, "A letter of another alphabet stands among ours here: U+043E."),
    ("αbc", 1, "A letter of another alphabet stands among ours here: U+03B1."),
    ("ɡov", 1, "A letter of another alphabet stands among ours here: U+0261."),
    ("\U0001d429olice", 1, "This sign only looks like an ordinary one: U+1D429."),
    ("９99", 1, "This sign only looks like an ordinary one: U+FF19."),
    ("po\u200dlice", 3, "A hidden character stands here: U+200D."),
    ("po\u200clice", 3, "A hidden character stands here: U+200C."),
    ("e" + "\u0301" * 9, 6, "Too many marks stand on one letter here: U+0301."),
]


@pytest.mark.parametrize(("text", "column", "message"), DISGUISED, ids=[ascii(one[0]) for one in DISGUISED])
def test_a_letter_that_pretends_to_be_another_is_refused_at_its_place(text: str, column: int, message: str) -> None:
    """Lookalikes among Latin letters, drawings of letters, joiners inside words, towers of accents."""
    _, (problem,) = decode(f"One\nŵ {text}\n".encode())
    assert (problem.line, problem.column, problem.message) == (2, column + 2, message)
    assert problem.help


def test_a_file_full_of_hidden_characters_is_told_of_in_few_words() -> None:
    """The first of them, and that there are more."""
    problems = decode("\u200b".encode() * 100_000)[1]
    assert len(problems) == COMPLAINTS.most + 1
    assert problems[-1].message.startswith("More such characters follow")


@given(
    text=st.text(
        st.characters(max_codepoint=0x24F, exclude_characters=["\r", *map(chr, HIDDEN)])
        | st.sampled_from("ŵŷ’–…😀中文العربيةहिन्दी")
    )
)
@settings(max_examples=300, deadline=None, database=None)
def test_text_without_hidden_characters_comes_back_as_it_was(text: str) -> None:
    """With Unix line ends nothing changes; with Windows line ends the same text comes out."""
    assert decode(text.encode()) == (text, ())
    assert decode(text.replace("\n", "\r\n").encode()) == (text, ())


@given(content=st.binary() | st.text().map(str.encode))
@settings(max_examples=500, deadline=None, database=None)
def test_any_bytes_are_text_or_a_problem_inside_them(content: bytes) -> None:
    """Nothing raises, and every place is one that an editor can open."""
    _, problems = decode(content)
    shown = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(shown)
        assert 1 <= problem.column <= len(shown[problem.line - 1])

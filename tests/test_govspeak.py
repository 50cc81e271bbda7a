"""Govspeak: its blocks are the blocks that pages know, at their places; what pages have not is told, not lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpcsite.formats.html import parse
from dpcsite.formats.markdown import Marked, read
from tests import test_markdown as plain
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, ROOT, write_site
from tests.test_markdown import shown

PATH = "content/pages/about.md"


def govspeak(text: str, first_line: int = 1) -> Marked:
    """A text as a site reads it that asks for Govspeak."""
    return read(text, PATH, first_line=first_line, govspeak=True)


def told(marked: Marked) -> list[tuple[int, int, str]]:
    """Line, column and message of each problem."""
    return [(one.line, one.column, one.message) for one in marked.problems]


# --- the same blocks


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("^Some *words*.^", "> [!NOTE]\n> Some *words*."),
        ("^ Some words. ^", "> [!NOTE]\n> Some words."),
        ("%Some\nwords.%", "> [!WARNING]\n> Some\n> words."),
        ("^\nSome words.\n^", "> [!NOTE]\n> Some words."),
        ("%- a\n- b%", "> [!WARNING]\n> - a\n> - b"),
        ("$CTA\n[Go on](/x/)\n$CTA", "::: cta\n[Go on](/x/)\n:::"),
        ("$A\nOne Road\nTown\n$A", "::: address\nOne Road\nTown\n:::"),
        ("s1. one\ns2. two", "::: steps\n1. one\n2. two\n:::"),
        ("s1. one\n\n    more\n\ns2. two", "::: steps\n1. one\n\n   more\n\n2. two\n:::"),
        ("s4. one\ns5. two", "::: steps\n4. one\n5. two\n:::"),
        ("- s1. one\n  s2. two", "- ::: steps\n  1. one\n  2. two\n  :::"),
        ("> $CTA\n> [a](/b/)\n> $CTA", "> ::: cta\n> [a](/b/)\n> :::"),
        ("words\n^a^\nmore\n$CTA\n[a](/b/)\n$CTA", "words\n\n> [!NOTE]\n> a\n\nmore\n\n::: cta\n[a](/b/)\n:::"),
    ],
)
def test_a_block_in_govspeak_makes_what_our_own_makes(typed: str, canonical: str) -> None:
    """The same HTML, without a problem, and one note for each block; read as other Markdown it is only words."""
    marked, own = govspeak(typed), read(canonical, PATH)
    assert told(marked) == told(own) == []
    assert shown(marked).replace("\n", " ").split() == shown(own).replace("\n", " ").split()
    assert len(marked.hints) == canonical.count(":::") // 2 + canonical.count("[!")
    assert own.hints == govspeak(canonical).hints == ()
    assert "data-" not in shown(read(typed, PATH))


def test_a_contact_holds_words() -> None:
    """The block of our own holds ids; both are found by the same style."""
    assert shown(govspeak("$C\n**Desk**\n[Write](/b/)\n$C")).replace("\n", "") == (
        '<div data-block="contact"><p><strong>Desk</strong><a href="/b/">Write</a></p></div>'
    )


@pytest.mark.parametrize(
    ("typed", "line", "column", "message", "help_"),
    [
        ("a\n\n^b^", 3, 1, "^…^ is Govspeak.", "Write > [!NOTE] instead."),
        ("> %b%", 1, 3, "%…% is Govspeak.", "Write > [!WARNING] instead."),
        ("- $CTA\n  [a](/b/)\n  $CTA", 1, 3, "$CTA … $CTA is Govspeak.", "Write ::: cta instead."),
        (
            "$C\na\n$C",
            1,
            1,
            "$C … $C is Govspeak.",
            "Write ::: contact and ids of content/channels.yaml instead.",
        ),
        ("$A\na\n$A", 1, 1, "$A … $A is Govspeak.", "Write ::: address instead."),
        ("s1. a\ns2. b", 1, 1, "s1. is Govspeak.", "Write ::: steps instead."),
    ],
)
def test_a_note_says_how_pages_write_it(typed: str, line: int, column: int, message: str, help_: str) -> None:
    """At the block's first sign."""
    (hint,) = govspeak(typed, first_line=5).hints
    assert (hint.line, hint.column, hint.message, hint.help) == (line + 4, column, message, help_)


# --- what is wrong


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a\n\n  ^b", 3, 3, "What begins with ^ does not end with it."),
        ("words of 20\n% a year", 2, 1, "What begins with % does not end with it."),
        ("^a\n^b^", 1, 1, "What begins with ^ does not end with it."),
        ("^a\n\nb^", 1, 1, "What begins with ^ does not end with it."),
        ("^a\\^", 1, 1, "What begins with ^ does not end with it."),
        ("> ^a\nb^", 1, 3, "What begins with ^ does not end with it."),
        ("^^", 1, 1, "This callout has no words."),
        ("$CTA\n[a](/b/)", 1, 1, 'The block "$CTA" is not closed.'),
        ("$CTA\n[a](/b/)\n$C\nx\n$C", 1, 1, 'The block "$CTA" is not closed.'),
        ("- $A\n  a\n\nb", 1, 3, 'The block "$A" is not closed.'),
        ("$CTA [a](/b/) $CTA", 1, 1, "$CTA must stand on a line of its own."),
        ("$CTA\na\n$CTA", 1, 1, "This block must hold one link and nothing else."),
        ("$A\n$A", 1, 1, "This block has no words."),
        ("$E", 1, 1, "There is no block $E here."),
        ("a\n$LegislativeList\nb", 2, 1, "There is no block $LegislativeList here."),
        ("$!", 1, 1, "There is no block $! here."),
        ("s1. a\n\n   s1. b", 3, 4, "A block cannot stand inside another."),
        ("::: steps\n1. a\n\n   $CTA\n   [a](/b/)\n   $CTA\n:::", 4, 4, "A block cannot stand inside another."),
        ("$C\n::: contact\n101\n:::\n$C", 2, 1, "A block cannot stand inside another."),
        (":england:x:england:", 1, 1, ":england:… is Govspeak that pages here do not have."),
        ("a\n{button start}[a](/b/){/button}", 2, 1, "{button… is Govspeak that pages here do not have."),
        ("{barchart}", 1, 1, "{barchart… is Govspeak that pages here do not have."),
        ("*[CPS]: Crown Prosecution Service", 1, 1, "*[CPS]:… is Govspeak that pages here do not have."),
        ("[InlineAttachment:a.pdf]", 1, 1, "[InlineAttachment:… is Govspeak that pages here do not have."),
        ("see x[a](/b/)x now", 1, 6, "The two x around this link would be shown."),
    ],
)
def test_a_slip_is_told_at_its_place_with_what_to_do(text: str, line: int, column: int, message: str) -> None:
    """One problem for one slip, and every letter is still shown."""
    marked = govspeak(text)
    assert told(marked) == [(line, column, message)]
    assert marked.problems[0].help.endswith(".")
    assert not re.search("[ab]", re.sub(r"\]\([^)]*\)|\{.*", "", text)) or re.search("[ab]", shown(marked))


@pytest.mark.parametrize(
    "text",
    [
        "\\^a^",
        "\\%a",
        "\\$C",
        "s1\\. a",
        "    ^a",
        "~~~\n$CTA\ns1. a\n:england:\n~~~",
        "$198 a year",
        "$US 5",
        "a $C b ^c^ %d%",
        "s1",
        "this1. a",
        "x [a](/b/) x",
        "ax[a](/b/)xa",
        "`x`[a](/b/)",
        "{{ force.name }}",
    ],
)
def test_what_is_no_govspeak_stays_as_it_is(text: str) -> None:
    """A backslash, code, amounts of money, and signs in the middle of words."""
    marked = govspeak(text)
    assert (told(marked), marked.hints) == ([], ())
    assert shown(marked) == shown(read(text, PATH))


# --- links at their places, whatever stands around them


def _between(sign: str) -> "st.SearchStrategy[str]":
    return plain.PARAGRAPH.map(f"{sign}{{}}{sign}".format)


CALLOUT = _between("^") | _between("%") | plain._behind(plain.LINE, "^- ", "  ").map("{}\n^".format)
WORDED = plain._several(plain.PARAGRAPH)
DOLLARS = WORDED.map("$C\n{}\n$C".format) | WORDED.map("$A\n{}\n$A".format)
BUTTON = st.just("$CTA\n[w](/u§/)\n$CTA")
STEPS = st.lists(plain._behind(plain.BLOCKS, "s1. ", "    "), min_size=1, max_size=3).map("\n".join)
ONE = CALLOUT | DOLLARS | BUTTON | STEPS | plain.PARAGRAPH
NESTED = plain._behind(CALLOUT | DOLLARS | STEPS, "- ", "  ") | plain._behind(CALLOUT | DOLLARS | STEPS, "> ", "> ")


@given(text=(plain._several(ONE | NESTED) | plain.FENCED | plain.TABBED).map(plain._numbered))
@settings(max_examples=300, deadline=None, database=None)
def test_every_link_of_any_page_is_found_at_its_place(text: str) -> None:
    """Each link once, exactly where it stands, in blocks of either kind; and no word is lost."""
    marked = govspeak(text)
    if any("nested too deeply" in problem.message for problem in marked.problems):
        return
    assert told(marked) == []
    assert sorted((one.target, one.line, one.column) for one in marked.links) == sorted(plain._written(text))
    for word in re.findall(r"word \d+|code \d+", text):
        assert word in shown(marked)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("1. ^1 [1](/1/)^", 1, 7),
        ("^[1](/1/) 1\n1^", 1, 2),
        ("> 1. %^\n>    [^](/1/)%", 2, 6),
        ("s1. s1. [1](/1/)", 1, 9),
        ("> s1. 1\n> s2. > [1](/1/)", 2, 9),
    ],
)
def test_signs_that_stand_twice_do_not_move_a_link(text: str, line: int, column: int) -> None:
    """The words of a line may be like what stands before them."""
    assert [(one.line, one.column) for one in govspeak(text).links] == [(line, column)]


SIGNS = ["^", "%", "$CTA", "$C\n", "$A\n", "\n$C", "\n$A\n", "s1. ", "\ns2. "]
LACKING = ["x[", ")x", "{button}", "\n:wales:", "$E"]
PIECES = [*SIGNS, *LACKING, *plain.SIGNS, *plain.MORE, *plain.REST, *plain.FENCES]


@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=1000, deadline=None, database=None)
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises; links, notes and problems have places in the text; its words are on the page or told of."""
    marked = govspeak(text)
    lines = text.split("\n")
    for link in marked.links:
        sign = lines[link.line - 1][link.column - 1]
        assert sign == "!" if link.picture else sign in "[<"
    for one in (*marked.problems, *marked.hints):
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
    if not marked.problems:
        assert shown(marked).count("é") >= text.count("é")


# --- texts made to hurt


PATHOLOGICAL = {
    "callouts without an end": "^a\n",
    "callouts in one paragraph": "^a^\n",
    "a callout that ends late": "a\n",
    "signs": "^",
    "lines of signs": "^\n",
    "signs apart": "^\n\n",
    "blocks without an end": "$C\n\na\n\n",
    "blocks of all kinds": "$C\n$A\n$CTA\n",
    "steps": "s1. a\n",
    "steps apart": "s1. a\n\nb\n\n",
    "steps and lines": "s1. a\nb\n",
    "steps without words": "s1.\n\n    x\n",
    "steps and headings": "s1. a\n## b\n",
    "steps in steps": "s1. ",
    "links with letters": "x[a](b)x ",
    "letters before links": "x[",
    "what pages have not": ":wales:\n",
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_text_made_to_hurt_is_read_to_its_end(name: str) -> None:
    """If each sign looked through all the lines behind it, this would take minutes."""
    filled = plain._filled(PATHOLOGICAL[name], plain.SIZE)
    first = "^" if name == "a callout that ends late" else ""
    marked = govspeak(f"{first}{filled}\n\nThe last words.\n")
    assert "The last words." in shown(marked) or any("deeply" in problem.message for problem in marked.problems)


@pytest.mark.parametrize("depth", range(1, 22))
@pytest.mark.parametrize("block", ["^deep^", "$C\ndeep\n$C", "s1. deep"])
def test_a_block_nested_too_deeply_is_shown_or_told(depth: int, block: str) -> None:
    """Never neither."""
    marked = govspeak("\n".join(f"{'> ' * depth}{line}" for line in block.split("\n")))
    assert "deep" in shown(marked) or marked.problems


# --- on a site


PAGE = """-- content/pages/moved.md --
---
title: A page that moved
summary: It came from elsewhere.
---

%Take care.%

$CTA
[Report a crime](/services/report-crime/)
$CTA
"""


def test_a_site_reads_govspeak_only_if_it_asks(tmp_path: Path, run: Run) -> None:
    """With the setting the page has the two blocks and two notes, which block nothing; without it, only words."""
    words = {}
    for wanted in ("true", "false"):
        settings_ = re.search(r"-- content/site\.yaml --\n(.*?)\n-- ", MINIMAL, re.DOTALL)
        assert settings_
        site = f"-- content/site.yaml --\n{settings_[1]}\ngovspeak: {wanted}\n"
        write_site(tmp_path / wanted, MINIMAL, PAGE, site)
        output = tmp_path / f"public-{wanted}"
        ran = run("build", "--source", tmp_path / wanted, "--output", output, "--today", TODAY)
        assert ran.code == 0, ran.out
        words[wanted] = ran.out
        page = parse((output / "moved" / "index.html").read_bytes())
        made = [one.get("data-block") or one.get("data-callout") for one in page.elements]
        assert [one for one in made if one in ("cta", "warning")] == (["warning", "cta"] if wanted == "true" else [])
    places = re.findall(r"moved\.md:\d+:\d+: note govspeak: .*", words["true"])
    assert places == [
        "moved.md:6:1: note govspeak: %…% is Govspeak.",
        "moved.md:8:1: note govspeak: $CTA … $CTA is Govspeak.",
    ]
    assert "Write > [!WARNING] instead." in words["true"]
    assert "govspeak" not in words["false"]


# --- the reference


def test_the_reference_of_blocks_is_true() -> None:
    """Each example is read without a problem; where it says that two are the same, they make the same HTML."""
    text = (ROOT / "docs" / "reference" / "blocks.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(examples) > 12
    assert [told(govspeak(one)) for one in examples if told(govspeak(one))] == []
    pairs = re.findall(r"^```\n([^`]*)^```\n\nis the same as\n\n```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(pairs) == 3
    for typed, canonical in pairs:
        assert govspeak(typed).hints
        assert shown(govspeak(typed)).split() == shown(read(canonical, PATH)).split()


def test_the_reference_says_what_each_block_becomes() -> None:
    """The HTML behind "becomes" is what the block above it makes; a gap or a dot stands for words."""
    text = (ROOT / "docs" / "reference" / "blocks.md").read_text(encoding="utf-8")
    said = re.findall(r"^```\n([^`]*)^```\n\nbecomes[^`]*`(<[^`]*>)`\.?", text, re.MULTILINE | re.DOTALL)
    assert len(said) >= 4
    for typed, html in said:
        made = re.sub(r">\s+<", "><", shown(read(typed, PATH)).replace("<br>\n", "<br>")).strip()
        assert re.fullmatch(re.escape(html).replace("…", ".*"), made), typed

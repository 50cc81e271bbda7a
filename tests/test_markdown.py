"""Markdown to pieces and gaps: every link knows its place, nothing that was written is lost, no text stops us."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpcsite.formats.html import parse
from dpcsite.formats.markdown import Marked, read
from dpcsite.model.limits import PAGE_BYTES, PAGE_DEPTH, PAGE_PARTS, PARAGRAPH_PARTS
from dpcsite.model.words import Gap

PATH = "content/pages/about.md"
SIZE = 50 * 1024


def found(text: str) -> list[tuple[str, int, int]]:
    """Target, line and column of each link and picture."""
    return [(link.target, link.line, link.column) for link in read(text, PATH).links]


def shown(marked: Marked, *, with_lines: bool = False) -> str:
    """The HTML, with each gap as an attribute or a word that names it."""
    pieces = marked.body.marked if with_lines else marked.body.pieces
    return "".join(piece if isinstance(piece, str) else _gap(piece) for piece in pieces)


def _gap(gap: Gap) -> str:
    return f'{gap.kind}="{gap.name}"' if gap.kind in ("href", "src") else f"({gap.kind}.{gap.name})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a [x](/y/) b ![p](assets/q.png)", [("/y/", 1, 3), ("assets/q.png", 1, 14)], id="paragraph"),
        pytest.param("a\n\n\nb\nc [x](/y/)", [("/y/", 5, 3)], id="later paragraph"),
        pytest.param("a\n   b [x](/y/)", [("/y/", 2, 6)], id="line with spaces before it"),
        pytest.param("- a\n  - b [x](/y/)\n    c [z](/w/)\n", [("/y/", 2, 7), ("/w/", 3, 7)], id="list in list"),
        pytest.param("1. a\n\n   [x](/y/)\n2. [x](/y/)", [("/y/", 3, 4), ("/y/", 4, 4)], id="list with paragraphs"),
        pytest.param("- - - [x](/y/)", [("/y/", 1, 7)], id="three lists at once"),
        pytest.param("> q [x](/y/)\n> r [z](/w/)", [("/y/", 1, 5), ("/w/", 2, 5)], id="quote"),
        pytest.param("> q\nlazy [z](/w/)", [("/w/", 2, 6)], id="lazy line of a quote"),
        pytest.param("> - > [x](/y/)\n>   > [z](/w/)", [("/y/", 1, 7), ("/w/", 2, 7)], id="quote in list in quote"),
        pytest.param(
            "| a | b |\n|---|---|\n| [x](/y/) | [x](/y/) |\n| [q](/y/) | ![x](/y/) |",
            [("/y/", 3, 3), ("/y/", 3, 14), ("/y/", 4, 3), ("/y/", 4, 14)],
            id="table with equal cells",
        ),
        pytest.param("x | y\n--|--\n`c` | **[x](/y/)**", [("/y/", 3, 9)], id="table without outer bars"),
        pytest.param("- | [x](/y/) |\n  |---|\n  | [z](/w/) |", [("/y/", 1, 5), ("/w/", 3, 5)], id="table in list"),
        pytest.param("**[x](/y/)** *a [b](/c/)*", [("/y/", 1, 3), ("/c/", 1, 17)], id="bold"),
        pytest.param("***[x](/y/)*** ~~[b](/c/)~~", [("/y/", 1, 4), ("/c/", 1, 18)], id="bold and struck out"),
        pytest.param(
            "[x][ref] and [ref] and [ref][]\n\n[ref]: /y/",
            [("/y/", 1, 1), ("/y/", 1, 14), ("/y/", 1, 24)],
            id="references",
        ),
        pytest.param("![x][ref]\n\n[ref]: assets/q.png", [("assets/q.png", 1, 1)], id="picture by reference"),
        pytest.param("one [x\ny](/y/) [b](/c/)", [("/y/", 1, 5), ("/c/", 2, 9)], id="words over two lines"),
        pytest.param("two [x](\n/y/) three [z](/w/)", [("/y/", 1, 5), ("/w/", 2, 12)], id="address on the next line"),
        pytest.param("- one [x\n  y](/y/) [b](/c/)", [("/y/", 1, 7), ("/c/", 2, 11)], id="over two lines in a list"),
        pytest.param("a  \n[x](/y/)\\\n[b](/c/)", [("/y/", 2, 1), ("/c/", 3, 1)], id="behind hard breaks"),
        pytest.param("-\t[x](/y/)\n-\tb\t[x](/y/)", [("/y/", 1, 3), ("/y/", 2, 5)], id="tabs in a list"),
        pytest.param(">\t[x](/y/)\n> \t[z](/w/)", [("/y/", 1, 3), ("/w/", 2, 4)], id="tabs in a quote"),
        pytest.param("a\n\t[x](/y/)", [("/y/", 2, 2)], id="tab before a line"),
        pytest.param(
            "<https://a.example/> x <mailto:a@b.example>",
            [("https://a.example/", 1, 1), ("mailto:a@b.example", 1, 24)],
            id="autolinks",
        ),
        pytest.param("[![p](assets/q.png)](/y/)", [("/y/", 1, 1), ("assets/q.png", 1, 2)], id="picture in a link"),
        pytest.param("## [x](/y/) ##\n\na [b](/c/)\n---", [("/y/", 1, 4), ("/c/", 3, 3)], id="headings"),
        pytest.param("\\[x](/y/) `[x](/y/)` [z](/w/)", [("/w/", 1, 22)], id="behind what is no link"),
        pytest.param("é😀 &amp; {{ fact.fee }} [z](/w/)", [("/w/", 1, 25)], id="behind what HTML shows otherwise"),
        pytest.param("[a](/y/)[a](/y/)", [("/y/", 1, 1), ("/y/", 1, 9)], id="twins"),
    ],
)
def test_a_link_knows_its_line_and_column(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Both count from 1, in characters, and point at the link's first sign in the author's file."""
    assert found(text) == expected
    assert [link[1:] for link in found(f"\n{text}")] == [(line + 1, column) for _, line, column in found(text)]


@pytest.mark.parametrize("space", ["\xa0", "\u2003", "\u3000"])
def test_a_line_of_nothing_but_a_wide_space_counts_as_a_line(space: str) -> None:
    """Text that was copied from elsewhere often begins with one; what follows keeps its line."""
    assert found(f"{space}\n[x](/y/)") == [("/y/", 2, 1)]
    assert found(f"- {space}\n  [x](/y/)") == [("/y/", 2, 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| a |\n|---|\n| b \\| [x](/y/) |", [("/y/", 3, 8)]),
        ("| a | b |\n|---|---|\n| [x](/y/) \\| c | [x](/y/) |", [("/y/", 3, 3), ("/y/", 3, 19)]),
    ],
)
def test_a_link_beside_a_bar_in_a_cell_knows_its_column(text: str, expected: list[tuple[str, int, int]]) -> None:
    """A bar that belongs to the words is written with a backslash, which takes a column too."""
    assert found(text) == expected


def test_first_line_moves_every_line() -> None:
    """The body of a file begins behind its front matter."""
    text = "a [x](/y/)\n\n<b>\n{{ force.name }}\n"
    here, there = read(text, PATH), read(text, PATH, first_line=9)
    assert [(link.line, link.column) for link in there.links] == [(9, 3)]
    assert [problem.line - 8 for problem in there.problems] == [problem.line for problem in here.problems] == [3]
    assert [gap.line - 8 for gap in there.body.gaps] == [gap.line for gap in here.body.gaps] == [1, 4]
    assert f'data-at="{PATH}:11:1"' in shown(there, with_lines=True)


# --- placeholders


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("a {{ force.name }} b", Gap("force", "name", 1, 3, "{{ force.name }}")),
        ("{{fact.fee-2}}", Gap("fact", "fee-2", 1, 1, "{{fact.fee-2}}")),
        ("## {{ link.report-crime }}", Gap("link", "report-crime", 1, 4, "{{ link.report-crime }}")),
        ("- a\n- **{{ channel.999 }}**", Gap("channel", "999", 2, 5, "{{ channel.999 }}")),
        ("[{{ force.name }}](#x)", Gap("force", "name", 1, 2, "{{ force.name }}")),
    ],
)
def test_a_placeholder_becomes_a_gap_at_its_place(text: str, gap: Gap) -> None:
    """The page that shows it fills it in; its name and its place are known."""
    marked = read(text, PATH)
    assert marked.problems == ()
    assert [one for one in marked.body.gaps if one.kind != "href"] == [gap]


@pytest.mark.parametrize(
    "text",
    ["`{{ force.name }}`", "    {{ force.name }}", "```\n{{ force.name }}\n```", "- x\n\n      {{ force.name }}"],
)
def test_a_placeholder_in_code_stays_text(text: str) -> None:
    """How a placeholder is written can be shown."""
    marked = read(text, PATH)
    assert marked.body.gaps == ()
    assert marked.problems == ()
    assert "{{ force.name }}" in parse(shown(marked)).root.text()  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["Map of {{ force.name }}", "{{ force.name }}", "a {{ bad }} b", "a <b> b"])
def test_what_is_no_plain_word_in_a_picture_s_words_is_not_lost(words: str) -> None:
    """It becomes a gap or is reported; half of the words must not vanish."""
    marked = read(f"![{words}](assets/a.png)", PATH)
    assert marked.problems or any(gap.kind == "force" for gap in marked.body.gaps)


def test_a_placeholder_in_a_link_s_title_is_not_shown_in_braces() -> None:
    """It becomes a gap or is reported; readers must not see it as typed."""
    marked = read('[words](/y/ "At {{ force.name }}")', PATH)
    assert marked.problems or "{{" not in shown(marked)


@pytest.mark.parametrize(
    "text", ["{{ bad }}", "{{ Force.Name }}", "{{ a.b.c }}", "{% if x %}", "{{ x", "{{ force.name | upper }}", "{{}}"]
)
def test_other_braces_are_reported(text: str) -> None:
    """There is no template language in the words: one problem, at the braces, and the text as it stands."""
    marked = read(f"some words {text}", PATH)
    (problem,) = marked.problems
    assert (problem.line, problem.column) == (1, 12)
    assert "is not a placeholder" in problem.message
    assert parse(shown(marked)).root.text().strip() == f"some words {text}"  # type: ignore[union-attr]


# --- raw HTML


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<script>alert(1)</script>", 1),
        ("<b>x</b>", 1),
        ("<img src=x onerror=alert(1)>", 1),
        ("<!-- hidden -->", 1),
        ("<?php x ?>", 1),
        ("<![CDATA[x]]>", 1),
        ("<div>\nx\n</div>", 1),
        ("<br><hr>", 2),
        ("<svg/onload=alert(1)>", 1),
        ("</p>", 1),
        ("<iframe src=//evil.example", 1),
        ("<a href='javascript:alert(1)'>x</a>", 1),
    ],
)
def test_html_is_reported_and_shown_as_it_stands(html: str, count: int) -> None:
    """Markup in the words is never markup on the page."""
    marked = read(f"words {html}", PATH)
    assert len(marked.problems) == count
    assert (marked.problems[0].line, marked.problems[0].column) == (1, 7)
    assert "HTML is not read here" in marked.problems[0].message
    page = parse(shown(marked))
    assert {element.tag for element in page.elements} <= {"html", "head", "body", "p"}
    assert " ".join(page.root.text().split()) == " ".join(f"words {html}".split())  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["3 < 4 > 2", "a <3 b", "`<b>`", "    <b>", "```\n<script>\n```", "x <- y"])
def test_a_sign_that_is_no_tag_is_fine(text: str) -> None:
    """Only what looks like a tag is reported, and code never is."""
    assert read(text, PATH).problems == ()


@pytest.mark.parametrize("text", ["a<b", "a<b c", "[a <b](/y/)", "a<b and c=d", "a</b", "a <b\n\nc>", "a<b, c>d"])
def test_a_comparison_is_no_tag(text: str) -> None:
    """A tag of CommonMark ends with a bracket."""
    assert read(text, PATH).problems == ()


@pytest.mark.parametrize("text", ["a<b>", "a<b c>", "a<b\nc>", "a<b c=d>", "a</b>", "a<o:p>"])
def test_a_tag_is_a_tag_wherever_it_stands(text: str) -> None:
    """Right behind a word too, and over two lines."""
    assert [(problem.line, problem.column) for problem in read(text, PATH).problems] == [(1, 2)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("- ![a\n  b {{ force.name }}](assets/a.png)", 2, 5),
        ("![a ![b <b>](assets/b.png)](assets/a.png)", 1, 9),
        ('[x](/y/ "a\n  {{ force.name }}")', 2, 3),
        ('> [x][ref]\n>\n> [ref]: /y/ "a\n>   {{ force.name }} b"', 4, 5),
        ("| a \\| [x](/y/ '{{ b }}') |\n|---|", 1, 17),
        ("> | a |\n> |---|\n> | b \\| c |  | lost |", 3, 17),
        ("a &#x202e; b", 1, 3),
        ("![a &#x2066; b](assets/a.png)", 1, 5),
        ('[x](/y/ "&amp; &#x202E;")', 1, 16),
        ("~~~ &#x202e;\nx\n~~~", 1, 1),
        ("a p&#x43e;lice b", 1, 4),
        ("po&#x200d;lice", 1, 3),
        ("po&zwnj;lice", 1, 3),
        ("e&#769;", 1, 2),
        ("a &#0; b", 1, 3),
        ("a &#xD800; b", 1, 3),
        ('![a](assets/a.png "lost")', 1, 1),
        ("~~~ a lost\nx\n~~~", 1, 1),
        ('x\n\n  [a]: /lost/ "lost"', 3, 3),
        ("[a]\n\n[a]: /b/\n[a]: /lost/", 4, 1),
    ],
)
def test_what_may_not_stand_in_a_corner_is_told_at_its_place(text: str, line: int, column: int) -> None:
    """In a picture's words, in titles, in cells, and as an entity for what nobody sees."""
    assert [(problem.line, problem.column) for problem in read(text, PATH).problems] == [(line, column)]


@pytest.mark.parametrize(
    "text",
    [
        "`&#x202e;`",
        "&lrm;&shy;&nbsp;",
        "[x](/y/ '\\{{ a }} &#123;{ b }}')",
        "![\\{{ a }}](assets/a.png)",
        "|a|\n|-|\n|b| |",
    ],
)
def test_what_is_shown_as_typed_is_no_problem(text: str) -> None:
    """Code, marks that honest text needs, braces with a backslash, and a bar too many."""
    assert read(text, PATH).problems == ()


def test_an_address_shows_nothing_hidden() -> None:
    """A link that is its own address is shown in its readable form, but not if that form could not be seen."""
    assert shown(read("<https://x.example/%C5%B5%20>", PATH)).count("ŵ") == 1
    assert "\u202e" not in shown(read("<https://x.example/%E2%80%AE>", PATH))


def test_a_heading_of_the_first_level_is_reported() -> None:
    """The title stands at the top of the file."""
    assert [problem.line for problem in read("# A\n\n## B\n\nC\n===\n", PATH).problems] == [1, 5]


def test_headings_have_ids_of_their_own() -> None:
    """Made from their words, with numbers where two are alike."""
    marked = read("## What’s it?\n\n### What's it\n\n## What’s it?\n\n## **?** ##\n\n## `a` b\n", PATH)
    assert marked.body.headings == ("whats-it", "whats-it-2", "whats-it-3", "section", "a-b")
    for name in marked.body.headings:
        assert shown(marked).count(f'id="{name}"') == 1


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![](assets/a.png)", '<p><img src="assets/a.png"></p>\n'),
        ('![](assets/a.png "decorative")', '<p><img src="assets/a.png" alt=""></p>\n'),
        ("![a **b** `c`](assets/a.png)", '<p><img src="assets/a.png" alt="a b c"></p>\n'),
        ('![a "quoted" <](assets/a.png)', '<p><img src="assets/a.png" alt="a &quot;quoted&quot; &lt;"></p>\n'),
    ],
)
def test_a_picture_has_its_words_or_none(text: str, html: str) -> None:
    """No words and no word that it is decorative: no alt at all, so that the rule can ask."""
    assert shown(read(text, PATH)) == html


# --- nothing is lost


@pytest.mark.parametrize("depth", range(1, 2 * PAGE_DEPTH.most))
@pytest.mark.parametrize("step", ["> ", "- ", "1. ", "> - ", "- 1) > "])
def test_words_nested_too_deeply_are_reported(depth: int, step: str) -> None:
    """Below the limit they are shown, above it the author is told; never neither."""
    marked = read(f"{step * depth}[deep](/deep/)\n\nbehind", PATH)
    complete = "deep" in shown(marked) and "behind" in shown(marked)
    assert complete or {problem.line for problem in marked.problems} == {1}


def test_a_few_lists_in_lists_are_fine() -> None:
    """The limit is far from what people write."""
    assert read("- a\n  - b\n    - c\n      - > d\n        > 1. e\n", PATH).problems == ()


def test_words_in_a_row_that_is_too_long_are_reported() -> None:
    """A table's row with more cells than its head would lose the rest without a word."""
    marked = read("| a |\n|---|\n| b | lost |\n", PATH)
    assert "lost" in shown(marked) or marked.problems


WORDY = ["word §", "`code §`", "{{ force.name }}", "\\[", "&amp;", "é😀", "\\*"]
LINKY = ["[w](/u§/)", "![w](assets/u§.png)", "<https://u§.example/>", "**[w](/u§/)**", "*a [b *c*](/u§/) d*"]
INLINE = st.sampled_from([*WORDY, *LINKY, "[![w](assets/u§.png)](/u§/)", "~~[w](/u§/)~~"])
LINE = st.lists(INLINE, min_size=1, max_size=4).map(" ".join)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
HEADING = LINE.map("## {}".format)


def _table(rows: list[tuple[str, str]]) -> str:
    return "\n".join(["| a | b |", "|---|---|", *(f"|{first}|  {second} |" for first, second in rows)])


def _behind(blocks: "st.SearchStrategy[str]", first: str, rest: str) -> "st.SearchStrategy[str]":
    return blocks.map(lambda text: first + text.replace("\n", f"\n{rest}"))


def _several(block: "st.SearchStrategy[str]") -> "st.SearchStrategy[str]":
    return st.lists(block, min_size=1, max_size=3).map("\n\n".join)


def _nested(block: "st.SearchStrategy[str]") -> "st.SearchStrategy[str]":
    blocks = _several(block)
    lists = _behind(blocks, "- ", "  ") | _behind(blocks, "1. ", "   ")
    terms = st.tuples(LINE, _behind(blocks, ": ", "  ")).map("\n".join)
    callouts = _behind(PARAGRAPH, "> [!WARNING]\n> ", "> ") | _behind(blocks, "> [!WARNING]\n>\n> ", "> ")
    return lists | terms | _behind(blocks, "> ", "> ") | callouts


TABLE = st.lists(st.tuples(LINE, LINE), min_size=1, max_size=3).map(_table)
BLOCKS = _several(st.recursive(PARAGRAPH | HEADING | TABLE, _nested, max_leaves=6))
TABBED = _behind(BLOCKS, "-\t", "\t")
STEPS = _behind(BLOCKS, "::: steps\n1. ", "   ").map("{}\n:::".format)
BUTTON = st.sampled_from(["[w](/u§/)", "[**w** `code §`](/u§/)", "<https://u§.example/>"]).map(
    "::: cta\n{}\n:::".format
)
# A note begins with words: how far a list that begins beside its name goes in, markdown-it counts in its own way.
NOTE = _behind(BLOCKS, "A word[^word] of it.\n\n[^word]: Note.\n\n    ", "    ")
FENCED = st.tuples(_several(PARAGRAPH | STEPS | BUTTON), NOTE).map("\n\n".join)
IN_ITEM = _behind(FENCED, "- ", "  ")


def _numbered(text: str) -> str:
    numbers = iter(range(10_000))
    return re.sub("§", lambda _: str(next(numbers)), text)


def _written(text: str) -> Iterator[tuple[str, int, int]]:
    """Where each link stands in the source, told by its own number, without knowing Markdown."""
    for match in re.finditer(r"/u\d+/|assets/u\d+\.png|https://u\d+\.example/", text):
        start = match.start()
        if text[start - 1] == "<":
            first = start - 1
        elif text[: start - 2].endswith(".png)"):
            first = text.rindex("[![", 0, start)
        else:
            first = text.rindex("[", 0, start)
            first -= text[first - 1] == "!" and first > 0
        yield match[0], text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first)


@given(text=(BLOCKS | TABBED | FENCED | IN_ITEM).map(_numbered))
@settings(max_examples=300, deadline=None, database=None)
def test_every_link_of_any_page_is_found_at_its_place(text: str) -> None:
    """Paragraphs, headings, tables, quotes and lists inside one another: each link once, exactly where it stands."""
    marked = read(text, PATH)
    if any("nested too deeply" in problem.message for problem in marked.problems):
        return
    assert marked.problems == ()
    assert sorted(found(text)) == sorted(_written(text))
    for word in re.findall(r"word \d+|code \d+", text):
        assert word in shown(marked)


SIGNS = ["**", "*", "_", "`", "[", "](/u/)", "![", "](assets/a.png)", "~~", "<", ">", "&amp;", "\n", "\n\n", "| "]
MORE = ["> ", "- ", "1. ", "## ", "    ", "\t", "(", ")", "<https://a.b/>", "]", "!", "{{ force.name }}", "{%", "<b>"]
REST = ["word", "]: /x/\n", "\n|---|---|\n", "\n---\n", "```", "'", '"', "}}", "{{", "</b>", "é", "😀", "<!--"]
FENCES = [
    "> [!NOTE]\n> ",
    "[!TIP]",
    "::: steps\n",
    "::: cta\n",
    "\n:::\n",
    ":::",
    "::: contact\n",
    "\n: ",
    "[^a]",
    "\n[^a]: ",
]


# Without wide spaces and backslashes before bars, which have tests of their own, and what no decoded text holds.
VISIBLE = st.characters(exclude_characters="|", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"])
LETTERS = VISIBLE | st.sampled_from(" \n\t")
ANYTHING = st.lists(st.sampled_from([*SIGNS, *MORE, *REST, *FENCES]), max_size=40).map("".join) | st.text(LETTERS)


@given(text=ANYTHING)
@settings(max_examples=1500, deadline=None, database=None)
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises; links and problems have places in the text; lines as attributes are all that marking adds."""
    marked = read(text, PATH)
    lines = re.split("\r\n|\r|\n", text)
    for link in marked.links:
        sign = lines[link.line - 1][link.column - 1]
        assert sign == "!" if link.picture else sign in "[<"
    for problem in marked.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    plain, with_lines = shown(marked), shown(marked, with_lines=True)
    assert re.sub(rf' data-at="{re.escape(PATH)}:\d+:\d+"', "", with_lines) == plain
    assert not re.search(
        r"<(?!/?(?:a|blockquote|br|code|d[dlt]|div|em|h[1-6]|hr|img|li|ol|p|pre|s|section|strong|sup|t[a-z]+|ul)\b)",
        plain,
    )


# --- texts made to hurt; after the list in the tests of cmark, test/pathological_tests.py


def _filled(piece: str, size: int = SIZE) -> str:
    return piece * (size // len(piece.encode()))


PATHOLOGICAL = {
    "strong in emphasis": "*a **a " * 3500 + "b" + " a** a*" * 3500,
    "closers of emphasis": _filled("a_ "),
    "openers of emphasis": _filled("_a "),
    "closers of links": _filled("a]"),
    "openers of links": _filled("[a"),
    "openers and closers that differ": _filled("*a_ "),
    "openers of links, closers of emphasis": _filled("[ a_"),
    "brackets and parentheses": _filled("[ (]("),
    "pictures of nothing": _filled("![[]()"),
    "links in emphasis in links": _filled("**x [a*b**c*](d)"),
    "openers and closers by threes": "a**b" + _filled("c* "),
    "brackets in brackets": "[" * (SIZE // 2) + "a" + "]" * (SIZE // 2),
    "quotes in quotes": _filled("> ") + "a",
    "lists in lists": "".join(f"{'  ' * depth}* a\n" for depth in range(220)),
    "lists and empty lines": "- " * (SIZE // 4) + "x" + "\n" * (SIZE // 2),
    "backticks": "".join(f"e{'`' * count}" for count in range(315)),
    "links without an end, angled": _filled("[a](<b"),
    "links without an end": _filled("[a](b"),
    "comments without an end": "</" + _filled("<!--"),
    "references": "".join(f"[{number}]: u\n" for number in range(2500)) + "[0] " * 2500,
    "tables": _filled("| a | b |\n|---|---|\n"),
    "a wide table": f"|{'a|' * 8000}\n|{'-|' * 8000}\n|{'b|' * 8000}",
    "tags": _filled("<a "),
    "autolinks": _filled("<https://a"),
    "pictures in pictures": "![a" * 8000 + "](x)" * 6000,
    "braces": _filled("{{ ", 12 * 1024),
    "statements": _filled("{% ", 12 * 1024),
    "headings": "a\n" + _filled("=\n", 6 * 1024),
    "blocks without an end": _filled("::: steps\n"),
    "ends of no block": _filled(":::\n\n"),
    "a name that is long": "::: " + _filled("a "),
    "colons": _filled(":"),
    "callouts": _filled("> [!NOTE]\n\n"),
    "callouts in callouts": "".join(f"{'> ' * depth}[!NOTE]\n" for depth in range(1, 200)),
    "terms": _filled("a\n: b\n\n"),
    "terms in terms": "a\n" + _filled(": "),
    "channels": "::: contact\n" + _filled("a, ") + "\n:::",
    "notes": "".join(f"[^{number}]: x\n\n" for number in range(2500)) + "".join(f"[^{n}]" for n in range(2500)),
    "marks of one note": "[^a]: x\n\n" + _filled("[^a]"),
    "marks without an end": "[^a]: x\n\n" + _filled("[^"),
    "notes in notes": "[^a]: " + _filled("[^a]: "),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_text_made_to_hurt_is_read_to_its_end(name: str) -> None:
    """No recursion error, no hang: what stands behind it on the page is still there, or its loss is told."""
    marked = read(f"{PATHOLOGICAL[name]}\n\nThe last words.\n", PATH)
    assert "The last words." in shown(marked) or any("deeply" in problem.message for problem in marked.problems)


@pytest.mark.parametrize("piece", ["{{ ", "{% ", "{", "{{ }\n"])
def test_braces_without_an_end_take_no_longer_the_more_there_are(piece: str) -> None:
    """If each of them looked through all the others, this would take minutes."""
    text = _filled(piece, PAGE_BYTES.most)
    assert parse(shown(read(text, PATH))).root.text().count("{") == text.count("{")  # type: ignore[union-attr]


@pytest.mark.parametrize("piece", ["=\n", "## a\n", "## a\n## a 2\n"])
def test_headings_that_are_alike_take_no_longer_the_more_there_are(piece: str) -> None:
    """If each of them asked for all the earlier ones' numbers, this would take minutes."""
    headings = read("a\n" + _filled(piece, PAGE_BYTES.most - 2), PATH).body.headings
    assert len(headings) == len(set(headings)) > PAGE_BYTES.most // 7


def test_a_text_above_the_limit_is_refused() -> None:
    """The limit counts bytes; a text of exactly that size is read."""
    assert read("é" * (PAGE_BYTES.most // 2), PATH).problems == ()
    marked = read("é" * (PAGE_BYTES.most // 2) + "x", PATH, first_line=5)
    (problem,) = marked.problems
    assert (problem.line, problem.column) == (5, 1)
    assert "200 KiB" in problem.message
    assert shown(marked) == ""


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("## A\n\n" + "[a](/b/)\n" * 200, 3, 1, "Too much stands in one paragraph"),
        ("a\n\n" * 5000, 4001, 1, "This page has too many parts"),
        ("|a|b|\n|-|-|\n" + "|a|b|\n" * 1000, 801, 2, "This page has too many parts"),
    ],
)
def test_a_text_of_too_many_parts_is_told_at_the_part_that_is_too_much(
    text: str, line: int, column: int, part: str
) -> None:
    """Rules look at neighbours and at all of a kind: what is long takes seconds, what is full of parts minutes."""
    excess = read(text, PATH).excess
    assert excess is not None
    assert part in excess.message
    assert (excess.line, excess.column) == (line, column)
    assert str(PAGE_PARTS) in excess.help or str(PARAGRAPH_PARTS) in excess.help


def test_a_page_as_people_write_it_has_no_excess() -> None:
    """Not even a long one."""
    assert read("## A\n\nWords and a [link](/a/).\n\n- One\n- Two\n\n" * 150, PATH).excess is None


def test_the_side_of_a_column_is_no_style() -> None:
    """A page's own policy forbids styles in it; the style sheet reads the side. Found by benchmarks/fuzz.py."""
    made = shown(read("| A | B | C |\n|:-:|--:|---|\n| d | e | f |", PATH))
    assert "style" not in made
    assert re.findall(r'<(t[hd])[^>]* data-align="([a-z]+)"', made) == [
        ("th", "center"),
        ("th", "right"),
        ("td", "center"),
        ("td", "right"),
    ]

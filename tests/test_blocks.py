"""Blocks that editors write in Markdown: what each becomes, and what is said where one is wrong."""

import re
from pathlib import Path

import pytest

from dpcsite.formats.html import Document, parse
from dpcsite.formats.markdown import Marked, read
from dpcsite.model.limits import PAGE_DEPTH
from dpcsite.model.words import Gap
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, write_site

PATH = "content/pages/about.md"


def shown(marked: Marked) -> str:
    """The HTML, with each gap in brackets."""
    return "".join(one if isinstance(one, str) else f"({one.kind} {one.name}{one.shown})" for one in marked.body.pieces)


def html(text: str) -> str:
    """What a text without mistakes becomes, without the space between tags."""
    marked = read(text, PATH)
    assert marked.problems == ()
    return re.sub(r">\s+<", "><", shown(marked)).strip()


# --- callouts


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("NOTE", "information"), ("note", "information"), ("IMPORTANT", "important"), ("WARNING", "warning")],
)
def test_a_quote_with_a_kind_is_a_callout(typed: str, kind: str) -> None:
    """The word that says the kind is a gap, for the language of the words decides it."""
    assert html(f"> [!{typed}]\n> Be *careful*.") == (
        f'<div data-callout="{kind}"><p><strong>(string callout-{kind})</strong> Be <em>careful</em>.</p></div>'
    )


def test_a_callout_may_begin_behind_an_empty_line_or_with_a_list() -> None:
    """The word stands in the first paragraph, or in one of its own."""
    word = "<strong>(string callout-information)</strong>"
    assert html("> [!NOTE]\n>\n> Later.\n>\n> More.").startswith(
        f'<div data-callout="information"><p>{word} Later.</p><p>'
    )
    assert html("> [!NOTE]\n> - a").startswith(f'<div data-callout="information"><p>{word}</p><ul>')


def test_other_quotes_stay_quotes() -> None:
    """Also those that hold a callout, and those with a link in brackets."""
    assert html("> Words.") == "<blockquote><p>Words.</p></blockquote>"
    assert html("> a\n>\n> > [!NOTE]\n> > b").startswith("<blockquote><p>a</p><div data-callout")
    assert html("> [!a](/b/)").startswith("<blockquote><p><a ")


# --- blocks between colons


def test_steps_are_a_numbered_list() -> None:
    """A list as any other, which the theme can find."""
    assert html("::: steps\n1. one\n2. two\n:::") == ('<div data-block="steps"><ol><li>one</li><li>two</li></ol></div>')


@pytest.mark.parametrize(
    "link", ["[Go on](/x/)", "[**Go** on](https://x.example/)", "<https://x.example/>", "{{ link.a }}"]
)
def test_one_link_is_a_button(link: str) -> None:
    """Written as a link, or as the name of a service."""
    assert html(f"::: cta\n{link}\n:::").startswith('<div data-block="cta"><p>')


def test_channels_are_a_gap_with_the_place_of_each_name() -> None:
    """With commas, one a line, or as a list; in a quote too."""
    marked = read("a\n\n> ::: contact\n> 101, 999\n> - helpline\n> :::", PATH, first_line=4)
    assert marked.problems == ()
    (gap,) = marked.body.gaps
    named = (("101", 7, 3), ("999", 7, 8), ("helpline", 8, 5))
    assert gap == Gap("contacts", "", 6, 3, "", named)


def test_a_block_ends_a_paragraph_and_a_list() -> None:
    """No empty line is needed around it."""
    found = html("words\n::: cta\n[a](/b/)\n:::\n- a\n::: steps\n1. b\n:::\nmore")
    assert re.findall(r"<(?:p|ul|div|ol)\b", found) == ["<p", "<div", "<p", "<ul", "<div", "<ol", "<p"]


def test_colons_in_code_are_code() -> None:
    """How a block is written can be shown."""
    assert "::: steps" in html("~~~\n::: steps\n~~~")
    assert "::: steps" in html("    ::: steps")


# --- terms and notes


def test_terms_have_definitions() -> None:
    """One or more for each term."""
    assert html("Term\n: one\n: two") == "<dl><dt>Term</dt><dd>one</dd><dd>two</dd></dl>"


def test_a_note_and_its_marks_lead_to_one_another() -> None:
    """Each mark has a link back, with a name of its own; all words are the theme's."""
    page = parse(html("a[^x] b[^x] c[^y]\n\n[^x]: first\n\n[^y]: second"))
    links = [(one.get("href") or "", one.text()) for one in page.all("a")]
    assert [text for _, text in links[:3]] == ["(string note-mark1)", "(string note-mark1)", "(string note-mark2)"]
    assert [text for _, text in links[3:]] == ["(string note-back1)", "(string note-back1 (2))", "(string note-back2)"]
    assert {target.removeprefix("#") for target, _ in links} == set(page.by_id)
    assert len(links) == 6


def test_ids_of_notes_are_no_heading_s_and_no_other_file_s() -> None:
    """Two texts may stand on one page."""
    text = "## Note pages about 1\n\na[^x]\n\n[^x]: b"
    names = [set(re.findall(r'id="([^"]*)"', shown(read(text, path)))) for path in (PATH, "content/sections/about.md")]
    assert names[0] & names[1] == {"note-pages-about-1"}
    assert all("_" in name and not name.startswith("dpc-") for name in names[0] ^ names[1])


# --- what is wrong


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a\n\n> [!OOPS]\n> b", 3, 3, "There is no kind of callout [!OOPS]."),
        ("> [!NOTE] b", 1, 3, "[!NOTE] must stand on a line of its own."),
        ("a\n\n> [!NOTE]", 3, 1, "This callout has no words."),
        ("a\n\n  ::: stepps\nb\n:::", 3, 3, 'There is no block "stepps".'),
        ("::: steps\n1. a", 1, 1, 'The block "steps" is not closed.'),
        ("- ::: steps\n  1. a\n\nb", 1, 3, 'The block "steps" is not closed.'),
        ("a\n:::\nb", 2, 1, "This closes a block, but none is open."),
        ("::: steps\nFirst\n:::", 1, 1, "These steps have no numbered list."),
        ("::: steps\n- a\n:::", 1, 1, "These steps have no numbered list."),
        ("::: cta\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\nGo\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\n[a](/b/) c\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\n[a](/b/) [c](/d/)\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\n{{ force.name }}\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\n[a](/b/) {{ link.c }}\n:::", 1, 1, "This block must hold one link and nothing else."),
        ("::: cta\n{{ link to a }}\n:::", 2, 1, "{{ link to a }} is not a placeholder."),  # found by benchmarks/fuzz.py
        ("::: contact\n\n:::", 1, 1, "This block names no way to make contact."),
        ("a [^b]", 1, 3, "There is no note [^b]."),
        ("a\n\n[^b]: c", 3, 1, "Nothing in the text names the note [^b]."),
        ("a[^b]\n\n[^b]: c\n\n[^b]: d", 5, 1, "There are two notes [^b]."),
        ("a[^b]\n\n[^b]: c\n\n    [^d]: e", 5, 5, "A note cannot stand in another note."),
        ("![a[^b]](assets/a.png)\n\n[^b]: c", 1, 4, "A note's mark cannot stand in the words of a link or a picture."),
        ("[a [^b] d](/e/)\n\n[^b]: c", 1, 4, "A note's mark cannot stand in the words of a link or a picture."),
        ("> [!NOTE]\n> <b>", 2, 3, "HTML is not read here: <b> would be shown as it stands."),
        ("{{ string.menu }}", 1, 1, "{{ string.menu }} is not a placeholder."),
    ],
)
def test_a_slip_is_told_at_its_place_with_what_to_do(text: str, line: int, column: int, message: str) -> None:
    """One problem for one slip."""
    (problem,) = read(text, PATH).problems
    assert (problem.line, problem.column, problem.message) == (line, column, message)
    assert problem.help.endswith(".")


def test_blocks_cannot_stand_in_one_another() -> None:
    """Each line with colons is told of, and no words are lost."""
    marked = read("::: steps\n1. a\n\n   ::: cta\n   [b](/c/)\n   :::\n2. d\n:::", PATH)
    assert [problem.line for problem in marked.problems] == [1, 8]
    assert "(href /c/)" in shown(marked)


@pytest.mark.parametrize("depth", range(1, PAGE_DEPTH.most + 2))
@pytest.mark.parametrize(
    ("first", "last"),
    [("::: steps\n1. deep\n:::", ""), ("a\n: deep", ""), ("> [!NOTE]\n> deep", ""), ("b[^a]", "[^a]: deep")],
)
def test_a_block_nested_too_deeply_is_shown_or_told(depth: int, first: str, last: str) -> None:
    """Never neither."""
    quotes = "> " * depth
    lines = [*first.split("\n"), "", *([last] if last else [])]
    marked = read("\n".join(f"{quotes}{line}" for line in lines), PATH)
    assert "deep" in shown(marked) or marked.problems


# --- the words of blocks are words


def test_rules_on_words_see_the_words_in_blocks() -> None:
    """Each with its kind and its place."""
    text = "> [!NOTE]\n> Here.\n\n::: steps\n1. There.\n:::\n\nTerm\n: Meaning[^a].\n\n[^a]: Below."
    found = [(one.kind, one.text, *one.place(0)) for one in read(text, PATH).prose]
    assert found == [
        ("paragraph", "Here.", 2, 3),
        ("item", "There.", 5, 4),
        ("cell", "Term", 8, 1),
        ("item", "Meaning.", 9, 3),
        ("paragraph", "Below.", 11, 7),
    ]


def test_words_that_are_like_what_stands_before_them_have_their_own_place() -> None:
    """Such as a note that says its own name."""
    marked = read("a[^b]\n\n[^b]: b [b](/b/)\n\n1. 1", PATH)
    assert [(link.line, link.column) for link in marked.links] == [(3, 9)]
    assert [one.place(0) for one in marked.prose] == [(1, 1), (5, 4), (3, 7)]


# --- on a page

SITE = """-- content/pages/blocks.md --
---
title: A page with blocks
summary: What it tells.
---

> [!WARNING]
> Take care.

::: contact
101, helpline, web
:::

A fact[^a].

[^a]: Seen there.
-- content/pages/blocks.cy.md --
---
title: Tudalen gyda blociau
summary: Beth mae’n ei ddweud.
---

> [!WARNING]
> Byddwch yn ofalus.

::: contact
101
:::
-- content/channels.yaml --
999: {name: Emergency services, kind: emergency, telephone: "999", force_contact: emergency, grade: A, source: a}
101:
  name: {en: The police, cy: Yr heddlu}
  kind: non-emergency
  telephone: "101"
  force_contact: non_emergency
  hours: {en: Day and night}
  cost: free
  grade: A
  source: a
helpline: {name: A helpline, kind: support, telephone: 0800 000 000, grade: D, source: seen somewhere}
web: {name: A page, kind: support, url: "https://other.example/a", service: report-crime, grade: B, source: a}
"""


def built(tmp_path: Path, run: Run, *texts: str) -> dict[str, Document]:
    """The page in both languages."""
    write_site(tmp_path / "site", MINIMAL, SITE, *texts)
    ran = run("build", "--source", tmp_path / "site", "--output", tmp_path / "public", "--today", TODAY)
    assert ran.code == 0, ran.out
    names = ("blocks", "cy/blocks")
    return {name: parse((tmp_path / "public" / name / "index.html").read_bytes()) for name in names}


def block(page: Document, name: str) -> str:
    """The words of a block of a page."""
    (found,) = [one for one in page.elements if name in (one.get("data-block"), one.get("data-callout"))]
    return " ".join(found.text().split())


def test_a_page_says_its_blocks_in_its_language(tmp_path: Path, run: Run) -> None:
    """The kind of a callout, the channels with number, cost and hours; a channel that is not sure is left out."""
    pages = built(tmp_path, run)
    assert block(pages["blocks"], "warning") == "Warning: Take care."
    assert block(pages["cy/blocks"], "warning") == "Rhybudd: Byddwch yn ofalus."
    shown = block(pages["blocks"], "contact")
    assert shown.startswith("The policeCall 101Free to call, Day and night A pageA page (website)")
    assert "helpline" not in shown
    assert block(pages["cy/blocks"], "contact").startswith("Yr heddluFfoniwch 101Am ddim, Day and night")
    assert block(pages["blocks"], "notes") == "Seen there. Back to note 1 in the text"


def test_words_in_another_language_say_so(tmp_path: Path, run: Run) -> None:
    """A channel's hours that are in English only are marked as English on a Welsh page."""
    (found,) = [one for one in built(tmp_path, run)["cy/blocks"].elements if one.text() == "Day and night"]
    assert found.get("lang") == "en"


def test_a_channel_that_does_not_exist_is_told_at_its_place(tmp_path: Path, run: Run) -> None:
    """With the nearest one that does."""
    write_site(tmp_path / "site", MINIMAL, SITE.replace("101, helpline", "101, helplin"))
    ran = run("check", "--source", tmp_path / "site", "--today", TODAY)
    assert ran.code == 1
    assert 'content/pages/blocks.md:10:6: error reference: There is no channel "helplin".' in ran.out
    assert 'Did you mean "helpline"?' in ran.out

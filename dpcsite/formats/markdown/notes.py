"""Notes at the foot of a page: `[^1]` in the words, and `[^1]: …` on a line of its own.

The plug-in reads them and moves them to the end. What it would drop without a word is kept from it, or told: a note in
a note, a note that is there twice, a note that nothing names, a mark without a note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from dpcsite.formats.markdown.blocks import stray
from dpcsite.model.findings import Problem

_MARK = re.compile(r"\[\^([^\]\s]{1,60})\]")

Words = tuple[str, str]  # what is wrong, and what to do


def add_notes(markdown: MarkdownIt) -> None:
    """Let a parser know notes."""
    footnote_plugin(markdown, inline=False)
    for block in markdown.block.ruler.__rules__:
        if block.name == "footnote_def":
            block.fn = _one_deep(block.fn)
    for inline in markdown.inline.ruler.__rules__:
        if inline.name == "footnote_ref":
            inline.fn = _short(inline.fn)
    markdown.inline.ruler.after("footnote_ref", "lost_note", _lost)
    markdown.core.ruler.before("footnote_tail", "written_notes", _remember)


def _one_deep(rule: Any) -> Any:
    """Refuse a note in a note, which would end the outer one in the middle of its tokens."""

    def define(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            return bool(rule(state, start, end, True))
        if state.env.get("in_note"):
            return bool(rule(state, start, end, True)) and _stray(state, start)
        state.env["in_note"] = True
        done = bool(rule(state, start, end, False))
        state.env["in_note"] = False
        return done

    return define


def _stray(state: StateBlock, line: int) -> bool:
    typed = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    stray(state, line, typed, ("A note cannot stand in another note.", "Begin the line at the margin."))
    return True


def _short(rule: Any) -> Any:
    """Let the rule look only at marks that end soon, so that brackets without an end cost nothing."""

    def refer(state: StateInline, silent: bool) -> bool:
        return _MARK.match(state.src, state.pos, state.posMax) is not None and bool(rule(state, silent))

    return refer


def _lost(state: StateInline, silent: bool) -> bool:
    """Take a mark for which there is no note."""
    match = _MARK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("lost_note", "", 0)
        token.content = match[0]
        help_ = f"Write {match[0]}: and the note's words on a line of their own."
        token.meta["wrong"] = (f"There is no note {match[0]}.", help_)
    state.pos = match.end()
    return True


def _remember(state: StateCore) -> None:
    """Keep where each note was written: the plug-in drops the tokens that say so."""
    written = [token for token in state.tokens if token.type == "footnote_reference_open"]
    state.env["written_notes"] = [
        (str(token.meta["label"]), token.map[0] if token.map else 0, token.level) for token in written
    ]


def note_problems(env: Mapping[str, Any], lines: Sequence[str], first_line: int, max_level: int) -> Iterator[Problem]:
    """Notes whose words would not be shown."""
    seen: set[str] = set()
    refs = env.get("footnotes", {}).get("refs", {})
    for label, line, level in env.get("written_notes", ()):
        words = _fault(label, seen, refs, too_deep=level >= max_level - 1)
        seen.add(label)
        if words:
            at = max(lines[line].find(f"[^{label}]:"), 0) + 1
            yield Problem(line + first_line, at, *words)


def _fault(label: str, seen: set[str], refs: Mapping[str, int], *, too_deep: bool) -> Words | None:
    mark = f"[^{label if len(label) <= 40 else label[:39] + '…'}]"
    if too_deep:
        return "This is nested too deeply to be shown.", "Begin the note at the margin."
    if label in seen:
        return f"There are two notes {mark}.", "Give each note a name of its own."
    if refs.get(f":{label}", -1) < 0:
        return f"Nothing in the text names the note {mark}.", f"Write {mark} where it belongs, or take the note out."
    return None


def mark_problems(tokens: Sequence[Token]) -> Iterator[Problem]:
    """Marks in a link's or a picture's words: a mark is a link, which cannot stand in another and is lost in words."""
    for token in tokens:
        children = token.children or ()
        marks = [one for one in children if one.type == "footnote_ref"]
        torn = any(one.type == "text" and "](" in one.content for one in children)  # a link that holds one is no link
        marks = marks[:1] if torn else []
        marks += [one for child in children for one in child.children or () if one.type == "footnote_ref"]
        for mark in marks:
            message = "A note's mark cannot stand in the words of a link or a picture."
            line, at = mark.meta.get("at", (1, 1))
            yield Problem(line, at, message, "Write it behind them.")

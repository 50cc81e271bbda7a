"""The parser: markdown-it-py with raw HTML off, placeholders as tokens, and each inline token's offset kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.common.utils import mdTrim, unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin

from dpcsite.formats.markdown.blocks import add_blocks
from dpcsite.formats.markdown.govspeak import add_govspeak
from dpcsite.formats.markdown.notes import add_notes
from dpcsite.formats.text import unfit, unfit_as_code
from dpcsite.model.limits import PAGE_DEPTH

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\.([a-z0-9_-]+)\s*\}\}")
_NOT_TYPED = ("href", "src", "string", "contacts")  # gaps of our own, which no author names
_BRACES = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{\{|\{%(?:(?!\{%).)*?%\}")  # none looks behind the next one's start
_TAG = re.compile(
    r"</?[A-Za-z][\w:.-]*(?:[\s/][^<>]*)?>"
    r"|(?<!\w)<[A-Za-z][\w:.-]*\s+[\w:.-]+=[^<>\n]*"  # not closed, but meant: <iframe src=
    r"|<!(?:--|[A-Za-z\[])[^<>\n]*>?|<\?[^<>\n]*>?"
)
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,31};")
_IN_TITLE = re.compile(rf"\\[!-/:-@\[-`{{-~]|({_BRACES.pattern}|{_ENTITY.pattern})")
_BAR = re.compile(r"(?<!\\)\|")

Inline = Callable[[StateInline, bool], bool]
Block = Callable[[StateBlock, int, int, bool], bool]


def _placeholder(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("{{", "{%"), state.pos):
        return False
    match = _PLACEHOLDER.match(state.src, state.pos) or _BRACES.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("placeholder", "", 0)
        token.content = match[0]
        known = match.re is _PLACEHOLDER and match[1] not in _NOT_TYPED
        token.meta["name"] = (match[1], match[2]) if known else None
    state.pos = match.end()
    return True


def _raw_html(state: StateInline, silent: bool) -> bool:
    match = _TAG.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("raw_html", "", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


def decoded(entity: str) -> str:
    """The character that an entity stands for; U+FFFD where its number is no character's, as browsers have it."""
    char = unescapeAll(entity)
    return "\ufffd" if char == entity and entity.startswith("&#") else char


def _hidden(state: StateInline, silent: bool) -> bool:
    """Take an entity that stands for a character that may not stand in a text, such as `&#x202e;`."""
    match = _ENTITY.match(state.src, state.pos)
    if match is None or unfit_as_code(decoded(match[0])) is None:
        return False
    if not silent:
        token = state.push("hidden", "", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


class _Title(str):
    """A link's title; `fault` is the first thing in it that may not stand there."""

    __slots__ = ("fault",)
    fault: "_Fault | None"


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something as typed, and its offset in the text that was parsed."""

    typed: str
    offset: int
    text: str


def _link_title(string: str, start: int, maximum: int, before: Any = None) -> Any:
    """Parse a title, and look at it as it was typed, because what is left of it has lost backslashes and entities.

    `before` is the part of it on earlier lines, which only references have.
    """
    found: Any = parseLinkTitle(string, start, maximum, before)
    if found.ok or found.can_continue:
        title = _Title(found.str)
        earlier = getattr(before.str, "fault", None) if before else None
        title.fault = earlier or _title_fault(string, start, found.pos if found.ok else maximum)
        found.str = title
    return found


def _title_fault(string: str, start: int, end: int) -> _Fault | None:
    for match in _IN_TITLE.finditer(string, start, end):
        typed = match[1]
        if typed and (typed[0] == "{" or unfit_as_code(decoded(typed))):
            return _Fault(typed, match.start(), string)
    return None


def _stamped(rule: Inline) -> Inline:
    """Let the tokens that a rule pushes remember the offset where the rule began; the innermost rule wins."""

    def stamp(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent:
            for token in state.tokens[before:]:
                token.meta.setdefault("offset", start)
        return done

    return stamp


def _trimmed(rule: Block) -> Block:
    """Let a text remember how many lines were taken off its start because a wide space was all they held."""

    def trim(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        done = rule(state, start, end, silent)
        if done and not silent:
            inline = state.tokens[before + 1]
            written = state.getLines(start, (inline.map or [0, start])[1], state.blkIndent, False)
            inline.meta["trimmed"] = written.count("\n", 0, written.index(inline.content))
        return done

    return trim


def _complete(rule: Block) -> Block:
    """Let a table's row remember the first cell that stands behind the last column."""

    def complete(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        done = rule(state, start, end, silent)
        if done and not silent:
            made = state.tokens[before:]
            width = sum(token.type == "th_open" for token in made)
            for token in made:
                if token.type == "tr_open" and token.map:
                    token.meta.update(_surplus(state, token.map[0], width))
        return done

    return complete


def _surplus(state: StateBlock, line: int, width: int) -> dict[str, Any]:
    """Words and column, from 1, of the first cell with words behind the last column; nothing where there is none."""
    begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    row = mdTrim(state.src[begin:end])
    begin = state.src.index(row, begin)
    edges = [-1, *(match.start() for match in _BAR.finditer(row)), len(row)]
    cells = [(left + 1, row[left + 1 : right]) for left, right in pairwise(edges)]
    for offset, cell in cells[width if cells[0][1] else width + 1 :]:
        words = mdTrim(cell)
        if words:
            at = begin + offset + cell.index(words)
            return {"surplus": words, "surplus_at": at - state.src.rfind("\n", 0, at)}
    return {}


def _link_words(link: str) -> str:
    """The words of a link that is its own address: as typed where the readable form would hide something."""
    words = normalizeLinkText(link)
    return link if unfit(words) else words


def _any_link(url: str) -> bool:
    """Let every address through: it is judged later, with a position."""
    del url
    return True


def _parser(*, govspeak: bool = False) -> MarkdownIt:
    options = {"html": False, "linkify": False, "maxNesting": PAGE_DEPTH.most, "store_labels": True}
    markdown = MarkdownIt("js-default", options)
    markdown.validateLink = _any_link  # type: ignore[method-assign]
    markdown.normalizeLinkText = _link_words  # type: ignore[method-assign]
    markdown.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=parseLinkDestination, parseLinkLabel=parseLinkLabel, parseLinkTitle=_link_title
    )
    deflist_plugin(markdown)
    add_notes(markdown)
    add_blocks(markdown)
    if govspeak:
        add_govspeak(markdown)
    wrappers = {"paragraph": _trimmed, "lheading": _trimmed, "table": _complete}
    for block in markdown.block.ruler.__rules__:
        if block.name in wrappers:
            block.fn = wrappers[block.name](block.fn)
    markdown.inline.ruler.before("text", "placeholder", _placeholder)
    markdown.inline.ruler.before("entity", "hidden", _hidden)
    markdown.inline.ruler.after("autolink", "raw_html", _raw_html)
    for rule in markdown.inline.ruler.__rules__:
        rule.fn = _stamped(rule.fn)
    return markdown


MARKDOWN = _parser()
GOVSPEAK = _parser(govspeak=True)

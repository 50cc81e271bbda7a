"""Blocks that editors know: `> [!WARNING]` as on GitHub; `::: steps`, `cta`, `contact` and `address` up to `:::`.

A block that is wrong stays where it is and says so in `meta["wrong"]`: what is wrong, and what to do.
"""

import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CALLOUTS: Mapping[str, str] = {"NOTE": "information", "IMPORTANT": "important", "WARNING": "warning"}
BLOCKS = ("steps", "cta", "contact", "address")
ENDED = ("paragraph", "reference", "blockquote", "list")  # what a block ends without an empty line

_FENCE = ":::"
_ALERT = re.compile(r"\[!([A-Za-z]{1,40})\](?![(\[:])[ \t]*")
_WORD = re.compile(r"[^\s,]+")
_BULLETS = ("-", "*", "+")

Words = tuple[str, str]  # what is wrong, and what to do


def add_blocks(markdown: MarkdownIt) -> None:
    """Let a parser know the blocks."""
    markdown.block.ruler.before("fence", "fenced_block", _fenced, {"alt": [*ENDED]})
    markdown.core.ruler.after("block", "callouts", _callouts)
    markdown.core.ruler.after("inline", "judge_blocks", _judge)


# --- ::: name


def _fenced(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    name = _marker(state, start)
    if name is None or silent:
        return name is not None
    close = _close(state, start, end) if name else None
    if close is None:
        _stray(state, start, name)
        return True
    opening = state.push("block_open", "div", 1)
    opening.map = [start, close + 1]
    opening.meta |= {"name": name, "column": column(state, start)}
    if name in BLOCKS:
        opening.attrSet("data-block", name)
    else:
        opening.meta["wrong"] = _unknown_name(name)
    if name == "contact":
        _name_channels(state, opening, range(start + 1, close))
    else:
        read_inside(state, start + 1, close)
    state.push("block_close", "div", -1)
    state.line = close + 1
    return True


def column(state: StateBlock, line: int) -> int:
    """The column, from 1, at which the words of a line begin, behind the signs of the quotes and lists around it."""
    begin = state.bMarks[line] + state.tShift[line]
    return begin - state.src.rfind("\n", 0, begin)


def _marker(state: StateBlock, line: int) -> str | None:
    """What stands behind three colons: a name, or nothing where a block ends; None on other lines."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line) or not state.src.startswith(_FENCE, begin, state.eMarks[line]):
        return None
    return state.src[begin : state.eMarks[line]].lstrip(":").strip()


def _close(state: StateBlock, start: int, end: int) -> int | None:
    """The line on which the block ends; None where another begins before. So no line is looked at by two blocks."""
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return None
        name = _marker(state, line)
        if name is not None:
            return None if name else line
    return None


def _stray(state: StateBlock, line: int, name: str) -> None:
    words = "This closes a block, but none is open.", "Take the line out, or open the block above it."
    if name:
        words = not_closed(name, _FENCE)
    stray(state, line, f"{_FENCE} {name}".strip(), words)


def not_closed(name: str, sign: str) -> Words:
    """What is said of a block that has no end; `sign` is what ends it."""
    help_ = f"Write {sign} on a line of its own where it ends; a block cannot stand inside another."
    return f'The block "{_short(name)}" is not closed.', help_


def stray(state: StateBlock, line: int, typed: str, words: Words) -> None:
    """Show a line as it was typed, with what is wrong about it."""
    token = state.push("stray_block", "", 0)
    token.map = [line, line + 1]
    token.meta["column"] = column(state, line)
    token.content = typed
    token.meta["wrong"] = words
    state.line = line + 1


def read_inside(state: StateBlock, start: int, end: int) -> None:
    """Read some lines as blocks of their own."""
    outer = state.lineMax, state.parentType
    state.lineMax, state.parentType = end, "fenced_block"
    state.md.block.tokenize(state, start, end)
    state.lineMax, state.parentType = outer


def _name_channels(state: StateBlock, opening: Token, lines: Sequence[int]) -> None:
    """Keep each id with its line, from 0, and its column, from 1."""
    named: list[tuple[str, int, int]] = []
    for line in lines:
        begin = state.bMarks[line] + state.tShift[line]
        margin = state.src.rfind("\n", 0, begin)
        found = _WORD.finditer(state.src, begin, max(begin, state.eMarks[line]))
        named += [(one[0], line, one.start() - margin) for one in found if one[0] not in _BULLETS]
    opening.meta["named"] = named
    if not named:
        help_ = "Write ids of content/channels.yaml in it, one on each line."
        opening.meta["wrong"] = ("This block names no way to make contact.", help_)


def _unknown_name(name: str) -> Words:
    return f'There is no block "{_short(name)}".', f"Known blocks: {', '.join(BLOCKS)}."


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


# --- > [!WARNING]


def _callouts(state: StateCore) -> None:
    """Turn quotes that begin with a kind in brackets into callouts, with a token for the word that says the kind."""
    tokens, made, opened, index = state.tokens, list[Token](), list[bool](), 0
    while index < len(tokens):
        token = tokens[index]
        made.append(token)
        index += 1
        if token.type == "blockquote_open":
            kind = _kind(tokens[index : index + 2])
            opened.append(bool(kind))
            if kind:
                index = _begin(tokens, index, made, kind)
        elif token.type == "blockquote_close" and opened.pop():
            token.type, token.tag = "callout_close", "div"
    state.tokens = made


def _kind(first: Sequence[Token]) -> str:
    """The kind of callout that a quote is by its first paragraph; "" where it is none."""
    if [token.type for token in first] != ["paragraph_open", "inline"]:
        return ""
    match = _ALERT.match(first[1].content)
    if match is None:
        return ""
    if match[1].upper() not in CALLOUTS:
        known = ", ".join(f"[!{one}]" for one in CALLOUTS)
        first[1].meta["wrong"] = (f"There is no kind of callout [!{match[1]}].", f"Known kinds: {known}.")
        return ""
    if first[1].content[match.end() : match.end() + 1] not in ("", "\n"):
        help_ = "Begin the words on the next line, with > before them."
        first[1].meta["wrong"] = (f"[!{match[1]}] must stand on a line of its own.", help_)
        return ""
    return CALLOUTS[match[1].upper()]


def _begin(tokens: Sequence[Token], index: int, made: list[Token], kind: str) -> int:
    """Take the line with the kind off the words; returns where to go on."""
    opening, paragraph, inline = made[-1], tokens[index], tokens[index + 1]
    opening.type, opening.tag = "callout_open", "div"
    opening.attrSet("data-callout", kind)
    word = Token("callout_kind", "", 0, content=f"callout-{kind}")
    words = inline.content.partition("\n")[2].lstrip(" \t")
    if words:
        inline.content = words
        inline.meta["trimmed"] = paragraph.meta["trimmed"] = inline.meta.get("trimmed", 0) + 1
        made += [paragraph, word]
        return index + 1
    behind = tokens[index + 3]
    if behind.type == "paragraph_open":
        made += [behind, word]
        return index + 4
    word.meta["alone"] = True
    made.append(word)
    if behind.type == "blockquote_close":
        opening.meta["wrong"] = ("This callout has no words.", "Write them below, with > before each line.")
    return index + 3


# --- what a block must hold


def _judge(state: StateCore) -> None:
    """Look at what stands inside each block, once that is known; an address keeps its lines."""
    starts: list[int] = []
    for index, token in enumerate(state.tokens):
        if token.type == "block_open":
            if starts:
                help_ = "End the outer one first, or take one of them out."
                token.meta["wrong"] = ("A block cannot stand inside another.", help_)
            starts.append(index)
        elif token.type == "block_close":
            start = starts.pop()
            opening, inside = state.tokens[start], state.tokens[start + 1 : index]
            if opening.meta["name"] == "address":
                _keep_lines(inside)
            words = _fault(opening, inside)
            if words:
                opening.meta.setdefault("wrong", words)


def _fault(opening: Token, inside: Sequence[Token]) -> Words | None:
    name = opening.meta["name"]
    if name == "steps" and not _has_steps(opening, inside):
        return "These steps have no numbered list.", "Write the steps as 1. and what to do, one below the other."
    if name == "cta" and not _is_link(inside):
        help_ = "Write [what to do](/address/) in it, and put other words above or below."
        return "This block must hold one link and nothing else.", help_
    if not inside and "named" not in opening.meta:
        return "This block has no words.", "Write them on lines of their own, or take the block out."
    return None


def _keep_lines(inside: Sequence[Token]) -> None:
    for child in (one for token in inside for one in token.children or ()):
        if child.type == "softbreak":
            child.type, child.tag = "hardbreak", "br"


def _has_steps(opening: Token, inside: Sequence[Token]) -> bool:
    return any(token.type == "ordered_list_open" and token.level == opening.level + 1 for token in inside)


def _is_link(inside: Sequence[Token]) -> bool:
    if [token.type for token in inside] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    children = [one for one in inside[1].children or () if one.type != "text" or one.content]
    links = sum(one.type == "link_open" for one in children)
    if links:
        return links == 1 and children[0].type == "link_open" and children[-1].type == "link_close"
    if len(children) != 1 or children[0].type != "placeholder":
        return False
    name = children[0].meta["name"]
    return name is None or name[0] == "link"  # None: it is no placeholder, and that is told already

"""Govspeak, for texts that come from GOV.UK: `^…^`, `%…%`, `$CTA`, `$C`, `$A` and `s1.` make the blocks of `blocks.py`.

A site asks for it. Each such block is read as the block that it stands for, and says in `meta["canonical"]` how that
one is written; what Govspeak has and pages have not says so in `meta["wrong"]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from dpcsite.formats.markdown.blocks import ENDED, Words, column, not_closed, read_inside, stray
from dpcsite.model.findings import Problem

_CALLOUTS: Mapping[str, tuple[str, str]] = {"^": ("information", "> [!NOTE]"), "%": ("warning", "> [!WARNING]")}
_BLOCKS: Mapping[str, tuple[str, str]] = {
    "CTA": ("cta", "::: cta"),
    "C": ("contact", "::: contact and ids of content/channels.yaml"),
    "A": ("address", "::: address"),
}
_MARKER = re.compile(r"\$([A-Za-z]{1,30}|!)(?:[ \t]+(\S.*)|[ \t]*)$")
_STEP = re.compile(r"s\d{1,9}\.[ \t]+\S")
_FOREIGN = re.compile(
    r"\{/?(?:button|barchart|stat-headline)\b"
    r"|\{:{1,2}/?[a-z.#]"
    r"|:(?:england|scotland|wales|northern-ireland|london|british-isles|europe):"
    r"|\*\[[^\]\n]{1,60}\]:"
    r"|\[(?:Inline)?Attachment:"
)


def add_govspeak(markdown: MarkdownIt) -> None:
    """Let a parser that knows blocks know Govspeak as well."""
    for rule in (_callout, _dollars, _steps, _foreign):
        markdown.block.ruler.before("fence", f"govspeak{rule.__name__}", rule, {"alt": [*ENDED]})
    markdown.core.ruler.after("inline", "govspeak_links", _links)


def hints(tokens: Sequence[Token]) -> Iterator[Problem]:
    """For each block in Govspeak how pages write it; what is wrong with a block comes first."""
    for token in tokens:
        canonical = token.meta.get("canonical")
        if canonical and "wrong" not in token.meta:
            line, at = token.meta.get("at", (1, 1))
            yield Problem(line, at, f"{token.meta['typed']} is Govspeak.", f"Write {canonical} instead.")


def without_signs(tokens: Sequence[Token], lines: Sequence[str]) -> list[str]:
    """The lines with a space for each sign that ends a callout, so that its words reach to the end of their line."""
    plain = list(lines)
    for line, at in (token.meta["end_sign"] for token in tokens if "end_sign" in token.meta):
        plain[line] = f"{plain[line][:at]} {plain[line][at + 1 :]}"
    return plain


def _line(state: StateBlock, line: int) -> str:
    """The words of a line, behind the signs of the quotes and lists around it; "" where it is code."""
    if state.is_code_block(line):
        return ""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


# --- ^information^ and %warning%


def _callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    sign = _line(state, start)[:1]
    if sign not in _CALLOUTS or silent:
        return sign in _CALLOUTS
    last = _last(state, start, end, sign)
    if last is None:
        help_ = f"Write {sign} behind the last word of the paragraph; for the sign itself write \\{sign}."
        stray(state, start, _line(state, start), (f"What begins with {sign} does not end with it.", help_))
        return True
    kind, canonical = _CALLOUTS[sign]
    opening = state.push("callout_open", "div", 1)
    opening.map = [start, last + 1]
    opening.meta |= {"column": column(state, start), "canonical": canonical, "typed": f"{sign}…{sign}"}
    opening.attrSet("data-callout", kind)
    word = Token("callout_kind", "", 0, content=f"callout-{kind}")
    begin = len(state.tokens)
    _read_between(state, start, last, opening)
    paragraph = state.tokens[begin : begin + 1]
    if not paragraph:
        opening.meta["wrong"] = ("This callout has no words.", f"Write them between {sign} and {sign}.")
    if paragraph and paragraph[0].type == "paragraph_open":
        state.tokens.insert(begin + 1, word)
    else:
        word.meta["alone"] = True
        state.tokens.insert(begin, word)
    state.push("callout_close", "div", -1)
    state.line = last + 1
    return True


def _last(state: StateBlock, start: int, end: int, sign: str) -> int | None:
    """The line of the sign that ends a callout; None where the paragraph ends, or another one begins, before."""
    for line in range(start, end):
        words = _line(state, line)
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return None
        if line > start and words.startswith(sign) and words != sign:
            return None
        if words.endswith(sign) and not words.endswith(f"\\{sign}") and (line > start or words != sign):
            return line
    return None


def _read_between(state: StateBlock, start: int, last: int, opening: Token) -> None:
    """Read the lines of a callout as blocks, as if the two signs were spaces."""
    kept = state.bMarks[start], state.tShift[start], state.sCount[start], state.eMarks[last]
    end = state.bMarks[last] + len(state.src[state.bMarks[last] : state.eMarks[last]].rstrip()) - 1
    opening.meta["end_sign"] = (last, end - state.src.rfind("\n", 0, end) - 1)
    state.eMarks[last] = end
    begin = state.skipSpaces(state.bMarks[start] + state.tShift[start] + 1)
    state.bMarks[start] = min(begin, state.eMarks[start])
    state.tShift[start], state.sCount[start] = 0, state.blkIndent
    read_inside(state, start, last + 1)
    state.bMarks[start], state.tShift[start], state.sCount[start], state.eMarks[last] = kept


# --- $CTA, $C and $A


def _dollars(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    marker = _MARKER.match(_line(state, start))
    if marker is None or (marker[1] not in _BLOCKS and marker[2]):  # "$US 5" are words
        return False
    if silent:
        return True
    typed = f"${marker[1]}"
    close = None if marker[2] or marker[1] not in _BLOCKS else _close(state, start, end, typed)
    if close is None:
        stray(state, start, marker[0], _fault(marker))
        return True
    name, canonical = _BLOCKS[marker[1]]
    opening = state.push("block_open", "div", 1)
    opening.map = [start, close + 1]
    opening.meta |= {
        "name": name,
        "column": column(state, start),
        "canonical": canonical,
        "typed": f"{typed} … {typed}",
    }
    opening.attrSet("data-block", name)
    read_inside(state, start + 1, close)
    state.push("block_close", "div", -1)
    state.line = close + 1
    return True


def _close(state: StateBlock, start: int, end: int, typed: str) -> int | None:
    """The line on which a block ends; None where another one begins before, so that no line is looked at by two."""
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < state.blkIndent:
            return None
        words = _line(state, line)
        if _MARKER.match(words):
            return line if words == typed else None
    return None


def _fault(marker: re.Match[str]) -> Words:
    typed = f"${marker[1]}"
    if marker[1] not in _BLOCKS:
        known = ", ".join(f"${name}" for name in _BLOCKS)
        return (
            f"There is no block {typed} here.",
            f"Known blocks: {known}. Write its words as a paragraph or a callout.",
        )
    if marker[2]:
        help_ = (
            f"Put the words on the next line, and {typed} again on a line below them; for the sign itself write \\$."
        )
        return f"{typed} must stand on a line of its own.", help_
    return not_closed(typed, typed)


# --- s1.


def _steps(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Let the library read the steps as a numbered list, with the letters before the numbers passed over."""
    if not _STEP.match(_line(state, start)) or silent:
        return bool(_STEP.match(_line(state, start)))
    opening = state.push("block_open", "div", 1)
    opening.meta |= {"name": "steps", "column": column(state, start), "canonical": "::: steps", "typed": "s1."}
    opening.attrSet("data-block", "steps")
    lettered = list(_run(state, start, end))
    for line in lettered:
        state.tShift[line] += 1
    list_block(state, start, end, False)
    for line in lettered:
        state.tShift[line] -= 1
    opening.map = [start, state.line]
    state.push("block_close", "div", -1)
    return True


def _run(state: StateBlock, start: int, end: int) -> Iterator[int]:
    """The lines of steps that belong together: each begins where the first does, what is between is farther in."""
    for line in range(start, end):
        if state.isEmpty(line) or state.sCount[line] > state.sCount[start]:
            continue
        if state.sCount[line] != state.sCount[start] or not _STEP.match(_line(state, line)):
            return
        yield line


# --- what Govspeak has and pages have not


def _foreign(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    del end
    words = _line(state, start)
    match = _FOREIGN.match(words)
    if match is None or silent:
        return match is not None
    help_ = "Say it in plain words, or with one of the blocks in docs/reference/blocks.md."
    stray(state, start, words, (f"{match[0]}… is Govspeak that pages here do not have.", help_))
    return True


def _links(state: StateCore) -> None:
    """Find `x[words](address)x`, which would show its two letters."""
    for inline in state.tokens:
        children = inline.children or []
        for number, one in enumerate(children):
            before = children[number - 1] if number else None
            if one.type == "link_open" and before and before.type == "text" and re.search(r"\bx$", before.content):
                closing = next((n for n in range(number, len(children)) if children[n].type == "link_close"), number)
                after = children[closing + 1] if closing + 1 < len(children) else None
                if after and after.type == "text" and re.match(r"x\b", after.content):
                    one.meta["wrong"] = ("The two x around this link would be shown.", "Take them out.")

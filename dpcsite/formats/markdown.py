"""Markdown in: HTML in pieces, with gaps where a page's own values go and a line and column for every link.

markdown-it-py numbers blocks only; here each inline rule is wrapped, so that the tokens it makes know the offset at
which it began, and a later step turns offsets into lines and columns. Raw HTML is off: whatever looks like a tag is
reported. A text is parsed once, however many forces' pages show it: a page fills the gaps.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.common.utils import mdTrim, unescapeAll
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from dpcsite.formats.text import hidden
from dpcsite.model.findings import Problem
from dpcsite.model.words import Body, Gap

MAX_BYTES = 200 * 1024  # the worst known text of this size parses in 4 s; real pages have 2 KiB
MAX_NESTING = 20

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\.([a-z0-9_-]+)\s*\}\}")
_BRACES = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{\{|\{%(?:(?!\{%).)*?%\}")  # none looks behind the next one's start
_TAG = re.compile(
    r"</?[A-Za-z][\w:.-]*(?:[\s/][^<>]*)?>"
    r"|(?<!\w)<[A-Za-z][\w:.-]*\s+[\w:.-]+=[^<>\n]*"  # not closed, but meant: <iframe src=
    r"|<!(?:--|[A-Za-z\[])[^<>\n]*>?|<\?[^<>\n]*>?"
)
_TAG_NAME = re.compile(r"^</?|[\s/>].*$", re.DOTALL)
_GAP = re.compile("\x00(\\d+)\x00")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,31};")
_IN_TITLE = re.compile(rf"\\[!-/:-@\[-`{{-~]|({_BRACES.pattern}|{_ENTITY.pattern})")
_BAR = re.compile(r"(?<!\\)\|")

Inline = Callable[[StateInline, bool], bool]
Block = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture: the address as written, and where."""

    target: str
    line: int
    column: int
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What one Markdown text holds."""

    body: Body
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


def read(text: str, path: str, *, first_line: int = 1) -> Marked:
    """Parse Markdown that begins on `first_line` of the file `path`.

    The body comes out as HTML pieces and gaps; `Body.marked` holds the same pieces with a `data-at` attribute,
    "path:line:column", on every start tag, for finding the author's line again.
    """
    if len(text.encode()) > MAX_BYTES:
        message = f"This page is larger than {MAX_BYTES // 1024} KiB."
        return Marked(Body(), (), (Problem(first_line, 1, message, "Split it into several pages."),))
    env: dict[str, Any] = {}
    tokens = _parse(text, first_line, env)
    problems = [*_problems(tokens), *_reference_problems(env.get("references", {}), text.split("\n"), first_line)]
    return Marked(
        Body(_pieces(tokens, ""), _pieces(tokens, path), tuple(_headings(tokens)), tuple(_sections(tokens))),
        tuple(_links(tokens)),
        tuple(sorted(problems, key=lambda problem: (problem.line, problem.column))),
    )


# --- parsing, with positions ------------------------------------------------------------------------------------


def _parse(text: str, first_line: int, env: dict[str, Any]) -> list[Token]:
    tokens = _MARKDOWN.parse(text, env)
    _locate(tokens, text.split("\n"), first_line)
    _name_headings(tokens)
    _name_cells(tokens)
    return tokens


def _placeholder(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("{{", "{%"), state.pos):
        return False
    match = _PLACEHOLDER.match(state.src, state.pos) or _BRACES.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("placeholder", "", 0)
        token.content = match[0]
        token.meta["name"] = (match[1], match[2]) if match.re is _PLACEHOLDER else None
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


def _hidden(state: StateInline, silent: bool) -> bool:
    """Take an entity that stands for a character nobody can see, such as `&#x202e;`."""
    match = _ENTITY.match(state.src, state.pos)
    if match is None or hidden(unescapeAll(match[0])) is None:
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
        if typed and (typed[0] == "{" or hidden(unescapeAll(typed))):
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
    return link if hidden(words) else words


def _any_link(url: str) -> bool:
    """Let every address through: it is judged later, with a position."""
    del url
    return True


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "maxNesting": MAX_NESTING, "store_labels": True}
    markdown = MarkdownIt("js-default", options)
    markdown.validateLink = _any_link  # type: ignore[method-assign]
    markdown.normalizeLinkText = _link_words  # type: ignore[method-assign]
    markdown.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=parseLinkDestination, parseLinkLabel=parseLinkLabel, parseLinkTitle=_link_title
    )
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


def _locate(tokens: list[Token], lines: Sequence[str], first_line: int) -> None:
    """Write `meta["at"]`, line and column in the file, on every block and inline token."""
    searched: dict[int, int] = {}  # cells of a table share a line: look on behind the last one found
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.map is None:
            continue
        start = token.map[0] + token.meta.get("trimmed", 0)
        if token.type != "inline":
            token.meta["at"] = (start + first_line, _indent(lines, start) + 1)
            if "surplus_at" in token.meta:
                token.meta["told_at"] = (start + first_line, token.meta["surplus_at"])
            continue
        cell = token.content if before.type in ("th_open", "td_open") else ""
        begins = _line_begins(token.content.replace("|", "\\|") if cell else token.content, start, lines, searched)
        text = _Text(start + first_line, begins, [match.start() for match in re.finditer(r"\|", cell)])
        token.meta["at"] = text.place(0)
        _locate_inside(token.children or (), text, 0)


def _locate_inside(tokens: Sequence[Token], text: "_Text", shift: int) -> None:
    for token in tokens:
        if "offset" not in token.meta:
            continue
        offset = token.meta["offset"] + shift
        token.meta["at"] = text.place(offset)
        token.meta["in_picture"] = shift > 0
        fault = getattr(token.attrs.get("title"), "fault", None)
        if fault and "label" not in token.meta:  # with a label it stands in a reference
            token.meta["fault"] = fault.typed
            token.meta["told_at"] = text.place(fault.offset + shift)
        _locate_inside(token.children or (), text, offset + len("!["))


@dataclass(frozen=True, slots=True)
class _Text:
    """Where an inline token's text stands in the file: see `_line_begins`; `bars` are the bars in a table's cell."""

    first_line: int
    begins: Sequence[tuple[int, int]]
    bars: Sequence[int]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file; a bar in a cell has a backslash there."""
        step = bisect_right(self.begins, offset, key=lambda begin: begin[0]) - 1
        start, column = self.begins[step]
        return self.first_line + step, column + (offset - start) + bisect_left(self.bars, offset) + 1


def _indent(lines: Sequence[str], number: int) -> int:
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip())


def _line_begins(text: str, first: int, lines: Sequence[str], searched: dict[int, int]) -> list[tuple[int, int]]:
    """For each line of an inline token's text: its offset there, and its column in the file from 0."""
    begins, offset = [], 0
    for number, part in enumerate(text.split("\n"), start=first):
        line = lines[number] if number < len(lines) else ""
        column = line.find(part.strip() or part, searched.get(number, 0))
        if column < 0:
            column = _indent(lines, number)
        else:
            searched[number] = column + len(part.strip())
        begins.append((offset, column - (len(part) - len(part.lstrip()))))
        offset += len(part) + 1
    return begins


# --- what the text may not hold ---------------------------------------------------------------------------------


Words = tuple[str, str]  # what is wrong, and what to do


def _problems(tokens: list[Token]) -> Iterator[Problem]:
    opened: set[str] = set()
    for token in _all(tokens):
        if token.type == "raw_html" and _told(token, opened):
            continue
        check = _CHECKS.get(token.type)
        words = check(token) if check else None
        if words is None and token.level >= MAX_NESTING - 1 and token.map:
            words = "This is nested too deeply to be shown.", "Use fewer lists inside lists."
        if words:
            line, column = token.meta.get("told_at") or token.meta.get("at", (1, 1))
            yield Problem(line, column, *words)


def _told(token: Token, opened: set[str]) -> bool:
    """Whether a tag was told of already, with its start tag."""
    name = _TAG_NAME.sub("", token.content).lower()
    told = token.content.startswith("</") and name in opened
    opened.add(name)
    return told


def _html_words(token: Token) -> Words:
    message = f"HTML is not read here: {_short(token.content)} would be shown as it stands."
    return message, "Write it in Markdown, or put it between `backticks` to show it."


def _placeholder_words(token: Token) -> Words | None:
    if token.meta["name"] is None:
        message = f"{_short(token.content)} is not a placeholder."
        return message, "Write a name such as {{ force.name }} or {{ link.report-crime }}."
    if token.meta.get("in_picture"):
        return _not_filled(token.content, "the words of a picture")
    return None


def _not_filled(typed: str, where: str) -> Words:
    return f"{_short(typed)} in {where} is not filled in.", "Write the words out; placeholders work in the text."


def _hidden_words(token: Token) -> Words | None:
    return hidden(unescapeAll(token.info if token.type == "fence" else token.content))


def _title_words(token: Token) -> Words | None:
    typed = token.meta.get("fault")
    return _words_of_title(typed) if typed else None


def _words_of_title(typed: str) -> Words:
    return hidden(unescapeAll(typed)) or _not_filled(typed, "the title of a link")


def _heading_words(token: Token) -> Words | None:
    if token.tag != "h1":
        return None
    message = "A heading with one # is the page's title, and the title comes from the top of the file."
    return message, "Begin headings with ##."


def _row_words(token: Token) -> Words | None:
    surplus = token.meta.get("surplus")
    if surplus is None:
        return None
    message = f'This row has more cells than the table\'s first one: "{_short(surplus)}" would not be shown.'
    return message, "Give the first row a cell more, or take this one out; write \\| for a bar inside a cell."


_CHECKS: Mapping[str, Callable[[Token], Words | None]] = {
    "raw_html": _html_words,
    "placeholder": _placeholder_words,
    "hidden": _hidden_words,
    "fence": _hidden_words,
    "link_open": _title_words,
    "image": _title_words,
    "heading_open": _heading_words,
    "tr_open": _row_words,
}


def _reference_problems(references: Mapping[str, Any], lines: Sequence[str], first_line: int) -> Iterator[Problem]:
    """Look at titles that stand apart, as in `[name]: /path/ "Title"`; each line ends there as it ends in the file."""
    for reference in references.values():
        fault = getattr(reference["title"], "fault", None)
        if fault:
            number = reference["map"][0] + fault.text.count("\n", 0, fault.offset)
            rest = fault.text[fault.offset :].partition("\n")[0]
            column = len(lines[number]) - len(rest) + 1
            yield Problem(number + first_line, column, *_words_of_title(fault.typed))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _links(tokens: list[Token]) -> Iterator[Link]:
    for token in _all(tokens):
        if token.type in ("link_open", "image") and not token.meta.get("in_picture"):
            target = token.attrs.get("href") or token.attrs.get("src") or ""
            line, column = token.meta.get("at", (1, 1))
            yield Link(str(target), line, column, picture=token.type == "image")


_TABLE_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def _name_cells(tokens: list[Token]) -> None:
    """Let each cell know its column's heading, so that a style sheet can show a table as a list where it is narrow.

    The roles are those that the elements have anyway: some browsers forget them where `display` is not a table's.
    """
    heads: list[str] = []
    column = 0
    for token, inside in pairwise([*tokens, Token("", "", 0)]):
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(_words_of(inside))
            token.attrSet("role", "columnheader")
            token.attrSet("scope", "col")
        elif token.type == "td_open":
            if column < len(heads) and heads[column]:
                token.attrSet("data-label", heads[column])
            column += 1
        if token.nesting == 1 and token.tag in _TABLE_ROLES:
            token.attrSet("role", _TABLE_ROLES[token.tag])


def _words_of(inline: Token) -> str:
    """The plain words of an inline token; what only a page can fill in is left out."""
    return "".join(one.content for one in inline.children or () if one.type in ("text", "code_inline")).strip()


def _name_headings(tokens: list[Token]) -> None:
    """Give each heading an id made from its words, as other tools do; numbers keep twins apart."""
    used: set[str] = set()
    counts: dict[str, int] = {}  # the last number of each base, so that no twin asks for all the others again
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        base = _NOT_IN_IDS.sub("-", _words_of(inline).lower().replace("’", "").replace("'", "")).strip("-") or "section"
        name, count = base, counts.get(base, 1)
        while name in used:
            count += 1
            name = f"{base}-{count}"
        used.add(name)
        counts[base] = count
        opening.attrs["id"] = name


def _headings(tokens: list[Token]) -> Iterator[str]:
    return (str(token.attrs["id"]) for token in tokens if token.type == "heading_open")


def _sections(tokens: list[Token]) -> Iterator[str]:
    """The words of each heading of the second level, which begins a section of a page."""
    return (_words_of(inline) for opening, inline in pairwise(tokens) if opening.type + opening.tag == "heading_openh2")


# --- HTML, in pieces --------------------------------------------------------------------------------------------


class _Renderer(RendererHTML):
    """HTML with a gap's number between two NULs where it goes; NUL cannot stand in a text that was decoded."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self.path = ""

    def renderAttrs(self, token: Token) -> str:  # type: ignore[override]  # noqa: N802 - the library's name
        line, column = token.meta.get("at", (0, 0))
        wanted = self.path and line and token.nesting >= 0
        mark = f' data-at="{escape(self.path)}:{line}:{column}"' if wanted else ""
        return mark + super().renderAttrs(token)

    def gap(self, kind: str, name: str, token: Token, shown: str = "") -> str:
        line, column = token.meta.get("at", (1, 1))
        self.gaps.append(Gap(kind, name, line, column, shown))
        return f"\x00{len(self.gaps) - 1}\x00"

    def placeholder(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        if token.meta["name"] is None:
            return escape(token.content)
        kind, name = token.meta["name"]
        return self.gap(kind, name, token, token.content)

    def raw_html(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        return escape(tokens[index].content)

    hidden = raw_html

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        href = self.gap("href", str(token.attrs.get("href", "")), token)
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        shell = Token("", "", 0, meta=token.meta)
        return f"<a{self.renderAttrs(shell)} {href}{title}>"

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        src = self.gap("src", str(token.attrs.get("src", "")), token)
        words = self.renderInlineAsText(token.children, options, env) if token.children else ""
        decorative = token.attrs.get("title") == "decorative"
        alt = f' alt="{escape(words)}"' if words or decorative else ""  # no words: the image-alt rule will ask
        shell = Token("", "", 0, meta=token.meta)
        return f"<img{self.renderAttrs(shell)} {src}{alt}>"


_MARKDOWN = _parser()


def _pieces(tokens: list[Token], path: str) -> tuple[str | Gap, ...]:
    renderer = _Renderer()
    renderer.path = path
    for name in ("placeholder", "raw_html", "hidden", "link_open", "image"):
        renderer.rules[name] = getattr(renderer, name)
    markup = renderer.render(tokens, _MARKDOWN.options, {})
    pieces = _GAP.split(markup)
    return tuple(
        renderer.gaps[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces) if piece != ""
    )

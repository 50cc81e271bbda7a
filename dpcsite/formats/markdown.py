"""Markdown in: HTML in pieces, with gaps where a page's own values go and a line and column for every link.

markdown-it-py numbers blocks only; here each inline rule is wrapped, so that the tokens it makes know the offset at
which it began, and a later step turns offsets into lines and columns. Raw HTML is off: whatever looks like a tag is
reported. A text is parsed once, however many forces' pages show it: a page fills the gaps.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from dpcsite.model.findings import Problem
from dpcsite.model.words import Body, Gap

MAX_BYTES = 200 * 1024  # the worst known text of this size parses in 4 s; real pages have 2 KiB
MAX_NESTING = 20

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\.([a-z0-9_-]+)\s*\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\{%.*?%\}")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>?|<!(?:--|[A-Za-z\[])[^<>\n]*>?|<\?[^<>\n]*>?")
_TAG_NAME = re.compile(r"^</?|[\s/>].*$", re.DOTALL)
_GAP = re.compile("\x00(\\d+)\x00")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")

Inline = Callable[[StateInline, bool], bool]


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
    tokens = _parse(text, first_line)
    problems = list(_problems(tokens))
    return Marked(
        Body(_pieces(tokens, ""), _pieces(tokens, path), tuple(_headings(tokens))),
        tuple(_links(tokens)),
        tuple(problems),
    )


# --- parsing, with positions ------------------------------------------------------------------------------------


def _parse(text: str, first_line: int) -> list[Token]:
    tokens = _MARKDOWN.parse(text)
    _locate(tokens, text.split("\n"), first_line)
    _name_headings(tokens)
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


def _any_link(url: str) -> bool:
    """Let every address through: it is judged later, with a position."""
    del url
    return True


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "maxNesting": MAX_NESTING})
    markdown.validateLink = _any_link  # type: ignore[method-assign]
    markdown.inline.ruler.before("text", "placeholder", _placeholder)
    markdown.inline.ruler.after("autolink", "raw_html", _raw_html)
    for rule in markdown.inline.ruler.__rules__:
        rule.fn = _stamped(rule.fn)
    return markdown


def _locate(tokens: list[Token], lines: Sequence[str], first_line: int) -> None:
    """Write `meta["at"]`, line and column in the file, on every block and inline token."""
    searched: dict[int, int] = {}  # cells of a table share a line: look on behind the last one found
    for token in tokens:
        if token.map is None:
            continue
        start = token.map[0]
        if token.type != "inline":
            token.meta["at"] = (start + first_line, _indent(lines, start) + 1)
            continue
        begins = _line_begins(token, lines, searched)
        token.meta["at"] = (start + first_line, begins[0][1] + 1)
        for child in token.children or ():
            offset = child.meta.get("offset")
            if offset is not None:
                child.meta["at"] = _line_and_column(token.content, offset, begins, start + first_line)


def _indent(lines: Sequence[str], number: int) -> int:
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip())


def _line_begins(token: Token, lines: Sequence[str], searched: dict[int, int]) -> list[tuple[int, int]]:
    """For each line of an inline token's text: its offset there, and its column in the file from 0."""
    begins, offset = [], 0
    first = token.map[0] if token.map else 0
    for step, part in enumerate(token.content.split("\n")):
        number = first + step
        line = lines[number] if number < len(lines) else ""
        column = line.find(part.strip() or part, searched.get(number, 0))
        if column < 0:
            column = _indent(lines, number)
        else:
            searched[number] = column + len(part.strip())
        begins.append((offset, column - (len(part) - len(part.lstrip()))))
        offset += len(part) + 1
    return begins


def _line_and_column(text: str, offset: int, begins: Sequence[tuple[int, int]], first: int) -> tuple[int, int]:
    step = text.count("\n", 0, offset)
    start, column = begins[min(step, len(begins) - 1)]
    return first + step, column + (offset - start) + 1


# --- what the text may not hold ---------------------------------------------------------------------------------


def _problems(tokens: list[Token]) -> Iterator[Problem]:
    opened: set[str] = set()
    for token in _all(tokens):
        line, column = token.meta.get("at", (1, 1))
        if token.type == "raw_html":
            name = _TAG_NAME.sub("", token.content).lower()
            if token.content.startswith("</") and name in opened:
                continue  # told with its start tag
            opened.add(name)
            message = f"HTML is not read here: {_short(token.content)} would be shown as it stands."
            yield Problem(line, column, message, "Write it in Markdown, or put it between `backticks` to show it.")
        elif token.type == "placeholder" and token.meta["name"] is None:
            message = f"{_short(token.content)} is not a placeholder."
            yield Problem(line, column, message, "Write a name such as {{ force.name }} or {{ link.report-crime }}.")
        elif token.type == "heading_open" and token.tag == "h1":
            message = "A heading with one # is the page's title, and the title comes from the top of the file."
            yield Problem(line, column, message, "Begin headings with ##.")
        elif token.level >= MAX_NESTING - 1 and token.map:
            yield Problem(line, column, "This is nested too deeply to be shown.", "Use fewer lists inside lists.")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _links(tokens: list[Token]) -> Iterator[Link]:
    for token in _all(tokens):
        if token.type in ("link_open", "image"):
            target = token.attrs.get("href") or token.attrs.get("src") or ""
            line, column = token.meta.get("at", (1, 1))
            yield Link(str(target), line, column, picture=token.type == "image")


def _name_headings(tokens: list[Token]) -> None:
    """Give each heading an id made from its words, as other tools do; numbers keep twins apart."""
    used: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
        base = _NOT_IN_IDS.sub("-", words.lower().replace("’", "").replace("'", "")).strip("-") or "section"
        name, count = base, 1
        while name in used:
            count += 1
            name = f"{base}-{count}"
        used.add(name)
        opening.attrs["id"] = name


def _headings(tokens: list[Token]) -> Iterator[str]:
    return (str(token.attrs["id"]) for token in tokens if token.type == "heading_open")


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
    for name in ("placeholder", "raw_html", "link_open", "image"):
        renderer.rules[name] = getattr(renderer, name)
    markup = renderer.render(tokens, _MARKDOWN.options, {})
    pieces = _GAP.split(markup)
    return tuple(
        renderer.gaps[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces) if piece != ""
    )

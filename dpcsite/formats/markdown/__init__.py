"""Markdown in: HTML in pieces, with gaps where a page's own values go and a line and column for every link.

markdown-it-py numbers blocks only; here each inline rule is wrapped, so that the tokens it makes know the offset at
which it began, and a later step turns offsets into lines and columns. Raw HTML is off: whatever looks like a tag is
reported. A text is parsed once, however many forces' pages show it: a page fills the gaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dpcsite.formats.markdown.govspeak import hints, without_signs
from dpcsite.formats.markdown.naming import headings, name_cells, name_headings, note_ids, sections
from dpcsite.formats.markdown.notes import mark_problems, note_problems
from dpcsite.formats.markdown.parser import GOVSPEAK, MARKDOWN
from dpcsite.formats.markdown.positions import locate
from dpcsite.formats.markdown.problems import every, excess, problems, reference_problems
from dpcsite.formats.markdown.prose import prose
from dpcsite.formats.markdown.rendering import pieces
from dpcsite.model.findings import Problem
from dpcsite.model.limits import PAGE_BYTES, PAGE_DEPTH
from dpcsite.model.words import Body, Prose

__all__ = ["Link", "Marked", "read"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture: the address as written, and where; the words of a link as readers see them."""

    target: str
    line: int
    column: int
    picture: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What one Markdown text holds; `hints` say how pages write what stands there in Govspeak.

    `excess` is there where the text has more parts than a page can bear.
    """

    body: Body
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    prose: tuple[Prose, ...] = ()
    hints: tuple[Problem, ...] = ()
    excess: Problem | None = None


@lru_cache(4096)  # who watches the sources reads the same files again and again
def read(text: str, path: str, *, first_line: int = 1, govspeak: bool = False) -> Marked:
    """Parse Markdown, with or without Govspeak, that begins on `first_line` of the file `path`.

    The body comes out as HTML pieces and gaps; `Body.marked` holds the same pieces with a `data-at` attribute,
    "path:line:column", on every start tag, for finding the author's line again.
    """
    if len(text.encode()) > PAGE_BYTES.most:
        message = f"This page is larger than {PAGE_BYTES}."
        return Marked(Body(), (), (Problem(first_line, 1, message, "Split it into several pages."),))
    env: dict[str, Any] = {}
    tokens = _parse(GOVSPEAK if govspeak else MARKDOWN, text, first_line, env)
    lines = text.split("\n")
    found = [
        *problems(tokens),
        *reference_problems(env, tokens, lines, first_line),
        *note_problems(env, lines, first_line, PAGE_DEPTH.most),
        *mark_problems(tokens),
    ]
    notes = note_ids(path)
    return Marked(
        Body(pieces(tokens, "", notes), pieces(tokens, path, notes), tuple(headings(tokens)), tuple(sections(tokens))),
        tuple(_links(tokens)),
        tuple(sorted(found, key=lambda problem: (problem.line, problem.column))),
        tuple(prose(tokens)),
        tuple(hints(tokens)),
        excess(tokens),
    )


def _parse(parser: MarkdownIt, text: str, first_line: int, env: dict[str, Any]) -> list[Token]:
    tokens = parser.parse(text, env)
    locate(tokens, without_signs(tokens, text.split("\n")), first_line)
    name_headings(tokens)
    name_cells(tokens)
    return tokens


def _links(tokens: list[Token]) -> Iterator[Link]:
    row = list(every(tokens))
    for number, token in enumerate(row):
        if token.type in ("link_open", "image") and not token.meta.get("in_picture"):
            target = token.attrs.get("href") or token.attrs.get("src") or ""
            line, column = token.meta.get("at", (1, 1))
            picture = token.type == "image"
            yield Link(str(target), line, column, picture, "" if picture else _words(row, number))


def _words(row: list[Token], opening: int) -> str:
    """The plain words between the start and the end of a link."""
    following = (row[number] for number in range(opening + 1, len(row)))
    inside = takewhile(lambda token: token.type != "link_close", following)
    return "".join(token.content for token in inside if token.type in ("text", "code_inline"))

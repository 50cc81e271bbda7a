"""Names that a page needs and an author does not write: ids of headings, headings of cells."""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it.token import Token

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_TABLE_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def name_cells(tokens: list[Token]) -> None:
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
        side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
        if side:  # a style in the page is what its own policy forbids
            token.attrSet("data-align", side)
        if token.nesting == 1 and token.tag in _TABLE_ROLES:
            token.attrSet("role", _TABLE_ROLES[token.tag])


def name_headings(tokens: list[Token]) -> None:
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


def note_ids(path: str) -> str:
    """How the ids of a file's notes begin: with an underscore, which no heading and no theme has.

    Several texts may stand on one page, such as a service and a section, so the file is part of it.
    """
    folder, _, file = path.rpartition("/")
    words = f"{folder.rpartition('/')[2]} {file.partition('.')[0]}".lower()
    return f"note_{_NOT_IN_IDS.sub('-', words).strip('-')}_"


def headings(tokens: list[Token]) -> Iterator[str]:
    """The ids of the headings, in order."""
    return (str(token.attrs["id"]) for token in tokens if token.type == "heading_open")


def sections(tokens: list[Token]) -> Iterator[str]:
    """The words of each heading of the second level, which begins a section of a page."""
    return (_words_of(inline) for opening, inline in pairwise(tokens) if opening.type + opening.tag == "heading_openh2")


def _words_of(inline: Token) -> str:
    """The plain words of an inline token; what only a page can fill in is left out."""
    return "".join(one.content for one in inline.children or () if one.type in ("text", "code_inline")).strip()

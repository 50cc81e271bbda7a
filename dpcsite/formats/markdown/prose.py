"""Tokens to prose: the plain words of each paragraph, heading, item and cell, every word with its place."""

from collections.abc import Iterator
from itertools import pairwise

from markdown_it.token import Token

from dpcsite.model.words import Piece, Prose

KINDS = {"heading_open": "heading", "td_open": "cell", "th_open": "cell", "dt_open": "cell"}
SHOWN = {"placeholder", "code_inline", "text", "raw_html", "hidden", "lost_note"}
AROUND = {"list_item": "item", "dd": "item", "blockquote": "quote"}


def prose(tokens: list[Token]) -> Iterator[Prose]:
    """Each text of a page in order."""
    around: list[str] = []
    for before, token in pairwise([Token("", "", 0), *tokens]):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in AROUND:
            if token.nesting == 1:
                around.append(AROUND[name])
            else:
                around.pop()
        elif token.type == "inline":
            kind = KINDS.get(before.type, "paragraph")
            if kind == "paragraph" and around:
                kind = around[-1]
            level = int(before.tag[1]) if kind == "heading" else 0
            yield _prose(kind, level, token)


def _prose(kind: str, level: int, inline: Token) -> Prose:
    text, pieces, cursor, link = "", [], 0, ""
    for child in inline.children or ():
        if child.type == "link_open":
            link = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            link = ""
        elif child.type in ("softbreak", "hardbreak"):
            text += " "
        elif child.type in SHOWN and child.content:
            found = inline.content.find(child.content, cursor)
            at = max(found, cursor)
            cursor = at + len(child.content) if found >= 0 else cursor
            line, column = inline.meta["text"].place(at)
            pieces.append(Piece(len(text), line, column, child.type == "placeholder", link))
            text += child.content
    return Prose(kind, level, text, tuple(pieces))

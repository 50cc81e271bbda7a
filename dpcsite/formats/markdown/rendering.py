"""Tokens to HTML in pieces, with gaps where a page's own values go."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from dpcsite.formats.markdown.parser import MARKDOWN
from dpcsite.model.words import Gap

Names = tuple[tuple[str, int, int], ...]

_GAP = re.compile("\x00(\\d+)\x00")


class _Renderer(RendererHTML):
    """HTML with a gap's number between two NULs where it goes; NUL cannot stand in a text that was decoded."""

    def __init__(self, path: str, notes: str) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self.path = path
        self.notes = notes

    def renderAttrs(self, token: Token) -> str:  # type: ignore[override]  # noqa: N802 - the library's name
        line, column = token.meta.get("at", (0, 0))
        wanted = self.path and line and token.nesting >= 0
        mark = f' data-at="{escape(self.path)}:{line}:{column}"' if wanted else ""
        return mark + super().renderAttrs(token)

    def gap(self, kind: str, name: str, token: Token, shown: str = "", named: Names = ()) -> str:
        line, column = token.meta.get("at", (1, 1))
        self.gaps.append(Gap(kind, name, line, column, shown, named))
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

    hidden = lost_note = raw_html

    def string(self, name: str, token: Token, number: str = "") -> str:
        """A gap for words of the theme; `number` is the value of {number} in them."""
        return self.gap("string", name, token, number)

    def mark(self, token: Token) -> str:
        """Only the token's place, for a tag that has other attributes than the token."""
        return self.renderAttrs(Token("", "", 0, meta=token.meta))

    def stray_block(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        return f"<p{self.mark(tokens[index])}>{escape(tokens[index].content)}</p>\n"

    def block_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        opening = self.renderToken(tokens, index, options, env)
        if not token.meta.get("named_at"):
            return opening
        return opening + self.gap("contacts", "", token, "", tuple(token.meta["named_at"]))

    def callout_kind(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        word = f"<strong>{self.string(token.content, token)}</strong>"
        return f"<p>{word}</p>\n" if token.meta.get("alone") else f"{word} "

    # --- notes; the names are those of the plug-in's tokens

    def footnote_ref(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        mark, note = self.mark(token), f"{self.notes}{token.meta['id'] + 1}"
        words = self.string("note-mark", token, str(token.meta["id"] + 1))
        return f'<sup{mark} data-note="mark"><a{mark} id="{self._origin(token)}" href="#{note}">{words}</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        return f'<section data-block="notes" aria-label="{self.string("notes", tokens[index])}">\n<ol>\n'

    def footnote_block_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del tokens, index, options, env
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        return f'<li id="{self.notes}{tokens[index].meta["id"] + 1}">'

    def footnote_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del tokens, index, options, env
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        again = f" ({token.meta['subId'] + 1})" if token.meta["subId"] else ""
        words = self.string("note-back", token, f"{token.meta['id'] + 1}{again}")
        return f' <a data-note="back" href="#{self._origin(token)}">{words}</a>'

    def _origin(self, token: Token) -> str:
        """The id of the place that a note's mark stands at; a note may have several marks."""
        again = f"_{token.meta['subId'] + 1}" if token.meta["subId"] else ""
        return f"{self.notes}{token.meta['id'] + 1}_from{again}"

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del options, env
        token = tokens[index]
        href = self.gap("href", str(token.attrs.get("href", "")), token)
        title = f' title="{escape(str(token.attrs["title"]))}"' if token.attrs.get("title") else ""
        return f"<a{self.mark(token)} {href}{title}>"

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        src = self.gap("src", str(token.attrs.get("src", "")), token)
        words = self.renderInlineAsText(token.children, options, env) if token.children else ""
        decorative = token.attrs.get("title") == "decorative"
        alt = f' alt="{escape(words)}"' if words or decorative else ""  # no words: the image-alt rule will ask
        return f"<img{self.mark(token)} {src}{alt}>"


def pieces(tokens: list[Token], path: str, notes: str) -> tuple[str | Gap, ...]:
    """The HTML in pieces; with a path, each start tag says where it stands in that file.

    `notes` is how ids of notes begin.
    """
    renderer = _Renderer(path, notes)
    markup = renderer.render(tokens, MARKDOWN.options, {})
    pieces = _GAP.split(markup)
    return tuple(
        renderer.gaps[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces) if piece != ""
    )

"""Tokens to HTML in pieces, with gaps where a page's own values go."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from dpcsite.formats.markdown.parser import MARKDOWN
from dpcsite.model.words import Gap

_GAP = re.compile("\x00(\\d+)\x00")


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


def pieces(tokens: list[Token], path: str) -> tuple[str | Gap, ...]:
    """The HTML in pieces; with a path, each start tag says where it stands in that file."""
    renderer = _Renderer()
    renderer.path = path
    for name in ("placeholder", "raw_html", "hidden", "link_open", "image"):
        renderer.rules[name] = getattr(renderer, name)
    markup = renderer.render(tokens, MARKDOWN.options, {})
    pieces = _GAP.split(markup)
    return tuple(
        renderer.gaps[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces) if piece != ""
    )

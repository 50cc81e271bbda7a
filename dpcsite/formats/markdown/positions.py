"""Where tokens stand in the file: markdown-it-py numbers blocks only, and here every inline token gets its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Text:
    """Where an inline token's text stands in the file: see `_line_begins`; `bars` are the bars in a table's cell."""

    first_line: int
    begins: Sequence[tuple[int, int]]
    bars: Sequence[int]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file; a bar in a cell has a backslash there."""
        step = bisect_right(self.begins, offset, key=lambda begin: begin[0]) - 1
        start, column = self.begins[step]
        return self.first_line + step, column + (offset - start) + bisect_left(self.bars, offset) + 1


def locate(tokens: list[Token], lines: Sequence[str], first_line: int) -> None:
    """Write `meta["at"]`, line and column in the file, on every block and inline token."""
    searched: dict[int, int] = {}  # cells of a table share a line: look on behind the last one found
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.map is None:
            continue
        start = token.map[0] + token.meta.get("trimmed", 0)
        if token.type != "inline":
            token.meta["at"] = (start + first_line, token.meta.get("column") or _indent(lines, start) + 1)
            if "surplus_at" in token.meta:
                token.meta["told_at"] = (start + first_line, token.meta["surplus_at"])
            if "named" in token.meta:
                token.meta["named_at"] = [(one, line + first_line, column) for one, line, column in token.meta["named"]]
            continue
        in_cell = before.type in ("th_open", "td_open")
        cell = token.content if in_cell else ""
        content = token.content.replace("|", "\\|") if cell else token.content
        begins = _line_begins(content, start, lines, searched if in_cell else None)
        text = Text(start + first_line, begins, [match.start() for match in re.finditer(r"\|", cell)])
        token.meta["text"] = text
        token.meta["at"] = text.place(0)
        _locate_inside(token.children or (), text, 0)


def _locate_inside(tokens: Sequence[Token], text: Text, shift: int) -> None:
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


def _indent(lines: Sequence[str], number: int) -> int:
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip())


def _line_begins(text: str, first: int, lines: Sequence[str], searched: dict[int, int] | None) -> list[tuple[int, int]]:
    """For each line of an inline token's text: its offset there, and its column in the file from 0.

    `searched` is for cells, which share a line. Other words reach to the line's end: look from there, because what
    stands before them may be the same, such as the name of a note.
    """
    begins, offset = [], 0
    for number, part in enumerate(text.split("\n"), start=first):
        line = lines[number] if number < len(lines) else ""
        words = part.strip() or part
        if searched is None and line.rstrip().endswith(words):
            column = len(line.rstrip()) - len(words)
        else:
            column = line.find(words, (searched or {}).get(number, 0))
        if column < 0:
            column = _indent(lines, number)
        elif searched is not None:
            searched[number] = column + len(part.strip())
        begins.append((offset, column - (len(part) - len(part.lstrip()))))
        offset += len(part) + 1
    return begins

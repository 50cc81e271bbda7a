"""What loading gives: files as bytes, by path, with no judgement yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FOLDERS = ("content", "forces", "themes")  # where sources are; nothing else of the source folder is read

_LINE_END = re.compile("\r\n|\r|\n")  # as places count; Python would end a line at U+2028 too


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path relative to the source folder, with `/`, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Tree:
    """All source files by path, in the order of their paths."""

    sources: Mapping[str, Source]

    def under(self, *folders: str) -> tuple[Source, ...]:
        """Files below one folder, such as `under("content", "services")`."""
        start = "/".join(folders) + "/"
        return tuple(source for path, source in self.sources.items() if path.startswith(start))

    def line(self, path: str, number: int) -> str:
        """Line `number` of a file, from 1, for showing it beside a finding; "" if there is none."""
        source = self.sources.get(path)
        if source is None:
            return ""
        lines = _LINE_END.split(source.content.decode("utf-8-sig", "replace"))
        return lines[number - 1] if 0 < number <= len(lines) else ""

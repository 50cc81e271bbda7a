"""YAML in: text stays text, every value knows its line and column, and whatever could surprise is refused.

PyYAML's parser gives events; the values are built here, because its own constructors read `0117` as 79, `no` as
False and the second of two equal keys as the only one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dpcsite.formats.text import unfit
from dpcsite.model.findings import Problem
from dpcsite.model.limits import YAML_BYTES, YAML_DEPTH, YAML_ENTRIES

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # of YAML 1.1, by which its parsers count

Key = tuple[str | int, ...]
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text as plain data: mappings, lists, text, and None for what was left blank.

    `spots` leads from the path of a value, such as `("contacts", "text")`, to its line and column;
    `key_spots` does the same for the key of a value.
    """

    value: Any
    spots: Mapping[Key, Spot]
    key_spots: Mapping[Key, Spot]

    def spot(self, path: Key) -> Spot:
        """Line and column of the value at `path`, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            found = self.spots.get(path[:length])
            if found is not None:
                return found
        return (1, 1)

    def key_spot(self, path: Key) -> Spot:
        """Line and column of the key at `path`, or of the value where it has none."""
        return self.key_spots.get(path) or self.spot(path)


@dataclass(slots=True)
class _Open:
    """A collection that is still being read."""

    value: dict[str, Any] | list[Any]
    path: Key
    key: str | None = None
    seen: dict[str, Spot] = field(default_factory=dict)


class _RefusedError(Exception):
    """Raised inside this module only: the first thing that makes a text unreadable."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(text: str, *, first_line: int = 1) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one YAML document.

    `first_line` is the line of the file on which `text` begins (front matter starts on line 2). Returns the
    document, or None with the problems that make it unreadable. An empty text is an empty mapping.
    """
    if len(text.encode()) > YAML_BYTES.most:
        size = f"This file is larger than {YAML_BYTES}."
        return None, (Problem(first_line, 1, size, "Split it, or take out what does not belong here."),)
    builder = _Builder(first_line - 1)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        return None, (_syntax_problem(error, text, first_line - 1),)
    except _RefusedError as refused:
        return None, (refused.problem,)
    return builder.finished(), ()


def written(value: Any) -> str:
    """Plain data as YAML that reads back the same, each value on a line of its own."""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=False))


def _events(text: str) -> Iterator[Event]:
    yield from yaml.parse(text, Loader=Loader)


class _Builder:
    """Turns events into plain data and notes where each value stands."""

    def __init__(self, line_offset: int) -> None:
        self.line_offset = line_offset
        self.stack: list[_Open] = []
        self.root: Any = {}
        self.documents = 0
        self.spots: dict[Key, Spot] = {}
        self.key_spots: dict[Key, Spot] = {}

    def finished(self) -> Document:
        return Document(self.root, self.spots, self.key_spots)

    def take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(event, "A second document begins here.", "Keep one document in a file.")
        elif isinstance(event, AliasEvent):
            raise self.refuse(event, f"*{event.anchor} points to another value.", "Write the value out again.")
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self._start(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.stack.pop()

    def _start(self, event: Any) -> None:
        self._refuse_odd(event)
        if self._is_key():
            self._key(event)
            return
        path = self._path()
        self.spots[path] = self._spot(event)
        if isinstance(event, ScalarEvent):
            self._add(_scalar(event))
            return
        value: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        self._add(value)
        self.stack.append(_Open(value, path))

    def _refuse_odd(self, event: Any) -> None:
        if event.anchor:
            raise self.refuse(event, f"&{event.anchor} names a value for reuse.", "Take the & name out.")
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self.refuse(event, f"{tag} is a tag.", "Take it out; values are plain text here.")
        if len(self.stack) >= YAML_DEPTH.most:
            raise self.refuse(event, "This is nested too deeply.", f"Use at most {YAML_DEPTH}.")
        if self.stack and len(self.stack[-1].value) >= YAML_ENTRIES.most:
            raise self.refuse(event, "This list or set of fields is too long.", f"Use at most {YAML_ENTRIES}.")
        words = unfit(event.value) if isinstance(event, ScalarEvent) else None  # by an escape such as "\u202e"
        if words:
            raise self.refuse(event, *words)

    def _is_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _key(self, event: Any) -> None:
        top = self.stack[-1]
        if not isinstance(event, ScalarEvent):
            raise self.refuse(event, "A field's name must be plain text.", "Write name: value.")
        key, spot = event.value, self._spot(event)
        if key == "<<":
            raise self.refuse(event, "<< merges another value.", "Write the fields out.")
        if key in top.seen:
            message = f'The field "{key}" stands here a second time; the first is on line {top.seen[key][0]}.'
            raise self.refuse(event, message, "Keep one of the two.")
        top.seen[key] = spot
        top.key = key
        self.key_spots[(*top.path, key)] = spot

    def _path(self) -> Key:
        if not self.stack:
            return ()
        top = self.stack[-1]
        last: str | int = len(top.value) if isinstance(top.value, list) else str(top.key)
        return (*top.path, last)

    def _add(self, value: Any) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[str(top.key)] = value
            top.key = None

    def _spot(self, event: Any) -> Spot:
        return (event.start_mark.line + 1 + self.line_offset, event.start_mark.column + 1)

    def refuse(self, event: Any, message: str, help_: str) -> _RefusedError:
        return _RefusedError(Problem(*self._spot(event), message, help_))


def _scalar(event: ScalarEvent) -> str | None:
    """The text as typed; blank, `null` and `~` without quotes mean "not known"."""
    plain = not event.style
    if plain and event.value in ("", "null", "~"):
        return None
    return str(event.value)


def _syntax_problem(error: yaml.YAMLError, text: str, line_offset: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or "it cannot be read"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = _LINE_END.split(text)
    if line > len(lines) and not line_offset:  # behind a last line without an end; front matter has a line behind it
        line, column = len(lines), len(lines[-1]) + 1
    message = f"This is not valid YAML: {what}."
    return Problem(line + line_offset, column, message, _advice(str(what)))


def _advice(what: str) -> str:
    """Return what most often lies behind one of libyaml's messages, in an editor's words."""
    known = (
        ("mapping values are not allowed", "A colon inside a value needs quotes round the whole value."),
        ("cannot start any token", "Use spaces, never tabs, and put a value that begins with this sign in quotes."),
        ("could not find expected ':'", "Each field is written as name: value, on a line of its own."),
        ("did not find expected key", "Check the spaces at the line's start, and that quotes and brackets close."),
        ("expected node content", "A value is missing; one that begins with # or another sign needs quotes round it."),
        ("expected ',' or", "Close the bracket, and put commas between the values."),
        ("end of stream", "Close the quotes or the bracket."),
    )
    for part, advice in known:
        if part in what:
            return advice
    return "Look at this line and the one above it: spaces at the start, colons, quotes and brackets."

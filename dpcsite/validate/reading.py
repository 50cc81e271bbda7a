"""One file to one shape: text, YAML, front matter, fields; each mistake as a finding at its line and column."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from dpcsite.formats import text, yaml
from dpcsite.model.findings import Finding, Place, Problem
from dpcsite.model.tree import Source
from dpcsite.validate.notes import Notes
from dpcsite.validate.shapes import AdvisedError, Shape

S = TypeVar("S", bound=Shape)

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Read:
    """A YAML text that became a shape; `spot` leads from a field to its place."""

    path: str
    document: yaml.Document

    def place(self, *field: str | int) -> Place:
        """Where the value of a field stands."""
        return Place(self.path, *self.document.spot(field))

    def key_place(self, *field: str | int) -> Place:
        """Where the name of a field stands."""
        return Place(self.path, *self.document.key_spot(field))


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file in its two parts, with the line on which the body begins."""

    yaml: str
    body: str
    body_line: int


def decoded(source: Source, notes: Notes) -> str | None:
    """The text of a file, or None where its bytes are not fit to read."""
    content, problems = text.decode(source.content)
    notes.findings += _findings("text", source.path, problems)
    return None if problems else content


def yaml_file(source: Source, shape: type[S], notes: Notes) -> tuple[S, Read] | None:
    """Read a YAML file into a shape; None where it cannot be, with the reasons among the findings."""
    content = decoded(source, notes)
    return None if content is None else shaped(source.path, content, shape, notes)


def mapping_file(source: Source, notes: Notes) -> tuple[dict[str, Any], Read] | None:
    """Read a YAML file that is a mapping of ids to entries, each to be shaped with `entry`."""
    content = decoded(source, notes)
    if content is None:
        return None
    document, problems = yaml.read(content)
    notes.findings += _findings("yaml", source.path, problems)
    if document is None:
        return None
    value = {} if document.value in (None, "") else document.value
    if not isinstance(value, dict):
        notes.add(_not_fields(source.path, document))
        return None
    notes.documents[source.path] = document
    return value, Read(source.path, document)


def entry(read: Read, field: yaml.Key, value: Any, shape: type[S], notes: Notes) -> S | None:
    """Shape one entry of a mapping file."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        notes.findings += _field_findings(error, value, read, field, shape)
        return None


def shaped(path: str, content: str, shape: type[S], notes: Notes, *, first_line: int = 1) -> tuple[S, Read] | None:
    """Read a YAML text into a shape."""
    document, problems = yaml.read(content, first_line=first_line)
    notes.findings += _findings("yaml", path, problems)
    if document is None:
        return None
    value = {} if document.value is None else document.value
    if not isinstance(value, dict):
        notes.add(_not_fields(path, document))
        return None
    read = Read(path, document)
    notes.documents[path] = document
    made = entry(read, (), value, shape, notes)
    return None if made is None else (made, read)


def front_matter(source: Source, content: str, notes: Notes) -> FrontMatter | None:
    """Split a Markdown file; the front matter stands between two lines of three dashes at the very top."""
    lines = content.split("\n")
    if lines[0].rstrip() != FENCE:
        message = "The file does not begin with --- and fields such as title."
        help_ = "Put a line of three dashes at the top, then title: and summary:, then three dashes again."
        notes.add(Finding("front-matter", "error", message, help_, Place(source.path)))
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return FrontMatter("\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2)
    message = "The fields at the top do not end."
    notes.add(Finding("front-matter", "error", message, "Put a line of three dashes behind them.", Place(source.path)))
    return None


def nearest(word: str, known: Iterable[str]) -> str:
    """Advice naming the known word that is most like this one, or "" where none is."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else ""


def unknown(rule: str, what: str, word: str, known: Sequence[str], place: Place) -> Finding:
    """Report a name that leads nowhere, with the nearest one that does."""
    help_ = nearest(word, known) or f"Known: {', '.join(sorted(known)[:8])}{'…' if len(known) > 8 else ''}."
    return Finding(rule, "error", f'There is no {what} "{word}".', help_, place)


def _findings(rule: str, path: str, problems: Iterable[Problem]) -> list[Finding]:
    return [Finding(rule, "error", one.message, one.help, Place(path, one.line, one.column)) for one in problems]


def _not_fields(path: str, document: yaml.Document) -> Finding:
    message = "This should be fields, each written as name: value."
    return Finding(
        "yaml", "error", message, "See docs/reference/ for the fields of this file.", Place(path, *document.spot(()))
    )


def _field_findings(
    error: ValidationError, value: Any, read: Read, start: yaml.Key, shape: type[Shape]
) -> list[Finding]:
    found = []
    for one in error.errors(include_url=False):
        trail = _trail(one["loc"], value)
        message, help_ = _words(one, trail, shape)
        path = (*start, *trail)
        at_key = one["type"] in ("extra_forbidden", "missing") or one["loc"][-1:] == ("[key]",)
        place = read.key_place(*path) if at_key else read.place(*path)
        found.append(Finding("field", "error", message, help_, place))
    return found


def _trail(loc: Sequence[str | int], value: Any) -> tuple[str | int, ...]:
    """The part of pydantic's location that exists in the document; it also names unions and missing fields."""
    trail: list[str | int] = []
    for step in loc:
        known = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        if step in known:
            value = known[step]
            trail.append(step)
    return tuple(trail)


def _words(error: Any, trail: Sequence[str | int], shape: type[Shape]) -> tuple[str, str]:
    """Pydantic's message in an editor's words."""
    kind, given, context = error["type"], error["input"], error.get("ctx") or {}
    name = str(error["loc"][-1]) if error["loc"] else ""
    if name == "[key]":
        return f'"{given}" is not a name that may stand here.', _key_help(kind, str(given), context)
    if kind == "missing":
        return f'The field "{name}" is missing.', f"Add a line {name}: with its value."
    if kind == "extra_forbidden":
        fields = _fields_at(shape, error["loc"])
        return f'There is no field "{name}" here.', nearest(name, fields) or f"Fields: {', '.join(fields)}."
    if isinstance(context.get("error"), AdvisedError):
        return str(context["error"]), context["error"].help
    field = str(trail[-1]) if trail else "value"
    if given is None:
        return f'The field "{field}" is left blank.', "Write its value, or take the line out."
    return _value_words(kind, given, context, field)


def _value_words(kind: str, given: Any, context: Any, field: str) -> tuple[str, str]:
    if kind == "literal_error":
        options = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
        return f'"{given}" may not stand in "{field}".', nearest(
            str(given), options
        ) or f"Use one of: {', '.join(options)}."
    if kind == "value_error":
        return str(context["error"]), f'Mend the field "{field}".'
    if kind in ("string_type", "list_type", "dict_type", "model_type", "union_tag_invalid"):
        wanted = {"string_type": "one line of text", "list_type": "a list, such as [one, two]"}.get(
            kind, "fields below it"
        )
        return f'The field "{field}" should hold {wanted}.', "Look at how another file of this kind writes it."
    if kind == "string_pattern_mismatch":
        return f'"{given}" does not have the form that "{field}" needs.', _pattern_help(str(context["pattern"]))
    if kind in ("string_too_short", "too_short"):
        return f'The field "{field}" is empty.', "Write its value."
    if kind == "too_long":
        return f'The list "{field}" is too long.', f"Use at most {context.get('max_length')} entries."
    if kind == "string_too_long":
        return f'The field "{field}" is too long.', f"Use at most {context.get('max_length')} characters."
    return f'The field "{field}" cannot be read.', "Look at how another file of this kind writes it."


def _key_help(kind: str, given: str, context: Any) -> str:
    if kind == "literal_error":
        options = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
        return nearest(given, options) or f"Use one of: {', '.join(options)}."
    return "Use small letters, digits and hyphens."


def _pattern_help(pattern: str) -> str:
    if "0-9][0-9 ]" in pattern:
        return "Write a telephone number: digits and spaces, with + in front if it is for abroad."
    if "a-z0-9" in pattern and "@" not in pattern:
        return "Use small letters, digits and hyphens."
    return "Keep it on one line, and look at how another file of this kind writes it."


def _fields_at(shape: type[Shape], loc: Sequence[str | int]) -> list[str]:
    """Names of the fields that may stand where pydantic found one too many."""
    current: Any = shape
    for step in loc[:-1]:
        current = _inner(current, step)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, Shape) else []


def _inner(current: Any, step: str | int) -> Any:
    if isinstance(current, type) and issubclass(current, Shape):
        if str(step) not in current.model_fields:
            return current
        current = current.model_fields[str(step)].annotation
    return _shape_in(current) or current


def _shape_in(annotation: Any) -> type[Shape] | None:
    """The shape inside an annotation such as `list[LeadShape]` or `dict[Id, dict[Lang, AddressShape]]`."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _shape_in(argument)
        if found:
            return found
    return None

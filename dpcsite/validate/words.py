"""Markdown files to words: front matter, title, summary, body, and every link judged."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from dpcsite.formats import markdown
from dpcsite.model.findings import Finding, Place
from dpcsite.model.links import misleading, refusal
from dpcsite.model.names import SLUG, misnamed
from dpcsite.model.tree import Source
from dpcsite.model.words import Body, Words
from dpcsite.validate.care import before
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, decoded, front_matter, shaped
from dpcsite.validate.shapes import AlertShape, SectionShape, WordsShape, status_of

W = TypeVar("W", bound=WordsShape | AlertShape | SectionShape)

_NAME = re.compile(rf"({SLUG})(?:\.([a-z]{{2}}))?\.md")
_PICTURE = re.compile(rf"assets/{SLUG}\.(?:png|jpg|jpeg|webp|avif|gif)")


def name_and_language(source: Source, languages: Sequence[str], notes: Notes) -> tuple[str, str] | None:
    """Split `report-crime.cy.md` into its id and its language; a file without a language is in the first one."""
    file = source.path.rsplit("/", 1)[-1]
    match = _NAME.fullmatch(file)
    if match is None:
        message = f'"{file}" is not a name for a page.'
        help_ = "Use small letters, digits and hyphens, then .md, or .cy.md for Welsh."
        notes.add(Finding("file-name", "error", message, help_, Place(source.path)))
        return None
    language = match[2] or languages[0]
    if match[2] == languages[0] or language not in languages:
        message = f'The ending ".{match[2]}.md" names no further language of this site.'
        others = " or ".join(f".{one}.md" for one in languages[1:])
        help_ = f"Use .md for {languages[0]}" + (f", and {others} for the other language." if others else ".")
        notes.add(Finding("file-name", "error", message, help_, Place(source.path)))
        return None
    wrong = misnamed(match[1])
    if wrong:
        notes.add(Finding("file-name", "error", *wrong, Place(source.path)))
        return None
    return match[1], language


def words(source: Source, language: str, shape: type[W], notes: Notes) -> tuple[W, Read, Words] | None:
    """Read one Markdown file; None where its front matter cannot be read."""
    content = decoded(source, notes)
    parts = None if content is None else front_matter(source, content, notes)
    if parts is None:
        return None
    marked = markdown.read(parts.body, source.path, first_line=parts.body_line, govspeak=notes.govspeak)
    if marked.excess:  # nothing more is asked of it: each question would take as long as the text is large
        marked = markdown.Marked(Body(), (), (marked.excess,))
    notes.findings += [
        Finding("markdown", "error", one.message, one.help, Place(source.path, one.line, one.column))
        for one in marked.problems
    ]
    notes.findings += [
        Finding("govspeak", "note", one.message, one.help, Place(source.path, one.line, one.column))
        for one in marked.hints
    ]
    notes.findings += [finding for link in marked.links for finding in _judged(link, source.path)]
    made = shaped(source.path, parts.yaml, shape, notes, first_line=2)
    if made is None:
        return None
    fields, read = made
    status, origin = status_of(fields.translation)
    notes.findings += _braces(read, fields)
    return (
        fields,
        read,
        Words(
            language,
            fields.title,
            getattr(fields, "summary", ""),
            marked.body,
            source.path,
            status != "reviewed",
            read.document.spot(("title",)),
            neutral_title=getattr(fields, "neutral_title", None) or "",
            neutral_at=read.document.spot(("neutral_title",)),
            before=before(fields) if isinstance(fields, WordsShape) else None,
            prose=marked.prose,
            digest=_digest(fields, parts.body),
            translates=origin,
        ),
    )


def _digest(fields: WordsShape | AlertShape | SectionShape, body: str) -> str:
    """The digest of what a reader sees of a text: a translation names it, so that a later change is noticed."""
    said = before(fields) if isinstance(fields, WordsShape) else None
    lines = [
        fields.title,
        getattr(fields, "summary", ""),
        *((said.takes, *said.you_need) if said else ()),
        body.strip(),
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:10]


def _braces(read: Read, fields: WordsShape | AlertShape | SectionShape) -> list[Finding]:
    return [
        Finding(
            "placeholder",
            "error",
            f"A placeholder in the {name} is not filled in.",
            "Write the words out; placeholders work in the text below.",
            read.place(name),
        )
        for name in ("title", "summary", "neutral_title")
        if "{{" in (getattr(fields, name, "") or "")
    ]


def _judged(link: markdown.Link, path: str) -> list[Finding]:
    place = Place(path, link.line, link.column)
    if link.picture:
        if _PICTURE.fullmatch(link.target):
            return []
        message = f'A page may not show the picture "{link.target}".'
        help_ = "Put a .png, .jpg, .webp, .avif or .gif file into the folder assets/ and write assets/its-name.png. \
A picture from another site would tell that site who reads the page."
        return [Finding("picture", "error", message, help_, place)]
    problem = refusal(link.target)
    if not problem and not link.target:
        problem = "This link has no address."
    named = "" if problem else misleading(link.words, link.target)
    if named:
        message = f"The words of this link name {named}, but it leads to another site."
        return [Finding("link-address", "error", message, "Say in the words where it leads.", place)]
    help_ = "Use https://, mailto:, tel: or sms:, or a path of this site such as /services/report-crime/."
    return [Finding("link-address", "error", problem, help_, place)] if problem else []

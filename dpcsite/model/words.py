"""Words in several languages, and the bodies of pages: HTML in pieces with gaps for what differs by page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it will be shown, and the language it is really in."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one or more languages: pairs of language and words, the site's first language first."""

    values: tuple[tuple[str, str], ...] = ()

    def say(self, lang: str) -> Said:
        """The words in `lang`, or else in the first language there is."""
        for language, words in self.values:
            if language == lang:
                return Said(words, lang)
        language, words = self.values[0] if self.values else (lang, "")
        return Said(words, language)

    def get(self, lang: str) -> str:
        """Only the words of `say`."""
        return self.say(lang).text

    def __bool__(self) -> bool:
        return bool(self.values)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a body where a page's own value goes.

    `kind` is `href` or `src` (a whole attribute goes there; `name` is the address as written), `string` (words of the
    theme; `shown` is the value of {number} in them), `contacts` (a list of channels; `named` are their ids, each with
    its line and column) or the first half of a placeholder such as `force`; `shown` is the placeholder as typed. Line
    and column are the author's.
    """

    kind: str
    name: str
    line: int
    column: int
    shown: str = ""
    named: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text as HTML pieces and gaps; `marked` has the same with the author's lines as attributes.

    `headings` are the ids of all headings, `sections` the words of those of the second level.
    """

    pieces: tuple[str | Gap, ...] = ()
    marked: tuple[str | Gap, ...] = ()
    headings: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Gap))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words on one line: where it begins in the text and in the file, and the link it belongs to."""

    start: int
    line: int
    column: int
    placeholder: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """The plain words of one paragraph, heading (with its level), item of a list, cell or quote."""

    kind: str
    level: int
    text: str
    pieces: tuple[Piece, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file of a place in the text."""
        found = [piece for piece in self.pieces if piece.start <= offset] or list(self.pieces[:1])
        return (found[-1].line, found[-1].column + max(0, offset - found[-1].start)) if found else (1, 1)


@dataclass(frozen=True, slots=True)
class Before:
    """What a reader should know before starting; `takes` is how long it takes, or ""."""

    takes: str = ""
    you_need: tuple[str, ...] = ()
    cannot_save: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What one Markdown file says: title, summary and body in one language, and where the title stands.

    `digest` is that of the text, and `translates` that of the text in the first language that this one was made from.
    `neutral_title` is what the browser shows instead of the title of a high-harm page; "" on others, and where a
    force's page takes it from the page that it replaces.
    """

    lang: str
    title: str
    summary: str
    body: Body
    path: str
    needs_review: bool = False
    title_at: tuple[int, int] = (1, 1)
    neutral_title: str = ""
    neutral_at: tuple[int, int] = (1, 1)
    before: Before | None = None
    prose: tuple[Prose, ...] = ()
    digest: str = ""
    translates: str = ""


def has_section(words: Words, section: Words) -> bool:
    """Whether a page has a heading with a section's title."""
    return section.title.casefold() in (title.casefold() for title in words.body.sections)

"""What a text may not hold: tags, braces that are no placeholder, hidden characters, cells that would be lost."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from dpcsite.formats.markdown.parser import decoded
from dpcsite.formats.text import unfit, unfit_as_code
from dpcsite.model.findings import Problem
from dpcsite.model.limits import PAGE_DEPTH, PAGE_PARTS, PARAGRAPH_PARTS

_TAG_NAME = re.compile(r"^</?|[\s/>].*$", re.DOTALL)

Words = tuple[str, str]  # what is wrong, and what to do


def problems(tokens: list[Token]) -> Iterator[Problem]:
    """What the tokens hold that may not stand there."""
    opened: set[str] = set()
    for token in every(tokens):
        if token.type == "raw_html" and _told(token, opened):
            continue
        check = _CHECKS.get(token.type)
        words = token.meta.get("wrong") or (check(token) if check else None)
        if words is None and token.level >= PAGE_DEPTH.most - 1 and token.map:
            help_ = f"Use fewer lists inside lists: at most {PAGE_DEPTH}, words and marks among them."
            words = "This is nested too deeply to be shown.", help_
        if words:
            line, column = token.meta.get("told_at") or token.meta.get("at", (1, 1))
            yield Problem(line, column, *words)


def excess(tokens: Sequence[Token]) -> Problem | None:
    """Tell of a text with more parts than a page can bear: what looks at each pair of neighbours would take minutes."""
    parts = 0
    for token in tokens:
        children = len(token.children or ())
        line, column = token.meta.get("at", (1, 1))
        if children > PARAGRAPH_PARTS.most:
            message = "Too much stands in one paragraph, heading, item or cell here."
            return Problem(line, column, message, f"Split it: at most {PARAGRAPH_PARTS} may stand in one.")
        parts += children + (token.nesting >= 0 and token.type != "inline")
        if parts > PAGE_PARTS.most and token.map:
            help_ = f"Split it into several pages of at most {PAGE_PARTS}."
            return Problem(line, column, "This page has too many parts, counted from its top to here.", help_)
    return None


def _told(token: Token, opened: set[str]) -> bool:
    """Whether a tag was told of already, with its start tag."""
    name = _TAG_NAME.sub("", token.content).lower()
    told = token.content.startswith("</") and name in opened
    opened.add(name)
    return told


def _html_words(token: Token) -> Words:
    message = f"HTML is not read here: {_short(token.content)} would be shown as it stands."
    return message, "Write it in Markdown, or put it between `backticks` to show it."


def _placeholder_words(token: Token) -> Words | None:
    if token.meta["name"] is None:
        message = f"{_short(token.content)} is not a placeholder."
        return message, "Write a name such as {{ force.name }} or {{ link.report-crime }}."
    if token.meta.get("in_picture"):
        return _not_filled(token.content, "the words of a picture")
    return None


def _not_filled(typed: str, where: str) -> Words:
    return f"{_short(typed)} in {where} is not filled in.", "Write the words out; placeholders work in the text."


def _hidden_words(token: Token) -> Words | None:
    return unfit_as_code(decoded(token.content))


def _fence_words(token: Token) -> Words | None:
    info = token.info.strip()
    if len(info.split()) > 1:
        return f"Only the first word behind the fence is kept: {_short(info)}.", "Write the other words in the text."
    return unfit(unescapeAll(info))


def _title_words(token: Token) -> Words | None:
    typed = token.meta.get("fault")
    return _words_of_title(typed) if typed else None


def _picture_words(token: Token) -> Words | None:
    title = str(token.attrs.get("title", ""))
    if title and title != "decorative" and not token.meta.get("fault"):
        message = f"The words behind the address of a picture are not shown: {_short(title)}."
        return message, 'Write them in the text. (Only "decorative" may stand there.)'
    return _title_words(token)


def _words_of_title(typed: str) -> Words:
    return unfit_as_code(decoded(typed)) or _not_filled(typed, "the title of a link")


def _heading_words(token: Token) -> Words | None:
    if token.tag != "h1":
        return None
    message = "A heading with one # is the page's title, and the title comes from the top of the file."
    return message, "Begin headings with ##."


def _row_words(token: Token) -> Words | None:
    surplus = token.meta.get("surplus")
    if surplus is None:
        return None
    message = f'This row has more cells than the table\'s first one: "{_short(surplus)}" would not be shown.'
    return message, "Give the first row a cell more, or take this one out; write \\| for a bar inside a cell."


_CHECKS: Mapping[str, Callable[[Token], Words | None]] = {
    "raw_html": _html_words,
    "placeholder": _placeholder_words,
    "hidden": _hidden_words,
    "fence": _fence_words,
    "link_open": _title_words,
    "image": _picture_words,
    "heading_open": _heading_words,
    "tr_open": _row_words,
}


def reference_problems(
    env: Mapping[str, Any], tokens: Sequence[Token], lines: Sequence[str], first_line: int
) -> Iterator[Problem]:
    """Look at addresses that stand apart, as in `[name]: /path/ "Title"`; each line ends there as it ends in the file.

    An address that nothing names would not be shown, and neither would the second of two with one name.
    """
    references = env.get("references", {})
    used = {token.meta.get("label") for token in every(tokens)}
    lost = [(one, "Nothing in the text names this address") for name, one in references.items() if name not in used]
    lost += [(one, "This name has an address already") for one in env.get("duplicate_refs", ())]
    for reference, reason in lost:
        number = reference["map"][0]
        column = len(lines[number]) - len(lines[number].lstrip()) + 1
        yield Problem(number + first_line, column, f"{reason}, so that it would not be shown.", "Take this line out.")
    for reference in references.values():
        fault = getattr(reference["title"], "fault", None)
        if fault:
            number = reference["map"][0] + fault.text.count("\n", 0, fault.offset)
            rest = fault.text[fault.offset :].partition("\n")[0]
            column = len(lines[number]) - len(rest) + 1
            yield Problem(number + first_line, column, *_words_of_title(fault.typed))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def every(tokens: Sequence[Token]) -> Iterator[Token]:
    """Each token and what is inside it, in order."""
    for token in tokens:
        yield token
        yield from every(token.children or ())

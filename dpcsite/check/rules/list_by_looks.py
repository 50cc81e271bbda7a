"""What looks like a list is one."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

BLOCKS = frozenset("blockquote dd div dl dt h1 h2 h3 h4 h5 h6 li ol p pre section table ul".split())
LEAST = 2  # lines; fewer with a dash are a dialogue

_BULLET = re.compile(r"\s*(?:[•·‣◦▪●○■□◆►▶→✓✔∙⁃]|[-*–—](?=\s))\s*\S")
_NUMBER = re.compile(r"\s*\(?(\d{1,2}|[a-z])[.)]\s+\S")


def targets(page: Page) -> Iterator[Element]:
    """Blocks with line breaks, and first paragraphs of a row, that begin with a bullet or a number."""
    for br in page.all("br"):
        parent = br.parent
        if parent is not None and next(_breaks(parent)) is br and _holds_lines(parent) and not page.hidden(parent):
            yield parent
    for paragraph in page.all("p"):
        first = _mark(paragraph.text()) and not _mark(_before(paragraph))
        if first and not any(_breaks(paragraph)) and not page.hidden(paragraph):
            yield paragraph


def verdict(page: Page, element: Element) -> Verdict:
    """Count the lines that begin alike: three bullets, or the numbers 1, 2, 3."""
    del page
    marks = [_mark(line) for line in (_lines(element) if any(_breaks(element)) else _row(element))]
    if marks.count("bullet") > LEAST or all(one in marks for one in "123") or all(one in marks for one in "abc"):
        return failed(
            "This looks like a list, but its items are typed with bullets or numbers, without a list element."
        )
    return PASSED


def _mark(text: str) -> str:
    if _BULLET.match(text):
        return "bullet"
    match = _NUMBER.match(text)
    return match[1] if match else ""


def _holds_lines(element: Element) -> bool:
    """Whether an element holds words and line breaks, and no blocks."""
    return element.tag not in ("pre", "address") and not any(one.tag in BLOCKS for one in element.elements)


def _breaks(element: Element) -> Iterator[Element]:
    return (one for one in element.elements if one.tag == "br")


def _row(paragraph: Element) -> list[str]:
    """The texts of a paragraph and of those that follow it directly and begin alike."""
    texts = []
    for one in paragraph.parent.elements if paragraph.parent else ():
        if one.index >= paragraph.index:
            if one.tag != "p" or not _mark(one.text()):
                break
            texts.append(one.text())
    return texts


def _lines(element: Element) -> list[str]:
    lines = [""]
    for child in element.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.tag == "br":
            lines.append("")
        else:
            lines[-1] += child.text()
    return lines


def _before(paragraph: Element) -> str:
    siblings = paragraph.parent.elements if paragraph.parent else ()
    found = [one for one in siblings if one.index < paragraph.index]
    return found[-1].text() if found and found[-1].tag == "p" else ""


RULE = Rule(
    id="list-by-looks",
    level="A",
    wcag=("1.3.1",),
    severity="warning",
    help="Make it a list: - or 1. at the beginning of a line in the text, <ul> or <ol> in HTML.",
    targets=targets,
    verdict=verdict,
)

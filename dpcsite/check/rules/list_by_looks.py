"""What looks like a list is one."""

import re
from collections.abc import Iterator

from dpcsite.check.page import Page
from dpcsite.check.rule import PASSED, Rule, Verdict, failed
from dpcsite.formats.html import Element

LEAST = 2  # lines; one line that begins with a number is a sentence

_BULLET = re.compile(r"\s*(?:[•·‣◦▪●○■□◆►▶→✓✔∙⁃]|[-*–—](?=\s))\s*\S")
_NUMBER = re.compile(r"\s*\(?(\d{1,2}|[a-z])[.)]\s+\S")


def targets(page: Page) -> Iterator[Element]:
    """Blocks with line breaks, and first paragraphs of a row, that begin with a bullet or a number."""
    for br in page.all("br"):
        parent = br.parent
        first = parent is not None and next((one for one in parent.elements if one.tag == "br"), None) is br
        if parent is not None and first and parent.tag not in ("pre", "address") and not page.hidden(parent):
            yield parent
    for paragraph in page.all("p"):
        if _mark(paragraph.text()) and not _mark(_before(paragraph)) and not page.hidden(paragraph):
            yield paragraph


def verdict(page: Page, element: Element) -> Verdict:
    """Count the lines that begin alike: at least two bullets, or numbers from 1 or a on."""
    del page
    lines = _lines(element)
    marks = [_mark(line) for line in lines]
    if element.tag == "p" and not any(child for child in element.elements if child.tag == "br"):
        marks = [_mark(element.text())]
        for one in element.parent.elements if element.parent else ():
            if one.index > element.index and one.tag == "p" and one.index not in {x.index for x in element.descendants()}:
                marks.append(_mark(one.text()))
                if not marks[-1]:
                    break
    if marks.count("bullet") > LEAST or _counts(marks):
        return failed("This looks like a list, but its items are typed with bullets or numbers, and no list element says so.")
    return PASSED


def _mark(text: str) -> str:
    if _BULLET.match(text):
        return "bullet"
    match = _NUMBER.match(text)
    return match[1] if match else ""


def _counts(marks: list[str]) -> bool:
    return all(one in marks for one in ("1", "2", "3")) or all(one in marks for one in ("a", "b", "c"))


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

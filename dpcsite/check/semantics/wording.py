"""What words say: the text that a reader meets, words that say nothing, and the words around a link (WCAG 2.4.4)."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from dpcsite.check.semantics import names
from dpcsite.check.semantics.sight import Sight
from dpcsite.check.semantics.wording_data import FILE_KINDS, VAGUE_LINKS
from dpcsite.formats.html import Element

AROUND = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "blockquote", "label", "summary"})
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
SILENT = frozenset({"script", "style", "template", "noscript", "title", "head"})
INLINE = ("inline", "inline-block", "inline-flex", "contents")

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[^\W\d_]{2,}")


@lru_cache(16384)  # pages of a site share most of their links
def plain(text: str) -> str:
    """Text in small letters, white space folded, without punctuation, arrows and dots at its ends."""
    return _EDGES.sub("", " ".join(text.casefold().split()))


def words(text: str) -> list[str]:
    """The words of a text that have two letters or more."""
    return _WORD.findall(text)


def shown(page: Sight, element: Element, *, without: str = "") -> str:
    """The text inside that a reader can meet, white space folded; elements with the tag `without` left out."""
    texts: list[str] = []
    waiting: list[Element | str] = [] if page.hidden(element) else element.children[::-1]
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            texts.append(child)
        elif child.tag not in SILENT and child.tag != without and not page.hidden(child):
            inline = child.tag == "br" or page.styles.display(child) in INLINE
            gap = " " if child.tag == "br" or not inline else ""
            waiting.append(gap)
            waiting.extend(child.children[::-1])
            waiting.append(gap)
    return " ".join("".join(texts).split())


def vague(name: str) -> bool:
    """Whether a link's name says nothing of where it leads."""
    return plain(name) in VAGUE_LINKS


def kind_only(name: str) -> bool:
    """Whether a link's name is only a kind of file."""
    return plain(name) in FILE_KINDS


@lru_cache(16384)
def wordless(name: str) -> bool:
    """Whether a name has no letter and no digit of any script, nor a picture among its signs."""
    return bool(name) and all(ord(sign) < 0x2E80 and not sign.isalnum() for sign in name)


def site(link: Element) -> str:
    """The site of a link with a whole address, without www; "" for other links."""
    address = link.attrs.get("href", "").strip()
    if not address[:7].lower().startswith(("http://", "https:/")):
        return ""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def link_context(page: Sight, link: Element) -> list[str]:
    """Words that are tied to a link: its sentence, paragraph, list item or cell, header cells, its description."""
    found = [names.description(link, page), _beside(page, link)]
    for above in link.ancestors():
        if above.tag in AROUND or page.role(above) in ("listitem", "paragraph", "cell"):
            found.append(shown(page, above, without="a"))
            if above.tag == "dd":
                found.append(_term(page, above))
            if above.tag == "td":
                found.append(_headers(page, above))
    return words(" ".join(found))


def near_heading(page: Sight, element: Element) -> bool:
    """Whether a heading below the first level stands before the element in the same part of the page."""
    inside: Element = element
    for above in element.ancestors():
        before = [one for one in above.elements if one.index < inside.index]
        if any(one.tag in HEADINGS and shown(page, one) for one in before):
            return True
        if above.tag in ("body", "main", "section", "article", "nav", "aside"):
            return False
        inside = above
    return False


def _beside(page: Sight, link: Element) -> str:
    """The rest of the line: texts and inline elements around the link in its block, other links left out."""
    block = next((above for above in link.ancestors() if page.styles.display(above) not in INLINE), None)
    if block is None:
        return ""
    texts = []
    for child in block.children:
        if isinstance(child, str):
            texts.append(child)
        elif child.tag != "a" and page.styles.display(child) in INLINE and child.tag not in SILENT:
            texts.append(shown(page, child, without="a") if page.role(child) != "link" else "")
    return " ".join(texts)


def _term(page: Sight, definition: Element) -> str:
    parent = definition.parent
    before = [one for one in parent.elements if one.tag == "dt" and one.index < definition.index] if parent else []
    return shown(page, before[-1]) if before else ""


def _headers(page: Sight, cell: Element) -> str:
    """Header cells of the row, else those above, unless the row's own words stand in another data cell."""
    row = cell.parent
    if row is None:
        return ""
    own = [one for one in row.elements if one.tag == "th"]
    if own:
        return " ".join(shown(page, one) for one in own)
    if any(words(shown(page, one, without="a")) for one in row.elements if one is not cell):
        return ""
    table = next((above for above in cell.ancestors() if above.tag == "table"), None)
    above_it = [one for one in table.descendants() if one.tag == "th" and one.index < cell.index] if table else []
    return " ".join(shown(page, one) for one in above_it)

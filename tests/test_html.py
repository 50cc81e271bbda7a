"""HTML to a tree: the one that browsers build, judged by another parser (Lexbor), with true places and selectors."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dpcsite.check import check_html
from dpcsite.formats.html import Document, Element, parse

# Left out: <template>, whose content is no part of either tree, and what one of the two parsers reads otherwise than
# the standard: <isindex>, a second <html>, a line end behind <pre> (ours); <image> in tables, <textarea> (Lexbor).
TAGS = """
<p> </p> <table> <tr> <td> </table> <caption> <col> <colgroup> <tbody> <thead> <th> <b> </b> <i> </i> <em>
<u> <s> <code> <nobr> <a_href=x> </a>
 <svg> </svg> <math> <mi> <foreignObject> <desc> <mglyph> <select> <option> <optgroup> </select>
<form> </form> <li> <ul> </ul> <ol> <dl><dt> <dd> <button> <h1> </h2> <br/> </br> <hr> <wbr> <input_type=hidden>
<title> </title> <style> </style> <script> </script> <iframe> </iframe> <body_class=q> </body> </html>
<head> </head> <frameset> <frame> <ruby><rt> <rp> <plaintext> <listing> <noscript> </noscript> <noframes>
<object> <marquee> <applet>
<details> <summary> <dialog> <search> <center> <font_color=red> <x-y> </x-y> <A_HREF=q> <div_a=1_a=2_B=3>
<div_id=1a> <!DOCTYPE_html> <?x?> <![CDATA[x]]> <!-- --> &amp &lt; &notin; &#x41; " ' < > </ é 😀
""".split()
FRAGMENTS = [*(tag.replace("_", " ") for tag in TAGS), "\n", "\t", "<pre>", '<div id="x y">']
PLAIN_STEP = re.compile(r"#[a-zA-Z][a-zA-Z0-9_-]*|[a-z][a-z0-9]*(?::nth-of-type\(\d+\))?")

Node = str | tuple[str, dict[str, str]]


def _pages(minimal: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((minimal / "public").rglob("*.html"))]


def _mutated(page: str, chance: random.Random) -> str:
    """Cut out, repeat and put in, a few times."""
    for _ in range(chance.randint(1, 8)):
        start, kind = chance.randrange(len(page) + 1), chance.random()
        if kind < 0.2:
            page = page[:start] + page[start + chance.randint(1, 40) :]
        elif kind < 0.4:
            other = chance.randrange(len(page) + 1)
            page = page[:start] + page[other : other + chance.randint(1, 200)] + page[start:]
        else:
            page = page[:start] + chance.choice(FRAGMENTS) + page[start:]
    return page


def _ours(document: Document) -> list[Node]:
    found: list[Node] = []
    waiting: list[Element | str] = [document.root] if document.root else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        else:
            found.append((one.tag, one.attrs))
            waiting.extend(reversed(one.children))
    return _joined(found)


def _is_element(node: LexborNode) -> bool:
    return (node.tag or "-")[0] not in "-!_"


def _theirs(tree: LexborHTMLParser) -> list[Node]:
    found: list[Node] = []
    for node in tree.root.traverse(include_text=True):  # type: ignore[union-attr]
        if node.tag == "-text":
            found.append(node.text_content or "")
        elif _is_element(node):
            found.append((str(node.tag), {name: value or "" for name, value in node.attributes.items()}))
    return _joined(found)


def _joined(nodes: list[Node]) -> list[Node]:
    """Texts that stand side by side as one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, str) and found and isinstance(found[-1], str):
            found[-1] += node
        else:
            found.append(node)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_page_becomes_the_tree_that_browsers_build(seed: int, minimal: Path) -> None:
    """Tags, attributes and texts in the same order as Lexbor's, which follows the same standard, on 50 pages each."""
    chance, pages = random.Random(seed), _pages(minimal)  # noqa: S311 - chance that can be repeated
    for _ in range(50):
        page = _mutated(chance.choice(pages), chance)
        assert _ours(parse(page)) == _theirs(LexborHTMLParser(page)), page


@pytest.mark.parametrize("seed", range(4))
def test_a_place_points_at_the_start_tag(seed: int, minimal: Path) -> None:
    """Line and column, counted from 1, lead to `<tag` in the text; an element that nobody wrote has line 0."""
    chance, pages = random.Random(seed), _pages(minimal)  # noqa: S311
    for _ in range(50):
        page = _mutated(chance.choice(pages), chance)
        lines = page.split("\n")
        for element in parse(page).elements:
            written = "image" if element.tag == "img" else element.tag  # the standard reads as <img>
            at = lines[element.line - 1][element.column - 1 :].lower() if element.line else ""
            assert not element.line or at.startswith((f"<{element.tag.lower()}", f"<{written.lower()}")), page


def test_every_tag_of_a_built_page_has_a_place(minimal: Path) -> None:
    """In a page without mistakes nothing is at line 0."""
    for page in _pages(minimal):
        lines = page.split("\n")
        for element in parse(page).elements:
            assert lines[element.line - 1][element.column - 1 :].startswith(f"<{element.tag}")


@pytest.mark.parametrize(
    ("page", "places"),
    [
        ("<p>a<b>c", {"p": (1, 1), "b": (1, 5)}),
        ("é😀<p>\r\n <b>", {"p": (1, 3), "b": (2, 2)}),
        ("<!-- \n\n --><p\n class=x>", {"p": (3, 5)}),
        ("<html><tr><P>", {"p": (1, 11)}),
        ("\ufeff<p>", {"p": (1, 2)}),
    ],
)
def test_a_place_counts_characters(page: str, places: dict[str, tuple[int, int]]) -> None:
    """Not bytes, and not only what is shown."""
    document = parse(page)
    assert {tag: (one.line, one.column) for tag in places for one in document.all(tag)} == places


def _nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    return [node for node in tree.root.traverse() if _is_element(node)]  # type: ignore[union-attr]


def _finds(tree: LexborHTMLParser, selector: str) -> list[int]:
    return [node.mem_id for node in tree.css(selector)]


@pytest.mark.parametrize("seed", range(4))
def test_a_selector_leads_back_to_its_element(seed: int, minimal: Path) -> None:
    """Run by another program, it finds that element and no other."""
    chance, pages = random.Random(seed), _pages(minimal)  # noqa: S311
    asked = 0
    for _ in range(12):
        page = _mutated(chance.choice(pages), chance)
        document, tree = parse(page), LexborHTMLParser(page)
        ids = Counter(element.attrs.get("id") for element in document.elements)
        for element, node in zip(document.elements, _nodes(tree), strict=True):
            selector = element.selector
            steps = selector.split(" > ")
            if not all(map(PLAIN_STEP.fullmatch, steps)) or ids[steps[0][1:]] > 1:
                continue  # odd names and shared ids have tests of their own
            asked += 1
            assert _finds(tree, selector) == [node.mem_id], (selector, page)
    assert asked > 500


@pytest.mark.parametrize("identity", ["1a", "a.b", "a:b", "a b", "a/b", 'a"b', "é", "-", "a#b", "a>b", "a\\b", "{{x}}"])
def test_an_odd_id_makes_a_selector_that_works(identity: str) -> None:
    """Any text may be an id in HTML; a selector has to escape it, or to go without."""
    page = f"<p>x<p id='{identity}'><b>y</b><p>"
    tree = LexborHTMLParser(page)
    (bold,) = parse(page).all("b")
    assert _finds(tree, bold.selector) == [node.mem_id for node in tree.css("b")]
    assert not re.search(r"#-?\d|#-(?:\s|$)", bold.selector), "Lexbor takes it, but browsers do not"


def test_a_shared_id_makes_a_selector_that_works() -> None:
    """The second element with an id is found by its own selector, not the first one."""
    page = "<p id=a><b>x</b></p><p id=a><b>y</b></p>"
    tree = LexborHTMLParser(page)
    selectors = [bold.selector for bold in parse(page).all("b")]
    assert [_finds(tree, selector) for selector in selectors] == [[node.mem_id] for node in tree.css("b")]


@pytest.mark.parametrize("tag", ["x-y", "o:p", "x.y", "a<b"])
def test_an_odd_tag_makes_a_selector_that_works(tag: str) -> None:
    """Browsers take nearly anything for a tag, such as what a word processor leaves behind."""
    page = f"<div><{tag}><i>x</i></{tag}></div>"
    tree = LexborHTMLParser(page)
    (italic,) = parse(page).all("i")
    assert _finds(tree, italic.selector) == [node.mem_id for node in tree.css("i")]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 3000 + "<img src=x>",
        "<ul><li>" * 1500 + "<button>",
        "<a href=x>" + "<span>" * 3000 + "words",
        "<b>" * 3000 + "<p>words",
        "<table><tr><td>" * 1000 + "<input id=x><label for=x>",
        "<h1>" + "<i>" * 3000 + "words",
    ],
    ids=lambda page: page[:15],
)
def test_a_page_3000_deep_does_not_fail(page: str) -> None:
    """Neither the tree nor any rule runs out of stack; walking, text and selectors work down to the bottom."""
    document = parse(page)
    assert document.root is not None
    assert len(list(document.root.descendants())) == len(document.elements) - 1 >= 1000
    assert document.elements[-1].selector
    assert ("words" in document.root.text()) == ("words" in page)
    assert check_html(page.encode(), "a.html")


def test_the_doctype_ids_and_tags_can_be_looked_up() -> None:
    """What rules ask for most is ready."""
    document = parse("<!doctype html><p id=a>1<p id=b><p id=a>2<i id=''>")
    assert document.doctype
    assert not parse("<p>").doctype
    assert [element.text() for element in document.by_id["a"]] == ["1", "2"]
    assert set(document.by_id) == {"a", "b"}
    assert [element.tag for element in document.all("i", "p")] == ["i", "p", "p", "p"]
    assert document.first("p") is document.by_id["a"][0]
    assert document.first("table") is None
    assert [element.index for element in document.elements] == list(range(len(document.elements)))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>ŵ".encode(), "ŵ"),
        ("\ufeff<p>ŵ".encode(), "ŵ"),
        ("<meta charset=windows-1252><p>é".encode("cp1252"), "é"),
        ("<p>ŵ".encode("utf-16"), "ŵ"),
    ],
)
def test_bytes_are_decoded_by_the_rules_of_html(content: bytes, text: str) -> None:
    """A mark at the start wins, then what the page says of itself, then UTF-8 by its look."""
    (paragraph,) = parse(content).all("p")
    assert paragraph.text() == text

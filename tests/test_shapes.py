"""Rules that go by a page's shape: what they found without fault need not be asked again, and nothing is missed."""

import re
from itertools import product
from pathlib import Path

import pytest

from dpcsite.check import faults, faults_by_shape, sheets_of
from dpcsite.check.examples import Example, rule_page
from dpcsite.check.page import Page
from dpcsite.check.rules import RULES
from dpcsite.check.semantics.cascade import Sheet
from dpcsite.check.shapes import Shapes
from dpcsite.formats import css
from dpcsite.formats.html import Document, parse

BY_SHAPE = [rule for rule in RULES if rule.by_shape]
CASES = [(rule, example) for rule in BY_SHAPE for example in rule_page(rule.id).examples]
STYLE = "<style>.low { color: #999999; background-color: #ffffff }</style>"


def _page(markup: str) -> Page:
    document = parse(markup)
    return Page(document, sheets_of(document, lambda _: None))


def _found(markup: str, shapes: Shapes | None = None) -> list[tuple[str, str]]:
    document = parse(markup)
    sheets = sheets_of(document, lambda _: None)
    if shapes is None:
        found = list(faults(Page(document, sheets)))
    else:
        page, shape = shapes.page(document, sheets)
        found = list(faults_by_shape(page, shape, shapes))
    return [(fault.rule.id, fault.element.selector) for fault in found]


def _with_other_words(markup: str) -> str:
    """Other words of the same number, and other addresses; code and style stay."""
    parts = re.split(r"(<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>)", markup, flags=re.DOTALL)
    texts = (part if part.startswith("<") else re.sub(r"\w+", "other", part) for part in parts)
    return re.sub(r'(href|src)="[^"]*"', r'\1="/elsewhere/"', "".join(texts))


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule.id}: {one.title[:50]}" for rule, one in CASES])
def test_other_words_and_addresses_change_no_verdict(rule: object, example: Example) -> None:
    """The mark is true: such a rule says the same of the same shape."""
    verdicts = []
    for markup in (example.html, _with_other_words(example.html)):
        page = _page(markup)
        verdicts.append([(one.index, rule.verdict(page, one).outcome) for one in rule.targets(page)])  # type: ignore[attr-defined]
    assert verdicts[0] == verdicts[1]


def test_words_and_addresses_do_not_belong_to_the_shape() -> None:
    """Two forces' pages have one shape."""
    first, second = (parse(f'<p class="a"><a href="/{name}/">{name}</a> Police</p>') for name in ("kent", "gwent"))
    assert Shapes().shape(first, ()) == Shapes().shape(second, ())


@pytest.mark.parametrize(
    "other",
    [
        '<p class="b"><a href="/x/">x</a> Police</p>',
        '<p class="a"><a>x</a> Police</p>',
        '<p class="a"><a href="/x/"></a> Police</p>',
        '<p class="a"><a href="/x/">x</a></p> Police',
        '<p class="a" hidden><a href="/x/">x</a> Police</p>',
        '<p class="a"><b href="/x/">x</b> Police</p>',
        '<p class="a"><a href="/x/">–</a> Police</p>',
    ],
)
def test_everything_else_belongs_to_the_shape(other: str) -> None:
    """A class, a state, an empty text, the order of elements."""
    shape = Shapes().shape(parse('<p class="a"><a href="/kent/">Kent</a> Police</p>'), ())
    assert Shapes().shape(parse(other), ()) != shape


def test_an_attribute_that_a_selector_looks_into_belongs_to_the_shape() -> None:
    """A style that goes by an address tells two addresses apart."""
    style = '<style>a[href^="/k"] { color: #eeeeee }</style>'
    shapes = Shapes()
    pages = [_page(f'{style}<p><a href="/{name}/">x</a></p>') for name in ("kent", "gwent")]
    assert shapes.shape(pages[0].document, pages[0].sheets) != shapes.shape(pages[1].document, pages[1].sheets)


@pytest.mark.parametrize(
    ("selector", "alike", "apart"),
    [
        ('a[href^="tel:"]', "https://www.example.org/", "tel:101"),
        ("a[href=kent]", "gwent", "kent"),
        ("a[href='/kent/' ]", "/gwent/", "/kent/"),
        ('a[HREF$=".pdf"]', "/b/", "/a.pdf"),
        ('a[href*="//"]', "/b/", "https://a"),
        ('a[title~="new"]', "renewed", "a new one"),
        ('a[hreflang|="cy"]', "en-cy", "CY-GB"),
        ('a[href$=".pdf" i]', "/a/", "/A.PDF"),
        ('a[href^="\\2f k"]', "/a/", "/kent/"),
        ("a[*|href='/kent/']", "/a/", "/kent/"),
    ],
)
def test_only_what_a_selector_asks_of_an_address_belongs_to_the_shape(selector: str, alike: str, apart: str) -> None:
    """Two addresses that no selector tells apart do not make two shapes; two that one does, do."""
    shapes = Shapes()
    name = re.findall(r"\[(?:\*\|)?(\w+)", selector)[0].lower()
    style = f"<style>{selector} {{ color: #eeeeee }}</style>"
    pages = [_page(f'{style}<p><a {name}="{value}">x</a></p>') for value in ("/a/", alike, apart)]
    first, second, third = (shapes.shape(page.document, page.sheets) for page in pages)
    assert first == second
    assert first != third


def test_a_shape_with_a_fault_is_asked_about_again() -> None:
    """Every page that has the fault is reported."""
    shapes = Shapes()
    for name in ("Kent", "Gwent"):
        assert ("color-contrast", "html > body > p") in _found(f'{STYLE}<p class="low">{name}</p>', shapes)


def test_rules_about_words_are_asked_on_every_page() -> None:
    """A known shape passes over no other rule."""
    shapes = Shapes()
    good, bad = '<p><a href="/a/">Kent Police</a></p>', '<p><a href="/a/" aria-label=" "></a></p>'
    assert "link-name" not in dict(_found(good, shapes))
    assert "link-name" in dict(_found(bad, shapes))
    assert _found(good, shapes) == _found(good)


# --- one form in other colours

TINTED = """:root {{ --page: #ffffff; --x: #000000 }} .a {{ color: var(--made); --made: var(--x) }}
.b {{ color: #767676 }} .d {{ background-color: var(--y, #ffffff) }} a:focus {{ outline: none; color: var(--x) }}
@media screen {{ :root {{ --x: {x}; --y: {y}; }} }}
"""
BODY = '<main><h1>A page</h1><p class="b">Quiet</p><p class="a">Some <b>words</b></p>{more}</main>'
GROUND = '<div class="d"><p class="b">On a ground</p></div>'


def _linked(x: str, y: str, more: str = "") -> tuple[Document, tuple[Sheet, ...]]:
    """The same with the style in a file: two files make no difference to what the document says."""
    document = parse(f'<link rel="stylesheet" href="/{x[1:]}{y[1:]}.css">{BODY.format(more=more)}')
    return document, sheets_of(document, lambda _: TINTED.format(x=x, y=y))


COLOURS = ("#000000", "#ffffff", "#767676", "#777777", "#ff0000", "#1d3c78")


@pytest.mark.parametrize("more", ["", GROUND, '<p class="d"><a class="a" href="/a/">A link</a></p>'])
def test_a_form_in_other_colours_has_the_findings_of_its_own_colours(more: str) -> None:
    """Whatever was seen before it, in whichever colours, and whether that was without fault or not."""
    orders = [list(product(COLOURS, COLOURS)), list(product(COLOURS[::-1], COLOURS))]
    seen = set()
    for order in orders:
        shapes = Shapes()
        for x, y in order:
            document, sheets = _linked(x, y, more)
            page, shape = shapes.page(document, sheets)
            found = [(fault.rule.id, fault.element.selector) for fault in faults_by_shape(page, shape, shapes)]
            alone = [(fault.rule.id, fault.element.selector) for fault in faults(Page(*_linked(x, y, more)))]
            assert found == alone, (x, y)
            seen.add(("color-contrast" in dict(found), shape.form))
    assert {failed for failed, _ in seen} == {True, False}
    assert len({form for _, form in seen}) == 1


def test_only_opaque_colours_of_the_root_make_tints() -> None:
    """A last rule that says anything else belongs to the form."""
    shapes = Shapes()
    document, _ = _linked("#000000", "#ffffff")
    for last in ("--x: none", "--x: #00000080", "--x: #000000 !important", "--x: var(--y)", "color: #000000"):
        sheets = [
            (css.parse(f"p {{ color: var(--x) }}\n@media screen {{ :root {{ {one}; }} }}\n"),) for one in (last, "")
        ]
        told = [shapes.shape(document, one) for one in sheets]
        assert told[0].form != told[1].form
        assert told[0].tints == told[1].tints


def test_other_colours_change_no_verdict_of_rules_that_do_not_go_by_colour() -> None:
    """The mark is true: such a rule says the same of the same shape in other colours."""
    assert {rule.id for rule in RULES if rule.by_colour} <= {rule.id for rule in BY_SHAPE}
    for rule, example in CASES:
        if rule.by_colour:
            continue
        verdicts = []
        for colour in ("#fefefe", "#010101"):
            page = _page(re.sub(r"#[0-9a-fA-F]{3,6}\b(?=[^>]*</style>)", colour, example.html))
            verdicts.append([(one.index, rule.verdict(page, one).outcome) for one in rule.targets(page)])
        assert verdicts[0] == verdicts[1], rule.id


def test_a_built_site_has_the_same_findings_with_and_without_shapes(minimal: Path) -> None:
    """Every page of the minimal site and, changed to be faulty, the same pages again."""
    shapes = Shapes()
    files = sorted((minimal / "public").rglob("*.html"))
    for change in (str, lambda text: text.replace("<h2", "<h4").replace('aria-label="Main"', "")):
        for file in files:
            markup = change(file.read_text(encoding="utf-8"))
            assert _found(markup, shapes) == _found(markup), file

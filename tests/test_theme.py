"""The theme by itself: its components, its strings, its colours, and that it loads nothing from elsewhere."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jinja2
import jinja2.meta
import jinja2.nodes
import pytest

from dpcsite.check import faults
from dpcsite.check.page import Page
from dpcsite.check.rules import RULES
from dpcsite.formats.html import parse
from dpcsite.formats.yaml import read
from dpcsite.load import load
from dpcsite.model.findings import Place
from dpcsite.model.site import Theme
from dpcsite.model.strings import SAID_BY_PROGRAM
from dpcsite.render import Renderer
from dpcsite.validate.notes import Notes
from dpcsite.validate.theme import theme as read_theme
from tests.sites import ROOT

FOLDER = ROOT / "themes" / "national"
LANGUAGES = ("en", "cy")
COMPONENTS = sorted(path.parent.name for path in FOLDER.glob("components/*/component.yaml"))
TEMPLATES = [
    *sorted(path.name for path in FOLDER.glob("layouts/*.html")),
    *(f"component:{name}" for name in COMPONENTS),
]
SHEETS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.css"))
GLOBALS = {"t", "forms", "at", "component", "lang"}  # what every component has besides its parameters


@cache
def theme() -> Theme:
    """The shipped theme, read as a build reads it."""
    tree, unread = load(ROOT)
    notes = Notes()
    found = read_theme(tree, "national", LANGUAGES, Place("content/site.yaml"), notes)
    assert (unread, notes.findings) == ([], [])
    assert found is not None
    return found


@cache
def plain(path: str) -> Any:
    """A YAML file of the theme as plain data."""
    document, problems = read((FOLDER / path).read_text(encoding="utf-8"))
    assert problems == ()
    assert document is not None
    return document.value


EXAMPLES = [
    pytest.param(name, example, id=f"{name}/{example['name']}")
    for name in COMPONENTS
    for example in plain(f"components/{name}/component.yaml")["examples"]
]


# --- components


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_of_a_component_passes_every_rule(name: str, example: dict[str, Any], lang: str) -> None:
    """In a small whole page, in both languages: no fault, and not even a doubt."""
    spec = theme().components[name]
    (given,) = [one.within(lang) for one in spec.examples if one.name == example["name"]]
    made = Renderer(theme()).component(name, lang, given)
    outside, inside = (made, "") if spec.stands == "page" else ("", made)
    part = '<h2 lang="en">A part</h2>' if "<h3" in made and "<h2" not in made else ""
    page = parse(f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title lang="en">A component</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><a href="#main" lang="en">Skip to main content</a>{outside}
<main id="main" tabindex="-1"><h1 lang="en">A component</h1>{part}{inside}</main></body></html>""")
    assert [(fault.rule.id, fault.verdict.message, fault.element.selector) for fault in faults(Page(page))] == []
    assert made.count("<") > 1
    assert "{" not in page.by_id["main"][0].text()


def test_a_component_that_breaks_a_rule_would_be_seen() -> None:
    """The page around an example hides nothing from the rules."""
    page = parse(
        "<!DOCTYPE html><html lang=en><title>A</title><body><main><h1>A</h1><img src=a.png><a href=/></a></main>"
    )
    assert {"image-alt", "link-name"} <= {fault.rule.id for fault in faults(Page(page))} <= {rule.id for rule in RULES}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_it_is_for_and_takes(name: str) -> None:
    """Its parameters are those that its template uses; each example gives what is required and nothing unknown."""
    about = plain(f"components/{name}/component.yaml")
    assert about["purpose"].endswith(".")
    assert about["accessibility"].strip().endswith(".")
    environment = jinja2.Environment(autoescape=True)
    used = jinja2.meta.find_undeclared_variables(environment.parse(theme().templates[f"component:{name}"]))
    assert used - GLOBALS == set(about["parameters"])
    required = {key for key, one in about["parameters"].items() if one.get("required") != "false"}
    for example in about["examples"]:
        given = set(example.get("parameters") or {})
        assert required <= given <= set(about["parameters"]), example["name"]


def _calls(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each call of a component in a template: its name, and the parameters that it gives."""
    tree = jinja2.Environment(autoescape=True).parse(text)
    for call in tree.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "component":
            assert len(call.args) == 1
            assert call.dyn_args is None
            assert call.dyn_kwargs is None
            assert isinstance(call.args[0], jinja2.nodes.Const)
            yield call.args[0].value, {keyword.key for keyword in call.kwargs}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_call_of_a_component_fits(template: str) -> None:
    """It exists, gets what it requires, and nothing that it does not know."""
    for name, given in _calls(theme().templates[template]):
        spec = theme().components[name]
        assert spec.required <= given <= spec.required | spec.optional, name


def test_every_component_is_called_somewhere() -> None:
    """What no page shows can go."""
    assert {name for text in theme().templates.values() for name, _ in _calls(text)} == set(theme().components)
    assert set(theme().components) == set(COMPONENTS)
    assert set(theme().templates) == set(TEMPLATES)


# --- strings


def texts(entry: str | dict[str, str]) -> list[str]:
    """Whatever a string may say: its text, or each of its forms."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def braces(entry: str | dict[str, str]) -> set[str]:
    """Names of the values that go into a string."""
    return {name for text in texts(entry) for name in re.findall(r"\{(\w+)\}", text)}


def said(text: str) -> Iterator[tuple[str, str, set[str]]]:
    """Each string that a template says: `t` or `forms`, the key, and the names of the values that it gives."""
    tree = jinja2.Environment(autoescape=True).parse(text)
    for call in tree.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name in ("t", "forms"):
            first = call.args[0]
            choices = [first.expr1, first.expr2] if isinstance(first, jinja2.nodes.CondExpr) else [first]
            for choice in choices:
                assert isinstance(choice, jinja2.nodes.Const)
                yield call.node.name, choice.value, {keyword.key for keyword in call.kwargs}


def test_both_languages_say_the_same_in_the_same_order() -> None:
    """So that a translator can read them side by side; that nothing is missing, every build asks."""
    assert list(plain("strings/en.yaml")) == list(plain("strings/cy.yaml"))


@pytest.mark.parametrize("key", sorted(plain("strings/en.yaml")))
def test_a_string_is_translated(key: str) -> None:
    """The Welsh is not the English once more, and both are only what can be read."""
    english, welsh = texts(plain("strings/en.yaml")[key]), texts(plain("strings/cy.yaml")[key])
    assert not set(english) & set(welsh)
    assert "".join(english + welsh).isprintable()


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_string_that_a_template_says_is_there(template: str) -> None:
    """By its key, with exactly the values that its braces ask for."""
    for function, key, values in said(theme().templates[template]):
        entry = plain("strings/en.yaml")[key]
        if function == "forms":
            assert isinstance(entry, dict), key
        else:
            assert braces(entry) | ({"count"} if isinstance(entry, dict) else set()) == values, key


def test_every_string_is_said_somewhere() -> None:
    """By a template or by the program, or it names the region of a force; what nobody says can go."""
    regions = {
        "region-" + match[1].lower().replace(" ", "-")
        for path in (ROOT / "forces").glob("*/force.yaml")
        for match in re.finditer(r"^region: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(regions) > 5
    keys = {key for text in theme().templates.values() for _, key, _ in said(text)}
    assert set(plain("strings/en.yaml")) - keys - regions - set(SAID_BY_PROGRAM) == set()
    assert regions <= set(plain("strings/en.yaml"))


# --- colours

NAME = re.compile(r"(--dpc-[a-z-]+):\s*(#[0-9a-f]{6});")
RULE_OF_CSS = re.compile(r"([^{}]+)\{([^{}]*)\}")


def css(path: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (FOLDER / path).read_text(encoding="utf-8"), flags=re.DOTALL)


BLOCK = re.compile(r"(?:@media ([^{]+)\{\s*)?:root \{([^}]*)\}")
DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"


@cache
def blocks() -> dict[str, dict[str, str]]:
    """Colours by name, as each block of tokens.css gives them; the block on no condition is ""."""
    return {media.strip(): dict(NAME.findall(body)) for media, body in BLOCK.findall(css("styles/tokens.css"))}


@cache
def schemes() -> dict[str, dict[str, str]]:
    """Colours by name as readers see them; what a block does not say is as in those before it."""
    wanted = {
        "light": ("",),
        "dark": ("", DARK),
        "light, more contrast": ("", MORE),
        "dark, more contrast": ("", DARK, MORE, f"{MORE} and {DARK}"),
        "paper": ("", "print"),
    }
    return {
        name: {key: one for media in found for key, one in blocks()[media].items()} for name, found in wanted.items()
    }


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def declared(body: str, name: str) -> str:
    """The colour that a rule gives by name, without its first two hyphens and ours."""
    match = re.search(rf"(?:^|[;\s]){name}:\s*var\(--dpc-([a-z-]+)\)", body)
    return match[1] if match else ""


def rules() -> Iterator[str]:
    """The declarations of every rule of every style sheet."""
    for sheet in SHEETS:
        yield from (body for _, body in RULE_OF_CSS.findall(css(sheet)))


def worded() -> set[tuple[str, str]]:
    """Pairs of colours that words and what is behind them have somewhere.

    A rule that gives both gives a pair. `on-brand` stands on `brand`, and on `brand-hover` where only the ground
    changes. Words without a ground of their own, such as links, stand on any ground that is for plain text.
    """
    given = [(declared(body, "color"), declared(body, "background-color")) for body in rules()]
    plain_grounds = {back for front, back in given if front == "text" and back}
    pairs = set()
    for front, back in given:
        if front.startswith("on-"):
            pairs.add((front, back or front.removeprefix("on-")))
        elif front:
            pairs |= {(front, ground) for ground in ([back] if back else plain_grounds)}
        elif back:
            stem = back.removesuffix("-hover")
            pairs.add((f"on-{stem}" if f"--dpc-on-{stem}" in schemes()["light"] else "text", back))
    return pairs


DECORATION = {
    "line-soft": "between rows and parts that space sets apart already",
    "check": "the checks of the header",
}


def lined() -> set[tuple[str, str]]:
    """Pairs of colours that a border or the ring of focus has with the page, and with the ground inside a border."""
    pairs = set()
    for body in rules():
        back = declared(body, "background-color")
        for kind, colour in re.findall(r"(border|outline)[a-z-]*:[^;]*var\(--dpc-([a-z-]+)\)", body):
            pairs |= {(colour, "page")} | ({(colour, back)} if back and kind == "border" else set())
    return pairs


def test_pairs_of_colours_are_found_however_they_are_written() -> None:
    """Words on a ground of their own, on any ground, on one that only changes; borders inside and outside."""
    assert worded() >= {
        ("text", "page"),
        ("text-quiet", "page"),
        ("text", "alarm-tint"),
        ("text", "surface"),
        ("link", "page"),
        ("link", "surface"),
        ("link", "alarm-tint"),
        ("link-visited", "alarm-tint"),
        ("on-brand", "brand"),
        ("on-brand", "brand-hover"),
        ("on-focus", "focus"),
        ("on-call", "call"),
        ("on-header", "header"),
        ("on-banner", "banner"),
    }
    assert lined() >= {
        ("line", "page"),
        ("alarm", "page"),
        ("alarm", "alarm-tint"),
        ("text", "page"),
        ("brand", "page"),
    }
    assert {colour for colour, _ in lined()} >= set(DECORATION), "an exception that nothing needs"
    used = {f"--dpc-{name}" for pair in worded() | lined() for name in pair}
    assert used == set(schemes()["light"]), "a colour that is never seen, or never asked about"


@pytest.mark.parametrize("scheme", ["light", "dark", "light, more contrast", "dark, more contrast", "paper"])
@pytest.mark.parametrize(("front", "back"), sorted(worded()))
def test_words_stand_out_from_what_is_behind_them(front: str, back: str, scheme: str) -> None:
    """4.5 to 1 at the least (WCAG 1.4.3), and 7 to 1 on paper and for who asks for more."""
    if scheme == "paper" and back.endswith(("-hover", "focus")):
        return  # nothing is pointed at on paper
    colours = schemes()[scheme]
    found = contrast(colours[f"--dpc-{front}"], colours[f"--dpc-{back}"])
    assert found >= (4.5 if scheme in ("light", "dark") else 7)


@pytest.mark.parametrize("scheme", ["light", "dark", "light, more contrast", "dark, more contrast"])
@pytest.mark.parametrize(("front", "back"), sorted(pair for pair in lined() if pair[0] not in DECORATION))
def test_lines_stand_out_from_what_is_behind_them(front: str, back: str, scheme: str) -> None:
    """Borders and the ring of focus: 3 to 1 at the least (WCAG 1.4.11)."""
    colours = schemes()[scheme]
    assert contrast(colours[f"--dpc-{front}"], colours[f"--dpc-{back}"]) >= 3


@pytest.mark.parametrize("scheme", ["light, more contrast", "dark, more contrast"])
def test_whoever_asks_for_more_contrast_sees_every_line_and_no_quiet_words(scheme: str) -> None:
    """Lines that part rows are as strong as words, and so is what is said more quietly to others."""
    colours = schemes()[scheme]
    for name in ("line-soft", "line", "text-quiet"):
        assert contrast(colours[f"--dpc-{name}"], colours["--dpc-page"]) >= 7, name


@pytest.mark.parametrize("scheme", ["light", "dark", "light, more contrast", "dark, more contrast"])
@pytest.mark.parametrize("ground", ["page", "surface", "alarm-tint", "header", "banner"])
def test_what_has_the_focus_is_seen_on_every_ground(ground: str, scheme: str) -> None:
    """By its ring or by its own ground: 3 to 1 at the least (WCAG 2.4.7, 1.4.11)."""
    colours = schemes()[scheme]
    assert max(contrast(colours[f"--dpc-{mark}"], colours[f"--dpc-{ground}"]) for mark in ("text", "focus")) >= 3


def test_the_formula_is_the_one_of_wcag() -> None:
    """Black on white is 21 to 1; a grey that is known to be the last that passes does."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")


def test_both_colour_schemes_define_the_same_names() -> None:
    """A colour that only one of them has would be an accident in the other."""
    assert len(blocks()[""]) > 10
    assert set(blocks()[DARK]) == set(blocks()[""])
    assert set().union(*blocks().values()) == set(blocks()[""]), "a colour that only some readers have"
    assert len(NAME.findall(css("styles/tokens.css"))) == sum(map(len, blocks().values())), "one that is not read here"


@pytest.mark.parametrize("sheet", SHEETS)
def test_colours_are_said_by_their_names(sheet: str) -> None:
    """Only tokens.css holds colours themselves, and only on :root; each name that is used is defined there."""
    text = css(sheet)
    defined = set(re.findall(r"(--dpc-[a-z-]+):", css("styles/tokens.css")))
    assert set(re.findall(r"var\((--[a-z-]+)\)", text)) <= defined
    if sheet == "styles/tokens.css":
        selectors = {selector for selector, _ in RULE_OF_CSS.findall(re.sub(r"@media[^{]*\{", "", text))}
        assert {selector.strip("} \n") for selector in selectors} == {":root"}
    else:
        assert "--dpc-" not in re.sub(r"var\(--dpc-[a-z-]+\)", "", text)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix)\(", text)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_loads_nothing(sheet: str) -> None:
    """No address of another site, no @import, nothing that old browsers would run."""
    text = (FOLDER / sheet).read_text(encoding="utf-8")
    assert not re.search(
        r"@import|@font-face|//|https?:|expression\(|(?<![-\w])behavior:|-moz-binding|image-set\(", text, re.IGNORECASE
    )
    assert not re.search(r"url\(", text, re.IGNORECASE)


def test_every_class_that_is_styled_is_in_a_template() -> None:
    """Or an example shows it, or the script sets it; and it starts with our own letters, so that it meets no other."""
    shown = (
        Renderer(theme()).component(name, "en", example.within("en"))
        for name, spec in theme().components.items()
        for example in spec.examples
    )
    markup = "\n".join([*theme().templates.values(), *shown, theme().script])
    for sheet in SHEETS:
        for selector, _ in RULE_OF_CSS.findall(css(sheet)):
            for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector):
                assert name.startswith("dpc-")
                assert re.search(rf"[\"\s]{re.escape(name)}[\"\s]", markup), name

"""The strings of a theme: plural forms by CLDR, what is filled in, and every mistake at its line."""

import ast
import json
import re
from datetime import date
from typing import Any

import pytest

from dpcsite.formats.html import parse
from dpcsite.formats.templates import SaidKey, said_keys
from dpcsite.model.findings import Place
from dpcsite.model.site import ComponentSpec, Theme
from dpcsite.model.strings import (
    ALL_CATEGORIES,
    CATEGORIES,
    SAID_BY_PROGRAM,
    NotSaidError,
    Strings,
    category,
    long_date,
)
from dpcsite.model.tree import Source
from dpcsite.render import ComponentError, Renderer
from dpcsite.validate.notes import Notes
from dpcsite.validate.strings import strings
from tests.conftest import requires
from tests.sites import ROOT

# The whole numbers that CLDR's plurals.xml gives as samples of each category, its ranges written out.
SAMPLES = {
    "en": {"one": [1], "other": [0, *range(2, 17), 100, 1000, 10000, 100000, 1000000]},
    "cy": {
        "zero": [0],
        "one": [1],
        "two": [2],
        "few": [3],
        "many": [6],
        "other": [4, 5, *range(7, 21), 100, 1000, 10000, 100000, 1000000],
    },
}

ENGLISH = Strings(
    "en",
    {
        "hello": "Hello",
        "call": "Call {number}, {name}",
        "shown": {"one": "{count} force of {all}", "other": "{count} forces of {all}"},
        "month-11": "November",
    },
)
WELSH_FORMS = {one: f"{one} {{count}}" for one in ALL_CATEGORIES}
WELSH = Strings("cy", {"shown": WELSH_FORMS, "month-11": "Tachwedd"})


# --- which form


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_category_is_the_one_that_cldr_gives(lang: str) -> None:
    """For each sample number of each category, and there are no more categories."""
    for name, numbers in SAMPLES[lang].items():
        assert {number: category(lang, number) for number in numbers} == dict.fromkeys(numbers, name)
    assert list(SAMPLES[lang]) == list(CATEGORIES[lang])


def test_a_category_is_the_one_that_scripts_in_a_browser_get() -> None:
    """`Intl.PluralRules` decides there; from below 0 to 200 it says the same."""
    from playwright.sync_api import sync_playwright

    path = requires("chromium", "install Debian's package chromium")
    numbers = list(range(-10, 201))
    asked = "([lang, numbers]) => numbers.map((one) => new Intl.PluralRules(lang).select(one))"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for lang in CATEGORIES:
            assert page.evaluate(asked, [lang, numbers]) == [category(lang, number) for number in numbers]
        browser.close()


# --- saying


def test_a_number_chooses_the_form_and_goes_into_it() -> None:
    """Beside it, other values are filled in as in every text."""
    assert ENGLISH.say("shown", count=1, all=3) == "1 force of 3"
    assert [ENGLISH.say("shown", count=number, all=3) for number in (0, 2, 11)] == [
        "0 forces of 3",
        "2 forces of 3",
        "11 forces of 3",
    ]
    assert [WELSH.say("shown", count=number) for number in range(8)] == [
        *("zero 0", "one 1", "two 2", "few 3", "other 4", "other 5", "many 6", "other 7"),
    ]


def test_a_value_is_filled_in_once_and_as_it_is() -> None:
    """Braces and backslashes in a value are only text."""
    assert ENGLISH.say("call", number=r"\1", name="{number}") == r"Call \1, {number}"
    assert ENGLISH.say("hello", number=1) == "Hello"


@pytest.mark.parametrize(
    ("key", "values", "message"),
    [
        ("helo", {}, 'no string "helo"'),
        ("call", {"number": 1}, "a value for {name}"),
        ("shown", {}, "needs count"),
        ("shown", {"count": "3"}, "needs count as a whole number"),
        ("shown", {"count": 3}, "a value for {all}"),
    ],
)
def test_what_cannot_be_said_is_one_kind_of_error(key: str, values: dict[str, Any], message: str) -> None:
    """It names the string and what it lacks; `get` gives nothing instead."""
    with pytest.raises(NotSaidError, match=message):
        ENGLISH.say(key, **values)
    assert ENGLISH.get(key, **values) == ""


def test_forms_are_handed_over_as_they_are_written() -> None:
    """For scripts, with braces; a text without forms has none to give."""
    assert WELSH.forms("shown") == WELSH_FORMS
    with pytest.raises(NotSaidError, match="no plural forms"):
        ENGLISH.forms("hello")


def test_a_day_is_said_in_words() -> None:
    """Without a zero before the day, with the month's name."""
    assert long_date(ENGLISH, date(2026, 11, 23)) == "23 November 2026"
    assert long_date(WELSH, date(2026, 11, 3)) == "3 Tachwedd 2026"


# --- on a page


def shown(template: str, lang: str = "en") -> str:
    """What a component of a theme with these strings shows."""
    place = Place("themes/t/components/a/component.yaml")
    theme = Theme(
        id="t",
        templates={"component:a": template},
        paths={"component:a": "themes/t/components/a/template.html"},
        style="",
        script="",
        statics={},
        components={"a": ComponentSpec("a", "", "", (), (), place)},
        strings={"en": ENGLISH, "cy": WELSH},
    )
    return Renderer(theme).component("a", lang, {})


def test_a_template_says_a_string_with_its_values() -> None:
    """Values are escaped, markup among them is kept, and the string itself is text."""
    assert shown("""{{ t("call", number="<b>", name="<b>x</b>"|safe) }}""") == "Call &lt;b&gt;, <b>x</b>"
    assert shown("""{{ t("hello") }}{{ t("hello") }}""") == "HelloHello"
    assert shown("""{{ t("shown", count=1, all="&") }}; {{ t("shown", count=0, all=2) }}""") == (
        "1 force of &amp;; 0 forces of 2"
    )
    assert shown("""{{ t("shown", count=6) }}""", "cy") == "many 6"


def test_a_template_hands_forms_to_a_script() -> None:
    """As attributes, one by one or as JSON."""
    assert shown("""<p data-one="{{ forms("shown").one }}">""") == """<p data-one="{count} force of {all}">"""
    made = parse(shown("""<p data-forms='{{ forms("shown")|tojson }}'>""", "cy"))
    (paragraph,) = (one for one in made.elements if one.tag == "p")
    assert json.loads(paragraph.attrs["data-forms"]) == WELSH_FORMS


@pytest.mark.parametrize(
    "call",
    ["t('helo')", "t('call', number=1)", "t('shown')", "t('shown', count='1', all=1)", "forms('hello')", "forms('x')"],
)
def test_what_a_template_cannot_say_is_its_mistake(call: str) -> None:
    """So that it becomes a finding at the template's line."""
    with pytest.raises(ComponentError):
        shown("{{ " + call + " }}")


# --- mistakes

NEEDED = "".join(
    f"{key}: '{key}{''.join(f' {{{one}}}' for one in values)}'\n" for key, values in SAID_BY_PROGRAM.items()
)
FIRST = NEEDED.count("\n") + 1  # the line on which a test's own strings begin

Complaint = tuple[str, str, str]


def read(
    english: str, welsh: str | None, template: str = "", base: str = NEEDED
) -> tuple[dict[str, Strings], list[Complaint]]:
    """Catalogues and complaints of a theme with these strings behind those that every theme needs."""
    texts = {"en": base + english} | ({"cy": base + welsh} if welsh is not None else {})
    files = {
        f"strings/{lang}.yaml": Source(f"themes/t/strings/{lang}.yaml", text.encode()) for lang, text in texts.items()
    }
    notes = Notes()
    made = strings(files, "t", ("en", "cy"), {"themes/t/layouts/page.html": template}, notes)
    found = sorted(notes.findings, key=lambda one: one.sort_key)
    return made, [(str(one.place).removeprefix("themes/t/"), one.rule, f"{one.message} {one.help}") for one in found]


def complaints(english: str, welsh: str, template: str = "") -> list[Complaint]:
    """Only the complaints."""
    return read(english, welsh, template)[1]


FORMS = "".join(f"  {one}: '{{count}} b'\n" for one in CATEGORIES["cy"])


def test_catalogues_that_fit_are_not_complained_of() -> None:
    """A form may spell its number out, and a text may name values that a template gives."""
    english = "a: Call {number}\nb:\n  one: one b\n  other: '{count} b'\n"
    made, found = read(english, f"a: Ffoniwch {{number}}\nb:\n{FORMS}", '{{ t("a", number=1) }}{{ forms("b") }}')
    assert found == []
    assert made["en"].say("b", count=1) == "one b"
    assert made["cy"].say("a", number=999) == "Ffoniwch 999"


@pytest.mark.parametrize(
    ("english", "welsh", "place", "message"),
    [
        ("aa: A", "", "1:1", 'The string "aa" is missing in Welsh. Write aa: with the Welsh for "A".'),
        ("b: {one: 1 b, other: 2 b}", "", "1:1", "It needs a text for each of zero, one, two, few, many, other."),
        ("", "zz: A", f"{FIRST}:1", 'English has no string "zz". Delete it, or write it into strings/en.yaml'),
        ("a: A", "a:", f"{FIRST}:1", 'The string "a" is blank.'),
        ("a: A", "a: ' '", f"{FIRST}:4", 'The string "a" is blank.'),
        ("a: A", "a: [A]", f"{FIRST}:4", 'The string "a" is not a text.'),
        ("a: A", "a: B <b>", f"{FIRST}:4", 'The string "a" has < or > in it.'),
        ("a: A", "a: 'B {'", f"{FIRST}:4", 'The string "a" has braces that name no value.'),
        ("a: A {b}", "a: A", f"{FIRST}:4", 'The braces of "a" differ from the English: missing {b}.'),
        ("a: A {b}", "a: A {c}{d}", f"{FIRST}:4", "the English: missing {b}; unknown {c}, {d}."),
        ("a: {one: A, other: B}", "a: A", f"{FIRST}:1", "has plural forms in English, but is one text here."),
        ("b: A", f"b:\n{FORMS}", f"{FIRST}:1", "is one text in English, but has plural forms here."),
        ("b: {one: A, other: B}", f"b:\n{FORMS}  two words: C", f"{FIRST + 7}:3", 'no plural form "two words".'),
    ],
)
def test_a_mistake_in_a_further_language_has_its_line(english: str, welsh: str, place: str, message: str) -> None:
    """One complaint, in the file that a translator mends."""
    ((found_place, rule, said),) = complaints(english, welsh)
    assert found_place == f"strings/cy.yaml:{place}"
    assert rule == "translation"
    assert message in said


def test_each_missing_string_is_its_own_complaint() -> None:
    """And a slip in a key is told with the key that was meant."""
    found = complaints("hello: A\nbye: B", "helo: A")
    assert [(place, said.split(". ")[0]) for place, _, said in found] == [
        ("strings/cy.yaml:1:1", 'The string "bye" is missing in Welsh'),
        ("strings/cy.yaml:1:1", 'The string "hello" is missing in Welsh'),
        (f"strings/cy.yaml:{FIRST}:1", 'English has no string "helo"'),
    ]
    assert found[2][2].endswith('Did you mean "hello"?')


def test_plural_forms_are_those_of_the_language() -> None:
    """A form that it lacks is named at the string, one that it does not have at the form."""
    welsh = FORMS.replace("  two:", "  tow:")
    lacks = 'The string "b" lacks plural forms that Welsh needs: two.'
    assert complaints("b:\n  one: 1 b\n  few: 3 b\n  other: '{count} b'", f"b:\n{welsh}") == [
        (
            f"strings/cy.yaml:{FIRST}:1",
            "translation",
            f"{lacks} Write a text for each of zero, one, two, few, many, other.",
        ),
        (f"strings/cy.yaml:{FIRST + 3}:3", "translation", 'Welsh has no plural form "tow". Did you mean "two"?'),
        (f"strings/en.yaml:{FIRST + 2}:3", "translation", 'English has no plural form "few". It has one, other.'),
    ]


def test_braces_are_compared_form_by_form() -> None:
    """Only `count` may be left out of one, in the leading language too."""
    welsh = FORMS.replace("few: '{count} b'", "few: '{count} b {name}'").replace("many: '{count} b'", "many: b")
    ((place, _, said),) = complaints("b:\n  one: b\n  other: '{count} b'", f"b:\n{welsh}")
    assert place == f"strings/cy.yaml:{FIRST + 4}:8"
    assert 'The braces of "b" differ from the English: unknown {name}.' in said
    ((place, _, said),) = complaints("b:\n  one: b\n  other: b {name}", f"b:\n{FORMS.replace(' b', ' b {name}')}")
    assert place == f"strings/en.yaml:{FIRST + 1}:8"
    assert 'The braces of "b" differ from its other forms: missing {name}.' in said


def test_many_mistakes_of_one_kind_are_ten_and_a_number() -> None:
    """The last of ten says how many more there are."""
    found = complaints("".join(f"a{number}: A\n" for number in range(10, 35)), "")
    assert [said.split(" ")[2] for _, _, said in found] == [f'"a{number}"' for number in range(10, 20)]
    assert "There are 15 more like it in this file." in found[9][2]
    assert not any("more like it" in said for _, _, said in found[:9])


def test_exactly_ten_mistakes_are_told_one_by_one() -> None:
    """Nothing is said of more where there are no more."""
    found = complaints("", "".join(f"z{number}: A\n" for number in range(10)))
    assert len(found) == 10
    assert not any("more like it" in said for _, _, said in found)


def test_a_language_without_a_file_is_one_complaint() -> None:
    """At the theme, which says it in the first language until then."""
    made, found = read("a: A\n", None)
    assert found == [
        (
            "theme.yaml:1:1",
            "theme",
            'The theme "t" has no strings in "cy". Copy strings/en.yaml to strings/cy.yaml and translate it.',
        )
    ]
    assert made["cy"].say("a") == "A"


def test_an_empty_leading_catalogue_is_one_complaint() -> None:
    """Not one for each string of the other language, or for each that a template says."""
    made, found = read("", "a: A\n" + NEEDED, '{{ t("a") }}{{ t("b") }}', base="")
    assert [(place, rule) for place, rule, _ in found] == [("strings/en.yaml:1:1", "theme")]
    assert (made["en"].say("a"), made["en"].say("b")) == ("A", "b")


def test_what_is_missing_is_filled_so_that_pages_can_be_made() -> None:
    """With the other language's text, with another form, or with the key; each is complained of already."""
    made, found = read("a: A\nb:\n  one: '{count} b'\n", "a:\n", '{{ t("c") }}{{ forms("d") }}')
    assert made["cy"].say("a") == "A"
    assert made["cy"].say("b", count=6) == made["en"].say("b", count=6) == "6 b"
    assert (made["en"].say("c"), made["cy"].forms("d")) == ("c", {"other": "d"})
    assert len(found) == 5  # a blank, b missing, b without "other", c, d


# --- what templates and the program say


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('<p title="a">{{ t("a") }}', [SaidKey("a", False, 1, 19)]),
        ("\n{{ t('a', b=1) }}", [SaidKey("a", False, 2, 6)]),
        ('{{ t("a" if x else "b") }}', [SaidKey("a", False, 1, 6), SaidKey("b", False, 1, 20)]),
        ('{{ t("a" if x else "b" if y else c) }}', [SaidKey("a", False, 1, 6), SaidKey("b", False, 1, 20)]),
        ('{{ t(x or "a") }}', [SaidKey("a", False, 1, 11)]),
        ('{{ component("a", heading=t("b")) }}', [SaidKey("b", False, 1, 29)]),
        ('{% if x %}{% for y in z %}{{ forms("a")|tojson }}{% endfor %}{% endif %}', [SaidKey("a", True, 1, 36)]),
        ('{% macro m() %}\r\n{{ t("a") }}{% endmacro %}', [SaidKey("a", False, 2, 6)]),
        ('{{ t(\n  "a",\n  b=1) }}', [SaidKey("a", False, 2, 3)]),
        ("{{ t(x) }}{{ t() }}{{ t(1) }}{{ x.t('a') }}{{ at('a') }}{# t('a') #}t('a')", []),
        ('{{ t("a") }', []),
    ],
)
def test_a_template_is_asked_which_strings_it_says(template: str, expected: list[SaidKey]) -> None:
    """Written out or chosen, on whatever line; what is made of a value is judged on the page."""
    assert list(said_keys(template)) == expected


def test_a_string_that_nobody_wrote_is_found_in_the_template() -> None:
    """Before any page is made, at the key; a string of another language than the first is somebody's."""
    found = complaints("hello: A", "hello: B\nonly: C", '<p>\n{{ t("helo") }}{{ t("only") }}')
    assert [(place, rule) for place, rule, _ in found] == [
        ("layouts/page.html:2:6", "template"),
        (f"strings/cy.yaml:{FIRST + 1}:1", "translation"),
    ]
    assert found[0][2] == 'The template says the string "helo", which no catalogue has. Did you mean "hello"?'


def test_one_template_has_ten_complaints_at_most() -> None:
    """As one catalogue has."""
    found = complaints("", "", "".join(f'{{{{ t("zz{number}") }}}}\n' for number in range(30)))
    assert len(found) == 10
    assert "There are 20 more" in found[9][2]


def test_what_the_program_says_must_be_there() -> None:
    """In no catalogue: a complaint about the theme, at the leading file."""
    made, found = read("a: A", "a: B", base=NEEDED.replace("home: 'home'\n", ""))
    assert [(place, rule) for place, rule, _ in found] == [("strings/en.yaml:1:1", "theme")]
    assert '"home" is missing, and every theme needs it' in found[0][2]
    assert made["en"].say("home") == "home"


@pytest.mark.parametrize(
    ("english", "welsh", "place", "message"),
    [
        ("home: H {name}", "home: C {name}", f"{FIRST - 1}:7", "has {name}, for which the program has no value."),
        ("home: {one: H, other: H}", f"home:\n{FORMS}", f"{FIRST - 1}:1", "it is said without a number."),
    ],
)
def test_what_the_program_says_needs_no_more_than_it_gives(english: str, welsh: str, place: str, message: str) -> None:
    """A view has no value for other braces and no number, and says the key instead."""
    made, found = read(english, welsh, base=NEEDED.replace("home: 'home'\n", ""))
    assert [one[0] for one in found] == [f"strings/en.yaml:{place}"]
    assert message in found[0][2]
    assert made["en"].say("home") == made["cy"].say("home") == "home"


def planned() -> tuple[dict[str, set[str]], set[str], list[str]]:
    """What `dpcsite/plan` says: keys written out with the names of their values; all its texts; patterns of made keys.

    A key that is made of a value, as f"nation-{name}", is a pattern with that value left open.
    """
    keys: dict[str, set[str]] = {}
    constants, patterns = set(), []
    for path in sorted((ROOT / "dpcsite" / "plan").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                constants.add(str(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in node.values]
                patterns.append("".join(parts))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                written = [one.value for one in node.args if isinstance(one, ast.Constant)]
                keys |= {str(key): {str(one.arg) for one in node.keywords} for key in written}
    return keys, constants, patterns


def test_the_list_of_what_the_program_says_is_whole() -> None:
    """Each key that stands in `plan` is in SAID_BY_PROGRAM, with the values that are given for it."""
    keys, _, _ = planned()
    assert {key: set(SAID_BY_PROGRAM.get(key, ["nothing"])) for key in keys} == keys


def test_the_list_of_what_the_program_says_holds_nothing_else() -> None:
    """Each key is written out in `plan`, or made there of a value; months are for `long_date`."""
    _, constants, patterns = planned()
    said = [key for key in SAID_BY_PROGRAM if not key.startswith("month-")]
    made = re.compile("|".join(one for one in patterns if re.fullmatch(r"\.\+\\-[a-z]+|[a-z]+\\-\.\+", one)))
    assert [key for key in said if key not in constants and not made.fullmatch(key)] == []

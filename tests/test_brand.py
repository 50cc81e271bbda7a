"""Colours of forces: refused where contrast is too low, with the nearest shade that passes; on their own pages only."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dpcsite.formats import css
from dpcsite.load import load
from dpcsite.model.brand import SCHEMES, Brand, Pair
from dpcsite.model.colour import (
    Rgba,
    contrast,
    distance,
    floored,
    hexadecimal,
    luminance,
    nearest_shade,
    oklab,
    rgb,
    shade,
)
from dpcsite.model.findings import Finding, Place
from dpcsite.model.manifest import MANIFEST
from dpcsite.model.site import Site
from dpcsite.validate import validate
from dpcsite.validate.shades import ways
from dpcsite.validate.shapes import Colour
from tests.conftest import TODAY, Run
from tests.sites import MINIMAL, ROOT, contents, files_of, write_site

CALM = settings(deadline=None, database=None)
HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
TINTS = HEX.map(rgb)
GREYS = [rgb(f"#{level:02x}{level:02x}{level:02x}") for level in range(256)]
KENT = files_of(MINIMAL)["forces/kent/force.yaml"][1]
GWENT = files_of(MINIMAL)["forces/gwent/force.yaml"][1]


# --- arithmetic


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21 to 1; a grey that is known to be the last that passes on white does."""
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#767676"), rgb("#ffffff")) >= 4.5 > contrast(rgb("#777777"), rgb("#ffffff"))
    assert luminance(rgb("#ff0000")) == pytest.approx(0.2126)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#ffffff", (1, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#ff0000", (0.6280, 0.2249, 0.1258)),
        ("#00ff00", (0.8664, -0.2339, 0.1795)),
        ("#0000ff", (0.4520, -0.0325, -0.3115)),
    ],
)
def test_oklab_is_that_of_its_definition(colour: str, expected: tuple[float, float, float]) -> None:
    """Values of the primary colours, as CSS Color 4 and its author give them."""
    assert oklab(rgb(colour)) == pytest.approx(expected, abs=1e-4)


@CALM
@given(HEX)
def test_a_colour_comes_back_as_it_was_written(colour: str) -> None:
    """From text to numbers and back, and as the shade of its own lightness."""
    assert hexadecimal(rgb(colour)) == colour
    assert hexadecimal(shade(rgb(colour), oklab(rgb(colour))[0])) == colour


@CALM
@given(TINTS, st.floats(0.1, 0.98))
def test_a_shade_keeps_its_hue_and_gains_no_chroma(tint: Rgba, lightness: float) -> None:
    """Measured before rounding to what a screen can show."""
    (_, a, b), (lightness_now, c, d) = oklab(tint), oklab(shade(tint, lightness))
    assert lightness_now == pytest.approx(lightness, abs=2e-3)
    assert a * d == pytest.approx(b * c, abs=2e-3)
    assert a * c + b * d >= -1e-4
    assert c * c + d * d <= a * a + b * b + 1e-4


@CALM
@given(st.floats(1, 21))
def test_a_ratio_is_never_shown_higher_than_it_is(ratio: float) -> None:
    """What just misses 4.5 is not shown as 4.50."""
    assert ratio - 0.0101 < float(floored(ratio)) <= ratio
    assert floored(4.4999) == "4.49"
    assert floored(4.5) == "4.50"


@CALM
@given(st.text(max_size=12) | HEX.map(lambda one: one[:-1]) | HEX.map(lambda one: f"{one}\n"))
def test_numbers_come_only_from_six_digits(text: str) -> None:
    """Whatever else stands there is refused before anything is made of it."""
    assume(not re.fullmatch("#[0-9a-fA-F]{6}", text))
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the text may be blank
        rgb(text)
    assert refused.value.args == (text,)


@CALM
@given(st.sampled_from(GREYS), TINTS, st.sampled_from([3.0, 4.5, 7.0]))
def test_the_nearest_grey_is_the_nearest_of_all_greys(grey: Rgba, ground: Rgba, least: float) -> None:
    """Asked of each of the 256."""
    passing = [one for one in GREYS if contrast(one, ground) >= least]
    found = nearest_shade(grey, lambda one: contrast(one, ground) >= least)
    assert (found is None) == (not passing)
    if found is not None:
        assert found in passing
        assert distance(grey, found) == pytest.approx(min(distance(grey, one) for one in passing), abs=1e-6)


def test_no_shade_is_found_where_there_is_none() -> None:
    """Not even black or white."""
    assert nearest_shade(rgb("#1d3c78"), lambda _: False) is None


# --- what is suggested

NAMES = ("--one", "--two", "--three", "--page")
PAIRS = st.builds(
    Pair,
    front=st.sampled_from(NAMES[:3]),
    back=st.sampled_from(NAMES),
    kind=st.sampled_from(["text", "large-text", "control"]),
    about=st.just("words"),
    schemes=st.sampled_from([("light",), ("dark",), SCHEMES]),
    place=st.just(Place("themes/x/theme.yaml")),
)
BRANDS = st.builds(
    Brand,
    colours=st.just({name.strip("-"): name for name in NAMES[:3]}),
    pairs=st.lists(PAIRS, min_size=1, max_size=4).map(tuple),
    tokens=st.fixed_dictionaries({scheme: st.fixed_dictionaries(dict.fromkeys(NAMES, TINTS)) for scheme in SCHEMES}),
)


@CALM
@given(BRANDS, st.dictionaries(st.sampled_from(NAMES[:3]), TINTS, min_size=1))
def test_whatever_is_suggested_passes_every_pair_it_is_part_of(brand: Brand, tints: dict[str, Rgba]) -> None:
    """Of one colour or of two together, in each scheme; where nothing is suggested, no shade of either is enough."""
    for pair in brand.pairs:
        if brand.short(pair, tints) is None:
            continue
        found = ways(brand, pair, tints)
        for change in found:
            assert brand.short(pair, {**tints, **change}) is None
            for one in (one for token in change for one in brand.pairs_of(token)):
                assert brand.short(one, {**tints, **change}) is None
            assert all(rgb(hexadecimal(tint)) == tint for tint in change.values())
        for token in {pair.front, pair.back} & set(NAMES[:3]) if not found else ():
            start = tints.get(token, brand.tokens["light"][token])
            for step in range(65):
                other = {**tints, token: rgb(hexadecimal(shade(start, step / 64)))}
                assert any(brand.short(one, other) for one in brand.pairs_of(token))


@pytest.fixture(scope="module")
def national_brand() -> Brand:
    """What the shipped theme lets a force colour."""
    site, _ = validate(load(ROOT)[0], date.fromisoformat(TODAY))
    assert site is not None
    assert site.theme.brand is not None
    return site.theme.brand


@CALM
@given(given_=st.fixed_dictionaries({"background": HEX}, optional={"text": HEX}))
def test_in_the_shipped_theme_there_is_always_a_way_out(national_brand: Brand, given_: dict[str, str]) -> None:
    """Whoever follows the first suggestion is done."""
    tints = national_brand.tints(given_)
    for pair in national_brand.pairs:
        if national_brand.short(pair, tints):
            changed = {**tints, **ways(national_brand, pair, tints)[0]}
            assert [one for one in national_brand.pairs if national_brand.short(one, changed)] == []


@pytest.mark.parametrize("colour", ["#1d3c78", "#00205b", "#7a1f2b", "#004d40", "#333333", "#000000"])
def test_an_ordinary_dark_brand_colour_passes(national_brand: Brand, colour: str) -> None:
    """With the theme's own text on it, on a white page, and on the dark one."""
    tints = national_brand.tints({"background": colour})
    assert [pair for pair in national_brand.pairs if national_brand.short(pair, tints)] == []


@CALM
@given(ground=TINTS)
def test_in_the_light_scheme_the_focus_is_seen_on_every_banner(national_brand: Brand, ground: Rgba) -> None:
    """By its ring or by its ground, so that the shipped theme asks for no pair there."""
    light = national_brand.tokens["light"]
    assert max(contrast(light[token], ground) for token in ("--dpc-text", "--dpc-focus")) >= 3


# --- what a force may write


@CALM
@given(st.text() | HEX | st.from_regex(r"#[0-9a-fA-F]{3,8}[;} ]?", fullmatch=True))
def test_only_six_digits_are_taken_as_a_colour(text: str) -> None:
    """And what is taken is nothing else."""
    try:
        taken = TypeAdapter(Colour).validate_python(text)
    except ValidationError:
        assert not re.fullmatch("#[0-9a-fA-F]{6}", text)
    else:
        assert taken == text.lower()
        assert re.fullmatch("#[0-9a-f]{6}", taken)


def _validated(tmp_path: Path, *changes: str) -> tuple[Site, list[Finding]]:
    site, findings = validate(load(write_site(tmp_path, MINIMAL, *changes))[0], date.fromisoformat(TODAY))
    assert site is not None
    return site, [one for one in findings if one.severity == "error"]


def _branded(force: str, text: str, brand: str) -> str:
    return f"-- forces/{force}/force.yaml --\n{text}brand: {brand}\n"


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("#abc", 'Write "#aabbcc".'),
        ("navy", 'Write "#000080".'),
        ("rgb(29 60 120)", 'Write "#1d3c78".'),
        ("#1d3c78ff", 'Write "#1d3c78".'),
        ("#1d3c7880", 'Write # and six digits or letters from a to f: "#1d3c78".'),
        ("#fff; } body { display: none", 'Write # and six digits or letters from a to f: "#1d3c78".'),
    ],
)
def test_a_colour_in_another_form_is_refused_with_the_right_one(written: str, advice: str, tmp_path: Path) -> None:
    """At its own place, and the force is left out of the site, as every broken source is."""
    site, errors = _validated(tmp_path, _branded("kent", KENT, json.dumps({"text": written})))
    (error,) = errors
    assert (error.rule, error.help) == ("field", advice)
    assert error.place == Place("forces/kent/force.yaml", KENT.count("\n") + 1, 17)
    assert "kent" not in site.forces


def test_a_pair_that_falls_short_names_what_is_needed_and_what_would_do(tmp_path: Path) -> None:
    """The two colours, the ratio, the criterion, and a suggestion that then passes."""
    _, errors = _validated(tmp_path / "a", _branded("kent", KENT, '{background: "#8899cc"}'))
    assert [(one.rule, one.wcag, one.level, one.place.column) for one in errors] == [
        ("brand-contrast", ("1.4.3",), "AA", 21),
        ("brand-contrast", ("1.4.11",), "AA", 21),
    ]
    assert errors[0].message == (
        "The force's name on its banner: #ffffff on #8899cc has a contrast of 2.80 to 1, and must have 4.5 to 1."
    )
    (suggested,) = set(re.findall("#[0-9a-f]{6}", errors[0].help + errors[1].help))
    assert _validated(tmp_path / "b", _branded("kent", KENT, f'{{background: "{suggested}"}}'))[1] == []


def test_a_brand_that_falls_short_is_not_used(tmp_path: Path) -> None:
    """Its pages would only tell the same mistake again."""
    site, errors = _validated(tmp_path, _branded("kent", KENT, '{background: "#ffe000"}'))
    assert errors
    assert site.forces["kent"].brand == {}


# --- what a theme may write

THEME = "-- themes/national/theme.yaml --\nname: National\nstyles: [tokens.css, base.css, layout.css, print.css]\n"
COLOURS = "brand:\n  colours: {background: --dpc-banner, text: --dpc-on-banner}\n  pairs:\n"
WHOLE = "    - {front: text, back: background, kind: text, about: words}\n"


@pytest.mark.parametrize(
    ("section", "message", "line"),
    [
        (COLOURS + "    - {front: text, back: --dpc-pag, kind: text, about: words}\n", '"--dpc-pag"', 6),
        (COLOURS + "    - {front: txt, back: background, kind: text, about: words}\n", '"txt"', 6),
        (COLOURS + "    - {front: --dpc-text, back: --dpc-page, kind: text, about: words}\n", "neither", 6),
        (COLOURS + "    - {front: background, back: --dpc-brand, kind: text, about: words}\n", "Words: #", 6),
        (COLOURS + "    - {front: text, back: background, kind: words, about: words}\n", '"words" may not', 6),
        (COLOURS.replace("--dpc-on-banner", "--dpc-gutter") + WHOLE, '"--dpc-gutter"', 4),
        (COLOURS.replace("--dpc-on-banner", "--dpc-banner") + WHOLE, "fill the same token", 4),
        (COLOURS.replace("--dpc-on-banner", "'dpc;'") + WHOLE, "does not have the form", 4),
    ],
)
def test_a_section_that_cannot_be_used_is_told_at_its_line(
    section: str, message: str, line: int, tmp_path: Path
) -> None:
    """Tokens that are not there or no colours, pairs that a force cannot change, pairs that fail by themselves."""
    brand = _branded("kent", KENT, '{background: "#1d3c78"}')
    tree, _ = load(write_site(tmp_path, MINIMAL, THEME + section, brand))
    errors = [one for one in validate(tree, date.fromisoformat(TODAY))[1] if one.severity == "error"]
    assert errors
    assert {(one.place.path, one.place.line) for one in errors} == {("themes/national/theme.yaml", line)}
    assert message in errors[0].message


def test_a_theme_without_the_section_lets_nobody_set_colours(tmp_path: Path) -> None:
    """The finding stands where the force says brand."""
    (error,) = _validated(tmp_path, THEME, _branded("kent", KENT, '{background: "#1d3c78"}'))[1]
    assert error.rule == "reference"
    assert error.message == 'The theme "national" has no colours that a force may set.'
    assert error.place == Place("forces/kent/force.yaml", KENT.count("\n") + 1, 1)


def test_a_pair_counts_only_in_its_schemes(tmp_path: Path) -> None:
    """Yellow stands out from the dark page and not from the light one."""
    pair = "    - {front: background, back: --dpc-page, kind: control, schemes: [SCHEME], about: the edge}\n"
    for scheme, expected in (("light", [" in the light scheme"]), ("dark", [])):
        brand = _branded("kent", KENT, '{background: "#ffe000"}')
        section = THEME + COLOURS + pair.replace("SCHEME", scheme)
        tokens = (ROOT / "themes/national/styles/tokens.css").read_text(encoding="utf-8")
        pale = tokens.replace("--dpc-banner: #1a3c6e", "--dpc-banner: #7f7f7f")
        _, errors = _validated(tmp_path / scheme, section, brand, f"-- themes/national/styles/tokens.css --\n{pale}")
        assert [re.findall(" in the [a-z]+ scheme", one.message)[0] for one in errors] == expected


# --- pages

BLUE = _branded("kent", KENT, '{background: "#1D3C78", text: "#fffffe"}')


def _sheet(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(f"assets/{pattern}")
    return found


def test_a_brand_reaches_its_own_forces_pages_and_no_other(minimal: Path, run: Run) -> None:
    """Each page of Kent names the sheet of Kent, and is otherwise as before; all other files keep their bytes."""
    before = contents(minimal / "public")
    site = write_site(minimal / "site", BLUE)
    assert run("build", "--source", site, "--output", minimal / "public", "--today", TODAY).code == 0
    after = contents(minimal / "public")
    shared, own = (_sheet(minimal / "public", name).name.encode() for name in ("site.*.css", "force-kent.*.css"))
    assert set(after) - set(before) == {f"assets/{own.decode()}"}
    kent = {path for path in after if "forces/kent/" in path and path.endswith(".html")}
    assert len(kent) > 2
    for path in before.keys() - {MANIFEST}:  # which names the digests of all files
        content = before[path]
        assert after[path] == (content.replace(shared, own) if path in kent else content), path
        assert (own in after[path]) == (path in kent)


@pytest.mark.parametrize(
    "brand", ['{background: "#1D3C78", text: "#fffffe"}', '{text: "#fffffe", background: "#1d3c78"}']
)
def test_the_sheet_of_a_force_is_the_shared_one_and_its_colours(brand: str, minimal: Path, run: Run) -> None:
    """On :root only, for screens only, as six digits and nothing else, in the theme's order."""
    site = write_site(minimal / "site", _branded("kent", KENT, brand))
    run("build", "--source", site, "--output", minimal / "public", "--today", TODAY)
    shared, own = (_sheet(minimal / "public", name).read_text("utf-8") for name in ("site.*.css", "force-kent.*.css"))
    assert own == shared + "\n@media screen { :root { --dpc-banner: #1d3c78; --dpc-on-banner: #fffffe; } }\n"


@pytest.mark.parametrize(("force", "sheets"), [("kent", 1), ("gwent", 0)])
def test_a_sheet_is_there_only_with_the_pages_that_name_it(force: str, sheets: int, minimal: Path, run: Run) -> None:
    """A build of other forces has none for this one."""
    site = write_site(minimal / "site", BLUE)
    output = minimal / "part"
    assert run("build", "--source", site, "--output", output, "--force", force, "--today", TODAY).code == 0
    assert len([path for path in contents(output) if path.startswith("assets/force-")]) == sheets


def test_pages_are_checked_in_the_colours_of_their_own_force(minimal: Path, run: Run) -> None:
    """Where a theme forgets a pair, the rules on pages still see it, on pages of the force that falls short only."""
    section = THEME + COLOURS + WHOLE.replace("kind: text", "kind: large-text")
    for kent, gwent in (("#1d3c78", "#949494"), ("#949494", "#1d3c78")):
        brands = [_branded(*one) for one in _both(kent, gwent)]
        site = write_site(minimal / "site", section, *brands)
        ran = run("check", "--source", site, "--today", TODAY, "--format", "json")
        found = [one for one in json.loads(ran.out)["findings"] if one["rule"] == "color-contrast"]
        force = "kent" if kent == "#949494" else "gwent"
        assert {re.findall("/forces/([a-z]+)/", one["page"])[0] for one in found} == {force}
        assert all("#ffffff on #949494" in one["message"] for one in found)


def _both(kent: str, gwent: str) -> list[tuple[str, str, str]]:
    return [
        ("kent", KENT, f'{{background: "{kent}"}}'),
        ("gwent", GWENT, f'{{background: "{gwent}"}}'),
    ]


# --- sheets that differ in their last line

LAST = "\n@media screen { :root { --x: #000000; --y: #ffffff; } }\n"


@pytest.mark.parametrize(
    "head",
    [
        "a { color: red }",
        "@media print { a { color: red } }",
        "",
        "a { color: red",
        "a",
        "/* left open",
        "a { content: 'left open",
        "@import 'a.css'",
        "a { } b(",
        "@media screen",
        "@media probe {",
        "a { } \\",
    ],
)
def test_a_sheet_read_in_two_parts_is_as_read_in_one(head: str) -> None:
    """Whatever is left open in what comes before the last line."""

    def told(text: str) -> list[tuple[object, ...]]:
        return [
            (one.selectors, [(said.name, said.value) for said in one.declarations], one.media) for one in parse(text)
        ]

    parse = css.parse
    in_two = told(head + LAST)
    assert in_two == told(f"{head}{LAST}/**/")  # which is not of the form that is read in two parts


def test_what_sheets_share_is_read_once() -> None:
    """Rules of the shared part are the same objects in both."""
    head = "a { color: red } b { color: blue }"
    one, other = (css.parse(head + LAST.replace("#000000", colour)) for colour in ("#000001", "#000002"))
    assert [first is second for first, second in zip(one, other, strict=True)] == [True, True, False]

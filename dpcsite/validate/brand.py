"""The colours that a theme lets forces set, and those that forces set: known, and with enough contrast."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dpcsite.formats import css
from dpcsite.model.brand import SCHEMES, Brand, Meeting, Pair, Scheme
from dpcsite.model.colour import Rgba, floored, hexadecimal
from dpcsite.model.findings import Finding, Place
from dpcsite.model.site import Force, Theme
from dpcsite.validate.notes import Notes
from dpcsite.validate.reading import Read, nearest, unknown
from dpcsite.validate.shades import advice, ways
from dpcsite.validate.shapes import BrandShape

Named = tuple[str, tuple[Scheme, ...], Place]  # a token, the schemes that need it, where it is named

# --- what a theme says


def theme_brand(shape: BrandShape, read: Read, style: str, notes: Notes) -> Brand:
    """Read the section `brand` of a theme; where something in it is wrong, no force is asked about its pairs."""
    tokens = {scheme: _tokens(style, scheme) for scheme in SCHEMES}
    named: list[Named] = [(token, SCHEMES, read.place("brand", "colours", key)) for key, token in shape.colours.items()]
    pairs = []
    for number, one in enumerate(shape.pairs):
        schemes = tuple(scheme for scheme in SCHEMES if scheme in one.schemes)
        for side, name in (("front", one.front), ("back", one.back)):
            if name not in shape.colours:
                named.append((name, schemes, read.place("brand", "pairs", number, side)))
        front, back = (shape.colours.get(name, name) for name in (one.front, one.back))
        pairs.append(Pair(front, back, one.kind, one.about, schemes, read.place("brand", "pairs", number)))
    brand = Brand(shape.colours, tuple(pairs), tokens)
    wrong = [*_doubled(brand, read), *(finding for one in named for finding in _unreadable(one, tokens))]
    wrong = wrong or list(_own_faults(brand))
    notes.findings += wrong
    return replace(brand, pairs=()) if wrong else brand


def _tokens(style: str, scheme: Scheme) -> dict[str, Rgba]:
    """Custom properties on `:root` that are opaque colours, as a screen of some scheme has them."""
    found: dict[str, Rgba | None] = {}
    screen = css.Viewport(scheme=scheme)
    for rule in css.parse(style):
        at_root = any(one.text == ":root" and not one.states and not one.pseudo for one in rule.selectors)
        if at_root and all(css.media_matches(one, screen) for one in rule.media):
            found |= {one.name: css.colour(one.value) for one in rule.declarations if one.name.startswith("--")}
    return {name: tint for name, tint in found.items() if tint is not None and tint[3] == 1}


def _doubled(brand: Brand, read: Read) -> Iterator[Finding]:
    """Names that fill a token which another name fills already: it could not be told which of the two counts."""
    filled: dict[str, str] = {}
    for name, token in brand.colours.items():
        first = filled.setdefault(token, name)
        if first != name:
            message = f'"{first}" and "{name}" fill the same token, {token}.'
            yield Finding("theme", "error", message, "Keep one of the two.", read.place("brand", "colours", name))


def _unreadable(named: Named, tokens: Mapping[Scheme, Mapping[str, Rgba]]) -> Iterator[Finding]:
    token, schemes, place = named
    missing = [scheme for scheme in schemes if token not in tokens[scheme]]
    if missing:
        message = f'There is no colour "{token}" on :root in the {missing[0]} scheme.'
        help_ = nearest(token, tokens[missing[0]]) or "Give it one in the theme's style sheets, written as #rrggbb."
        yield Finding("theme", "error", message, help_, place)


def _own_faults(brand: Brand) -> Iterator[Finding]:
    """Pairs that have too little contrast in the theme's own colours, which count where a force sets none."""
    for pair in brand.pairs:
        if not {pair.front, pair.back} & set(brand.colours.values()):
            help_ = "Name a colour of colours: in it, or take the pair out."
            yield Finding("theme", "error", "A force can set neither of these two colours.", help_, pair.place)
        short = brand.short(pair, {})
        if short:
            help_ = "Change one of the two in the theme's style sheets."
            yield _finding(brand, pair, {}, short, help_, pair.place)


# --- what forces say


def force_brands(forces: Mapping[str, Force], theme: Theme, notes: Notes) -> dict[str, Force]:
    """The forces, without colours that the theme does not know or that have too little contrast.

    Their pages are then in the theme's own colours, and show no further faults that come of the same mistake.
    """
    found = {}
    for name, force in forces.items():
        wrong = list(_strangers(force, theme, notes)) or list(_faults(force, theme.brand))
        notes.findings += wrong
        found[name] = replace(force, brand={}) if wrong else force
    return found


def _strangers(force: Force, theme: Theme, notes: Notes) -> Iterator[Finding]:
    """Colours that the theme does not know."""
    if force.brand and theme.brand is None:
        message = f'The theme "{theme.id}" has no colours that a force may set.'
        place = notes.key(force.place.path, "brand")
        yield Finding("reference", "error", message, "Take brand: and what is below it out.", place)
    known = list(theme.brand.colours) if theme.brand else list(force.brand)
    for name in (one for one in force.brand if one not in known):
        yield unknown("reference", "brand colour", name, known, notes.key(force.place.path, "brand", name))


def _faults(force: Force, brand: Brand | None) -> Iterator[Finding]:
    """Pairs that have too little contrast once the force's colours are put in."""
    if brand is None:
        return
    tints = brand.tints(force.brand)
    for pair in brand.pairs:
        own = [token for token in (pair.back, pair.front) if token in tints]
        short = brand.short(pair, tints) if own else None
        if short:
            changes = ways(brand, pair, tints)
            best = next((token for change in changes for token in change if token in own), own[0])
            place = force.places[f"brand.{brand.name(best)}"]
            yield _finding(brand, pair, tints, short, advice(brand, pair, changes), place)


def _finding(brand: Brand, pair: Pair, tints: Mapping[str, Rgba], short: Meeting, help_: str, place: Place) -> Finding:
    looks = {(one.front, one.back) for one in brand.meetings(pair, tints)}
    where = f" in the {short.scheme} scheme" if len(looks) > 1 or len(pair.schemes) == 1 else ""
    message = (
        f"{pair.about[:1].upper()}{pair.about[1:]}: {hexadecimal(short.front)} on {hexadecimal(short.back)} has a"
        f" contrast of {floored(short.ratio)} to 1{where}, and must have {pair.least:g} to 1."
    )
    return Finding("brand-contrast", "error", message, help_, place, (pair.criterion,), "AA")

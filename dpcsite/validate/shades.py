"""Which other colours would have enough contrast where a force's own have not: the nearest shades that pass."""

from collections.abc import Mapping, Sequence

from dpcsite.model.brand import Brand, Pair
from dpcsite.model.colour import Rgba, distance, hexadecimal, nearest_shade

Tints = Mapping[str, Rgba]  # colours by token, over the theme's own


def ways(brand: Brand, pair: Pair, tints: Tints) -> list[Tints]:
    """Changes that give a pair enough contrast, and every other pair that a changed colour is part of.

    Best are changes of one colour after which nothing falls short any more, the smallest one first; then one of two
    colours; then what helps this pair and leaves a fault elsewhere. There may be nothing at all.
    """
    settable = [token for token in (pair.back, pair.front) if token in brand.colours.values()]
    shades = {token: _shade(brand, token, tints, brand.pairs_of(token)) for token in settable}
    found = [{token: tint} for token, tint in shades.items() if tint is not None]
    alone: list[Tints] = sorted(found, key=lambda change: _size(brand, change, tints))
    whole = [change for change in alone if _passes(brand, {**tints, **change}, brand.pairs)]
    if whole:
        return whole
    both = ((first, second) for first in settable for second in brand.colours.values() if first != second)
    together = [change for one in both for change in _both(brand, *one, tints)]
    whole = [change for change in together if _passes(brand, {**tints, **change}, brand.pairs)]
    return whole[:1] or alone or together[:1]


def _both(brand: Brand, first: str, second: str, tints: Tints) -> list[Tints]:
    """A change of two colours that meet: the first passes without the second, which then follows it."""
    others = [one for one in brand.pairs_of(first) if second not in (one.front, one.back)]
    leading = _shade(brand, first, tints, others)
    if leading is None:
        return []
    following = _shade(brand, second, {**tints, first: leading}, brand.pairs_of(second))
    return [] if following is None else [{first: leading, second: following}]


def advice(brand: Brand, pair: Pair, changes: Sequence[Tints]) -> str:
    """Changes in an editor's words."""
    said = [
        " with ".join(f'{brand.name(token)}: "{hexadecimal(tint)}"' for token, tint in change.items())
        for change in changes
    ]
    names = [brand.name(token) for token in (pair.back, pair.front) if token in brand.colours.values()]
    if not said:
        return f"No shade of {' or '.join(names)} passes here: choose another colour."
    if len(changes[0]) > 1:
        return f"Write {said[0]}: one of the two alone is not enough."
    return f"Write {' or '.join(said)}: the nearest {'shade that passes' if len(said) == 1 else 'shades that pass'}."


def _shade(brand: Brand, token: str, tints: Tints, pairs: Sequence[Pair]) -> Rgba | None:
    return nearest_shade(_tint(brand, token, tints), lambda tint: _passes(brand, {**tints, token: tint}, pairs))


def _passes(brand: Brand, tints: Tints, pairs: Sequence[Pair]) -> bool:
    return not any(brand.short(one, tints) for one in pairs)


def _size(brand: Brand, change: Tints, tints: Tints) -> float:
    return sum(distance(_tint(brand, token, tints), tint) for token, tint in change.items())


def _tint(brand: Brand, token: str, tints: Tints) -> Rgba:
    return tints.get(token) or brand.tokens["light"][token]

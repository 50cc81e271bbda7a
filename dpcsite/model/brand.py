"""What a theme lets a force colour, and which of its colours meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dpcsite.model.colour import Rgba, contrast, hexadecimal, rgb
from dpcsite.model.findings import Place

Scheme = Literal["light", "dark"]
PairKind = Literal["text", "large-text", "control"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

_ASKED: Mapping[PairKind, tuple[float, str]] = {  # least contrast and success criterion, both of WCAG 2.2, level AA
    "text": (4.5, "1.4.3"),
    "large-text": (3.0, "1.4.3"),
    "control": (3.0, "1.4.11"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens of a theme that meet on a page: one in front of the other, in some schemes."""

    front: str
    back: str
    kind: PairKind
    about: str
    schemes: tuple[Scheme, ...]
    place: Place

    @property
    def least(self) -> float:
        """The contrast that the two need."""
        return _ASKED[self.kind][0]

    @property
    def criterion(self) -> str:
        """The success criterion that asks for it."""
        return _ASKED[self.kind][1]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The two colours of a pair in one scheme, and their contrast."""

    scheme: Scheme
    front: Rgba
    back: Rgba
    ratio: float


@dataclass(frozen=True, slots=True)
class Brand:
    """What a force may colour in a theme.

    `colours` leads from the name of a colour in `force.yaml` to the token (a custom property on `:root`) that it
    fills; `tokens` holds the theme's own colours of all tokens, in each scheme.
    """

    colours: Mapping[str, str]
    pairs: tuple[Pair, ...]
    tokens: Mapping[Scheme, Mapping[str, Rgba]]

    def name(self, token: str) -> str:
        """What `force.yaml` calls the colour that fills a token."""
        return next(name for name, filled in self.colours.items() if filled == token)

    def pairs_of(self, token: str) -> list[Pair]:
        """The pairs that a token is part of."""
        return [one for one in self.pairs if token in (one.front, one.back)]

    def tints(self, given: Mapping[str, str]) -> dict[str, Rgba]:
        """A force's colours by token, in the theme's order; names that the theme does not know are left out."""
        return {token: rgb(given[name]) for name, token in self.colours.items() if name in given}

    def css(self, given: Mapping[str, str]) -> str:
        """A force's colours as the last line of a style sheet, written anew from numbers so that nothing else gets in.

        Only for screens: on paper, where browsers leave backgrounds out, the theme's own colours stay.
        """
        said = "".join(f" {token}: {hexadecimal(tint)};" for token, tint in self.tints(given).items())
        return f"\n@media screen {{ :root {{{said} }} }}\n" if said else ""

    def meetings(self, pair: Pair, tints: Mapping[str, Rgba]) -> list[Meeting]:
        """How a pair looks in each of its schemes once some tokens have other colours."""
        found = []
        for scheme in pair.schemes:
            front, back = (tints.get(token) or self.tokens[scheme][token] for token in (pair.front, pair.back))
            found.append(Meeting(scheme, front, back, contrast(front, back)))
        return found

    def short(self, pair: Pair, tints: Mapping[str, Rgba]) -> Meeting | None:
        """Where the contrast of a pair is too low, and lowest; None where it is enough in each of its schemes."""
        worst = min(self.meetings(pair, tints), key=lambda one: one.ratio)
        return worst if worst.ratio < pair.least else None

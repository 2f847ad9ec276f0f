"""Hedged numbers: how many, in the sense in which it was said.

A quantity is a kind ("at least") and its numbers. Whatever else the product needs, the interval that the
words entail, a soft range for display, the single points that data sets want, is computed here and stored
nowhere. Pure: reads words in `events.quantity_words`, knows no database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

SOFT_POLICY = "approx-10pct-v1"
LARGEST = 2**62


class QuantityKind(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    FEWER_THAN = "fewer_than"
    NEARLY = "nearly"
    APPROX = "approx"
    ODD = "odd"
    BETWEEN = "between"
    ONE_OF = "one_of"
    VAGUE = "vague"
    NONE = "none"
    UNKNOWN = "unknown"
    ESTIMATE = "estimate"


K = QuantityKind
Interval = tuple[int, int | None]


class ImpossibleQuantity(ValueError):
    """The parts do not make a quantity; the message says what is wrong and how to mend it."""


class VagueWord(NamedTuple):
    """What a plural without a number says.

    `floor` is entailed by the plural ("dozens": two dozen); the soft bounds are this product's policy;
    `acled` is the number the ACLED codebook writes down for the word, where it names one.
    """

    floor: int
    soft_low: int
    soft_high: int | None
    acled: int | None = None


def _few_of(unit: str, size: int) -> dict[str, VagueWord]:
    return {
        f"a couple {unit}": VagueWord(2 * size, 2 * size, 3 * size),
        f"a few {unit}": VagueWord(2 * size, 2 * size, 9 * size),
        f"several {unit}": VagueWord(2 * size, 3 * size, 9 * size),
    }


VAGUE_WORDS: dict[str, VagueWord] = {
    "a couple": VagueWord(2, 2, 3),
    "a few": VagueWord(2, 2, 9),
    "several": VagueWord(2, 3, 9),
    "a handful": VagueWord(2, 3, 9),
    "multiple": VagueWord(2, 2, 9),
    "a number": VagueWord(2, 2, None),
    "tens": VagueWord(20, 20, 99, acled=10),
    "dozens": VagueWord(24, 24, 99, acled=12),
    "scores": VagueWord(40, 40, 199),
    "hundreds": VagueWord(200, 200, 999, acled=100),
    "thousands": VagueWord(2_000, 2_000, 9_999),
    "tens of thousands": VagueWord(20_000, 20_000, 99_999),
    "hundreds of thousands": VagueWord(200_000, 200_000, 999_999),
    "millions": VagueWord(2_000_000, 2_000_000, 9_999_999),
    **_few_of("dozen", 12),
    **_few_of("hundred", 100),
    **_few_of("thousand", 1_000),
    **_few_of("million", 1_000_000),
}

# How a quantity is written; the fields a template names are the fields its kind must have.
_TEMPLATES: dict[str, str] = {
    K.EXACT: "{n:,}",
    K.AT_LEAST: "at least {n:,}",
    K.MORE_THAN: "more than {n:,}",
    K.AT_MOST: "up to {n:,}",
    K.FEWER_THAN: "fewer than {n:,}",
    K.NEARLY: "nearly {n:,}",
    K.APPROX: "about {n:,}",
    K.ODD: "{n:,}-odd",
    K.BETWEEN: "between {n:,} and {n2:,}",
    K.ONE_OF: "{n:,} or {n2:,}",
    K.VAGUE: "{word}",
    K.NONE: "0",
    K.UNKNOWN: "an unknown number",
    K.ESTIMATE: "{best:,} ({n:,}–{n2:,})",
}
_NUMBER_FIELDS = ("n", "n2", "best")
_SMALLEST_N: dict[str, int] = {K.APPROX: 1, K.NEARLY: 2, K.FEWER_THAN: 1, K.ODD: 10}

_ENTAILED: dict[str, Callable[[int, int], Interval]] = {
    K.EXACT: lambda n, _: (n, n),
    K.AT_LEAST: lambda n, _: (n, None),
    K.MORE_THAN: lambda n, _: (n + 1, None),
    K.AT_MOST: lambda n, _: (0, n),
    K.FEWER_THAN: lambda n, _: (0, n - 1),
    K.NEARLY: lambda n, _: (0, n - 1),
    K.APPROX: lambda _, __: (1, None),
    K.ODD: lambda n, _: (n, None),
    K.BETWEEN: lambda n, n2: (n, n2),
    K.ONE_OF: lambda n, n2: (n, n2),
    K.NONE: lambda _, __: (0, 0),
    K.UNKNOWN: lambda _, __: (1, None),
    K.ESTIMATE: lambda n, n2: (n, n2),
}


def _soft_approx(n: int) -> Interval:
    tenth = max(1, round(n, -1) // 10)
    return (max(1, n - tenth), n + tenth)


def _soft_nearly(n: int) -> Interval:
    nine_tenths = -(-9 * n // 10)
    return (min(nine_tenths, n - 1), n - 1)


_SOFT: dict[str, Callable[[int], Interval]] = {
    K.APPROX: _soft_approx,
    K.NEARLY: _soft_nearly,
    K.ODD: lambda n: (n, n + 9),
}


@dataclass(frozen=True)
class Quantity:
    """How many, as stated: a kind, its numbers, and the words they were read from.

    `n` is the number said; `n2` the upper one of "between" and "one of"; an estimate has `n` low, `best`
    and `n2` high; a vague quantity has one of `VAGUE_WORDS` as its `word` and no number. `text` is kept
    verbatim and takes no part in equality. Bounds are whole numbers, 0 or more; None is plus infinity.

    Raises ImpossibleQuantity for parts that contradict each other or do not belong to the kind.
    """

    kind: QuantityKind
    n: int | None = None
    n2: int | None = None
    best: int | None = None
    word: str = ""
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        _check_kind(self)
        _check_word(self)
        _check_numbers(self)
        _check_order(self)

    @property
    def low(self) -> int:
        """The fewest the words allow."""
        return self._entailed[0]

    @property
    def high(self) -> int | None:
        """The most the words allow; None where they set no limit."""
        return self._entailed[1]

    @property
    def soft_low(self) -> int:
        """The lower end of the usual reading under `SOFT_POLICY`: for display and tension only."""
        return self._soft[0]

    @property
    def soft_high(self) -> int | None:
        """The upper end of the usual reading under `SOFT_POLICY`; None where there is none."""
        return self._soft[1]

    @property
    def nominal(self) -> int | None:
        """The one number in the words, if they hold one."""
        if self.kind == K.NONE:
            return 0
        if self.kind == K.ESTIMATE:
            return self.best
        return None if self.kind in (K.BETWEEN, K.ONE_OF) else self.n

    @property
    def point_low(self) -> int:
        """The low number for a data set that has no way to write a hedge."""
        return self.soft_low

    @property
    def point_high(self) -> int:
        """The high number for such a data set; a floor stands for itself, since nothing higher was said."""
        if self.soft_high is not None:
            return self.soft_high
        return max(self.point_low, self.nominal or 0)

    @property
    def acled_point(self) -> int | None:
        """The number ACLED would write down (ACLED codebook, fatalities): "dozens" is 12, "hundreds" 100.

        None where the codebook gives the words no number.
        """
        if self.kind == K.VAGUE:
            return VAGUE_WORDS[self.word].acled
        return 0 if self.kind == K.NONE else self.n

    @property
    def _entailed(self) -> Interval:
        if self.kind == K.VAGUE:
            return (VAGUE_WORDS[self.word].floor, None)
        return _ENTAILED[self.kind](self.n or 0, self.n2 or 0)

    @property
    def _soft(self) -> Interval:
        if self.kind == K.VAGUE:
            return VAGUE_WORDS[self.word][1:3]
        if self.kind in _SOFT:
            return _SOFT[self.kind](self.n or 0)
        return self._entailed


def render(quantity: Quantity) -> str:
    """Say the quantity in plain English: "at least 6", "about 124", "dozens", "23 (23–83)".

    Written from the kind and its numbers, never from the bounds: a floor is never shown as a point.
    """
    parts = {"n": quantity.n, "n2": quantity.n2, "best": quantity.best, "word": quantity.word}
    return _TEMPLATES[quantity.kind].format(**parts)


def _check_kind(quantity: Quantity) -> None:
    if quantity.kind not in _TEMPLATES:
        known = ", ".join(QuantityKind)
        raise ImpossibleQuantity(f"“{quantity.kind}” is not a kind of quantity. Choose one of: {known}.")


def _check_word(quantity: Quantity) -> None:
    word, kind = quantity.word, quantity.kind
    if kind != K.VAGUE and word:
        raise ImpossibleQuantity(f"The kind “{kind}” takes no word. Leave “{word}” out.")
    if kind == K.VAGUE and word not in VAGUE_WORDS:
        known = ", ".join(VAGUE_WORDS)
        raise ImpossibleQuantity(f"“{word}” is not a known vague word. Choose one of: {known}.")


def _check_numbers(quantity: Quantity) -> None:
    template = _TEMPLATES[quantity.kind]
    for name in _NUMBER_FIELDS:
        number: int | None = getattr(quantity, name)
        wanted = f"{{{name}:" in template
        if wanted and number is None:
            raise ImpossibleQuantity(f"The kind “{quantity.kind}” needs a number in {name}. Give one.")
        if number is not None:
            _check_number(quantity.kind, name, number, wanted=wanted)


def _check_number(kind: str, name: str, number: int, *, wanted: bool) -> None:
    if not wanted:
        raise ImpossibleQuantity(f"The kind “{kind}” has no use for {name}. Leave {name} empty.")
    if number < 0:
        raise ImpossibleQuantity(f"{number} is negative. A count is 0 or more.")
    if number > LARGEST:
        raise ImpossibleQuantity(f"{name} is absurdly large. A count is at most {LARGEST:,}.")
    smallest = _SMALLEST_N.get(kind, 0)
    if number < smallest:
        stated = _TEMPLATES[kind].format(n=number)
        raise ImpossibleQuantity(f"“{stated}” cannot be. The number must be {smallest} or more.")


def _check_order(quantity: Quantity) -> None:
    n, n2, best = quantity.n or 0, quantity.n2 or 0, quantity.best or 0
    if quantity.kind in (K.BETWEEN, K.ONE_OF) and n >= n2:
        raise ImpossibleQuantity(
            f"{_TEMPLATES[quantity.kind].format(n=n, n2=n2)} is not a range. Give the lower number first; "
            "for one number choose the kind exact."
        )
    if quantity.kind == K.ESTIMATE and not n <= best <= n2:
        raise ImpossibleQuantity(f"low {n:,}, best {best:,}, high {n2:,} are out of order. Give low ≤ best ≤ high.")

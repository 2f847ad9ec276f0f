"""Counts written in words or digits: "forty-five", "80 000", "1.2 million", "two dozen"."""

import re
from fractions import Fraction


class UnknownWords(ValueError):
    """Words that this product does not understand, and will not guess at; the message names them."""


_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
_TEENS += ["eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_UNDER_HUNDRED: dict[str, int] = {
    **{word: value for value, word in enumerate(_ONES + _TEENS, start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{f"{ten} {one}": 10 * t + o for t, ten in enumerate(_TENS, start=2) for o, one in enumerate(_ONES, start=1)},
}
# From the largest, because "two hundred thousand" is thousands counted in hundreds.
_SCALES: dict[str, int] = {
    "billion": 10**9,
    "crore": 10**7,
    "million": 10**6,
    "lakh": 10**5,
    "thousand": 1_000,
    "hundred": 100,
}
UNITS: dict[str, int] = {**_SCALES, "dozen": 12}

NUMBER_WORDS: frozenset[str] = frozenset(["zero", "a", "an", "half", *_UNDER_HUNDRED, *UNITS])

_DIGITS = re.compile(r"0|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]*")
_DECIMAL = re.compile(rf"(?P<count>[0-9]+(?:\.[0-9]+)?) (?P<unit>{'|'.join(UNITS)})")
_HALF = re.compile(rf"half an? (?P<unit>{'|'.join(UNITS)})")


def read_number(words: str) -> int | None:
    """The count that the words name, 0 or more, or None if they are not one count.

    Takes lower-case words parted by single spaces, without hyphens. Thousands may be grouped by commas or
    spaces. Never rounds: "1.23 dozen" is no count.
    """
    if words == "zero":
        return 0
    if _DIGITS.fullmatch(words):
        return int(re.sub(r"[ ,]", "", words))
    return _read_of_unit(words) or _read_dozens(words) or _read_words(words)


def _read_of_unit(words: str) -> int | None:
    if half := _HALF.fullmatch(words):
        return UNITS[half["unit"]] // 2
    if decimal := _DECIMAL.fullmatch(words):
        value = Fraction(decimal["count"]) * UNITS[decimal["unit"]]
        return value.numerator if value.denominator == 1 else None
    return None


def _read_dozens(words: str) -> int | None:
    head, unit, rest = words.rpartition(" dozen")
    if not unit or rest:
        return None
    count = 1 if head == "a" else _UNDER_HUNDRED.get(head)
    return None if count is None else count * UNITS["dozen"]


def _read_words(words: str) -> int | None:
    for name, size in _SCALES.items():
        head, found, rest = f"{words} ".partition(f" {name} ")
        if found:
            return _read_scaled(head, size, rest.strip())
    return _UNDER_HUNDRED.get(words)


def _read_scaled(head: str, size: int, rest: str) -> int | None:
    count = 1 if head == "a" else _read_words(head)
    remainder = _read_words(rest.removeprefix("and ")) if rest else 0
    if count is None or remainder is None:
        return None
    most = 99 if size == UNITS["hundred"] else 999
    return count * size + remainder if count <= most and remainder < size else None

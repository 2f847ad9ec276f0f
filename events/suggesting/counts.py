"""Where a sentence counts: "at least six", "between 10 and 12", "dozens", and not "7 October" or "12 percent".

The words of a count are read by `events.quantity_words`; here is found where they begin and end, and which
numbers count nothing: years, ages, sums, scores, hours, labels, distances.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from events.number_words import NUMBER_WORDS, UnknownWords
from events.quantities import ImpossibleQuantity, Quantity
from events.quantity_words import NUMERIC_WORDS, parse_quantity
from events.suggesting.counted_kinds import kind_of
from events.suggesting.date_phrases import MONTHS
from events.suggesting.tokens import Sentence, Token
from events.suggesting.word_lists import words


class Count(NamedTuple):
    """The tokens from `first` up to `last` say how many."""

    first: int
    last: int
    quantity: Quantity


MOST_COUNTS = 40
"""A sentence with more numbers is a table."""

_LONGEST = 8  # words of one count
_JOINTS = words("between from to or and of – ‒")
_COUNT_WORDS = NUMERIC_WORDS | _JOINTS | words("unknown undetermined unspecified undisclosed")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*\+?")
_JOINED = re.compile(r"[-‑]")
_CORES = (NUMBER_WORDS - words("a an half")) | words(
    "few couple several handful multiple number no none nobody tens dozens scores hundreds thousands millions"
)
_NO_ENDS = words("and or to from between a an the as than")

_UNITS = MONTHS | words(
    """
    second seconds minute minutes hour hours day days night nights week weeks weekend weekends fortnight month months
    year years decade decades century centuries o'clock a.m p.m am pm gmt utc
    millimetre millimetres millimeter millimeters mm cm centimetre centimetres centimeter centimeters metre metres meter
    meters m km kilometre kilometres kilometer kilometers mile miles yard yards foot feet ft inch inches acre acres
    hectare hectares square cubic litre litres liter liters gallon gallons barrel barrels degree degrees knots mph kph
    kilo kilos kilogram kilograms kilogramme kilogrammes kg gram grams g pound pounds lb lbs ton tons tonne tonnes
    ounce ounces kiloton kilotons megaton magnitude caliber calibre mm-calibre
    percent % per-cent percentage point points times fold cents dollar dollars euro euros shekel shekels rouble roubles
    ruble rubles rupee rupees hryvnia dinar dinars lira yuan yen pound sterling usd eur
    goals runs votes seats games matches sets laps wins losses aged year-old
    """
)
_LABELS = words(
    """
    no number flight route highway road street avenue unit brigade battalion division regiment squadron article section
    resolution chapter verse page aged age channel gate room apartment category level season episode part phase stage
    area zone block district line camp checkpoint runway platform version figure table step group team type mark model
    """
)
_RANGES = (("to",), ("or",), ("–",))
_HEDGES = tuple(
    (word,) for word in ("about", "around", "roughly", "approximately", "nearly", "almost", "least", "most")
)
_YEAR_BEFORE = words(
    "in since until till by from of during early mid late before after year summer winter spring autumn"
)
_CURRENCY = frozenset("$€£¥₹₪₽₴")


def find_counts(sentence: Sentence) -> list[Count]:
    """The counts of a sentence in order, the longest reading of each; none in a sentence that is a table."""
    found: list[Count] = []
    at = 0
    cores = [index for index, token in enumerate(sentence.tokens) if _is_core(token)]
    if len(cores) > MOST_COUNTS:
        return found
    for core in cores:
        if core >= at and (count := _around(sentence, core, at)):
            at = count.last
            if not _counts_nothing(sentence, count):
                found.append(count)
    return [count for count in found if not _is_one_of_a_row(count, found)]


def _is_one_of_a_row(count: Count, found: list[Count]) -> bool:
    """Beside another number, as in a table."""
    return any(other.last == count.first or count.last == other.first for other in found)


@lru_cache(maxsize=4096)
def read_count(phrase: str) -> Quantity | None:
    """The quantity that the words say, or None if they say none or none that can be."""
    try:
        return parse_quantity(phrase)
    except (UnknownWords, ImpossibleQuantity):
        return None


def is_numeric(word: str) -> bool:
    return word in _CORES or _DIGITS.fullmatch(word) is not None


def _is_core(token: Token) -> bool:
    word = token.word
    if word in _CORES or _DIGITS.fullmatch(word):
        return True
    parts = _JOINED.split(word)
    return len(parts) > 1 and (parts[0] in _CORES or parts[0].isdigit()) and all(map(_is_part, parts))


def _is_part(word: str) -> bool:
    return word in NUMBER_WORDS or word.isdigit() or word == "odd"


def _around(sentence: Sentence, core: int, least: int) -> Count | None:
    """The longest count that holds the core and begins at `least` or later."""
    first, last = _run(sentence, core, least)
    for start in range(first, core + 1):
        for end in range(last, core, -1):
            if sentence.word(end - 1) in _NO_ENDS and end - 1 != core:
                continue
            if quantity := _read(sentence, start, end):
                return Count(start, end, quantity)
    return None


def _read(sentence: Sentence, start: int, end: int) -> Quantity | None:
    return read_count(sentence.text[sentence.tokens[start].start : sentence.tokens[end - 1].end])


def _run(sentence: Sentence, core: int, least: int) -> tuple[int, int]:
    """The stretch of words that can belong to a count, around the core."""
    first, last = core, core + 1
    while first > max(least, core - _LONGEST) and sentence.word(first - 1) in _COUNT_WORDS:
        first -= 1
    while last < min(len(sentence), core + _LONGEST) and _goes_on(sentence, last):
        last += 1
    return first, last


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Numbers side by side are one only as "80 000" and "two hundred" are."""
    word = sentence.word(at)
    if _DIGITS.fullmatch(word):
        follows_number = _DIGITS.fullmatch(sentence.word(at - 1)) is not None
        is_group = len(word) == 3 and word.isdigit() and sentence.word(at - 2) not in MONTHS
        return is_group or not follows_number
    return word in _COUNT_WORDS or _is_core(sentence.tokens[at])


def _counts_nothing(sentence: Sentence, count: Count) -> bool:
    return (
        sentence.word(count.last) in _UNITS
        or _is_percentage(sentence, count)
        or _touches_marks(sentence, count)
        or _is_label(sentence, count)
        or _is_rate(sentence, count)
        or _is_of_no_range(sentence, count)
        or _is_cut_short(sentence, count)
        or _is_year(sentence, count)
    )


def _is_percentage(sentence: Sentence, count: Count) -> bool:
    return sentence.words(count.last, count.last + 2) == ("per", "cent")


def _touches_marks(sentence: Sentence, count: Count) -> bool:
    """Part of a time, a fraction, a sum or a name: 5:30, 9/11, $12, #4."""
    text = sentence.text
    start, end = sentence.tokens[count.first].start, sentence.tokens[count.last - 1].end
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    is_glued = before in tuple("/:#№-−.") or (after[:1] in tuple("/:") and after[1:].isalnum())
    return is_glued or before in _CURRENCY or after[:1] in _CURRENCY or sentence.word(count.first - 1) in _CURRENCY


def _is_rate(sentence: Sentence, count: Count) -> bool:
    """One in five, nine out of ten, two of every three."""
    joint = sentence.words(count.last, count.last + 2)
    if joint in (("out", "of"), ("of", "every"), ("in", "every")):
        return True
    whole = read_count(sentence.word(count.last + 1)) if joint[:1] == ("in",) else None
    return whole is not None and (whole.n or 0) > (count.quantity.n or 0)


def _is_of_no_range(sentence: Sentence, count: Count) -> bool:
    """Either number of a range that cannot be: "between nine and six"."""
    before = sentence.words(count.first - 3, count.first)
    return before[-1:] == ("between",) or (before[:1] == ("between",) and is_numeric(before[1]))


def _is_cut_short(sentence: Sentence, count: Count) -> bool:
    """Words that belong to the count were not understood with it: "around 30 to 40", "up to about 50"."""
    before, after = sentence.words(count.first - 2, count.first), sentence.words(count.last, count.last + 2)
    is_first = after[:1] in _RANGES and len(after) > 1 and is_numeric(after[1])
    is_second = before[1:] in _RANGES and is_numeric(before[0]) and is_numeric(sentence.word(count.first))
    return is_first or is_second or before == ("up", "to") or before[-1:] in _HEDGES


def _is_label(sentence: Sentence, count: Count) -> bool:
    """Behind a month, a word such as "Flight", or any name: the number belongs to it."""
    before = sentence.word(count.first - 1)
    if before == "." and sentence.word(count.first - 2) in MONTHS | {"no", "nos"}:
        return True
    is_digits = _DIGITS.fullmatch(sentence.word(count.first)) is not None
    if before in MONTHS or before in _LABELS:
        return is_digits
    return is_digits and _is_name(sentence, count.first - 1) and not _counts_a_noun(sentence, count)


def _is_name(sentence: Sentence, at: int) -> bool:
    return at > 0 and sentence.is_capitalised(at)


def _counts_a_noun(sentence: Sentence, count: Count) -> bool:
    return any(kind_of(token.text) for token in sentence.tokens[count.last : count.last + 2])


def _is_year(sentence: Sentence, count: Count) -> bool:
    word = sentence.word(count.first)
    if count.last - count.first > 1 or not re.fullmatch(r"(?:1[5-9]|20)[0-9][0-9]", word):
        return False
    before, after = sentence.word(count.first - 1), sentence.word(count.last)
    return before in _YEAR_BEFORE or not after[:1].isalpha()

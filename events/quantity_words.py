"""Reading the words of a count as they stood in print: "at least six", "between 10 and 12", "dozens".

Every reading is whole: words that are not accounted for make the phrase unknown, so that "six percent" or
"six of the seven soldiers" is never taken for six.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from events.counted_nouns import is_noun, without_noun
from events.number_words import NUMBER_WORDS, UNITS, UnknownWords, read_number
from events.quantities import VAGUE_WORDS, Quantity, QuantityKind

K = QuantityKind
LONGEST_PHRASE = 200


def _phrases(table: dict[QuantityKind, str]) -> dict[str, QuantityKind]:
    return {phrase.strip(): kind for kind, phrases in table.items() for phrase in phrases.split("|")}


_BEFORE = _phrases(
    {
        K.EXACT: "exactly|precisely",
        K.AT_LEAST: "at least|at the very least|no fewer than|no less than|not fewer than|not less than"
        "|a minimum of|minimum of",
        K.MORE_THAN: "more than|over|well over|just over|slightly over|a little over|slightly more than"
        "|a little more than|well more than|far more than|upwards of|upward of|in excess of|north of|above"
        "|just above|well above|greater than",
        K.AT_MOST: "up to|as many as|no more than|not more than|at most|at the most|a maximum of|maximum of",
        K.FEWER_THAN: "fewer than|less than|under|well under|below|well below",
        K.NEARLY: "nearly|almost|close to|just under|just below|just short of|slightly under|a little under"
        "|slightly less than|slightly fewer than|approaching|nearing|not quite",
        K.APPROX: "about|around|roughly|approximately|some|an estimated|estimated|an approximate|perhaps"
        "|maybe|circa|in the region of|more or less",
    }
)
_AFTER = _phrases(
    {
        K.AT_LEAST: "or more|and counting|at least|at minimum",
        K.AT_MOST: "or fewer|or less|at most|at the most",
        K.APPROX: "or so|or thereabouts|more or less|approximately",
        K.ODD: "odd",
    }
)
# These say how the count stands to other counts, or nothing at all; the count stays what it is.
_ASIDES_BEFORE = (
    *("only", "just", "all", "another", "an additional", "additional", "a further", "further"),
    *("the other", "other", "a total of", "total of"),
)
_ASIDES_AFTER = ("more", "other", "additional", "further", "in total", "in all")
NUMERIC_WORDS = frozenset(
    " ".join([*NUMBER_WORDS, *VAGUE_WORDS, *_BEFORE, *_AFTER, *_ASIDES_BEFORE, *_ASIDES_AFTER]).split()
)
"""Every word that may be part of a count; most rows of them are none."""

_NOTHING = frozenset(["0", "zero", "no", "none", "nobody", "no one", "noone", "nil", "not one", "not a single"])
_NOT_KNOWN = frozenset(
    f"{lead}{adjective} number"
    for lead in ("an ", "")
    for adjective in ("unknown", "undetermined", "unspecified", "undisclosed")
)
_PAIRS = (
    (K.BETWEEN, "between ", " and "),
    (K.BETWEEN, "from ", " to "),
    (K.BETWEEN, "", " to "),
    (K.ONE_OF, "", " or "),
)


def parse_quantity(words: str) -> Quantity:
    """Read the words of a count, which may end in a plain noun ("at least six militants").

    Quotes, case and white space do not matter; the words are kept as they came in `Quantity.text`.
    In "two to three hundred" the unit belongs to both numbers, as English has it.

    Raises UnknownWords for words that are not wholly understood, and ImpossibleQuantity for words that are
    understood and cannot be ("between nine and six").
    """
    if len(words) <= LONGEST_PHRASE and (quantity := _read_phrase(_plain(words))):
        return replace(quantity, text=words)
    raise UnknownWords(
        f"“{words[:LONGEST_PHRASE]}” is not a count that this product understands. "
        "Write for example “at least six” or “between 10 and 12”, or choose a kind and give the number."
    )


def _plain(words: str) -> str:
    plain = re.sub("[\"“”„‟«»'‘’‚‛`]", "", words.casefold())
    plain = re.sub(r"\s*[–‒]\s*|(?<=[0-9])\s*[-‑]\s*(?=[0-9])", " to ", plain)
    plain = re.sub(r"(?<=\w)[-‑](?=\w)", " ", plain)
    plain = re.sub(r"(?<=[0-9])\+", " or more", plain)
    return " ".join(plain.replace("couple of ", "couple ").split()).rstrip(".,;:!")


def _read_phrase(phrase: str) -> Quantity | None:
    if nothing := _read_nothing(phrase):
        return nothing
    for phrasing in _phrasings(phrase):
        if quantity := _read(phrasing) or _read(_without_asides(phrasing)):
            return quantity
    return None


def _phrasings(phrase: str) -> Iterator[str]:
    hedge = next((f" {hedge}" for hedge in _AFTER if phrase.endswith(f" {hedge}")), "")
    yield phrase
    for shorter in without_noun(phrase.removesuffix(hedge), NUMERIC_WORDS):
        yield shorter + hedge


def _read(phrase: str) -> Quantity | None:
    for reading in _READINGS:
        if quantity := reading(phrase):
            return quantity
    return None


def _read_number(phrase: str) -> Quantity | None:
    return _hedged(K.EXACT, phrase)


def _read_nothing(phrase: str) -> Quantity | None:
    """None at all; an adjective is not passed over here, for "no confirmed deaths" does not say none."""
    head, _, noun = phrase.rpartition(" ")
    said = phrase in _NOTHING or (head in _NOTHING and is_noun(noun))
    return Quantity(K.NONE) if said else None


def _read_unknown(phrase: str) -> Quantity | None:
    return Quantity(K.UNKNOWN) if phrase.removesuffix(" of") in _NOT_KNOWN else None


def _read_vague(phrase: str) -> Quantity | None:
    word = _vague_word(phrase)
    return Quantity(K.VAGUE, word=word) if word else None


def _read_hedge_before(phrase: str) -> Quantity | None:
    for hedge, kind in _BEFORE.items():
        count = phrase.removeprefix(f"{hedge} ")
        if count != phrase and (quantity := _hedged(kind, count)):
            return quantity
    return None


def _read_hedge_after(phrase: str) -> Quantity | None:
    for hedge, kind in _AFTER.items():
        count = phrase.removesuffix(f" {hedge}")
        if count != phrase and (quantity := _hedged(kind, count)):
            return quantity
    return None


def _read_pair(phrase: str) -> Quantity | None:
    for kind, opening, joint in _PAIRS:
        if phrase.startswith(opening):
            pairs = list(_pairs(phrase.removeprefix(opening), joint))
            if len(pairs) == 1:
                return Quantity(kind, *pairs[0])
    return None


_READINGS: tuple[Callable[[str], Quantity | None], ...] = (
    _read_number,
    _read_unknown,
    _read_vague,
    _read_hedge_before,
    _read_hedge_after,
    _read_pair,
)


def _hedged(kind: QuantityKind, count: str) -> Quantity | None:
    bare = _without_asides(count)
    number = read_number(bare)
    if number is None and kind == K.AT_LEAST and (word := _vague_word(bare)):
        return Quantity(K.AT_LEAST, VAGUE_WORDS[word].floor)
    said_by_nothing = kind == K.EXACT and number == 0
    return None if number is None or said_by_nothing else Quantity(kind, number)


def _vague_word(phrase: str) -> str | None:
    word = phrase.removesuffix(" of").replace("several dozens", "several dozen")
    return word if word in VAGUE_WORDS else None


def _pairs(phrase: str, joint: str) -> Iterator[tuple[int, int]]:
    """Each way to part the phrase into two numbers; "two hundred and six" has a joint of its own."""
    for found in re.finditer(joint, phrase):
        first, second = phrase[: found.start()], phrase[found.end() :]
        low, high = read_number(first), read_number(second)
        if low is not None and high is not None:
            yield _with_shared_unit(first, second, low, high), high


def _with_shared_unit(first: str, second: str, low: int, high: int) -> int:
    unit = second.rpartition(" ")[2]
    shared = read_number(f"{first} {unit}") if unit in UNITS else None
    return shared if shared is not None and shared < high else low


def _without_asides(phrase: str) -> str:
    for aside in _ASIDES_BEFORE:
        phrase = phrase.removeprefix(f"{aside} ")
    for aside in _ASIDES_AFTER:
        phrase = phrase.removesuffix(f" {aside}")
    return phrase

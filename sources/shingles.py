"""Shingles: by their runs of three words, copied texts are known whatever was put before, cut off, moved or edited.

In scripts without spaces between words a shingle is a run of five characters. Case, marks (accents, vowel points)
and punctuation do not count. Everything here is linear in the texts, of which the first `MOST_CHARACTERS` are read.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from zlib import crc32

Shingles = AbstractSet[str]
"""The words of each shingle, folded, one blank between them."""

MOST_CHARACTERS = 60_000
"""How much of a text is compared, in characters: some 10,000 words."""

SAMPLED_ONE_IN, FEWEST_SAMPLED, MOST_SAMPLED = 8, 24, 512
"""How many shingles of a text are sampled: all of a brief's, an eighth of a report's, of a book's not too many."""

LEAST_CONTAINED = 0.2
"""The share of a text that has to stand in another one before the two are called alike."""

LEAST_SHARED = 8
"""So many shingles, which is ten words in a row: less in common is a phrase."""

_OPENING, _OWN, _IN_COMMON = 1 / 4, 1 / 3, 1 / 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which shares of two texts stand in the other one, in thousandths of the shingles of each."""

    of_this: int
    of_other: int

    @property
    def closeness(self) -> int:
        return max(self.of_this, self.of_other)


def shingles(text: str) -> list[str]:
    """The different shingles of a text, in their order. A text of less than three words has none."""
    folded = _fold(text[:MOST_CHARACTERS])
    runs = _mixed_runs(folded) if _UNSPACED.search(folded) else _runs(folded)
    return list(dict.fromkeys(runs))


def sample(found: Collection[str]) -> list[int]:
    """The hashes by which a text is looked up: of an eighth of its shingles, at least 24 and at most 512 of them.

    Signed, of 64 bits, the same on every machine and in every release. All texts choose the first in one order of
    chance: where two share much, their samples do too.
    """
    wanted = min(MOST_SAMPLED, max(FEWEST_SAMPLED, len(found) // SAMPLED_ONE_IN))
    return [_hash(shingle) for shingle in sorted(found, key=_place)[:wanted]]


def likenesses(text: Sequence[str], others: Mapping[int, Sequence[str]]) -> dict[int, Likeness]:
    """Which of the others share a fifth or more of themselves or of this text, with background left aside.

    Background are shingles that this text shares with two texts which have little else in common, but not those
    with which both texts open: the same paragraph on what went before is no copy, the same lead is.
    """
    this = frozenset(text)
    found = {key: frozenset(other) for key, other in others.items()}
    background = _background(this, found.values())
    leads = {key: _opening(text) & _opening(other) for key, other in others.items()}
    return {
        key: _likeness(this, other) for key, other in found.items() if _are_alike(this, other, background - leads[key])
    }


def _opening(text: Sequence[str]) -> frozenset[str]:
    return frozenset(text[: int(len(text) * _OPENING)])


def _are_alike(this: Shingles, other: Shingles, background: Shingles) -> bool:
    shared = this & other
    matter = len(shared - background)
    smaller = min(len(this), len(other)) - (len(shared) - matter)
    return matter >= LEAST_SHARED and matter >= LEAST_CONTAINED * smaller


def _likeness(this: Shingles, other: Shingles) -> Likeness:
    shared = 1000 * len(this & other)
    return Likeness(shared // len(this), shared // len(other))


def _background(this: Shingles, others: Collection[Shingles]) -> frozenset[str]:
    """What two others share with this text that are strangers but for it.

    Only a text that has much of its own can tell: a third of it or more.
    """
    halved = [(other & this, other - this) for other in others]
    witnesses = [(shared, own) for shared, own in halved if len(own) >= _OWN * (len(shared) + len(own))]
    found: set[str] = set()
    for (one, own), (another, its_own) in combinations(witnesses, 2):
        if len(own & its_own) < _IN_COMMON * min(len(own), len(its_own)):
            found |= one & another
    return frozenset(found)


_UNSPACED = re.compile(
    r"(?=\w)[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han."""
_WORD = re.compile(r"\w+")
_UNIT = re.compile(rf"{_UNSPACED.pattern}|(?:(?!{_UNSPACED.pattern})\w)+")
_TATWEEL = "\u0640"


def _runs(folded: str) -> list[str]:
    words = _WORD.findall(folded)
    return [f"{one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)]


def _mixed_runs(folded: str) -> Iterator[str]:
    """Runs of three words and of five characters, each as its first unit asks for."""
    units = _UNIT.findall(folded)
    for at, unit in enumerate(units):
        length = 5 if _UNSPACED.match(unit) else 3
        if at + length <= len(units):
            yield " ".join(units[at : at + length])


def _fold(text: str) -> str:
    """The text without case, marks, lengthening strokes and invisible characters."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", folded)
    return parts.translate({ord(each): None for each in set(parts) if _is_dropped(each)})


def _is_dropped(character: str) -> bool:
    return character == _TATWEEL or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _place(shingle: str) -> int:
    """Where a shingle stands in the order in which shingles are sampled. Quick, for every one is asked."""
    return crc32(shingle.encode())


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "big", signed=True)

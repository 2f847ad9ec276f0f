"""Words as they are searched for: case-folded, without marks, never stemmed; the same on every engine.

Pure: knows no table and no query language. What a database is given are tokens of letters, digits and single
symbols only, so that its own idea of words never comes into play.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FILLER = "\ue000"
"""Stands where no word can be found: between two texts, and for what is left out. Nobody can ask for it."""
LONGEST_TOKEN = 80
MOST_TOKENS = 8_000
"""PostgreSQL knows positions up to 16,383 and 256 of one word; beyond these nothing is kept on either engine."""
MOST_OF_ONE = 250

_KANA_VOICING, _VIRAMA = 8, 9
_TATWEEL = "\u0640"
# Letters that one keyboard writes and another does not: yeh, kaf and teh marbuta of Arabic and Persian.
_SAME_LETTER = {"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"}
# Scripts that put no space between words: each character is a token, a word is a phrase of them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_THOUSANDS = re.compile("(?<=[0-9])[,\u066c](?=[0-9]{3}(?![0-9]))")


class _Table(dict[int, str | None]):
    """A translation table that is worked out as characters are met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = found = self.of(chr(code))
        return found

    def of(self, letter: str) -> str | None:
        raise NotImplementedError


class _WithoutMarks(_Table):
    def of(self, letter: str) -> str | None:
        """Null for an accent, a vowel point, a selector; what makes another letter of Indic and kana scripts stays."""
        if unicodedata.category(letter) == "Me" or "\ufe00" <= letter <= "\ufe0f":
            return None
        is_mark = unicodedata.combining(letter) not in {0, _KANA_VOICING, _VIRAMA}
        return None if is_mark or letter == _TATWEEL else letter


class _Apart(_Table):
    def of(self, letter: str) -> str | None:
        """The letter, with spaces around where it stands alone; a space for what only separates."""
        kind = unicodedata.category(letter)
        if kind in {"Cf", "Sk"}:
            return None
        if kind == "Nd":
            return str(unicodedata.decimal(letter))
        if kind == "So" or _UNSPACED.match(letter):
            return f" {letter} "
        return _SAME_LETTER.get(letter, letter) if kind[0] in "LNM" else " "


_without_marks, _apart = _WithoutMarks(), _Apart()


def tokens(text: str) -> list[str]:
    """The tokens of a text in order: “Raid on Café n° 1,200” → raid on cafe n o 1200."""
    folded = text.casefold() if text.isascii() else _fold(text)
    return [token[:LONGEST_TOKEN] for token in _THOUSANDS.sub("", folded).translate(_apart).split()]


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", apart.translate(_without_marks))


def token_stream(texts: Iterable[str | None]) -> list[str]:
    """The tokens of several texts, a filler between them, so that no phrase runs from one into the next."""
    return list(_bounded(_streamed(texts)))


def _streamed(texts: Iterable[str | None]) -> Iterator[str]:
    for text in filter(None, texts):
        yield from tokens(text)
        yield FILLER


def _bounded(stream: Iterator[str]) -> Iterator[str]:
    counted: Counter[str] = Counter()
    for token, _ in zip(stream, range(MOST_TOKENS), strict=False):
        counted[token] += 1
        yield token if counted[token] <= MOST_OF_ONE else FILLER


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """What is looked for: every phrase of `required`, which is never empty, and none of `excluded`."""

    required: tuple[Phrase, ...]
    excluded: tuple[Phrase, ...] = ()

"""Words and marks with their offsets: what sentences are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sources.text import Span, span_of

QUOTE = "<quotation>"
"""The word of a token that stands for a whole direct quotation."""


_ARTICLED_NAME = re.compile(r"[a-z]{1,3}[-‑][A-Z]")


class Token(NamedTuple):
    """One word or one mark; `word` is its lower-case form with a straight apostrophe."""

    start: int
    end: int
    text: str
    word: str

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written like a name: Haddad, al-Haddad."""
        return self.text[0].isupper() or _ARTICLED_NAME.match(self.text) is not None

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


_TOKEN = re.compile(
    r"""
      \w+ (?: (?: [-‑'’&] | (?<=[0-9])[.,](?=[0-9]) | (?<=\b[^\W\d_])\.(?=[^\W\d_]\b) ) \w+ )*
      (?: (?<=[0-9]) \+ )?
    | [.!?…。！？؟।]+
    | [^\s“”„‟«»"‘’‚‹›'`]
    """,
    re.VERBOSE,
)


def tokenise(text: str, start: int, end: int) -> Iterator[Token]:
    """The words and marks of a stretch, in order; quotation marks are left out, they are read elsewhere."""
    for found in _TOKEN.finditer(text, start, end):
        words = found.group()
        yield Token(found.start(), found.end(), words, words.lower().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence, each with its place in the whole text."""

    text: str
    tokens: tuple[Token, ...]
    _words: tuple[str, ...] = field(init=False, repr=False)
    vocabulary: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", tuple(token.word for token in self.tokens))
        object.__setattr__(self, "vocabulary", frozenset(self._words))

    def word(self, at: int) -> str:
        """The word at an index, "" outside the sentence."""
        return self._words[at] if 0 <= at < len(self._words) else ""

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The words from `first` up to `last`, that one not included."""
        return self._words[max(0, first) : max(0, last)]

    def is_capitalised(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].is_capitalised

    def span(self, first: int, last: int) -> Span:
        """The text from the token `first` up to the token `last`, that one not included.

        A quotation mark just outside is taken along where its counterpart lies inside.
        """
        start, end = self.tokens[first].start, self.tokens[min(last, len(self.tokens)) - 1].end
        return span_of(self.text, *_with_marks(self.text, start, end))

    def __len__(self) -> int:
        return len(self.tokens)


_CLOSING = {"“": "”", "„": "“", "«": "»", "‘": "’", "‚": "‘"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    before, inside = text[max(0, start - 1) : start], text[start:end]
    if before in _CLOSING and inside.count(_CLOSING[before]) > inside.count(before):
        return start - 1, end
    if inside.count('"') % 2 and before == '"':
        return start - 1, end
    closing = _CLOSING_BEHIND.match(text, end)
    if closing and _is_open(inside, closing["mark"]):
        return start, closing.end()
    return start, end


_CLOSING_BEHIND = re.compile(r"[.,!?]?(?P<mark>[”“»’‘\"])")


def _is_open(inside: str, closing: str) -> bool:
    """Whether a quotation begins inside and this mark would end it."""
    if closing == '"':
        return inside.count('"') % 2 == 1
    return closing in _OPENING and inside.count(_OPENING[closing]) > inside.count(closing)

"""One sentence with the days and places that it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from events.suggesting.date_phrases import find_dates
from events.suggesting.place_phrases import find_places
from events.suggesting.suggestions import DatedWords, Dateline, PlacedWords
from events.suggesting.tokens import Sentence
from events.suggesting.word_lists import words as word_list
from sources.text import Span

_TURNS = word_list("; but while although though whereas")
_Named = TypeVar("_Named", DatedWords, PlacedWords)


@dataclass(frozen=True)
class Setting:
    """A sentence read against the dateline of its report."""

    sentence: Sentence
    dateline: Dateline

    @cached_property
    def dates(self) -> tuple[DatedWords, ...]:
        return tuple(find_dates(self.sentence, self.dateline))

    @cached_property
    def places(self) -> tuple[PlacedWords, ...]:
        return tuple(find_places(self.sentence, self.dateline))

    def date_within(self, first: int, last: int) -> DatedWords | None:
        """The first date named in the tokens `first` to `last`, that one not included."""
        return self.date_inside(self.sentence.span(first, last)) if first < last else None

    def date_inside(self, passage: Span) -> DatedWords | None:
        """The first date named in the passage."""
        return _first_inside(passage, self.dates)

    def place_inside(self, passage: Span) -> PlacedWords | None:
        """The first place named in the passage."""
        return _first_inside(passage, self.places)

    def date_near(self, passage: Span, *, but: Sequence[DatedWords]) -> DatedWords | None:
        """The date of what the passage tells, leaving out those of the saying: nearest in its clause, else before."""
        return self._near(passage, [date for date in self.dates if date not in but])

    def place_near(self, passage: Span) -> PlacedWords | None:
        """The place of what the passage tells: the nearest in its clause, else the last before it."""
        return self._near(passage, self.places)

    def _near(self, passage: Span, named: Sequence[_Named]) -> _Named | None:
        start, end = self._clause_around(passage)
        within = [one for one in named if start <= one.words.start < end]
        if within:
            return min(within, key=lambda one: _distance(one.words, passage))
        return max((one for one in named if one.words.end <= start), key=lambda one: one.words.start, default=None)

    def _clause_around(self, passage: Span) -> tuple[int, int]:
        """The offsets between the turns of the sentence ("; …", ", while …", ", but …") around the passage."""
        turns = [token.start for token in self.sentence.tokens if token.word in _TURNS]
        start = max((at for at in turns if at <= passage.start), default=self.sentence.tokens[0].start)
        end = min((at for at in turns if at >= passage.end), default=self.sentence.tokens[-1].end)
        return start, end


def _first_inside(passage: Span, named: Sequence[_Named]) -> _Named | None:
    return next((one for one in named if passage.start <= one.words.start and one.words.end <= passage.end), None)


def _distance(words: Span, passage: Span) -> int:
    return max(0, words.start - passage.end, passage.start - words.end)

"""The second engine: the rules, and names that a statistical model recognises where the rules found none.

It adds nothing that could be a wrong figure: figures and their guards are those of the rules alone. A place or a
speaker that it fills in makes the suggestion unsure.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from events.suggesting.engine import suggest
from events.suggesting.spacy_pipeline import Entity, Pipeline
from events.suggesting.suggestions import (
    ENGINE,
    Attribution,
    Dateline,
    PlacedWords,
    Rendering,
    Speaker,
    Suggestion,
    Tier,
)
from sources.text import span_of

PLACES = frozenset({"GPE", "LOC", "FAC"})
SPEAKERS = frozenset({"PERSON", "ORG", "NORP"})
MOST_CHARACTERS = 200_000
"""What the model is given of a text: it takes memory in proportion."""

_NEAR = 120  # characters from the words to a name that may belong to them


@dataclass(frozen=True, slots=True)
class NamedEntities:
    """Reads with the rules and fills in with a pipeline."""

    pipeline: Pipeline

    @property
    def version(self) -> str:
        return f"{ENGINE}+{self.pipeline.version}"[:100]

    def suggest(self, text: str, dateline: Dateline) -> list[Suggestion]:
        entities = sorted(self.pipeline.entities(text[:MOST_CHARACTERS]))
        filled = (_filled(text, one, entities) for one in suggest(text, dateline))
        return [replace(one, engine=self.version) for one in filled]


def _filled(text: str, one: Suggestion, entities: list[Entity]) -> Suggestion:
    start, end = _sentence(text, one)
    here = list(_within(entities, start, end))
    one = _with_place(text, one, here)
    return _with_speaker(text, one, here)


def _with_place(text: str, one: Suggestion, here: Iterable[Entity]) -> Suggestion:
    named = next((entity for entity in here if entity.label in PLACES), None)
    if one.place or one.figure is None or named is None:
        return one
    words = span_of(text, named.start, named.end)
    return replace(one, place=PlacedWords(words, words.exact), rule=_added(one.rule, "place"), tier=Tier.UNSURE)


def _with_speaker(text: str, one: Suggestion, here: Iterable[Entity]) -> Suggestion:
    """The one name outside the quotation, where a quotation stands without anybody's."""
    is_unnamed = one.attribution.speaker is None and one.attribution.rendering == Rendering.DIRECT
    outside = [each for each in here if not one.passage.start <= each.start < one.passage.end]
    speakers = [each for each in outside if each.label in SPEAKERS]
    if not is_unnamed or len(speakers) != 1:
        return one
    words = span_of(text, speakers[0].start, speakers[0].end)
    attribution: Attribution = replace(one.attribution, speaker=Speaker(words, name=words))
    return replace(one, attribution=attribution, rule=_added(one.rule, "speaker"), tier=Tier.UNSURE)


def _added(rule: str, what: str) -> str:
    return f"{rule} + named {what}"[:40]


def _sentence(text: str, one: Suggestion) -> tuple[int, int]:
    """From the mark before the words to the mark behind, at most so far that a name still belongs to them."""
    low, high = max(0, one.passage.start - _NEAR), min(len(text), one.passage.end + _NEAR)
    before, after = text[low : one.passage.start], text[one.passage.end : high]
    start = low + max(before.rfind(mark) + len(mark) for mark in (". ", "\n")) if _has_end(before) else low
    ends = [at for mark in (". ", "\n") if (at := after.find(mark)) >= 0]
    return start, one.passage.end + min(ends) if ends else high


def _has_end(words: str) -> bool:
    return ". " in words or "\n" in words


def _within(entities: list[Entity], start: int, end: int) -> Iterable[Entity]:
    first = bisect_left(entities, (start,))
    return (each for each in takewhile(lambda each: each.start < end, entities[first:]) if each.end <= end)

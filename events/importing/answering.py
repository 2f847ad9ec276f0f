"""The answers that a row gives: its figures, and its words that are a claim of their own. Pure.

A blank cell is unknown: no answer, never 0. What cannot be read as a figure is said and stays in the row as received.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from events.dates import ImpossibleDate
from events.importing.cells import Cells, whole_number
from events.importing.mappings import DataSetMapping, Figure, Running
from events.importing.occurring import read_day
from events.importing.records import AnswerRecord
from events.number_words import UnknownWords
from events.quantities import LARGEST, ImpossibleQuantity, Quantity
from events.quantity_words import parse_quantity
from events.series_inputs import RawEstimate
from sources.importing.records import RecordProblem
from sources.text import clip

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Said:
    """Who says the figures of a row and on which day; "" is the data set itself."""

    by: str = ""
    on: dt.date | None = None


def answers_of(cells: Cells, mapping: DataSetMapping) -> Iterator[AnswerRecord]:
    """Every answer of the row. Raises `RecordProblem` for a running total without its day."""
    said = _said(cells, mapping.running) if mapping.running else _Said()
    for figure in mapping.figures:
        yield from _figure(cells, figure, said)
    for telling in mapping.texts:
        if words := cells.text(telling.column):
            yield AnswerRecord(telling.column, telling.predicate, words)


def through_day(cells: Cells, running: Running) -> dt.date:
    """The day up to which the row counts. Raises `RecordProblem` where there is none."""
    try:
        return read_day(cells.text(running.through), running.formats)
    except ImpossibleDate as problem:
        message = f"{running.through}: {problem}"
        raise RecordProblem("impossible_date", message, hint="Without its day a running total says nothing.") from None


def _said(cells: Cells, running: Running) -> _Said:
    by = cells.known(running.said_by, "taken as said by the data set itself")
    return _Said(clip(by, LONGEST_NAME), through_day(cells, running))


def _figure(cells: Cells, figure: Figure, said: _Said) -> Iterator[AnswerRecord]:
    if any(cells.text(column) == words for column, words in figure.unless.items()):
        return
    value = _value(cells, figure) if figure.value else _estimate(cells, figure)
    if value is not None:
        yield AnswerRecord(
            ", ".join(figure.columns),
            figure.predicate,
            value,
            population=figure.population,
            party=clip(cells.of(figure.party), LONGEST_NAME),
            said_by="" if figure.own_voice else said.by,
            on=said.on,
        )


def _value(cells: Cells, figure: Figure) -> Quantity | None:
    words = cells.text(figure.value)
    number = whole_number(words)
    try:
        return parse_quantity(str(number) if number is not None else words) if words else None
    except (UnknownWords, ImpossibleQuantity):
        cells.note(f"{figure.value}: “{clip(words)}” is no count that we can read; no claim was made")
        return None


def _estimate(cells: Cells, figure: Figure) -> Quantity | RawEstimate | None:
    """Low, best and high as they stand; out of order they are kept raw and warned of."""
    words = {column: cells.text(column) for column in (figure.low, figure.best, figure.high)}
    if not any(words.values()):
        return None
    low, best, high = (_count(given) for given in words.values())
    if low is None or best is None or high is None:
        said = ", ".join(f"{column} “{clip(given)}”" for column, given in words.items())
        cells.note(f"no estimate: {said}; no claim was made")
        return None
    raw = RawEstimate(low, best, high)
    if raw.is_disordered:
        cells.warn("disordered", raw.disorder)
    return raw.quantity or raw


def _count(words: str) -> int | None:
    number = whole_number(words)
    return number if number is not None and number <= LARGEST else None

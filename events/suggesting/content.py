"""A suggestion as JSON: spans with their offsets, everything else in the codes of the ledger."""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from events.dates import PartialDate
from events.quantities import Quantity
from events.suggesting.suggestions import Suggestion
from sources.text import Span

Content = dict[str, Any]


def content_of(suggestion: Suggestion) -> Content:
    """The whole suggestion; `start` and `end` of spans count code points of the text."""
    return {name: _plain(value) for name, value in _parts(suggestion)}


def key_of(suggestion: Suggestion) -> str:
    """Names these words read as this claim: the same whatever engine, rule or tier says so."""
    told = suggestion.figure.words if suggestion.figure else suggestion.statement or suggestion.passage
    ends = (suggestion.passage.start, suggestion.passage.end, told.start, told.end)
    return ":".join([*map(str, ends), suggestion.measure, suggestion.polarity])


def _parts(value: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(value, field.name)) for field in fields(value)]


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "exact": value.exact}
    if isinstance(value, PartialDate):
        return value.edtf
    if isinstance(value, Quantity):
        return {name: _plain(part) for name, part in _parts(value) if part not in (None, "")}
    if is_dataclass(value):
        return {name: _plain(part) for name, part in _parts(value)}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value

"""Patterns: cells that were published by the ordinary act, taken apart so that any other cell can be cut from them."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import transaction

from events.series import RECIPE_ID_LENGTH
from newsroom.benching.api.cells import MOMENT, Cell, Press, Slots
from newsroom.benching.api.planting import plant, plant_sources
from newsroom.ledger.canonical import sha256
from newsroom.ledger.models import Publication
from newsroom.ledger.publishing import publish
from newsroom.ledger.registry import Kind, kinds
from sources.models import Source


@dataclass(frozen=True)
class Document:
    """What is public of one record: what `publish` stores of it, without number, version and salt."""

    kind: Kind
    public_id: str
    body: str
    facets: dict[str, Any]
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pattern:
    """One document in pieces: text that stays and, between, the slots that each cell fills."""

    kind: Kind
    public_id: str
    pieces: tuple[str, ...]
    facets: dict[str, object]
    terms: tuple[tuple[str, str | None, str], ...]

    def cut(self, cell: Cell, slots: Slots) -> Document:
        """The document of this cell."""
        pieces = list(self.pieces)
        pieces[1::2] = [slots[name] for name in pieces[1::2]]
        facets = {name: _filled(made, cell, slots) for name, made in self.facets.items()}
        terms = sorted((name, slots[slot] if slot else value) for name, slot, value in self.terms)
        body = _RECIPE.sub(_with_id, "".join(pieces))
        return Document(self.kind, slots[self.public_id], body, facets, tuple(terms))


# The one part of a document that is computed from ids: the hash of a series' recipe.
_RECIPE = re.compile(r'"recipe":(\{.*?\}),"recipe_id":"[0-9a-f]{16}"')


def _with_id(match: re.Match[str]) -> str:
    recipe_id = sha256(match[1])[:RECIPE_ID_LENGTH]
    return f'"recipe":{match[1]},"recipe_id":"{recipe_id}"'


@dataclass(frozen=True)
class _Slot:
    name: str


@dataclass(frozen=True)
class _OfCell:
    read: Callable[[Cell], Any]


_GEOGRAPHY = {
    "country": _OfCell(lambda cell: cell.place.country),
    "latitude_e6": _OfCell(lambda cell: cell.place.latitude_e6),
    "longitude_e6": _OfCell(lambda cell: cell.place.longitude_e6),
}


def _filled(made: object, cell: Cell, slots: Slots) -> Any:
    if isinstance(made, _Slot):
        return slots[made.name]
    if isinstance(made, _OfCell):
        return made.read(cell)
    return made


class Patterns:
    """Every pattern of the press, and of its sources one for each kind."""

    def __init__(self, press: Press) -> None:
        cells = [press.pattern(number) for number in range(press.patterns)]
        documents = {document.public_id: document for document in published(cells)}
        self._cells = {cell.pattern: _taken_apart(cell, documents) for cell in cells}
        first = cells[0]
        self._sources = {
            name.kind: _pattern(documents[name.public_id], first, {"id": name.public_id, "label": name.name})
            for name in first.sources.values()
        }
        self._first = first
        self._press = press

    def sources(self) -> Iterator[Document]:
        for kind, named in self._press.sources.items():
            for name in named:
                yield self._sources[kind].cut(self._first, {"id": name.public_id, "label": name.name})

    def cell(self, cell: Cell) -> list[Document]:
        slots = cell.slots()
        return [pattern.cut(cell, slots) for pattern in self._cells[cell.pattern]]


@contextmanager
def the_clock_stands() -> Iterator[None]:
    with patch("newsroom.ledger.seam.now", lambda: MOMENT):
        yield


def published(cells: Iterable[Cell]) -> list[Document]:
    """The documents that the ordinary act makes of these cells; nothing of it stays in the database."""
    cells = list(cells)
    names = {name.public_id: name for cell in cells for name in cell.sources.values()}
    wanted = [*names, *(public_id for cell in cells for ids in cell.ids.values() for public_id in ids)]
    with the_clock_stands(), transaction.atomic():
        plant_sources(names.values())
        publish([*Source.objects.filter(public_id__in=names), *(claim for cell in cells for claim in plant(cell))])
        documents = [
            _document(kind, row)
            for kind in kinds()
            for row in kind.publication.objects.current().filter(public_id__in=wanted)
        ]
        transaction.set_rollback(True)
    return documents


def _document(kind: Kind, row: Publication) -> Document:
    facets = {name: getattr(row, name) for name in kind.publication.FACETS}
    terms = kind.term.objects.filter(from_seq=row.from_seq).values_list("name", "value")
    return Document(kind, row.public_id, row.body, facets, tuple(sorted(terms)))


def _taken_apart(cell: Cell, documents: dict[str, Document]) -> list[Pattern]:
    slots = cell.slots()
    return [_pattern(documents[public_id], cell, slots) for ids in cell.ids.values() for public_id in ids]


def _pattern(document: Document, cell: Cell, slots: Slots) -> Pattern:
    named = {text: name for name, text in slots.items()}
    wanted = re.compile("(" + "|".join(map(re.escape, sorted(named, key=len, reverse=True))) + ")")
    pieces = wanted.split(document.body)
    pieces[1::2] = [named[text] for text in pieces[1::2]]
    return Pattern(
        document.kind,
        named[document.public_id],
        tuple(pieces),
        {name: _made_of(name, value, cell, named) for name, value in document.facets.items()},
        tuple((name, named.get(value), value) for name, value in document.terms),
    )


def _made_of(name: str, value: Any, cell: Cell, named: dict[str, str]) -> object:
    if name in _GEOGRAPHY and value not in ("", None):
        return _GEOGRAPHY[name]
    if isinstance(value, dt.datetime):
        past = value - _midnight(cell)
        return _OfCell(lambda other: _midnight(other) + past)
    if isinstance(value, dt.date):
        days = value - cell.day
        return _OfCell(lambda other: other.day + days)
    return _Slot(named[value]) if value in named else value


def _midnight(cell: Cell) -> dt.datetime:
    return dt.datetime.combine(cell.day, dt.time(), dt.UTC)

"""One row of a gazetteer as a frozen record, checked so that it fits its columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from sources.importing.records import RecordProblem
from sources.names import fold
from sources.text import UnusableText, clip, normalise

MOST_CHARACTERS = 200
"""The longest name, as long as its column, also folded."""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place as a gazetteer has it; "" and null mean not given.

    `spellings` are all names in the order given, the first of them the name itself. `left_out` are spellings
    that cannot be stored. Latitude and longitude are in decimal degrees with six places.
    """

    geonames_id: int
    name: str
    country: str = ""
    admin1: str = ""
    coordinates: tuple[Decimal, Decimal] | None = None
    population: int | None = None
    spellings: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class AlternateName:
    """One more spelling of the place with this number."""

    geonames_id: int
    name: str


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Row(Generic[Made]):
    """What one row made, or why nothing, and where it stands in its file: “line 7”, “item 3”."""

    place: str
    made: Made | RecordProblem


def read_place(cells: Mapping[str, str], spellings: Iterable[str]) -> PlaceRecord:
    """The place of a row with the cells geonames_id, name, country, admin1, latitude, longitude, population.

    Raises `RecordProblem`.
    """
    name = read_name(cells["name"])
    read = [_spelling(spelling) for spelling in spellings]
    return PlaceRecord(
        geonames_id=read_id(cells["geonames_id"]),
        name=name,
        country=_country(cells["country"]),
        admin1=read_name(cells["admin1"]) if cells["admin1"].strip() else "",
        coordinates=_coordinates(cells["latitude"].strip(), cells["longitude"].strip()),
        population=_number(cells["population"], "population", 0) if cells["population"].strip() else None,
        spellings=tuple(dict.fromkeys([name, *filter(None, read)])),
        left_out=read.count(None),
    )


def read_id(cell: str) -> int:
    return _number(cell, "GeoNames id", 1)


def read_name(cell: str) -> str:
    """A name in one line, in NFC, without marks of direction. Raises `RecordProblem`: missing, not_text, too_long."""
    try:
        name = " ".join(normalise(cell.translate(_DIRECTIONS)).split())
    except UnusableText as error:
        raise RecordProblem("not_text", f"the name: {error}", hint="Correct it in the file.") from error
    if not name:
        raise RecordProblem("missing", "there is no name", hint="A place has a name in the second column.")
    if _CONTROL.search(name):
        raise RecordProblem("not_text", "the name holds control characters", hint="Correct it in the file.")
    if max(len(name), len(fold(name))) > MOST_CHARACTERS:
        message = f"“{clip(name, 40)}” has more than {MOST_CHARACTERS} characters"
        raise RecordProblem("too_long", message, hint="Shorten it in the file.")
    return name


_DIRECTIONS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_COUNTRY = re.compile("[A-Z]{2}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?")
_SIX_PLACES = Decimal("0.000001")
_LARGEST = 2**63 - 1


def _spelling(cell: str) -> str | None:
    """A spelling, "" for a blank one, null for one that cannot be stored."""
    try:
        return read_name(cell) if cell.strip() else ""
    except RecordProblem:
        return None


def _country(cell: str) -> str:
    country = cell.strip()
    if country and not _COUNTRY.fullmatch(country):
        message = f"“{clip(country, 20)}” is no country code"
        raise RecordProblem("malformed", message, hint="Two capital letters of ISO 3166-1, or nothing.")
    return country


def _number(cell: str, what: str, least: int) -> int:
    digits = cell.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20 and least <= int(digits) <= _LARGEST):
        message = f"“{clip(digits, 20)}” is no {what}"
        raise RecordProblem("malformed", message, hint="Is this a file of GeoNames? Its first column is a number.")
    return int(digits)


def _coordinates(latitude: str, longitude: str) -> tuple[Decimal, Decimal] | None:
    if not latitude and not longitude:
        return None
    return _degrees(latitude, "latitude", 90), _degrees(longitude, "longitude", 180)


def _degrees(cell: str, what: str, most: int) -> Decimal:
    if not _DEGREES.fullmatch(cell) or abs(Decimal(cell)) > most:
        message = f"“{clip(cell, 20)}” is no {what}"
        raise RecordProblem("malformed", message, hint=f"Decimal degrees from -{most} to {most}.")
    return Decimal(cell).quantize(_SIX_PLACES) + 0  # no negative zero

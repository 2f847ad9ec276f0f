"""Where it happened, from the place columns of a row. Pure."""

from decimal import Decimal, InvalidOperation

from events.importing.cells import Cells
from events.importing.countries import country_code_of
from events.importing.mappings import Placing, Region
from events.importing.records import PlaceRecord
from sources.text import clip

LONGEST_NAME = 200
MILLIONTH = Decimal("0.000001")
Coordinates = tuple[Decimal | None, Decimal | None]


def placed(cells: Cells, placing: Placing | None) -> tuple[PlaceRecord | None, int | None]:
    """The place of an incident and how exactly it is located (UCDP where_prec, 1 to 7).

    Coordinates that are not on earth are warned of and left out. A place without any name is named after them.
    """
    if placing is None:
        return None, None
    latitude, longitude = _coordinates(cells, placing)
    admin1, country = cells.of(placing.admin1), _country(cells, cells.of(placing.country))
    name = cells.first(placing.name) or _named_after(latitude, longitude) or admin1
    if not name:
        return None, None
    place = PlaceRecord(_cut(cells, name), _cut(cells, admin1), country, latitude, longitude)
    return place, _precision(cells, placing)


def region(place: Region | None) -> PlaceRecord | None:
    """The place of running totals, the same for all rows."""
    return PlaceRecord(place.name, place.admin1, country_code_of(place.country)) if place else None


def _coordinates(cells: Cells, placing: Placing) -> Coordinates:
    pair = cells.text(placing.coordinates).partition(",")
    latitude = cells.text(placing.latitude) or pair[0].strip()
    longitude = cells.text(placing.longitude) or pair[2].strip()
    if not latitude and not longitude:
        return None, None
    found = _degrees(latitude, 90), _degrees(longitude, 180)
    if None in found:
        cells.warn("coordinates", f"{clip(latitude)}, {clip(longitude)}: no latitude and longitude in degrees")
        return None, None
    return found


def _degrees(words: str, most: int) -> Decimal | None:
    try:
        degrees = Decimal(words[:40])
    except InvalidOperation:
        return None
    return degrees.quantize(MILLIONTH) if degrees.is_finite() and abs(degrees) <= most else None


def _country(cells: Cells, name: str) -> str:
    code = country_code_of(name) if name else ""
    if name and not code:
        cells.note(f"country: “{clip(name)}” has no code that we know; left empty")
    return code


def _named_after(latitude: Decimal | None, longitude: Decimal | None) -> str:
    return f"{latitude:.4f}, {longitude:.4f}" if latitude is not None else ""


def _cut(cells: Cells, name: str) -> str:
    if len(name) > LONGEST_NAME:
        cells.note(f"the name of the place has {len(name)} characters and was cut: “{clip(name)}”")
    return clip(name, LONGEST_NAME)


def _precision(cells: Cells, placing: Placing) -> int | None:
    given = cells.known(placing.precision, "the precision was left empty")
    if given in frozenset("1234567"):
        return int(given)
    if given:
        cells.note(f"“{clip(given)}” is no precision of a place from 1 to 7; left empty")
    return None

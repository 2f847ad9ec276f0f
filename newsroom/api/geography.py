"""Filters by where on earth something is: in a box of coordinates, or around a point.

Longitude comes first, as in GeoJSON and on every map that takes a box. A box may cross the 180th meridian.
"""

from math import asin, cos, degrees, radians, sin
from typing import NamedTuple

from django_filters.filterset import FilterSet

from newsroom.api.conditions import Condition, Piece, Sql, joined
from newsroom.api.filters import Meets
from newsroom.api.grammar import Grammar, Unreadable, decimals

EARTH_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""
FARTHEST_KM = 20_016.0
_LONGITUDE, _LATITUDE = (-180.0, 180.0), (-90.0, 90.0)


class Box(NamedTuple):
    """Degrees; where west is greater than east it goes over the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


_CORNERS = decimals(
    ("west", *_LONGITUDE),
    ("south", *_LATITUDE),
    ("east", *_LONGITUDE),
    ("north", *_LATITUDE),
    example="34.2,31.2,35.6,32.6",
)


def _read_box(text: str) -> Box:
    box = Box(*_CORNERS.read(text))
    if box.south > box.north:
        message = f"The box runs from {box.south:g} in the south to {box.north:g} in the north; exchange the two."
        raise Unreadable(message)
    return box


BOX = Grammar(_read_box, _CORNERS.schema, _CORNERS.example)
POINT = decimals(("longitude", *_LONGITUDE), ("latitude", *_LATITUDE), example="35.3,32.46")
RADIUS_KM = decimals(("radius", 0.001, FARTHEST_KM), example="10")


def inside(box: Box) -> Condition:
    """Its place has coordinates, and they lie in the box or on its edge."""
    where = _in_box(box)
    return Condition(Sql(f"COALESCE({where.text}, FALSE)", where.params), few=(Piece(where, "p.latitude_e6"),))


def within(point: tuple[float, float], radius: tuple[float]) -> Condition:
    """Its place has coordinates not farther from the point than so many kilometres, over a sphere."""
    (longitude, latitude), (km,) = point, radius
    haversine = (
        f"(POWER(SIN(RADIANS(p.latitude_e6 / {_E6} - %s) / 2), 2) + %s * COS(RADIANS(p.latitude_e6 / {_E6}))"
        f" * POWER(SIN(RADIANS(p.longitude_e6 / {_E6} - %s) / 2), 2)) <= %s"
    )
    most = sin(min(km, FARTHEST_KM) / (2 * EARTH_KM)) ** 2
    near = Sql(haversine, (latitude, cos(radians(latitude)), longitude, most))
    where = joined(" AND ", [_in_box(_around(longitude, latitude, km / EARTH_KM)), near])
    return Condition(Sql(f"COALESCE({where.text}, FALSE)", where.params), few=(Piece(where, "p.latitude_e6"),))


_E6 = "1000000.0"


def _in_box(box: Box) -> Sql:
    west, south, east, north = (round(side * 1_000_000) for side in box)
    link = "AND" if west <= east else "OR"
    text = f"p.latitude_e6 BETWEEN %s AND %s AND (p.longitude_e6 >= %s {link} p.longitude_e6 <= %s)"
    return Sql(text, (south, north, west, east))


def _around(longitude: float, latitude: float, angle: float) -> Box:
    """A box that holds all points at most so far away, an angle in radians; around a pole all longitudes."""
    south, north = latitude - degrees(angle), latitude + degrees(angle)
    if south <= -90 or north >= 90:
        return Box(-180, max(south, -90), 180, min(north, 90))
    aside = degrees(asin(sin(angle) / cos(radians(latitude)))) + 0.000_001
    return Box(_turned(longitude - aside), south, _turned(longitude + aside), north)


def _turned(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


class Lies(Meets):
    """Keeps what lies somewhere. No index has that newest first, so anything else drives a list sooner."""

    comes_last = True


class PlaceFilters(FilterSet):
    """What every resource with coordinates can be asked besides."""

    bbox = Lies(BOX, inside, says="Its place lies in this box: west,south,east,north in degrees.")
    near = Lies(
        POINT,
        within,
        beside="radius_km",
        says="Its place lies around this point, longitude,latitude in degrees; `radius_km` says how far.",
    )
    radius_km = Lies(RADIUS_KM, lambda *_: Condition(Sql("")), beside="near", says="Kilometres around `near`.")

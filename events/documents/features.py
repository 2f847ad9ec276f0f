"""Incidents as GeoJSON (RFC 7946). The place is the editors' finding aid; how exact it is is a property."""

from typing import Any

from newsroom.ledger.lines import Body
from newsroom.ledger.registry import Json

_KEPT = (
    "id",
    "url",
    "label",
    "event_type",
    "sub_event_type",
    "occurred",
    "description",
    "parties",
    "figures",
    "counts",
)


def incident_feature(body: Body) -> Json:
    """One incident as a feature; one without coordinates has no geometry, as the standard provides for."""
    place = body["place"] or {}
    return {
        "type": "Feature",
        "id": body["id"],
        "geometry": _point(place),
        "properties": {name: body[name] for name in _KEPT}
        | {name: place.get(name) for name in ("country", "admin1", "precision")}
        | {"place": place.get("name"), "conflicts": len(body["conflicts"])},
    }


def _point(place: Body) -> Any:
    """Longitude first, as written: decimal text passes through `float`, whose shortest form gives it back."""
    if place.get("latitude") is None or place.get("longitude") is None:
        return None
    return {"type": "Point", "coordinates": [float(place["longitude"]), float(place["latitude"])]}

"""The public form of what a claim states: a figure, a date, a place, a party or words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from events.dates import PartialDate, Sense
from events.models.values import WithValue
from events.models.vocabularies import ValueType
from events.quantities import SOFT_POLICY, Quantity, QuantityKind, render
from events.series_inputs import RawEstimate
from newsroom.api.shapes import Shape
from newsroom.ledger.registry import Json
from sources.documents.sources import SourceReference, name_source
from sources.models import Place


class DateShape(Shape):
    """Words, EDTF (ISO 8601-2) and the bounds computed from it."""

    text = serializers.CharField()
    edtf = serializers.CharField()
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)
    sense = serializers.ChoiceField(
        choices=[sense.value for sense in Sense],
        help_text="extent: true throughout. one_of: true on some day in it.",
    )


class PlaceShape(Shape):
    name = serializers.CharField()
    country = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-2.")
    admin1 = serializers.CharField()
    latitude = serializers.CharField(allow_null=True, help_text="Decimal degrees as text, WGS 84.")
    longitude = serializers.CharField(allow_null=True)
    geonames_id = serializers.IntegerField(allow_null=True)


class SoftRange(Shape):
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    policy = serializers.CharField()


class QuantityShape(Shape):
    """A hedged figure. `low` and `high` are what the words entail; null is no limit."""

    type = serializers.CharField()
    text = serializers.CharField(help_text="The figure in the speaker's words.")
    reading = serializers.CharField(help_text="The figure in plain words, from its hedge: “at least 6”.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in QuantityKind])
    n = serializers.IntegerField(allow_null=True)
    n2 = serializers.IntegerField(allow_null=True)
    best = serializers.IntegerField(allow_null=True)
    word = serializers.CharField(allow_null=True)
    low = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    is_disordered = serializers.BooleanField(help_text="A data set's three numbers, out of order: kept, not used.")
    through = serializers.DateField(allow_null=True, help_text="For a running total: the last day counted.")
    soft = SoftRange()


class DateValue(DateShape):
    type = serializers.CharField()


class PlaceValue(PlaceShape):
    type = serializers.CharField()


class PartyValue(Shape):
    type = serializers.CharField()
    party = SourceReference()


class PlainValue(Shape):
    """A category, yes or no, or words."""

    type = serializers.CharField()
    text = serializers.CharField(required=False)
    category = serializers.CharField(required=False)
    is_true = serializers.BooleanField(required=False)


def date_json(date: PartialDate | None) -> Json | None:
    if date is None:
        return None
    return {
        "text": date.text,
        "edtf": date.edtf,
        "earliest": _day(date.earliest),
        "latest": _day(date.latest),
        "sense": date.sense.value,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def place_json(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country or None,
        "admin1": place.admin1,
        "latitude": _degrees(place.latitude),
        "longitude": _degrees(place.longitude),
        "geonames_id": place.geonames_id,
    }


def _degrees(angle: Any) -> str | None:
    return None if angle is None else f"{angle:.6f}"


def quantity_json(quantity: Quantity, through: dt.date | None) -> Json:
    return QuantityShape.of(
        {
            "type": ValueType.QUANTITY.value,
            "text": quantity.text,
            "reading": render(quantity),
            "kind": quantity.kind.value,
            "n": quantity.n,
            "n2": quantity.n2,
            "best": quantity.best,
            "word": quantity.word or None,
            "low": quantity.low,
            "high": quantity.high,
            "is_disordered": False,
            "through": _day(through),
            "soft": {"low": quantity.soft_low, "high": quantity.soft_high, "policy": SOFT_POLICY},
        }
    )


def disordered_json(raw: RawEstimate, words: str) -> Json:
    """A data set's three numbers that are out of order: as they stand, entailing nothing."""
    return QuantityShape.of(
        {
            "type": ValueType.QUANTITY.value,
            "text": words,
            "reading": raw.disorder,
            "kind": QuantityKind.ESTIMATE.value,
            "n": raw.low,
            "n2": raw.high,
            "best": raw.best,
            "word": None,
            "low": None,
            "high": None,
            "is_disordered": True,
            "through": None,
            "soft": {"low": None, "high": None, "policy": SOFT_POLICY},
        }
    )


def value_json(row: WithValue, through: dt.date | None = None) -> Json | None:
    """The stated value for a basis; a party is named by id and resolved when the body is rendered."""
    kind = row.value_type
    if row.value is None:
        return None
    if isinstance(row.value, RawEstimate):
        return disordered_json(row.value, row.quantity_words)
    if kind == ValueType.QUANTITY:
        return quantity_json(row.value, through)
    return {"type": kind, **_other_value(row)}


def _other_value(row: WithValue) -> Json:
    value = row.value
    return {
        ValueType.DATE: lambda: date_json(value) or {},
        ValueType.PLACE: lambda: place_json(value) or {},
        ValueType.PARTY: lambda: {"party": name_source(value)},
        ValueType.CATEGORY: lambda: {"category": value},
        ValueType.BOOLEAN: lambda: {"is_true": value},
        ValueType.TEXT: lambda: {"text": value},
    }[ValueType(row.value_type)]()


def value_words(value: Json) -> str:
    """The value in the speaker's own words where there are any, cut to fit a label."""
    words = _WORDS[value["type"]](value)
    return words if len(words) <= LABEL_LENGTH else f"{words[:LABEL_LENGTH].rstrip()}…"


def value_reading(value: Json) -> str:
    """The value in plain words: a figure from its hedge and number, so that one answer reads in one way."""
    return str(value["reading"]) if value["type"] == ValueType.QUANTITY else value_words(value)


LABEL_LENGTH = 120
_WORDS: dict[str, Callable[[Json], str]] = {
    ValueType.QUANTITY: lambda value: value["text"] or value["reading"],
    ValueType.DATE: lambda value: value["text"] or value["edtf"],
    ValueType.PLACE: lambda value: value["name"],
    ValueType.PARTY: lambda value: value["party"]["label"] or "",
    ValueType.CATEGORY: lambda value: value["category"],
    ValueType.BOOLEAN: lambda value: "yes" if value["is_true"] else "no",
    ValueType.TEXT: lambda value: value["text"],
}

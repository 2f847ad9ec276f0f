"""Shapes: serializers that say, field by field, what is public. The schema is read from the same classes."""

from functools import cache
from typing import Any

from rest_framework import serializers

from newsroom.ledger.models import Visibility


class Shape(serializers.Serializer[Any]):
    """A public object. What is not declared here does not get out; what is declared is never left out."""

    @classmethod
    def of(cls, data: Any) -> dict[str, Any]:
        """The data in this shape. Raises `KeyError` for a field that the data does not have."""
        return dict(_made_once(cls).to_representation(data))


@cache
def _made_once(shape: type[Shape]) -> Shape:
    """What a shape declares does not change, and to copy it for every object costs more than to fill it in."""
    return shape()


class Envelope(Shape):
    """What the ledger puts in front of every stored body."""

    version = serializers.IntegerField(help_text="Counts from 1; every issue of this record is one more.")
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    issued_at = serializers.DateTimeField(help_text="When this version was issued, UTC.")
    notice = serializers.CharField(required=False, help_text="Public words on a withdrawal or a correction.")
    merged_into = serializers.CharField(required=False, help_text="Id of the record that answers for it now.")


def api_path(plural: str, public_id: str) -> str:
    """The path of one record: the same bytes on every host."""
    return f"/api/v1/{plural}/{public_id}/"

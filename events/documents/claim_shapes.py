"""What is public of a claim, field by field: value, attribution and evidence together, link by link."""

from typing import cast

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from events.documents.incidents import IncidentBrief
from events.documents.questions import QuestionReference
from events.documents.values import DateShape, DateValue, PartyValue, PlaceValue, PlainValue, QuantityShape
from events.models.claims import Certainty, Medium, Polarity, Rendering, SpeaksForBasis, VerbClass
from events.models.vocabularies import ValueType
from newsroom.api.shapes import Shape
from sources.documents.articles import ArticleReference, PublishedShape, WireCreditShape
from sources.documents.sources import SourceReference


class SpeaksForShape(SourceReference):
    """For whom it was said, with the title as stated."""

    title = serializers.CharField()
    basis = serializers.ChoiceField(choices=SpeaksForBasis.choices, allow_blank=True)
    party = serializers.CharField(allow_null=True, help_text="The side it has in the incident: side_a.")


class CitedVersion(Shape):
    number = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of the whole normalised text, UTF-8.")
    captured_at = serializers.DateTimeField()
    published = PublishedShape(allow_null=True)


class PassageShape(Shape):
    """Exact words: `text[start:end] == exact` in the version whose hash is given."""

    exact = serializers.CharField()
    prefix = serializers.CharField(help_text="At most 64 characters before.")
    suffix = serializers.CharField(help_text="At most 64 characters after.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    unit = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the exact words, UTF-8.")
    version = CitedVersion()
    anchor = serializers.ChoiceField(
        choices=["intact", "altered", "missing"],
        help_text="What became of the words in the newest version.",
    )


class CreditInClaim(WireCreditShape):
    part_in_this_claim = serializers.CharField(help_text="A wire credit belongs to the article: unknown.")


class CitedArticle(ArticleReference):
    wire_credits = CreditInClaim(many=True)


class CitationShape(Shape):
    rendering = serializers.ChoiceField(choices=Rendering.choices)
    verb_text = serializers.CharField(help_text="Word for word.")
    verb_class = serializers.ChoiceField(choices=VerbClass.choices)
    relayed_by = SourceReference(many=True)
    passage = PassageShape(allow_null=True)
    locator = serializers.CharField(allow_null=True, help_text="Where no text was captured.")
    article = CitedArticle()


class FidelityShape(Shape):
    """Somebody confirmed that the words are there. Says nothing about whether they are true."""

    verified = serializers.BooleanField()
    by_second_person = serializers.BooleanField()


class EdtfShape(Shape):
    edtf = serializers.CharField()


class ClocksShape(Shape):
    occurred = EdtfShape(allow_null=True)
    said = serializers.CharField(allow_null=True, help_text="EDTF.")
    reported = serializers.CharField(allow_null=True, help_text="When the earliest cited version was published.")


class ClaimBrief(Shape):
    id = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()


def _told_apart(shape: type[Shape], *types: str) -> type[Shape]:
    """The shape with the closed list of types that it is for, so that a value fits one shape only."""
    return cast("type[Shape]", type(shape.__name__, (shape,), {"type": serializers.ChoiceField(choices=types)}))


_PLAIN_TYPES = (ValueType.CATEGORY.value, ValueType.BOOLEAN.value, ValueType.TEXT.value)
VALUE_SHAPES = {
    ValueType.QUANTITY.value: _told_apart(QuantityShape, ValueType.QUANTITY.value),
    ValueType.DATE.value: _told_apart(DateValue, ValueType.DATE.value),
    ValueType.PLACE.value: _told_apart(PlaceValue, ValueType.PLACE.value),
    ValueType.PARTY.value: _told_apart(PartyValue, ValueType.PARTY.value),
    **dict.fromkeys(_PLAIN_TYPES, _told_apart(PlainValue, *_PLAIN_TYPES)),
}


@extend_schema_field(PolymorphicProxySerializer("ClaimValue", {**VALUE_SHAPES}, resource_type_field_name="type"))
class ClaimValue(serializers.DictField):
    """What is stated, in the shape that its `type` names."""


class ClaimDocument(ClaimBrief):
    """One originator's answer to one question, as stated, with the whole chain of attribution."""

    type = serializers.CharField()
    incident = IncidentBrief(allow_null=True)
    question = QuestionReference()
    polarity = serializers.ChoiceField(choices=Polarity.choices)
    certainty = serializers.ChoiceField(choices=Certainty.choices)
    reading = serializers.CharField(help_text="The value in plain words.")
    value = ClaimValue(allow_null=True)
    said_by = SourceReference(allow_null=True)
    speaks_for = SpeaksForShape(allow_null=True)
    medium = serializers.ChoiceField(choices=Medium.choices)
    said_on = DateShape(allow_null=True)
    citations = CitationShape(many=True)
    fidelity = FidelityShape()
    supersedes = ClaimBrief(allow_null=True)
    superseded_by = ClaimBrief(allow_null=True)
    clocks = ClocksShape()
    links = serializers.DictField(child=serializers.CharField())

"""The answers to a question as its document gives them, and as the pure modules compare them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from rest_framework import serializers

from events.answers import Answer, Polarity, Saying, Value
from events.dates import PartialDate
from events.models import claims as models
from events.models.incidents import IncidentParty
from events.models.vocabularies import ValueType
from events.quantities import Quantity, QuantityKind
from events.scopes import AskedPredicate, Member, Scope
from events.series_inputs import RawEstimate
from newsroom.api.shapes import Shape
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.registry import Json
from sources.documents.sources import SourceReference


class AnsweringClaim(Shape):
    """One claim that gives this answer, with what is needed to weigh it at a glance."""

    id = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    originator = SourceReference(allow_null=True)
    side = serializers.ChoiceField(
        choices=IncidentParty.Role.choices, allow_null=True, help_text="Of the originator, in the incident."
    )
    words = serializers.CharField(help_text="The value as stated.")
    said = serializers.CharField(allow_null=True, help_text="EDTF.")
    reported = serializers.CharField(allow_null=True)
    certainty = serializers.ChoiceField(choices=models.Certainty.choices)
    outlets = serializers.ListField(child=serializers.CharField())


class AnswerShape(Shape):
    """One distinct answer and everybody who gives it."""

    polarity = serializers.ChoiceField(choices=models.Polarity.choices)
    reading = serializers.CharField()
    value = serializers.DictField(allow_null=True, help_text="As in a claim, without the speaker's own words.")
    claims = AnsweringClaim(many=True)
    outlets = serializers.IntegerField(help_text="How many outlets carry it.")


def group_answers(claims: list[Json]) -> list[list[Json]]:
    """The claims by distinct answer, the lowest first, those of one answer in order of saying."""
    ordered = sorted(claims, key=lambda claim: (_sort_key(claim), claim["clocks"]["said"] or "", claim["id"]))
    return [list(group) for _key, group in groupby(ordered, key=_sort_key)]


def _sort_key(claim: Json) -> tuple[int, str, str]:
    value = claim["value"] or {}
    return value.get("low") or 0, claim["polarity"], canonical_json(_without_words(claim["value"]))


def _without_words(value: Json | None) -> Json | None:
    """The value as an answer: two speakers who say “four” and “4” give one answer."""
    if value is None or value["type"] in (ValueType.TEXT, ValueType.CATEGORY):
        return value
    return {name: part for name, part in value.items() if name != "text"}


def answer_json(claims: list[Json], sides: dict[str, str]) -> Json:
    """One distinct answer for the document; `sides` are the roles of the incident's parties by source id."""
    return {
        "polarity": claims[0]["polarity"],
        "reading": claims[0]["reading"],
        "value": _without_words(claims[0]["value"]),
        "claims": [_answering(claim, sides) for claim in claims],
        "outlets": len({outlet for claim in claims for outlet in _outlets(claim)}),
    }


def _answering(claim: Json, sides: dict[str, str]) -> Json:
    originator = claim["speaks_for"] or claim["said_by"]
    return {
        "id": claim["id"],
        "label": claim["label"],
        "url": claim["url"],
        "originator": originator,
        "side": sides.get((originator or {}).get("id") or ""),
        "words": (claim["value"] or {}).get("text") or claim["reading"],
        "said": claim["clocks"]["said"],
        "reported": claim["clocks"]["reported"],
        "certainty": claim["certainty"],
        "outlets": _outlets(claim),
    }


def _outlets(claim: Json) -> list[str]:
    return sorted({citation["article"]["outlet"]["label"] for citation in claim["citations"]})


def comparable(answer: Json, question: Json) -> Answer:
    """The answer in the form that is compared: its value, the scope it takes, and who gives it."""
    value = answer["value"] or {}
    return Answer(
        scope=_scope(question, value.get("through")),
        value=_value(answer["value"]),
        reading=answer["reading"],
        sayings=tuple(_saying(claim) for claim in answer["claims"]),
        polarity=Polarity(answer["polarity"]),
    )


def _saying(claim: Json) -> Saying:
    originator = claim["originator"] or {}
    return Saying(
        claim=claim["id"],
        speaker=originator.get("label") or "An unnamed source",
        originator=originator.get("id"),
        said=PartialDate(claim["said"]) if claim["said"] else None,
        reported=PartialDate(claim["reported"]) if claim["reported"] else None,
        words=claim["words"],
    )


def _scope(question: Json, through: str | None) -> Scope:
    asked = question["scope"]
    place, party, incident = question["place"], question["party"], question["incident"]
    return Scope(
        question=question["id"],
        predicate=AskedPredicate(
            question["predicate"],
            question["predicate_label"],
            frozenset(asked["wider_predicates"]),
            is_cumulative=asked["is_cumulative"],
            is_single_valued=asked["is_single_valued"],
        ),
        population=Member(question["population"], question["population_label"], frozenset(asked["wider_populations"])),
        incident=Member(incident["id"], incident["label"]) if incident else None,
        party=Member(party["id"], party["label"] or "") if party else None,
        place=Member(place["name"], place["name"], frozenset(asked["wider_places"])) if place else None,
        window=PartialDate(question["window"]) if question["window"] else None,
        through=date.fromisoformat(through) if through else None,
    )


def quantity_of(value: Json | None) -> Quantity | None:
    """The figure of a public value; null for values of other types."""
    if value is None or value["type"] != ValueType.QUANTITY or value["is_disordered"]:
        return None
    kind = QuantityKind(value["kind"])
    return Quantity(kind, n=value["n"], n2=value["n2"], best=value["best"], word=value["word"] or "")


def figure_of(value: Json | None) -> Quantity | RawEstimate | None:
    """The figure, or the three numbers of a data set that are out of order."""
    if value and value["type"] == ValueType.QUANTITY and value["is_disordered"]:
        return RawEstimate(value["n"], value["best"], value["n2"])
    return quantity_of(value)


def _value(value: Json | None) -> Value:
    if value is None:
        return None
    kind = ValueType(value["type"])
    if kind == ValueType.QUANTITY:
        return quantity_of(value)
    return next(found(value) for wanted, found in _VALUES if wanted == kind)


def _place(value: Json) -> Member:
    return Member(value["name"], value["name"], frozenset(filter(None, [value["admin1"], value["country"]])))


_VALUES = (
    (ValueType.DATE, lambda value: PartialDate(value["edtf"])),
    (ValueType.PLACE, _place),
    (ValueType.PARTY, lambda value: Member(value["party"]["id"], value["party"]["label"] or "")),
    (ValueType.CATEGORY, lambda value: Member(value["category"].casefold(), value["category"])),
    (ValueType.BOOLEAN, lambda value: value["is_true"]),
    (ValueType.TEXT, lambda value: value["text"]),
)


def sides_of(incident: Json | None) -> dict[str, str]:
    """The roles of an incident's parties by source id."""
    parties = incident["parties"] if incident else []
    return {part["party"]["id"]: part["role"] for part in parties if part["party"]["id"]}


def missing_sides(question: Json, incident: Json | None, answers: list[Json]) -> Iterator[str]:
    """One sentence for each side of the incident that has given no figure."""
    if question["scope"]["value_type"] != ValueType.QUANTITY:
        return
    heard = {(claim["originator"] or {}).get("id") for answer in answers for claim in answer["claims"]}
    for part in incident["parties"] if incident else []:
        if part["role"] in IncidentParty.SIDES and part["party"]["id"] not in heard:
            role = IncidentParty.Role(part["role"]).label
            yield f"No claim from {part['party']['label']} ({role}) on {question['subject']}."

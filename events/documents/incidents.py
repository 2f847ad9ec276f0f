"""The public document of an incident: the finding aid, its parties and links, what is asked about it."""

import datetime as dt
from collections.abc import Iterable, Iterator

from rest_framework import serializers

from events.changes import changes_of_incident
from events.comparison import Comparison, Relation
from events.documents.answers import comparable
from events.documents.columns import INCIDENT_COLUMNS
from events.documents.searched import incident_texts
from events.documents.values import DateShape, PlaceShape, date_json, place_json
from events.documents.weighing import relate_across
from events.models import (
    Incident,
    IncidentLine,
    IncidentLink,
    IncidentParty,
    IncidentPublication,
    IncidentTerm,
    IncidentWords,
)
from events.models.incidents import IncidentType, PlacePrecision, event_type
from newsroom.api.shapes import Shape, api_path
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.documents.sources import SourceReference, name_source, resolve_name
from sources.models import Source


class IncidentPlace(PlaceShape):
    precision = serializers.ChoiceField(
        choices=PlacePrecision.choices, allow_null=True, help_text="UCDP where_prec, 1 exact to 7."
    )


class IncidentBrief(Shape):
    """An incident as claims and questions name it."""

    id = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField(help_text="Path on this host.")


class PartyShape(Shape):
    role = serializers.ChoiceField(choices=IncidentParty.Role.choices)
    party = SourceReference()


class IncidentReference(IncidentBrief):
    """What other documents are made from: the name, and the finding aid that they are filtered by."""

    occurred = DateShape(allow_null=True)
    place = IncidentPlace(allow_null=True)
    parties = PartyShape(many=True)


class LinkShape(Shape):
    kind = serializers.ChoiceField(choices=IncidentLink.Kind.choices)
    incident = IncidentBrief()


class FigureShape(Shape):
    """One question about the incident with the readings of its answers, side by side."""

    id = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    answers = serializers.ListField(child=serializers.CharField())


class ConflictShape(Shape):
    """Two answers that cannot both be right: to one question, or to two of which one contains the other."""

    questions = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()
    explainable_by_time = serializers.BooleanField(help_text="A growing count may explain it.")


class AcrossShape(Shape):
    """How answers to two questions about the incident stand to each other, where one contains the other."""

    relation = serializers.ChoiceField(choices=[relation.value for relation in Relation])
    reason = serializers.CharField()
    explainable_by_time = serializers.BooleanField()
    claims = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class CountsShape(Shape):
    questions = serializers.IntegerField()
    claims = serializers.IntegerField()
    sources = serializers.IntegerField()
    outlets = serializers.IntegerField()


class IncidentDocument(IncidentReference):
    """One thing said to have happened. Type, date and place are the editors' finding aid, not a claim."""

    type = serializers.CharField()
    event_type = serializers.CharField(help_text="ACLED event type.")
    sub_event_type = serializers.ChoiceField(choices=IncidentType.choices, allow_blank=True)
    description = serializers.CharField()
    finding_aid = serializers.ListField(
        child=serializers.CharField(),
        help_text="Fields set by the editors for finding, not asserted by a source.",
    )
    incident_links = LinkShape(many=True)
    figures = FigureShape(many=True)
    relations_across = AcrossShape(many=True, help_text="Between answers to different questions.")
    conflicts = ConflictShape(many=True, help_text="Open conflicts, those that time does not explain first.")
    counts = CountsShape()
    links = serializers.DictField(child=serializers.CharField())


def extract_incident(incident: Incident) -> Json:
    place = place_json(incident.place)
    return {
        "id": incident.public_id,
        "label": incident.label,
        "sub_event_type": incident.type,
        "event_type": event_type(incident.type),
        "description": incident.description,
        "occurred": date_json(incident.occurred()),
        "place": place and {**place, "precision": incident.place_precision},
        "parties": [
            {"role": part.role, "party": name_source(part.party)}
            for part in incident.parties.select_related("party").order_by("role", "id")
            if not part.party.is_confidential
        ],
        "incident_links": [
            {"kind": link.kind, "incident": link.other.public_id}
            for link in incident.links.select_related("other").order_by("id")
        ],
    }


def render_incident(basis: Json, issued: Issued) -> Json:
    path = api_path("incidents", basis["id"])
    questions = issued.naming("question", basis["id"])
    return IncidentDocument.of(
        {
            **basis,
            "type": "incident",
            "url": path,
            "finding_aid": ["occurred", "place", "sub_event_type"],
            "parties": [{**part, "party": resolve_name(part["party"], issued)} for part in basis["parties"]],
            "incident_links": list(_issued_links(basis, issued)),
            "figures": [_figure(question) for question in questions if question["answers"]],
            **_compared(questions),
            "counts": _counts(questions),
            "links": {
                "versions": f"{path}versions/",
                "claims": f"/api/v1/claims/?incident={basis['id']}",
                "questions": f"/api/v1/questions/?incident={basis['id']}",
            },
        }
    )


def _issued_links(basis: Json, issued: Issued) -> Iterator[Json]:
    for link in basis["incident_links"]:
        reference = issued.reference_if_issued(link["incident"])
        if reference is not None:
            yield {"kind": link["kind"], "incident": reference}


def _figure(question: Json) -> Json:
    return {**question, "answers": [answer["reading"] for answer in question["answers"]]}


def _compared(questions: list[Json]) -> Json:
    compared = [comparable(answer, question) for question in questions for answer in question["answers"]]
    across = relate_across(compared)
    asked = {claim: answer.scope.question for answer in compared for claim in answer.claims}
    conflicts = [
        {"questions": [question["id"]], **found}
        for question in questions
        for found in question["relations"]
        if Relation(found["relation"]).is_conflict
    ]
    conflicts += [
        {"questions": [asked[found.first_claims[0]], asked[found.second_claims[0]]], **_across(found)}
        for found in across
        if found.relation.is_conflict
    ]
    return {
        "relations_across": [_across(found) for found in across],
        "conflicts": sorted(conflicts, key=lambda found: (found["explainable_by_time"], found["questions"])),
    }


def _across(found: Comparison) -> Json:
    return {
        "relation": found.relation.value,
        "reason": found.reason,
        "explainable_by_time": found.explainable_by_time,
        "claims": [list(found.first_claims), list(found.second_claims)],
    }


def _counts(questions: list[Json]) -> Json:
    claims = [claim for question in questions for answer in question["answers"] for claim in answer["claims"]]
    return {
        "questions": len(questions),
        "claims": len(claims),
        "sources": len({(claim["originator"] or {}).get("label") for claim in claims}),
        "outlets": len({outlet for claim in claims for outlet in claim["outlets"]}),
    }


def incident_reference(body: Json) -> Json:
    return IncidentReference.of(body)


def incident_facets(body: Json, _issued: Issued) -> Facets:
    columns = {"type": body["sub_event_type"], "conflicts": len(body["conflicts"]), **finding_aid_columns(body)}
    terms = [("party", part["party"]["id"]) for part in body["parties"] if part["party"]["id"]]
    terms += [
        ("part_of", link["incident"]["id"])
        for link in body["incident_links"]
        if link["kind"] == IncidentLink.Kind.PART_OF
    ]
    return Facets(columns, terms + place_terms(body))


def finding_aid_columns(reference: Json) -> Json:
    """When and where, as the typed columns that incidents and their claims are filtered by."""
    occurred, place = reference["occurred"] or {}, reference["place"] or {}
    return {
        "country": place.get("country") or "",
        "occurred_from": as_day(occurred.get("earliest")),
        "occurred_until": as_day(occurred.get("latest")),
        "latitude_e6": _millionths(place.get("latitude")),
        "longitude_e6": _millionths(place.get("longitude")),
    }


def place_terms(reference: Json) -> list[tuple[str, str]]:
    return [("place", reference["place"]["name"][:100])] if reference["place"] else []


def as_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _millionths(degrees: str | None) -> int | None:
    return int(degrees.replace(".", "")) if degrees else None


def incident_ground(incident: Incident) -> Iterable[Source]:
    parties = incident.parties.select_related("party")
    return [part.party for part in parties if not part.party.is_confidential]


INCIDENT = Kind(
    name="incident",
    rank=2,
    model=Incident,
    publication=IncidentPublication,
    term=IncidentTerm,
    line=IncidentLine,
    extract=extract_incident,
    render=render_incident,
    reference=incident_reference,
    facets=incident_facets,
    columns=INCIDENT_COLUMNS,
    gathers=("question",),
    stands_on=incident_ground,
    words=IncidentWords,
    searched=incident_texts,
    changes=changes_of_incident,
)

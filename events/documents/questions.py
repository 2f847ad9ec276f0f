"""The public document of a question: what is asked, and every issued answer to it, side by side."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rest_framework import serializers

from events.dates import PartialDate, render_date
from events.documents.incidents import IncidentBrief
from events.documents.values import PlaceShape, place_json
from events.models import Question, QuestionPublication, QuestionTerm
from events.models.claims import Certainty, Polarity
from events.models.questions import subject_words
from newsroom.api.shapes import Shape, api_path
from newsroom.ledger.canonical import canonical_json
from newsroom.ledger.records import Record
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.documents.sources import SourceReference, name_source, resolve_name


class QuestionReference(Shape):
    """A question as its claims name it."""

    id = serializers.CharField()
    label = serializers.CharField()
    predicate = serializers.CharField()
    predicate_label = serializers.CharField()
    population = serializers.CharField()
    population_label = serializers.CharField()
    party = SourceReference(allow_null=True, help_text="Whose.")
    place = PlaceShape(allow_null=True)
    window = serializers.CharField(allow_null=True, help_text="EDTF; null is: in the incident.")
    url = serializers.CharField(help_text="Path on this host.")


class AnsweringClaim(Shape):
    """One claim that gives this answer, with what is needed to weigh it at a glance."""

    id = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    originator = SourceReference()
    said = serializers.CharField(allow_null=True)
    reported = serializers.CharField(allow_null=True)
    certainty = serializers.ChoiceField(choices=Certainty.choices)
    outlets = serializers.ListField(child=serializers.CharField())


class AnswerShape(Shape):
    """One distinct answer and everybody who gives it."""

    polarity = serializers.ChoiceField(choices=Polarity.choices)
    reading = serializers.CharField()
    value = serializers.DictField(allow_null=True, help_text="As in a claim, without the speaker's own words.")
    claims = AnsweringClaim(many=True)
    outlets = serializers.IntegerField(help_text="How many outlets carry it.")


class QuestionDocument(QuestionReference):
    """What is being answered, by whom and how. Nobody asserts a question."""

    type = serializers.CharField()
    incident = IncidentBrief(allow_null=True)
    answers = AnswerShape(many=True)
    links = serializers.DictField(child=serializers.CharField())


def extract_question(question: Question) -> Json:
    return {
        "id": question.public_id,
        "incident": question.incident and question.incident.public_id,
        "predicate": question.predicate_id,
        "predicate_label": question.predicate.label,
        "population": question.population_id,
        "population_label": question.population.label,
        "party": name_source(question.party),
        "place": place_json(question.place),
        "window": question.window or None,
    }


def render_question(basis: Json, issued: Issued) -> Json:
    path = api_path("questions", basis["id"])
    claims = issued.naming("claim", basis["id"])
    return QuestionDocument.of(
        {
            **_reference(basis, issued),
            "type": "question",
            "incident": basis["incident"] and issued.reference(basis["incident"]),
            "answers": list(_answers(claims)),
            "links": {"versions": f"{path}versions/", "claims": f"/api/v1/claims/?question={basis['id']}"},
        }
    )


def _reference(basis: Json, issued: Issued) -> Json:
    party = resolve_name(basis["party"], issued)
    incident = basis["incident"] and issued.reference(basis["incident"])
    subject = subject_words(basis["population_label"], (party or {}).get("label") or "", basis["predicate_label"])
    about = [incident["label"] if incident else "", _place_name(basis), _window_words(basis)]
    return {
        **basis,
        "party": party,
        "label": ", ".join(filter(None, [subject, *about])),
        "url": api_path("questions", basis["id"]),
    }


def _window_words(basis: Json) -> str:
    return render_date(PartialDate(basis["window"])) if basis["window"] else ""


def _place_name(basis: Json) -> str:
    return basis["place"]["name"] if basis["place"] else ""


def _answers(claims: list[Json]) -> Iterator[Json]:
    """Distinct answers, lowest first, each with its claims in order of saying."""
    ordered = sorted(claims, key=lambda claim: (_sort_key(claim), claim["id"]))
    for _key, group in groupby(ordered, key=_sort_key):
        same = sorted(group, key=lambda claim: (claim["clocks"]["said"] or "", claim["id"]))
        yield {
            "polarity": same[0]["polarity"],
            "reading": same[0]["reading"],
            "value": _without_words(same[0]["value"]),
            "claims": [_answering(claim) for claim in same],
            "outlets": len({outlet for claim in same for outlet in _outlets(claim)}),
        }


def _sort_key(claim: Json) -> tuple[int, str, str]:
    value = claim["value"] or {}
    return value.get("low") or 0, claim["polarity"], canonical_json(_without_words(claim["value"]))


def _without_words(value: Json | None) -> Json | None:
    """The value as an answer: two speakers who say “four” and “4” give one answer."""
    if value is None or value["type"] in ("text", "category"):
        return value
    return {name: part for name, part in value.items() if name != "text"}


def _answering(claim: Json) -> Json:
    return {
        "id": claim["id"],
        "label": claim["label"],
        "url": claim["url"],
        "originator": claim["speaks_for"] or claim["said_by"],
        "said": claim["clocks"]["said"],
        "reported": claim["clocks"]["reported"],
        "certainty": claim["certainty"],
        "outlets": _outlets(claim),
    }


def _outlets(claim: Json) -> list[str]:
    return sorted({citation["article"]["outlet"]["label"] for citation in claim["citations"]})


def question_reference(body: Json) -> Json:
    return {**QuestionReference.of(body), "incident": body["incident"] and body["incident"]["id"]}


def question_facets(body: Json, _issued: Issued) -> Facets:
    return Facets(
        {
            "incident": body["incident"]["id"] if body["incident"] else "",
            "predicate": body["predicate"],
            "population": body["population"],
            "party": (body["party"] or {}).get("id") or "",
            "answers": len(body["answers"]),
        }
    )


def question_ground(question: Question) -> Iterable[Record]:
    if question.incident:
        yield question.incident
    if question.party and not question.party.is_confidential:
        yield question.party


QUESTION = Kind(
    name="question",
    rank=3,
    model=Question,
    publication=QuestionPublication,
    term=QuestionTerm,
    extract=extract_question,
    render=render_question,
    reference=question_reference,
    facets=question_facets,
    gathers=("claim",),
    stands_on=question_ground,
)

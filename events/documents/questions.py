"""The public document of a question: what is asked, and every issued answer to it, side by side."""

from collections.abc import Iterable, Iterator

from rest_framework import serializers

from events.changes import changes_of_question
from events.comparison import Relation
from events.dates import PartialDate, render_date
from events.documents.answers import AnswerShape, answer_json, comparable, group_answers, missing_sides, sides_of
from events.documents.columns import QUESTION_COLUMNS
from events.documents.findings import (
    FindingShape,
    confirmed_figure,
    extract_findings,
    rejected_claims,
    render_findings,
)
from events.documents.incidents import IncidentBrief
from events.documents.values import PlaceShape, place_json
from events.documents.weighing import (
    IndependenceShape,
    RelationShape,
    ReportedShape,
    derive_figures,
    independence_json,
    relate_answers,
    series_json,
    weigh_claims,
)
from events.models import Finding, Question, QuestionLine, QuestionPublication, QuestionTerm
from events.models.questions import subject_words
from events.models.vocabularies import ValueType
from events.series import How
from newsroom.api.shapes import Shape, api_path
from newsroom.ledger.records import Record
from newsroom.ledger.registry import Facets, Issued, Json, Kind
from sources.documents.sources import SourceReference, name_source, refuse_off_record, resolve_name


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


class ScopeShape(Shape):
    """What the question's terms are part of, so that answers can be compared across questions."""

    value_type = serializers.ChoiceField(choices=ValueType.choices)
    wider_predicates = serializers.ListField(child=serializers.CharField())
    wider_populations = serializers.ListField(child=serializers.CharField())
    wider_places = serializers.ListField(child=serializers.CharField())
    is_cumulative = serializers.BooleanField(help_text="The count of one event can grow, never fall.")
    is_single_valued = serializers.BooleanField(help_text="Two different answers cannot both be true.")


class QuestionDocument(QuestionReference):
    """What is being answered, by whom and how; what contradicts what; what follows. Nobody asserts a question."""

    type = serializers.CharField()
    incident = IncidentBrief(allow_null=True)
    scope = ScopeShape()
    answers = AnswerShape(many=True)
    relations = RelationShape(many=True)
    reported = ReportedShape(allow_null=True)
    independence = IndependenceShape()
    finding = FindingShape(allow_null=True, help_text="The one in force.")
    earlier_findings = FindingShape(many=True)
    coverage = serializers.ListField(child=serializers.CharField(), help_text="Who has said nothing, in sentences.")
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
        "scope": _scope(question),
        "findings": extract_findings(question),
    }


def _scope(question: Question) -> Json:
    return {
        "value_type": question.predicate.value_type,
        "wider_predicates": list(question.predicate.chain()),
        "wider_populations": list(question.population.chain()),
        "wider_places": [place.name for place in question.place.chain()] if question.place else [],
        "is_cumulative": question.predicate.is_cumulative,
        "is_single_valued": question.predicate.is_single_valued,
    }


def render_question(basis: Json, issued: Issued) -> Json:
    path = api_path("questions", basis["id"])
    return QuestionDocument.of(
        {
            **_reference(basis, issued),
            **_answered(basis, issued),
            "type": "question",
            "links": {"versions": f"{path}versions/", "claims": f"/api/v1/claims/?question={basis['id']}"},
        }
    )


def _answered(basis: Json, issued: Issued) -> Json:
    """Every answer, and all that follows from them."""
    question = _reference(basis, issued)
    incident = question["incident"]
    groups = group_answers(issued.naming("claim", basis["id"]))
    answers = [answer_json(group, sides_of(incident)) for group in groups]
    compared = [comparable(answer, question) for answer in answers]
    origins = weigh_claims(groups, issued)
    findings = render_findings(basis["findings"], [claim for group in groups for claim in group], issued)
    current = findings[0] if findings else None
    counted = list(zip(compared, groups, strict=True))
    series = derive_figures(counted, origins, confirmed_figure(current), rejected_claims(current))
    return {
        "answers": answers,
        "relations": relate_answers(compared),
        "reported": None if series.how == How.NO_FIGURE else series_json(series),
        "independence": independence_json(origins),
        "finding": current,
        "earlier_findings": findings[1:],
        "coverage": list(missing_sides(question, incident, answers)),
    }


def _reference(basis: Json, issued: Issued) -> Json:
    party = resolve_name(basis["party"], issued)
    incident = basis["incident"] and issued.reference(basis["incident"])
    subject = subject_words(basis["population_label"], (party or {}).get("label") or "", basis["predicate_label"])
    about = [incident["label"] if incident else "", _place_name(basis), _window_words(basis)]
    return {
        **basis,
        "party": party,
        "incident": incident,
        "subject": subject,
        "label": ", ".join(filter(None, [subject, *about])),
        "url": api_path("questions", basis["id"]),
    }


def _window_words(basis: Json) -> str:
    return render_date(PartialDate(basis["window"])) if basis["window"] else ""


def _place_name(basis: Json) -> str:
    return basis["place"]["name"] if basis["place"] else ""


def question_reference(body: Json) -> Json:
    return {**QuestionReference.of(body), "incident": body["incident"] and body["incident"]["id"]}


def question_facets(body: Json, _issued: Issued) -> Facets:
    conflicts = [found for found in body["relations"] if Relation(found["relation"]).is_conflict]
    return Facets(
        {
            "incident": body["incident"]["id"] if body["incident"] else "",
            "predicate": body["predicate"],
            "population": body["population"],
            "party": (body["party"] or {}).get("id") or "",
            "answers": len(body["answers"]),
            "conflicts": len(conflicts),
            "explainable_by_time": bool(conflicts) and all(found["explainable_by_time"] for found in conflicts),
        }
    )


def question_ground(question: Question) -> Iterable[Record]:
    if question.incident:
        yield question.incident
    if question.party and not question.party.is_confidential:
        yield question.party


def refuse_question(question: Question) -> Iterator[str]:
    found = Finding.objects.complete().filter(question=question).select_related("value_party")
    yield from refuse_off_record([question.party, *(finding.value_party for finding in found)], f"“{question}”")


QUESTION = Kind(
    name="question",
    rank=3,
    model=Question,
    publication=QuestionPublication,
    term=QuestionTerm,
    line=QuestionLine,
    extract=extract_question,
    render=render_question,
    reference=question_reference,
    facets=question_facets,
    columns=QUESTION_COLUMNS,
    gathers=("claim",),
    stands_on=question_ground,
    refuse=refuse_question,
    changes=changes_of_question,
)

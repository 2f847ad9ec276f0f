"""The incident's screen: every question with who says what, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from events.models import Claim, Finding, Incident, Question, QuestionPublication
from events.neighbours import Surroundings, surroundings
from events.question_panels import Column, QuestionPanel, columns_of
from events.side_by_side import SHOWN


@dataclass(frozen=True)
class IncidentScreen:
    columns: list[Column]
    panels: list[QuestionPanel]
    surroundings: Surroundings


def incident_screen(incident: Incident) -> IncidentScreen:
    """What is public from the issued documents, all else from the working rows."""
    columns = columns_of(incident.parties.select_related("party"))
    return IncidentScreen(columns, list(_panels(incident, columns)), surroundings(incident))


def claim_paths(claims: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The pages on which claims are edited, by public id."""
    return {public_id: reverse("admin:events_claim_change", args=[pk]) for pk, public_id in claims}


def _panels(incident: Incident, columns: list[Column]) -> Iterator[QuestionPanel]:
    """The questions that anything is said or concluded about, in the order in which they were first asked."""
    issued = QuestionPublication.objects.issued().filter(incident=incident.public_id)
    bodies = {publication.public_id: publication.body_json() for publication in issued}
    rows = Claim.objects.filter(question__incident=incident).select_related(*SHOWN)
    claims = list(rows.order_by("said_edtf", "pk"))
    findings = Finding.objects.filter(question__incident=incident, superseded_by=None)
    said = _by_question(claims)
    concluded = _by_question(findings.select_related("value_place", "value_party"))
    paths = claim_paths((claim.pk, claim.public_id) for claim in claims)
    for question in _questions(incident):
        body = bodies.get(question.public_id, {})
        if body.get("answers") or said[question.pk] or concluded[question.pk]:
            yield QuestionPanel(question, body, said[question.pk], concluded[question.pk], paths, columns)


def _questions(incident: Incident) -> Iterable[Question]:
    return incident.questions.select_related("predicate", "population", "party", "place").order_by("pk")


def _by_question(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.question_id].append(row)
    return groups

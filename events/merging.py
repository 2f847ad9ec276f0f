"""How incidents that were met twice become one, and the questions about them with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from events.models import Claim, Incident, IncidentLink, Question
from newsroom.ledger.regrouping.columns import Column
from newsroom.ledger.regrouping.merging import Reasoned, point
from newsroom.ledger.regrouping.rules import MergeRules, SplitRules, register_rules
from newsroom.ledger.regrouping.splitting import Chosen

CLAIMS = "events.Claim.question"


def register_merging() -> None:
    register_rules(
        MergeRules(
            model=Incident,
            columns=(
                *("label", "type", "occurred_words", "occurred_edtf", "place", "place_precision"),
                *("description", "note"),
            ),
            refuse=_refuse_incidents,
            falls_away=frozenset({"events.incidentlink"}),
            split=SplitRules(new=_new_incident, parts=_claims_about, move=_move_claims),
        )
    )
    register_rules(MergeRules(model=Question, follows=True))


def _refuse_incidents(merged: Incident, into: Incident) -> Iterator[str]:
    both = [merged.pk, into.pk]
    told_apart = IncidentLink.objects.filter(kind=IncidentLink.Kind.DISTINCT_FROM, incident__in=both, other__in=both)
    if told_apart.exists():
        yield "Somebody has noted that these two are not the same. Remove that link first, if it is wrong."


def _new_incident(incident: Incident, name: str) -> Incident:
    """With the finding aid of the one that it comes out of, to be corrected from there."""
    aid = ("type", "occurred_words", "occurred_edtf", "place", "place_precision")
    return Incident(label=name, **{column: getattr(incident, column) for column in aid})


def _claims_about(incident: Incident) -> Mapping[str, QuerySet[Any]]:
    return {CLAIMS: Claim.objects.filter(question__incident=incident).order_by("-pk")}


def _move_claims(incident: Incident, new: Incident, chosen: Chosen, reasoned: Reasoned) -> None:
    """Each claim answers the same question, asked of the new incident."""
    claims = Claim.objects.filter(pk__in=chosen[CLAIMS], question__incident=incident).select_related("question")
    by_question: dict[Question, list[int]] = {}
    for claim in claims:
        if claim.question:
            by_question.setdefault(claim.question, []).append(claim.pk)
    for question, keys in by_question.items():
        asked = {name: getattr(question, name) for name in Question.objects.KEY if name != "incident"}
        same = Question.objects.find_or_make(incident=new, **asked)
        point(Column.named(CLAIMS), keys, same.pk, reasoned)

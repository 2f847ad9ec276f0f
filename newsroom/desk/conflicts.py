"""The queue of conflicts: questions whose public answers cannot all be right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from events.incident_screen import claim_paths
from events.models import Claim, Incident, Question, QuestionPublication
from events.public_words import reading_words
from events.question_panels import AnswerCell, RelationLine, SaidLine, relation_lines

SEES_IT = "events.view_question"
PER_PAGE = 25


@dataclass(frozen=True)
class Conflict:
    """One contested question with what contradicts what, who says it, and the pages that settle it."""

    publication: QuestionPublication
    body: dict[str, Any]
    question_path: str
    incident_path: str
    claim_paths: dict[str, str]

    @property
    def reasons(self) -> list[RelationLine]:
        return [line for line in relation_lines(self.body) if line.relation.is_conflict]

    @property
    def answers(self) -> Iterator[AnswerCell]:
        """The answers that conflict, with everybody who gives them."""
        for answer in self._conflicting():
            lines = [SaidLine(claim, self.claim_paths.get(claim["id"], "")) for claim in answer["claims"]]
            yield AnswerCell(reading_words(answer), lines)

    def _conflicting(self) -> list[dict[str, Any]]:
        pairs = zip(relation_lines(self.body), self.body["relations"], strict=True)
        places = {place for line, found in pairs if line.relation.is_conflict for place in found["answers"]}
        return [self.body["answers"][place] for place in sorted(places)]


def contested() -> QuerySet[QuestionPublication]:
    """Newest first; those that time may explain below all others."""
    return QuestionPublication.objects.issued().filter(conflicts__gt=0).order_by("explainable_by_time", "-from_seq")


def conflicts_on(publications: Sequence[QuestionPublication]) -> list[Conflict]:
    """The conflicts of one page, with three queries for all their links."""
    bodies = [publication.body_json() for publication in publications]
    questions = _paths(Question, "question", [publication.public_id for publication in publications])
    incidents = _paths(Incident, "incident", [publication.incident for publication in publications])
    said = [claim["id"] for body in bodies for answer in body["answers"] for claim in answer["claims"]]
    claims = claim_paths(Claim.objects.filter(public_id__in=said).values_list("pk", "public_id"))
    return [
        Conflict(row, body, questions.get(row.public_id, ""), incidents.get(row.incident, ""), claims)
        for row, body in zip(publications, bodies, strict=True)
    ]


def conflicts_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page; `context` is the admin site's own."""
    if not request.user.has_perm(SEES_IT):
        raise PermissionDenied
    page = Paginator(contested(), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"title": "Conflicts", "page": page, "conflicts": conflicts_on(list(page.object_list))}
    return TemplateResponse(request, "admin/desk/conflicts.html", {**context, **shown})


def _paths(model: type[Question | Incident], name: str, public_ids: Sequence[str]) -> dict[str, str]:
    rows = model.objects.filter(public_id__in=public_ids).values_list("public_id", "pk")
    return {public_id: reverse(f"admin:events_{name}_change", args=[pk]) for public_id, pk in rows}

"""What undoing an import means for claims: those that came with its items go with them, all others hold the text.

A claim came with an item if the import has recorded it and nobody has touched it since. What says so is its history:
one row, from the time of the run, by the software or by whoever imported.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from events.models import (
    Citation,
    Claim,
    ClaimPublication,
    Question,
    QuestionPublication,
    Relay,
    Review,
    SuggestionDecision,
)
from events.models.upstream import UpstreamRow
from events.side_by_side import how_many
from newsroom.accounts.models import User
from newsroom.ledger import seam
from newsroom.ledger.records import RowState
from sources.models import ImportRun


class ClaimsOfImports:
    """The app above, as `sources.importing.undo_planning.Above` asks for it."""

    def of_articles(self, articles: Collection[int]) -> Mapping[int, Sequence[str]]:
        citations = Citation.objects.filter(article__in=articles, passage=None)
        rows = UpstreamRow.reports.through.objects.filter(article__in=articles)
        reviews = Review.objects.filter(article__in=articles)
        why: dict[int, list[str]] = defaultdict(list)
        for article, count in _counted(citations, "article"):
            why[article].append(ngettext("%d claim cites it", "%d claims cite it", count) % count)
        for article, count in _counted(rows, "article"):
            why[article].append(
                ngettext("%d row of a data set names it", "%d rows of data sets name it", count) % count
            )
        for article, count in _counted(reviews, "article"):
            why[article].append(ngettext("%d review is about it", "%d reviews are about it", count) % count)
        return why

    def of_versions(self, run: ImportRun, versions: Collection[int]) -> Mapping[int, Sequence[str]]:
        quoting = Citation.objects.filter(passage__version__in=versions).exclude(claim__in=_came_along(run, versions))
        decided = SuggestionDecision.objects.filter(suggestion__reading__version__in=versions)
        why: dict[int, list[str]] = defaultdict(list)
        for version, count in _counted(quoting, "passage__version"):
            why[version].append(ngettext("%d claim quotes it", "%d claims quote it", count) % count)
        for version, count in _counted(decided, "suggestion__reading__version"):
            why[version].append(
                ngettext("%d suggestion in it was decided", "%d suggestions in it were decided", count) % count
            )
        return why

    def count(self, run: ImportRun, versions: Collection[int]) -> int:
        """How many claims would go with these versions."""
        return _came_along(run, versions).count()

    def take_back(self, run: ImportRun, versions: Collection[int], by: User) -> "Counter[str]":
        claims: list[Any] = list(_came_along(run, versions))
        questions = [claim.question_id for claim in claims if claim.question_id]
        citations = Citation.objects.filter(claim__in=claims)
        Relay.objects.filter(citation__in=citations).delete()
        citations.delete()
        for claim in claims:
            claim._change_reason = f"undo of import {run.pk}"  # noqa: SLF001  the history's own name
            claim.delete()
        asked = _needless(run, Question.objects.filter(pk__in=questions)).delete()[0]
        closed = _close_reviews(run, versions, by)
        return Counter(claims=len(claims), questions=asked, **{"reviews closed": closed})


def _counted(rows: "QuerySet[Any]", by: str) -> "QuerySet[Any, Any]":
    counted: QuerySet[Any, Any] = rows.order_by().values_list(by).annotate(count=Count("pk"))
    return counted


def _came_along(run: ImportRun, versions: Collection[int]) -> "QuerySet[Claim]":
    """Claims that the run has recorded with these versions, still drafts, used by nobody and never public."""
    ended = run.finished_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    history = Claim.history.filter(id=OuterRef("pk"))
    touched = history.exclude(history_type="+") | history.exclude(
        Q(history_user=None) | Q(history_user__username=run.by)
    )
    recorded = Claim.objects.filter(citations__passage__version__in=versions, state=RowState.DRAFT)
    untouched: QuerySet[Claim] = (
        recorded.filter(created_at__range=(run.started_at, ended), citations__relays=None)
        .annotate(citation_total=how_many(Citation.objects.all(), "claim"))
        .filter(citation_total=1, fidelity_verified_at=None, supersedes=None, superseded_by=None)
        .filter(findings=None, reviews=None, upstream=None)
        .exclude(Exists(touched))
        .exclude(public_id__in=_issued_ids(ClaimPublication))
    )
    return untouched


def _needless(run: ImportRun, questions: "QuerySet[Question]") -> "QuerySet[Question]":
    """Those that were first asked by the run and that nobody answers any more."""
    unused = questions.filter(created_at__gte=run.started_at, claims=None, findings=None)
    return unused.exclude(public_id__in=_issued_ids(QuestionPublication))


def _issued_ids(publication: type[Model]) -> "QuerySet[Any, Any]":
    return publication._default_manager.values("public_id")  # noqa: SLF001  Django documents it


def _close_reviews(run: ImportRun, versions: Collection[int], by: User) -> int:
    """What these versions gave to review needs no review any more; the reviews stay, closed."""
    brought = Review.objects.filter(version__in=versions)
    decision = f"Import {run.pk}, which brought the changed text, was undone."
    closed = brought.open().update(closed_at=seam.now(), closed_by=by, decision=decision)
    brought.update(version=None)
    return closed

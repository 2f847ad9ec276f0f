"""What stands on a report, a source, an incident, a question or a claim that the desk takes back."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from events.models import Citation, Claim, ClaimPublication, Incident, Question, QuestionPublication, Review
from events.reviewing import exports_of, findings_on, open_reviews, open_reviews_above
from newsroom.ledger.panel import Linked, admin_path
from newsroom.ledger.taking_back import Affected, How, Impact, register_impact
from sources.models import Article, ArticlePublication, Source

MOST_LISTED = 50
CAUSES = {
    How.WITHDRAW: Review.Cause.GROUND_WITHDRAWN,
    How.TAKE_DOWN: Review.Cause.GROUND_TAKEN_DOWN,
    How.CORRECT: Review.Cause.GROUND_CORRECTED,
}


def register_impacts() -> None:
    register_impact(Article, _of_article)
    register_impact(Source, _of_claims(lambda source: Q(said_by=source) | Q(speaks_for=source) | _relayed(source)))
    register_impact(Incident, _of_claims(lambda incident: Q(question__incident=incident)))
    register_impact(Question, _of_claims(lambda question: Q(question=question)))
    register_impact(Claim, _of_claim)


def _relayed(source: Source) -> Q:
    return Q(pk__in=Citation.objects.filter(relays__source=source).values("claim"))


def resting_on(article: Article) -> QuerySet[Claim]:
    """The public claims that stand on no other public report: they end with it."""
    issued = ArticlePublication.objects.issued().filter(public_id=OuterRef("article__public_id"))
    elsewhere = Citation.objects.filter(Exists(issued), claim=OuterRef("pk")).exclude(article=article)
    public = ClaimPublication.objects.issued().filter(public_id=OuterRef("public_id"))
    cited = Citation.objects.filter(article=article, claim=OuterRef("pk"))
    return Claim.objects.filter(Exists(cited), Exists(public), ~Exists(elsewhere)).order_by("pk")


def _of_article(article: Article, how: How) -> Impact:
    claims = list(_shown(Claim.objects.filter(pk__in=Citation.objects.filter(article=article).values("claim"))))
    ends = [] if how == How.CORRECT else list(resting_on(article))
    gone = {claim.pk for claim in ends}
    ending = [claim for claim in claims if claim.pk in gone]
    staying = [claim for claim in claims if claim.pk not in gone]
    affected = [
        _listed("claims that stand on no other public report", "end with it and go on the worklist", ending),
        _listed("other claims read in it", "stay as they are and go on the worklist", staying),
        *_above(claims),
    ]
    return Impact(_met(affected), ends, lambda: open_reviews(claims, CAUSES[how], article))


def _of_claims(which: Callable[[Any], Q]) -> Callable[[Any, How], Impact]:
    """For records on which claims stand that stay public: all of these go on the worklist."""

    def foresee(record: Any, how: How) -> Impact:
        claims = list(_shown(Claim.objects.filter(which(record)).distinct()))
        affected = [
            _listed("claims that stand on it", "stay as they are and go on the worklist", claims),
            *_above(claims),
        ]
        return Impact(_met(affected), (), lambda: _review(claims, CAUSES[how]))

    return foresee


def _of_claim(claim: Claim, how: How) -> Impact:
    later = list(_shown(claim.superseded_by.all()))
    affected = [_listed("claims that supersede it", "stay as they are and go on the worklist", later), *_above([claim])]

    def review() -> None:
        _review(later, CAUSES[how])
        cited = claim.citations.order_by("pk").first()
        if cited:
            open_reviews_above(claim, CAUSES[how], cited.article)

    return Impact(_met(affected), (), review)


def _review(claims: Iterable[Claim], cause: str) -> None:
    """Each with the first report that it was read in."""
    first: dict[int, Article] = {}
    cited = Citation.objects.filter(claim__in=[claim.pk for claim in claims]).select_related("article")
    for citation in cited.order_by("-pk"):
        first[citation.claim_id] = citation.article
    by_article = sorted((claim for claim in claims if claim.pk in first), key=lambda claim: first[claim.pk].pk)
    for _key, group in groupby(by_article, key=lambda claim: first[claim.pk].pk):
        found = list(group)
        open_reviews(found, cause, first[found[0].pk])


def _above(claims: Sequence[Claim]) -> list[Affected]:
    """The findings, questions and exports that were made from these claims."""
    keys = [claim.pk for claim in claims]
    asked = Question.objects.filter(claims__in=keys).select_related(
        "incident", "predicate", "population", "party", "place"
    )
    public = QuestionPublication.objects.issued().filter(public_id=OuterRef("public_id"))
    questions = list(asked.filter(Exists(public)).distinct().order_by("pk"))
    return [
        _listed("findings in force that weigh them", "go on the worklist", list(findings_on(keys))),
        _listed("public questions that they answer", "are compared and issued anew", questions),
        _listed("exports that hold these figures", "go on the worklist", list(exports_of(keys))),
    ]


def _shown(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    about = (f"question__{name}" for name in ("incident", "predicate", "population", "party", "place"))
    return claims.select_related("said_by", "speaks_for", "value_place", "value_party", *about).order_by("pk")


def _listed(what: str, becomes: str, rows: Sequence[Model]) -> Affected:
    named = [Linked(str(row), admin_path(row)) for row in rows[:MOST_LISTED]]
    return Affected(what, becomes, len(rows), named)


def _met(affected: list[Affected]) -> list[Affected]:
    return [found for found in affected if found.count]

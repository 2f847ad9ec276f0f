"""The worklist that corrections leave: open what has to be looked at again, close it with a decision."""

from collections.abc import Iterable

from django.db.models import QuerySet

from events.models import Claim, Export, Finding, Review
from newsroom.accounts.models import User
from newsroom.ledger import seam
from sources.models import Article, ArticleVersion


def open_reviews(
    claims: Iterable[Claim], cause: str, article: Article, version: ArticleVersion | None = None
) -> list[Review]:
    """Put these claims on the worklist, with the findings that weigh them and the exports that hold their figures.

    What is on it already for the same cause stays there once. Three statements, whatever the number of claims.
    """
    ids = [claim.pk for claim in claims]
    return _open([{"claim_id": key} for key in ids], ids, cause, article, version) if ids else []


def open_reviews_above(claim: Claim, cause: str, article: Article) -> list[Review]:
    """The same for a claim that is dealt with itself: only the findings and the exports."""
    return _open([], [claim.pk], cause, article, None)


def findings_on(claims: Iterable[int]) -> QuerySet[Finding]:
    """The findings in force that weigh these claims."""
    return Finding.objects.filter(weighed__claim__in=list(claims), superseded_by=None).distinct()


def exports_of(claims: Iterable[int]) -> QuerySet[Export]:
    """The exports that hold figures of the questions that these claims answer."""
    questions = Claim.objects.filter(pk__in=list(claims)).values("question__public_id")
    return Export.objects.filter(documents__public_id__in=questions).distinct()


def _open(
    subjects: list[dict[str, int]], ids: list[int], cause: str, article: Article, version: ArticleVersion | None
) -> list[Review]:
    subjects = [
        *subjects,
        *({"finding_id": key} for key in findings_on(ids).values_list("pk", flat=True)),
        *({"export_id": key} for key in exports_of(ids).values_list("pk", flat=True)),
    ]
    reviews = [Review(cause=cause, article=article, version=version, **subject) for subject in subjects]
    return Review.objects.bulk_create(reviews, ignore_conflicts=True)


def close_review(review: Review, by: User, decision: str) -> None:
    """Take it off the worklist. Raises `IntegrityError` without a decision."""
    review.closed_at, review.closed_by, review.decision = seam.now(), by, decision.strip()
    review.save(update_fields=["closed_at", "closed_by", "decision"])

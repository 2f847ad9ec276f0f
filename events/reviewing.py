"""The worklist that corrections leave: open what has to be looked at again, close it with a decision."""

from collections.abc import Iterable

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
    if not ids:
        return []
    findings = Finding.objects.filter(weighed__claim__in=ids, superseded_by=None).distinct()
    questions = Claim.objects.filter(pk__in=ids).values("question__public_id")
    exports = Export.objects.filter(documents__public_id__in=questions).distinct()
    subjects = [
        *({"claim_id": key} for key in ids),
        *({"finding_id": key} for key in findings.values_list("pk", flat=True)),
        *({"export_id": key} for key in exports.values_list("pk", flat=True)),
    ]
    reviews = [Review(cause=cause, article=article, version=version, **subject) for subject in subjects]
    return Review.objects.bulk_create(reviews, ignore_conflicts=True)


def close_review(review: Review, by: User, decision: str) -> None:
    """Take it off the worklist. Raises `IntegrityError` without a decision."""
    review.closed_at, review.closed_by, review.decision = seam.now(), by, decision.strip()
    review.save(update_fields=["closed_at", "closed_by", "decision"])

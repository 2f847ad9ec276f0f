from typing import Any, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models.claims import Claim
from events.models.exports import Export
from events.models.findings import Finding
from newsroom.ledger import seam
from sources.models import Article, ArticleVersion


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Review(models.Model):
    """Something an editor has to look at again, because something under it was changed, withheld or withdrawn.

    Of exactly one claim, finding or export. Closed with a reason, never deleted.
    """

    class Cause(models.TextChoices):
        WORDS_ALTERED = "words_altered", "the quoted words were changed"
        WORDS_MISSING = "words_missing", "the quoted words were taken out"
        REPORT_WITHHELD = "report_withheld", "the report is withheld by its outlet"
        REPORT_WITHDRAWN = "report_withdrawn", "the report was withdrawn by its outlet"
        REPORT_TAKEN_DOWN = "report_taken_down", "the report was taken down"
        GROUND_WITHDRAWN = "ground_withdrawn", "the desk has withdrawn what it stands on"
        GROUND_TAKEN_DOWN = "ground_taken_down", "the desk has taken down what it stands on"
        GROUND_CORRECTED = "ground_corrected", "the desk has corrected what it stands on"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    export = models.ForeignKey(Export, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    cause = models.CharField(max_length=20, choices=Cause)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(
        ArticleVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        help_text="The version that brought it about.",
    )
    opened_at = models.DateTimeField(default=seam.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decision = models.TextField(
        "what was decided", blank=True, help_text="What you did about it, or why nothing needs doing."
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, finding=None, export=None)
                | Q(claim=None, finding__isnull=False, export=None)
                | Q(claim=None, finding=None, export__isnull=False),
                name="review_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, decision="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(decision="")),
                name="review_is_closed_with_a_reason",
                violation_error_message="Say what was decided.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[of, "article", "cause"],
                    condition=Q(closed_at=None),
                    name=f"review_of_{of}_is_open_once",
                )
                for of in ("claim", "finding", "export")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_cause_display()}"

    @property
    def subject(self) -> Claim | Finding | Export:
        found: Any = self.claim or self.finding or self.export
        return cast("Claim | Finding | Export", found)

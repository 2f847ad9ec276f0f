from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from events.models.claims import Claim
from events.models.questions import Question
from events.models.values import WithValue, exactly_the_value_of_its_type, no_value, quantity_is_possible
from newsroom.ledger import seam

READING_LENGTH = 200


class FindingQuerySet(models.QuerySet["Finding"]):
    def complete(self) -> Self:
        """Signed by as many people as it takes: two where four-eyes is on. Only these are issued."""
        return self.exclude(second_signed_by=None) if settings.FOUR_EYES else self.all()

    def waiting(self) -> Self:
        """Signed by one person where it takes two, and not superseded."""
        return self.current().filter(second_signed_by=None) if settings.FOUR_EYES else self.none()

    def current(self) -> Self:
        """Not superseded, not even by one that still waits for its second signature."""
        return self.filter(superseded_by=None)


class Finding(WithValue):
    """What the editors conclude about a question, by which method, on which claims, signed and dated.

    Never overwrites a claim; superseded by a later finding, never edited.
    """

    class Outcome(models.TextChoices):
        CONFIRMS = "confirms", "confirms"
        NO_DEFINITIVE_CONCLUSION = "no_definitive_conclusion", "no definitive conclusion"
        REJECTS = "rejects", "rejects"

    class Method(models.TextChoices):
        """How conflicting information was resolved: Every Casualty, Standards for Casualty Recording."""

        PRIORITISE_SOURCE = "prioritise_source", "one source is given priority"
        REPORT_RANGE = "report_range", "a range is reported"
        DEFER_CATEGORY = "defer_category", "the category is left open"
        PENDING = "pending", "left pending"
        DIALOGUE_WITH_SOURCE = "dialogue_with_source", "clarified with the source"
        MAJORITY_OF_SOURCES = "majority_of_sources", "the majority of sources"
        TEAM_DISCUSSION = "team_discussion", "team discussion"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=24, choices=Outcome)
    method = models.CharField(max_length=20, choices=Method)
    rationale = models.TextField(help_text="Public: why, in plain words.")
    claims = models.ManyToManyField(Claim, through="FindingClaim", related_name="findings")
    independent_low = models.PositiveIntegerField(null=True, blank=True, editable=False)
    independent_high = models.PositiveIntegerField(null=True, blank=True, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    signed_at = models.DateTimeField(default=seam.now, editable=False)
    second_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    second_signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    history = HistoricalRecords()
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["question", "-signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=no_value() | exactly_the_value_of_its_type(),
                name="finding_has_one_value_or_none",
                violation_error_message="Give at most one value, of the type the predicate asks for.",
            ),
            models.CheckConstraint(
                condition=quantity_is_possible(),
                name="finding_quantity_is_possible",
                violation_error_message="These numbers do not fit this hedge.",
            ),
            models.CheckConstraint(
                condition=~Q(rationale=""),
                name="finding_has_a_rationale",
                violation_error_message="A finding needs its reasons.",
            ),
            models.CheckConstraint(
                condition=Q(second_signed_by=None) | ~Q(second_signed_by=F("signed_by")),
                name="finding_is_signed_by_two_people",
                violation_error_message="The second signature is somebody else's.",
            ),
            models.CheckConstraint(
                condition=Q(independent_low=None, independent_high=None)
                | Q(independent_low__lte=F("independent_high")),
                name="finding_independence_is_ordered",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")), name="finding_supersedes_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.question}"

    @property
    def is_complete(self) -> bool:
        """See `FindingQuerySet.complete`."""
        return self.second_signed_by_id is not None or not settings.FOUR_EYES


class FindingClaim(models.Model):
    """What part one claim had in a finding."""

    class Role(models.TextChoices):
        RELIED_ON = "relied_on", "relied on"
        CONSIDERED = "considered", "considered"
        REJECTED = "rejected", "rejected"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="weighed")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="weighed_in")
    role = models.CharField(max_length=10, choices=Role)
    reading_then = models.CharField(
        max_length=READING_LENGTH,
        blank=True,
        editable=False,
        help_text="What the claim said when the finding was signed.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "claim"],
                name="finding_weighs_a_claim_once",
                violation_error_message="This claim is already weighed here.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.claim}"

    def freeze(self, reading: str) -> None:
        """Keep what the public document of the claim says now; "" where it has none. Of a long text the beginning."""
        self.reading_then = reading[:READING_LENGTH]

    def is_stale(self, reading: str) -> bool:
        """True if the claim reads otherwise now than when the finding was signed."""
        return reading[:READING_LENGTH] != self.reading_then

"""What the software proposed for a text, and what editors decided about it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.models.claims import Claim
from newsroom.ledger import seam
from sources.models import ArticleVersion

MOST_CHARACTERS_OF_A_KEY = 120


class MachineReading(models.Model):
    """One text as one engine has read it; also where it found nothing, so that no text is read twice."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="machine_readings")
    engine = models.CharField(max_length=100, help_text="The engine and the version of its rules.")
    read_at = models.DateTimeField(default=seam.now)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "engine"], name="text_is_read_once_by_an_engine"),
        ]

    def __str__(self) -> str:
        return f"{self.version} as read by {self.engine}"


class KeptSuggestion(models.Model):
    """A suggestion as it was offered; the words are in the text, `content` is the whole of it.

    `key` names the same words read as the same claim, whichever engine says so.
    """

    reading = models.ForeignKey(MachineReading, on_delete=models.CASCADE, related_name="suggestions")
    key = models.CharField(max_length=MOST_CHARACTERS_OF_A_KEY)
    start = models.PositiveIntegerField(help_text="First code point of the words, counted from 0.")
    end = models.PositiveIntegerField(help_text="The code point after the last.")
    measure = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    tier = models.CharField(max_length=10)
    content = models.JSONField()

    class Meta:
        ordering = ["reading", "start", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reading", "key"], name="suggestion_is_kept_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="suggestion_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} at {self.start}–{self.end} ({self.rule})"


class SuggestionDecisionQuerySet(models.QuerySet["SuggestionDecision"]):
    def of_version(self, version: ArticleVersion) -> Self:
        """All that were taken on one text, the newest last."""
        return self.filter(suggestion__reading__version=version).order_by("id")


class SuggestionDecision(models.Model):
    """What an editor decided about a suggestion. Added to, never edited: the newest of a suggestion counts."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "accepted as it was"
        EDITED = "edited", "accepted and changed"
        DISMISSED = "dismissed", "dismissed"
        REOPENED = "reopened", "offered again"

    TAKEN = (Outcome.ACCEPTED, Outcome.EDITED)

    suggestion = models.ForeignKey(KeptSuggestion, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    edited_fields = models.CharField(
        max_length=300, blank=True, help_text="What was changed, with commas between: “figure,speaker”."
    )
    claim = models.ForeignKey(
        Claim,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestion_decisions",
        help_text="What became of it; empty again if the draft was deleted.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=seam.now)

    objects = SuggestionDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="edited") & ~Q(edited_fields="")) | (~Q(outcome="edited") & Q(edited_fields="")),
                name="decision_says_what_was_edited",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["accepted", "edited"]) | Q(claim=None),
                name="decision_without_acceptance_has_no_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.get_outcome_display()}"

    @property
    def stands(self) -> bool:
        """Whether it settles the suggestion: not where it was offered again or the draft made of it was deleted."""
        return self.outcome == self.Outcome.DISMISSED or self.claim_id is not None

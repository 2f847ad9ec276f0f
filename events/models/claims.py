import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from events.dates import PartialDate
from events.models.incidents import validate_edtf
from events.models.publications import ClaimPublication
from events.models.questions import Question
from events.models.values import WithValue, exactly_the_value_of_its_type, no_value, quantity_is_possible
from newsroom.ledger.records import PublicIdField, Record
from sources.models import Article, Disclosure, Passage, Source


class Medium(models.TextChoices):
    """Through what the speaker said it."""

    INTERVIEW = "interview", "interview"
    PRESS_CONFERENCE = "press_conference", "press conference"
    BRIEFING = "briefing", "briefing"
    STATEMENT = "statement", "statement"
    SOCIAL_POST = "social_post", "social post"
    BROADCAST = "broadcast", "broadcast"
    DOCUMENT = "document", "document"
    COURT_FILING = "court_filing", "court filing"
    PHONE = "phone", "telephone"
    ON_SCENE = "on_scene", "on the scene"
    UNKNOWN = "unknown", "not said"


class Polarity(models.TextChoices):
    AFFIRMS = "affirms", "affirms"
    DENIES = "denies", "denies"
    DECLINES = "declines", "declined to comment"
    NO_RESPONSE = "no_response", "did not respond"


MORE_OPENLY = "Versions that anybody can read say more of the speaker. Use “Make confidential” above, or ask a chief."
WITHOUT_VALUE = (Polarity.DECLINES, Polarity.NO_RESPONSE)


class Certainty(models.TextChoices):
    """How sure the wording is; it never widens an interval."""

    STATED = "stated", "stated as fact"
    REPORTED = "reported", "reportedly"
    BELIEVED = "believed", "believed, thought"
    FEARED = "feared", "feared"
    POSSIBLE = "possible", "may, could"


class SpeaksForBasis(models.TextChoices):
    STATED_IN_PASSAGE = "stated_in_passage", "stated in the passage"
    AFFILIATION = "affiliation", "from the affiliation at that date"
    EDITOR = "editor", "added by an editor"


class Claim(WithValue, Record):
    """One originator's answer to one question, as stated.

    The article in its own voice is a speaker too: its outlet. Never edited to agree with another
    claim; what the editors conclude is a `Finding`.
    """

    ASIDE: ClassVar = ("state", "note", "fidelity_verified_by_id", "fidelity_verified_at")

    public_id = PublicIdField(prefix="clm")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    said_by = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="Who said it. For the article in its own voice: its outlet.",
    )
    attribution = models.CharField(
        max_length=200,
        blank=True,
        help_text="Public words for a speaker who may not be named here: “a senior official”.",
    )
    speaks_for = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims_through_others",
        help_text="The organisation, office or group in whose name it was said.",
    )
    speaks_for_title = models.CharField(
        "title", max_length=200, blank=True, help_text="As stated: “spokesman”, “Defence Minister”."
    )
    speaks_for_basis = models.CharField(
        "known from", max_length=18, choices=SpeaksForBasis, blank=True, help_text="How we know for whom."
    )
    polarity = models.CharField(
        max_length=12,
        choices=Polarity,
        default=Polarity.AFFIRMS,
        help_text="“Declined to comment” is data too.",
    )
    certainty = models.CharField(
        max_length=10,
        choices=Certainty,
        default=Certainty.STATED,
        help_text="“Reportedly” and “feared” belong here.",
    )
    medium = models.CharField(
        max_length=16, choices=Medium, default=Medium.UNKNOWN, help_text="Through what it was said."
    )
    said_words = models.CharField("said, in words", max_length=200, blank=True, help_text="“on Monday”")
    said_edtf = models.CharField(
        "said on (EDTF)",
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text="For example 2023-06-19.",
    )
    disclosure = models.CharField(
        max_length=16,
        choices=Disclosure,
        default=Disclosure.ON_RECORD,
        help_text="On what terms this was said; the stricter of claim and source holds.",
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text="An earlier claim of the same originator that this one replaces.",
    )
    fidelity_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who confirmed that the words are there. Says nothing about whether they are true.",
    )
    fidelity_verified_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="For the desk only; never issued.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(polarity__in=WITHOUT_VALUE) & no_value())
                | (~Q(polarity__in=WITHOUT_VALUE) & exactly_the_value_of_its_type()),
                name="claim_has_one_value",
                violation_error_message="Give exactly one value, of the type the predicate asks for; none where "
                "somebody declined or did not respond.",
            ),
            models.CheckConstraint(
                condition=quantity_is_possible(),
                name="claim_quantity_is_possible",
                violation_error_message="These numbers do not fit this hedge: “between” needs n below n2, “estimate” "
                "needs low ≤ best ≤ high, “fewer than” at least 1.",
            ),
            models.CheckConstraint(
                condition=~Q(said_by=F("speaks_for")) | Q(speaks_for=None),
                name="claim_speaks_for_another",
                violation_error_message="Leave “speaks for” empty where somebody speaks for himself.",
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("id")) | Q(supersedes=None),
                name="claim_supersedes_another",
                violation_error_message="A claim does not supersede itself.",
            ),
            models.CheckConstraint(
                condition=Q(fidelity_verified_by=None, fidelity_verified_at=None)
                | Q(fidelity_verified_by__isnull=False, fidelity_verified_at__isnull=False),
                name="claim_fidelity_is_signed_and_dated",
            ),
        ]

    def __str__(self) -> str:
        speaker = self.originator.name if self.originator else "nobody yet"
        return f"{speaker}: {self.stated or self.get_polarity_display()} — {self.question}"

    @property
    def originator(self) -> Source | None:
        """Whose answer it is: whom the speaker speaks for, else the speaker."""
        return self.speaks_for or self.said_by

    @property
    def said_on(self) -> PartialDate | None:
        return PartialDate(self.said_edtf, text=self.said_words) if self.said_edtf else None

    def clean(self) -> None:
        if self.question and self.value_type and self.value_type != self.question.predicate.value_type:
            asked = self.question.predicate.get_value_type_display()
            message = f"“{self.question.predicate}” asks for {asked}, and this is something else."
            raise ValidationError(message)
        if ClaimPublication.tells_more_than(self.disclosure, self):
            raise ValidationError({"disclosure": MORE_OPENLY})

    def save(self, **options: Any) -> None:
        if self.question:
            self.value_type = self.question.predicate.value_type
        super().save(**options)


class Rendering(models.TextChoices):
    """How the article gives the words."""

    DIRECT_QUOTE = "direct_quote", "direct quotation"
    PARTIAL_QUOTE = "partial_quote", "partial quotation"
    PARAPHRASE = "paraphrase", "paraphrase"
    NARRATIVE = "narrative", "the article's own voice"
    FIGURE = "figure", "a figure in a table or data set"


class VerbClass(models.TextChoices):
    NEUTRAL = "neutral", "neutral (said, told)"
    DISTANCING = "distancing", "distancing (claimed, alleged)"
    ENDORSING = "endorsing", "endorsing (confirmed, acknowledged)"
    DENYING = "denying", "denying"
    ESTIMATING = "estimating", "estimating"
    RELAYING = "relaying", "relaying"
    NONE = "none", "no verb"


class Citation(models.Model):
    """A claim read in an article: its passage, or a locator where no text was captured. One claim may have many."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")
    locator = models.CharField(
        max_length=300, blank=True, help_text="Where no text was captured: “row 7138, column best”."
    )
    rendering = models.CharField(
        max_length=14,
        choices=Rendering,
        default=Rendering.PARAPHRASE,
        help_text="How the article gives the words.",
    )
    verb_text = models.CharField("verb", max_length=100, blank=True, help_text="Word for word: “confirmed”.")
    verb_class = models.CharField(max_length=10, choices=VerbClass, default=VerbClass.NEUTRAL)

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passage__isnull=False, locator="") | (Q(passage=None) & ~Q(locator="")),
                name="citation_has_passage_or_locator",
                violation_error_message="Give the quoted words, or a locator where no text was captured; not both.",
            ),
            models.UniqueConstraint(
                fields=["claim", "passage"],
                name="citation_of_a_passage_is_said_once",
                violation_error_message="This claim already cites these words.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage or self.locator} in {self.article}"

    def save(self, **options: Any) -> None:
        self.clean()
        super().save(**options)

    def clean(self) -> None:
        if self.passage and self.article_id and self.passage.version.article_id != self.article_id:
            message = "These words stand in a version of another article."
            raise ValidationError({"article": message})


class Relay(models.Model):
    """One who passed the words on between the speaker and the article: “told Reuters”. In order."""

    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="relays")
    position = models.PositiveSmallIntegerField(help_text="1 is next to the speaker.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="relayed")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["citation", "position"],
                name="relay_position_is_unique",
                violation_error_message="Two relays cannot have one position.",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="relay_position_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.source}"


def reported_on(claim: Claim) -> dt.date | None:
    """The earliest day on which a cited version was published; None where no day is known."""
    days = [
        (citation.passage.version.published_on if citation.passage else None) or citation.article.published_on
        for citation in claim.citations.all()
    ]
    return min((day for day in days if day), default=None)

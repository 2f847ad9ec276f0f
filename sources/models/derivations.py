from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newsroom.ledger import seam
from sources.models.articles import Article
from sources.models.sources import Source


class DerivationQuerySet(models.QuerySet["Derivation"]):
    def unjudged(self) -> Self:
        """Proposed, and nobody has said yet whether it is so."""
        return self.filter(judgements=None)


class Derivation(models.Model):
    """One article takes its matter from another article, or from a source such as an agency.

    Proposed by a credit line, a citation, similarity or an editor; only a judgement makes it sure,
    and a new judgement undoes the one before.
    """

    class Kind(models.TextChoices):
        WIRE_COPY = "wire_copy", "wire copy"
        REWRITE = "rewrite", "rewrite"
        CITES = "cites", "cites"
        CONTRIBUTED = "contributed", "contributed"

    class Basis(models.TextChoices):
        CREDIT_LINE = "credit_line", "credit line"
        EXPLICIT_CITATION = "explicit_citation", "explicit citation"
        TEXT_SIMILARITY = "text_similarity", "similar text"
        EDITOR = "editor", "an editor"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="derivations")
    from_article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="derived_articles"
    )
    from_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="derived_articles"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    basis = models.CharField(max_length=18, choices=Basis, default=Basis.EDITOR)
    similarity_permille = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Share of this article's word runs that the other has, in thousandths.",
    )

    objects = DerivationQuerySet.as_manager()

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_article=None, from_source__isnull=False)
                | Q(from_article__isnull=False, from_source=None),
                name="derivation_has_one_origin",
                violation_error_message="Name the other article or the source, not both.",
            ),
            models.CheckConstraint(
                condition=~Q(article=F("from_article")),
                name="derivation_is_from_another_article",
                violation_error_message="An article does not derive from itself.",
            ),
            models.CheckConstraint(
                condition=Q(similarity_permille=None) | Q(similarity_permille__lte=1000),
                name="derivation_similarity_is_a_share",
                violation_error_message="A share is at most 1000 thousandths.",
            ),
            models.UniqueConstraint(
                fields=["article", "from_article", "kind"],
                name="derivation_from_article_is_said_once",
                violation_error_message="This derivation is already there; judge it instead.",
            ),
            models.UniqueConstraint(
                fields=["article", "from_source", "kind"],
                name="derivation_from_source_is_said_once",
                violation_error_message="This derivation is already there; judge it instead.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} — {self.get_kind_display()} — {self.from_article or self.from_source}"

    @property
    def judgement(self) -> str:
        """The judgement in force: the latest, or unsure where nobody has judged."""
        latest = self.judgements.order_by("-id").first()
        return latest.verdict if latest else DerivationJudgement.Verdict.UNSURE


class DerivationJudgement(models.Model):
    """What an editor decided about a derivation, signed and dated. Undone by a new one, never edited."""

    class Verdict(models.TextChoices):
        POSITIVE = "positive", "it does derive"
        NEGATIVE = "negative", "it does not derive"
        UNSURE = "unsure", "not sure"

    derivation = models.ForeignKey(Derivation, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=8, choices=Verdict)
    why = models.TextField(help_text="What speaks for it.")
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    judged_at = models.DateTimeField(default=seam.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.judged_by})"

from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from newsroom.ledger import seam
from sources.models.articles import Article
from sources.models.published import WithPublicationTime
from sources.publication_times import PublicationTime
from sources.text import NotInText, check_anchor, digest, normalise, span_of


class Immutable(RuntimeError):
    """A captured text and an anchored passage are never edited; a change is a new row."""


class ArticleEvent(models.TextChoices):
    """What a later version of a report is, in the words of the wires."""

    FIRST = "first", "first version"
    UPDATE = "update", "update"
    CORRECTION = "correction", "correction"
    CORRECTIVE = "corrective", "corrective"
    REFILE = "refile", "refile"
    REPEAT = "repeat", "repeat"
    WITHHOLD = "withhold", "withhold"
    RELEASE = "release", "release"
    WITHDRAW = "withdraw", "withdraw"
    TAKEDOWN = "takedown", "takedown"


class ImmutableQuerySet(models.QuerySet[Any]):
    """Rows of this kind can be added and, while nothing was issued from them, deleted; never changed."""

    def update(self, **changes: object) -> NoReturn:
        raise Immutable(Immutable.__doc__)

    def bulk_update(self, *args: object, **options: object) -> NoReturn:
        raise Immutable(Immutable.__doc__)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.settle()
        return super().bulk_create(rows, *args, **options)


class ImmutableRow(models.Model):
    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise Immutable(Immutable.__doc__)
        self.settle()
        super().save(**options)

    def settle(self) -> None:
        """Bring the row into the one form it is stored in; raises `ValueError` where that cannot be."""
        raise NotImplementedError


NOTICES = (ArticleEvent.WITHHOLD, ArticleEvent.RELEASE, ArticleEvent.WITHDRAW, ArticleEvent.TAKEDOWN)
"""What an outlet says of a report rather than in it; such a notice may come without a text."""


def order_key(upstream_version: int | None, published: PublicationTime | None) -> str:
    """What the versions of one article are put in order by: the outlet's number, then when they were published.

    Sorts as text. What the outlet does not say sorts first.
    """
    moment = f"{published.earliest:%Y-%m-%dT%H:%M:%S}" if published else ""
    return f"{upstream_version or 0:019}|{moment.rjust(19, '0')}"


class ArticleVersionQuerySet(ImmutableQuerySet):
    def newest_first(self) -> Self:
        """In the outlet's own order, whatever order they came in; what it leaves open by arrival."""
        return self.order_by("-order_key", "-number")

    def with_text(self) -> Self:
        return self.exclude(sha256="")


class ArticleVersion(WithPublicationTime, ImmutableRow):
    """The text of an article as captured once: normalised, hashed, numbered, with its own publication time.

    Never edited; a change is a new version. Never public: only passages of it are. `number` counts captures
    as they came and is never given again; the outlet's order is `order_key`, then `number`.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    upstream_version = models.PositiveBigIntegerField(
        "version at the outlet", null=True, blank=True, help_text="The outlet's own number of this version."
    )
    order_key = models.CharField(max_length=60, blank=True, editable=False)
    event = models.CharField(
        max_length=10, choices=ArticleEvent, blank=True, help_text="Empty where the outlet does not say."
    )
    headline = models.CharField(max_length=500, blank=True, help_text="As printed over this version.")
    text = models.TextField(blank=True, help_text="The whole text, paragraphs apart by an empty line.")
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    raw_sha256 = models.CharField(max_length=64, blank=True, db_index=True, help_text="Hash of the bytes as received.")
    received = models.JSONField(
        "said with it", default=dict, editable=False, help_text="What came with this text: headline, rights, status …"
    )
    captured_at = models.DateTimeField(default=seam.now)
    note = models.TextField(blank=True, help_text="For the desk only: what changed and why.")

    objects = ArticleVersionQuerySet.as_manager()

    class Meta(WithPublicationTime.Meta):
        abstract = False
        ordering = ["article", "order_key", "number"]
        constraints = [
            *WithPublicationTime.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="article_version_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="article_version_number_starts_at_one"),
            models.UniqueConstraint(
                fields=["article", "upstream_version"], name="article_version_is_numbered_once_by_its_outlet"
            ),
            models.CheckConstraint(
                condition=(~Q(text="") & ~Q(sha256="")) | Q(text="", sha256="", event__in=NOTICES),
                name="article_version_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.article}"

    def settle(self) -> None:
        self.text = normalise(self.text)
        self.sha256 = digest(self.text) if self.text else ""
        self.order_key = self.order_key or order_key(self.upstream_version, self.published)


class Passage(ImmutableRow):
    """Exact words in one version: `text[start:end] == exact`, counted in Unicode code points.

    Never re-attached by similarity; what a diff cannot carry to a newer version stays where it was.
    """

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField(help_text="First code point, counted from 0.")
    end = models.PositiveIntegerField(help_text="The code point after the last.")
    exact = models.TextField(help_text="The words as they stand there.")
    prefix = models.CharField(max_length=64, blank=True, editable=False)
    suffix = models.CharField(max_length=64, blank=True, editable=False)

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        ordering = ["version", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end"], name="passage_is_anchored_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_is_not_empty"),
            models.CheckConstraint(
                condition=Q(end=F("start") + Length("exact")), name="passage_is_as_long_as_its_words"
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.exact[:80]}{'…' if len(self.exact) > 80 else ''}”"

    def settle(self) -> None:
        check_anchor(self.version.text, self.start, self.end, self.exact)
        span = span_of(self.version.text, self.start, self.end)
        self.prefix, self.suffix = span.prefix, span.suffix

    def clean(self) -> None:
        try:
            self.settle()
        except NotInText as problem:
            raise ValidationError(str(problem)) from problem

    @property
    def sha256(self) -> str:
        return digest(self.exact)

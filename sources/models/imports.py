import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from newsroom.ledger import seam
from sources.models.articles import Article
from sources.models.texts import ArticleVersion

LOOKED_AFTER = dt.timedelta(days=30)
"""So long a run with errors waits for somebody; who has done nothing by then will not."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def with_errors(self) -> Self:
        """What refused something or broke off lately, unless it was undone or the same has been imported since."""
        lately = self.model._default_manager.filter(started_at__gte=seam.now() - LOOKED_AFTER)  # noqa: SLF001
        newest = lately.order_by().values("command", "target").annotate(newest=models.Max("pk")).values("newest")
        broken = Q(refused__gt=0) | Q(state__in=(ImportRun.State.INTERRUPTED, ImportRun.State.FAILED))
        return self.filter(broken, pk__in=newest, undone_at=None)


class ImportRun(models.Model):
    """One run of an importer: what it read, what became of it, and where to resume it."""

    class State(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"
        INTERRUPTED = "interrupted", "interrupted, can be resumed"
        FAILED = "failed", "failed"

    command = models.CharField(max_length=40)
    target = models.CharField(max_length=1000, help_text="What was imported: a path, or - for standard input.")
    options = models.JSONField(default=dict)
    by = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(default=seam.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    checkpoint = models.CharField(
        max_length=1000,
        blank=True,
        help_text="The last file of which items were committed; a resumed run starts behind these.",
    )
    checkpoint_items = models.PositiveIntegerField(default=0, help_text="How many items of that file are in.")
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    new_version = models.PositiveIntegerField("new versions", default=0)
    unchanged = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField("duplicates", default=0)
    refused = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When what it had stored was taken back.")
    undone_by = models.CharField(max_length=150, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read=F("created") + F("new_version") + F("unchanged") + F("duplicate") + F("refused")),
                name="import_run_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.target}"


class ImportItem(models.Model):
    """One item that a run created, changed or refused, with the reason; nothing vanishes."""

    class Outcome(models.TextChoices):
        CREATED = "created", "created"
        NEW_VERSION = "new_version", "new version"
        FILLED = "filled", "same text, empty fields filled"
        GONE = "gone", "gone from the newer release"
        REFUSED = "refused", "refused"

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=1000, help_text="Path or number of the item within what was imported.")
    raw_sha256 = models.CharField(max_length=64, blank=True, help_text="Hash of the bytes as received.")
    outcome = models.CharField(max_length=12, choices=Outcome)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="import_items")
    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="import_items"
    )
    public_id = models.CharField(max_length=32, blank=True, help_text="The record that it made or changed.")
    reason = models.CharField(max_length=40, blank=True, help_text="A closed code.")
    line = models.PositiveIntegerField(null=True, blank=True)
    message = models.TextField(blank=True)
    hint = models.TextField(blank=True, help_text="What to do about it.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="import_item_is_reported_once"),
            models.CheckConstraint(
                condition=(Q(outcome="refused") & ~Q(reason=""))
                | (~Q(outcome="refused") & (Q(version__isnull=False) | ~Q(public_id=""))),
                name="import_item_has_record_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_outcome_display()}"

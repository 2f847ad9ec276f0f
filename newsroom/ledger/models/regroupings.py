"""What was one record and became two, or two and became one: who did it, why, and what moved exactly."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from newsroom.ledger import seam
from newsroom.ledger.models.documents import PUBLIC_ID_LENGTH

WORDS = 300


class Regrouping(models.Model):
    """Internal, never issued. Rows are named by table and key: this table knows no domain."""

    of = models.CharField("kind of record", max_length=60, help_text="The table: sources.source.")
    at = models.DateTimeField(default=seam.now)
    by = models.CharField(max_length=150, help_text="The name, so that it outlives the account.")
    why = models.TextField(help_text="For the desk only.")
    moved = models.JSONField(
        "what moved", default=dict, help_text="By column, the keys of the rows that were pointed elsewhere."
    )

    class Meta:
        abstract = True


class Merge(Regrouping):
    """One record became part of another. Its row is kept here whole, so that it can come back as it was."""

    merged_key = models.BigIntegerField()
    merged_id = models.CharField("public id of what was merged", max_length=PUBLIC_ID_LENGTH, blank=True)
    merged_words = models.CharField("what was merged", max_length=WORDS)
    into_key = models.BigIntegerField()
    into_id = models.CharField("public id of what it became part of", max_length=PUBLIC_ID_LENGTH, blank=True)
    into_words = models.CharField("into", max_length=WORDS)
    kept = models.JSONField(
        default=dict,
        help_text="The merged row; the other one before and after; rows that fell away; keys of rows that were added.",
    )
    named_in = models.JSONField(default=list, help_text="Documents that named it then, by public id.")
    because_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed",
        help_text="The merge that this one followed from.",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_why = models.TextField("why it was undone", blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("merge_record", "Can merge and split records")]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_key=F("into_key")), name="merge_is_into_another"),
            models.UniqueConstraint(
                fields=["of", "merged_key"], condition=Q(undone_at=None), name="merge_of_a_record_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="", undone_why="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undone_why="")),
                name="merge_is_undone_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="merge_has_a_reason"),
        ]
        indexes = [models.Index(fields=["of", "into_key"], name="merge_by_what_it_went_into")]

    def __str__(self) -> str:
        return f"“{self.merged_words}” into “{self.into_words}”"


class Split(Regrouping):
    """Part of a record became one of its own. Undone by merging the two."""

    from_key = models.BigIntegerField()
    from_words = models.CharField("from", max_length=WORDS)
    new_key = models.BigIntegerField()
    new_words = models.CharField("what became a record of its own", max_length=WORDS)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(new_key=F("from_key")), name="split_makes_another"),
            models.CheckConstraint(condition=~Q(why=""), name="split_has_a_reason"),
        ]
        indexes = [models.Index(fields=["of", "from_key"], name="split_by_what_it_came_from")]

    def __str__(self) -> str:
        return f"“{self.new_words}” out of “{self.from_words}”"

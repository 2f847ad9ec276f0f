"""What every working row that can become public has: a public id and a state of its own."""

from typing import Any, ClassVar, cast

from django.db import models

from newsroom.ledger.models import PUBLIC_ID_LENGTH
from newsroom.ledger.seam import new_public_id


class PublicIdField(models.CharField):  # type: ignore[type-arg] # not subscriptable at run time
    """`clm_` and 26 base32 characters: unguessable, never reused, the same on every engine."""

    def __init__(self, *, prefix: str, unique: bool = True, **options: Any) -> None:
        self.prefix = prefix
        options |= {"max_length": PUBLIC_ID_LENGTH, "editable": False}
        super().__init__(unique=unique, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "editable"):
            options.pop(fixed, None)
        return name, path, args, {**options, "prefix": self.prefix, "unique": self.unique}

    def get_default(self) -> str:
        return new_public_id(self.prefix)


class RowState(models.TextChoices):
    """Where the working copy stands. Whether it is public is read from the ledger."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"


class Record(models.Model):
    """A working row that can be published; concrete models add `public_id = PublicIdField(prefix=…)`.

    ASIDE: columns that are no part of what is issued, so that whoever fills them is not its author.
    LOGGED: boxes of its form whose change no history tells, only the admin's log; by their labels.
    """

    ASIDE: ClassVar[tuple[str, ...]] = ("state",)
    LOGGED: ClassVar[tuple[str, ...]] = ()

    public_id: PublicIdField
    state = models.CharField(
        max_length=10,
        choices=RowState,
        default=RowState.DRAFT,
        help_text="Where the working copy stands; nothing is public until somebody publishes it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @classmethod
    def public_id_prefix(cls) -> str:
        return cast("PublicIdField", cls._meta.get_field("public_id")).prefix

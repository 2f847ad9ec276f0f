from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from newsroom.ledger import seam
from sources.encryption import EncryptedTextField
from sources.models.sources import Source


class SourceIdentity(models.Model):
    """Who a confidential source really is. The only place where such a name may be kept.

    Encrypted; no history, no admin log, no search, and `__str__` says nothing.
    """

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="identity")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with each change, so that none is lost.")
    real_name = EncryptedTextField()
    other_names = EncryptedTextField(blank=True, help_text="Other names, titles and ids by which this source is known.")
    contacts = EncryptedTextField(blank=True, help_text="Telephone, mail, how and when to reach them.")
    note = EncryptedTextField(blank=True, help_text="What was agreed with the source, and with whom.")

    class Meta:
        verbose_name_plural = "source identities"
        default_permissions = ()
        permissions = [
            ("record_identity", "Can record who a confidential source is"),
            ("grant_identity", "Can say who may read an identity, and until when"),
        ]

    def __str__(self) -> str:
        return "identity (sealed)"


class IdentityGrantQuerySet(models.QuerySet["IdentityGrant"]):
    def live(self) -> Self:
        return self.filter(ended_at=None, until__gt=seam.now())


class IdentityGrant(models.Model):
    """That somebody may read one identity, until when, and who allowed it."""

    identity = models.ForeignKey(SourceIdentity, on_delete=models.PROTECT, related_name="grants")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identity_grants")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=seam.now)
    until = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = IdentityGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("given_at")), name="identity_grant_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="identity_grant_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} until {self.until:%d %B %Y}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.until > seam.now()


class AppendOnly(RuntimeError):
    """The log of who opened an identity is only ever added to; triggers see to it past these models."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **changes: object) -> NoReturn:
        raise AppendOnly(AppendOnly.__doc__)

    def bulk_update(self, objs: Iterable[Any], *args: object, **options: object) -> NoReturn:
        raise AppendOnly(AppendOnly.__doc__)

    def delete(self) -> NoReturn:
        raise AppendOnly(AppendOnly.__doc__)


class IdentityReading(models.Model):
    """That somebody opened an identity, when and what for; never what it says."""

    class Deed(models.TextChoices):
        RECORDED = "recorded", "recorded"
        READ = "read", "read"
        CHANGED = "changed", "changed"

    identity = models.ForeignKey(SourceIdentity, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=seam.now)
    deed = models.CharField(max_length=10, choices=Deed)
    purpose = models.TextField(help_text="What for, in the reader's words.")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="identity_is_opened_for_a_purpose")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} by {self.by}, {self.at:%d %B %Y %H:%M} UTC"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(AppendOnly.__doc__)
        super().save(**options)

    def delete(self, *args: object, **options: object) -> NoReturn:
        raise AppendOnly(AppendOnly.__doc__)

"""Tokens for the API of a closed instance: made by a command, shown once, kept as a hash."""

import datetime as dt
import hashlib
import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

PREFIX = "nrt_"
READ, CHANGES, EXPORT = "read", "changes", "export"
SCOPES = {
    READ: "lists and documents",
    CHANGES: "everything that changes, and the ledger",
    EXPORT: "whole lists as files",
}


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def valid(self, secret: str) -> "ApiToken | None":
        """The token with this secret, if it is one that may be used now."""
        return self.in_force().filter(digest=_digest(secret)).first()


class ApiToken(models.Model):
    """Lets its holder read the API until it ends. The secret itself is not stored anywhere."""

    name = models.CharField(max_length=100, help_text="Who holds it, for what.")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=100, help_text="What it is for, separated by spaces.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(scopes=""), name="api_token_is_for_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_list(self) -> list[str]:
        return self.scopes.split()

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


def make_token(name: str, scopes: list[str], days: int) -> tuple[ApiToken, str]:
    """A new token, and its secret, which cannot be had again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    ends = timezone.now() + dt.timedelta(days=days)
    token = ApiToken.objects.create(name=name, digest=_digest(secret), scopes=" ".join(scopes), expires_at=ends)
    return token, secret


def _digest(secret: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

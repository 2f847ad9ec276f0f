from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from newsroom.accounts.tokens import ApiToken

__all__ = ["ApiToken", "User"]


class User(AbstractUser):
    """A member of the desk. Empty on purpose: a custom user can only be had from the first migration on."""


class LoginTry(models.Model):
    """One try to log in that has not succeeded (yet). Kept for as long as it counts, under a hash that says nothing."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "login tries"
        indexes = [models.Index(fields=["key", "at"], name="login_try_by_key")]

    def __str__(self) -> str:
        return f"a try at {self.at:%H:%M}"


class Remembered(models.Model):
    """The table of Django's database cache, so that `migrate` makes it: all workers share what they remember.

    Used for codes of a second factor that were spent, and for how often wrong ones were typed.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "newsroom_cache"
        default_permissions = ()
        verbose_name_plural = "remembered"

    def __str__(self) -> str:
        return self.cache_key

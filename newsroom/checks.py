"""System checks: what the settings chose and what is missing, with the mend."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError, connection, transaction

from newsroom.engines import journal_mode
from sources.models import SourceIdentity
from sources.rotating import count_under_older_keys


@register(Tags.database)
def say_which_journal(**_: Any) -> list[CheckMessage]:
    """Say which SQLite journal mode was chosen, and why."""
    if connection.vendor != "sqlite":
        return []
    mode, reason = journal_mode()
    return [checks.Info(f"SQLite journal mode {mode}: {reason}.", id="newsroom.I001")]


@register(Tags.security, deploy=True)
def identity_keys_are_set(**_: Any) -> list[CheckMessage]:
    """Without a key no confidential identity can be stored."""
    if settings.IDENTITY_KEYS:
        return []
    hint = "Set IDENTITY_KEYS to one or more Fernet keys, newest first, kept outside the database."
    return [checks.Warning("No confidential identity can be stored.", hint=hint, id="newsroom.W001")]


@register(Tags.security, deploy=True)
def a_second_factor_is_asked_for(**_: Any) -> list[CheckMessage]:
    """A password alone is too little for what the desk knows."""
    if settings.REQUIRE_SECOND_FACTOR:
        return []
    hint = "Take NO_SECOND_FACTOR and DEMO out of the environment."
    return [checks.Warning("The desk opens with a password alone.", hint=hint, id="newsroom.W004")]


@register(Tags.database)
def identities_are_sealed_with_the_newest_key(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Identities that are there are opened by the first key alone, so that the others can go."""
    if not databases or not _has_identities():
        return []
    if not settings.IDENTITY_KEYS:
        hint = "Set IDENTITY_KEYS to the keys they were sealed with, newest first."
        return [
            checks.Warning("Identities are stored, and no key is given to open them.", hint=hint, id="newsroom.W002")
        ]
    left = count_under_older_keys()
    if not left:
        return []
    hint = "Run `manage.py rotate_identity_keys`; the older keys can go once nothing is left."
    return [checks.Warning(f"Identities sealed with an older key: {left}.", hint=hint, id="newsroom.W003")]


def _has_identities() -> bool:
    """False as well where there is no such table yet, or none that this role may read."""
    try:
        with transaction.atomic():
            return SourceIdentity.objects.exists()
    except DatabaseError:
        return False

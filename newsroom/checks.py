"""System checks: what the settings chose and what is missing, with the mend."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connection

from newsroom.engines import journal_mode


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

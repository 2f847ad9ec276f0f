"""What was written down of a row's life at the desk: its working history and the admin's log."""

import json
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet


def history_of(record: Model) -> QuerySet[Any] | None:
    """The working history of a record; None for a kind that keeps none."""
    manager = getattr(record._meta, "simple_history_manager_attribute", None)  # noqa: SLF001  the package's own name
    return getattr(record, manager).all() if manager else None


def log_of(model: type[Model], key: Any) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(key))


def told_in(entry: LogEntry) -> list[dict[str, Any]]:
    """What the admin has written down of one save, in its own form; nothing where it is plain words."""
    try:
        told = json.loads(entry.change_message)
    except json.JSONDecodeError:
        return []
    return [part for part in told if isinstance(part, dict)] if isinstance(told, list) else []

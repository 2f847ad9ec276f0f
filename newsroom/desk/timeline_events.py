"""The events of a timeline that every kind of record has: its working history, and the rows kept below it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from simple_history.template_utils import HistoricalRecordContextHelper

from newsroom.ledger.histories import history_of, log_of, told_in
from newsroom.ledger.panel import Linked, admin_path

MOST_ENTRIES = 1_000


@dataclass(frozen=True)
class Event:
    """Something that happened to a record: when, what, by whom, why, with the pages that show more.

    `by` is "" where nobody wrote it down. `needs` is the right without which nobody sees it. `order` settles what
    comes first in one moment.
    """

    at: dt.datetime
    what: str
    by: str = ""
    why: str = ""
    lines: tuple[str, ...] = ()
    links: tuple[Linked, ...] = ()
    needs: str = ""
    order: int = 0

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Which fields read otherwise since, as (field, old, new)."""
        return []


@dataclass(frozen=True)
class Worked(Event):
    """A save of the working copy; it is only compared with the one before when it is shown."""

    entry: Any = None
    before: Any = None

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        if self.before is None:
            return []
        delta = self.entry.diff_against(self.before, foreign_keys_are_objs=True)
        found: list[dict[str, Any]] = HistoricalRecordContextHelper(
            self.entry.instance_type, self.entry
        ).context_for_delta_changes(delta)
        return found


def worked_on(record: Model, called: str) -> Iterator[Event]:
    """The saves of a record; nothing for a kind without history, whose log tells them."""
    kept = history_of(record)
    if kept is None:
        yield from _logged(record)
        return
    entries = list(kept.select_related("history_user").order_by("-history_id")[:MOST_ENTRIES])
    for entry, before in pairwise([*entries, None]):
        done = {"+": "made", "~": "changed", "-": "deleted"}[entry.history_type]
        yield Worked(
            at=entry.history_date,
            what=f"{capfirst(called)} {done}",
            by=str(entry.history_user or "the software"),
            why=entry.history_change_reason or "",
            links=tuple(_as_it_was(record, entry)),
            order=entry.history_id,
            entry=entry,
            before=before,
        )


def _as_it_was(record: Model, entry: Any) -> Iterator[Linked]:
    options = record._meta  # noqa: SLF001  Django's documented attribute
    try:
        path = reverse(f"admin:{options.app_label}_{options.model_name}_simple_history", args=[record.pk, entry.pk])
    except NoReverseMatch:
        return
    yield Linked("As it was then", path)


def rows_below(record: Model) -> Iterator[Event]:
    """What was done at the desk to the rows kept below a record: its names, parties, links."""
    if history_of(record) is None:
        return
    for entry in _entries(record):
        lines = tuple(words for words in map(_row_words, told_in(entry)) if words)
        if lines:
            yield Event(entry.action_time, "Rows below changed", str(entry.user), lines=lines, order=entry.pk)


def _logged(record: Model) -> Iterator[Event]:
    for entry in _entries(record):
        yield Event(entry.action_time, entry.get_change_message() or "Saved", str(entry.user), order=entry.pk)


def _entries(record: Model) -> list[LogEntry]:
    return list(log_of(type(record), record.pk).select_related("user").order_by("-pk")[:MOST_ENTRIES])


def _row_words(part: dict[str, Any]) -> str:
    """“added other name “MoH””; "" where it is about the record itself."""
    done, said = next(iter(part.items()), ("", None))
    if not isinstance(said, dict) or "name" not in said:
        return ""
    fields = f": {', '.join(map(str, said['fields']))}" if said.get("fields") else ""
    return f"{done} {said['name']} “{said.get('object', '')}”{fields}"


def link_of(row: Any) -> Linked:
    return Linked(str(row), admin_path(row))


def named_in(entry: Any, name: str) -> Any:
    """The row that a history entry names; None where it is there no more."""
    try:
        return getattr(entry, name)
    except ObjectDoesNotExist:
        return None

"""Who last changed what a publication would issue: four eyes ask it, so that nobody publishes his own word alone."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from newsroom.ledger.histories import history_of, log_of, told_in
from newsroom.ledger.models import Entry, Operation, Reason
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kind_of

_MADE_PUBLIC = (Operation.ISSUED, Operation.UPDATED)


@dataclass(frozen=True, order=True)
class Change:
    """Somebody's change of what is issued of a record; `by` is a user name, as in `Signature`."""

    at: dt.datetime
    by: str


def last_change(record: Record) -> Change | None:
    """The newest change since somebody last decided to issue the record; None where no person has made one.

    What the software wrote has no author; what it brought in for somebody has him: importers count as authors.
    """
    since = _last_decided(record)
    return max((change for change in _changes_of(record) if since is None or change.at > since), default=None)


def takes_another(record: Record, username: str) -> Change | None:
    """The change for which this person may not publish the record alone; None where nothing stands against it."""
    change = last_change(record) if settings.FOUR_EYES else None
    return change if change is not None and change.by == username else None


def saves_in(entries: QuerySet[Any], aside: Iterable[str] = ()) -> Iterator[Change]:
    """Each save by a person in a working history that changed another column than those set `aside`."""
    before: dict[Any, dict[str, Any]] = {}
    for entry in entries.order_by("history_id").annotate(by=F("history_user__username")).values():
        said = {name: value for name, value in entry.items() if not name.startswith("history_") and name != "by"}
        said = {name: value for name, value in said.items() if name not in aside}
        is_change = entry["history_type"] != "~" or before.get(entry["id"]) != said
        before[entry["id"]] = said
        if is_change and entry["by"]:
            yield Change(entry["history_date"], entry["by"])


def _changes_of(record: Record) -> Iterator[Change]:
    entries = history_of(record)
    if entries is not None:
        yield from saves_in(entries, record.ASIDE)
    yield from _logged(record)
    yield from kind_of(record).changes(record)


def _logged(record: Record) -> Iterator[Change]:
    """What has no history of its own: the rows below a record, and the boxes that it names itself."""
    for entry in log_of(type(record), record.pk).select_related("user"):
        if any(_is_of_rows(part) or _fields(part) & set(record.LOGGED) for part in told_in(entry)):
            yield Change(entry.action_time, entry.user.get_username())


def _is_of_rows(part: Mapping[str, Any]) -> bool:
    return any(isinstance(said, dict) and "name" in said for said in part.values())


def _fields(part: Mapping[str, Any]) -> set[str]:
    return {name for said in part.values() if isinstance(said, dict) for name in said.get("fields", [])}


def _last_decided(record: Record) -> dt.datetime | None:
    """When the record was last issued because somebody asked for it, not because it names something changed."""
    entries = Entry.objects.filter(public_id=record.public_id, op__in=_MADE_PUBLIC)
    newest = entries.exclude(reason=Reason.DEPENDENCY).order_by("-seq").first()
    return newest.at if newest else None

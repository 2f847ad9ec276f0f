"""Where a form stood when it was opened: signed, carried along by the form, and asked when it is saved."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.contrib.admin.models import LogEntry
from django.core import signing
from django.db.models import Max, Model, QuerySet

from newsroom.ledger.histories import history_of, log_of
from newsroom.ledger.three_way import Fields, Sheet

AS_OPENED = "_as_opened"
"""The hidden control of a form that carries it."""

AS_LISTED = "_as_listed"
"""The same of a page that writes without showing a form: a list with its actions, the question before deleting."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the life of a record: the newest entries of its history and of the admin's log; 0 for none."""

    history: int = 0
    log: int = 0

    @classmethod
    def of_all(cls, model: type[Model]) -> Self:
        """Where all records of a kind stand together."""
        name = getattr(model._meta, "simple_history_manager_attribute", None)  # noqa: SLF001  the package's own name
        entries = getattr(model, name).all() if name else None
        return cls(_newest(entries, "history_id"), _newest(LogEntry.objects.all(), "id"))

    @property
    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=AS_LISTED)

    @classmethod
    def read(cls, signed: str) -> Self | None:
        try:
            return cls(**signing.loads(signed, salt=AS_LISTED))
        except (signing.BadSignature, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Saved:
    """One save of a record. Without `by` the software did it; without `at` nobody wrote it down."""

    by: Any = None
    at: dt.datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form showed when it was opened, and which picks between two editors it still asks for."""

    sheet: Sheet = field(default_factory=Sheet)
    mark: Mark = field(default_factory=Mark)
    undecided: dict[str, Fields | None] = field(default_factory=dict)

    def signed_for(self, record: Model) -> str:
        return signing.dumps(asdict(self), salt=_salt(type(record), record.pk), compress=True)

    @classmethod
    def read(cls, signed: str, model: type[Model], key: Any) -> Self | None:
        """None for what this site has not signed for this very record."""
        try:
            told = signing.loads(signed, salt=_salt(model, key))
            return cls(Sheet(**told["sheet"]), Mark(**told["mark"]), told["undecided"])
        except (signing.BadSignature, KeyError, TypeError):
            return None


def mark_of(record: Model) -> Mark:
    return Mark(_newest(history_of(record), "history_id"), _newest(log_of(type(record), record.pk), "id"))


def last_saved(record: Model, since: Mark) -> Saved:
    """The newest save since then, by the history, else by the admin's log."""
    entries = history_of(record)
    kept = entries.filter(history_id__gt=since.history).order_by("-history_id").first() if entries is not None else None
    if kept is not None:
        return Saved(kept.history_user, kept.history_date, kept.history_change_reason or "")
    return last_logged(type(record), record.pk, since)


def last_logged(model: type[Model], key: Any, since: Mark) -> Saved:
    """The newest entry of the admin's log; also for a record that is there no more."""
    entry = log_of(model, key).filter(id__gt=since.log).select_related("user").order_by("-id").first()
    return Saved(entry.user, entry.action_time) if entry else Saved()


def unseen_words(record: Model, since: Mark, user: Any) -> str:
    """That somebody else has saved a record since a page was shown, and the mend; "" if nobody has."""
    saved = last_saved(record, since)
    if saved.at is None or saved.by == user:
        return ""
    who = saved.by or "the software"
    return f"“{record}” was saved by {who} at {saved.at:%H:%M} UTC, after this page was shown. Read it first."


def _newest(entries: QuerySet[Any] | None, column: str) -> int:
    return (entries.aggregate(newest=Max(column))["newest"] or 0) if entries is not None else 0


def _salt(model: type[Model], key: Any) -> str:
    return f"as-opened:{model._meta.label_lower}:{key}"  # noqa: SLF001  Django's documented attribute

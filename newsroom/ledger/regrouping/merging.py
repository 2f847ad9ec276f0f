"""The act: one record becomes part of another, with all that points at it, and the public side follows.

Moves rows of every app by the columns that point at the record, so that a lower app need not know a higher one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Entry, Merge
from newsroom.ledger.models.regroupings import WORDS
from newsroom.ledger.publishing import publish
from newsroom.ledger.records import Record
from newsroom.ledger.regrouping.columns import Column, in_batches
from newsroom.ledger.regrouping.keeping import kept
from newsroom.ledger.regrouping.plans import MergePlan, RegroupingRefused, plan_merge, take
from newsroom.ledger.regrouping.restating import look_at
from newsroom.ledger.writing import Signature


@dataclass(frozen=True)
class Regrouped:
    """What came of it: the row that tells it, the entries of the ledger, the public records left as they were."""

    row: Any
    entries: list[Entry]
    unfinished: list[Record]


def merge(merged: Any, into: Any, taken: Collection[str], by: Any, why: str) -> Regrouped:
    """Make `merged` part of `into`; `taken` names the columns whose value comes from `merged`.

    Its own row goes and is kept in the `Merge`; its documents become pointers. Runs in a transaction of its own.
    Raises `RegroupingRefused`; then nothing was written.
    """
    try:
        with transaction.atomic():
            return _merge(merged, into, taken, by, why)
    except IntegrityError as problem:
        raise RegroupingRefused([f"The database does not allow it: {problem}"]) from problem
    except PublishingRefused as refusal:
        raise RegroupingRefused(refusal.messages) from refusal


def _merge(merged: Any, into: Any, taken: Collection[str], by: Any, why: str) -> Regrouped:
    lock_ledger()
    locked = type(into)._base_manager.select_for_update().in_bulk([merged.pk, into.pk])  # noqa: SLF001  Django's
    if len(locked) < 2 and merged.pk != into.pk:
        raise RegroupingRefused(["One of the two is there no more. Look at the list again."])
    plan = plan_merge(locked[merged.pk], locked[into.pk], taken)
    if plan.refusals or not why.strip():
        raise RegroupingRefused(plan.refusals or ["Say why: this cannot be read from the records."])
    successions, found = plan.successions, look_at(plan.restated())
    row = _Writing(by, why.strip()).write(plan)
    again = [record for record in found.ready if record.public_id not in successions]
    again += [followed.into for followed in plan.followed if followed.merged.public_id in successions]
    entries = publish(again, Signature(by=row.by, note=row.why), merged=successions)
    return Regrouped(row, entries, found.unfinished)


@dataclass(frozen=True)
class _Writing:
    """The working rows of one act."""

    by: Any
    why: str

    def write(self, plan: MergePlan, because_of: Merge | None = None) -> Merge:
        row = self._begin(plan, because_of)
        for followed in plan.followed:
            self.write(followed, row)
        for fallen in plan.falling:
            type(fallen)._base_manager.filter(pk=fallen.pk).delete()  # noqa: SLF001  Django's documented attribute
        reason = f"{row}: {self.why}"
        for column, keys in plan.moving.items():
            point(column, keys, plan.into.pk, Reasoned(self.by, reason))
        former, into = type(plan.into)._base_manager.get(pk=plan.into.pk), plan.into  # noqa: SLF001  Django's
        plan.merged._history_user, plan.merged._change_reason = self.by, reason  # noqa: SLF001  the history's own names
        plan.merged.delete()
        if plan.taken:
            take(plan, into)
            into._history_user, into._change_reason = self.by, reason  # noqa: SLF001  the history's own names
            into.save()
        self._finish(row, plan, former)
        return row

    def _begin(self, plan: MergePlan, because_of: Merge | None) -> Merge:
        merged, into = plan.merged, plan.into
        return Merge.objects.create(
            of=merged._meta.label_lower,  # noqa: SLF001  Django's documented attribute
            by=self.by.get_username(),
            why=self.why,
            merged_key=merged.pk,
            merged_id=getattr(merged, "public_id", ""),
            merged_words=str(merged)[:WORDS],
            into_key=into.pk,
            into_id=getattr(into, "public_id", ""),
            into_words=str(into)[:WORDS],
            moved={column.label: keys for column, keys in plan.moving.items()},
            kept={
                "merged": kept(merged),
                "before": kept(into),
                "taken": sorted(into._meta.get_field(name).attname for name in plan.taken),  # noqa: SLF001  Django's
                "fell_away": [{"of": row._meta.label, "row": kept(row)} for row in plan.falling],  # noqa: SLF001  same
            },
            named_in=sorted(plan.named_in),
            because_of=because_of,
        )

    def _finish(self, row: Merge, plan: MergePlan, former: Any) -> None:
        added: dict[str, list[int]] = {}
        for name in plan.rules.names(plan.merged, plan.into, former):
            name.save()
            added.setdefault(name._meta.label, []).append(name.pk)  # noqa: SLF001  Django's documented attribute
        row.kept = {**row.kept, "after": kept(plan.into), "added": added}
        row.save()


@dataclass(frozen=True)
class Reasoned:
    """Who changes rows and why, for their histories."""

    by: Any
    why: str


def point(column: Column, keys: Sequence[int], to: int, reasoned: Reasoned, was: int | None = None) -> None:
    """Point rows at another record, and say so in their histories; with `was`, only those that still point at that."""
    rows = column.model._base_manager  # noqa: SLF001  Django's documented attribute
    for batch in in_batches(keys):
        found = rows.filter(pk__in=batch)
        if was is not None:
            found = found.filter(**{column.field.attname: was})
        moving = list(found.values_list("pk", flat=True)) if was is not None else batch
        rows.filter(pk__in=moving).update(**{column.field.attname: to})
        write_history(column.model, moving, reasoned)


def write_history(model: Any, keys: Sequence[int], reasoned: Reasoned, *, is_new: bool = False) -> None:
    """An entry for each of these rows as it is now, for the kinds that keep a history."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)  # noqa: SLF001  the package's own name
    if not name:
        return
    rows = list(model._base_manager.filter(pk__in=keys))  # noqa: SLF001  Django's documented attribute
    getattr(model, name).bulk_history_create(
        rows, update=not is_new, default_user=reasoned.by, default_change_reason=reasoned.why
    )

"""The act that takes a merge back: the record returns as it was, and what moved with it points at it again.

What somebody has pointed elsewhere since stays where it is; a value changed since stays changed.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from newsroom.ledger import seam
from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.lists import current_publication
from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Mention, Merge, Visibility
from newsroom.ledger.publishing import has_unpublished_changes, publish
from newsroom.ledger.records import Record
from newsroom.ledger.regrouping.columns import Column, owners_of
from newsroom.ledger.regrouping.keeping import made_again, value_of
from newsroom.ledger.regrouping.merging import Reasoned, Regrouped, point, write_history
from newsroom.ledger.regrouping.plans import RegroupingRefused, is_issued
from newsroom.ledger.regrouping.restating import look_at
from newsroom.ledger.writing import Signature


def unmerge(row: Merge, by: Any, why: str) -> Regrouped:
    """Take a merge back with all that followed from it. Runs in a transaction of its own.

    Raises `RegroupingRefused`; then nothing was written.
    """
    try:
        with transaction.atomic():
            return _unmerge(row, by, why)
    except IntegrityError as problem:
        raise RegroupingRefused([f"The database does not allow it: {problem}"]) from problem
    except PublishingRefused as refusal:
        raise RegroupingRefused(refusal.messages) from refusal


def objections_to_undoing(row: Merge) -> Iterator[str]:
    """Why a merge cannot be taken back as things stand, in words."""
    if row.undone_at is not None:
        yield f"This merge was undone already, by {row.undone_by} on {row.undone_at:%d %B %Y, %H:%M} UTC."
    if row.because_of is not None:
        yield f"This merge followed from another: {row.because_of}. Undo that one."
    into = _into(row)
    if into is None:
        later = Merge.objects.filter(of=row.of, merged_key=row.into_key, undone_at=None).first()
        what = f"was merged on: {later}. Undo that first" if later else "is there no more"
        yield f"“{row.into_words}” {what}."
    elif is_issued(into) and has_unpublished_changes(into):
        yield f"“{into}” has changes that are not published. Publish them or take them back first."


def standing_with(row: Merge) -> list[Merge]:
    """The merge and those that followed from it, each before its own."""
    return [row, *(deeper for followed in row.followed.order_by("pk") for deeper in standing_with(followed))]


def _unmerge(row: Merge, by: Any, why: str) -> Regrouped:
    lock_ledger()
    row = Merge.objects.select_for_update(of=("self",)).get(pk=row.pk)
    objections = list(objections_to_undoing(row))
    if objections or not why.strip():
        raise RegroupingRefused(objections or ["Say why: the history has to tell."])
    rows = standing_with(row)
    found = look_at(_to_restate(rows))
    reasoned = Reasoned(by, f"Undone, {row}: {why.strip()}")
    for one in rows:
        _bring_back(one, reasoned)
        one.kept = {}  # what came back needs no second copy, which could hold a name that is to be forgotten
        one.undone_at, one.undone_by, one.undone_why = seam.now(), by.get_username(), why.strip()
        one.save()
    entries = publish(found.ready, Signature(by=row.undone_by, note=reasoned.why), merged={}, parted=_pointers(rows))
    return Regrouped(row, entries, found.unfinished)


def _to_restate(rows: list[Merge]) -> set[str]:
    """What the merges led into, and what was issued since and so names that instead of what comes back."""
    found = {row.into_id for row in rows if row.into_id}
    for row in rows:
        since = set(row.named_in)
        for label, keys in row.moved.items():
            since |= owners_of(Column.named(label).model, keys)
        for fallen in row.kept["fell_away"]:
            found |= _owners_of_fallen(fallen)
        still = Mention.objects.filter(named=row.merged_id) if row.merged_id else Mention.objects.none()
        found |= since - set(still.values_list("document", flat=True))
    return found


def _owners_of_fallen(fallen: dict[str, Any]) -> set[str]:
    """The records that a row belongs to which is to come back."""
    found: set[str] = set()
    for field in apps.get_model(fallen["of"])._meta.concrete_fields:  # noqa: SLF001  Django's documented attribute
        target = field.remote_field.model if field.remote_field else None
        if target is not None and issubclass(target, Record) and fallen["row"][field.attname]:
            found |= owners_of(target, [int(fallen["row"][field.attname])])
    return found


def _bring_back(row: Merge, reasoned: Reasoned) -> None:
    model = apps.get_model(row.of)
    for label, keys in row.kept["added"].items():
        apps.get_model(label)._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001  Django's documented attribute
    _give_back(row, reasoned)
    made_again(model, row.kept["merged"])
    write_history(model, [row.merged_key], reasoned, is_new=True)
    for fallen in row.kept["fell_away"]:
        made_again(apps.get_model(fallen["of"]), fallen["row"])
    for label, keys in row.moved.items():
        point(Column.named(label), keys, row.merged_key, reasoned, was=row.into_key)


def _give_back(row: Merge, reasoned: Reasoned) -> None:
    """The values that the merge had taken over, except those that somebody has changed since."""
    into, model = _into(row), apps.get_model(row.of)
    changed = False
    for column in row.kept["taken"]:
        if getattr(into, column) == value_of(model, column, row.kept["after"]):
            setattr(into, column, value_of(model, column, row.kept["before"]))
            changed = True
    if changed:
        into._history_user, into._change_reason = reasoned.by, reasoned.why  # noqa: SLF001  the history's own names
        into.save()


def _pointers(rows: list[Merge]) -> list[str]:
    """The documents that are pointers because of these merges."""
    ids = {row.merged_id: apps.get_model(row.of)._base_manager.get(pk=row.merged_key) for row in rows if row.merged_id}  # noqa: SLF001
    current = {public_id: current_publication(record) for public_id, record in ids.items()}
    return [key for key, document in current.items() if document and document.visibility == Visibility.MERGED]


def _into(row: Merge) -> Any:
    return apps.get_model(row.of)._base_manager.filter(pk=row.into_key).first()  # noqa: SLF001  Django's

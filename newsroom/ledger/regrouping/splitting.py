"""The act: part of what points at a record becomes a record of its own. Undone by merging the two."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsroom.ledger.acts import PublishingRefused
from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Split
from newsroom.ledger.models.regroupings import WORDS
from newsroom.ledger.publishing import publish
from newsroom.ledger.records import Record
from newsroom.ledger.regrouping.columns import Column, owners_of
from newsroom.ledger.regrouping.merging import Reasoned, Regrouped, point
from newsroom.ledger.regrouping.plans import RegroupingRefused, is_issued
from newsroom.ledger.regrouping.restating import look_at
from newsroom.ledger.regrouping.rules import rules_of
from newsroom.ledger.writing import Signature

Chosen = Mapping[str, Sequence[int]]
"""By column, the keys of the rows that go."""

Move = Callable[[Any, Any, Chosen, Reasoned], None]
"""How the chosen rows get from the old record to the new one: (record, new, chosen, reasoned)."""


def _move_by_column(record: Any, new: Any, chosen: Chosen, reasoned: Reasoned) -> None:
    for label, keys in chosen.items():
        point(Column.named(label), keys, new.pk, reasoned, was=record.pk)


def split(record: Any, name: str, chosen: Chosen, by: Any, why: str) -> Regrouped:
    """Make a record of this name and give it the chosen rows of `record`.

    What is public of them is issued anew with it. Runs in a transaction of its own. Raises `RegroupingRefused`.
    """
    rules = rules_of(type(record))
    if rules is None or rules.split is None:
        message = f"{type(record).__name__} is not registered as a kind that can be split"
        raise LookupError(message)
    try:
        with transaction.atomic():
            new, move = rules.split.new(record, name.strip()), rules.split.move or _move_by_column
            return _split(record, new, chosen, Reasoned(by, why.strip()), move)
    except IntegrityError as problem:
        raise RegroupingRefused([f"The database does not allow it: {problem}"]) from problem
    except PublishingRefused as refusal:
        raise RegroupingRefused(refusal.messages) from refusal
    except ValidationError as problem:
        raise RegroupingRefused(problem.messages) from problem


def _split(record: Any, new: Any, chosen: Chosen, reasoned: Reasoned, move: Move) -> Regrouped:
    lock_ledger()
    type(record)._base_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001  Django's documented attribute
    if not any(chosen.values()) or not reasoned.why:
        missing = "Say why." if any(chosen.values()) else "Choose what becomes a record of its own."
        raise RegroupingRefused([missing])
    found = look_at({record.public_id, *_owners(chosen)} if isinstance(record, Record) else _owners(chosen))
    if found.unfinished:
        raise RegroupingRefused(
            [f"“{one}” has changes that are not published. Publish them first." for one in found.unfinished]
        )
    _save_new(record, new, reasoned)
    move(record, new, chosen, reasoned)
    row = Split.objects.create(
        of=record._meta.label_lower,  # noqa: SLF001  Django's documented attribute
        by=reasoned.by.get_username(),
        why=reasoned.why,
        from_key=record.pk,
        from_words=str(record)[:WORDS],
        new_key=new.pk,
        new_words=str(new)[:WORDS],
        moved={label: list(keys) for label, keys in chosen.items()},
    )
    entries = publish([*found.ready, *_with_it(record, new)], Signature(by=row.by, note=f"{row}: {row.why}"), merged={})
    return Regrouped(row, entries, [])


def _save_new(record: Any, new: Any, reasoned: Reasoned) -> None:
    new.full_clean()
    new._history_user, new._change_reason = reasoned.by, f"Split from “{record}”: {reasoned.why}"  # noqa: SLF001  the history's own names
    new.save()


def _with_it(record: Any, new: Any) -> list[Record]:
    """The new record is public where the old one is."""
    return [new] if is_issued(record) else []


def _owners(chosen: Chosen) -> set[str]:
    return {public_id for label, keys in chosen.items() for public_id in owners_of(Column.named(label).model, keys)}

"""Which kinds of record can be merged, and how. Apps register theirs in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from newsroom.ledger.regrouping.columns import columns_pointing_at


def _nothing(*_rows: Any) -> Iterable[Any]:
    return ()


def _all_that_points_at(record: Any) -> Mapping[str, QuerySet[Any]]:
    """But for what it has only one of, such as the sealed identity, which is nobody else's."""
    columns = [column for column in columns_pointing_at(type(record)) if not column.field.unique]
    return {column.label: column.pointing_at(record.pk).order_by("-pk") for column in columns}


@dataclass(frozen=True, kw_only=True)
class SplitRules:
    """How part of a record becomes one of its own.

    new(record, name): the new record, not stored yet. parts(record): what may go with it, by column. move: how it
    goes, where that is more than pointing those columns elsewhere; see `splitting.Move`.
    """

    new: Callable[[Any, str], Any]
    parts: Callable[[Any], Mapping[str, QuerySet[Any]]] = _all_that_points_at
    move: Callable[..., None] | None = None


@dataclass(frozen=True, kw_only=True)
class MergeRules:
    """How records of one kind become one.

    columns: what an editor chooses between. refuse(merged, into): reasons, in words, why these two stay two.
    names(merged, into, former): rows to add, so that it is found by every name it had; `into` is as it will be,
    `former` as it was. falls_away: tables whose row is dropped where it would point from the record to itself.
    follows: such records are never merged for themselves, but where what they are about was merged.
    """

    model: type[Model]
    columns: tuple[str, ...] = ()
    refuse: Callable[[Any, Any], Iterable[str]] = _nothing
    names: Callable[[Any, Any, Any], Iterable[Model]] = _nothing
    falls_away: frozenset[str] = frozenset()
    follows: bool = False
    split: SplitRules | None = None


_rules: dict[type[Model], MergeRules] = {}


def register_rules(rules: MergeRules) -> None:
    _rules[rules.model] = rules


def rules_of(model: type[Model]) -> MergeRules | None:
    return _rules.get(model)

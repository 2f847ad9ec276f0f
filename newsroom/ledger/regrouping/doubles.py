"""What stands in the way of pointing rows elsewhere: doubles, and rows that would point at themselves."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, OneToOneField, OuterRef, Q, Subquery, UniqueConstraint

from newsroom.ledger.regrouping.columns import Column


@dataclass(frozen=True)
class Double:
    """A row of the one record that says what a row of the other says already, by a constraint of the database."""

    row: Any
    other: Any
    message: str


def doubles(column: Column, merged: int, into: int) -> Iterator[Double]:
    """The rows that could not stand beside those of `into`; each once."""
    met: set[int] = set()
    for parts, condition, message in _uniques(column):
        for row, other in _pairs(column, merged, into, (parts, condition)):
            if row not in met:
                met.add(row)
                rows = column.model._base_manager  # noqa: SLF001  Django's documented attribute
                yield Double(rows.get(pk=row), rows.get(pk=other), message)


def _uniques(column: Column) -> Iterator[tuple[list[Any], Q, str]]:
    """Of each constraint that the column is part of: its other parts, its condition, and what it says."""
    if isinstance(column.field, OneToOneField):
        names = column.model._meta  # noqa: SLF001  Django's documented attribute
        yield [], Q(), f"Both have their own {names.verbose_name}, and one can have only one."
    for constraint in column.model._meta.constraints:  # noqa: SLF001  Django's documented attribute
        if isinstance(constraint, UniqueConstraint):
            parts = [*map(F, constraint.fields), *constraint.expressions]
            others = [part for part in parts if column.field.name not in _names(part)]
            if len(others) < len(parts):
                yield others, constraint.condition or Q(), str(constraint.get_violation_error_message())


def _names(part: Any) -> set[str]:
    if isinstance(part, F):
        return {str(part.name)}  # type: ignore[attr-defined]  # the stubs do not know it
    return {name for inner in part.get_source_expressions() for name in _names(inner)}


def _pairs(column: Column, merged: int, into: int, unique: tuple[list[Any], Q]) -> list[tuple[int, int]]:
    parts, condition = unique
    same = {f"same_{number}": part for number, part in enumerate(parts)}
    theirs = column.pointing_at(into).filter(condition).annotate(**same)
    theirs = theirs.filter(**{name: OuterRef(name) for name in same})
    mine = column.pointing_at(merged).filter(condition).annotate(**same)
    paired = mine.annotate(double=Subquery(theirs.values("pk")[:1])).exclude(double=None)
    return list(paired.order_by("pk").values_list("pk", "double"))


def pointing_at_themselves(column: Column, merged: Model, into: Model) -> Iterator[tuple[Any, str]]:
    """The rows that would break a check of their table once both records are one, with what that check says."""
    others = [
        field
        for field in column.model._meta.concrete_fields  # noqa: SLF001  Django's documented attribute
        if field.remote_field and field.remote_field.model is column.target and field != column.field
    ]
    both = Q(pk=into.pk) if column.model is column.target else Q(pk=None)
    for field in others:
        both |= Q(**{f"{field.attname}__in": [merged.pk, into.pk]})
    for row in column.pointing_at(int(merged.pk)).filter(both):
        message = _broken_check(_pointed(row, [column.field, *others], merged, into))
        if message:
            yield row, message


def _pointed(row: Any, fields: list[Any], merged: Model, into: Model) -> Any:
    then = copy(row)
    for field in fields:
        if getattr(row, field.attname) == merged.pk:
            setattr(then, field.attname, into.pk)
    return then


def _broken_check(row: Any) -> str:
    for constraint in row._meta.constraints:  # noqa: SLF001  Django's documented attribute
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError as problem:
                return " ".join(problem.messages)
    return ""

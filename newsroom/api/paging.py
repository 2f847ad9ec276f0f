"""Keyset paging, both ways, over a list that stands still while others publish.

A cursor is signed, bound to the filters it was made for, and carries the number of the ledger's head at
the first page. Later pages are read as of that number, so a document that is issued anew while somebody
turns pages is met once, in its old place, and neither twice nor never.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, DateField, F, Func, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from newsroom.api.problems import problem
from newsroom.ledger.models import Entry, Publication

SERVED = ("from_seq", "until_seq", "version", "visibility", "issued_at", "notice", "successor")
MOST_COUNTED = 10_000
# Sorts what has no day to the end, whichever way the list runs.
_NO_DAY = {True: dt.date.min, False: dt.date.max}

Publications = QuerySet[Publication]


def _signer() -> Signer:
    return Signer(salt="newsroom.api.cursor")


class Cursor(NamedTuple):
    """A place between two rows: just beyond the row with this sort key and number, forwards or backwards."""

    backwards: bool
    head: int
    number: int
    day: str | None = None

    def text(self, binding: str) -> str:
        """The cursor as a client is given it; the same place in the same list is the same text."""
        return _signer().sign_object([binding, *self])


def read_cursor(text: str, binding: str) -> Cursor:
    """Raises `Problem` for a cursor that was changed or was made for another list."""
    try:
        bound_to, *place = _signer().unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise problem(
            "invalid-cursor", "This cursor was not made here or was changed on the way. Start again."
        ) from error
    if bound_to != binding:
        raise problem("invalid-cursor", "This cursor belongs to another list or other filters. Start again without it.")
    return Cursor(*place)


class _IsBeyond(Func):
    """`(day, number) < (x, y)` as a row value, which is read from an index; Django writes OR on SQLite."""

    output_field = BooleanField()

    def __init__(self, *places: Any, sign: str) -> None:
        self.sign = sign
        super().__init__(*places)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = [compiler.compile(part) for part in self.source_expressions]
        day, number, other_day, other_number = (sql for sql, _params in parts)
        sql = f"({day}, {number}) {self.sign} ({other_day}, {other_number})"
        return sql, [param for _sql, params in parts for param in params]


@dataclass(frozen=True)
class Order:
    """The order of a list: by a day that may be empty, then by the number of the entry; or by that alone."""

    column: str = ""
    is_descending: bool = True

    def reversed(self) -> "Order":
        return replace(self, is_descending=not self.is_descending)

    def keyed(self, rows: Publications, nothing: dt.date) -> Publications:
        if not self.column:
            return rows
        return rows.annotate(day=Coalesce(F(self.column), Value(nothing), output_field=DateField()))

    def terms(self) -> list[str]:
        sign = "-" if self.is_descending else ""
        return [f"{sign}day", f"{sign}from_seq"] if self.column else [f"{sign}from_seq"]

    def beyond(self, rows: Publications, cursor: Cursor) -> Publications:
        sign = "<" if self.is_descending else ">"
        if cursor.day is None:
            return rows.filter(**{f"from_seq__{'lt' if self.is_descending else 'gt'}": cursor.number})
        place = Value(dt.date.fromisoformat(cursor.day), DateField()), Value(cursor.number)
        return rows.filter(_IsBeyond(F("day"), F("from_seq"), *place, sign=sign))


@dataclass(frozen=True)
class Page:
    """The rows of a page in order, and where its neighbours begin."""

    rows: list[Publication]
    next: Cursor | None
    previous: Cursor | None


def read_page(arms: Sequence[Publications], order: Order, size: int, cursor: Cursor | None) -> Page:
    """One page of the rows of all arms, in one statement. Without a cursor the first."""
    nothing = _NO_DAY[order.is_descending]
    direction = order.reversed() if cursor and cursor.backwards else order
    cut = [order.keyed(arm, nothing) for arm in arms]
    if cursor:
        cut = [direction.beyond(arm, cursor) for arm in cut]
    found = list(_united(cut).order_by(*direction.terms())[: size + 1])
    rows = found[:size]
    return _page(rows, cursor, has_more=len(found) > size)


def _united(arms: Sequence[Publications]) -> Publications:
    first, *others = arms
    return first.union(*others, all=True) if others else first


def _page(rows: list[Publication], cursor: Cursor | None, *, has_more: bool) -> Page:
    if not rows:
        return Page([], None, None)
    backwards = cursor is not None and cursor.backwards
    rows = rows[::-1] if backwards else rows
    head = cursor.head if cursor else getattr(rows[0], "head", 0)
    has_next, has_previous = (True, has_more) if backwards else (has_more, cursor is not None)
    return Page(
        rows,
        _place(rows[-1], head, backwards=False) if has_next else None,
        _place(rows[0], head, backwards=True) if has_previous else None,
    )


def _place(row: Publication, head: int, *, backwards: bool) -> Cursor:
    day = getattr(row, "day", None)
    return Cursor(backwards, head, row.from_seq, day and day.isoformat())


def with_head(rows: Publications) -> Publications:
    """Rows that know the ledger's head at the moment they were read, in the same statement."""
    return rows.annotate(head=Subquery(Entry.objects.order_by("-seq").values("seq")[:1]))


def count_up_to_most(arms: Iterable[Publications]) -> int:
    """How many rows there are, one more than `MOST_COUNTED` standing for more."""
    numbers = [arm.values("from_seq") for arm in arms]
    first, *others = numbers
    return (first.union(*others, all=True) if others else first)[: MOST_COUNTED + 1].count()

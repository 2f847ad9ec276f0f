"""Conditions on documents in SQL, and the ways in which an index lists what meets them, newest first.

In every text `p` is the document and `d` a table beside it that drives a list; `{documents}`, `{terms}` and
`{words}` stand for the tables of the kind, `{standing}` for what is true of a document `m` of any kind that is current
where the list stands. Values are always parameters, never text; a value may itself be looked up.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sql:
    """A piece of a statement with its parameters."""

    text: str
    params: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return self.text

    def negated(self) -> "Sql":
        return Sql(f"NOT ({self.text})", self.params)

    def looked_up(self) -> "Sql":
        """The same with values that PostgreSQL does not see before it reads.

        It would plan for each anew, which takes longer than to read a page by the index that is there for it.
        """
        return Sql(self.text.replace("%s", "(SELECT %s)"), self.params)


def joined(link: str, parts: Iterable[Sql]) -> Sql:
    """The pieces in one, such as conditions with AND between them."""
    parts = [part for part in parts if part.text]
    return Sql(link.join(part.text for part in parts), tuple(param for part in parts for param in part.params))


@dataclass(frozen=True)
class Way:
    """An index that lists documents newest first: of the documents themselves, or of a table that drives them."""

    where: Sql
    table: str = ""
    key: str = "p.from_seq"


@dataclass(frozen=True)
class Piece:
    """A piece of what is kept, which an index finds in its own order.

    column: what that index begins with. It is read in this order, or an index would be taken that has the column behind
    another: PostgreSQL skips through it from one value of the other to the next, and thinks it as good.
    """

    where: Sql
    column: str = ""


@dataclass(frozen=True)
class Condition:
    """What is kept of a list.

    kept: true of each document that is kept. No index is chosen for it, so it may be looked at for each row in turn.
    ways: together they list what is kept, each newest first; a document may be on several.
    few: for what no index has newest first, such as a span of days: pieces that an index finds in its own order,
    each document in one piece only. Where they find few, these are put in order; where many, the whole list is
    read newest first, and some will be met soon.
    near: for pieces that cost much to begin: what is kept among the next rows of the way, `{next}` in its table. Where
    these fill a page, no piece is asked.
    """

    kept: Sql
    ways: tuple[Way, ...] = ()
    few: tuple[Piece, ...] = ()
    near: Way | None = None

    def negated(self) -> "Condition":
        return Condition(self.kept.negated())


def answering(public_id: str, documents: str) -> Sql:
    """A record's id; of one that was merged into another, the id that answers for it where the list stands."""
    # Looked up and not joined: for a join SQLite reads the whole table into a filter first.
    successor = f"(SELECT m.successor FROM {documents} m WHERE m.public_id = a.id AND {{standing}})"
    steps = (
        f"SELECT CAST(%s AS varchar(32)), 0 UNION ALL SELECT {successor}, a.step + 1 FROM answering a WHERE a.id <> ''"
    )
    last = "SELECT id FROM answering WHERE id <> '' ORDER BY step DESC LIMIT 1"
    return Sql(f"(WITH RECURSIVE answering (id, step) AS ({steps}) {last})", (public_id,))


def has_any(column: str, values: Sequence[Any]) -> Condition:
    """The column has one of the values; there is an index on it that ends in the number."""
    ways = tuple(Way(_is(f"p.{column}", value)) for value in values)
    return Condition(one_of(f"p.{column}", values), ways)


def has_term(name: str, values: Sequence[Any]) -> Condition:
    """One of the values is among the document's terms of this name."""
    named = Sql("d.name = %s AND d.until_seq IS NULL", (name,))
    among = joined(" AND ", [Sql("t.from_seq = p.from_seq AND t.name = %s", (name,)), one_of("t.value", values)])
    ways = tuple(Way(joined(" AND ", [named, _is("d.value", value)]), "{terms} d", "d.from_seq") for value in values)
    return Condition(Sql(f"EXISTS (SELECT 1 FROM {{terms}} t WHERE {among.text})", among.params), ways)


def either(*conditions: Condition) -> Condition:
    """Meets one of them, or several."""
    kept = joined(" OR ", [condition.kept for condition in conditions])
    return Condition(Sql(f"({kept.text})", kept.params), tuple(way for each in conditions for way in each.ways))


def _is(column: str, value: Any) -> Sql:
    given = _given(value)
    return Sql(f"{column} = {given.text}", given.params)


def one_of(column: str, values: Sequence[Any]) -> Sql:
    """The column, or what stands for one, is one of the values."""
    if len(values) == 1:
        return _is(column, values[0])
    among = joined(", ", map(_given, values))
    return Sql(f"{column} IN ({among.text})", among.params)


def _given(value: Any) -> Sql:
    return value if isinstance(value, Sql) else Sql("%s", (value,))


def bound(column: str, sign: str, open_beside: str = "") -> Callable[[Any], Condition]:
    """Compares the column with a value. Empty, it is met where `open_beside` has something: an end left open."""

    def meets(value: Any) -> Condition:
        # In this form no index is used for it, so that the order of the list decides which one is.
        is_open = f"p.{open_beside} IS NOT NULL" if open_beside else "FALSE"
        kept = Sql(f"COALESCE(p.{column} {sign} %s, {is_open})", (value,))
        inside = Piece(Sql(f"p.{column} {sign} %s", (value,)), f"p.{column}")
        open_ended = Piece(Sql(f"p.{column} IS NULL AND p.{open_beside} IS NOT NULL"))
        return Condition(kept, few=(inside, open_ended) if open_beside else (inside,))

    return meets


def exactly(text: str) -> Condition:
    """A condition that a partial index has word for word."""
    return Condition(Sql(text), (Way(Sql(text)),))

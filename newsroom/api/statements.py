"""The statements that read a list: one for a page, one for its count.

The REST framework's and Django's own way costs more than the query: compiling, models, moments parsed and written
again. A page is documents as they are stored, so it is read by the driver as text. What is written here by hand is
what decides the speed: a row value for the place, the size as a literal, moments as text, and one index a way.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from newsroom.api.conditions import Condition, Piece, Sql, Way, joined
from newsroom.ledger.models import Entry, with_envelope
from newsroom.ledger.registry import Kind

FEW = 1_000
"""Up to so many documents are gathered and put in order; beyond that a list is read newest first."""
NEXT = 500
"""So many rows of the way are looked at before an index is asked that gives nothing before it has all."""
BODY = "p.body"
NOTHING = "''"
"""What is read of a document beside its envelope."""
_MOMENT = {
    "sqlite": "substr(p.issued_at, 1, 10) || 'T' || substr(p.issued_at || '.000000', 12, 15) || 'Z'",
    "postgresql": "to_char(p.issued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}
# Sorts what has no day to the end, whichever way the list runs; the indexes say the same, word for word.
_NO_DAY = {True: dt.date.min.isoformat(), False: dt.date.max.isoformat()}
_DAY_TYPE = {"sqlite": "", "postgresql": "::date"}
_HEAD = f"SELECT e.seq || ' ' || e.entry_sha256 FROM {Entry._meta.db_table} e ORDER BY e.seq DESC LIMIT 1"  # noqa: SLF001


class Row(NamedTuple):
    """One version of a document as a list or a file shows it, and the newest entry of the ledger when it was read."""

    number: int
    day: str | None
    is_past: bool
    """Some document has ended since the number that the list stands at."""
    until: int | None
    public_id: str
    version: int
    visibility: str
    issued_at: str
    notice: str
    successor: str
    etag: str
    head: str
    body: str
    """What was asked for of it: the stored body, or nothing."""

    def served(self) -> str:
        """The document as the API gives it: the envelope in front of the stored body."""
        return with_envelope(self.body, self.issued_at, self.version, self.visibility, self.notice, self.successor)


Line = tuple[int, str | None, bool, str, str]
"""One version as a row of the table: number, day and `is_past` as in `Row`, the notice, and the text without it.

A plain tuple: a million of them are read, and each is looked at once.
"""


class Place(NamedTuple):
    """Just beyond the row with this number and, in an order by days, this day."""

    number: int
    day: str | None = None


@dataclass(frozen=True)
class Order:
    """The order of a list: by a day that may be empty, then by the number of the entry; or by that alone."""

    column: str = ""
    is_descending: bool = True
    is_backwards: bool = False

    @property
    def _runs_down(self) -> bool:
        return self.is_descending != self.is_backwards

    @property
    def direction(self) -> str:
        return "DESC" if self._runs_down else "ASC"

    def day(self) -> str:
        """What a row is sorted by before its number. No day counts as after all others, as the list runs."""
        if not self.column:
            return ""
        return f"COALESCE(p.{self.column}, '{_NO_DAY[self.is_descending]}'{_DAY_TYPE[connection.vendor]})"

    @property
    def among_numbers(self) -> str:
        """The order of numbers `n` that were found, and days `k` where the order is by one."""
        return ", ".join(f"{name} {self.direction}" for name in ("k" if self.column else "", "n") if name)

    def numbers(self, key: str) -> str:
        """The columns that such numbers and days are."""
        return f"{key} AS n, {self.day()} AS k" if self.column else f"{key} AS n"

    def sorted(self, found: list[Any]) -> list[Any]:
        """What was read, which begins with its number and its day, in order."""
        return sorted(found, key=itemgetter(1, 0) if self.column else itemgetter(0), reverse=self._runs_down)

    def terms(self, key: str) -> str:
        return ", ".join(f"{term} {self.direction}" for term in (self.day(), key) if term)

    def beyond(self, place: Place | None, key: str) -> Sql:
        """True of what comes after the place: a row value, which is read from an index."""
        sign = "<" if self._runs_down else ">"
        if place is None:
            return Sql("")
        if place.day is None:
            # Looked up, or PostgreSQL plans anew for each place, which takes longer than to read it.
            return Sql(f"{key} {sign} (SELECT CAST(%s AS bigint))", (place.number,))
        day = f"'{dt.date.fromisoformat(place.day)}'{_DAY_TYPE[connection.vendor]}"
        return Sql(f"({self.day()}, {key}) {sign} ({day}, %s)", (place.number,))

    def stretch(self, place: Place | None, key: str, until: int | None) -> list[Sql]:
        """Between a place and a last number. With both on one side, an index is entered at the place, the nearer."""
        if until is None:
            return [self.beyond(place, key)]
        is_looked_up = place is None or not self._runs_down
        return [self.beyond(place, key), Sql(f"{key}{'' if is_looked_up else ' + 0'} <= {until}")]

    def next_rows(self, place: Place | None, key: str) -> str:
        """Of a table without conditions, those that come next."""
        sign = "<" if self._runs_down else ">"
        where = f"WHERE {key} {sign} {place.number}" if place else ""
        return f"{where} ORDER BY {key} {self.direction} LIMIT {NEXT}"


@dataclass(frozen=True)
class Part:
    """A part of what is listed: the condition that makes it, and whether the indexes over current documents hold it.

    until: the last number it goes up to; null for no end.
    is_over: what it holds was current where the list stands, and has ended since.
    """

    condition: Condition
    is_current: bool = True
    until: int | None = None
    is_over: bool = False


@dataclass(frozen=True)
class Query:
    """A list: its kind, its parts, which share no document, the conditions on all of them, and its order.

    at: the number it stands at whatever is written: asked for, or where its first page was read; null for now.
    """

    kind: Kind
    parts: Sequence[Part]
    conditions: Sequence[Condition] = ()
    order: Order = field(default_factory=Order)
    at: int | None = None

    def of_current(self) -> "Query":
        """The same without what has ended."""
        return replace(self, parts=[part for part in self.parts if not part.is_over])


def read_rows(
    query: Query, size: int, place: Place | None = None, *, content: str = BODY, at_once: bool = False
) -> list[Row]:
    """So many rows beyond a place, in order. at_once: read whole the first time, whatever has ended."""
    moment = _MOMENT[connection.vendor]
    own = f"p.until_seq, p.public_id, p.version, p.visibility, {moment}, p.notice, p.successor, p.etag"
    return list(map(Row._make, _read(query, size, place, f"{own}, ({_HEAD}), {content}", at_once=at_once)))


def read_lines(query: Query, size: int, place: Place | None = None) -> list[Line]:
    """The same as rows of the table, put together where they are read: a file has a million."""
    envelope = f"p.public_id || ',' || p.version || ',' || p.visibility || ',' || {_MOMENT[connection.vendor]}"
    text = f"{envelope} || ',,' || (SELECT l.text FROM {{lines}} l WHERE l.from_seq = p.from_seq)"
    return _read(query, size, place, f"p.notice, {text}")


def _read(query: Query, size: int, place: Place | None, own: str, *, at_once: bool = False) -> list[Any]:
    """So many beyond a place: number, day, whether something has ended since where the list stands, and what is asked.

    A list that stands at a number is mostly what is current: it is read as that first, and the answer tells whether
    something has ended since; only then it is read a second time, whole.
    """
    if not at_once and any(part.is_over for part in query.parts):
        found = _in_order(query.of_current(), size, place, _columns(query, own, query.at))
        if found and not found[0][2]:
            return found
    return _in_order(query, size, place, _columns(query, own))


def _in_order(query: Query, size: int, place: Place | None, columns: str) -> list[Any]:
    return query.order.sorted(fetch(_page_statement(query, size, place, columns)))


def _page_statement(query: Query, size: int, place: Place | None, columns: str) -> Sql:
    """Reads so many rows beyond a place. The size is a literal: a bound one is planned for as if it were all."""
    order = query.order
    selects = [_Select(query, part, way, place) for part in query.parts for way in _ways(query, part)]
    if len(selects) == 1 and selects[0].is_read_in_place:
        return in_names_of_tables(query, selects[0].reading(columns, size))
    found = joined(" UNION ", [_within(select.numbers(size), f"s{at}", "*") for at, select in enumerate(selects)])
    # Put in order before the documents are read; who reads the rows puts these few in order again.
    numbers = f"SELECT * FROM ({found.text}) a ORDER BY {order.among_numbers} LIMIT {size}"
    text = f"SELECT {columns} FROM ({numbers}) u CROSS JOIN {{documents}} p WHERE p.from_seq = u.n"
    return in_names_of_tables(query, Sql(text, found.params))


def count_statement(query: Query, most: int) -> Sql:
    """Counts the rows of a list up to so many."""
    selects = [_Select(query, part, way) for part in query.parts for way in _ways(query, part)]
    found = [numbers for select in selects for numbers in select.all_numbers(most)]
    union = joined(" UNION ", [_within(numbers, f"s{at}") for at, numbers in enumerate(found)])
    numbers = found[0] if len(found) == 1 else Sql(f"{union.text} LIMIT {most}", union.params)
    return in_names_of_tables(query, Sql(f"SELECT count(*) FROM ({numbers.text}) c", numbers.params))


def fetch(statement: Sql) -> list[Any]:
    """Execute it; the rows as the driver gives them."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, list(map(_adapted, statement.params)))
        return list(cursor.fetchall())


def newest_entry() -> str:
    """The head of the ledger, its number and its hash; empty for an empty ledger."""
    return "".join(head for (head,) in fetch(Sql(_HEAD)))


def _adapted(param: Any) -> Any:
    """A day or a moment in the form in which the engine keeps it."""
    if isinstance(param, dt.datetime):
        return connection.ops.adapt_datetimefield_value(param)
    return connection.ops.adapt_datefield_value(param) if isinstance(param, dt.date) else param


def _ways(query: Query, part: Part) -> Sequence[Way | Condition | None]:
    """By which index or indexes a part is read: the first condition that names some says it."""
    if part.condition.few:
        return (part.condition,)
    if part.is_current and not query.order.column:
        for condition in query.conditions:
            if condition.ways or condition.few:
                return condition.ways or (condition,)
    return (None,)


class _Select:
    """One select of a statement: a part of the list, read by one way."""

    def __init__(self, query: Query, part: Part, way: Way | Condition | None, place: Place | None = None) -> None:
        self.order = query.order
        self.driver = way if isinstance(way, Way) else Way(Sql(""))
        self.few = way.few if isinstance(way, Condition) else ()
        self._next = self.order.next_rows(place, self.driver.key)
        near = way.near if isinstance(way, Condition) and not query.order.column else None
        self._near = _Select(query, part, near, place) if near else None
        driving = next((each for each in query.conditions if way and way in (each, each.near, *each.ways)), None)
        others = [each.kept for each in query.conditions if each is not driving]
        self._part = part
        # One condition has its index; of several PostgreSQL chooses, and has to see the values.
        leading = self.driver.where if others else self.driver.where.looked_up()
        self._where = [leading, *others, *self.order.stretch(place, self.driver.key, part.until)]
        self._kept = way.kept if isinstance(way, Condition) and way is not part.condition else Sql("")

    @property
    def is_read_in_place(self) -> bool:
        """Whether whole documents are read on the way.

        Where a value leads the way, PostgreSQL is asked for numbers alone, which only the index of the value has: for
        documents it would rather walk the whole list and look at each, and for a value that nothing has it never ends.
        """
        return not self.few and (connection.vendor == "sqlite" or not self.driver.where.text)

    def reading(self, columns: str, size: int | str, *more: Sql) -> Sql:
        """Its rows in order, so many of them."""
        unordered = self._unordered(columns, [*more, self._part.condition.kept, self._kept, *self._where])
        return Sql(f"{unordered.text} ORDER BY {self.order.terms(self.driver.key)} LIMIT {size}", unordered.params)

    def numbers(self, size: int) -> Sql:
        """The numbers of these rows. Few are gathered and put in order; many are met soon on the way down."""
        columns = self.order.numbers(self.driver.key)
        if not self.few:
            return self.reading(columns, size)
        has_many = self._has_many(size)
        few = joined(
            " UNION ALL ", [_within(piece, "f", "*") for piece in self._limited(columns, *_if("NOT many", FEW))]
        )
        many = self.reading(columns, *_if("many", size))
        text = (
            f"WITH found AS MATERIALIZED (SELECT {has_many.text} AS many) "
            f"SELECT * FROM (SELECT * FROM ({few.text}) g ORDER BY {self.order.among_numbers} LIMIT {size}) g "
            f"UNION ALL SELECT * FROM ({many.text}) m"
        )
        return Sql(text, (*has_many.params, *few.params, *many.params))

    def _has_many(self, size: int) -> Sql:
        """True where there are too many to be gathered, or enough for a page among the next rows."""
        counted = joined(
            " + ", [_parenthesised(_within(piece, "c", "count(*)")) for piece in self._limited("1", FEW + 1)]
        )
        if self._near is None:
            return Sql(f"{counted.text} > {FEW}", counted.params)
        page = _within(self._near.reading("1", size), "c", "count(*)")
        text = f"CASE WHEN ({page.text}) = {size} THEN TRUE ELSE {counted.text} > {FEW} END"
        return Sql(text, (*page.params, *counted.params))

    def all_numbers(self, most: int) -> Iterator[Sql]:
        """The numbers of all rows, up to so many. In order where an index has it, so that this index is read alone."""
        if self.few or self.order.column:
            return self._limited(f"{self.driver.key} AS n", most)
        return iter([self.reading(f"{self.driver.key} AS n", most)])

    def _limited(self, columns: str, most: int | str, *more: Sql) -> Iterator[Sql]:
        base = [] if self._is_made_of_few else [self._part.condition.kept]
        for piece in self.few or (Piece(Sql("")),):
            found = self._unordered(columns, [piece.where, *base, *self._where, *more])
            order = f" ORDER BY {piece.column}" if piece.column else ""
            yield Sql(f"{found.text}{order} LIMIT {most}", found.params)

    @property
    def _is_made_of_few(self) -> bool:
        return bool(self._part.condition.few)

    def _unordered(self, columns: str, conditions: Sequence[Sql]) -> Sql:
        driver = self.driver
        table = driver.table.replace("{next}", self._next)
        source = f"{table} CROSS JOIN {{documents}} p" if table else "{documents} p"
        link = Sql(f"p.from_seq = {driver.key}") if driver.table else Sql("")
        where = joined(" AND ", [link, *conditions])
        return Sql(f"SELECT {columns} FROM {source} WHERE {where.text}", where.params)


def _if(found: str, size: int) -> tuple[int | str, *tuple[Sql, ...]]:
    """The size of a select that is to be read only if so much was found. Each engine skips it in a way of its own."""
    if connection.vendor == "sqlite":
        return (f"(SELECT CASE WHEN {found} THEN {size} ELSE 0 END FROM found)",)
    return size, Sql(f"(SELECT {found} FROM found)")


def _within(select: Sql, name: str, columns: str = "n") -> Sql:
    return Sql(f"SELECT {columns} FROM ({select.text}) {name}", select.params)


def _parenthesised(select: Sql) -> Sql:
    return Sql(f"({select.text})", select.params)


def _columns(query: Query, own: str, since: int | None = None) -> str:
    day = f"CAST({query.order.day()} AS text)" if query.order.column else "NULL"
    is_past = "FALSE" if since is None else f"EXISTS (SELECT 1 FROM {{documents}} x WHERE x.until_seq > {since})"
    return f"p.from_seq, {day}, {is_past}, {own}"


def in_names_of_tables(query: Query, statement: Sql) -> Sql:
    """The statement with the names of the kind's tables, and with what is true of what is current where it stands."""
    kind, at = query.kind, query.at
    tables = {"{documents}": kind.publication, "{terms}": kind.term, "{words}": kind.words, "{lines}": kind.line}
    text = statement.text.replace(
        "{standing}",
        "m.until_seq IS NULL" if at is None else f"m.from_seq <= {at} AND COALESCE(m.until_seq > {at}, TRUE)",
    )
    for name, table in tables.items():
        text = text.replace(name, table._meta.db_table if table else name)  # noqa: SLF001  documented
    return Sql(text, statement.params)

"""Two people saved one form: what each of them changed, merged box by box. Pure.

A box that only one of the two has changed follows whoever changed it. Where both did, and not alike, nobody is
overwritten: the box is contested until somebody picks. The same holds for the rows below a record as wholes.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

Values = dict[str, list[str]]
"""What one box posts, by the names of its controls (a date with its time has two)."""

Fields = dict[str, Values]


class Outcome(Enum):
    THEIRS = "theirs"
    MINE = "mine"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it would be posted untouched: the record's own boxes, and those of the rows below it, by their id."""

    fields: Fields = field(default_factory=dict)
    rows: dict[str, dict[str, Fields]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it was posted: `key` is its id, "" for a new one. `was` is the id it had before the other deleted it."""

    key: str
    fields: Fields
    is_deleted: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as somebody posted it; the rows that exist stand before the new ones."""

    fields: Fields
    rows: dict[str, list[TypedRow]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """One box; without `field` the whole row. Without `rows` it is the record's own."""

    field: str
    rows: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """By which a pick is posted; ids and names hold no slash."""
        return "/".join(part for part in (self.rows, self.key, self.field) if part)


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one place that is not everywhere the same; None where the row is not there."""

    place: Place
    outcome: Outcome
    start: Fields | None
    theirs: Fields | None
    mine: Fields | None


@dataclass(frozen=True, slots=True)
class Merged:
    typed: Typed
    differences: list[Difference]

    def those(self, outcome: Outcome) -> list[Difference]:
        return [found for found in self.differences if found.outcome is outcome]

    @property
    def is_unseen(self) -> bool:
        """True if it holds something that whoever posted has not seen or not decided."""
        return any(found.outcome is not Outcome.MINE for found in self.differences)


@dataclass(frozen=True, slots=True)
class Merging:
    """`undecided`: the picks still owed, by name, with what stood there at the start.

    `once`: boxes that say something about this save, such as its reason; they are always mine.
    """

    start: Sheet
    theirs: Sheet
    undecided: Mapping[str, Fields | None] = field(default_factory=dict)
    once: Collection[str] = ()

    def merge(self, mine: Typed) -> Merged:
        found: list[Difference] = []
        fields = self._boxes(Place(""), (self.start.fields, self.theirs.fields, mine.fields), found)
        rows = {prefix: self._rows(prefix, posted, found) for prefix, posted in mine.rows.items()}
        return Merged(Typed(fields, rows), found)

    def _boxes(self, place: Place, sides: tuple[Fields, Fields, Fields], found: list[Difference]) -> Fields:
        """The boxes of the record or of one row of both."""
        start, theirs, mine = sides
        merged: Fields = {}
        for name, typed in mine.items():
            where = replace(place, field=name)
            outcome = self._outcome(where, start.get(name), theirs.get(name), typed)
            merged[name] = theirs[name] if outcome is Outcome.THEIRS else typed
            if outcome:
                began = self.undecided.get(where.name) or _only(start, name)
                found.append(Difference(where, outcome, began, _only(theirs, name), {name: typed}))
        return merged

    def _outcome(self, place: Place, start: Values | None, theirs: Values | None, mine: Values) -> Outcome | None:
        if theirs in (None, mine) or place.field in self.once:
            return None
        if place.name in self.undecided:
            return Outcome.CONTESTED
        if mine == start:
            return Outcome.THEIRS
        return Outcome.MINE if theirs == start else Outcome.CONTESTED

    def _rows(self, prefix: str, mine: list[TypedRow], found: list[Difference]) -> list[TypedRow]:
        theirs = self.theirs.rows.get(prefix, {})
        kept = [merged for row in mine if row.key for merged in self._row(prefix, row, found)]
        posted = {row.key for row in mine}
        alike = [row.fields for row in mine if not row.key]
        found.extend(
            Difference(Place("", prefix, key), Outcome.THEIRS, None, theirs[key], None)
            for key in sorted(theirs.keys() - posted)
            if theirs[key] not in alike
        )
        added = [TypedRow(key, fields) for key, fields in theirs.items() if key not in posted]
        return [*_stored_first([*kept, *added]), *self._new_rows(prefix, mine, found)]

    def _row(self, prefix: str, row: TypedRow, found: list[Difference]) -> Iterator[TypedRow]:
        """A row that was there at the start."""
        start = self.start.rows.get(prefix, {}).get(row.key)
        theirs = self.theirs.rows.get(prefix, {}).get(row.key)
        place = Place("", prefix, row.key)
        if theirs is None:
            yield from _deleted_by_them(place, row, start, found)
        elif not row.is_deleted:
            yield replace(row, fields=self._boxes(place, (start or {}, theirs, row.fields), found))
        else:
            is_contested = theirs != start or place.name in self.undecided
            outcome = Outcome.CONTESTED if is_contested else Outcome.MINE
            began = self.undecided.get(place.name) or start
            found.append(Difference(place, outcome, began, theirs, None))
            yield replace(row, fields=theirs)

    def _new_rows(self, prefix: str, mine: list[TypedRow], found: list[Difference]) -> Iterator[TypedRow]:
        """Mine; one that they have added alike is not added twice."""
        before = self.start.rows.get(prefix, {})
        alike = [fields for key, fields in self.theirs.rows.get(prefix, {}).items() if key not in before]
        for number, row in enumerate(new for new in mine if not new.key):
            if row.was:
                began = self.undecided.get(Place("", prefix, row.was).name)
                found.append(Difference(Place("", prefix, row.was), Outcome.CONTESTED, began, None, row.fields))
                yield row
            elif row.fields not in alike:
                found.append(Difference(Place("", prefix, f"new{number}"), Outcome.MINE, None, None, row.fields))
                yield row


def _deleted_by_them(place: Place, row: TypedRow, start: Fields | None, found: list[Difference]) -> Iterator[TypedRow]:
    """Gone, unless I have changed it: then it is offered as a new row."""
    if row.is_deleted:
        return
    is_mine = row.fields != start
    outcome = Outcome.CONTESTED if is_mine else Outcome.THEIRS
    found.append(Difference(place, outcome, start, None, row.fields))
    if is_mine:
        yield TypedRow("", row.fields, was=row.key)


def _stored_first(rows: list[TypedRow]) -> list[TypedRow]:
    return sorted(rows, key=lambda row: not row.key)


def _only(fields: Fields, name: str) -> Fields | None:
    return {name: fields[name]} if name in fields else None


def with_picks(mine: Typed, shown: Sheet, picks: Mapping[str, str]) -> Typed:
    """What was posted, with theirs as it was shown put wherever “theirs” was picked."""
    rows = {
        prefix: [picked for row in posted for picked in _picked_row(prefix, row, shown, picks)]
        for prefix, posted in mine.rows.items()
    }
    return Typed(_picked(Place(""), mine.fields, shown.fields, picks), rows)


def _picked(place: Place, mine: Fields, shown: Fields, picks: Mapping[str, str]) -> Fields:
    wanted = {name for name in mine if picks.get(replace(place, field=name).name) == Outcome.THEIRS.value}
    return {name: shown.get(name, typed) if name in wanted else typed for name, typed in mine.items()}


def _picked_row(prefix: str, row: TypedRow, shown: Sheet, picks: Mapping[str, str]) -> Iterator[TypedRow]:
    place = Place("", prefix, row.was or row.key)
    pick = picks.get(place.name)
    is_theirs = pick == Outcome.THEIRS.value
    if row.was:
        if not is_theirs:
            yield replace(row, was="" if pick else row.was)
    elif is_theirs:
        yield replace(row, is_deleted=False)
    else:
        stored = shown.rows.get(prefix, {}).get(row.key, {})
        yield replace(row, fields=_picked(place, row.fields, stored, picks))

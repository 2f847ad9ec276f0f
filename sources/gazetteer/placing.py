"""From the records of one batch to places, their spellings, and what is remembered of the gazetteer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sources.gazetteer.merging import comparable, merge, new_spellings
from sources.gazetteer.records import PlaceRecord
from sources.gazetteer.results import Result
from sources.models import GazetteerEntry, Place, PlaceAlias
from sources.names import fold

_PLACE_FIELDS = ["name", "folded", "country", "admin1", "latitude", "longitude"]
_MOST_BY_HAND = 10_000
_ENTRY_FIELDS = ["place", "population", "columns", "spellings"]


def place_batch(records: Sequence[PlaceRecord], result: Result) -> None:
    """Make or update the places of the records, none of which has the number of another. Takes ten queries at most."""
    known = _Known.of(records)
    changes = []
    for record in records:
        place = known.places.get(record.geonames_id)
        entry = known.entries.get(record.geonames_id)
        if place is None and entry is not None:
            _leave_deleted(record, result)
            continue
        change = _Change(record, place or Place(geonames_id=record.geonames_id), entry or GazetteerEntry())
        change.prepare(known.spellings[change.place.pk], result)
        changes.append(change)
    _note_lookalikes(changes, result)
    _write(changes)


def known_spellings(places: Collection[int]) -> Mapping[int | None, set[str]]:
    """The spellings that each of these places has already, by its primary key."""
    found: dict[int | None, set[str]] = defaultdict(set)
    for place, name in PlaceAlias.objects.filter(place__in=places).values_list("place", "name"):
        found[place].add(name)
    return found


def write_spellings(added: Iterable[tuple[Place, Iterable[str]]]) -> None:
    PlaceAlias.objects.bulk_create(
        PlaceAlias(place=place, name=name, folded=fold(name)) for place, names in added for name in names
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database has about the numbers of a batch."""

    places: Mapping[int | None, Place]
    entries: Mapping[int, GazetteerEntry]
    spellings: Mapping[int | None, set[str]]

    @classmethod
    def of(cls, records: Iterable[PlaceRecord]) -> "_Known":
        numbers = [record.geonames_id for record in records]
        places = {place.geonames_id: place for place in Place.objects.filter(geonames_id__in=numbers)}
        entries = GazetteerEntry.objects.filter(geonames_id__in=numbers).in_bulk(field_name="geonames_id")
        return cls(places, entries, known_spellings([place.pk for place in places.values()]))


@dataclass(slots=True)
class _Change:
    """What one record does to its place and to what is remembered of it."""

    record: PlaceRecord
    place: Place
    entry: GazetteerEntry
    is_new: bool = False
    has_new_columns: bool = False
    has_new_entry: bool = False
    spellings: list[str] = field(default_factory=list)

    def prepare(self, known: Collection[str], result: Result) -> None:
        """Work out the change and count it. `known` are the spellings that the place has."""
        counts, record = result.files[-1], self.record
        self.is_new = self.place.pk is None
        self._point_to_place()
        before = self.place.name
        offered = comparable(record.name, record.country, record.admin1, record.coordinates)
        written, kept = merge(self.entry.columns, _columns_of(self.place), offered)
        self._write_columns(written)
        spellings = [*record.spellings, *filter(None, [before])]
        self.spellings = new_spellings(spellings, self.place.name, known, self.entry.spellings)
        self._remember(written)
        result.keep(f"{self.place} ({record.geonames_id})", kept)
        counts.add("spellings", len(self.spellings))
        counts.add("left_out", record.left_out)
        changed = self.has_new_columns or self.has_new_entry
        counts.add("created" if self.is_new else "updated" if changed else "unchanged")

    def _point_to_place(self) -> None:
        """An entry of another place tells nothing of this one, to which an editor gave its number."""
        if self.entry.pk is None or self.entry.place_id != self.place.pk:
            self.entry.geonames_id = self.record.geonames_id
            self.entry.place, self.entry.columns, self.entry.spellings = self.place, {}, []
            self.has_new_entry = True

    def _write_columns(self, written: Mapping[str, str]) -> None:
        self.has_new_columns = bool(written)
        for name in ("name", "country", "admin1"):
            if name in written:
                setattr(self.place, name, written[name])
        if "coordinates" in written:
            self.place.latitude, self.place.longitude = map(Decimal, written["coordinates"].split())
        self.place.folded = fold(self.place.name)

    def _remember(self, written: Mapping[str, str]) -> None:
        population = self.record.population
        if population is not None and population != self.entry.population:
            self.entry.population, self.has_new_entry = population, True
        if written or self.spellings:
            self.entry.columns = {**self.entry.columns, **written}
            self.entry.spellings = [*self.entry.spellings, *self.spellings]
            self.has_new_entry = True


def _columns_of(place: Place) -> dict[str, str]:
    where = None if place.latitude is None else (place.latitude, place.longitude)
    return comparable(place.name, place.country, place.admin1, where)


def _leave_deleted(record: PlaceRecord, result: Result) -> None:
    result.files[-1].add("unchanged")
    result.files[-1].add("kept")
    result.note(
        f"“{record.name}” ({record.geonames_id}) was deleted or given another number by an editor; it stays so."
    )


def _note_lookalikes(changes: Iterable[_Change], result: Result) -> None:
    """Places made by hand that have a name and the country of a new one, or none: perhaps the same, perhaps not."""
    new = [change for change in changes if change.is_new]
    by_hand = Place.objects.filter(geonames_id=None).order_by("-pk")[:_MOST_BY_HAND] if new else []
    named = {(place.folded, place.country): place for place in by_hand}
    for record in (change.record for change in new if named):
        for name in map(fold, record.spellings):
            place = named.get((name, record.country)) or named.get((name, ""))
            if place:
                result.note(
                    f"“{place}” was made by hand and may be “{record.name}” of GeoNames. If it is, give it the id "
                    f"{record.geonames_id}; a dry run tells this before there are two."
                )


def _write(changes: Sequence[_Change]) -> None:
    new = [change.place for change in changes if change.is_new]
    Place.objects.bulk_create(new)
    changed = [change.place for change in changes if change.has_new_columns and not change.is_new]
    Place.objects.bulk_update(changed, _PLACE_FIELDS)
    entries = [change.entry for change in changes if change.has_new_entry]
    new_entries = [entry for entry in entries if entry.pk is None]
    changed_entries = [entry for entry in entries if entry.pk is not None]
    GazetteerEntry.objects.bulk_create(new_entries)
    GazetteerEntry.objects.bulk_update(changed_entries, _ENTRY_FIELDS)
    write_spellings((change.place, change.spellings) for change in changes)

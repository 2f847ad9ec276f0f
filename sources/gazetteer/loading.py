"""Writing places and their spellings, a batch of rows in one transaction, in the memory that one batch takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from django.db import transaction

from sources.gazetteer.files import ALTERNATE_NAMES, REGIONS, beside, check_file, read_file, regions_beside
from sources.gazetteer.placing import place_batch
from sources.gazetteer.records import Made, PlaceRecord, Row
from sources.gazetteer.results import Counts, Result
from sources.gazetteer.spelling import spell_batch
from sources.gazetteer.tab_files import read_alternate_names
from sources.importing.records import RecordProblem

BATCH_PLACES, BATCH_NAMES = 1000, 2000

Watch = Callable[[Path, int], None]
"""Told after every batch how many bytes of which file are read."""


class Asked(Protocol):
    """Whether somebody has asked to end early."""

    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which places are taken: those of these countries, of all if there are none, with at least so many people.

    Where a least population is asked for, a place without any figure is not taken.
    """

    countries: frozenset[str] = frozenset()
    least_population: int = 0

    def takes(self, record: PlaceRecord) -> bool:
        is_there = not self.countries or record.country in self.countries
        return is_there and (record.population or 0) >= self.least_population


def load_places(path: Path, selection: Selection, stop: Asked, watch: Watch, *, is_dry_run: bool = False) -> Result:
    """Load a list of places, with the spellings and regions that lie beside it. Loading it again changes nothing.

    What an editor has changed, cleared or deleted stays so, and is told. Raises `NotPlaces` or `RecordProblem` before
    anything is written, `OSError` where a file cannot be read.
    """
    check_file(path)
    regions = regions_beside(path)
    result = Result(is_dry_run=is_dry_run)
    if not regions:
        result.note(f"Regions stay empty: {REGIONS} of GeoNames does not lie beside {path.name}.")
    run = _Run(selection, result, stop, watch)
    with _taken_back() if is_dry_run else nullcontext():
        run.load(path, regions)
        names = beside(path, ALTERNATE_NAMES)
        if names and not result.is_interrupted:
            run.load_names(names)
    return result


@dataclass(frozen=True, slots=True)
class _Run:
    selection: Selection
    result: Result
    stop: Asked
    watch: Watch

    def load(self, path: Path, regions: Mapping[str, str]) -> None:
        counts = self.result.begin(path.name)
        with path.open("rb") as file:
            for rows in _batches(read_file(file, regions), BATCH_PLACES):
                records = list(_once(self._wanted(rows, counts), counts))
                with transaction.atomic():
                    place_batch([record for _, record in records], self.result)
                if self._ends(path, file.tell()):
                    return

    def load_names(self, path: Path) -> None:
        counts = self.result.begin(path.name)
        with path.open("rb") as file:
            for rows in _batches(read_alternate_names(file), BATCH_NAMES):
                names = [name for _, name in _read(rows, counts) if name]
                counts.add("skipped", sum(row.made is None for row in rows))
                with transaction.atomic():
                    spell_batch(names, self.selection.countries, counts)
                if self._ends(path, file.tell()):
                    return

    def _wanted(self, rows: Iterable[Row[PlaceRecord]], counts: Counts) -> Iterator[tuple[str, PlaceRecord]]:
        for place, record in _read(rows, counts):
            if self.selection.takes(record):
                yield place, record
            else:
                counts.add("skipped")

    def _ends(self, path: Path, read: int) -> bool:
        """Tell how far it is; true once somebody has asked to end early."""
        self.watch(path, read)
        self.result.is_interrupted = self.stop.is_asked
        return self.result.is_interrupted


def _read(rows: Iterable[Row[Made]], counts: Counts) -> Iterator[tuple[str, Made]]:
    """What the rows made, each with its place; those that made nothing are refused."""
    for row in rows:
        if isinstance(row.made, RecordProblem):
            counts.refuse(row.place, row.made)
        else:
            yield row.place, row.made


def _once(records: Iterable[tuple[str, PlaceRecord]], counts: Counts) -> Iterator[tuple[str, PlaceRecord]]:
    """The records of a batch, of those with one number the first."""
    seen: dict[int, str] = {}
    for place, record in records:
        before = seen.setdefault(record.geonames_id, place)
        if before == place:
            yield place, record
        else:
            message = f"the number {record.geonames_id} stands in {before} already"
            counts.refuse(place, RecordProblem("duplicate_key", message, hint="Keep the right one."))


def _batches(rows: Iterable[Made], size: int) -> Iterator[list[Made]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


@contextmanager
def _taken_back() -> Iterator[None]:
    """What is written inside is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

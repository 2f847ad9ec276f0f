"""A whole data set file: is it what the mapping is for, are its ids unique, what falls; then its rows. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from events.importing.answering import through_day
from events.importing.cells import Cells, words_of
from events.importing.falling import Watch
from events.importing.mapped_rows import counts_of, id_of, record_of
from events.importing.mapping_files import nearest
from events.importing.mappings import DataSetMapping
from events.importing.records import RowRecord, Warned
from events.importing.rows import RawRow, Table, open_table
from sources.importing.records import RecordProblem
from sources.publication_times import ImpossibleDate, PublicationTime, parse_published
from sources.text import clip


@dataclass(slots=True)
class DataFile:
    """One release of a data set as a file. `first` says where each id stands for the first time.

    `notes` are about the file as a whole. `has_unnamed`: some row has no id, so nobody can say which are gone.
    """

    table: Table
    mapping: DataSetMapping
    released: PublicationTime | None = None
    notes: list[str] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    falls: Mapping[str, list[Warned]] = field(default_factory=dict)
    has_unnamed: bool = False

    def rows(self) -> Iterator[tuple[RawRow, RowRecord | RecordProblem]]:
        """Every row with its record, or with why it is refused."""
        for row in self.table.rows():
            yield row, self._made(row)

    def _made(self, row: RawRow) -> RowRecord | RecordProblem:
        try:
            record = record_of(row, self.mapping, self.table.beside)
        except RecordProblem as problem:
            return problem
        first = self.first[record.external_id]
        if first == row.place:
            return record
        message = f"the id “{clip(record.external_id)}” stands at {first} already, and again at {row.place}"
        return RecordProblem("duplicate_key", message, hint="Remove one of the two rows.", line=row.line)


def open_data_file(raw: bytes, mapping: DataSetMapping) -> DataFile:
    """Look at the whole file. Raises `RecordProblem` for one that is not well-formed or not what the mapping is for."""
    table = open_table(raw, mapping.file)
    file = DataFile(table, mapping, _released(table, mapping))
    _check_columns(file)
    _survey(file)
    return file


def _released(table: Table, mapping: DataSetMapping) -> PublicationTime | None:
    try:
        return parse_published(words_of(table.beside.get(mapping.file.released)))
    except ImpossibleDate:
        return None


def _check_columns(file: DataFile) -> None:
    """Refuse a file without a column that is needed, or with one that looks misspelt; note what is not known."""
    mapping, columns = file.mapping, file.table.columns
    unknown = columns - mapping.named
    for missing in sorted(mapping.named - columns - {*mapping.ignore}):
        hint = nearest(missing, unknown)
        if hint or missing in mapping.required:
            seen = ", ".join(sorted(map(clip, columns))[:20])
            message = f"there is no column “{missing}”.{hint} Columns here: {seen}"
            raise RecordProblem("missing", message, hint="Rename the column, or name another in the mapping.")
        file.notes.append(f"the file has no column “{missing}”")
    if unknown:
        listed = ", ".join(f"“{clip(name)}”" for name in sorted(unknown)[:20])
        file.notes.append(f"columns that make nothing, kept with the rows: {listed}")


def _survey(file: DataFile) -> None:
    watch = Watch()
    for row in file.table.rows():
        try:
            _look_at(row, file, watch)
        except RecordProblem:
            file.has_unnamed |= not _has_id(row, file.mapping)
    file.falls = watch.falls()


def _look_at(row: RawRow, file: DataFile, watch: Watch) -> None:
    external_id = id_of(row, file.mapping)
    is_first = file.first.setdefault(external_id, row.place) == row.place
    running = file.mapping.running
    if is_first and running:
        cells = Cells(row.cells, frozenset(file.mapping.blank))
        watch.see(external_id, through_day(cells, running), counts_of(cells, file.mapping.cumulative))


def _has_id(row: RawRow, mapping: DataSetMapping) -> bool:
    try:
        return bool(id_of(row, mapping))
    except RecordProblem:
        return False

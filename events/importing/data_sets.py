"""The importer of data sets, beneath the pipeline that is shared with the import of articles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from events.importing.applying import apply_plans, report_plans
from events.importing.data_files import DataFile, open_data_file
from events.importing.data_set_job import DataSetJob
from events.importing.holding import Holdings
from events.importing.issuing import issue
from events.importing.mapping_files import make_mapping
from events.importing.mappings import DataSetMapping
from events.importing.planning import Plan, plan_rows
from events.importing.records import RowRecord
from events.importing.releases import Release, article_of, data_set_of, overtaken_by
from events.importing.tallies import Tally
from events.importing.vanishing import Vanishing
from events.importing.vocabularies import check_vocabulary, with_types
from sources.importing.outcomes import Outcome
from sources.importing.pieces import Part, Piece, Position, pieces_of
from sources.importing.reading import Reading, shorten
from sources.importing.records import RecordProblem
from sources.models import ImportRun
from sources.publication_times import parse_published
from sources.text import clip

COMMAND = "import_incidents"
LONGEST_HEADLINE = 500


class DataSetImporter:
    """One import of one file of a data set. Made for one run and thrown away with it."""

    command = COMMAND

    def __init__(self, job: DataSetJob) -> None:
        """Raises `MappingProblem` for a mapping that cannot be used."""
        self.job = job
        self.mapping: DataSetMapping = with_types(make_mapping(job.mapping))
        self.tally = Tally()
        self._file: DataFile | None = None
        self._release = Release()
        self._is_read_whole = False

    def check(self) -> None:
        """Raises `RecordProblem` for a predicate or population that nobody defined."""
        check_vocabulary(self.mapping)

    def pieces(self, after: Position) -> Iterator[Piece | Outcome]:
        return pieces_of(self.job, self._parse, after)

    def prepare(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        return pieces

    def rehearse(self, prepared: Sequence[Piece]) -> list[Outcome]:
        plans, _holdings = self._plan(prepared)
        self.tally.add(plans)
        return [plan.outcome for plan in plans]

    def store(self, prepared: Sequence[Piece], run: ImportRun) -> list[Outcome]:
        plans, holdings = self._plan(prepared)
        apply_plans(plans, holdings, run)
        if self.job.publish:
            issue(plans)
        report_plans(plans, holdings, run)
        self.tally.add(plans)
        return [plan.outcome for plan in plans]

    def finish(self, run: ImportRun | None) -> list[Outcome]:
        """Mark the rows that a complete release has no more."""
        file = self._file
        if file is None or not self._is_read_whole or self.job.is_partial or self._release.is_overtaken:
            return []
        data_set = data_set_of(self.mapping)
        vanishing = Vanishing(data_set, set(file.first), has_unnamed=file.has_unnamed)
        outcomes = vanishing.outcomes()
        self.tally.gone = sum(outcome.outcome == "gone" for outcome in outcomes)
        if run is not None:
            vanishing.mark(run, article_of(data_set, self._release))
        return outcomes

    def _plan(self, pieces: Sequence[Piece]) -> tuple[list[Plan], Holdings]:
        records = [piece.made for piece in pieces if isinstance(piece.made, RowRecord)]
        holdings = Holdings(records, self.mapping, self._release)
        beside = self._file.table.beside if self._file else {}
        return plan_rows(pieces, holdings, beside), holdings

    def _parse(self, reading: Reading) -> Iterator[Part]:
        self._is_read_whole = False
        file = self._file = open_data_file(reading.raw, self.mapping)
        self._release = self._release_of(reading, file)
        notes = tuple(file.notes)
        for row, made in file.rows():
            if isinstance(made, RecordProblem):
                yield Part(made, row.place)
                continue
            falls = file.falls.get(made.external_id, ())
            record = replace(made, notes=made.notes + notes, warnings=(*made.warnings, *falls))
            notes = ()
            weight = sum(len(cell) for cell in row.cells.values() if isinstance(cell, str))
            yield Part(record, f"{row.place} ({clip(made.external_id, 200)})", record.sha256, weight)
        self._is_read_whole = True

    def _release_of(self, reading: Reading, file: DataFile) -> Release:
        named = " ".join(filter(None, [self.mapping.data_set.name, self.job.release]))
        published = parse_published(self.job.released) if self.job.released else file.released
        headline = shorten(f"{named}, {reading.name}", LONGEST_HEADLINE)
        release = Release(reading.sha256, reading.name, headline, published, is_part=self.job.is_partial)
        newer = overtaken_by(data_set_of(self.mapping), release)
        self.tally.overtaken_by = newer.headline if newer else ""
        return replace(release, is_overtaken=newer is not None)

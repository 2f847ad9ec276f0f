"""The one way in, whatever is imported: sniff → parse → validate → match → plan → apply, batch by batch.

A batch is one transaction with one savepoint. Where something in it cannot be stored, each of its items is
tried alone, so that the one at fault is refused with a reason and the others get in.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass

from django.db import DatabaseError, DataError, IntegrityError, transaction

from sources.importing import runs
from sources.importing.batches import Asked, Batch, batches
from sources.importing.importer import Importer
from sources.importing.locking import only_import
from sources.importing.outcomes import Outcome
from sources.importing.pieces import Piece, Position
from sources.importing.records import RecordProblem
from sources.importing.summaries import Summary
from sources.models import ImportItem, ImportRun
from sources.text import UnusableText

State = ImportRun.State
Watch = Callable[[Sequence[Outcome]], None]
"""Told of every batch once it is settled, for the report and the progress bar."""

_AT_FAULT = (IntegrityError, DataError, UnusableText, RecordProblem)


class ImportStopped(RuntimeError):
    """The database ended the import; `summary` says what stays."""

    def __init__(self, message: str, summary: Summary) -> None:
        super().__init__(message)
        self.summary = summary


def run_import(importer: Importer, stop: Asked, watch: Watch) -> Summary:
    """Import, or in a dry run say what would happen and write nothing.

    Raises `ImportLocked`, `ImportStopped`, and `RecordProblem` for options that cannot be met.
    """
    job = importer.job
    importer.check()
    summary = Summary(is_dry_run=job.is_dry_run, target=job.target)
    if job.is_dry_run:
        return _rehearse(importer, stop, watch, summary)
    with only_import():
        runs.end_killed_runs()
        return _Work(importer, stop, watch, summary).whole(lambda: runs.begin(job, importer.command))


def resume_import(key: int, find: Callable[[int], tuple[ImportRun, Importer]], stop: Asked, watch: Watch) -> Summary:
    """Go on behind the checkpoint of an interrupted run, which `find` names with its importer.

    Raises `ImportLocked`, `ImportStopped`, and `NotResumable` as `find` does.
    """
    with only_import():
        runs.end_killed_runs()
        run, importer = find(key)
        summary = Summary(target=importer.job.target)
        summary.go_on_with(run)
        return _Work(importer, stop, watch, summary).whole(lambda: runs.take_up(run))


def _rehearse(importer: Importer, stop: Asked, watch: Watch, summary: Summary) -> Summary:
    """Plan every batch and store none; what was planned is remembered instead, about 3 kB an article."""
    for batch in batches(importer.pieces(Position()), stop, limit=importer.job.limit):
        outcomes = [*importer.rehearse(importer.prepare(batch.pieces)), *batch.skipped]
        summary.add(outcomes)
        watch(outcomes)
    if not stop.is_asked:
        summary.add(importer.finish(None))
    summary.state = State.INTERRUPTED if stop.is_asked else State.DONE
    return summary


@dataclass
class _Work:
    """One run from its first batch to its last, or as far as it gets."""

    importer: Importer
    stop: Asked
    watch: Watch
    summary: Summary

    def whole(self, take_up: Callable[[], ImportRun]) -> Summary:
        """All batches, each committed by itself; under --strict in one transaction that a refusal undoes."""
        before = self.summary.run
        run = None
        try:
            with transaction.atomic() if self.importer.job.is_strict else nullcontext():
                run = take_up()
                self.summary.run = run.pk
                self._settle_batches(run)
                self._end(run, before)
        except KeyboardInterrupt:
            self._end_early(run, State.INTERRUPTED, before)
        except DatabaseError as error:
            self._end_early(run, State.INTERRUPTED if self.summary.read else State.FAILED, before)
            raise ImportStopped(_first_line(error), self.summary) from error
        return self.summary

    def _settle_batches(self, run: ImportRun) -> None:
        limit = None if self.importer.job.limit is None else self.importer.job.limit - run.read
        pieces = self.importer.pieces(runs.position_of(run))
        for batch in batches(pieces, self.stop, limit=limit):
            self._settle(batch, run)
        if not self.stop.is_asked:
            with transaction.atomic():
                outcomes = self.importer.finish(run)
                runs.count(run, outcomes, None)
            self._tell(outcomes)

    def _settle(self, batch: Batch, run: ImportRun) -> None:
        prepared = self.importer.prepare(batch.pieces)  # before the transaction, which is kept short
        with transaction.atomic():
            outcomes = self._stored(prepared, batch.pieces, run)
            runs.count(run, outcomes, batch.position)
        self._tell([*outcomes, *batch.skipped])

    def _stored(self, prepared: object, pieces: Sequence[Piece], run: ImportRun) -> list[Outcome]:
        """Store a batch and say what became of each item, inside the caller's transaction."""
        try:
            with transaction.atomic():
                return self.importer.store(prepared, run)
        except _AT_FAULT:
            return [outcome for piece in pieces for outcome in self._stored_alone(piece, run)]

    def _stored_alone(self, piece: Piece, run: ImportRun) -> list[Outcome]:
        try:
            with transaction.atomic():
                return self.importer.store(self.importer.prepare([piece]), run)
        except _AT_FAULT as error:
            outcome = Outcome.refused(piece.name, piece.raw_sha256, _as_problem(error))
            ImportItem.objects.create(run=run, **outcome.as_reported())
            return [outcome]

    def _tell(self, outcomes: Sequence[Outcome]) -> None:
        self.summary.add(outcomes)
        self.watch(outcomes)

    def _end(self, run: ImportRun, before: int | None) -> None:
        summary = self.summary
        summary.state = State.INTERRUPTED if self.stop.is_asked else State.DONE
        if self.importer.job.is_strict and (summary.counts["refused"] or self.stop.is_asked):
            transaction.set_rollback(True)
            summary.run, summary.is_undone = before, True
            summary.state = summary.state if self.stop.is_asked else State.FAILED
            return
        runs.end(run, summary.state)

    def _end_early(self, run: ImportRun | None, state: str, before: int | None) -> None:
        self.summary.state = state
        if self.importer.job.is_strict or run is None:
            self.summary.run, self.summary.is_undone = before, True
            return
        with suppress(DatabaseError):  # if the database is gone, the next import marks it
            runs.end(run, state)


def _as_problem(error: Exception) -> RecordProblem:
    if isinstance(error, RecordProblem):
        return error
    hint = "Nothing of it was stored. Try it again; if it stays, the message says what is in the way."
    return RecordProblem("not_stored", _first_line(error), hint=hint)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]

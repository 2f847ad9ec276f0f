"""The one way in, whatever the format: sniff → parse → validate → match → plan → apply, batch by batch.

A batch is one transaction with one savepoint. Where the database refuses something in it, each of its items
is tried alone, so that the one at fault is refused with a reason and the others get in.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError, transaction

from sources.importing import runs
from sources.importing.applying import apply_plans, report_plans
from sources.importing.batches import Asked, batches
from sources.importing.holding import Index
from sources.importing.issuing import issue, judge
from sources.importing.job import Job
from sources.importing.locking import only_import
from sources.importing.naming import NamedSources
from sources.importing.outcomes import Outcome
from sources.importing.planning import Plan, plan_batch
from sources.importing.preparing import Prepared, prepare
from sources.importing.reading import Reading
from sources.importing.records import RecordProblem
from sources.importing.summaries import Summary
from sources.models import ImportRun
from sources.text import UnusableText

State = ImportRun.State
Watch = Callable[[Sequence[Outcome]], None]
"""Told of every batch once it is settled, for the report and the progress bar."""

_AT_FAULT = (IntegrityError, DataError, UnusableText)


class ImportStopped(RuntimeError):
    """The database ended the import; `summary` says what stays."""

    def __init__(self, message: str, summary: Summary) -> None:
        super().__init__(message)
        self.summary = summary


def import_articles(job: Job, stop: Asked, watch: Watch) -> Summary:
    """Import, or in a dry run say what would happen and write nothing.

    Raises `ImportLocked`, `ImportStopped`, and `RecordProblem` if the name of the outlet is ambiguous.
    """
    summary = Summary(is_dry_run=job.is_dry_run, target=job.target)
    if job.outlet:
        NamedSources([job.outlet]).outlet(job.outlet)
    if job.is_dry_run:
        return _rehearse(job, stop, watch, summary)
    with only_import():
        runs.end_killed_runs()
        return _Work(job, stop, watch, summary).whole(lambda: runs.begin(job, "import_articles"))


def resume_import(key: int, path: Path | None, stop: Asked, watch: Watch) -> Summary:
    """Go on behind the checkpoint of an interrupted run. Raises `ImportLocked`, `ImportStopped`, `NotResumable`."""
    with only_import():
        runs.end_killed_runs()
        run, job = runs.find_resumable(key, path)
        summary = Summary(target=job.target)
        summary.go_on_with(run)
        return _Work(job, stop, watch, summary).whole(lambda: runs.take_up(run))


def _rehearse(job: Job, stop: Asked, watch: Watch, summary: Summary) -> Summary:
    """Plan every batch and store none; what was planned is remembered instead, about 3 kB an article."""
    planned = Index()
    for batch in batches(job, stop):
        plans = plan_batch(prepare(batch.readings, job), planned)
        if job.publish:
            judge(plans)
        for plan in plans:
            plan.forget_text()
        outcomes = [*(plan.outcome for plan in plans), *batch.skipped]
        summary.add(outcomes)
        watch(outcomes)
    summary.state = State.INTERRUPTED if stop.is_asked else State.DONE
    return summary


class _Work:
    """One run from its first batch to its last, or as far as it gets."""

    def __init__(self, job: Job, stop: Asked, watch: Watch, summary: Summary) -> None:
        self.job = job
        self.stop = stop
        self.watch = watch
        self.summary = summary

    def whole(self, take_up: Callable[[], ImportRun]) -> Summary:
        """All batches, each committed by itself; under --strict in one transaction that a refusal undoes."""
        before = self.summary.run
        run = None
        try:
            with transaction.atomic() if self.job.is_strict else nullcontext():
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
        for batch in batches(self.job, self.stop, after=run.checkpoint, read_before=run.read):
            prepared = prepare(batch.readings, self.job)  # before the transaction, which is kept short
            with transaction.atomic():
                outcomes = _settle(prepared, batch.readings, self.job, run)
                runs.count(run, outcomes, batch.checkpoint or run.checkpoint)
            outcomes += batch.skipped
            self.summary.add(outcomes)
            self.watch(outcomes)

    def _end(self, run: ImportRun, before: int | None) -> None:
        summary = self.summary
        summary.state = State.INTERRUPTED if self.stop.is_asked else State.DONE
        if self.job.is_strict and (summary.counts["refused"] or self.stop.is_asked):
            transaction.set_rollback(True)
            summary.run, summary.is_undone = before, True
            summary.state = summary.state if self.stop.is_asked else State.FAILED
            return
        runs.end(run, summary.state)

    def _end_early(self, run: ImportRun | None, state: str, before: int | None) -> None:
        self.summary.state = state
        if self.job.is_strict or run is None:
            self.summary.run, self.summary.is_undone = before, True
            return
        with suppress(DatabaseError):  # if the database is gone, the next import marks it
            runs.end(run, state)


def _settle(prepared: Prepared, readings: Sequence[Reading], job: Job, run: ImportRun) -> list[Outcome]:
    """Store a batch and say what became of each item, inside the caller's transaction."""
    try:
        with transaction.atomic():
            return _store(prepared, job, run)
    except _AT_FAULT:
        return [outcome for reading in readings for outcome in _settle_alone(reading, job, run)]


def _settle_alone(reading: Reading, job: Job, run: ImportRun) -> list[Outcome]:
    try:
        with transaction.atomic():
            return _store(prepare([reading], job), job, run)
    except _AT_FAULT as error:
        hint = "Nothing of it was stored. Try it again; if it stays, the message says what is in the way."
        problem = RecordProblem("not_stored", _first_line(error), hint=hint)
        plan = Plan(Outcome.refused(reading.name, reading.sha256, problem))
        report_plans([plan], run)
        return [plan.outcome]


def _store(prepared: Prepared, job: Job, run: ImportRun) -> list[Outcome]:
    plans = plan_batch(prepared, Index())
    apply_plans(plans, run)
    if job.publish:
        issue(plans)
    report_plans(plans, run)
    return [plan.outcome for plan in plans]


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]

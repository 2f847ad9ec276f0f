"""The life of an import run: begun, counted batch by batch, ended; what was killed shows as interrupted."""

import getpass
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from newsroom.ledger import seam
from sources.importing.job import Job
from sources.importing.outcomes import COUNTED, Outcome
from sources.importing.pieces import Position
from sources.models import ImportRun

State = ImportRun.State
J = TypeVar("J", bound=Job)
RESUMABLE = (State.INTERRUPTED, State.FAILED)


class NotResumable(ValueError):
    """There is nothing to resume; the message says why and what to do instead."""


def begin(job: Job, command: str) -> ImportRun:
    return ImportRun.objects.create(command=command, target=job.target, options=job.options(), by=_who())


def end_killed_runs() -> None:
    """Mark the runs whose process is gone. Only while holding the import lock: then nobody else is running."""
    ImportRun.objects.filter(state=State.RUNNING).update(state=State.INTERRUPTED, finished_at=seam.now())


def find_resumable(key: int, command: str, kind: type[J], path: Path | None) -> tuple[ImportRun, J]:
    """An interrupted run of a command and the job it was begun with; a path only confirms its target.

    Raises `NotResumable`.
    """
    run = ImportRun.objects.filter(pk=key).first()
    if run is None:
        message = f"There is no import run {key}."
        raise NotResumable(message)
    if run.command != command:
        message = f"Run {key} was begun with {run.command}; resume it with that command."
        raise NotResumable(message)
    target = Path(run.target)
    if run.state not in RESUMABLE or not target.is_absolute():
        message = f"Run {key} of {run.target} is {run.get_state_display()}; import it again instead."
        raise NotResumable(message)
    job = kind.resumed(path or target, run.options)
    if job.target != run.target:
        message = f"Run {key} was of {run.target}, not of {job.target}."
        raise NotResumable(message)
    return run, job


def take_up(run: ImportRun) -> ImportRun:
    run.state, run.finished_at = State.RUNNING, None
    run.save(update_fields=["state", "finished_at"])
    return run


def position_of(run: ImportRun) -> Position:
    """Where the run goes on."""
    return Position(run.checkpoint, run.checkpoint_items)


def count(run: ImportRun, outcomes: Iterable[Outcome], position: Position | None) -> None:
    """Add a batch to the counts and move the checkpoint, in the batch's own transaction."""
    counts = Counter(outcome.counts_as for outcome in outcomes)
    for name in COUNTED:
        setattr(run, name, getattr(run, name) + counts[name])
    run.read = sum(getattr(run, name) for name in COUNTED)
    if position:
        run.checkpoint, run.checkpoint_items = position.file, position.done
    run.save(update_fields=[*COUNTED, "read", "checkpoint", "checkpoint_items"])


def end(run: ImportRun, state: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=state, finished_at=seam.now())


def _who() -> str:
    """The account that runs the command, if the system knows its name."""
    try:
        return getpass.getuser()[:150]
    except (KeyError, OSError):
        return ""

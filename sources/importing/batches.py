"""The items of a job in handy portions: so many, so many bytes, or what is there after a second."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sources.importing.job import Job
from sources.importing.outcomes import Outcome
from sources.importing.reading import Found, Reading, read, walk

BATCH_ITEMS, BATCH_SECONDS, BATCH_BYTES = 200, 1.0, 4 * 1024 * 1024


class Asked(Protocol):
    """Whether somebody has asked to end early."""

    is_asked: bool


@dataclass(slots=True)
class Batch:
    """Items read together. `skipped` are entries of a folder that are no items: hidden ones, links within."""

    readings: list[Reading] = field(default_factory=list)
    skipped: list[Outcome] = field(default_factory=list)
    size: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, found: Found) -> None:
        if found.skipped:
            self.skipped.append(Outcome(found.name, "skipped", reason=found.skipped))
            return
        reading = read(found)
        self.readings.append(reading)
        self.size += len(reading.raw)

    @property
    def is_full(self) -> bool:
        return (
            len(self.readings) >= BATCH_ITEMS
            or self.size >= BATCH_BYTES
            or time.monotonic() - self.began >= BATCH_SECONDS
        )

    @property
    def checkpoint(self) -> str:
        return self.readings[-1].name if self.readings else ""


def batches(job: Job, stop: Asked, *, after: str = "", read_before: int = 0) -> Iterator[Batch]:
    """The job's items in their order, none of them empty but perhaps the last.

    Ends early at the job's limit, with which a resumed run counts what it `read_before`, and once asked to.
    """
    if job.path is None:
        yield Batch([job.given] if job.given else [])
        return
    left = None if job.limit is None else job.limit - read_before
    batch = Batch()
    for found in walk(job.path, after):
        if left == 0 or stop.is_asked:
            break
        batch.add(found)
        left = left if left is None or found.skipped else left - 1
        if batch.is_full:
            yield batch
            batch = Batch()
    yield batch

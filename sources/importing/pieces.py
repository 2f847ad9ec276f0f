"""The items of an import one by one, each with the place in its file behind which an interrupted run goes on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sources.importing.job import Job
from sources.importing.outcomes import Outcome
from sources.importing.reading import Found, Reading, read, shorten, walk
from sources.importing.records import RecordProblem


@dataclass(frozen=True, slots=True)
class Position:
    """Behind the first `done` items of a file; every file before it in the order of names is done too."""

    file: str = ""
    done: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """One item as read: its name in the report, what a reader made of it, and how many bytes that weighs.

    `made` is what the importer's reader yields (an `ArticleRecord`, say), or the problem it met.
    """

    name: str
    made: Any
    raw_sha256: str
    position: Position
    weight: int = 0

    @property
    def problem(self) -> RecordProblem | None:
        return self.made if isinstance(self.made, RecordProblem) else None


@dataclass(frozen=True, slots=True)
class Part:
    """What a reader yields of a file: `place` is "" where it is the whole file, else unique within it."""

    made: Any
    place: str = ""
    raw_sha256: str = ""
    weight: int = 0


Parser = Callable[[Reading], Iterable[Part]]
"""From the bytes of one file to its parts, one by one. Raises nothing but `RecordProblem`."""


def pieces_of(job: Job, parse: Parser, after: Position) -> Iterator[Piece | Outcome]:
    """The job's items behind a position, and an outcome for every entry of a folder that is none."""
    if job.path is None:
        if job.given:
            yield from _pieces(job.given, parse, after)
        return
    for found in walk(job.path, after.file):
        yield from _found(found, parse, after)


def _found(found: Found, parse: Parser, after: Position) -> Iterator[Piece | Outcome]:
    if found.skipped:
        yield Outcome(found.name, "skipped", reason=found.skipped)
    else:
        yield from _pieces(read(found), parse, after)


def _pieces(reading: Reading, parse: Parser, after: Position) -> Iterator[Piece]:
    done = after.done if reading.name == after.file else 0
    for number, part in enumerate(_parts(reading, parse), 1):
        if number > done:
            name = shorten(f"{reading.name}: {part.place}") if part.place else reading.name
            sha256 = part.raw_sha256 or reading.sha256
            yield Piece(name, part.made, sha256, Position(reading.name, number), part.weight)


def _parts(reading: Reading, parse: Parser) -> Iterator[Part]:
    """The parts of a file; where it cannot be read on, the problem is the last of them."""
    if reading.problem is not None:
        yield Part(reading.problem)
        return
    met = 0
    try:
        for part in parse(reading):
            met += 1
            yield part
    except RecordProblem as problem:
        yield Part(problem, place=f"behind item {met}" if met else "")

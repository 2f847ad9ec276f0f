"""The items of an import one by one, each with the place in its file behind which an interrupted run goes on."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
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

Recogniser = Callable[[Sequence[Reading]], set[str]]
"""The names of those files whose very bytes came in before, so that nothing in them can be new."""

READ_AHEAD_FILES, READ_AHEAD_BYTES = 200, 4 * 1024 * 1024


class Known:
    """What is made of a file that holds nothing new: it need not be parsed."""


def nothing_known(_readings: Sequence[Reading]) -> set[str]:
    return set()


def pieces_of(
    job: Job, parse: Parser, after: Position, recognise: Recogniser = nothing_known
) -> Iterator[Piece | Outcome]:
    """The job's items behind a position, and an outcome for every entry of a folder that is none."""
    if job.path is None:
        yield from pieces_in([job.given] if job.given else [], parse, after)
        return
    for chunk in _ahead(walk(job.path, after.file)):
        known = recognise([each for each in chunk if isinstance(each, Reading) and not each.problem])
        yield from pieces_in(chunk, parse, after, known)


def pieces_in(
    readings: Iterable[Reading | Outcome], parse: Parser, after: Position, known: Container[str] = ()
) -> Iterator[Piece | Outcome]:
    """The items of bytes that are at hand, one after the other; those in `known` files are not parsed."""
    for reading in readings:
        if isinstance(reading, Outcome):
            yield reading
        elif reading.name not in known:
            yield from _pieces(reading, parse, after)
        elif Position(reading.name, 1) != after:
            yield Piece(reading.name, Known(), reading.sha256, Position(reading.name, 1))


def _ahead(entries: Iterable[Found]) -> Iterator[list[Reading | Outcome]]:
    """Files read some at a time, so that the database is asked once for all of them."""
    chunk: list[Reading | Outcome] = []
    size = 0
    for found in entries:
        each = Outcome(found.name, "skipped", reason=found.skipped) if found.skipped else read(found)
        size += len(each.raw) if isinstance(each, Reading) else 0
        chunk.append(each)
        if len(chunk) >= READ_AHEAD_FILES or size >= READ_AHEAD_BYTES:
            yield chunk
            chunk, size = [], 0
    yield chunk


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

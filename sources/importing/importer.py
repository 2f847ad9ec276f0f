"""What the pipeline does not know: one kind of thing that can be imported, articles or a data set."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from sources.importing.job import Job
from sources.importing.outcomes import Outcome
from sources.importing.pieces import Piece, Position
from sources.models import ImportRun


class Importer(Protocol):
    """One import of one kind. Made for one run and thrown away with it."""

    command: str

    @property
    def job(self) -> Job:
        """What is asked."""

    def check(self) -> None:
        """Look at the options before anything is read. Raises `RecordProblem`."""

    def pieces(self, after: Position) -> Iterator[Piece | Outcome]:
        """The items behind a position, in an order that a second reading repeats."""

    def prepare(self, pieces: Sequence[Piece]) -> Any:
        """Everything that can be said of a batch of items before its transaction: parse, validate, name."""

    def rehearse(self, prepared: Any) -> list[Outcome]:
        """What would become of each item, remembering what would be stored; writes nothing."""

    def store(self, prepared: Any, run: ImportRun) -> list[Outcome]:
        """Store a batch inside the caller's savepoint and say what became of each item.

        Raises `DatabaseError`, `UnusableText` or `RecordProblem` where one of them cannot be stored; then
        none may stay, and the pipeline tries each alone.
        """

    def finish(self, run: ImportRun | None) -> list[Outcome]:
        """What is left to do once every item was read; without a run only to say it. In one transaction."""

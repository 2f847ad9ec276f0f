"""The items of a job in handy portions: so many, so many bytes, or what is there after a second."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sources.importing.outcomes import Outcome
from sources.importing.pieces import Piece, Position

BATCH_ITEMS, BATCH_SECONDS, BATCH_BYTES = 200, 1.0, 4 * 1024 * 1024


class Asked(Protocol):
    """Whether somebody has asked to end early."""

    is_asked: bool


@dataclass(slots=True)
class Batch:
    """Items read together. `skipped` are entries of a folder that are no items: hidden ones, links within."""

    pieces: list[Piece] = field(default_factory=list)
    skipped: list[Outcome] = field(default_factory=list)
    weight: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, piece: Piece | Outcome) -> None:
        if isinstance(piece, Outcome):
            self.skipped.append(piece)
            return
        self.pieces.append(piece)
        self.weight += piece.weight

    @property
    def is_full(self) -> bool:
        return (
            len(self.pieces) >= BATCH_ITEMS
            or self.weight >= BATCH_BYTES
            or time.monotonic() - self.began >= BATCH_SECONDS
        )

    @property
    def position(self) -> Position | None:
        """Where a run goes on once the batch is settled; null where it holds no item."""
        return self.pieces[-1].position if self.pieces else None


def batches(pieces: Iterable[Piece | Outcome], stop: Asked, *, limit: int | None = None) -> Iterator[Batch]:
    """The items in their order, none of the batches empty but perhaps the last. Ends early once asked to."""
    left = limit
    batch = Batch()
    for piece in pieces:
        if left == 0 or stop.is_asked:
            break
        batch.add(piece)
        left = left if left is None or isinstance(piece, Outcome) else left - 1
        if batch.is_full:
            yield batch
            batch = Batch()
    yield batch

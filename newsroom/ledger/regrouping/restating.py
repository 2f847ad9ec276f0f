"""Public documents whose working rows are about to be pointed elsewhere, issued from them afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newsroom.ledger.models import Basis, Visibility
from newsroom.ledger.publishing import as_stored, says_something_else, unfit_words
from newsroom.ledger.reading_ahead import ReadAhead, in_batches
from newsroom.ledger.records import Record
from newsroom.ledger.registry import kinds


@dataclass(frozen=True)
class Restated:
    """`ready` say in public just what their working rows say; what goes out anew of them is the act's alone.

    Of `unfinished` something else is unpublished, or nothing may be issued for the time being: they stay as issued.
    """

    ready: list[Record]
    unfinished: list[Record]


def look_at(public_ids: Iterable[str]) -> Restated:
    """The public ones of these records; asked before anything is changed."""
    held, ready, unfinished = ReadAhead(), list[Record](), list[Record]()
    held.read(wanted := list(public_ids))
    for kind in kinds():
        own = [key for key in wanted if key.startswith(f"{kind.prefix}_") and _is_issued(key, held)]
        for batch in in_batches(own):
            rows: Any = kind.model._default_manager  # noqa: SLF001  Django's documented attribute
            bases = Basis.objects.in_bulk(batch)
            stored = as_stored(rows.filter(public_id__in=batch).order_by("pk"))
            held.read(ground.public_id for record in stored for ground in kind.stands_on(record))
            for record in stored:
                is_ready = not says_something_else(record, bases[record.public_id])
                is_ready = is_ready and not unfit_words({record.public_id: record}, held)
                (ready if is_ready else unfinished).append(record)
    return Restated(ready, unfinished)


def _is_issued(public_id: str, held: ReadAhead) -> bool:
    current = held.current(public_id)
    return current is not None and current.visibility == Visibility.ISSUED

"""Public documents whose working rows are about to be pointed elsewhere, issued from them afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newsroom.ledger.models import Visibility
from newsroom.ledger.publishing import has_unpublished_changes, unfit_words
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
    wanted, ready, unfinished = list(public_ids), list[Record](), list[Record]()
    for kind in kinds():
        own = [public_id for public_id in wanted if public_id.startswith(f"{kind.prefix}_")]
        current = kind.publication.objects.current().filter(visibility=Visibility.ISSUED, public_id__in=own)
        issued = list(current.values_list("public_id", flat=True)) if own else []
        rows: Any = kind.model._default_manager  # noqa: SLF001  Django's documented attribute
        for record in rows.filter(public_id__in=issued).order_by("pk"):
            is_ready = not has_unpublished_changes(record) and not unfit_words({record.public_id: record})
            (ready if is_ready else unfinished).append(record)
    return Restated(ready, unfinished)

"""Write the lines of a kind's table anew from the documents: for a new table, and after columns were added."""

import json
from collections.abc import Sequence
from typing import Any

from newsroom.ledger.lines import Column, line_of

CHUNK = 1000


def write_lines(publications: Any, lines: Any, columns: Sequence[Column]) -> int:
    """One line for each document that still has a body; how many. Takes managers, so that a migration may call it."""
    lines.all().delete()
    written = last = 0
    while chunk := list(_after(publications, last)):
        lines.bulk_create([lines.model(from_seq=seq, text=line_of(columns, json.loads(body))) for seq, body in chunk])
        written, last = written + len(chunk), chunk[-1][0]
    return written


def _after(publications: Any, seq: int) -> Any:
    found = publications.filter(from_seq__gt=seq).exclude(body="").order_by("from_seq")
    return found.values_list("from_seq", "body")[:CHUNK]

"""Since when things are new to somebody: since his last look at the desk before this sitting."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from newsroom.desk.models import Look
from newsroom.ledger import seam
from newsroom.ledger.models import Entry

SITTING = dt.timedelta(minutes=30)
"""Looks that lie closer together are one sitting, so that what is new stays marked while somebody works."""


@dataclass(frozen=True)
class Since:
    """The look before this sitting, and how many documents the ledger has issued or ended since."""

    at: dt.datetime | None
    entries: int


def look(user: Any) -> Since:
    """Note that this person looks now. A constant number of queries."""
    now, head = seam.now(), _head()
    last = Look.objects.filter(user=user).first() or Look(at=now, seq=head)
    is_new_sitting = now - last.at > SITTING
    before, seq = (last.at, last.seq) if is_new_sitting else (last.before, last.seq_before)
    said = {"at": now, "seq": head, "before": before, "seq_before": seq}
    Look.objects.update_or_create(user=user, defaults=said)
    return Since(before, head - seq if before else 0)


def _head() -> int:
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0

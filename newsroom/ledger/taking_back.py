"""The act that takes back what was said in public: a withdrawal, a takedown or a correction, with what follows.

What stands on a record is known to the app above it, which registers it here by the kind of record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from newsroom.ledger.models import Entry
from newsroom.ledger.panel import Linked, naming_documents
from newsroom.ledger.publishing import correct, take_down, withdraw
from newsroom.ledger.records import Record
from newsroom.ledger.writing import Signature


class How(models.TextChoices):
    """In which way."""

    WITHDRAW = "withdraw", "Withdraw: readers see the notice in its place; older versions stay readable"
    TAKE_DOWN = "takedown", "Take down, on a legal or privacy ground: older versions are no longer served either"
    CORRECT = "correction", "Correct: it stays public as the working copy now says, with the notice beside it"


@dataclass(frozen=True)
class Affected:
    """Rows of one sort that the act touches, and what becomes of them: some are named, all are counted."""

    what: str
    becomes: str
    count: int
    named: Sequence[Linked] = ()


@dataclass(frozen=True)
class Impact:
    """What follows from taking a record back. `ends` goes with it, `review()` puts the rest on the worklist."""

    affected: Sequence[Affected] = ()
    ends: Sequence[Record] = ()
    review: Callable[[], object] = field(default=lambda: None)


Foresee = Callable[[Any, How], Impact]
_foreseen_by: dict[type[models.Model], Foresee] = {}


def register_impact(model: type[models.Model], foresee: Foresee) -> None:
    """Say what stands on records of this kind; called by the app that knows."""
    _foreseen_by[model] = foresee


def impact_of(record: Record, how: How) -> Impact:
    """What would follow. Only reads."""
    foresee = _foreseen_by.get(type(record))
    found = foresee(record, how) if foresee else Impact()
    named, count = naming_documents(record.public_id, without=[one.public_id for one in found.ends])
    still = Affected("other public documents that name it", "stay public and keep naming it", count, named)
    return Impact([*found.affected, *([still] if count else [])], found.ends, found.review)


@transaction.atomic
def take_back(record: Record, how: How, notice: str, signature: Signature) -> list[Entry]:
    """Take a record back with what ends with it, and open what has to be looked at again, all or nothing.

    Raises `PublishingRefused`; then nothing was written.
    """
    impact = impact_of(record, how)
    if how == How.CORRECT:
        entries = correct(record, notice, signature)
    else:
        end = withdraw if how == How.WITHDRAW else take_down
        entries = end([record, *impact.ends], notice, signature)
    impact.review()
    return entries

"""Noting what leaves the house, so that a correction finds who has the old figure."""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self

from django.db import transaction

from events.models import Export, ExportedDocument, Question
from newsroom.ledger.models import Entry
from newsroom.ledger.registry import kinds

NOTED_AT_ONCE = 5_000


class ExportNote:
    """What is known of one export while it is written."""

    def __init__(self) -> None:
        self.documents: dict[str, None] = {}
        self.hash = hashlib.sha256()
        self._out: Any = None

    def passing_to(self, out: Any) -> Self:
        """A file that hands everything on to this one and remembers its hash."""
        self._out = out
        return self

    def write(self, text: str) -> None:
        self.hash.update(text.encode())
        self._out.write(text)

    def holds(self, public_id: str) -> None:
        """The figures of this document stand in it."""
        self.documents[public_id] = None


@contextmanager
def noted_export(what: str) -> Iterator[ExportNote]:
    """Write an export and keep what it held; nothing is kept of one that was not finished."""
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    note = ExportNote()
    yield note
    with transaction.atomic():
        export = Export.objects.create(what=what, by=_who(), ledger_seq=newest, sha256=note.hash.hexdigest())
        ExportedDocument.objects.bulk_create(
            [ExportedDocument(export=export, public_id=public_id) for public_id in note.documents]
        )


def note_dump(at: int, manifest: Path) -> None:
    """Keep that the whole ledger left the house, with everything that names somebody in it.

    Not the questions: whoever holds a copy of everything follows corrections by `/changes/`, and a review of every
    dump there was would tell nobody anything.
    """
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    with transaction.atomic():
        export = Export.objects.create(what="whole ledger", by=_who(), ledger_seq=at, sha256=digest)
        for kind in (kind for kind in kinds() if kind.model is not Question):
            held = kind.publication.objects.as_of(at).values_list("public_id", flat=True).iterator(NOTED_AT_ONCE)
            while batch := list(islice(held, NOTED_AT_ONCE)):
                ExportedDocument.objects.bulk_create(
                    [ExportedDocument(export=export, public_id=public_id) for public_id in batch]
                )


def _who() -> str:
    """The account that runs the command, if the system knows its name."""
    try:
        return getpass.getuser()[:150]
    except (KeyError, OSError):
        return ""

"""Noting what leaves the house, so that a correction finds who has the old figure."""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.db import transaction

from events.models import Export, ExportedDocument
from newsroom.ledger.models import Entry


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


def _who() -> str:
    """The account that runs the command, if the system knows its name."""
    try:
        return getpass.getuser()[:150]
    except (KeyError, OSError):
        return ""

"""The third end of a document: everything issued of it so far is gone, and the chain still verifies.

Bytes, facets, notice and salt of every version are overwritten; the entries stay, and one more says that they were
erased. The record may be issued again afterwards, as a new version. Runs inside the caller's transaction.
"""

from typing import Any

from django.db import connection

from newsroom.ledger.lock import lock_ledger
from newsroom.ledger.models import Basis, Entry, Outdated, Publication, Visibility
from newsroom.ledger.publishing import UNSIGNED
from newsroom.ledger.registry import Facets, Kind, kind_of_id
from newsroom.ledger.view import Draft, IssuedView
from newsroom.ledger.words import Words
from newsroom.ledger.writing import Signature, write_act


def erase(public_id: str, signature: Signature = UNSIGNED) -> Entry:
    """Erase whatever was issued of one record. What names it is not followed: the caller issues that anew.

    Raises `LookupError` where nothing was ever issued.
    """
    lock_ledger()
    leave_nothing_behind()
    kind, view = kind_of_id(public_id), IssuedView()
    if view.current(public_id) is None:
        message = f"nothing was ever issued of {public_id}"
        raise LookupError(message)
    tombstone = Draft(kind, public_id, {}, {}, Facets(_blank_facets(kind)), frozenset(), Visibility.ERASED)
    (entry,) = write_act(view, [tombstone], signature, {public_id})
    _overwrite(kind, public_id, before=entry.seq)
    Basis.objects.filter(public_id=public_id).delete()
    Outdated.objects.filter(public_id=public_id).delete()
    return entry


def leave_nothing_behind() -> None:
    """From now on this connection leaves nothing of what it deletes in the file. PostgreSQL does so at its VACUUM."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def is_blank(kind: Kind, publication: Publication) -> bool:
    """True for a version of which nothing is left but that it was there."""
    return all(getattr(publication, name) == value for name, value in _blank(kind).items())


def _overwrite(kind: Kind, public_id: str, before: int) -> None:
    gone = kind.publication.objects.filter(public_id=public_id, from_seq__lt=before)
    numbers = list(gone.values_list("from_seq", flat=True))
    for table in (kind.term, kind.line):
        table.objects.filter(from_seq__in=numbers).delete()
    if kind.words:
        _forget_words(kind.words, numbers)
    gone.update(**_blank(kind))


def _forget_words(words: type[Words], numbers: list[int]) -> None:
    """FTS5 only marks words as deleted; they are gone once its parts are merged."""
    words.objects.filter(seq__in=numbers).delete()
    if connection.vendor == "sqlite":
        table = connection.ops.quote_name(words._meta.db_table)  # noqa: SLF001  Django's documented attribute
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608  a name of ours


def _blank(kind: Kind) -> dict[str, Any]:
    emptied = dict.fromkeys(("body", "salt", "etag", "notice", "successor"), "")
    return {"visibility": Visibility.ERASED, **emptied, **_blank_facets(kind)}


def _blank_facets(kind: Kind) -> dict[str, Any]:
    fields: list[Any] = [kind.publication._meta.get_field(name) for name in kind.publication.FACETS]  # noqa: SLF001  documented
    return {
        field.name: None if field.null else field.to_python(_EMPTY.get(field.get_internal_type(), 0))
        for field in fields
    }


_EMPTY = {"CharField": "", "TextField": ""}

"""One writer of the ledger at a time, so that numbers have no gaps and time never runs back."""

from django.db import connection, transaction

_ADVISORY_LOCK = 0x6E657773


class NotInTransaction(RuntimeError):
    """The ledger is only written inside the caller's transaction."""


def lock_ledger() -> None:
    """Wait for the ledger and hold it to the end of the transaction.

    SQLite holds it already: its transactions begin IMMEDIATE. PostgreSQL takes an advisory lock.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("Publishing needs a surrounding transaction.atomic()")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])

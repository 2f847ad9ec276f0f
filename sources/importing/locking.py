"""One import at a time per database. The lock dies with its process, also by `kill -9`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_ADVISORY_LOCK = 0x696D706F


class ImportLocked(RuntimeError):
    """Another import into this database is under way."""


@contextmanager
def only_import() -> Iterator[None]:
    """Hold the import lock of this database. Raises `ImportLocked` at once if another process holds it."""
    hold = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with hold():
        yield


@contextmanager
def _advisory_lock() -> Iterator[None]:
    """PostgreSQL's own, held by the session: released when the connection ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_LOCK])
        if cursor.fetchone() != (True,):
            raise ImportLocked(ImportLocked.__doc__)
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])


@contextmanager
def _file_lock() -> Iterator[None]:
    """A locked file beside the database file. It stays there, empty: removing it could free a held lock."""
    name = str(connection.settings_dict["NAME"])
    if connection.creation.is_in_memory_db(name):  # type: ignore[attr-defined]  # SQLite's own
        yield  # no other process can see this database
        return
    with Path(f"{Path(name).resolve()}.import-lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportLocked(ImportLocked.__doc__) from error
        yield

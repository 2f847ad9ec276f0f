"""Ways in which what the product stands on goes out of order, as the database itself reports it where that can be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from newsroom.backups.restoring import database_named


@contextmanager
def gone() -> Iterator[None]:
    with database_named("/nowhere/at/all.sqlite3" if connection.vendor == "sqlite" else "nowhere"):
        yield


@contextmanager
def read_only() -> Iterator[None]:
    is_file = connection.vendor == "sqlite"
    with _said_to_every_connection("PRAGMA query_only = ON" if is_file else "SET default_transaction_read_only = on"):
        yield


@contextmanager
def full(*, pages_left: int = 0) -> Iterator[None]:
    """SQLite takes no page more than are left; PostgreSQL answers as its disk would have it do."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # else it would take the pages that lie free
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        with _said_to_every_connection(f"PRAGMA max_page_count = {pages + pages_left}"):
            yield
        return
    with connection.execute_wrapper(_DiskFull(after=pages_left)):
        yield


class _DiskFull:
    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  as called
        if sql.startswith(("INSERT", "UPDATE")):
            self.left -= 1
            if self.left < 0:
                raise OperationalError("could not extend file") from psycopg.errors.DiskFull()
        return execute(sql, params, many, context)


@contextmanager
def _said_to_every_connection(statement: str) -> Iterator[None]:
    def say(*, connection: Any, **_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    connection.close()
    connection_created.connect(say)
    try:
        yield
    finally:
        connection_created.disconnect(say)
        connection.close()

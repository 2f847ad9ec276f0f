"""The database as it stood at one moment, read while others go on writing: its bytes, and a digest of every table."""

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from newsroom.sqlite.base import let_the_next, stand_in_line

BLOCK = 1 << 20
END_OF_TABLE = b"\\.\n"
"""How PostgreSQL ends the rows of a COPY; no row can look like it."""


class Snapshot(Protocol):
    """What a moment of the database can be asked, and all of it as bytes."""

    def ask(self, statement: str) -> list[Any]: ...
    def blocks(self) -> Iterator[bytes]: ...
    def digests(self) -> dict[str, str]: ...


def open_snapshot() -> AbstractContextManager[Snapshot]:
    """The moment of now. On SQLite writers stand in line until what is read has been copied.

    Without a write-ahead log they would have to wait at their commit, where they are turned away after a while.
    """
    return _of_postgres() if connection.vendor == "postgresql" else _of_sqlite()


@contextmanager
def _of_sqlite() -> Iterator[Snapshot]:
    path = str(connection.settings_dict["NAME"])
    seconds = connection.settings_dict["OPTIONS"].get("timeout", 5)
    with closing(sqlite3.connect(path, timeout=seconds, isolation_level=None)) as database, ExitStack() as in_line:
        in_line.callback(let_the_next, stand_in_line(path))
        database.execute("BEGIN")
        yield SqliteSnapshot(database, Path(path).parent, in_line.close)


class SqliteSnapshot:
    """A read transaction; its bytes are those of SQLite's own online backup."""

    def __init__(self, database: sqlite3.Connection, folder: Path, let_others_write: Callable[[], None]) -> None:
        self._database, self._folder, self._let_others_write = database, folder, let_others_write
        self.ask("SELECT count(*) FROM sqlite_master")  # from here on nothing moves

    def ask(self, statement: str) -> list[Any]:
        return self._database.execute(statement).fetchall()

    def blocks(self) -> Iterator[bytes]:
        """The copy lies beside the database meanwhile, where as much is readable to as few."""
        with tempfile.NamedTemporaryFile(prefix=".backup-", dir=self._folder) as file:
            with closing(sqlite3.connect(file.name)) as copy:
                self._database.backup(copy)
            self._database.execute("ROLLBACK")
            self._let_others_write()
            yield from iter(lambda: file.read(BLOCK), b"")

    def digests(self) -> dict[str, str]:
        names = self.ask(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return {
            name: digest(repr(row).encode() for row in self._database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608
            for (name,) in names
        }


@contextmanager
def _of_postgres() -> Iterator[Snapshot]:
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL timezone = 'UTC'")
            yield PostgresSnapshot(cursor)
    finally:
        own.close()


class PostgresSnapshot:
    """One transaction that sees what had been committed when it began; its bytes are a COPY of every table.

    Not pg_dump: that is another program, which refuses every server newer than itself.
    """

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def ask(self, statement: str) -> list[Any]:
        self._cursor.execute(statement)
        return list(self._cursor.fetchall())

    def blocks(self) -> Iterator[bytes]:
        for name, columns in self._tables().items():
            yield json.dumps({"table": name, "columns": columns}).encode() + b"\n"
            yield from self._rows(name, columns)
            yield END_OF_TABLE
        said = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"
        for name, value in self.ask(said):
            yield json.dumps({"sequence": name, "value": value}).encode() + b"\n"

    def digests(self) -> dict[str, str]:
        return {name: digest(lines_of(self._rows(name, columns))) for name, columns in self._tables().items()}

    def _rows(self, name: str, columns: list[str]) -> Iterator[bytes]:
        with self._cursor.copy(f"COPY {_quoted(name)} ({', '.join(map(_quoted, columns))}) TO STDOUT") as rows:
            yield from map(bytes, rows)

    def _tables(self) -> dict[str, list[str]]:
        found = self.ask(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = current_schema() "
            "AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY 1 ORDER BY 1"
        )
        return dict(found)


def lines_of(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The lines that blocks are made of, each with its end."""
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        yield from (line + b"\n" for line in lines)


def digest(rows: Iterator[bytes]) -> str:
    """How many rows there are and the sum of their hashes, so that their order says nothing."""
    count = total = 0
    for row in rows:
        count, total = count + 1, total + int.from_bytes(hashlib.sha256(row).digest())
    return f"{count} {total % (1 << 256):064x}"


def _quoted(name: str) -> str:
    quote: Callable[[str], str] = connection.ops.quote_name
    return quote(name)

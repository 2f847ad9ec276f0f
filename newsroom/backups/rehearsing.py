"""Back up, restore beside, compare: what a backup is worth is known only once it was restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from newsroom.backups.backing_up import Contents, back_up
from newsroom.backups.restoring import database_named, restore
from newsroom.backups.snapshots import open_snapshot
from newsroom.ledger.verifying import Verdict


@dataclass(frozen=True)
class Rehearsal:
    """What came of it. `differing`: tables whose digest is another one in the restored database."""

    contents: Contents
    verdict: Verdict
    tables: int
    rows: int
    size: int
    differing: list[str]


def rehearse(folder: Path | None = None) -> Rehearsal:
    """Back up the database of the settings as it stands now and restore that into one that is thrown away.

    folder: where backup and database lie meanwhile; on SQLite both, on PostgreSQL, which needs the right to make
    databases, the backup. Raises what `back_up` and `restore` raise.
    """
    with TemporaryDirectory(prefix="restore-drill-", dir=folder) as name:
        path = Path(name) / "newsroom.backup"
        with open_snapshot() as snapshot:
            before = snapshot.digests()
            contents = back_up(snapshot, path)
        with scratch_database(Path(name)):
            _contents, verdict = restore(path)
            with open_snapshot() as snapshot:
                after = snapshot.digests()
        size = path.stat().st_size
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    rows = sum(int(said.partition(" ")[0]) for said in before.values())
    return Rehearsal(contents, verdict, len(before), rows, size, differing)


@contextmanager
def scratch_database(folder: Path) -> Iterator[None]:
    """While entered, this process works on an empty database of its own: in the folder, or on the same server."""
    if connection.vendor == "sqlite":
        with database_named(str(folder / "newsroom.sqlite3")):
            yield
        return
    name = f"{connection.settings_dict['NAME']}_restore_drill"
    quoted = connection.ops.quote_name(name)
    _beside(f"DROP DATABASE IF EXISTS {quoted}")
    _beside(f"CREATE DATABASE {quoted} TEMPLATE template0")
    try:
        with database_named(name):
            yield
    finally:
        _beside(f"DROP DATABASE {quoted}")


def _beside(statement: str) -> None:
    """Ask the server without being in any of its databases that matter."""
    unnamed: Any = connection
    with unnamed._nodb_cursor() as cursor:  # noqa: SLF001  as Django makes its own test databases
        cursor.execute(statement)

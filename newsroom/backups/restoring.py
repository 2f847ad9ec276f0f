"""Put a backup in the place of the database: only what is whole, only over nothing, only if its ledger holds.

On SQLite the new file takes the place of the old one at one go; on PostgreSQL all rows come in one transaction.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from newsroom.backups.backing_up import Contents, backup_keys
from newsroom.backups.sealed_files import NotWhole, read_frames
from newsroom.backups.snapshots import END_OF_TABLE, lines_of
from newsroom.ledger.verifying import Verdict, verify
from newsroom.sqlite.base import LINE

SOMETHING = ("accounts.User", "ledger.Entry", "sources.Source", "sources.Article", "events.Incident")
"""Models of which a database without any row is one in which nobody has done anything."""
BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite would lay over a file of this name when it opens it."""


class NotRestored(Exception):
    """Why nothing was restored, in words, and what to do. The database is as it was."""


def restore(path: Path, *, over: bool = False, even_if_bent: bool = False) -> tuple[Contents, Verdict]:
    """Restore a backup into the database of the settings and verify its ledger before anybody can see it.

    over: something that is there may be replaced. even_if_bent: a ledger that does not hold is put there all the same.
    Raises `NotRestored`, `NotWhole`, `OSError`, `ValueError` for a key that is none.
    """
    contents = _read_whole(path)
    if contents.engine != connection.vendor:
        raise NotRestored(f"This is a backup of {contents.engine}; DATABASE_URL names {connection.vendor}.")
    _refuse_unknown_migrations(contents)
    if not over and (found := what_is_there()):
        raise NotRestored(f"{found} Nothing was touched. Name an empty database, or say --over to replace it.")
    into = _into_postgres if connection.vendor == "postgresql" else _into_sqlite
    return contents, into(path, contents, lambda: _verified(contents, even_if_bent=even_if_bent))


def _verified(contents: Contents, *, even_if_bent: bool) -> Verdict:
    if _is_older(contents):
        call_command("migrate", verbosity=0)
    verdict = verify()
    if even_if_bent:
        return verdict
    if verdict.bad_seq is not None:
        raise NotRestored(
            f"Entry {verdict.bad_seq} of the ledger in this backup: {verdict.problem}. Take an older backup, or say "
            "--even-if-bent to look at this one."
        )
    if contents.head and contents.head != [verdict.entries, verdict.head_sha256]:
        raise NotRestored("The ledger that came out is not the one that went in. Take another copy.")
    return verdict


def what_is_there() -> str:
    """What the database of the settings holds, in a sentence; nothing where nobody has done anything in it."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return ""
    try:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
    except DatabaseError as error:
        return f"What is there cannot be read ({error})."
    if tables and "django_migrations" not in tables:
        return "The database holds tables of something else."
    held = (apps.get_model(name) for name in SOMETHING)
    names = [_plural(model) for model in held if model._meta.db_table in tables and _has_rows(model)]  # noqa: SLF001  documented
    return f"The database holds {', '.join(names)}." if names else ""


def _plural(model: Any) -> str:
    return str(model._meta.verbose_name_plural)  # noqa: SLF001  documented


def _has_rows(model: Any) -> bool:
    return bool(model._base_manager.exists())  # noqa: SLF001  documented


def _read_whole(path: Path) -> Contents:
    """Read to the end, so that nothing is begun with a file that is cut, altered or sealed with another key."""
    with path.open("rb") as file:
        blocks = read_frames(file, backup_keys())
        first = next(blocks)
        for _ in blocks:
            pass
    try:
        return Contents.from_line(first.partition(b"\n")[0])
    except (ValueError, TypeError) as error:
        raise NotWhole("This backup does not say what is in it; it was made by another version.") from error


def _content(file: IO[bytes]) -> Iterator[bytes]:
    """What follows the first line."""
    blocks = read_frames(file, backup_keys())
    return chain([next(blocks).partition(b"\n")[2]], blocks)


def _known_migrations() -> set[tuple[str, str]]:
    return set(MigrationExecutor(None).loader.graph.nodes)


def _is_older(contents: Contents) -> bool:
    """True if the backup was made before a migration that this version has; its tables are brought up to it."""
    return bool(_known_migrations() - {(app, name) for app, name in contents.migrations})


def _refuse_unknown_migrations(contents: Contents) -> None:
    known = _known_migrations()
    unknown = [f"{app} {name}" for app, name in contents.migrations if (app, name) not in known]
    if unknown:
        raise NotRestored(
            f"This backup was made by a version with migrations that this one does not have: {', '.join(unknown)}. "
            "Install that version, restore, then go on from there."
        )


def _into_sqlite(path: Path, _contents: Contents, check: Callable[[], Verdict]) -> Verdict:
    place = Path(connection.settings_dict["NAME"])
    made = place.with_name(f".{place.name}.restoring")
    try:
        with path.open("rb") as file, made.open("wb") as out:
            made.chmod(0o600)
            for block in _content(file):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        _refuse_unsound(made)
        with database_named(str(made)):
            verdict = check()
        connection.close()
        for ending in BESIDE:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        made.replace(place)
    finally:
        for ending in ("", LINE, *BESIDE):
            made.with_name(made.name + ending).unlink(missing_ok=True)
    return verdict


def _refuse_unsound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        (found,) = database.execute("PRAGMA integrity_check").fetchone()
        stray = database.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or stray:
        raise NotRestored(f"SQLite finds the database in this backup unsound: {found if found != 'ok' else stray}.")


@contextmanager
def database_named(name: str) -> Iterator[None]:
    """While entered, this process works on another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _into_postgres(path: Path, contents: Contents, check: Callable[[], Verdict]) -> Verdict:
    _migrate_as_in(contents)
    with path.open("rb") as file, transaction.atomic(), connection.cursor() as cursor:
        tables = map(connection.ops.quote_name, sorted(connection.introspection.table_names(cursor)))
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        _load(cursor, lines_of(_content(file)))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return check()


def _migrate_as_in(contents: Contents) -> None:
    """Make the tables of then; those that are there have to be the same, for they may hold something."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in contents.migrations}
    applied = set(executor.loader.applied_migrations)
    if applied - wanted:
        raise NotRestored("The database has newer tables than this backup. Name an empty one, then `migrate` it.")
    leaves = [
        key for key in wanted if not any(child in wanted and child[0] == key[0] for child in _children(executor, key))
    ]
    executor.migrate(leaves)


def _children(executor: MigrationExecutor, key: tuple[str, str]) -> set[tuple[str, str]]:
    return {tuple(child.key) for child in executor.loader.graph.node_map[key].children}


def _load(cursor: Any, lines: Iterator[bytes]) -> None:
    quote = connection.ops.quote_name
    for line in lines:
        said = json.loads(line)
        if "sequence" in said:
            if said["value"] is not None:
                cursor.execute("SELECT setval(%s::regclass, %s)", [quote(said["sequence"]), said["value"]])
            continue
        columns = ", ".join(map(quote, said["columns"]))
        with cursor.copy(f"COPY {quote(said['table'])} ({columns}) FROM STDIN") as rows:
            for row in iter(lambda: next(lines), END_OF_TABLE):
                rows.write(row)

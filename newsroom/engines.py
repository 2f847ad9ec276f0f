"""What each database engine needs to be safe: journal, locking and durability options.

SQLite before 3.51.3 (and the patched 3.50.7 and 3.44.6) can lose a committed write when a
write-ahead log is reset under load, so those versions keep the rollback journal.
"""

import sqlite3
from typing import Any

SQLITE_BUSY_SECONDS = 30
PREPARE_AFTER = 5
KEEP_SECONDS = 600
"""For how long a connection is kept from request to request: opening one takes longer than most answers."""
_WAL_IS_SAFE_SINCE = (3, 51, 3)
_WAL_IS_SAFE_IN_BRANCH = {(3, 50): 7, (3, 44): 6}


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """True for an SQLite version without the defect that can lose a commit at a log reset."""
    patched = _WAL_IS_SAFE_IN_BRANCH.get(version[:2])
    return version >= _WAL_IS_SAFE_SINCE or (patched is not None and version[2] >= patched)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> tuple[str, str]:
    """The journal mode for this SQLite version, and the reason in words."""
    name = ".".join(map(str, version))
    if is_wal_safe(version):
        return "WAL", f"SQLite {name} is free of the log-reset defect, so readers never wait for a writer"
    return (
        "DELETE",
        f"SQLite {name} can lose a commit when a write-ahead log is reset; 3.51.3 or newer gets WAL",
    )


def with_engine_options(database: Any) -> Any:
    """The database settings with the options that this engine needs to keep every promise."""
    database["CONN_MAX_AGE"] = KEEP_SECONDS
    if database["ENGINE"].endswith("sqlite3"):
        mode, _reason = journal_mode()
        database["ENGINE"] = "newsroom.sqlite"
        database["OPTIONS"] = {
            "timeout": SQLITE_BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    else:
        # Statements that come again are planned once; a pool that shares connections has to know of that.
        prepared = {"server_side_binding": True, "prepare_threshold": PREPARE_AFTER}
        database["ENGINE"] = "newsroom.postgresql"
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **prepared}
        database["CONN_HEALTH_CHECKS"] = True
    return database

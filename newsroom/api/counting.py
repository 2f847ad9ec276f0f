"""A cache for counting across the processes of one machine: a small file beside the database, never in it.

Django's own backends count by reading and writing back, so that two processes lose each other's counts, and the
one in the database waits for its disk. Several machines share a Redis instead (`THROTTLE_CACHE=redis://…`).
"""

import os
import sqlite3
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends REAL NOT NULL)"
_ADD = (
    "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = excluded.count, ends = excluded.ends "
    "WHERE counts.ends <= ?"
)


class FileCounts(BaseCache):
    """Whole numbers that end at a moment, counted exactly. A lost file means that counting starts again."""

    def __init__(self, path: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.path = path
        self._process = 0

    def add(self, key: str, value: int, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Start to count at `value` where nothing is counted; what has ended is cleared away."""
        now = time.time()
        name, ends = self.make_and_validate_key(key, version=version), self.get_backend_timeout(timeout) or 0
        self._ask("DELETE FROM counts WHERE ends <= ?", now)
        return self._ask(_ADD, name, value, ends, now).rowcount == 1

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        name = self.make_and_validate_key(key, version=version)
        row = self._ask("SELECT count FROM counts WHERE key = ? AND ends > ?", name, time.time()).fetchone()
        return row[0] if row else default

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on, in one step. Raises `ValueError` where nothing is counted."""
        name = self.make_and_validate_key(key, version=version)
        counted = "UPDATE counts SET count = count + ? WHERE key = ? AND ends > ? RETURNING count"
        row = self._ask(counted, delta, name, time.time()).fetchone()
        if row is None:
            message = f"Nothing is counted under {key}"
            raise ValueError(message)
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        return self._ask("DELETE FROM counts WHERE key = ?", name).rowcount == 1

    def clear(self) -> None:
        self._ask("DELETE FROM counts")

    def _ask(self, statement: str, *params: Any) -> sqlite3.Cursor:
        if self._process != os.getpid():  # a file opened before a fork belongs to the parent
            self._process, self._file = os.getpid(), self._open()
        return self._file.execute(statement, params)

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        # A count lost in a power cut is no loss, so nothing waits for the disk.
        for setting in ("journal_mode = MEMORY", "synchronous = OFF"):
            file.execute(f"PRAGMA {setting}")
        file.execute(_TABLE)
        return file

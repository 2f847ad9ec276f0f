"""Django's connection to SQLite, on which whoever writes waits in line."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, creation

_Creation: Any = creation.DatabaseCreation  # what both derive from is known to Django's stubs in part only
_Wrapper: Any = base.DatabaseWrapper

LINE = "-line"
"""What the file that writers queue at has behind the name of the database. It stays empty."""


class DatabaseCreation(_Creation):  # type: ignore[misc]
    """A database that was made for tests leaves nothing."""

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)
        Path(f"{test_database_name}{LINE}").unlink(missing_ok=True)


class DatabaseWrapper(_Wrapper):  # type: ignore[misc]
    """SQLite has no queue: who finds the file locked asks again after a while, and may always ask at the wrong moment.

    The operating system gives a lock in the order in which it was asked for, and takes it back from a process that
    died. So a transaction, which writes from its beginning (IMMEDIATE), first waits for that. Readers take no part.
    """

    creation_class = DatabaseCreation
    _place: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_the_next()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._let_the_next()

    def _rollback(self) -> None:
        super()._rollback()
        self._let_the_next()

    def _close(self) -> None:
        super()._close()
        self._let_the_next()

    def _stand_in_line(self) -> None:
        if not self.is_in_memory_db():
            self._place = stand_in_line(str(self.settings_dict["NAME"]))

    def _let_the_next(self) -> None:
        place, self._place = self._place, None
        let_the_next(place)


def stand_in_line(database: str) -> int | None:
    """Wait until nobody else writes to this database; the place, to be given up by `let_the_next`.

    It waits as long as that takes: whoever is in front goes on, or dies and is out of the line. Who may read the file
    can stand there, whichever user made it. Null where there can be no line, for the folder is gone, full or not to be
    written: SQLite says so itself.
    """
    place = None
    try:
        place = os.open(f"{database}{LINE}", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(place, fcntl.LOCK_EX)
    except OSError:
        let_the_next(place)
        return None
    return place


def let_the_next(place: int | None) -> None:
    """Unlocked before it is closed, for a child that was begun meanwhile holds it open, too."""
    if place is not None:
        with suppress(OSError):
            fcntl.flock(place, fcntl.LOCK_UN)
        os.close(place)

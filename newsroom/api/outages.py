"""Errors of what the product stands on, no fault of request or code: they pass, or somebody mends what is broken."""

import errno
import logging
from typing import Any

from django.db import connections

logger = logging.getLogger("newsroom.outages")
RETRY_AFTER = "30"
"""Seconds after which asking again may help."""
# https://sqlite.org/rescode.html, the primary codes.
_SQLITE = {
    3: "access to the database file is refused",
    5: "the database has been locked for too long",
    6: "the database has been locked for too long",
    8: "the database cannot be written",
    10: "the disk of the database gives an error",
    11: "the database file is damaged",
    13: "the disk of the database is full",
    14: "the database file cannot be opened",
    26: "the database file is damaged",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html, exact codes before their classes.
_POSTGRES = {
    "25006": "the database cannot be written",
    "40001": "others were faster, again and again",
    "40P01": "others were faster, again and again",
    "53100": "the disk of the database is full",
    "53": "the database has no room for more",
    "55P03": "the database has been locked for too long",
    "57": "the database server is shutting down or starting",
    "58": "the disk of the database gives an error",
    "08": "the database server does not answer",
    "XX001": "the database is damaged",
    "XX002": "the database is damaged",
}
_SYSTEM = {
    errno.ENOSPC: "a disk is full",
    errno.EDQUOT: "a disk is full",
    errno.EROFS: "a disk cannot be written",
    errno.EIO: "a disk gives an error",
}
UNREACHABLE = "the database server does not answer"


def outage_words(error: BaseException | None) -> str:
    """What is out of order, in words for whoever keeps the machine; nothing where the error is another one."""
    seen = 0
    while error is not None and seen < 10:
        if words := _words(error):
            return words
        error, seen = error.__cause__, seen + 1
    return ""


def end_outage(error: BaseException) -> None:
    """Log it, and let go of the connections that it came from: the next request opens new ones."""
    logger.error("out of order: %s", outage_words(error), exc_info=error)
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _words(error: BaseException) -> str:
    code: Any = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, "")
    if type(error).__module__.startswith("psycopg"):
        return _words_of_postgres(error)
    return _SYSTEM.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _words_of_postgres(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None)
    if state is None:  # no server has answered
        return UNREACHABLE if type(error).__name__ in {"OperationalError", "InterfaceError"} else ""
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2], "")

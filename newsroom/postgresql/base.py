"""Django's connection to PostgreSQL, which tells without asking whether a kept one still holds."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each request Django asks `SELECT 1` of a connection that it has kept, which takes as long as an answer.

    A server that ended a connection has said so, and its last words lie there unread. Only where some do is it asked.
    """

    def is_usable(self) -> bool:
        if not self.connection.closed and not _has_something_to_say(self.connection.fileno()):
            return True
        return super().is_usable()


def _has_something_to_say(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))

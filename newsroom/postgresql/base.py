"""Django's connection to PostgreSQL: tells without asking whether a kept one still holds, and reads in one process."""

import select

from django.db.backends.postgresql import base

IN_ONE_PROCESS = "SELECT set_config('max_parallel_workers_per_gather', '0', FALSE), set_config('jit', 'off', FALSE)"
"""To start workers, or a compiler, takes longer than to read a page. Told on the way and not as an option of the
connection, which a pool of connections would refuse."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each request Django asks `SELECT 1` of a connection that it has kept, which takes as long as an answer.

    A server that ended a connection has said so, and its last words lie there unread. Only where some do is it asked.
    """

    def is_usable(self) -> bool:
        if not self.connection.closed and not _has_something_to_say(self.connection.fileno()):
            return True
        return super().is_usable()

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute(IN_ONE_PROCESS)


def _has_something_to_say(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))

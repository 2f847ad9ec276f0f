"""A connection is kept from request to request, and what happens when the other side has ended it."""

import time
from pathlib import Path
from threading import Thread
from unittest.mock import ANY

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction

from tests.api.asking import CLAIMS, client, issue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_request_is_answered_after_the_database_has_ended_the_connection():
    assert client.get(CLAIMS).status_code == 200
    kept = connection.connection
    _end()
    close_old_connections()  # as before every request
    assert client.get(CLAIMS).status_code == 200
    assert connection.connection is not kept


def test_a_connection_that_holds_is_not_asked_whether_it_does():
    client.get(CLAIMS)
    kept = connection.connection
    close_old_connections()
    connection.ensure_connection()
    assert connection.connection is kept
    assert _asked_last() != "SELECT 1"


def test_a_document_is_kept_in_one_piece():
    issue(ClaimFactory(), ClaimFactory())
    if connection.vendor == "sqlite":
        return  # it knows no other way
    beside = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'events_claimpublication'"
    with connection.cursor() as cursor:
        cursor.execute(beside)
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT min(length(body)) FROM events_claimpublication")
        assert cursor.fetchone()[0] > 2_000


def test_a_page_is_read_by_one_process():
    if connection.vendor == "sqlite":
        return  # it has no other
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_parallel_workers_per_gather'), current_setting('jit')")
        assert cursor.fetchone() == ("0", "off")


def test_new_words_stand_in_the_index_at_once():
    if connection.vendor == "sqlite":
        return  # it knows no other way
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reloptions FROM pg_class WHERE relname LIKE '%\\_words'")
        assert cursor.fetchall() == [(ANY, ["fastupdate=off"])] * 4


def _end():
    if connection.vendor == "sqlite":
        connection.close()
        return
    with _somebody_else() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


def _asked_last():
    if connection.vendor == "sqlite":
        return ""  # a file is not asked
    with _somebody_else() as other:
        pid = connection.connection.info.backend_pid
        return other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]


def _somebody_else():
    wanted = connection.get_connection_params()
    named = {name: wanted[name] for name in ("dbname", "user", "password", "host", "port") if wanted.get(name)}
    return psycopg.connect(**named, autocommit=True)


def test_writers_get_their_turn_in_the_order_in_which_they_came():
    if connection.vendor != "sqlite":
        return  # it keeps a queue of its own
    turns: list[int] = []

    def write(number: int) -> None:
        with transaction.atomic():
            turns.append(number)
        connection.close()

    waiting = [Thread(target=write, args=(number,)) for number in range(12)]
    with transaction.atomic():
        for each in waiting:
            each.start()
            _until_asleep(each)
        assert turns == []
    for each in waiting:
        each.join()
    assert turns == list(range(12))


def _until_asleep(thread: Thread) -> None:
    """Until the operating system says that this thread waits for a lock on a file."""
    deadline = time.monotonic() + 60
    waits_at = Path(f"/proc/self/task/{thread.native_id}/wchan")
    while "lock_inode" not in waits_at.read_text():
        assert time.monotonic() < deadline

"""Take a database of the first release up to now, by every migration, and back down to nothing, with data in it.

    python -m tests.drills.migrations
    DATABASE_URL=postgres://… python -m tests.drills.migrations

In a database of its own: a new file, or `drill_migrations` on the server that DATABASE_URL names. The rows of the
first release are frozen in `first_release.json`; `--freeze` writes them anew from rows made now, taken down to it.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.drills.scratch import beside

FROZEN = Path(__file__).parent / "first_release.json"
OURS = ("accounts", "ledger", "sources", "events", "desk")
FIRST = [
    ("accounts", "0001_initial"),
    ("ledger", "0001_initial"),
    ("sources", "0002_topics"),
    ("events", "0002_vocabularies"),
]
"""What the first release had applied."""
NAME = "drill_migrations"


@contextmanager
def scratch_database() -> Iterator[None]:
    """While entered, DATABASE_URL names an empty database; Django has to be set up afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        with TemporaryDirectory() as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/{NAME}.sqlite3"
            yield
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        os.environ["DATABASE_URL"] = beside(url, NAME)
        try:
            yield
        finally:
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


class Walk:
    """One migration after the other, each with a look at what became of the rows."""

    def __init__(self) -> None:
        self.steps = 0
        self.before: dict[str, int] = {}

    def to(self, targets: Any) -> Any:
        """The state of the models there. Raises where a step loses rows of a table that is there before and after."""
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        note: Any = self._note
        executor = MigrationExecutor(connection, note)
        executor.migrate(targets)
        return executor.loader.project_state([target for target in targets if target[1]])

    def to_now(self) -> Any:
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        return self.to(MigrationExecutor(connection).loader.graph.leaf_nodes())

    def _note(self, action: str, migration: Any = None, _fake: bool = False) -> None:  # noqa: FBT001, FBT002  as called
        if migration is None or migration.app_label not in OURS:
            return
        if action.endswith("_start"):
            self.before = counts()
            return
        self.steps += 1
        after = counts()
        lost = {table: rows for table, rows in self.before.items() if after.get(table, rows) < rows}
        if lost:
            message = f"{migration} loses rows of {lost}"
            raise AssertionError(message)


def counts() -> dict[str, int]:
    """The rows of every table of ours, but for vocabularies and the index of words, which follow from others."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith(OURS)]
        return {name: _count(cursor, name) for name in tables if not name.endswith(FOLLOWING) and "words" not in name}


FOLLOWING = ("_topic", "_predicate", "_population")


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  a name that the database gave
    return int(cursor.fetchone()[0])


def freeze(state: Any) -> None:
    """Write every row of ours as text, without the vocabularies, which the migrations bring."""
    models = [model for model in state.apps.get_models() if model._meta.app_label in OURS]
    kept = [model for model in models if not model._meta.db_table.endswith(FOLLOWING)]
    rows = {model._meta.label: [_as_text(row) for row in model._base_manager.order_by("pk")] for model in kept}
    rows = {label: made for label, made in rows.items() if made}
    FROZEN.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def _as_text(row: Any) -> dict[str, str | None]:
    fields = row._meta.concrete_fields
    return {each.attname: None if getattr(row, each.attname) is None else each.value_to_string(row) for each in fields}


def _from_text(model: Any, row: dict[str, Any]) -> Any:
    return model(**{each.attname: each.to_python(row[each.attname]) for each in model._meta.concrete_fields})


def thaw(state: Any) -> int:
    """Put the frozen rows where they belong; how many there are."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    rows = json.loads(FROZEN.read_text())
    models = [state.apps.get_model(label) for label in rows]
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model in models:
            model._base_manager.bulk_create([_from_text(model, row) for row in rows[model._meta.label]])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return sum(map(len, rows.values()))


def upgrade() -> dict[str, int]:
    """Up from the first release to now with its rows, a look at the product, and down again with the rows of now."""
    from django.core.management.color import no_style
    from django.db import connection

    walk = Walk()
    thawed = thaw(walk.to(FIRST))
    walk.to_now()
    look_at_the_product()
    make_rows()
    held = sum(counts().values())
    walk.to(FIRST)
    check_that_nothing_used_is_taken_away(walk)
    with connection.constraint_checks_disabled():
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), list(counts()), allow_cascade=True))
    walk.to([(app, None) for app in OURS])
    return {"steps": walk.steps, "frozen rows": thawed, "rows taken down": held}


def check_that_nothing_used_is_taken_away(walk: Walk) -> None:
    """The vocabularies do not go while a claim stands on them; the refusal leaves everything as it was."""
    from django.db.models import ProtectedError

    before = counts()
    try:
        walk.to([("events", "0001_initial")])
    except ProtectedError:
        assert counts() == before
        return
    message = "words that claims use were taken away"
    raise AssertionError(message)


def look_at_the_product() -> None:
    """What was issued before is served, found, listed in files and verified; something new can be issued."""
    from django.core.management import call_command

    from tests.api.asking import ask, client, issue
    from tests.factories import ClaimFactory

    frozen = json.loads(FROZEN.read_text())
    current = [row for row in frozen["events.ClaimPublication"] if row["until_seq"] is None]
    issued = {row["public_id"] for row in current if row["visibility"] == "issued"}
    assert {each["id"] for each in ask("/api/v1/claims/")["results"]} == issued
    assert ask("/api/v1/claims/", q="militants")["results"]
    lines = b"".join(client.get("/api/v1/claims.csv")).decode()
    assert all(public_id in lines for public_id in issued)
    call_command("verify_ledger", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    issue(ClaimFactory())
    assert len(ask("/api/v1/claims/")["results"]) == len(issued) + 1


def make_rows() -> None:
    """One of everything, its texts full of what is hostile."""
    from django.core.management.sql import emit_post_migrate_signal

    from tests.browser.hostile_rows import fill_desk

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")  # makes the rights
    fill_desk()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true", help="Write the rows of the first release anew.")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with scratch_database():
        import django
        from django.db import connections
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment(debug=False)
        sys.stdout.write(f"{json.dumps(make_frozen() if wanted.freeze else upgrade())}\n")
        connections.close_all()


def make_frozen() -> dict[str, int]:
    from tests.api.asking import end, issue
    from tests.factories import ClaimFactory

    walk = Walk()
    walk.to_now()
    claims = [ClaimFactory(figure=figure) for figure in ("nine", "at least six", "dozens")]
    issue(*claims)
    end(claims[0])
    freeze(walk.to(FIRST))
    return {"steps": walk.steps}


if __name__ == "__main__":
    main()

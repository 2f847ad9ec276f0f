"""A migration that came after the first ones is safe while the code before it still runs."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

LAST_BEFORE_A_RELEASE = {"accounts": 3, "desk": 1, "ledger": 3, "sources": 13, "events": 11}
"""By app the newest migration that nobody had to run beside older code. What comes later is looked at."""
OF_POSTGRESQL = ("NOT_NULL", "ADD_UNIQUE", "ALTER_COLUMN", "CREATE_INDEX", "DROP_COLUMN", "DROP_TABLE", "RENAME_COLUMN")
"""SQLite makes a table anew for most changes, which reads like all of these."""


def before_a_release() -> list[str]:
    on_disk = MigrationLoader(None).disk_migrations
    return [name for app, name in on_disk if int(name[:4]) <= LAST_BEFORE_A_RELEASE.get(app, 0)]


def lint(*, but: list[str]) -> MigrationLinter:
    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=list(LAST_BEFORE_A_RELEASE),
        ignore_name=but,
        exclude_migration_tests=() if connection.vendor == "postgresql" else OF_POSTGRESQL,
        no_cache=True,
    )
    linter.lint_all_migrations()
    return linter


@pytest.mark.django_db(transaction=True)
def test_no_new_migration_breaks_the_code_that_runs_before_it():
    linter = lint(but=before_a_release())
    assert not linter.has_errors, (
        "python manage.py lintmigrations says which; README of django-migration-linter says why"
    )
    assert linter.nb_ignored >= len(before_a_release())


@pytest.mark.django_db(transaction=True)
def test_an_unsafe_migration_is_seen():
    """Of those before a release one takes a column that may not be null into a table that is there."""
    others = [name for name in before_a_release() if name != "0006_undone_imports"]
    assert lint(but=others).has_errors == (connection.vendor == "postgresql")


@pytest.mark.django_db
def test_a_database_of_the_first_release_goes_up_to_now_and_down_again_with_its_rows():
    command = [sys.executable, "-m", "tests.drills.migrations"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True)  # noqa: S603  our own
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    on_disk = MigrationLoader(None).disk_migrations
    assert told["steps"] == 2 * sum(app in LAST_BEFORE_A_RELEASE for app, _name in on_disk)
    assert told["frozen rows"] > 100
    assert told["rows taken down"] > 400

"""What somebody finds who takes the database file, what lies beside it, or a copy of it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from tests.vault.canaries import leaked

SCRIPT = """
import os, sqlite3, sys
import django
django.setup()
from django.db import connection, transaction
from sources.models import Source, SourceIdentity
from tests.vault.canaries import CANARIES
with connection.cursor() as cursor:
    cursor.execute(f"PRAGMA journal_mode = {sys.argv[1]}")
Source.objects.create(kind="person", name="Openly Named")
for number in range(40):
    source = Source.objects.create(kind="person", name="a senior official", disclosure="background")
    SourceIdentity.objects.create(source=source, **CANARIES)
with connection.cursor() as cursor:
    cursor.execute("VACUUM INTO %s", [sys.argv[2]])
transaction.set_autocommit(False)
SourceIdentity.objects.update(version=2)
identity = SourceIdentity.objects.last()
identity.note = "met at Qvxplace again"
identity.save()
os._exit(9)  # with the journal of an unfinished transaction beside the file
"""


@pytest.fixture
def database(django_db_setup, tmp_path):
    """A file of its own with every table and nothing in it, copied from that of the tests."""
    path = tmp_path / "newsroom.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as migrated, sqlite3.connect(path) as own:
        migrated.backup(own)
    return path


@pytest.mark.own_database
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_neither_the_file_nor_its_journal_nor_a_copy_holds_an_identity(database, journal):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "only for this test",
        "IDENTITY_KEYS": Fernet.generate_key().decode(),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    copy = database.with_name("copy.sqlite3")
    command = [sys.executable, "-c", SCRIPT, journal, copy]
    ended = subprocess.run(command, env=environment, check=False)  # noqa: S603  our own
    assert ended.returncode == 9
    files = {file.name: file.read_bytes() for file in database.parent.iterdir()}
    assert len(files) > 2, "the journal is there"
    for path in (database, copy):
        assert b"Openly Named" in path.read_bytes() + files.get("newsroom.sqlite3-wal", b"")
    assert {name: leaked(content) for name, content in files.items()} == {name: [] for name in files}
    for path in (database, copy):
        with sqlite3.connect(path) as opened:
            assert opened.execute("SELECT count(*) FROM sources_sourceidentity").fetchone() == (40,)

"""What somebody finds who takes the database file and what lies beside it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.vault.canaries import leaked

SCRIPT = """
import os, sqlite3, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0)
from sources.models import Source, SourceIdentity
from tests.vault.canaries import CANARIES
with connection.cursor() as cursor:
    cursor.execute(f"PRAGMA journal_mode = {sys.argv[1]}")
Source.objects.create(kind="person", name="Openly Named")
for number in range(40):
    source = Source.objects.create(kind="person", name="a senior official", disclosure="background")
    SourceIdentity.objects.create(source=source, **CANARIES)
transaction.set_autocommit(False)
SourceIdentity.objects.update(version=2)
identity = SourceIdentity.objects.last()
identity.note = "met at Qvxplace again"
identity.save()
os._exit(9)  # with the journal of an unfinished transaction beside the file
"""


@pytest.mark.own_database
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_neither_the_file_nor_its_journal_holds_an_identity(tmp_path, journal):
    path = tmp_path / "newsroom.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "only for this test",
        "IDENTITY_KEYS": Fernet.generate_key().decode(),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    ended = subprocess.run([sys.executable, "-c", SCRIPT, journal], env=environment, check=False)  # noqa: S603  our own
    assert ended.returncode == 9
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert len(files) > 1, "the journal is there"
    assert b"Openly Named" in b"".join(files.values())
    assert {name: leaked(content) for name, content in files.items()} == {name: [] for name in files}
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM sources_sourceidentity").fetchone() == (40,)

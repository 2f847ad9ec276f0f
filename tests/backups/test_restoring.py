from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from events.models import Claim
from newsroom.backups.backing_up import Contents, backup_keys
from newsroom.backups.rehearsing import scratch_database
from newsroom.backups.sealed_files import read_frames
from newsroom.backups.snapshots import open_snapshot
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish
from newsroom.ledger.verifying import verify
from sources.models import Article, Source
from tests.factories import ClaimFactory, SourceFactory
from tests.vault.canaries import leaked, seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["sealed", "plain"])
def keys(request, settings):
    settings.BACKUP_KEYS = [Fernet.generate_key().decode()] if request.param == "sealed" else []


@pytest.fixture
def sealed(settings):
    settings.BACKUP_KEYS = [Fernet.generate_key().decode()]


@pytest.fixture
def newsroom():
    """A claim that is public, and a source whose name nobody may know."""
    with transaction.atomic():
        claim = ClaimFactory()
        publish([claim])
        seal(SourceFactory(confidential=True))
    return claim


def digests():
    with open_snapshot() as snapshot:
        return snapshot.digests()


def backup(folder, name="newsroom.backup"):
    call_command("backup", str(folder / name))
    return folder / name


def change_something():
    with transaction.atomic():
        Claim.objects.update(certainty="believed")
        publish([SourceFactory(name="Published later")])


def test_a_backup_brings_every_table_back_as_it_was(keys, newsroom, tmp_path, capsys):
    file, before = backup(tmp_path), digests()
    change_something()
    assert digests() != before
    call_command("restore", str(file), over=True)
    assert "Entries 1 to 6 of the ledger hold" in capsys.readouterr().out
    assert digests() == before
    ClaimFactory()  # the numbers of rows go on where they were
    assert file.stat().st_mode & 0o077 == 0


def test_who_saves_while_a_backup_is_copied_waits_and_is_not_turned_away(newsroom, monkeypatch):
    is_file = connection.vendor == "sqlite"
    if is_file:
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0)  # of SQLite's own patience
    turned_away: list[Exception] = []

    def save() -> None:
        try:
            change_something()
        except OperationalError as error:
            turned_away.append(error)
        connection.close()

    before, somebody = digests(), Thread(target=save)
    with open_snapshot() as snapshot:
        somebody.start()
        assert snapshot.digests() == before
        assert somebody.is_alive() or not is_file
        assert b"".join(snapshot.blocks())
        somebody.join()
    assert turned_away == []
    assert digests() != before


def test_the_drill_compares_every_table(sealed, newsroom, capsys):
    before = digests()
    call_command("restore_drill")
    assert "came back the same" in capsys.readouterr().out
    assert digests() == before


@pytest.mark.own_database
def test_the_drill_fails_where_a_row_does_not_come_back(newsroom, monkeypatch):
    def forget(*arguments):
        Source.objects.filter(name="a senior official").update(name="an official")
        return verify()

    monkeypatch.setattr("newsroom.backups.restoring.verify", forget)
    with pytest.raises(CommandError, match="differs from what was backed up, in sources_source"):
        call_command("restore_drill")


def test_nothing_is_written_over_a_newsroom_unless_somebody_says_so(sealed, newsroom, tmp_path):
    file = backup(tmp_path)
    change_something()
    before = digests()
    with pytest.raises(CommandError, match=r"holds entries, sources, articles, incidents\. Nothing was touched"):
        call_command("restore", str(file))
    assert digests() == before


def test_a_cut_an_altered_and_a_foreign_file_touch_nothing(sealed, newsroom, tmp_path, settings):
    whole = backup(tmp_path).read_bytes()
    change_something()
    before = digests()
    other = [Fernet.generate_key().decode()]
    for content, given, said in (
        (whole[:-1], settings.BACKUP_KEYS, "was cut"),
        (whole[: len(whole) // 2], settings.BACKUP_KEYS, "was cut"),
        (whole[:-20] + b"x" + whole[-19:], settings.BACKUP_KEYS, "was altered"),
        (whole, other, "No key in BACKUP_KEYS"),
        (whole, [], "No key in BACKUP_KEYS"),
        (whole, ["short"], "not 32 bytes"),
        (b"SQLite format 3\0", other, "no backup of the newsroom"),
    ):
        settings.BACKUP_KEYS = given
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(CommandError, match=said):
            call_command("restore", str(tmp_path / "other"), over=True)
    assert digests() == before


def test_a_ledger_that_was_bent_is_not_restored_unless_somebody_wants_to_look_at_it(sealed, newsroom, tmp_path, capsys):
    Entry.objects.filter(seq=3).update(reason="legal")
    file = backup(tmp_path)
    Entry.objects.filter(seq=3).update(reason="dependency")
    before = digests()
    with pytest.raises(CommandError, match="Entry 3 of the ledger in this backup: the entry was changed"):
        call_command("restore", str(file), over=True)
    assert digests() == before
    call_command("restore", str(file), over=True, even_if_bent=True)
    assert "Entry 3: the entry was changed" in capsys.readouterr().out
    assert digests() != before


@pytest.mark.own_database  # PostgreSQL checks while it loads
def test_a_database_with_a_row_that_leads_nowhere_is_not_restored(sealed, newsroom, tmp_path):
    outlet = Article.objects.get().outlet_id
    with constraints_off():
        Article.objects.update(outlet_id=1_000_000)
        file = backup(tmp_path)
        Article.objects.update(outlet_id=outlet)
    before = digests()
    with pytest.raises(CommandError, match="unsound"):
        call_command("restore", str(file), over=True)
    assert digests() == before


@contextmanager
def constraints_off():
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def test_a_ledger_that_is_not_the_one_that_went_in_is_not_restored(sealed, newsroom, tmp_path, monkeypatch):
    contents_of = Contents.of
    monkeypatch.setattr(Contents, "of", lambda snapshot: replace(contents_of(snapshot), head=[1, "0" * 64]))
    file, before = backup(tmp_path), digests()
    with pytest.raises(CommandError, match="not the one that went in"):
        call_command("restore", str(file), over=True)
    assert digests() == before


def test_a_backup_of_a_newer_version_is_refused(sealed, newsroom, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('events', '9999_later', '2030-01-01')"
        )
    file = backup(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with pytest.raises(CommandError, match="events 9999_later"):
        call_command("restore", str(file), over=True)


def test_a_backup_takes_the_place_of_no_file(sealed, tmp_path):
    file = backup(tmp_path)
    before = file.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(file))
    assert file.read_bytes() == before
    call_command("backup", str(tmp_path))
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(tmp_path / "no such folder" / "file"))
    assert len(list(tmp_path.glob("*.backup"))) == 2
    assert {path.suffix for path in tmp_path.iterdir()} == {".backup"}


def test_no_identity_stands_in_a_backup(keys, newsroom, tmp_path):
    file = backup(tmp_path)
    with file.open("rb") as opened:
        content = b"".join(read_frames(opened, backup_keys()))
    assert b"a senior official" in content
    assert leaked(content) == []
    assert leaked(file.read_bytes()) == []


@pytest.mark.own_database
def test_an_empty_database_takes_a_backup_without_a_word(sealed, newsroom, tmp_path):
    file = backup(tmp_path)
    before = digests()
    with scratch_database(Path(tmp_path)):
        call_command("restore", str(file))
        assert digests() == before

import json

import pytest
from django.core.management import CommandError, call_command

from newsroom.ledger.checkpoints import NotACheckpoint, read_checkpoints
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db


def checkpoint(folder, capsys):
    call_command("checkpoint_ledger", to=str(folder))
    return capsys.readouterr().out


def kept(folder):
    return [(found.seq, found.sha256) for found in read_checkpoints([folder])]


def head():
    newest = Entry.objects.latest("seq")
    return newest.seq, newest.entry_sha256


def write_anew(seq):
    """The entry and all after it, as somebody who can write the database and knows the rules would."""
    previous = Entry.objects.filter(seq=seq - 1).first()
    for entry in Entry.objects.filter(seq__gte=seq).order_by("seq"):
        entry.reason = "legal" if entry.seq == seq else entry.reason
        entry.prev_sha256 = previous.entry_sha256 if previous else ""
        entry.entry_sha256 = entry.expected_sha256()
        entry.save()
        previous = entry


@pytest.fixture
def folder(tmp_path, capsys):
    """Checkpoints of entries 6 and 7, of a ledger of 8."""
    publish([ClaimFactory()])
    checkpoint(tmp_path, capsys)
    publish([SourceFactory()])
    checkpoint(tmp_path, capsys)
    publish([SourceFactory()])
    assert [seq for seq, _ in kept(tmp_path)] == [6, 7]
    return tmp_path


def test_a_checkpoint_is_one_line_of_json_appended_to_the_file_of_the_day(folder):
    (file,) = folder.iterdir()
    entry = Entry.objects.get(seq=7)
    assert file.name == f"{entry.at:%Y-%m-%d}.jsonl"
    assert json.loads(file.read_text().splitlines()[-1]) == {
        "at": entry.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "seq": 7,
        "sha256": entry.entry_sha256,
    }


def test_a_checkpoint_can_be_printed_and_what_the_api_gives_is_the_same(client, capsys):
    publish([SourceFactory()])
    call_command("checkpoint_ledger", to="-")
    assert json.loads(capsys.readouterr().out) == client.get("/api/v1/ledger/").json()["head"]


def test_there_is_no_checkpoint_of_an_empty_ledger(tmp_path):
    with pytest.raises(CommandError, match="nothing to keep yet"):
        call_command("checkpoint_ledger", to=str(tmp_path))


def test_a_folder_that_is_not_there_is_told(tmp_path):
    publish([SourceFactory()])
    with pytest.raises(CommandError, match="no such folder"):
        call_command("checkpoint_ledger", to=str(tmp_path / "other"))


def test_each_act_keeps_a_checkpoint_where_the_setting_names_a_folder(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.CHECKPOINT_DIR = str(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        publish([ClaimFactory()])
    assert kept(tmp_path) == [head()]


def test_a_folder_that_cannot_be_written_takes_nothing_back(
    settings, tmp_path, django_capture_on_commit_callbacks, caplog
):
    settings.CHECKPOINT_DIR = str(tmp_path / "gone")
    with django_capture_on_commit_callbacks(execute=True):
        publish([SourceFactory()])
    assert head()[0] == 1
    assert "gone" in caplog.text


def test_a_line_that_a_crash_has_cut_counts_for_nothing_and_gives_way(folder, capsys):
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"at":"2026-01-')
    assert [seq for seq, _ in kept(folder)] == [6, 7]
    checkpoint(folder, capsys)
    assert file.read_bytes().startswith(whole + b'{"at":')
    assert [seq for seq, _ in kept(folder)] == [6, 7, 8]


@pytest.mark.parametrize("line", ["", "[]", '{"seq":6}', '{"seq":6,"sha256":"x"}', '{"seq":"six","sha256":1}', "\x00"])
def test_a_line_that_is_no_checkpoint_is_named_with_its_place(folder, line):
    (file,) = folder.iterdir()
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(NotACheckpoint, match=r"jsonl, line 3: this is no checkpoint"):
        read_checkpoints([folder])
    with pytest.raises(CommandError, match="line 3"):
        call_command("verify_ledger", against=[str(folder)])


def test_a_ledger_that_holds_says_from_which_number_on_it_cannot_know(folder, capsys):
    call_command("verify_ledger", against=[str(folder)])
    said = capsys.readouterr().out
    assert "Entries 1 to 8 hold together; 1 to 7 are those that a checkpoint was taken of" in said
    assert "From 8 on it cannot be known" in said
    checkpoint(folder, capsys)
    call_command("verify_ledger", against=[str(folder)])
    assert "cannot be known" not in capsys.readouterr().out


@pytest.mark.parametrize(("seq", "named"), [(3, "Entries 1 to 6"), (7, "Entry 7")])
def test_a_chain_written_anew_shows_between_the_checkpoints_around_it(folder, seq, named):
    write_anew(seq)
    call_command("verify_ledger")  # by itself it holds
    with pytest.raises(CommandError, match=f"{named}: the entries are not those that a checkpoint was taken of"):
        call_command("verify_ledger", against=[str(folder)])


def test_what_is_written_anew_behind_the_newest_checkpoint_cannot_be_known(folder, capsys):
    write_anew(8)
    call_command("verify_ledger", against=[str(folder)])
    assert "From 8 on it cannot be known" in capsys.readouterr().out


def test_an_emptied_ledger_shows_against_a_checkpoint(folder):
    Entry.objects.all().delete()
    with pytest.raises(CommandError, match="Entries 1 to 7: entries of which checkpoints were kept are missing"):
        call_command("verify_ledger", against=[str(folder)])


def test_no_checkpoint_is_added_to_those_of_another_ledger(folder):
    write_anew(7)
    with pytest.raises(CommandError, match="does not hold entry 7 as it was"):
        call_command("checkpoint_ledger", to=str(folder))
    assert len(kept(folder)) == 2


def test_checkpoints_that_contradict_each_other_show(folder):
    (file,) = folder.iterdir()
    file.write_text(file.read_text().replace(kept(folder)[0][1], "0" * 64))
    with pytest.raises(CommandError, match="Entries 1 to 6"):
        call_command("verify_ledger", against=[str(folder)])

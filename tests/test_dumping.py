"""A whole ledger as files: what is in them, how they are checked, and what never comes to stand in them."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from events.models import Claim, Export
from newsroom import dumping
from newsroom.ledger.publishing import take_down
from tests.api.asking import CLAIMS, ask, end, head, ids, issue, reissue
from tests.factories import ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims():
    made = [ClaimFactory(said_by=SourceFactory(person=True, name="=1+1")) for _ in range(3)]
    issue(*made)
    return made


def dumped(folder, **options):
    out = io.StringIO()
    call_command("export_ledger", folder, stdout=out, **options)
    return out.getvalue()


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_dump_holds_what_the_lists_show_in_both_forms_and_says_so_in_its_manifest(claims, tmp_path):
    folder = tmp_path / "dump"
    assert f"the ledger at entry {head()}" in dumped(folder)
    for plural in ("articles", "sources", "incidents", "questions", "claims"):
        documents = ask(f"/api/v1/{plural}/")["results"]
        assert lines(folder / f"{plural}.ndjson") == documents
        rows = list(csv.DictReader(io.StringIO((folder / f"{plural}.csv").read_text(), newline="")))
        assert [row["id"] for row in rows] == ids({"results": documents})
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["ledger"]["seq"] == head()
    assert {each["name"]: each["rows"] for each in manifest["files"]}["claims.csv"] == 3


def test_a_dump_is_checked_by_its_manifest_and_by_sha256sum(claims, tmp_path):
    folder = tmp_path / "dump"
    dumped(folder)
    assert f"Head: {head()}" in dumped(folder, verify=True)
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603  our own
    assert checked.returncode == 0, checked.stdout


def test_who_was_given_a_dump_checks_it_without_a_ledger_of_his_own(claims, tmp_path):
    folder = tmp_path / "dump"
    dumped(folder)
    command = [sys.executable, "manage.py", "export_ledger", str(folder), "--verify"]
    elsewhere = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    checked = subprocess.run(command, env=elsewhere, check=False, capture_output=True, text=True)  # noqa: S603  our own
    assert f"Head: {head()}" in checked.stdout, checked.stderr


@pytest.mark.parametrize("name", ["claims.ndjson", "sources.csv", "entries.ndjson"])
def test_one_changed_letter_is_found(claims, tmp_path, name):
    folder = tmp_path / "dump"
    dumped(folder)
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content.replace(b"e", b"a", 1))
    with pytest.raises(CommandError, match=name):
        dumped(folder, verify=True)


@pytest.mark.parametrize("how", ["missing", "strange", "no manifest"])
def test_a_file_more_or_less_is_found(claims, tmp_path, how):
    folder = tmp_path / "dump"
    dumped(folder)
    if how == "strange":
        (folder / "more.csv").write_text("x")
    else:
        (folder / ("claims.csv" if how == "missing" else "manifest.json")).unlink()
    with pytest.raises(CommandError, match=r"claims\.csv|more\.csv|manifest\.json"):
        dumped(folder, verify=True)


def test_a_chain_that_was_written_anew_is_found_though_every_file_has_its_hash(claims, tmp_path, monkeypatch):
    folder = tmp_path / "dump"
    chain = dumping._chain
    monkeypatch.setattr(dumping, "_chain", lambda to: list(chain(to))[1:])
    dumped(folder)
    with pytest.raises(CommandError, match="line 1"):
        dumped(folder, verify=True)


def test_a_dump_of_another_ledger_is_told(claims, tmp_path):
    folder = tmp_path / "dump"
    dumped(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["ledger"]["seq"] += 1
    assert dumping.ledger_differs(manifest)


def test_a_dump_of_the_past_is_the_same_bytes_whatever_was_issued_since(claims, tmp_path):
    then = head()
    dumped(tmp_path / "before")
    reissue(claims[0])
    issue(ClaimFactory())
    dumped(tmp_path / "after", as_of=then)
    for file in sorted((tmp_path / "before").iterdir()):
        assert file.read_bytes() == (tmp_path / "after" / file.name).read_bytes(), file.name


def test_what_was_withdrawn_is_in_it_only_where_that_is_asked_for(claims, tmp_path):
    end(claims[0])
    dumped(tmp_path / "without", form="ndjson")
    dumped(tmp_path / "with", form="ndjson", include_withdrawn=True)
    assert ids({"results": lines(tmp_path / "without" / "claims.ndjson")}) == ids(ask(CLAIMS))
    assert {each["visibility"] for each in lines(tmp_path / "with" / "claims.ndjson")} == {"issued", "withdrawn"}
    assert not (tmp_path / "with" / "claims.csv").exists()


def test_nothing_stays_where_something_is_taken_down_meanwhile(claims, tmp_path, monkeypatch):
    write = dumping._write_form

    def and_then_a_court_orders(place, form, query, count):
        written = write(place, form, query, count)
        if query.kind.name != "claim":
            return written
        with transaction.atomic():
            take_down([Claim.objects.get(pk=claims[0].pk)], "A court has ordered it.")
        monkeypatch.setattr(dumping, "_write_form", write)
        return written

    monkeypatch.setattr(dumping, "_write_form", and_then_a_court_orders)
    with pytest.raises(CommandError, match="taken down"):
        dumped(tmp_path / "dump")
    assert list(tmp_path.iterdir()) == []
    dumped(tmp_path / "dump")
    assert claims[0].public_id not in (tmp_path / "dump" / "claims.ndjson").read_text()


def test_a_dump_that_is_broken_off_leaves_nothing_and_one_that_is_there_is_never_changed(claims, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(dumping, "_write_manifest", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            dumped(tmp_path / "dump")
    assert list(tmp_path.iterdir()) == []
    dumped(tmp_path / "dump")
    with pytest.raises(CommandError, match="there already"):
        dumped(tmp_path / "dump")
    shutil.rmtree(tmp_path / "dump")


def test_an_empty_ledger_and_a_number_that_is_not_there_are_told(tmp_path):
    with pytest.raises(CommandError, match="nothing has been published"):
        dumped(tmp_path / "dump")
    issue(ClaimFactory())
    with pytest.raises(CommandError, match="the newest is"):
        dumped(tmp_path / "dump", as_of=head() + 1)


def test_whose_names_left_the_house_is_kept(claims, tmp_path):
    dumped(tmp_path / "dump")
    export = Export.objects.get()
    assert export.ledger_seq == head()
    assert export.documents.filter(public_id=claims[0].said_by.public_id).exists()

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, transaction
from django.test import Client

from newsroom.api.outages import outage_words
from newsroom.backups.snapshots import open_snapshot
from newsroom.ledger import seam
from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish
from newsroom.ledger.verifying import verify
from tests.api.asking import ask, refusal
from tests.desk.claim_posts import boxes, errors, page
from tests.factories import ClaimFactory, UserFactory
from tests.faults.breaking import full, gone, read_only

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
ADDRESSES = ["claims/", "claims/{id}/", "claims/{id}/versions/", "claims.csv", "changes/", "ledger/", "meta/"]


@pytest.fixture
def claim():
    with transaction.atomic():
        claim = ClaimFactory()
        publish([claim])
    return claim


@pytest.fixture
def browser():
    browser = Client(raise_request_exception=False)
    browser.force_login(UserFactory(chief=True))
    return browser


def digests():
    with open_snapshot() as snapshot:
        return snapshot.digests()


def test_the_api_says_503_and_when_to_ask_again_while_its_database_is_gone(claim):
    addresses = [f"/api/v1/{address}".format(id=claim.public_id) for address in ADDRESSES[:-1]]
    for address in addresses:
        assert Client().get(address).status_code == 200
    with gone():
        for address in addresses:
            problem = refusal(address, 503)
            assert problem["code"] == "unavailable"
            assert "sqlite" not in str(problem)
            assert Client(raise_request_exception=False).get(address)["Retry-After"] == "30"
        assert Client().get("/healthz").status_code == 200
        assert Client().get("/readyz").status_code == 503
    for address in addresses:
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("broken", [read_only, full])
def test_the_api_goes_on_where_the_database_cannot_be_written(claim, broken):
    with broken():
        assert ask("/api/v1/claims/")["results"][0]["id"] == claim.public_id


def test_the_desk_says_in_plain_words_that_its_database_is_gone(browser):
    with gone():
        answer = browser.get("/admin/")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert "out of order for the moment" in answer.content.decode()
    assert "Nothing was changed" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize("press", ["_save", "_publish"])
@pytest.mark.parametrize(("broken", "said"), [(read_only, "cannot be written"), (full, "disk of the database is full")])
def test_what_is_sent_to_a_desk_that_cannot_write_is_not_saved_in_part(claim, browser, broken, said, press):
    shown = page(browser, "events_claim", claim.pk)
    filled = boxes(shown) | {"change_reason": "A reason.", "certainty": "believed", "note": "x" * 9_000}
    before = digests()
    with broken():
        answer = browser.post(shown.request["PATH_INFO"], filled | {press: "1"})
    assert answer.status_code == 503
    assert said in answer.content.decode()
    assert "What you sent was not saved" in answer.content.decode()
    assert digests() == before
    answer = browser.post(shown.request["PATH_INFO"], filled | {press: "1"})
    assert answer.status_code == 302, errors(answer)
    claim.refresh_from_db()
    assert claim.certainty == "believed"


@pytest.mark.parametrize("room", [1, 3, 6, 10, 15])
def test_a_disk_that_fills_in_the_middle_of_an_act_leaves_nothing_of_it(claim, room):
    others = ClaimFactory.create_batch(8, cited_in=claim.citations.get().article)
    before = digests()
    with full(pages_left=room):
        with pytest.raises(OperationalError) as caught, transaction.atomic():
            publish(others)
        assert outage_words(caught.value) == "the disk of the database is full"
    assert digests() == before
    with transaction.atomic():
        publish(others)
    assert verify().bad_seq is None


@pytest.mark.parametrize("back", [dt.timedelta(seconds=1), dt.timedelta(days=4000)])
def test_a_clock_that_jumps_back_turns_no_order_round(claim, monkeypatch, back):
    newest = Entry.objects.latest("seq")
    monkeypatch.setattr(seam, "now", lambda: newest.at - back)
    with transaction.atomic():
        later = ClaimFactory()
        publish([later])
    moments = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert verify().bad_seq is None
    assert (
        ask(f"/api/v1/claims/{later.public_id}/")["issued_at"] >= ask(f"/api/v1/claims/{claim.public_id}/")["issued_at"]
    )
    assert [each["id"] for each in ask("/api/v1/claims/")["results"]] == [later.public_id, claim.public_id]
    assert ask("/api/v1/changes/", since=newest.seq)["results"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg.errors.AdminShutdown(), "the database server is shutting down or starting"),
        (psycopg.errors.TooManyConnections(), "the database has no room for more"),
        (psycopg.errors.DeadlockDetected(), "others were faster, again and again"),
        (psycopg.OperationalError("connection refused"), "the database server does not answer"),
        (OSError(28, "No space left on device"), "a disk is full"),
        (psycopg.errors.UndefinedTable(), ""),
        (psycopg.errors.NumericValueOutOfRange(), ""),
        (psycopg.DataError("a text with NUL"), ""),
        (OSError(2, "No such file"), ""),
        (ValueError(), ""),
    ],
)
def test_only_what_passes_or_can_be_mended_is_an_outage(error, words):
    assert outage_words(error) == words


def test_a_slip_in_a_statement_is_no_outage():
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("SELECT nothing FROM nowhere")
    assert outage_words(caught.value) == ""


@pytest.mark.own_database
@pytest.mark.parametrize("name", ["verify_ledger", "make_roles", "reissue_documents"])
def test_a_command_says_what_is_out_of_order_without_the_places_in_the_code(name):
    environment = {
        **os.environ,
        "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(  # noqa: S603  our own
        [sys.executable, "manage.py", name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Ended: the database file cannot be opened." in done.stderr
    assert "Traceback" not in done.stderr

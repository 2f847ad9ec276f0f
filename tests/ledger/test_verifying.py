from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from newsroom.ledger.models import Entry
from newsroom.ledger.publishing import publish, withdraw
from newsroom.ledger.verifying import verify
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db

# What somebody with the database password might do, and the number that it shows at.
TAMPERINGS = {
    "a body is edited": ("UPDATE events_claimpublication SET body = replace(body, 'six', 'two')", 6),
    "a facet is edited": ("UPDATE events_claimpublication SET low = 2 WHERE version = 1", 6),
    "a visibility is edited": ("UPDATE sources_sourcepublication SET visibility = 'withdrawn' WHERE from_seq = 2", 2),
    "a salt is edited": ("UPDATE sources_articlepublication SET salt = 'x'", 3),
    "a term is edited": ("UPDATE events_claimterm SET value = 'other' WHERE name = 'rendering'", 6),
    "a term is deleted": ("DELETE FROM events_claimterm WHERE name = 'outlet'", 6),
    "a term is added": (
        "INSERT INTO sources_articleterm (name, value, from_seq) VALUES ('outlet', 'src_other', 3)",
        3,
    ),
    "a document is deleted": ("DELETE FROM events_questionpublication WHERE version = 1", 5),
    "a document ends early": ("UPDATE sources_articlepublication SET until_seq = 5", 3),
    "a document is issued at another time": (
        "UPDATE events_incidentpublication SET issued_at = '2001-01-01 00:00:00+00:00' WHERE version = 1",
        4,
    ),
    "an operation is edited": ("UPDATE ledger_entry SET op = 'updated' WHERE seq = 4", 4),
    "an hour is edited": ("UPDATE ledger_entry SET at = '2001-01-01 00:00:00+00:00' WHERE seq = 1", 1),
    "a reason is edited": ("UPDATE ledger_entry SET reason = 'legal' WHERE seq = 2", 2),
    "a hash is edited": ("UPDATE ledger_entry SET entry_sha256 = 'x' WHERE seq = 5", 5),
    "an entry is deleted": ("DELETE FROM ledger_entry WHERE seq = 3", 3),
    "two entries change places": (
        "UPDATE ledger_entry SET seq = CASE seq WHEN 2 THEN 1000 ELSE seq END",
        2,
    ),
    "a term ends in the future": ("UPDATE events_claimterm SET until_seq = 50 WHERE until_seq IS NULL", 9),
    "a line of an export is edited": ("UPDATE events_claimline SET text = replace(text, 'six', 'two')", 6),
    "a word of the search is edited": ("UPDATE events_claimwords SET words = 'planted'", 6),
    "the words of a document are deleted": ("DELETE FROM sources_articlewords", 3),
    "a line of an export is deleted": ("DELETE FROM sources_articleline", 3),
    "the tail of the entries is cut": ("DELETE FROM ledger_entry WHERE seq >= 8", 8),
    "a document is added": (
        "INSERT INTO sources_sourceterm (name, value, from_seq) VALUES ('speaks_for', 'src_other', 1)",
        1,
    ),
}


@pytest.fixture
def ledger():
    claim = ClaimFactory()
    publish([claim])
    withdraw([claim], "Retracted.")
    assert Entry.objects.count() == 9
    return claim


def test_an_untouched_ledger_holds(ledger):
    verdict = verify()
    assert verdict.bad_seq is None
    assert verdict.entries == 9
    assert verdict.head_sha256 == Entry.objects.get(seq=9).entry_sha256


@pytest.mark.parametrize("what", TAMPERINGS)
def test_verifying_names_the_number_where(ledger, what):
    statement, seq = TAMPERINGS[what]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount
    verdict = verify()
    assert verdict.bad_seq == seq, verdict.problem
    assert verdict.problem


@pytest.mark.parametrize("question", range(0, 35, 3))
def test_an_act_during_the_walk_is_no_tampering(ledger, question):
    """Whichever of its questions the walk is about to ask."""
    asked = count()

    def act_before(execute, sql, *arguments):
        if next(asked) == question:
            ledger.question.incident.label = "Renamed meanwhile"
            ledger.question.incident.save()
            publish([ledger.question.incident, ClaimFactory()])
        return execute(sql, *arguments)

    with connection.execute_wrapper(act_before):
        verdict = verify()
    assert next(asked) > question, "the walk had ended before"
    assert verdict.bad_seq is None, verdict.problem


def test_the_command_names_the_first_bad_number_and_fails(ledger):
    Entry.objects.filter(seq=4).update(reason="legal")
    with pytest.raises(CommandError, match=r"Entry 4: the entry was changed.*Entries 1 to 3 hold"):
        call_command("verify_ledger")


def test_the_command_prints_the_head_to_keep_elsewhere(ledger, capsys):
    call_command("verify_ledger")
    assert f"Head: 9 {Entry.objects.get(seq=9).entry_sha256}" in capsys.readouterr().out


def test_the_command_says_that_an_empty_ledger_is_empty(capsys):
    call_command("verify_ledger")
    assert "nothing has been published" in capsys.readouterr().out

import csv
import io

import pytest
from django.core.management import call_command

from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def exported(shape, **options):
    out = io.StringIO()
    call_command("export_series", shape=shape, stdout=out, stderr=io.StringIO(), **options)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


@pytest.fixture
def question():
    incident = IncidentFactory(label="=Raid()", occurred_edtf="[2023-01-21..2023-01-31]")
    incident.parties.create(party=SourceFactory(name="Army"), role="side_a")
    question = QuestionFactory(incident=incident)
    publish([ClaimFactory(question=question), ClaimFactory(question=question, figure="nine")])
    return question


def test_a_ucdp_row_has_low_best_high_and_the_recipe_that_made_them(question):
    (row,) = exported("ucdp")
    assert (row["low"], row["best"], row["high"]) == ("6", "9", "9")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == ("2023-01-21", "2023-01-31", "4")
    assert len(row["recipe_id"]) == 16


def test_an_ibc_row_has_minimum_and_maximum(question):
    (row,) = exported("ibc")
    assert (row["minimum"], row["maximum"]) == ("6", "9")


def test_an_acled_row_has_the_conservative_number_and_the_actors(question):
    (row,) = exported("acled")
    assert (row["fatalities"], row["actor1"], row["time_precision"]) == ("6", "Army", "3")


def test_a_label_that_a_spreadsheet_would_run_is_neutral(question):
    (row,) = exported("ucdp")
    assert row["event"] == "'=Raid()"


def test_a_contested_question_leaves_the_best_figure_empty():
    question = QuestionFactory()
    publish([ClaimFactory(question=question, figure="six"), ClaimFactory(question=question, figure="nine")])
    (row,) = exported("ucdp")
    assert (row["low"], row["best"], row["high"], row["contested"]) == ("6", "", "9", "1")


def test_nothing_to_export_is_said(capsys):
    assert exported("ucdp", predicate="abducted") == []

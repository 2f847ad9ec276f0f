import io

import pytest
from django.core.management import CommandError, call_command

from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def west():
    return PlaceFactory(name="Westland", latitude=None, longitude=None)


def total(place, figure):
    question = QuestionFactory(incident=None, place=place, of="persons", window="2023-01-01/..")
    return ClaimFactory(question=question, figure=figure)


def raid(figure, day="2023-06-19", admin1="Westland"):
    incident = IncidentFactory(occurred_edtf=day, place=PlaceFactory(admin1=admin1))
    return ClaimFactory(question=QuestionFactory(incident=incident, of="persons"), figure=figure)


def check():
    out = io.StringIO()
    call_command("check_totals", stdout=out)
    return out.getvalue()


def test_a_total_lower_than_its_incidents_raises_an_alarm(west, capsys):
    publish([total(west, "up to 10"), raid("six"), raid("at least five", day="2023-05-01")])
    with pytest.raises(CommandError, match="1 running total is lower"):
        call_command("check_totals")
    assert "the 2 incidents in it come to at least 11" in capsys.readouterr().out


def test_a_total_that_holds_its_incidents_raises_none(west):
    publish([total(west, "roughly 124"), raid("six"), raid("nine", day="2023-05-01")])
    assert "No running total" in check()


@pytest.mark.parametrize(
    "outside", [{"day": "2022-12-31"}, {"day": "2023-07-01"}, {"day": "2023"}, {"admin1": "Eastland"}]
)
def test_what_does_not_certainly_belong_to_the_total_is_not_added(west, outside):
    publish([total(west, "ten"), raid("fifty", **outside)])
    assert "No running total" in check()


def test_an_incident_that_is_part_of_another_is_not_counted_twice(west):
    whole, part = raid("six"), raid("five")
    part.question.incident.links.create(kind="part_of", other=whole.question.incident)
    publish([total(west, "up to 10"), whole, part])
    assert "No running total" in check()

"""A data set's row is one claim with three numbers; in order they come out again, out of order they are kept."""

import pytest

from events.models import Claim, QuestionPublication
from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def row_of(low, best, high):
    data_set = SourceFactory(kind="data_set", name="Example Events Data Set")
    claim = ClaimFactory(question=QuestionFactory(of="persons"), said_by=data_set, figure="nine")
    numbers = {"quantity_n": low, "quantity_best": best, "quantity_n2": high}
    Claim.objects.filter(pk=claim.pk).update(quantity_kind="estimate", quantity_words="", **numbers)
    publish([claim])
    return QuestionPublication.objects.issued().get().body_json()


@pytest.mark.parametrize("numbers", [(23, 23, 83), (0, 0, 1), (1, 1, 1), (0, 5, 5), (12, 40, 700)])
def test_low_best_and_high_come_out_as_they_went_in(numbers):
    reported = row_of(*numbers)["reported"]
    assert (reported["low"], reported["best"], reported["high"]) == numbers


@pytest.mark.parametrize("numbers", [(9, 10, 9), (5, 4, 5), (7, 3, 1)])
def test_numbers_out_of_order_are_kept_flagged_and_take_no_part(numbers):
    document = row_of(*numbers)
    (answer,) = document["answers"]
    value = answer["value"]
    assert (value["n"], value["best"], value["n2"]) == numbers
    assert value["is_disordered"]
    assert document["reported"] is None
    assert "out of order" in answer["reading"]


def test_numbers_out_of_order_contradict_nobody():
    document = row_of(9, 10, 9)
    assert document["relations"] == []

"""Filters by a record: one that was merged since its id was noted down, and whom a source spoke for on a day."""

import datetime as dt

import pytest

from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.unmerging import unmerge
from sources.models import Affiliation
from tests.api.asking import CLAIMS, ask, found, head, ids, issue, refusal
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
SOURCES = "/api/v1/sources/"


def merged(one, into):
    return merge(one, into, [], UserFactory(), "The same.").row


@pytest.fixture
def army():
    return SourceFactory(name="Example Army")


def test_a_filter_by_a_merged_record_answers_for_the_one_that_it_became_part_of(army):
    double = SourceFactory(name="Army of Example")
    one, other, third = ClaimFactory(said_by=double), ClaimFactory(said_by=army), ClaimFactory()
    issue(double, army, one, other, third)
    old = double.public_id
    merged(double, army)
    assert found(CLAIMS, said_by=old) == found(CLAIMS, said_by=army.public_id) == {one.public_id, other.public_id}
    assert found(CLAIMS, said_by=f"{old},{third.said_by.public_id}") == {each.public_id for each in (one, other, third)}
    assert found(CLAIMS, said_by__not=old) == {third.public_id}
    assert ask(CLAIMS, said_by=old, with_count="true")["count"] == 2


def test_a_filter_follows_one_merge_after_another_and_an_undone_one_back(army):
    first, second = SourceFactory(name="Army of Example"), SourceFactory(name="The Example Army")
    claim, own = ClaimFactory(said_by=first), ClaimFactory(said_by=army)
    issue(first, second, army, claim, own)
    old = first.public_id
    merged(first, second)
    row = merged(second, army)
    assert found(CLAIMS, said_by=old) == {claim.public_id, own.public_id}
    unmerge(row, UserFactory(), "They are two.")
    assert found(CLAIMS, said_by=old) == {claim.public_id}


def test_the_past_knows_nothing_of_a_later_merge(army):
    double = SourceFactory(name="Army of Example")
    one, other = ClaimFactory(said_by=double), ClaimFactory(said_by=army)
    before = issue(double, army, one, other)
    old = double.public_id
    page = ask(CLAIMS, said_by=f"{old},{army.public_id}", page_size=1)
    merged(double, army)
    assert found(CLAIMS, said_by=old, as_of=before) == {one.public_id}
    assert found(CLAIMS, said_by=army.public_id, as_of=before) == {other.public_id}
    assert found(CLAIMS, said_by=old, as_of=head()) == {one.public_id, other.public_id}
    assert {*ids(page), *ids(ask(page["next"]))} == {one.public_id, other.public_id}


def test_so_does_a_filter_by_what_a_document_has_several_of():
    post, double = SourceFactory(outlet=True), SourceFactory(outlet=True)
    claim = ClaimFactory(cited_in=ArticleFactory(outlet=double))
    issue(post, double, claim)
    old = double.public_id
    merged(double, post)
    assert found(CLAIMS, outlet=old) == found(CLAIMS, outlet=post.public_id) == {claim.public_id}
    assert found(CLAIMS, outlet__not=old) == set()


@pytest.fixture
def spokesmen(army):
    """One until the end of May 2023, one since June, and one of whom nobody noted when."""
    made = [SourceFactory(person=True) for _ in range(3)]
    spans = [(None, dt.date(2023, 5, 31)), (dt.date(2023, 6, 1), None), (None, None)]
    for source, (since, until) in zip(made, spans, strict=True):
        Affiliation.objects.create(source=source, speaks_for=army, since_on=since, until_on=until)
    other = SourceFactory(person=True)
    Affiliation.objects.create(source=other, speaks_for=SourceFactory())
    issue(army, other.affiliations.get().speaks_for, other, *made)
    return [source.public_id for source in made]


@pytest.mark.parametrize(("day", "who"), [("2023-05-31", (0, 2)), ("2023-06-01", (1, 2)), ("1990-01-01", (0, 2))])
def test_who_spoke_for_somebody_on_a_day(army, spokesmen, day, who):
    assert found(SOURCES, speaks_for=army.public_id, on=day) == {spokesmen[number] for number in who}


def test_a_day_without_a_body_is_refused(army):
    said = refusal(SOURCES, on="2023-06-01")
    assert said["parameter"] == "on"
    assert "speaks_for" in said["detail"]


def test_everybody_of_one_party(army, spokesmen):
    assert found(SOURCES, party=army.public_id) == {army.public_id, *spokesmen}
    assert not found(SOURCES, party__not=army.public_id) & {army.public_id, *spokesmen}
    assert found(SOURCES, party=army.public_id, kind="person") == set(spokesmen)

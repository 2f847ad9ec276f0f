"""What an act takes along: which documents follow from one that changed, how often they are made, and which do not."""

from collections import Counter
from dataclasses import replace

import pytest

from events.models import ClaimPublication, IncidentPublication, QuestionPublication
from newsroom.ledger import registry
from newsroom.ledger.models import Entry, Outdated, Visibility
from newsroom.ledger.publishing import has_unpublished_changes, publish, reissue, withdraw
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def linked(incident):
    document = IncidentPublication.objects.issued().get(public_id=incident.public_id).body_json()
    return [link["incident"]["id"] for link in document["incident_links"]]


@pytest.fixture
def pair():
    earlier, raid = IncidentFactory(), IncidentFactory()
    raid.links.create(kind="same_place_earlier", other=earlier)
    publish([earlier, raid])
    assert linked(raid) == [earlier.public_id]
    return earlier, raid


def test_records_withdrawn_in_one_act_are_all_withdrawn_though_one_is_made_from_another():
    claim = ClaimFactory()
    publish([claim])
    withdraw([claim, claim.question], "Never happened.")
    assert not ClaimPublication.objects.issued().exists()
    assert not QuestionPublication.objects.issued().exists()


def test_what_was_withdrawn_while_it_waited_to_be_issued_anew_stays_withdrawn(settings):
    outlet = SourceFactory(outlet=True)
    claim = ClaimFactory(cited_in=ArticleFactory(outlet=outlet))
    publish([claim])
    settings.REISSUE_AT_ONCE = 1
    outlet.name = "The Renamed Post"
    outlet.save()
    publish([outlet])
    reissue([claim.citations.get().article.public_id])
    assert Outdated.objects.filter(public_id=claim.public_id).exists()
    withdraw([claim], "Retracted.")
    reissue([claim.public_id])
    assert ClaimPublication.objects.current().get().visibility == Visibility.WITHDRAWN
    assert not Outdated.objects.filter(public_id=claim.public_id).exists()


def test_a_link_to_a_withdrawn_incident_is_taken_back_and_comes_again_with_it(pair):
    earlier, raid = pair
    withdraw([earlier], "Never happened.")
    assert linked(raid) == []
    publish([earlier])
    assert linked(raid) == [earlier.public_id]


def test_a_link_added_before_the_other_incident_is_public_appears_with_it():
    earlier, raid = IncidentFactory(), IncidentFactory()
    publish([raid])
    raid.links.create(kind="same_place_earlier", other=earlier)
    assert publish([raid]) == []
    assert not has_unpublished_changes(raid)
    publish([earlier])
    assert linked(raid) == [earlier.public_id]


def test_what_two_changes_of_one_act_leave_as_it_was_is_not_issued_anew():
    question = QuestionFactory()
    first, second = ClaimFactory(question=question), ClaimFactory(question=question)
    publish([first, second])
    first.said_by, second.said_by = second.said_by, first.said_by
    first.save()
    second.save()
    kinds = Counter(entry.kind for entry in publish([first, second]))
    assert kinds == {"claim": 2, "question": 1}


def test_a_question_is_made_once_for_all_the_claims_of_an_act(monkeypatch):
    made: Counter[str] = Counter()
    for kind in registry.kinds():

        def render(basis, issued, kind=kind):
            made[kind.name] += 1
            return kind.render(basis, issued)

        monkeypatch.setitem(registry._kinds, kind.name, replace(kind, render=render))
    question = QuestionFactory()
    publish([ClaimFactory(question=question, cited_in=ArticleFactory()) for _ in range(10)])
    assert made["claim"] == 10
    assert made["question"] == 2
    assert made["incident"] == 2


def test_the_bound_counts_documents_not_how_often_they_are_reached(settings):
    question = QuestionFactory()
    claims = [ClaimFactory(question=question) for _ in range(5)]
    publish(claims)
    settings.REISSUE_AT_ONCE = 2
    for claim in claims:
        claim.medium = "radio"
        claim.save()
    publish(claims)
    assert not Outdated.objects.exists()
    assert Entry.objects.filter(kind="claim").count() == 10

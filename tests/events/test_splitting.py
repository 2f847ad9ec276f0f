"""Part of a record becomes one of its own, in the house and in public; the way back is a merge."""

import pytest

from events.models import Claim, Question
from newsroom.ledger.models import Split
from newsroom.ledger.publishing import publish
from newsroom.ledger.regrouping.merging import merge
from newsroom.ledger.regrouping.plans import RegroupingRefused
from newsroom.ledger.regrouping.splitting import split
from newsroom.ledger.verifying import verify
from sources.models import Affiliation, Source, SourceAlias
from tests.factories import ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory, UserFactory
from tests.regrouping import issued_bodies

pytestmark = pytest.mark.django_db
CLAIMS, SAID_BY = "events.Claim.question", "events.Claim.said_by"


@pytest.fixture
def chief():
    return UserFactory(chief=True)


@pytest.fixture
def ministry():
    """Two ministers of one name taken for one."""
    source = SourceFactory(person=True, name="D. Example")
    SourceAlias.objects.create(source=source, name="D. E. the younger")
    Affiliation.objects.create(source=source, speaks_for=SourceFactory(), title="minister")
    ClaimFactory(said_by=source)
    ClaimFactory(said_by=source)
    return source


def served(client, claim):
    return client.get(f"/api/v1/claims/{claim.public_id}/").json()


def test_chosen_claims_names_and_affiliations_leave_with_the_new_record(ministry, chief, client):
    first, second = Claim.objects.order_by("pk")
    publish([first, second])
    chosen = {
        SAID_BY: [second.pk],
        "sources.SourceAlias.source": [SourceAlias.objects.get().pk],
        "sources.Affiliation.source": [Affiliation.objects.get().pk],
    }
    row = split(ministry, "D. Example the younger", chosen, chief, "Two people.").row
    younger = Source.objects.get(name="D. Example the younger")
    assert (younger.kind, younger.aliases.count(), younger.affiliations.count()) == ("person", 1, 1)
    assert served(client, second)["said_by"]["id"] == younger.public_id
    assert served(client, first)["said_by"]["id"] == ministry.public_id
    assert client.get(f"/api/v1/sources/{ministry.public_id}/").json()["aliases"] == []
    assert (row.by, row.moved[SAID_BY]) == (chief.username, [second.pk])
    assert second.history.first().history_change_reason == "Two people."
    assert verify().bad_seq is None


def test_a_split_is_taken_back_by_a_merge(ministry, chief, client):
    first, second = Claim.objects.order_by("pk")
    publish([first, second])
    split(ministry, "Another", {SAID_BY: [second.pk]}, chief, "Two people.")
    merge(Source.objects.get(name="Another"), ministry, [], chief, "One after all.")
    second.refresh_from_db()
    assert second.said_by == ministry
    assert served(client, second)["said_by"]["id"] == ministry.public_id


def test_claims_of_an_incident_answer_the_same_questions_about_the_new_one(chief, client):
    raid = IncidentFactory(label="Two raids")
    killed, hurt = QuestionFactory(incident=raid), QuestionFactory(incident=raid, asks="injured")
    claims = [ClaimFactory(question=killed), ClaimFactory(question=killed), ClaimFactory(question=hurt)]
    publish(claims)
    split(raid, "The second raid", {CLAIMS: [claims[1].pk, claims[2].pk]}, chief, "They were two.")
    new = Question.objects.exclude(incident=raid)
    assert {question.incident.label for question in new if question.incident} == {"The second raid"}
    assert sorted(new.values_list("predicate", flat=True)) == ["injured", "killed"]
    assert served(client, claims[1])["incident"]["label"] == "The second raid"
    assert client.get(f"/api/v1/questions/{killed.public_id}/").json()["answers"][0]["claims"][0]["id"] == (
        claims[0].public_id
    )
    body = client.get(f"/api/v1/incidents/{raid.public_id}/").json()
    assert body["counts"]["claims"] == 1


def test_nothing_unfinished_goes_out_with_a_split(ministry, chief):
    first, second = Claim.objects.order_by("pk")
    publish([first, second])
    before = issued_bodies()
    Claim.objects.filter(pk=second.pk).update(medium="interview")
    with pytest.raises(RegroupingRefused, match="not published"):
        split(ministry, "Another", {SAID_BY: [second.pk]}, chief, "Two people.")
    assert issued_bodies() == before
    assert not Split.objects.exists()


@pytest.mark.parametrize(
    ("name", "why", "told"), [("", "x", "blank"), ("Another", " ", "Say why")], ids=["name", "reason"]
)
def test_a_split_needs_a_name_and_a_reason(ministry, chief, name, why, told):
    with pytest.raises(RegroupingRefused, match=told):
        split(ministry, name, {SAID_BY: [Claim.objects.order_by("pk")[0].pk]}, chief, why)
    assert Source.objects.filter(pk=ministry.pk).exists()
    assert not Split.objects.exists()

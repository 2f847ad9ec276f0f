"""The queue of conflicts: what cannot all be right, and who says it."""

import re

import pytest
from django.urls import reverse

from newsroom.desk import conflicts
from newsroom.ledger.publishing import publish, withdraw
from tests.desk.forms import queues_on
from tests.factories import ClaimFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

PATH = "/admin/conflicts/"


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


def contest(*figures, days=("2023-06-19", "2023-06-19"), **question):
    """Publish a question with one claim for each figure."""
    asked = QuestionFactory(**question)
    claims = [
        ClaimFactory(question=asked, figure=figure, said_edtf=day) for figure, day in zip(figures, days, strict=True)
    ]
    publish(claims)
    return asked, claims


def shown(client, **query):
    return re.sub(r"\s+", " ", client.get(PATH, query).content.decode())


def listed(client, **query):
    return [conflict.publication.public_id for conflict in client.get(PATH, query).context["conflicts"]]


def test_its_address_has_a_name():
    assert reverse("admin:desk_conflicts") == PATH


def test_without_conflicts_that_is_said_in_plain_words(client):
    contest("at least six", "nine")
    assert "No conflicts: no two public answers" in shown(client)


def test_a_contradiction_is_listed_with_its_sentence_and_who_says_what(client):
    question, claims = contest("four", "at least six")
    text = shown(client)
    assert listed(client) == [question.public_id]
    assert "both cannot be right" in text
    for claim in claims:
        assert reverse("admin:events_claim_change", args=[claim.pk]) in text
        assert str(claim.said_by) in text
    assert reverse("admin:events_question_change", args=[question.pk]) in text
    assert reverse("admin:events_incident_change", args=[question.incident.pk]) in text


def test_an_answer_without_part_in_it_is_left_out(client):
    question, _ = contest("four", "at least six")
    publish([ClaimFactory(question=question, figure="up to 400")])
    [conflict] = client.get(PATH).context["conflicts"]
    assert [answer.words for answer in conflict.answers] == ["4", "at least 6"]


def test_drafts_are_no_conflict(client):
    question, _ = contest("six", "six")
    ClaimFactory(question=question, figure="forty")
    assert listed(client) == []


def test_what_is_withdrawn_is_settled(client):
    _, [claim, _] = contest("six", "nine")
    withdraw([claim], "Misheard.")
    assert listed(client) == []


def test_newest_first_and_what_time_may_explain_below_the_others(client):
    first_more, first_less = "2023-06-21", "2023-06-19"
    old, _ = contest("four", "nine", days=(first_more, first_less))
    explained, _ = contest("four", "nine", days=(first_less, first_more))
    new, _ = contest("six", "seven", days=(first_more, first_less))
    assert listed(client) == [new.public_id, old.public_id, explained.public_id]
    text = shown(client)
    assert text.index("the count may have grown</strong>") > text.index(old.incident.label)


def test_a_confidential_speaker_has_his_public_label_and_no_other(client):
    question, _ = contest("four", "nine")
    secret = SourceFactory(confidential=True)
    publish([ClaimFactory(question=question, said_by=secret, attribution="a senior official", figure="twelve")])
    assert "a senior official" in shown(client)


def test_it_has_pages(client, monkeypatch):
    monkeypatch.setattr(conflicts, "PER_PAGE", 2)
    questions = [contest("four", "nine")[0].public_id for _ in range(3)]
    assert listed(client) == questions[:0:-1]
    assert listed(client, page=2) == questions[:1]
    assert listed(client, page="x") == questions[:0:-1]
    assert "page 2 of 2" in shown(client, page=2)


def test_it_costs_the_same_for_one_conflict_and_for_five(client, django_assert_max_num_queries):
    contest("four", "nine")
    counts = []
    for more in (0, 4):
        for _ in range(more):
            contest("four", "nine")
        client.get(PATH)
        with django_assert_max_num_queries(1000) as counted:
            client.get(PATH)
        counts.append(len(counted))
    assert counts[0] == counts[1]


class TestWhoSeesIt:
    def test_every_role_at_the_desk_does(self, as_role):
        contest("four", "nine")
        browser = as_role("Reader")
        assert browser.get(PATH).status_code == 200
        assert queues_on(browser.get("/admin/"))["Conflicts"].count == 1

    def test_whoever_may_not_view_questions_does_not(self, client):
        client.force_login(UserFactory(is_staff=True))
        assert client.get(PATH).status_code == 403
        assert "Conflicts" not in queues_on(client.get("/admin/"))

    def test_who_is_not_at_the_desk_is_asked_to_log_in(self, client):
        client.force_login(UserFactory())
        assert client.get(PATH).status_code == 302

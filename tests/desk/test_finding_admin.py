import pytest
from django.urls import reverse

from events.models import Finding
from tests.desk.claim_posts import boxes, errors, page, post
from tests.factories import ClaimFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

FINDING = "events_finding"
REASONS = {"outcome": "confirms", "method": "prioritise_source", "rationale": "The hospital counted them."}


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


@pytest.fixture
def question():
    return QuestionFactory()


def conclude(client, question, **changes):
    return post(client, page(client, FINDING, question=question.pk), **{**REASONS, **changes})


def saved(response):
    assert response.status_code == 302, errors(response)
    return Finding.objects.order_by("-pk").first()


def test_a_finding_is_signed_by_whoever_saves_it_and_weighs_the_answers(client, question, editor):
    first, second = ClaimFactory.create_batch(2, question=question)
    finding = saved(conclude(client, question, quantity_words="at least six", **{"weighed-1-role": "rejected"}))
    assert (finding.signed_by, finding.quantity.n) == (editor, 6)
    assert {row.claim: row.role for row in finding.weighed.all()} == {first: "considered", second: "rejected"}


def test_it_may_state_no_value(client, question):
    assert saved(conclude(client, question, outcome="no_definitive_conclusion")).value is None


def test_a_value_of_another_kind_is_refused(client, question):
    assert "asks for a number" in errors(conclude(client, question, value_text="many"))["value_text"][0]


def test_a_date_that_needs_a_report_is_not_guessed(client):
    question = QuestionFactory(asks="occurred_on", of="not_applicable")
    assert "depends on the day" in errors(conclude(client, question, value_words="Monday"))["value_words"][0]
    assert saved(conclude(client, question, value_words="19 June 2023")).value_edtf == "2023-06-19"


def test_only_answers_to_its_question_are_weighed(client, question):
    other = ClaimFactory()
    response = conclude(client, question, **{"weighed-0-claim": other.pk, "weighed-0-role": "relied_on"})
    assert "another question" in errors(response)["weighed-0-claim"][0]


def test_a_finding_needs_its_reasons(client, question):
    assert "rationale" in errors(conclude(client, question, rationale=""))


class TestOnceSigned:
    def test_it_is_read_and_not_edited(self, client, question):
        finding = saved(conclude(client, question))
        shown = page(client, FINDING, finding.pk)
        assert not shown.context["has_change_permission"]
        assert "The hospital counted them." in shown.content.decode()
        assert client.post(reverse(f"admin:{FINDING}_change", args=[finding.pk]), boxes(shown)).status_code == 403
        assert client.get(reverse(f"admin:{FINDING}_delete", args=[finding.pk])).status_code == 403

    def test_superseding_starts_from_it_and_writes_a_new_one(self, client, question):
        claim = ClaimFactory(question=question)
        earlier = saved(conclude(client, question, **{"weighed-0-role": "relied_on"}))
        assert f"?supersedes={earlier.pk}" in page(client, FINDING, earlier.pk).content.decode()
        later = saved(post(client, page(client, FINDING, supersedes=earlier.pk), **{**REASONS, "outcome": "rejects"}))
        assert (later.supersedes, later.question, later.outcome) == (earlier, question, "rejects")
        assert [(row.claim, row.role) for row in later.weighed.all()] == [(claim, "relied_on")]
        assert "?supersedes=" not in page(client, FINDING, earlier.pk).content.decode()

    def test_it_is_superseded_once_and_by_a_finding_about_the_same(self, client, question):
        earlier = saved(conclude(client, question))
        assert "another question" in errors(conclude(client, QuestionFactory(), supersedes=earlier.pk))["supersedes"][0]
        saved(conclude(client, question, supersedes=earlier.pk))
        assert "supersedes" in errors(conclude(client, question, supersedes=earlier.pk))


@pytest.mark.parametrize("query", [{"supersedes": "x"}, {"question": "9" * 40}, {"question": "\x00"}])
def test_a_broken_address_opens_an_empty_form(client, query):
    page(client, FINDING, **query)


def test_the_list_costs_the_same_for_one_row_and_for_five(client, django_assert_max_num_queries):
    path = reverse(f"admin:{FINDING}_changelist")
    saved(conclude(client, QuestionFactory()))
    client.get(path)
    with django_assert_max_num_queries(1000) as one:
        client.get(path)
    before = len(one)
    for _ in range(4):
        saved(conclude(client, QuestionFactory()))
    with django_assert_max_num_queries(before):
        client.get(path)

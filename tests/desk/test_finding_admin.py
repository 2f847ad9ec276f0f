import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from events.models import Finding, QuestionPublication
from newsroom.ledger.publishing import publish, withdraw
from tests.desk.claim_posts import boxes, errors, page, post
from tests.desk.forms import told
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
        publish([claim])
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

    def test_what_was_concluded_before_and_since_is_listed(self, client, question):
        first = saved(conclude(client, question))
        second = saved(conclude(client, question, supersedes=first.pk))
        for shown in (first, second):
            listed = page(client, FINDING, shown.pk).context["series"]
            assert listed == [second, first]
        third = saved(conclude(client, question, supersedes=second.pk))
        assert page(client, FINDING, second.pk).context["series"] == [third, second, first]


class TestIssuing:
    def test_it_goes_out_with_its_question_and_the_editor_is_told_where(self, client, question):
        response = conclude(client, question)
        finding = saved(response)
        shown = page(client, FINDING, finding.pk)
        assert f"/api/v1/questions/{question.public_id}/" in told(shown)
        assert QuestionPublication.objects.issued().filter(public_id=question.public_id).exists()

    def test_a_claim_that_is_not_public_cannot_be_relied_on(self, client, question):
        ClaimFactory(question=question)
        response = conclude(client, question, **{"weighed-0-role": "relied_on"})
        assert "not public" in errors(response)["weighed-0-claim"][0]

    def test_what_may_not_be_issued_is_not_signed_and_what_was_typed_is_kept(self, client, question):
        publish([question])
        withdraw([question], "Wrong.")
        response = conclude(client, question)
        assert "taken from the public" in errors(response)["__all__"][0]
        assert "The hospital counted them." in response.content.decode()
        assert not Finding.objects.exists()

    def test_how_many_independent_origins_there_are_is_shown_before_and_after(self, client, question):
        publish([ClaimFactory(question=question), ClaimFactory(question=question, figure="nine")])
        assert "among the public answers now: 2." in page(client, FINDING, question=question.pk).content.decode()
        finding = saved(conclude(client, question))
        assert (finding.independent_low, finding.independent_high) == (2, 2)

    def test_who_may_not_publish_is_told_that_it_waits(self, as_role, question):
        browser = as_role("Editor")
        user = browser.get(reverse(f"admin:{FINDING}_add")).wsgi_request.user
        user.groups.clear()
        names = ["add_finding", "view_finding", "add_findingclaim", "view_claim", "view_question"]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        finding = saved(conclude(browser, question))
        assert "waits until somebody who may publish" in told(page(browser, FINDING, finding.pk))
        assert not QuestionPublication.objects.exists()


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def four_eyes(self, settings):
        settings.FOUR_EYES = True

    @pytest.fixture
    def finding(self, client, question):
        return saved(conclude(client, question))

    @pytest.fixture
    def path(self, finding):
        return reverse(f"admin:{FINDING}_countersign", args=[finding.pk])

    def test_a_finding_waits_for_a_second_person_and_says_so(self, client, finding):
        shown = page(client, FINDING, finding.pk)
        assert "waits for a second signature" in shown.content.decode()
        assert "Sign as second" not in shown.content.decode()
        assert not QuestionPublication.objects.exists()

    def test_the_list_says_which_findings_wait(self, client, finding):
        listed = client.get(reverse(f"admin:{FINDING}_changelist")).content.decode()
        assert "waits for a second signature" in listed

    def test_another_editor_signs_and_it_is_issued(self, as_role, finding, path, question):
        second = as_role("Editor")
        assert "Sign as second" in page(second, FINDING, finding.pk).content.decode()
        shown = second.post(path, follow=True)
        assert f"/api/v1/questions/{question.public_id}/" in told(shown)
        finding.refresh_from_db()
        assert finding.second_signed_by == shown.wsgi_request.user
        assert "Sign as second" not in shown.content.decode()

    def test_the_first_signer_cannot(self, client, finding, path):
        assert "somebody else" in told(client.post(path, follow=True))
        finding.refresh_from_db()
        assert finding.second_signed_by is None

    @pytest.mark.parametrize(("role", "answer"), [("Reader", 403), ("Contributor", 403), ("Editor", 302)])
    def test_it_takes_the_right_to_record_findings(self, as_role, path, role, answer):
        assert as_role(role).post(path).status_code == answer

    def test_looking_at_an_address_signs_nothing(self, as_role, path):
        assert as_role("Editor").get(path).status_code == 405

    def test_a_finding_that_is_not_there_is_said_to_be_missing(self, client):
        response = client.post(reverse(f"admin:{FINDING}_countersign", args=[987_654]), follow=True)
        assert "exist" in told(response)


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

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from events.models import Incident, Population, Predicate
from newsroom.ledger.publishing import publish
from sources.models import PlaceAlias
from tests.desk.claim_posts import errors, page, post
from tests.desk.forms import told
from tests.factories import ClaimFactory, IncidentFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

INCIDENT, QUESTION = "events_incident", "events_question"


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


def listed(client, **query):
    return list(client.get(reverse(f"admin:{INCIDENT}_changelist"), query).context["cl"].queryset)


class TestWhenItHappened:
    @pytest.mark.parametrize(
        ("words", "edtf"),
        [("19 June 2023", "2023-06-19"), ("in late January 2023", "[2023-01-21..2023-01-31]"), ("in 2021", "2021")],
    )
    def test_words_that_need_no_report_are_read(self, client, words, edtf):
        response = post(client, page(client, INCIDENT), label="Raid", occurred_words=words)
        assert response.status_code == 302, errors(response)
        assert Incident.objects.get().occurred_edtf == edtf

    @pytest.mark.parametrize("words", ["Monday", "19 June", "late January", "two days ago", "this year"])
    def test_words_that_depend_on_the_day_of_a_report_are_kept_and_not_guessed_at(self, client, words):
        response = post(client, page(client, INCIDENT), label="Raid", occurred_words=words)
        incident = Incident.objects.get()
        assert (incident.occurred_words, incident.occurred_edtf) == (words, "")
        assert "depends on the day of the report" in told(response)

    def test_a_date_given_by_hand_stays(self, client):
        incident = IncidentFactory(occurred_words="overnight", occurred_edtf="[2023-06-18..2023-06-19]")
        post(client, page(client, INCIDENT, incident.pk), label="Raid on Jenin")
        incident.refresh_from_db()
        assert (incident.label, incident.occurred_edtf) == ("Raid on Jenin", "[2023-06-18..2023-06-19]")

    def test_what_is_no_date_is_refused_at_its_box(self, client):
        found = errors(post(client, page(client, INCIDENT), label="Raid", occurred_edtf="2023-13"))
        assert "no month 13" in found["occurred_edtf"][0]


class TestTheList:
    def test_it_counts_questions_and_claims_apart(self, client):
        incident = IncidentFactory()
        killed, injured = QuestionFactory(incident=incident), QuestionFactory(incident=incident, asks="injured")
        ClaimFactory.create_batch(2, question=killed)
        ClaimFactory(question=injured)
        [row] = listed(client)
        assert (row.question_total, row.claim_total) == (2, 3)

    def test_it_costs_the_same_for_one_row_and_for_twenty(self, client, django_assert_max_num_queries):
        IncidentFactory()
        listed(client)
        with django_assert_max_num_queries(1000) as one:
            listed(client)
        before = len(one)
        IncidentFactory.create_batch(19)
        with django_assert_max_num_queries(before):
            listed(client)

    def test_it_is_searched_by_label_place_and_other_spellings(self, client):
        incident, _other = IncidentFactory.create_batch(2)
        PlaceAlias.objects.create(place=incident.place, name="جنين")
        assert listed(client, q="جنين") == listed(client, q=incident.label) == [incident]
        assert incident in listed(client, q=incident.place.name)

    def test_it_is_filtered_by_type_country_and_public_state(self, client):
        incident = IncidentFactory()
        IncidentFactory(type="attack", place=None, place_precision=None)
        publish([incident])
        for query in ({"type__exact": "armed_clash"}, {"place__country": "PS"}, {"public": "yes"}):
            assert listed(client, **query) == [incident]


def test_an_incident_is_published_with_its_parties(client):
    party = SourceFactory()
    incident = IncidentFactory()
    rows = {
        "parties-TOTAL_FORMS": "1",
        "parties-0-party": party.pk,
        "parties-0-role": "side_a",
        "parties-0-incident": incident.pk,
    }
    response = post(client, page(client, INCIDENT, incident.pk), **rows, _publish="1")
    assert response.status_code == 302, errors(response)
    assert "public now as version 1" in told(response)
    assert incident.parties.get().party == party


class TestQuestions:
    def test_nobody_makes_one_by_hand(self, client):
        assert client.get(reverse("admin:events_question_add")).status_code == 403

    def test_its_page_shows_the_claims_and_publishes_it(self, client):
        claim = ClaimFactory()
        shown = page(client, QUESTION, claim.question.pk)
        assert f"/admin/events/claim/{claim.pk}/change/" in shown.content.decode()
        response = post(client, shown, _publish="1")
        assert response.status_code == 302
        assert "public now as version 1" in told(response)

    def test_the_list_costs_the_same_for_one_row_and_for_ten(self, client, django_assert_max_num_queries):
        path = reverse("admin:events_question_changelist")
        QuestionFactory()
        client.get(path)
        with django_assert_max_num_queries(1000) as one:
            client.get(path)
        before = len(one)
        QuestionFactory.create_batch(9)
        with django_assert_max_num_queries(before):
            client.get(path)


class TestVocabularies:
    @pytest.mark.parametrize("row", [("predicate", "killed"), ("population", "children")])
    def test_everybody_at_the_desk_reads_them(self, client, row):
        client.force_login(UserFactory(is_staff=True))
        model, code = row
        assert client.get(reverse(f"admin:events_{model}_changelist")).status_code == 200
        shown = page(client, f"events_{model}", code)
        assert not shown.context["has_change_permission"]

    def test_no_permission_but_a_superuser_s_rewords_them(self, client):
        worded = UserFactory(is_staff=True)
        worded.user_permissions.set(Permission.objects.filter(content_type__app_label="events"))
        client.force_login(worded)
        path = reverse("admin:events_predicate_change", args=["killed"])
        assert client.post(path, {"label": "slain", "description": ""}).status_code == 403

    def test_a_superuser_rewords_them_and_cannot_touch_the_code(self, client):
        response = post(client, page(client, "events_population", "children"), label="minors", code="minors")
        assert response.status_code == 302, errors(response)
        assert Population.objects.get(code="children").label == "minors"
        assert Predicate.objects.filter(code="killed").exists()

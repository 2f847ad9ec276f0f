import pytest
from django.contrib.auth.models import Permission

from events.models import Relay
from tests.desk.claim_posts import CLAIM, boxes, page
from tests.factories import ClaimFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


class TestTheList:
    URL = "/admin/events/claim/"

    def queries(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(1000) as counted:
            assert client.get(self.URL).status_code == 200
        return len(counted)

    def test_it_costs_the_same_for_one_row_and_for_twenty(self, client, editor, django_assert_max_num_queries):
        ClaimFactory()
        client.get(self.URL)
        one = self.queries(client, django_assert_max_num_queries)
        ClaimFactory.create_batch(19)
        assert self.queries(client, django_assert_max_num_queries) == one

    @pytest.mark.parametrize(
        "words", ["at least six", "militants", "Example Authority", "Raid on Exampleville", "nothing"]
    )
    def test_it_is_searched_by_speaker_value_words_and_incident(self, client, editor, words):
        ClaimFactory()
        response = client.get(self.URL, {"q": words})
        assert response.context["cl"].result_count == (words != "nothing")

    def test_it_is_searched_by_public_id(self, client, editor):
        claim, _other = ClaimFactory.create_batch(2)
        assert list(client.get(self.URL, {"q": claim.public_id}).context["cl"].queryset) == [claim]

    @pytest.mark.parametrize(
        "query",
        [
            {"question__predicate__code__exact": "killed"},
            {"question__population__code__exact": "combatants"},
            {"question__incident__type__exact": "armed_clash"},
            {"polarity__exact": "affirms"},
            {"medium__exact": "unknown"},
            {"quantity_kind__exact": "at_least"},
            {"disclosure__exact": "on_record"},
            {"state__exact": "draft"},
            {"public": "no"},
        ],
    )
    def test_every_filter_finds(self, client, editor, query):
        ClaimFactory()
        response = client.get(self.URL, query)
        assert response.context["cl"].result_count == 1


class TestReaders:
    def test_one_who_may_only_look_sees_question_and_words(self, client):
        reader = UserFactory(is_staff=True)
        reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(reader)
        claim, agency = ClaimFactory(), SourceFactory(agency=True)
        Relay.objects.create(citation=claim.citations.get(), position=1, source=agency)
        shown = page(client, CLAIM, claim.pk).content.decode()
        assert claim.question.subject in shown
        assert agency.name in shown
        assert "at least six militants" in shown

    def test_a_former_state_can_be_looked_at(self, client, editor):
        claim = ClaimFactory()
        history = claim.history.first()
        response = client.get(f"/admin/events/claim/{claim.pk}/history/{history.pk}/")
        assert response.status_code == 200

    def test_a_former_state_is_restored_by_saving_it(self, client, editor):
        claim = ClaimFactory(figure="at least six")
        former = claim.history.first()
        claim.quantity_n = 7
        claim.save()
        path = f"/admin/events/claim/{claim.pk}/history/{former.pk}/"
        response = client.post(path, {**boxes(client.get(path)), "change_reason": "misread"})
        assert response.status_code == 302
        claim.refresh_from_db()
        assert (claim.quantity_n, claim.citations.count()) == (6, 1)


def test_searching_for_a_claim_costs_the_same_for_one_and_for_ten(client, editor, django_assert_max_num_queries):
    query = {"app_label": "events", "model_name": "claim", "field_name": "supersedes", "term": "six"}
    counts = []
    for more in (1, 9):
        ClaimFactory.create_batch(more)
        with django_assert_max_num_queries(1000) as counted:
            assert client.get("/admin/autocomplete/", query).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]

import pytest

from events.models import Claim, Question
from events.models.claims import Rendering
from events.quantities import QuantityKind
from newsroom.ledger.models import Entry
from sources.models import Disclosure
from tests.desk.claim_posts import CLAIM, claim_boxes, errors, page, post
from tests.desk.forms import told
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return ArticleFactory()


@pytest.fixture
def record(client, editor, article):
    """Post the add form; the incident is there and the rest is as given."""
    incident = IncidentFactory()

    def recorded(**changes):
        data = claim_boxes(article, incident=incident.pk, **changes)
        return post(client, page(client, CLAIM), **data)

    return recorded


def saved(response):
    assert response.status_code == 302, errors(response)
    return Claim.objects.order_by("-pk").first()


def test_at_least_six_is_read_as_a_floor_and_its_words_are_anchored(record):
    response = record()
    claim = saved(response)
    assert (claim.quantity.kind, claim.quantity.n, claim.quantity_words) == (QuantityKind.AT_LEAST, 6, "at least six")
    passage = claim.citations.get().passage
    assert passage.exact == "at least six militants were killed"
    assert passage.version.text[passage.start : passage.end] == passage.exact
    assert "at least 6 (6 or more)" in told(response)


class TestTheFigure:
    def test_words_that_are_not_understood_name_the_box_to_set_by_hand(self, record):
        found = errors(record(quantity_words="six or perhaps not"))
        assert "not a count" in found["quantity_words"][0]
        assert "choose the hedge" in found["quantity_kind"][0]

    def test_a_reading_set_by_hand_is_taken_with_words_that_nobody_understands(self, record):
        claim = saved(record(quantity_words="six or perhaps not", quantity_kind="at_least", quantity_n="6"))
        assert (claim.quantity.kind, claim.quantity.n) == (QuantityKind.AT_LEAST, 6)
        assert claim.quantity_words == "six or perhaps not"

    def test_a_reading_set_by_hand_wins_over_the_words(self, record):
        claim = saved(record(quantity_words="six", quantity_kind="approx", quantity_n="6"))
        assert claim.quantity.kind == QuantityKind.APPROX

    def test_changed_words_are_read_again(self, client, editor):
        claim = ClaimFactory(figure="at least six")
        post(client, page(client, CLAIM, claim.pk), quantity_words="dozens")
        claim.refresh_from_db()
        assert (claim.quantity.kind, claim.quantity.word, claim.quantity_n) == (QuantityKind.VAGUE, "dozens", None)

    def test_a_correction_by_hand_outlives_a_later_save(self, client, editor):
        claim = ClaimFactory(figure="at least six")
        post(client, page(client, CLAIM, claim.pk), quantity_kind="exact")
        post(client, page(client, CLAIM, claim.pk), note="for the desk")
        claim.refresh_from_db()
        assert (claim.quantity.kind, claim.note) == (QuantityKind.EXACT, "for the desk")

    def test_an_impossible_reading_is_refused_and_the_page_still_shows(self, client, editor):
        claim = ClaimFactory(figure="at least six")
        response = post(
            client,
            page(client, CLAIM, claim.pk),
            quantity_kind="between",
            quantity_n="9",
            quantity_n2="6",
        )
        assert "not a range" in errors(response)["quantity_kind"][0]

    def test_a_second_value_is_refused_with_the_box_to_use(self, record):
        found = errors(record(value_words="Monday", value_text="They fled."))
        assert "use the box “figure, in words”" in found["value_words"][0]
        assert "leave this one empty" in found["value_text"][0]

    def test_a_missing_value_is_asked_for(self, record):
        assert "asks for a number" in errors(record(quantity_words=""))["quantity_words"][0]

    def test_declining_needs_no_value_and_takes_none(self, record):
        assert "states no value" in errors(record(polarity="declines"))["quantity_words"][0]
        claim = saved(record(polarity="declines", quantity_words=""))
        assert claim.value is None

    def test_clearing_the_words_for_another_kind_of_answer_clears_the_reading(self, client, editor):
        claim = ClaimFactory(figure="at least six")
        response = post(
            client,
            page(client, CLAIM, claim.pk),
            quantity_words="",
            predicate="statement",
            population="",
            value_text="They fled.",
        )
        assert response.status_code == 302, errors(response)
        claim.refresh_from_db()
        assert (claim.value, claim.quantity_kind) == ("They fled.", "")
        assert claim.question.population_id == "not_applicable"


class TestDates:
    def test_when_it_was_said_is_read_against_the_day_of_the_report(self, record):
        assert saved(record(said_words="on Friday")).said_edtf == "2023-06-16"

    def test_words_that_are_no_date_are_kept_and_the_editor_is_told(self, record):
        response = record(said_words="last week")
        claim = saved(response)
        assert (claim.said_words, claim.said_edtf) == ("last week", "")
        assert "“last week” was kept" in told(response)

    def test_a_date_given_by_hand_is_kept(self, record):
        assert saved(record(said_words="last week", said_edtf="2023-06-14")).said_edtf == "2023-06-14"

    def test_a_date_value_is_read_against_the_day_of_the_report(self, record):
        claim = saved(record(predicate="occurred_on", population="", quantity_words="", value_words="Monday"))
        assert claim.value_edtf == "2023-06-19"

    def test_a_date_value_that_cannot_be_read_is_refused(self, record):
        found = errors(record(predicate="occurred_on", population="", quantity_words="", value_words="last week"))
        assert "EDTF" in found["value_words"][0]


class TestTheQuestion:
    def test_it_is_found_and_not_doubled(self, record):
        questions = {saved(record()).question, saved(record(quantity_words="nine")).question}
        assert len(questions) == Question.objects.count() == 1

    def test_the_other_answers_are_told_on_saving_and_listed_on_the_form(self, client, record):
        saved(record(quantity_words="nine"))
        response = record()
        assert "Other answers" in told(response)
        assert "9 (nobody yet)" in told(response)
        assert "<ul>" in page(client, CLAIM, saved(response).pk).content.decode()

    def test_without_incident_a_window_makes_it_a_running_total(self, client, editor, article):
        data = claim_boxes(article, window="2023-01-01/..", through_on="2023-06-19")
        question = saved(post(client, page(client, CLAIM), **data)).question
        assert (question.incident, question.window) == (None, "2023-01-01/..")

    def test_a_question_about_nothing_is_refused(self, client, editor, article):
        found = errors(post(client, page(client, CLAIM), **claim_boxes(article)))
        assert "Choose the incident" in found["incident"][0]

    def test_a_number_needs_to_say_who_is_counted(self, record):
        assert "who or what is counted" in errors(record(population=""))["population"][0]

    def test_what_is_asked_must_be_said(self, record):
        assert "Choose what is asked" in errors(record(predicate=""))["predicate"][0]

    def test_a_refused_form_makes_no_question(self, record):
        errors(record(citation__words="not there"))
        assert not Question.objects.exists()

    def test_it_moves_with_the_claim(self, client, editor):
        claim = ClaimFactory()
        post(client, page(client, CLAIM, claim.pk), predicate="injured")
        claim.refresh_from_db()
        assert claim.question.predicate_id == "injured"


class TestSpeakers:
    def test_the_article_in_its_own_voice_is_its_outlet(self, record, article):
        response = record(citation__rendering=Rendering.NARRATIVE)
        assert saved(response).said_by == article.outlet
        assert "own voice" in told(response)

    def test_no_speaker_is_invented_for_anything_else(self, record):
        assert saved(record(citation__rendering=Rendering.PARAPHRASE)).said_by is None

    def test_a_chosen_speaker_stays_in_a_narrative(self, record):
        speaker = SourceFactory()
        claim = saved(record(citation__rendering=Rendering.NARRATIVE, said_by=speaker.pk))
        assert claim.said_by == speaker

    def test_a_title_without_an_organisation_is_asked_for_one(self, record):
        assert "for whom" in errors(record(speaks_for_title="spokesman"))["speaks_for"][0]

    def test_nobody_speaks_for_himself(self, record):
        speaker = SourceFactory()
        assert "__all__" in errors(record(said_by=speaker.pk, speaks_for=speaker.pk))

    def test_only_the_same_originator_supersedes(self, client, editor):
        earlier, later = ClaimFactory(), ClaimFactory()
        found = errors(post(client, page(client, CLAIM, later.pk), supersedes=earlier.pk))
        assert "Two speakers who differ both stay" in found["supersedes"][0]

    def test_a_claim_does_not_supersede_itself(self, client, editor):
        claim = ClaimFactory()
        assert "supersedes" in errors(post(client, page(client, CLAIM, claim.pk), supersedes=claim.pk))


class TestPublishing:
    def test_save_and_publish_issues_the_claim_and_what_it_stands_on(self, record):
        speaker = SourceFactory()
        response = record(said_by=speaker.pk, _publish="1")
        assert saved(response)
        kinds = sorted(Entry.objects.values_list("kind", flat=True))
        assert kinds == ["article", "claim", "incident", "question", "source", "source"]
        assert "public now as version 1" in told(response)

    def test_a_speaker_on_background_needs_words_to_be_called_by(self, record):
        response = record(said_by=SourceFactory().pk, disclosure=Disclosure.BACKGROUND, _publish="1")
        assert saved(response).disclosure == Disclosure.BACKGROUND
        assert not Entry.objects.exists()
        assert "Not published" in told(response)
        assert "attribution" in told(response)

    def test_a_change_of_a_public_claim_needs_a_reason(self, client, record):
        claim = saved(record(said_by=SourceFactory().pk, _publish="1"))
        assert "change_reason" in errors(post(client, page(client, CLAIM, claim.pk), quantity_words="nine"))
        response = post(client, page(client, CLAIM, claim.pk), quantity_words="nine", change_reason="misread")
        assert response.status_code == 302
        assert claim.history.first().history_change_reason == "misread"


class TestFidelity:
    def test_the_tick_is_signed_and_dated(self, record, editor):
        claim = saved(record(words_checked="on"))
        assert claim.fidelity_verified_by == editor
        assert claim.fidelity_verified_at is not None

    def test_taking_the_tick_away_clears_both(self, client, record):
        claim = saved(record(words_checked="on"))
        post(client, page(client, CLAIM, claim.pk), words_checked=None)
        claim.refresh_from_db()
        assert (claim.fidelity_verified_by, claim.fidelity_verified_at) == (None, None)

    def test_another_editor_who_changes_nothing_of_the_words_leaves_the_signature(self, client, record, editor):
        claim = saved(record(words_checked="on"))
        client.force_login(UserFactory(chief=True))
        post(client, page(client, CLAIM, claim.pk), note="seen")
        claim.refresh_from_db()
        assert claim.fidelity_verified_by == editor

    def test_changed_words_are_signed_by_whoever_changed_them(self, client, record):
        claim = saved(record(words_checked="on"))
        second = UserFactory(chief=True)
        client.force_login(second)
        post(client, page(client, CLAIM, claim.pk), citation__words="at least six militants")
        claim.refresh_from_db()
        assert claim.fidelity_verified_by == second


def test_bytes_that_are_no_text_do_not_break_the_page(client, editor):
    rows = "citations-TOTAL_FORMS=1&citations-INITIAL_FORMS=0&citations-0-words=%ED%A0%80&quantity_words=%FF%ED%A0%80"
    form = "application/x-www-form-urlencoded"
    assert client.post("/admin/events/claim/add/", f"{rows}&note=%00", content_type=form).status_code == 200

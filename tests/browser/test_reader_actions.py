"""How many keys a claim takes in the Reader, every key counted, none of it with a mouse."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from events.models import Citation, Claim, Incident, SuggestionDecision
from newsroom.seeding import SEEDS, load_claims
from sources.models import Affiliation, Article, Source
from tests.browser.reading import Reader
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Example Army officials said on Monday that four people were killed. A medic said that nine were wounded."


@pytest.fixture
def place():
    return PlaceFactory(name="Exampleville")


@pytest.fixture
def incident(place):
    return IncidentFactory(label="Raid on Exampleville", place=place)


def article_of(place, text):
    return ArticleFactory(text=text, dateline_place=place)


@pytest.fixture
def read(desk, live_server, place):
    def open_reader(text):
        return Reader(desk, live_server.url, article_of(place, text))

    return open_reader


def the_claim() -> Any:
    return Claim.objects.get()


def passages():
    """The stored words, each checked against the text that it was read in."""
    stored: list[Any] = [
        citation.passage for citation in Citation.objects.select_related("passage__version").order_by("id")
    ]
    for passage in stored:
        assert passage.version.text[passage.start : passage.end] == passage.exact
    return [passage.exact for passage in stored]


def test_a_suggestion_with_a_known_speaker_takes_three_keys(read, incident):
    SourceFactory(name="Example Army")
    reader = read("The Example Army said that four people were killed.")
    reader.press("n")
    expect(reader.box("said_by")).to_have_value("Example Army")
    reader.save()
    assert reader.actions <= 4
    claim = the_claim()
    assert (claim.said_by.name, claim.quantity.n, claim.question.incident) == ("Example Army", 4, incident)
    assert passages() == ["four people were killed"]
    assert SuggestionDecision.objects.get().outcome == "accepted"


def test_a_known_speaker_whom_the_words_do_not_name_takes_nine_keys_at_most(read, incident):
    SourceFactory(name="Example Army")
    SourceFactory(name="Example Ministry")
    reader = read("Officials said that four people were killed.")
    reader.press("n", "c")
    expect(reader.box("said_by")).to_be_focused()
    reader.choose("army", "Example Army")
    reader.save()
    assert reader.actions <= 9
    assert the_claim().said_by.name == "Example Army"


def test_a_new_speaker_takes_five_keys_and_the_letters_of_the_name(read, incident):
    name = "Example Relief Committee"
    reader = read("Officials said that four people were killed.")
    reader.press("n", "c")
    reader.choose(name, name)
    expect(reader.page.locator("[name='said_by-new-kind']")).to_have_value("organisation")
    reader.save()
    assert reader.actions <= 5 + len(name) + sum(letter.isupper() for letter in name)
    assert the_claim().said_by == Source.objects.get(name=name)
    assert Source.objects.get(name=name).kind == "organisation"


def test_a_new_incident_takes_six_keys_and_the_letters_of_its_label(read):
    SourceFactory(name="Example Army")
    label = "Fire in the market"
    reader = read("The Example Army said that four people were killed.")
    reader.press("n", "c")
    expect(reader.box("incident")).to_be_focused()
    reader.choose(label, label)
    reader.save()
    assert reader.actions <= 6 + len(label)
    assert the_claim().question.incident == Incident.objects.get(label=label)


def test_a_speaker_whom_only_the_words_name_is_made_with_the_body_he_speaks_for(read, incident):
    army = SourceFactory(name="Example Army")
    reader = read("Dana Reyes, a spokeswoman for the Example Army, said that four people were killed.")
    reader.press("n")
    expect(reader.box("said_by")).to_have_value("Dana Reyes")
    reader.save()
    assert reader.actions <= 4
    speaker = the_claim().said_by
    assert (speaker.name, speaker.kind, the_claim().speaks_for) == ("Dana Reyes", "person", army)
    assert Affiliation.objects.get().speaks_for == army


def test_a_claim_is_put_to_the_question_that_another_answers_with_three_keys(read, incident):
    other = ClaimFactory(question=QuestionFactory(incident=incident, of="civilians"), figure="nine")
    SourceFactory(name="Example Army")
    reader = read("The Example Army said that four people were killed.")
    reader.press("n")
    before = reader.actions
    reader.press("l")
    expect(reader.page.locator("#reader-link [role=option]").first).to_be_visible()
    reader.press("ArrowDown", "Enter")
    expect(reader.status).to_contain_text("Same question as")
    assert reader.actions - before <= 3
    expect(reader.page.locator("#reader-answers")).to_contain_text("Contradiction")
    reader.save()
    assert {claim.question for claim in Claim.objects.all()} == {other.question}


def test_twelve_claims_of_a_whole_report_take_fewer_than_110_keys(desk, live_server):
    for folder in ("articles", "unread"):
        call_command("import_articles", str(SEEDS / folder), verbosity=0)
    load_claims(SEEDS / "claims.toml", by="a test")
    recorded = Claim.objects.count()
    article = Article.objects.get(external_id="day-of-fighting")
    reader = Reader(desk, live_server.url, article)
    reader.press("n")
    for number in range(12):
        expect(reader.page.locator("#reader-form")).to_be_visible()
        if not reader.box("said_by").input_value():
            reader.press("c")
            reader.choose("idf", "Israel Defense Forces")
        reader.save(goes_on=True)
        assert Claim.objects.count() == recorded + number + 1
        expect(reader.page.locator("#reader-form, #reader-list").locator("visible=true")).to_have_count(1)
    assert reader.actions <= 110
    assert article.citations.count() == 12
    assert len(passages()) == Citation.objects.count()

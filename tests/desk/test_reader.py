"""The Reader's page and what it saves: all of a claim, or nothing of it."""

import html
import json
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Citation, Claim, Incident, Question, SuggestionDecision
from sources.models import Affiliation, ArticleVersion, Passage, Source
from sources.text import normalise
from tests.desk.reading import path, posted, save, suggestions
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db

TEXT = "Example Army officials said that four people were killed.\n\nThe ministry did not say more."
TANGLED = "A 👩‍🚒 said 🚁 “four”.\r\n\r\n  \r\nقال الناطق إن أربعة قتلوا.\r\nZweite Zeile\t<b>&amp;</b>\r\n\r\n"
WORDS = "four people were killed"


@pytest.fixture
def article():
    return ArticleFactory(text=TEXT)


@pytest.fixture
def incident():
    return IncidentFactory()


def part_of(response, pattern):
    found = re.search(pattern, response.content.decode(), re.DOTALL)
    assert found
    return found[1]


def the_claim() -> Any:
    return Claim.objects.get()


def state_of(response):
    return json.loads(part_of(response, r'<script id="reader-state"[^>]*>(.*?)</script>'))


def text_of(response):
    """The text content of the element that holds the text, as a browser counts it."""
    shown = part_of(response, r'<div id="reader-text".*?>(.*?)</div>')
    return html.unescape(re.sub(r"</?p[^>]*>", "", shown))


def test_the_page_shows_the_text_to_the_last_character(contributor):
    article = ArticleFactory(text=TANGLED)
    response = contributor.get(path("", article))
    assert text_of(response) == ArticleVersion.objects.get().text == normalise(TANGLED)


def test_claims_are_told_with_their_place_in_the_newest_text(contributor, article):
    claim = ClaimFactory(cited_in=article, cited_in__words=WORDS)
    ArticleVersion.objects.create(article=article, number=2, text=f"Update. {TEXT}", published_on=article.published_on)
    (told,) = state_of(contributor.get(path("", article)))["claims"]
    assert (told["id"], told["start"] - len("Update. "), told["outcome"]) == (claim.pk, TEXT.index(WORDS), "moved")


def test_a_claim_is_saved_as_a_draft_with_exactly_the_marked_words(contributor, article, incident):
    army = SourceFactory(name="Example Army")
    response = save(contributor, article, WORDS, said_by=army.pk, incident=incident.pk)
    assert response.status_code == 201
    claim = the_claim()
    assert (claim.said_by, claim.quantity.n, claim.state) == (army, 4, "draft")
    passage = claim.citations.get().passage
    assert passage.version.text[passage.start : passage.end] == passage.exact == WORDS
    assert response.json()["claim"]["start"] == passage.start
    assert LogEntry.objects.filter(object_id=str(claim.pk), action_flag=1).count() == 1
    assert claim.history.get().history_user is not None


@pytest.mark.parametrize("wrong", [{"citations-0-start": 1}, {"citations-0-words": "five people were killed"}])
def test_words_that_do_not_stand_at_their_offsets_are_refused(contributor, article, incident, wrong):
    army = SourceFactory()
    response = save(contributor, article, WORDS, said_by=army.pk, incident=incident.pk, **wrong)
    assert response.status_code == 422
    assert "Mark them again" in response.json()["errors"]["citations-0-words"][0]
    assert not Claim.objects.exists()


@pytest.mark.parametrize("start", ["", "x", "-1", "9" * 30])
def test_offsets_that_are_none_are_refused(contributor, article, start):
    response = save(contributor, article, WORDS, **{"citations-0-start": start})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["citations-0-words"])


def test_a_version_of_another_article_is_not_found(contributor, article):
    other = ArticleFactory(text=TEXT)
    assert save(contributor, other, WORDS, **{"citations-0-version": article.newest_version.pk}).status_code == 404


def test_a_new_speaker_and_a_new_incident_are_made_in_the_same_save(contributor, article):
    place = PlaceFactory()
    army = SourceFactory(name="Example Army")
    new = {
        "said_by-new": "Dana Reyes",
        "said_by-new-kind": "person",
        "speaks_for": army.pk,
        "speaks_for_title": "spokeswoman",
        "incident-new": "Raid on the market",
        "incident-new-occurred_words": "on Monday",
        "incident-new-place": place.pk,
    }
    response = save(contributor, article, WORDS, **new)
    assert response.status_code == 201, response.json()
    claim = the_claim()
    assert (claim.said_by.name, claim.speaks_for, claim.speaks_for_title) == ("Dana Reyes", army, "spokeswoman")
    assert (Affiliation.objects.get().source, Affiliation.objects.get().title) == (claim.said_by, "spokeswoman")
    assert (claim.question.incident.occurred_edtf, claim.question.incident.place) == ("2023-06-19", place)
    assert {name: row["text"] for name, row in response.json()["made"].items()} == {
        "said_by": "Dana Reyes",
        "incident": "Raid on the market",
    }


def test_nothing_is_made_where_anything_is_refused(contributor, article):
    sources = Source.objects.count()
    new = {"said_by-new": "Dana Reyes", "said_by-new-kind": "person", "incident-new": "Raid", "quantity_words": "blue"}
    response = save(contributor, article, WORDS, **new)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["quantity_words", "quantity_kind"])
    assert not Claim.objects.exists()
    assert (Source.objects.count(), Incident.objects.count()) == (sources, 0)
    assert (Question.objects.count(), Passage.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


def test_every_error_is_told_at_its_box(contributor, article):
    SourceFactory(name="Example Army")
    new = {"said_by-new": "example ARMY", "speaks_for-new": "Somebody", "incident-new": "R", "predicate": ""}
    errors = save(contributor, article, WORDS, **new, **{"incident-new-occurred_words": "blue moon"}).json()["errors"]
    assert {"said_by", "speaks_for-new-kind", "incident-new-occurred_words", "predicate"} <= set(errors)
    assert "There is “Example Army” already" in errors["said_by"][0]


def test_the_article_s_own_voice_is_its_outlet(contributor, article, incident):
    voice = {"citations-0-rendering": "narrative", "citations-0-verb_class": "none"}
    assert save(contributor, article, WORDS, incident=incident.pk, **voice).status_code == 201
    assert the_claim().said_by == article.outlet


def test_a_lapsed_session_is_told_and_nothing_is_lost_on_the_way(client, article):
    response = client.post(path("save", article), posted(article, WORDS))
    assert (response.status_code, "log in" in response.json()["problem"].lower()) == (401, True)


def test_readers_read_and_contributors_record(as_role, article):
    reader = as_role("Reader")
    assert state_of(reader.get(path("", article)))["may"] == {"claim": False, "source": False, "incident": False}
    response = save(reader, article, WORDS)
    assert "no right to record claims" in response.json()["errors"][""][0]
    assert reader.post(path("dismiss", article), {"suggestion": "x"}).status_code == 403
    assert as_role("Administrator").get(path("", article)).status_code == 403


def test_an_article_without_text_has_nothing_to_read(editor):
    article = ArticleFactory()
    Citation.objects.all().delete()
    ArticleVersion.objects.all().delete()
    assert editor.get(path("", article)).status_code == 302
    assert editor.get(path("suggestions", article)).status_code == 404


def test_suggestions_fill_the_boxes_with_rows_that_are_there(contributor):
    place = PlaceFactory(name="Exampleville")
    incident = IncidentFactory(place=place)
    minister = SourceFactory(person=True, name="Dana Reyes")
    ministry = SourceFactory(name="Example Ministry")
    Affiliation.objects.create(source=minister, speaks_for=ministry, title="Minister")
    article = ArticleFactory(text="Dana Reyes said that at least four people were killed.", dateline_place=place)
    (told,) = suggestions(contributor, article)
    assert {name: box["text"] for name, box in told["boxes"].items()} == {
        "said_by": "Dana Reyes",
        "speaks_for": "Example Ministry",
        "incident": incident.label,
    }
    assert told["values"]["speaks_for_basis"] == "affiliation"
    assert (told["values"]["quantity_words"], told["values"]["population"]) == ("at least four", "persons")
    assert (told["rule"], told["tier"]) == ("passive · X said", "sure")


@pytest.mark.parametrize("words", ["Officials", "The army", "A spokesman", "He"])
def test_words_that_only_point_at_somebody_make_no_source(contributor, words):
    (told,) = suggestions(contributor, ArticleFactory(text=f"{words} said that four people were killed."))
    assert "said_by" not in told["boxes"]
    assert told["heard"] == words


def test_a_confidential_source_is_never_proposed(contributor):
    SourceFactory(confidential=True, name="Dana Reyes")
    (told,) = suggestions(contributor, ArticleFactory(text="Dana Reyes said that four people were killed."))
    assert told["boxes"]["said_by"] == {"new": "Dana Reyes"}


def test_what_was_recorded_or_dismissed_is_not_suggested_again(contributor, incident):
    article = ArticleFactory(text="The army said that four people were killed and nine wounded.")
    killed, injured = suggestions(contributor, article)
    army = SourceFactory()
    key = {"suggestion": killed["key"], "said_by": army.pk, "incident": incident.pk, "quantity_words": "five"}
    assert save(contributor, article, WORDS, **key).status_code == 201
    assert [told["key"] for told in suggestions(contributor, article)] == [injured["key"]]
    assert contributor.post(path("dismiss", article), {"suggestion": injured["key"]}).status_code == 200
    assert suggestions(contributor, article) == []
    decisions = SuggestionDecision.objects.order_by("id")
    assert [decision.outcome for decision in decisions] == ["edited", "dismissed"]
    assert contributor.post(path("dismiss", article), {"suggestion": injured["key"], "again": 1}).status_code == 200
    assert [told["key"] for told in suggestions(contributor, article)] == [injured["key"]]
    assert contributor.post(path("dismiss", article), {"suggestion": "no such"}).status_code == 422


def test_the_number_of_queries_does_not_grow_with_claims_and_suggestions(chief, article, incident):
    def asked():
        counts = []
        for name in ("", "suggestions"):
            with CaptureQueriesContext(connection) as queries:
                chief.get(path(name, article))
            counts.append(len(queries))
        return counts

    save(chief, article, WORDS, said_by=SourceFactory().pk, incident=incident.pk)
    asked()
    one = asked()
    names = [SourceFactory(name=f"Example Council {number}").name for number in range(30)]
    text = "\n\n".join(f"The {name} said on Monday that 1{at} people were killed." for at, name in enumerate(names))
    ArticleVersion.objects.create(
        article=article, number=2, text=f"{TEXT}\n\n{text}", published_on=article.published_on
    )
    for at in range(12):
        save(chief, article, f"1{at} people were killed", said_by=SourceFactory().pk, incident=incident.pk)
    many = asked()
    assert len(suggestions(chief, article)) == 18
    assert many == one
    assert max(many) <= 20

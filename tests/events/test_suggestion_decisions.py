"""What an editor is offered for a text, and the log of what he decided about it."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.deciding import Outcome, UnknownSuggestion, record_decision
from events.models import Citation, KeptSuggestion, MachineReading, SuggestionDecision
from events.models.claims import Rendering
from events.offering import keep_suggestions, suggestions_for
from events.recording import anchor
from sources.text import find_words
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "🚑 Officials said that at least six people were killed. Nine people were wounded on Sunday."


class OtherRules:
    """Reads the same words with another set of rules."""

    version = "other-1"

    def suggest(self, text, dateline):
        from events.suggesting.engine import suggest

        return suggest(text, dateline)[:1]


@pytest.fixture
def version():
    return ArticleFactory(text=TEXT).versions.get()


@pytest.fixture
def editor():
    return UserFactory()


def claim_of(offer, version, **changes):
    """The claim that a form would save of an offer left as it is, but for the changes."""
    one = offer.suggestion
    speaker = changes.pop("speaker", one.attribution.speaker and one.attribution.speaker.words.exact)
    said_by = SourceFactory(name=speaker) if speaker else version.article.outlet
    asked = {"asks": one.measure, "of": one.figure.population or "persons", **changes.pop("question", {})}
    figure = changes.pop("figure", one.figure.words.exact)
    words = changes.pop("words", one.passage.exact)
    claim = ClaimFactory(
        figure=figure, said_by=said_by, question=QuestionFactory(**asked), cited_in=ArticleFactory(), **changes
    )
    Citation.objects.filter(claim=claim).delete()
    Citation.objects.create(
        claim=claim,
        article=version.article,
        passage=anchor(version, find_words(version.text, words)[0]),
        rendering=one.attribution.rendering,
        verb_text=one.attribution.verb.exact if one.attribution.verb else "",
    )
    return claim


def test_an_editor_is_offered_what_the_words_say_with_offsets_in_code_points(version):
    offers: list[Any] = suggestions_for(version)
    killed, injured = offers
    passage = killed.suggestion.passage
    assert version.text[passage.start : passage.end] == passage.exact == "at least six people were killed"
    assert injured.suggestion.occurred.when.edtf == "2023-06-18"  # read against the day of the report
    assert not killed.is_decided


def test_looking_at_a_text_stores_nothing_and_asks_the_database_once(version):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        suggestions_for(version)
    assert len(queries) == 1
    assert not MachineReading.objects.exists()


def test_a_suggestion_taken_as_it_was_is_accepted_and_no_more_open(version, editor):
    offer = suggestions_for(version)[0]
    claim = claim_of(offer, version)
    decision = record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim)
    assert (decision.outcome, decision.edited_fields, decision.by, decision.claim) == ("accepted", "", editor, claim)
    assert (decision.suggestion.rule, decision.suggestion.tier) == (offer.suggestion.rule, offer.suggestion.tier)
    assert decision.suggestion.reading.engine == offer.suggestion.engine
    assert [one.is_decided for one in suggestions_for(version)] == [True, False]


@pytest.mark.parametrize(
    ("changes", "edited"),
    [
        ({"figure": "six"}, "figure"),
        ({"question": {"asks": "injured"}}, "measure"),
        ({"question": {"of": "civilians"}}, "population"),
        ({"speaker": "The mayor"}, "speaker"),
        ({"certainty": "reported", "polarity": "denies"}, "polarity,certainty"),
        ({"words": "six people were killed", "medium": "phone"}, "words"),
    ],
)
def test_what_the_editor_changed_is_found_by_comparing(version, editor, changes, edited):
    offer = suggestions_for(version)[0]
    claim = claim_of(offer, version, **changes)
    decision = record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim)
    assert (decision.outcome, decision.edited_fields) == ("edited", edited)


def test_a_change_of_how_it_is_rendered_and_of_the_verb_is_found_too(version, editor):
    offer = suggestions_for(version)[0]
    claim = claim_of(offer, version)
    claim.citations.update(rendering=Rendering.DIRECT_QUOTE, verb_text="confirmed")
    decision = record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim)
    assert decision.edited_fields == "rendering,verb"


def test_a_speaker_is_the_same_under_any_of_its_names(version, editor):
    offer = suggestions_for(version)[0]
    claim: Any = claim_of(offer, version, speaker="Ministry of Health")
    claim.said_by.aliases.create(name="officials")
    assert record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim).outcome == "accepted"


def test_the_articles_own_voice_is_its_outlet(version, editor):
    offer = suggestions_for(version)[1]
    assert record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim_of(offer, version)).outcome == "accepted"
    other = claim_of(offer, version, speaker="The mayor")
    assert record_decision(version, offer.key, Outcome.ACCEPTED, editor, other).edited_fields == "speaker"


def test_a_dismissed_suggestion_can_be_offered_again_and_the_log_keeps_both(version, editor):
    key = suggestions_for(version)[0].key
    record_decision(version, key, Outcome.DISMISSED, editor)
    dismissed: Any = suggestions_for(version)[0].decision
    assert dismissed.outcome == "dismissed"
    record_decision(version, key, Outcome.REOPENED, editor)
    assert not suggestions_for(version)[0].is_decided
    assert [one.outcome for one in SuggestionDecision.objects.of_version(version)] == ["dismissed", "reopened"]


def test_deciding_the_same_again_adds_nothing(version, editor):
    key = suggestions_for(version)[0].key
    first = record_decision(version, key, Outcome.DISMISSED, editor)
    assert record_decision(version, key, Outcome.DISMISSED, UserFactory()) == first


def test_a_suggestion_whose_draft_was_deleted_is_open_again(version, editor):
    offer = suggestions_for(version)[0]
    claim = claim_of(offer, version)
    record_decision(version, offer.key, Outcome.ACCEPTED, editor, claim)
    claim.citations.all().delete()
    claim.delete()
    assert not suggestions_for(version)[0].is_decided


def test_a_decision_holds_under_other_rules_too(version, editor):
    offer = suggestions_for(version)[0]
    record_decision(version, offer.key, Outcome.DISMISSED, editor)
    assert suggestions_for(version, OtherRules())[0].is_decided


def test_what_only_earlier_rules_suggested_can_still_be_decided(version, editor):
    keep_suggestions(version, OtherRules())
    KeptSuggestion.objects.update(key="1:2:1:2:killed:affirms")  # what today's rules do not say
    decision = record_decision(version, "1:2:1:2:killed:affirms", Outcome.DISMISSED, editor)
    assert decision.suggestion.reading.engine == "other-1"


def test_what_was_never_suggested_cannot_be_decided(version, editor):
    with pytest.raises(UnknownSuggestion, match="Load the page again"):
        record_decision(version, "0:1:0:1:killed:affirms", Outcome.DISMISSED, editor)


def test_an_acceptance_needs_a_claim_and_a_dismissal_has_none(version, editor):
    offer = suggestions_for(version)[0]
    with pytest.raises(ValueError, match="needs its claim"):
        record_decision(version, offer.key, Outcome.ACCEPTED, editor)
    with pytest.raises(ValueError, match="needs no claim"):
        record_decision(version, offer.key, Outcome.DISMISSED, editor, claim_of(offer, version))


def test_keeping_a_text_again_keeps_nothing_more(version):
    first = keep_suggestions(version)
    assert keep_suggestions(version) == first
    assert first.suggestions.count() == 2


def test_what_is_kept_is_the_whole_suggestion(version):
    kept: Any = keep_suggestions(version).suggestions.first()
    assert version.text[kept.start : kept.end] == kept.content["passage"]["exact"]
    quantity = kept.content["figure"]["quantity"]
    assert (quantity["kind"], quantity["n"]) == ("at_least", 6)
    assert kept.content["attribution"]["speaker"]["words"]["exact"] == "Officials"
    assert json.loads(json.dumps(kept.content)) == kept.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "edited", "edited_fields": ""},
        {"outcome": "accepted", "edited_fields": "figure"},
        {"outcome": "dismissed", "edited_fields": "figure"},
    ],
)
def test_the_database_refuses_a_decision_that_contradicts_itself(version, editor, wrong):
    kept: Any = keep_suggestions(version).suggestions.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionDecision.objects.create(suggestion=kept, by=editor, **wrong)


def test_the_database_refuses_a_dismissal_with_a_claim(version, editor):
    kept: Any = keep_suggestions(version).suggestions.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionDecision.objects.create(suggestion=kept, by=editor, outcome="dismissed", claim=ClaimFactory())


def test_here_is_the_place_of_the_printed_dateline():
    article = ArticleFactory(text="Six people were killed here.", dateline="JENIN, West Bank (AP)")
    offer: Any = suggestions_for(article.versions.get())[0]
    assert offer.suggestion.place.name == "JENIN"


def test_a_notice_without_a_text_has_no_suggestions(version):
    version.article.versions.create(number=2, event="withdraw")
    assert suggestions_for(version.article.versions.get(number=2)) == []

"""Quoted words in the claim form: `text[start:end] == exact`, whatever was typed or pasted."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from events.citation_forms import CitationForm
from events.models import Claim, Relay
from events.models.claims import Rendering
from sources.models import ArticleVersion
from sources.text import normalise
from tests.desk.claim_posts import CLAIM, boxes, claim_boxes, errors, page, post
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    IncidentFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TWICE = "Six died, he said.\n\nLater he repeated it: six died. At the end, six died."
MANY_SCRIPTS = [
    "“six”, she said",
    "«ستة قتلى» قال المتحدث",
    "سِتَّةُ قَتْلَى",
    "„שישה” נהרגו",
    "שִׁשָּׁה הֲרוּגִים",
    "👩‍🚒 six 🔥 fires",
    "e\u0301te\u0301 and été",
    "six\n\nmen",
    "it's ‘six’ — no more",
]


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(chief=True)
    client.force_login(user)
    return user


def record(client, article, query=None, **changes):
    response = page(client, CLAIM, **(query or {}))
    data = claim_boxes(article, **{"incident": IncidentFactory().pk, **changes})
    if query:
        data = {name: value for name, value in data.items() if not name.startswith("citation__") or name in changes}
    return post(client, response, **data)


def cited(response):
    assert response.status_code == 302, errors(response)
    return Claim.objects.latest("pk").citations.get()


class TestFinding:
    def test_words_that_are_not_there_are_answered_with_the_nearest(self, client):
        article = ArticleFactory()
        found = errors(record(client, article, citation__words="at least seven militants were killed"))
        said = found["citations-0-words"][0]
        assert f"not in version 1 of “{article}”" in said
        assert "Nearest: “Officials said that at least six militants" in said

    def test_words_of_an_older_version_are_pointed_to(self, client):
        article = ArticleFactory()
        ArticleVersionFactory(article=article, text="Nine people died.")
        found = errors(record(client, article))
        assert "They stood in version 1" in found["citations-0-words"][0]

    def test_words_in_several_places_are_offered_for_choice_and_what_was_typed_is_kept(self, client):
        article = ArticleFactory(text=TWICE)
        refused = record(client, article, citation__words="six died")
        assert "2 times in version 1" in errors(refused)["citations-0-occurrence"][0]
        shown = refused.content.decode()
        assert "Paragraph 2" in shown
        assert "at least six" in shown
        second = ArticleVersion.objects.get().text.rindex("six died")
        key = f"{article.newest_version.pk}:{second}:{second + 8}"
        citation = cited(post(client, refused, citation__occurrence=key))
        assert citation.passage.start == second

    def test_without_a_text_a_locator_is_asked_for(self, client):
        article = ArticleFactory()
        article.versions.all().delete()
        assert "locator" in errors(record(client, article))["citations-0-words"][0]
        citation = cited(record(client, article, citation__words="", citation__locator="row 7138"))
        assert (citation.passage, citation.locator) == (None, "row 7138")

    def test_words_and_locator_together_are_refused_and_so_is_neither(self, client):
        article = ArticleFactory()
        assert "not both" in errors(record(client, article, citation__locator="row 1"))["citations-0-locator"][0]
        assert "Give the quoted words" in errors(record(client, article, citation__words=""))["citations-0-words"][0]

    @pytest.mark.parametrize(
        "changes",
        [
            {"citation__words": "\x00"},
            {"citation__words": "six" * 200_000},
            {"citation__words": "e" + "\u0301" * 400},
            {"citation__version": "9" * 40, "citation__start": "-1", "citation__end": "x"},
            {"citation__version": "٣", "citation__start": "\x00", "citation__end": "1e9"},
            {"citation__article": "9" * 40},
            {"citation__occurrence": "\x00" * 10},
            {"quantity_words": "six\x00"},
            {"quantity_words": "six" * 1000},
            {"quantity_kind": "at_least", "quantity_n": "9" * 40},
            {"quantity_kind": "exact", "quantity_n": str(2**63 - 1)},
            {"quantity_kind": "sixish"},
            {"said_words": "\x00", "said_edtf": "[2023"},
            {"value_edtf": "2023-99", "value_boolean": "perhaps"},
            {"incident": "9" * 40, "predicate": "no such", "window": "x"},
            {"polarity": "shouts"},
            {"supersedes": "9" * 40},
            {"citation__article": "x", "said_by": "\x00", "value_place": "x", "citation__relay_1": "٣"},
        ],
    )
    def test_no_input_breaks_the_page(self, client, changes):
        assert record(client, ArticleFactory(), **changes).status_code in (200, 302)

    def test_half_a_character_is_refused(self):
        article = ArticleFactory()
        form = CitationForm({"article": article.pk, "words": "\ud800", "rendering": "narrative", "verb_class": "none"})
        assert "cannot be stored" in form.errors["words"][0]


@pytest.mark.parametrize("words", MANY_SCRIPTS)
def test_words_of_every_script_are_anchored_exactly(client, words):
    article = ArticleFactory(text=f"Before it. {words} After it, 🔥.")
    passage = cited(record(client, article, citation__words=words.replace("\n", "\r\n"))).passage
    assert passage.version.text[passage.start : passage.end] == passage.exact
    assert passage.exact == normalise(words)


letters = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])
lines = st.text(letters, min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(st.one_of(lines, st.sampled_from(MANY_SCRIPTS)), min_size=1, max_size=6), data=st.data())
def test_whatever_is_quoted_stands_there_code_point_for_code_point(blocks, data):
    with transaction.atomic():
        text = normalise("\n\n".join(blocks))
        article = ArticleFactory(text=text)
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        anchor = {"version": article.newest_version.pk, "start": start, "end": end} if data.draw(st.booleans()) else {}
        typed = {"article": article.pk, "words": text[start:end].replace("\n", "\r\n"), **anchor}
        form = CitationForm({**typed, "rendering": "narrative", "verb_class": "none"})
        if form.is_valid():
            span = form.span
            assert span is not None
            assert text[span.start : span.end] == span.exact
            assert span.exact.strip() == text[start:end].strip()
            assert not anchor or (span.start, span.end) == (start, end)
        else:
            assert set(form.errors) <= {"words", "occurrence"}
        transaction.set_rollback(True)


class TestEditing:
    def test_changed_words_move_the_passage(self, client):
        claim = ClaimFactory()
        response = post(client, page(client, CLAIM, claim.pk), citation__words="six militants were killed")
        assert response.status_code == 302, errors(response)
        assert claim.citations.get().passage.exact == "six militants were killed"

    def test_unchanged_words_stay_in_the_version_they_were_read_in(self, client):
        claim = ClaimFactory()
        article = claim.citations.get().article
        ArticleVersionFactory(article=article, text="Nine people died.")
        response = post(client, page(client, CLAIM, claim.pk), citation__verb_text="confirmed")
        assert response.status_code == 302, errors(response)
        citation = claim.citations.get()
        assert (citation.verb_text, citation.passage.version.number) == ("confirmed", 1)

    def test_saving_without_a_change_writes_no_history_of_the_citation(self, client):
        article = ArticleFactory(text="Six\nmen died.")
        claim = ClaimFactory(cited_in=article, cited_in__words="Six\nmen")
        post(client, page(client, CLAIM, claim.pk), note="seen")
        assert claim.citations.get().history.count() == 1

    def test_words_move_to_another_article(self, client):
        claim, other = ClaimFactory(), ArticleFactory(text="Six of the militants died.")
        response = post(
            client, page(client, CLAIM, claim.pk), citation__article=other.pk, citation__words="of the militants"
        )
        assert response.status_code == 302, errors(response)
        assert claim.citations.get().passage.version.article == other

    def test_the_same_words_are_cited_once(self, client):
        claim = ClaimFactory()
        shown = page(client, CLAIM, claim.pk)
        second = {
            name.replace("-0-", "-1-"): value
            for name, value in boxes(shown).items()
            if name.startswith("citations-0-") and not name.endswith("-id")
        }
        response = post(client, shown, **{**second, "citations-TOTAL_FORMS": "2", "citations-1-id": ""})
        assert "has these words" in errors(response)["citations-1-words"][0]

    def test_a_citation_goes_with_its_relays(self, client):
        claim = ClaimFactory()
        Relay.objects.create(citation=claim.citations.get(), position=1, source=SourceFactory(agency=True))
        response = post(client, page(client, CLAIM, claim.pk), citation__DELETE="on")
        assert response.status_code == 302, errors(response)
        assert not claim.citations.exists()


class TestRelays:
    def relayed(self, claim):
        return [relay.source for relay in claim.citations.get().relays.order_by("position")]

    def test_they_are_kept_in_the_order_given(self, client):
        first, second, third = SourceFactory.create_batch(3, agency=True)
        citation = cited(
            record(
                client,
                ArticleFactory(),
                citation__relay_1=second.pk,
                citation__relay_2=first.pk,
                citation__relay_3=third.pk,
            )
        )
        assert self.relayed(citation.claim) == [second, first, third]

    def test_they_change_order_and_go(self, client):
        claim, (first, second) = ClaimFactory(), SourceFactory.create_batch(2, agency=True)
        post(client, page(client, CLAIM, claim.pk), citation__relay_1=first.pk, citation__relay_2=second.pk)
        post(client, page(client, CLAIM, claim.pk), citation__relay_1=second.pk, citation__relay_2=first.pk)
        assert self.relayed(claim) == [second, first]
        post(client, page(client, CLAIM, claim.pk), citation__relay_1="", citation__relay_2=first.pk)
        assert self.relayed(claim) == [first]


class TestFromTheQuotePage:
    def query(self, article, words):
        version = article.newest_version
        start = version.text.index(words)
        return {"article": article.pk, "version": version.pk, "start": start, "end": start + len(words)}

    def test_the_words_are_filled_in_and_shown_where_they_stand(self, client):
        article = ArticleFactory(text=TWICE)
        shown = page(client, CLAIM, **self.query(article, "six died"))
        assert "paragraph 2 of version 1" in shown.content.decode()
        assert "<mark>six died</mark>" in shown.content.decode()

    def test_saving_what_was_filled_in_keeps_that_very_place(self, client):
        article = ArticleFactory(text=TWICE)
        query = self.query(article, "six died")
        citation = cited(record(client, article, query, citation__rendering=Rendering.DIRECT_QUOTE))
        assert (citation.passage.start, citation.rendering) == (query["start"], Rendering.DIRECT_QUOTE)

    def test_nothing_but_the_article_s_own_voice_chooses_a_speaker(self, client):
        article = ArticleFactory()
        shown = page(client, CLAIM, **self.query(article, "at least six"))
        assert shown.context["adminform"].form["said_by"].value() is None

    @pytest.mark.parametrize(
        "query", [{"version": "x"}, {"article": "9" * 40, "version": "1"}, {"start": "9", "end": "1"}]
    )
    def test_a_broken_address_opens_an_empty_form(self, client, query):
        article = ArticleFactory()
        given = {"article": article.pk, "version": article.newest_version.pk, "start": 0, "end": 5}
        page(client, CLAIM, **{**given, **query})

"""What an undone import leaves of articles that stay, and of the claims that came with its items."""

import pytest

from events.models import Claim, Question, Review
from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, IncidentFactory, SourceFactory, cite
from tests.sources.importing import the_article
from tests.sources.test_import_versions import CORRECTED, FIRST, SECOND, content
from tests.sources.undoing import importer_below, reasons, state, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    return importer_below(tmp_path)


class TestFilledFields:
    def test_they_are_emptied_again(self, bring):
        bring({**FIRST, "headline": ""})
        before = content() | {"rights": the_article().rights}
        run = bring({**FIRST, "rights": "All rights reserved"})
        assert the_article().headline == "Storm nears"
        assert undo(run).removed == {"articles with filled fields": 1}
        assert content() | {"rights": the_article().rights} == before

    def test_what_somebody_has_changed_since_stays(self, bring):
        bring(FIRST)
        run = bring({**FIRST, "rights": "All rights reserved"})
        article = the_article()
        article.rights = "Ours"
        article.save()
        undo(run)
        assert the_article().rights == "Ours"

    def test_they_stay_where_they_were_made_public(self, bring):
        bring(FIRST)
        run = bring({**FIRST, "rights": "All rights reserved"})
        publish([the_article()])
        undone = undo(run)
        assert (undone.removed, reasons(undone)) == ({}, ["it was made public with what was filled in"])
        assert the_article().rights

    def test_a_byline_stays_and_that_is_said(self, bring):
        bring({**FIRST, "byline": ""})
        undone = undo(bring(FIRST))
        assert reasons(undone) == ["the byline that was filled in stays; remove it at the desk"]


class TestColumns:
    def test_what_the_desk_has_typed_or_cleared_stays(self, bring):
        bring({**FIRST, "rights": "First rights"})
        run = bring({**SECOND, "rights": "Second rights"})
        article = the_article()
        article.headline, article.rights = "Our own", ""
        article.save()
        assert undo(run).removed == {"versions": 1}
        assert (the_article().headline, the_article().rights) == ("Our own", "")

    def test_an_outlet_that_only_the_version_named_goes_with_it(self, bring):
        bring({**FIRST, "outlet": ""})
        before = content_without_outlet()
        run = bring(SECOND)
        assert the_article().outlet is not None
        undo(run)
        assert the_article().outlet is None
        assert content_without_outlet() == before

    def test_the_address_and_its_canonical_form_go_together(self, bring):
        bring(FIRST)
        run = bring({**SECOND, "url": "https://www.Post.example/storm?utm_source=x"})
        assert the_article().canonical_url
        undo(run)
        assert (the_article().url, the_article().canonical_url) == ("", "")

    def test_topics_and_credits_that_only_the_version_had_go_with_it(self, bring):
        SourceFactory(agency=True, name="Example Wire")
        bring(FIRST)
        credit = "\n\nThe Example Wire contributed to this report."
        topics = ["medtop:16000000"]
        run = bring({**SECOND, "text": f"{SECOND['text']}{credit}", "topics": topics, "byline": "Ann Lee"})
        article = the_article()
        assert article.derivations.exists()
        assert article.topics.exists()
        undo(run)
        assert not article.derivations.exists()
        assert not article.topics.exists()
        assert [made.name for made in article.contributions.all()] == ["Ann Lee"]


def content_without_outlet():
    article = the_article()
    return {name: getattr(article, name) for name in ("headline", "headline_is_proposed", "published_at", "rights")}


class TestClaims:
    CLAIM = {"quote": "At least two boats", "predicate": "missing", "value": "at least two", "population": "vehicles"}

    @pytest.fixture
    def with_claim(self):
        IncidentFactory(label="The storm")
        return {**FIRST, "claims": [{**self.CLAIM, "incident": "The storm"}]}

    def test_those_that_came_with_an_item_go_with_it(self, bring, with_claim):
        before = state()
        run = bring(with_claim)
        assert Claim.objects.count() == 1
        assert undo(run).removed == {"articles": 1, "versions": 1, "outlets": 1, "claims": 1, "questions": 1}
        assert state() == before

    @pytest.mark.parametrize("state", ["edited", "public", "reviewed", "cited elsewhere", "in review"])
    def test_one_that_somebody_has_used_holds_the_article(self, bring, with_claim, state):
        run = bring(with_claim)
        use(Claim.objects.get(), state)
        undone = undo(run)
        assert undone.removed == {}
        assert "1 claim quotes it" in reasons(undone)
        assert Claim.objects.exists()

    def test_a_question_that_others_answer_stays(self, bring, with_claim):
        run = bring(with_claim)
        question = Question.objects.get()
        ClaimFactory(question=question)
        undo(run)
        assert Question.objects.get() == question

    def test_reviews_that_an_undone_version_had_opened_are_closed_with_the_reason(self, bring):
        bring(FIRST)
        ClaimFactory(cited_in=the_article(), cited_in__words="At least two boats")
        run = bring(CORRECTED)
        assert Review.objects.open().count() == 1
        assert undo(run).removed == {"versions": 1, "reviews closed": 1}
        review = Review.objects.get()
        assert (review.closed_at is None, review.version) == (False, None)
        assert f"Import {run.pk}" in review.decision


def use(claim, state):
    if state == "edited":
        claim.save()
    elif state == "public":
        publish([claim])
    elif state == "reviewed":
        Review.objects.create(claim=claim, cause="words_altered", article=claim.citations.get().article)
    elif state == "cited elsewhere":
        other = ClaimFactory().citations.get().article
        cite(claim, other, "at least six")
    else:
        Claim.objects.update(state="in_review")

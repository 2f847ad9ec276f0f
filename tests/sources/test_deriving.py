"""A credit line proposes that an article derives from the agency; only a judgement makes it sure."""

import pytest

from events.recording import relay
from sources.deriving import propose_from_credits
from sources.models import Article, Contribution, Derivation
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory
from tests.sources.importing import import_it, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return SourceFactory(agency=True)


def test_a_credit_of_a_known_agency_proposes_a_derivation_that_nobody_has_judged(agency):
    article = ArticleFactory(credit=agency)
    propose_from_credits(article)
    found = article.derivations.get()
    assert (found.from_source, found.kind, found.basis) == (agency, "contributed", "credit_line")
    assert found.judgement == "unsure"


def test_it_is_proposed_once_however_often_the_article_is_stored(agency):
    article = ArticleFactory(credit=agency)
    propose_from_credits(article)
    propose_from_credits(article)
    assert article.derivations.count() == 1


def test_what_an_editor_has_recorded_already_is_not_proposed_again(agency):
    article = ArticleFactory(credit=agency)
    Derivation.objects.create(article=article, from_source=agency, kind="wire_copy")
    propose_from_credits(article)
    assert article.derivations.get().kind == "wire_copy"


def test_two_credits_of_one_agency_are_one_proposal(agency):
    article = ArticleFactory(credit=agency)
    Contribution.objects.create(article=article, role="publishing_agency", name="The Wire", source=agency)
    propose_from_credits(article)
    assert article.derivations.count() == 1


def test_bylines_unknown_agencies_and_the_outlet_itself_propose_nothing(agency):
    article = ArticleFactory(outlet=agency, credit=agency)
    Contribution.objects.create(article=article, role="byline", name="B. Line", source=SourceFactory(person=True))
    Contribution.objects.create(article=article, role="contributing_agency", name="Nobody's Wire")
    propose_from_credits(article)
    assert not article.derivations.exists()


def test_many_articles_cost_two_queries(agency, django_assert_num_queries):
    articles = [ArticleFactory(credit=agency) for _ in range(5)]
    with django_assert_num_queries(2):
        assert len(propose_from_credits(*articles)) == 5


def test_an_import_proposes_what_the_credits_say_and_a_second_one_nothing_more(tmp_path):
    wire = SourceFactory(agency=True, name="Example Wire")
    text = (
        "date 2023-06-19\noutlet: Example Post\nid: 1\n\nA bridge fell.\n\nThe Example Wire contributed to this report."
    )
    path = put(tmp_path, "a.txt", text)
    import_it(path)
    import_it(put(tmp_path, "a.txt", text.replace("bridge", "big bridge")))
    assert Article.objects.get().versions.count() == 2
    assert Derivation.objects.get().from_source == wire


def test_a_report_whose_outlet_nobody_knows_yet_proposes_too(agency):
    article = ArticleFactory(outlet=None, credit=agency)
    propose_from_credits(article)
    assert article.derivations.get().from_source == agency


def test_words_passed_on_by_an_agency_propose_that_the_article_cites_it_once():
    article, agency = ArticleFactory(), SourceFactory(agency=True)
    for claim in (ClaimFactory(cited_in=article), ClaimFactory(cited_in=article)):
        relay(claim.citations.get(), [agency, SourceFactory(person=True)])
    (derivation,) = article.derivations.all()
    assert (derivation.kind, derivation.basis, derivation.from_source) == ("cites", "explicit_citation", agency)
    assert derivation.judgement == "unsure"

"""What was proposed is judged: signed, with a reason, one judgement after the other, and told to readers."""

import pytest
from django.urls import reverse

from newsroom.ledger.publishing import publish
from sources.models import ArticlePublication, Derivation
from tests.desk.forms import errors_of, fill_in, told
from tests.factories import ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db

JUDGED = {"judgements-0-verdict": "positive", "judgements-0-why": "Word for word."}


@pytest.fixture
def derivation():
    return Derivation.objects.create(
        article=ArticleFactory(), from_source=SourceFactory(agency=True), kind="contributed", basis="credit_line"
    )


def judge(browser, derivation, **typed):
    path = reverse("admin:sources_derivation_change", args=[derivation.pk])
    return fill_in(browser, browser.get(path), **{**JUDGED, **typed})


def version_of(article):
    return ArticlePublication.objects.issued().get(public_id=article.public_id)


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_judgement_without_a_reason_is_not_stored(editor, derivation, why):
    page = judge(editor, derivation, **{"judgements-0-why": why})
    assert errors_of(page)
    assert not derivation.judgements.exists()


def test_a_judgement_is_dated_and_signed(editor, derivation):
    page = judge(editor, derivation)
    judgement = derivation.judgements.get()
    assert judgement.judged_by == page.wsgi_request.user
    assert judgement.judged_at is not None
    assert derivation.judgement == "positive"


def test_the_public_article_says_so_at_once(editor, derivation):
    publish([derivation.article])
    page = judge(editor, derivation)
    public = version_of(derivation.article)
    assert public.version == 2
    assert public.body_json()["derivations"][0]["judgement"] == "positive"
    assert f"/api/v1/articles/{derivation.article.public_id}/" in told(page)


def test_an_article_that_is_not_public_stays_so(editor, derivation):
    judge(editor, derivation)
    assert not ArticlePublication.objects.exists()


def test_without_the_right_to_publish_the_judgement_is_kept_and_waits(contributor, derivation):
    publish([derivation.article])
    page = judge(contributor, derivation)
    assert "Judged, but not public yet" in told(page)
    assert derivation.judgement == "positive"
    assert version_of(derivation.article).version == 1


def test_an_unfinished_edit_of_the_article_does_not_go_out_with_a_judgement(editor, derivation):
    article = derivation.article
    publish([article])
    article.headline = "Not ready yet"
    article.save()
    page = judge(editor, derivation)
    assert "other changes that are not public (headline)" in told(page)
    assert derivation.judgement == "positive"
    assert version_of(article).version == 1


def test_saving_without_a_judgement_issues_nothing(editor, derivation):
    publish([derivation.article])
    judge(editor, derivation, **{"judgements-0-verdict": "", "judgements-0-why": ""})
    assert version_of(derivation.article).version == 1


def test_a_credit_typed_at_the_desk_is_proposed_to_be_judged(editor):
    article, agency = ArticleFactory(), SourceFactory(agency=True)
    path = reverse("admin:sources_article_change", args=[article.pk])
    typed = {"contributions-TOTAL_FORMS": "1", "contributions-0-role": "contributing_agency"}
    fill_in(
        editor,
        editor.get(path),
        **typed,
        **{
            "contributions-0-name": "The Wire",
            "contributions-0-source": str(agency.pk),
            "contributions-0-position": "0",
        },
    )
    assert article.derivations.get().from_source == agency

"""The History tab: one list of all that happened to a record, newest first."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Finding, FindingClaim, Review
from newsroom.accounts.models import User
from newsroom.ledger.publishing import publish, withdraw
from newsroom.ledger.writing import Signature
from sources.models import Derivation, DerivationJudgement, ImportItem, ImportRun
from tests.desk.forms import fill_in
from tests.factories import (
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def history(browser, record, **query):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_history", args=[record.pk]), query)


def change(browser, record, **typed):
    options = record._meta
    path = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
    return fill_in(browser, browser.get(path), **typed)


def whats(page):
    return [event.what for event in page.context["timeline"]]


def event(page, what):
    (found,) = [one for one in page.context["timeline"] if one.what == what]
    return found


def a_finding(claim):
    finding = Finding.objects.create(
        question=claim.question,
        outcome="no_definitive_conclusion",
        method="pending",
        rationale="Too early.",
        signed_by=UserFactory(username="signer"),
    )
    FindingClaim.objects.create(finding=finding, claim=claim, role="relied_on")
    return finding


def test_every_save_says_who_why_and_what_changed(editor):
    source = SourceFactory(name="Health Ministry")
    change(editor, source, name="Ministry of Health", change_reason="its own name")
    page = history(editor, source)
    assert whats(page) == ["Working copy changed", "Working copy made"]
    newest = page.context["timeline"][0]
    assert newest.why == "its own name"
    assert newest.by == str(User.objects.get())
    assert [(one["field"], one["old"], one["new"]) for one in newest.changes] == [
        ("Name", "Health Ministry", "Ministry of Health")
    ]
    assert "Ministry of Health" in page.content.decode()
    assert reverse("admin:sources_source_simple_history", args=[source.pk, source.history.first().pk]) in {
        link.path for link in newest.links
    }


def test_what_was_issued_and_withdrawn_stands_between_the_saves(editor):
    source = SourceFactory(name="Health Ministry")
    publish([source], Signature(by="anna", note="first"))
    change(editor, source, name="Ministry of Health", change_reason="its own name")
    publish([source], Signature(by="boris"))
    withdraw([source], "It was never a ministry.", Signature(by="chief", reason="correction"))
    page = history(editor, source)
    assert whats(page) == [
        "Withdrawn, as public version 3",
        "Issued as public version 2",
        "Working copy changed",
        "Issued as public version 1",
        "Working copy made",
    ]
    gone = event(page, "Withdrawn, as public version 3")
    assert (gone.by, gone.why) == ("chief", "correction of an error")
    assert gone.lines == ("Readers see: It was never a ministry.",)
    second = event(page, "Issued as public version 2")
    assert [link.path for link in second.links] == [f"/admin/compare/issued/{source.public_id}/?old=1&new=2"]
    assert event(page, "Issued as public version 1").why == "editorial decision · first"


def test_rows_below_a_record_are_told_in_words(editor):
    source = SourceFactory()
    change(editor, source, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "MoH"})
    assert event(history(editor, source), "Rows below changed").lines == ("added source alias “MoH”",)


def test_an_article_shows_its_texts_claims_reviews_imports_and_derivations(editor):
    article = ArticleFactory()
    claim = ClaimFactory(cited_in=article)
    ArticleVersionFactory(article=article, text="Another.", event="correction", note="as corrected")
    run = ImportRun.objects.create(command="import_articles", target="reports", by="anna", read=1, created=1)
    ImportItem.objects.create(run=run, name="a.txt", outcome="created", article=article, version=article.newest_version)
    Review.objects.create(claim=claim, cause="words_altered", article=article)
    derivation = Derivation.objects.create(article=article, from_article=ArticleFactory(), kind="rewrite")
    judge = UserFactory(username="judge")
    DerivationJudgement.objects.create(derivation=derivation, verdict="positive", why="Same words.", judged_by=judge)
    page = history(editor, article)
    assert set(whats(page)) == {
        "Working copy made",
        "Text captured: version 1",
        "Text captured: version 2, correction",
        "Claim read in it: added",
        "Review opened: the quoted words were changed",
        "Import: created",
        "Derivation judged: it does derive",
    }
    second = event(page, "Text captured: version 2, correction")
    assert second.why == "as corrected"
    assert f"/admin/compare/texts/{article.pk}/?old=1&new=2" in [link.path for link in second.links]
    assert event(page, "Derivation judged: it does derive").by == "judge"


def test_a_claim_shows_its_citations_findings_and_reviews(editor):
    claim = ClaimFactory()
    finding = a_finding(claim)
    review = Review.objects.create(claim=claim, cause="words_altered", article=claim.citations.get().article)
    review.closed_at, review.closed_by, review.decision = finding.signed_at, finding.signed_by, "Read again."
    review.save()
    page = history(editor, claim)
    assert set(whats(page)) == {
        "Working copy made",
        "Citation added",
        "Finding signed; this claim is relied on",
        "Review opened: the quoted words were changed",
        "Review closed",
    }
    assert event(page, "Review closed").why == "Read again."
    cited = event(page, "Citation added")
    assert [link.words for link in cited.links] == [claim.citations.get().article.headline]
    assert cited.lines == ("“at least six militants”",)


def test_a_citation_that_was_removed_is_still_told(editor):
    claim = ClaimFactory()
    claim.citations.get().delete()
    assert "Citation removed" in whats(history(editor, claim))


def test_a_question_shows_its_answers_and_findings_though_it_keeps_no_history(editor):
    claim = ClaimFactory()
    a_finding(claim)
    publish([claim])
    found = whats(history(editor, claim.question))
    assert {"A claim answers it", "Finding signed: no definitive conclusion", "Issued as public version 1"} <= set(
        found
    )
    assert "Finding signed: no definitive conclusion" in whats(history(editor, claim.question.incident))


def test_nobody_sees_what_he_has_no_right_to(as_role, editor):
    claim = ClaimFactory()
    a_finding(claim)
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_claim"))
    browser = Client()
    browser.force_login(user)
    assert whats(history(browser, claim)) == ["Working copy made"]
    assert history(as_role("Administrator"), claim).status_code == 403


def test_a_deleted_record_keeps_its_working_history(superuser):
    source = SourceFactory(name="Health Ministry")
    page = history(superuser, source)
    path = page.request["PATH_INFO"]
    source.delete()
    page = superuser.get(path)
    assert page.status_code == 200
    assert "Deleted" in page.content.decode()


def test_a_long_timeline_has_pages(editor):
    source = SourceFactory()
    for number in range(60):
        source.name = f"Name {number}"
        source.save()
    page = history(editor, source)
    assert len(page.context["timeline"].object_list) == 50
    assert "Page 1 of 2" in page.content.decode()
    assert len(history(editor, source, p="2").context["timeline"].object_list) == 11


def test_a_page_costs_as_many_queries_for_ten_saves_as_for_forty(editor):
    source = SourceFactory()

    def queries(saves):
        for number in range(saves):
            source.name = f"Name {number}"
            source.save()
        with CaptureQueriesContext(connection) as asked:
            history(editor, source)
        return len(asked)

    queries(1)
    assert queries(9) == queries(30)


def test_an_article_and_a_question_cost_as_many_queries_for_ten_claims_as_for_two(editor):
    article, question = ArticleFactory(), QuestionFactory()

    def queries(record):
        with CaptureQueriesContext(connection) as asked:
            history(editor, record)
        return len(asked)

    def counts(more):
        ClaimFactory.create_batch(more, question=question, cited_in=article)
        return [queries(article), queries(question)]

    counts(1)
    assert counts(1) == counts(8)


def test_what_is_told_is_escaped(editor):
    source = SourceFactory()
    change(editor, source, name="<script>alert(1)</script>", change_reason="<script>alert(2)</script>")
    assert "<script>alert" not in history(editor, source).content.decode()


def test_a_place_keeps_the_stock_log(superuser):
    assert history(superuser, PlaceFactory()).status_code == 200

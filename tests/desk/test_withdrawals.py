"""Taking back what was said in public: all that follows is shown before, and done in one act."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Claim, Export, Finding, FindingClaim, Review
from newsroom.ledger.models import Entry, Outdated
from newsroom.ledger.publishing import publish
from sources.models import Article, Source
from tests.desk.forms import fill_in, told
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory, UserFactory, cite

pytestmark = pytest.mark.django_db
PRESS = "Withdraw or correct"


def page_of(browser, record):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_withdraw", args=[record.pk]))


def served(browser, record, **query):
    plural = {Claim: "claims", Article: "articles", Source: "sources"}[type(record)]
    return browser.get(f"/api/v1/{plural}/{record.public_id}/", query)


def foreseen(page) -> dict[str, int]:
    return {found.what: found.count for found in page.context["impact"].affected}


@pytest.fixture
def report():
    """A public report with 30 claims to 3 questions: 25 stand on it alone, 4 on another too, one is a draft."""
    article, other = ArticleFactory(headline="The report"), ArticleFactory()
    questions = [QuestionFactory() for _ in range(3)]
    claims = [ClaimFactory(question=questions[number % 3], cited_in=article) for number in range(30)]
    for claim in claims[25:29]:
        cite(claim, other, "at least six militants")
    publish(claims[:29])
    finding = Finding.objects.create(
        question=questions[0], outcome="confirms", method="pending", rationale="Heard.", signed_by=UserFactory()
    )
    FindingClaim.objects.create(finding=finding, claim=claims[0], role="relied_on", reading_then="at least 6")
    call_command("export_series", shape="ucdp", stdout=io.StringIO())
    return article


def test_what_follows_from_withdrawing_a_report_is_listed_before(chief, report):
    page = page_of(chief, report)
    assert foreseen(page) == {
        "claims that stand on no other public report": 25,
        "other claims read in it": 5,
        "findings in force that weigh them": 1,
        "public questions that they answer": 3,
        "exports that hold these figures": 1,
        "other public documents that name it": 7,
    }
    links = [named.path for found in page.context["impact"].affected for named in found.named]
    assert len(links) == 25 + 5 + 1 + 3 + 1 + 7
    assert all(chief.get(path).status_code == 200 for path in links[:1] + links[-9:])
    assert len(page.context["ids"]) == 26
    assert not Review.objects.exists()


def test_a_report_is_withdrawn_with_what_stands_on_it_and_all_of_it_is_on_the_worklist(chief, report):
    fill_in(chief, page_of(chief, report), press=PRESS, notice="It was\nmade up.", reason="correction")
    open_ones: Any = Review.objects.open()
    assert open_ones.filter(claim__in=Claim.objects.all()).count() == 30
    assert open_ones.get(finding__isnull=False).finding == Finding.objects.get()
    assert open_ones.get(export__isnull=False).export == Export.objects.get()
    assert set(open_ones.values_list("cause", flat=True)) == {"ground_withdrawn"}
    assert set(open_ones.values_list("article__headline", flat=True)) == {"The report"}
    ended = Entry.objects.filter(op="withdrawn")
    assert (ended.count(), ended.values("act").distinct().count()) == (26, 1)
    assert set(ended.values_list("reason", flat=True)) == {"correction"}
    for record in (report, *Claim.objects.order_by("pk")[:25]):
        assert (served(chief, record).status_code, served(chief, record).json()["notice"].split()[-1]) == (410, "up.")
    for claim in Claim.objects.order_by("pk")[25:29]:
        assert served(chief, claim).status_code == 200
    assert not Outdated.objects.exists()


def test_what_goes_wrong_on_the_way_leaves_everything_as_it_was(chief, report, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("events.withdrawals.open_reviews", fail)
    with pytest.raises(RuntimeError):
        fill_in(chief, page_of(chief, report), press=PRESS, notice="Made up.")
    assert served(chief, report).status_code == 200
    assert not Entry.objects.filter(op="withdrawn").exists()


def test_the_list_costs_the_same_however_many_claims_stand_on_a_report(chief):
    few, many = ArticleFactory(), ArticleFactory()
    question = QuestionFactory()
    for article, count in ((few, 2), (many, 8)):
        publish([ClaimFactory(question=question, cited_in=article) for _ in range(count)])
    page_of(chief, few)
    with CaptureQueriesContext(connection) as for_few:
        page_of(chief, few)
    with CaptureQueriesContext(connection) as for_many:
        page_of(chief, many)
    assert len(for_many) == len(for_few)


def test_a_takedown_leaves_nothing_to_read(chief, report):
    fill_in(chief, page_of(chief, report), press=PRESS, how="takedown", notice="By order.", reason="legal")
    claim = Claim.objects.order_by("pk")[0]
    for record in (report, claim):
        assert served(chief, record).json()["code"] == "taken-down"
        assert served(chief, record, include="withdrawn").status_code == 410
    assert set(Review.objects.values_list("cause", flat=True)) == {"ground_taken_down"}


def test_a_correction_keeps_the_record_public_with_the_notice_and_opens_reviews(chief, report):
    Article.objects.filter(pk=report.pk).update(published_on="2023-06-20")
    page = fill_in(chief, page_of(chief, report), press=PRESS, how="correction", notice="It is of 20 June, not 19.")
    assert "is corrected" in told(page)
    body = served(chief, report).json()
    assert (body["published"]["at"], body["notice"]) == ("2023-06-20", "It is of 20 June, not 19.")
    assert served(chief, Claim.objects.order_by("pk")[0]).status_code == 200
    assert Review.objects.filter(claim__isnull=False, cause="ground_corrected").count() == 30
    assert Entry.objects.get(public_id=report.public_id, version=2).reason == "correction"


def test_a_correction_stays_beside_the_record_when_it_is_issued_anew_for_another_reason(chief, report):
    Article.objects.filter(pk=report.pk).update(published_on="2023-06-20")
    fill_in(chief, page_of(chief, report), press=PRESS, how="correction", notice="It is of 20 June.")
    report.outlet.name = "The Renamed Post"
    report.outlet.save()
    publish([report.outlet])
    body = served(chief, report).json()
    assert (body["outlet"]["label"], body["notice"]) == ("The Renamed Post", "It is of 20 June.")


def test_a_correction_that_corrects_nothing_is_refused(chief, report):
    page = fill_in(chief, page_of(chief, report), press=PRESS, how="correction", notice="Sorry.")
    assert "Correct it first" in str(page.context["form"].non_field_errors())
    assert not Review.objects.exists()


def test_what_stands_on_a_withdrawn_source_stays_and_is_looked_at(chief):
    source = SourceFactory()
    claims = [ClaimFactory(said_by=source), ClaimFactory(speaks_for=source)]
    publish(claims)
    page = page_of(chief, source)
    assert foreseen(page)["claims that stand on it"] == 2
    fill_in(chief, page, press=PRESS, notice="An impostor.")
    assert served(chief, source).status_code == 410
    assert {review.claim for review in Review.objects.all()} == set(claims)
    assert served(chief, claims[0]).status_code == 200


def test_a_withdrawn_claim_puts_the_finding_on_the_worklist_but_not_itself(chief, report):
    claim = Claim.objects.order_by("pk")[0]
    fill_in(chief, page_of(chief, claim), press=PRESS, notice="Misread.")
    subjects = {type(review.subject).__name__ for review in Review.objects.all()}
    assert subjects == {"Finding", "Export"}


def test_an_editor_may_not_take_back(editor, report):
    assert page_of(editor, report).status_code == 403

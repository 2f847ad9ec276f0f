"""The worklist of reviews: what changed under a claim, a finding or an export, closed with a reason and never lost."""

import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from events.changed_words import paragraph_now
from events.models import Export, Finding, Review
from newsroom.ledger.publishing import publish
from sources.text import paragraphs
from tests.desk.forms import errors_of, fill_in, queues_on, told
from tests.factories import LEAD, ArticleFactory, ArticleVersionFactory, ClaimFactory, UserFactory, cite

LIST = "/admin/events/review/"


CORRECTED = LEAD.replace("at least six", "seven")


def a_review(text=CORRECTED, *, cause="words_altered", **claim):
    article = ArticleFactory()
    made = ClaimFactory(cited_in=article, **claim)
    version = ArticleVersionFactory(article=article, text=text) if text else None
    return Review.objects.create(claim=made, cause=cause, article=article, version=version)


def shown(browser, path=LIST, **query):
    return re.sub(r"\s+", " ", browser.get(path, query).content.decode())


def listed(browser, **query):
    return list(browser.get(LIST, query).context["cl"].result_list)


def page_of(review):
    return reverse("admin:events_review_change", args=[review.pk])


@pytest.mark.django_db
class TestTheList:
    def test_open_ones_come_first_the_newest_on_top(self, editor):
        old, closed, new = a_review(), a_review(), a_review()
        close_it(editor, closed)
        assert listed(editor) == [new, old, closed]
        assert listed(editor, state="open") == [new, old]
        assert listed(editor, state="closed") == [closed]

    def test_it_links_to_the_claim_the_report_and_the_review(self, editor):
        review = a_review()
        text = shown(editor)
        for row in (review.claim, review.article, review):
            assert reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]) in text

    def test_the_words_before_stand_beside_the_paragraph_that_took_their_place(self, editor):
        a_review(f"A new first paragraph.\n\n{LEAD.replace('at least six militants', 'seven militants')}")
        text = strip_tags(shown(editor))
        assert "“at least six militants”" in text
        assert "paragraph 2: Officials said that seven militants were killed" in text

    def test_words_that_were_taken_out_are_said_to_be(self, editor):
        a_review("Four vehicles burned.", cause="words_missing")
        assert "taken out" in strip_tags(shown(editor))

    def test_words_that_stand_there_again_are_said_to(self, editor):
        review = a_review()
        ArticleVersionFactory(article=review.article, text=f"Corrected again.\n\n{LEAD}")
        assert "unchanged, in paragraph 2" in strip_tags(shown(editor))

    def test_only_the_quotations_from_the_report_are_compared(self, editor):
        review = a_review()
        cite(review.claim, ArticleFactory(text="Elsewhere at least six militants ran."), "at least six")
        assert shown(editor).count("“at least six") == 1

    def test_a_finding_and_an_export_are_reviewed_too(self, editor):
        claim = ClaimFactory()
        publish([claim])
        finding = Finding.objects.create(
            question=claim.question, outcome="rejects", method="pending", rationale="No.", signed_by=UserFactory()
        )
        call_command("export_series", shape="ucdp", stdout=io.StringIO())
        article = claim.citations.get().article
        of = {"claim": claim, "finding": finding, "export": Export.objects.get()}
        reviews = {
            name: Review.objects.create(cause="report_withdrawn", article=article, **{name: row})
            for name, row in of.items()
        }
        for name, review in reviews.items():
            assert listed(editor, of=name) == [review]
        assert listed(editor, cause__exact="words_altered") == []

    def test_it_is_searched_by_quoted_words_report_and_decision(self, editor):
        review, other = a_review(), a_review(cited_in__words="Four vehicles burned")
        close_it(editor, other, "Nothing to be done about the vehicles.")
        assert listed(editor, q="six militants") == [review]
        assert listed(editor, q="to be done") == [other]
        review.article.headline = "Storm nears the coast"
        review.article.save()
        assert listed(editor, q="storm nears") == [review]

    def test_an_empty_list_says_what_that_means(self, editor):
        assert "Nothing was ever to review" in shown(editor)
        close_it(editor, a_review())
        assert "Nothing here waits for anybody." in shown(editor, state="open")

    def test_the_desk_counts_the_open_ones(self, editor, as_role):
        a_review()
        close_it(editor, a_review())
        for browser in (editor, as_role("Reader")):
            assert queues_on(browser.get("/admin/"))["Changed passages"].count == 1
        assert "Changed passages" not in queues_on(as_role("Administrator").get("/admin/"))


def close_it(browser, review, decision="Looked at; the claim stands."):
    return fill_in(browser, browser.get(page_of(review)), decision=decision)


@pytest.mark.django_db
class TestClosing:
    def test_it_is_signed_and_dated_with_the_reason(self, editor):
        review = a_review()
        page = close_it(editor, review, " The new figure is a claim of its own. ")
        review.refresh_from_db()
        assert review.decision == "The new figure is a claim of its own."
        assert (review.closed_by, review.closed_at is None) == (page.wsgi_request.user, False)
        assert "Closed" in told(page)

    @pytest.mark.parametrize("decision", ["", "  \n"])
    def test_without_a_reason_it_stays_open(self, editor, decision):
        review = a_review()
        page = close_it(editor, review, decision)
        assert "closed with a reason" in errors_of(page)
        assert Review.objects.open().get() == review

    def test_nothing_else_of_it_can_be_changed(self, editor):
        review = a_review()
        before: dict[str, Any] = dict(Review.objects.values().get())
        editor.post(page_of(review), {"decision": "Done.", "cause": "words_missing", "article": ArticleFactory().pk})
        after: dict[str, Any] = dict(Review.objects.values().get())
        assert {name for name in after if after[name] != before[name]} == {"closed_at", "closed_by_id", "decision"}

    def test_a_closed_one_is_read_and_not_closed_again(self, editor):
        review = a_review()
        close_it(editor, review)
        assert "the claim stands" in shown(editor, page_of(review))
        page = editor.post(page_of(review), {"decision": "Otherwise."}, follow=True)
        assert "Closed meanwhile by" in told(page)
        assert "You wrote: “Otherwise.”" in told(page)
        assert Review.objects.get(pk=review.pk).decision != "Otherwise."
        review.refresh_from_db()
        assert review.decision.startswith("Looked at")

    def test_several_are_closed_with_one_reason(self, editor):
        reviews = [a_review(), a_review()]
        other = a_review()
        page = act(editor, reviews)
        assert "2 open reviews will be closed" in page.content.decode()
        assert Review.objects.open().count() == 3
        done = fill_in(editor, page, press="Close them", decision="The outlet took it back.")
        assert "2 reviews closed" in told(done)
        assert Review.objects.open().get() == other
        assert set(Review.objects.exclude(pk=other.pk).values_list("decision", flat=True)) == {
            "The outlet took it back."
        }

    def test_several_are_not_closed_without_a_reason(self, editor):
        page = fill_in(editor, act(editor, [a_review()]), press="Close them", decision=" ")
        assert "closed with a reason" in page.content.decode()
        assert Review.objects.open().exists()

    def test_those_that_are_closed_already_keep_their_reason(self, editor):
        first, second = a_review(), a_review()
        close_it(editor, first, "The first reason.")
        fill_in(editor, act(editor, [first, second]), press="Close them", decision="The second reason.")
        assert list(Review.objects.order_by("pk").values_list("decision", flat=True)) == [
            "The first reason.",
            "The second reason.",
        ]
        assert "closed already" in act(editor, [first]).content.decode()

    def test_readers_and_contributors_only_look(self, as_role):
        review = a_review()
        for role in ("Reader", "Contributor"):
            browser = as_role(role)
            assert "close_selected" not in shown(browser)
            assert browser.post(page_of(review), {"decision": "Done."}).status_code == 403
        assert Review.objects.open().exists()

    def test_nobody_adds_or_deletes_one(self, superuser):
        assert superuser.get(f"{LIST}add/").status_code == 403
        assert superuser.get(reverse("admin:events_review_delete", args=[a_review().pk])).status_code == 403


def act(browser, reviews):
    chosen = {"action": "close_selected", "_selected_action": [review.pk for review in reviews]}
    return browser.post(LIST, chosen, follow=True)


@pytest.mark.django_db
def test_an_export_lists_its_documents_and_its_open_reviews(editor):
    claim = ClaimFactory()
    publish([claim])
    call_command("export_series", shape="ucdp", stdout=io.StringIO())
    export = Export.objects.get()
    review = Review.objects.create(export=export, cause="words_altered", article=claim.citations.get().article)
    page = shown(editor, reverse("admin:events_export_change", args=[export.pk]))
    assert reverse("admin:events_question_change", args=[claim.question.pk]) in page
    assert listed(editor, state="open", export=export.pk) == [review]
    assert f"state=open&amp;export={export.pk}" in page
    assert editor.get("/admin/events/export/add/").status_code == 403


class TestWhichParagraphTookThePlace:
    @pytest.mark.parametrize(
        ("new", "number"),
        [
            ("One.\n\nTwo is new.\n\nThree.", 2),
            ("One.\n\nInserted.\n\nTwo is else.\n\nThree.", 3),
            ("Two only.", 1),
            ("One.\n\nThree.", None),
            ("", None),
            ("One.\n\nTwo is old.\n\nThree.", 2),
            ("Everything here is other.", 1),
        ],
    )
    def test_it_is_found_by_what_stayed_around_it(self, new, number):
        old = "One.\n\nTwo is old.\n\nThree."
        found = paragraph_now(old, new, old.index("Two"), old.index("old") + 3)
        assert (found.number if found else None) == number

    @given(st.lists(st.text("ab \n", max_size=8), max_size=6), st.text("ab \n", max_size=40), st.data())
    def test_it_is_a_paragraph_of_the_new_text_or_none(self, pieces, new, data):
        old = "\n\n".join(pieces) + "x"
        start = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(start + 1, len(old)))
        found = paragraph_now(old, new, start, end)
        assert found is None or found in paragraphs(new)

    @given(st.text("ab .\n", min_size=1, max_size=60), st.data())
    def test_in_the_same_text_it_is_the_paragraph_itself(self, text, data):
        for paragraph in paragraphs(text):
            start = data.draw(st.integers(paragraph.start, paragraph.end - 1))
            if text[start : paragraph.end].strip():
                assert paragraph_now(text, text, start, paragraph.end) == paragraph

    def test_a_long_text_of_equal_parts_is_mapped_in_no_time(self):
        old, new = "a b\n\n" * 20_000, "a b\n\n" * 19_999
        assert paragraph_now(old, new + "c", 5, 8) is not None

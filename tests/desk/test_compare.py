"""Compare: two texts or two issued documents, word by word; an older text is restored as a new version."""

import random
import time

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from newsroom.ledger.publishing import publish, withdraw
from newsroom.ledger.writing import Signature
from sources.models import Article
from sources.text import paragraphs
from sources.word_diff import compared, compared_words
from tests.desk.forms import fill_in, form_of, told
from tests.factories import LEAD, ArticleFactory, ArticleVersionFactory, ClaimFactory, SourceFactory


def texts(browser, article, **query):
    return browser.get(reverse("admin:desk_compare_texts", args=[article.pk]), query)


def issued(browser, record, **query):
    return browser.get(reverse("admin:desk_compare_issued", args=[record.public_id]), query)


def changed(pieces):
    return [piece.text.strip() for piece in pieces if piece.is_changed]


class TestWords:
    def test_only_the_words_that_differ_are_marked(self):
        (row,) = compared("At least six militants were killed.", "At least seven militants were killed on Monday.")
        assert changed(row.old) == ["six", "killed"]
        assert changed(row.new) == ["seven", "killed on Monday"]

    def test_paragraphs_that_both_have_stand_beside_each_other(self):
        rows = compared("One.\n\nTwo.\n\nThree.", "Zero.\n\nOne.\n\nTwo.\n\nThree.")
        assert [(row.is_same, changed(row.new)) for row in rows] == [
            (False, ["Zero."]),
            (True, []),
            (True, []),
            (True, []),
        ]

    def test_blank_lines_are_no_difference(self):
        assert all(row.is_same for row in compared("One.\n\nTwo.", "One.\n\n\n\nTwo.\n"))

    def test_words_written_from_right_to_left_are_words_too(self):
        row = compared_words("قتل ستة مسلحين", "قتل سبعة مسلحين")
        assert (changed(row.old), changed(row.new)) == (["ستة"], ["سبعة"])

    TEXTS = st.text(st.sampled_from("ab .\n"), max_size=40)

    @given(TEXTS, TEXTS)
    def test_nothing_of_either_text_is_lost_and_what_is_unmarked_stands_in_both(self, old, new):
        rows = compared(old, new)
        for text, side in ((old, "old"), (new, "new")):
            shown = "".join("".join(piece.text for piece in getattr(row, side)) for row in rows)
            assert "".join(shown.split()) == "".join("".join(part.text for part in paragraphs(text)).split())
        for row in rows:
            kept = ["".join(p.text for p in side if not p.is_changed) for side in (row.old, row.new)]
            assert kept[0] == kept[1]

    @given(TEXTS)
    def test_a_text_differs_in_nothing_from_itself(self, text):
        assert all(row.is_same and not changed(row.old) for row in compared(text, text))

    @pytest.mark.parametrize("words", [["the", "of", "a"], [f"word{n}" for n in range(5000)]], ids=["few", "many"])
    def test_200_kilobytes_with_a_change_in_every_paragraph_are_compared_in_seconds(self, words):
        chance = random.Random(7)
        old = "\n\n".join(" ".join(chance.choices(words, k=80)) for _ in range(420))
        new = "\n\n".join(f"{part} changed" for part in old.split("\n\n"))
        began = time.perf_counter()
        compared(old, new)
        assert time.perf_counter() - began < 5


@pytest.mark.django_db
class TestTexts:
    @pytest.fixture
    def article(self):
        article = ArticleFactory()
        ArticleVersionFactory(article=article, text=LEAD.replace("at least six", "seven"))
        return article

    def test_the_newest_stands_beside_the_one_before(self, editor, article):
        page = texts(editor, article)
        assert (page.context["old"], page.context["new"]) == ("1", "2")
        (row,) = [row for run in page.context["runs"] for row in run.rows if not row.is_same]
        assert (changed(row.old), changed(row.new)) == (["at least six"], ["seven"])

    def test_what_changed_is_said_without_colour(self, editor, article):
        shown = texts(editor, article).content.decode()
        assert '<del><span class="visually-hidden">[taken out: </span>at least six' in shown
        assert '<ins><span class="visually-hidden">[put in: </span>seven' in shown

    def test_any_two_can_be_chosen_and_what_is_none_gives_the_newest(self, editor, article):
        ArticleVersionFactory(article=article, text="Another.")
        page = texts(editor, article, old="1", new="3")
        assert (page.context["old"], page.context["new"]) == ("1", "3")
        page = texts(editor, article, old="9", new="x")
        assert (page.context["old"], page.context["new"]) == ("2", "3")

    def test_claims_whose_words_changed_are_listed_and_no_others(self, editor, article):
        first = article.versions.get(number=1)
        article.versions.filter(number=2).delete()
        hit = ClaimFactory(cited_in=article, cited_in__words="at least six militants")
        ClaimFactory(cited_in=article, cited_in__words="Four vehicles burned", figure="four")
        ArticleVersionFactory(article=article, number=2, text=first.text.replace("at least six", "seven"))
        page = texts(editor, article)
        assert [(one.citation.claim, one.outcome) for one in page.context["touched"]] == [(hit, "altered")]

    def test_the_article_links_its_versions(self, editor, article):
        page = editor.get(reverse("admin:sources_article_change", args=[article.pk])).content.decode()
        assert f"/admin/compare/texts/{article.pk}/?old=1&amp;new=2" in page

    def test_an_article_without_text_has_nothing_to_compare(self, editor):
        article = ArticleFactory()
        article.versions.all().delete()
        assert texts(editor, article).status_code == 404

    def test_markup_in_a_text_is_escaped(self, editor):
        article = ArticleFactory(text="<script>alert(1)</script>")
        assert "<script>alert" not in texts(editor, article).content.decode()

    def test_who_may_not_see_articles_sees_none_here(self, as_role, article):
        assert texts(as_role("Administrator"), article).status_code == 403


@pytest.mark.django_db
class TestRestoring:
    @pytest.fixture
    def article(self):
        article = ArticleFactory()
        ArticleVersionFactory(article=article, text="Wrong.")
        return article

    def restore(self, browser, page, **typed):
        path = reverse("admin:desk_restore_text", args=[page.context["original"].pk])
        return browser.post(path, {**form_of(page).values, **typed}, follow=True)

    def test_it_writes_a_new_version_and_changes_none(self, editor, article):
        page = self.restore(editor, texts(editor, article), reason="Captured from the wrong page.")
        assert "The text of version 1 is version 3 now" in told(page)
        assert [version.text for version in article.versions.order_by("number")] == [LEAD, "Wrong.", LEAD]
        assert article.newest_version.number == 3
        newest = article.versions.get(number=3)
        assert newest.note == "Text of version 1 restored: Captured from the wrong page."
        assert Article.history.first().history_change_reason == newest.note

    def test_without_a_reason_nothing_is_restored(self, editor, article):
        assert "say why" in told(self.restore(editor, texts(editor, article), reason=" "))
        assert article.versions.count() == 2

    def test_a_version_captured_meanwhile_is_not_restored_over(self, editor, article):
        page = texts(editor, article)
        ArticleVersionFactory(article=article, text="Right.")
        assert "version 3 was captured meanwhile" in told(self.restore(editor, page, reason="Wrong page."))
        assert article.newest_version.text == "Right."

    def test_pressing_twice_restores_once(self, editor, article):
        page = texts(editor, article)
        for _ in range(2):
            self.restore(editor, page, reason="Wrong page.")
        assert article.versions.count() == 3

    @pytest.mark.parametrize("typed", [{"version": "9"}, {"version": "x"}, {"newest": ""}, {"version": "2"}])
    def test_what_cannot_be_restored_is_told(self, editor, article, typed):
        page = texts(editor, article)
        assert told(self.restore(editor, page, reason="Wrong page.", **typed))
        assert article.versions.count() == 2

    def test_a_reader_may_not(self, as_role, editor, article):
        reader = as_role("Reader")
        assert texts(reader, article).context["restore"] is None
        assert self.restore(reader, texts(editor, article), reason="Wrong page.").status_code == 403


@pytest.mark.django_db
class TestIssued:
    @pytest.fixture
    def source(self):
        source = SourceFactory(name="Health Ministry")
        publish([source])
        source.name = "Ministry of Health"
        source.save()
        publish([source])
        return source

    def test_two_issued_versions_differ_word_by_word(self, editor, source):
        page = issued(editor, source, old="1", new="2")
        label = {field.name: field.row for field in page.context["fields"]}["label"]
        assert changed(label.old) == ["Health Ministry"]
        assert changed(label.new) == ["Ministry of Health"]

    def test_the_working_copy_stands_beside_what_is_public(self, editor, source):
        source.description = "Runs the hospitals."
        source.save()
        page = issued(editor, source)
        assert (page.context["old"], page.context["new"]) == ("2", "working")
        assert [field.name for field in page.context["fields"]] == ["description"]

    def test_a_withdrawal_shows_as_a_difference(self, editor, source):
        withdraw([source], "It was never a ministry.", Signature(reason="correction"))
        page = issued(editor, source, old="2", new="3")
        assert {"state", "notice"} <= {field.name for field in page.context["fields"]}

    def test_a_claim_and_its_question_can_be_compared_too(self, editor):
        claim = ClaimFactory()
        publish([claim])
        for record in (claim, claim.question, claim.question.incident):
            assert issued(editor, record).context["fields"] == []

    def test_the_working_copy_of_an_issued_version_is_opened_from_there_and_restored(self, editor, source):
        shown = issued(editor, source, old="1", new="2")
        former = editor.get(shown.context["former"])
        assert form_of(former).values["name"] == ["Health Ministry"]
        fill_in(editor, former, change_reason="it was right before")
        source.refresh_from_db()
        assert source.name == "Health Ministry"
        assert issued(editor, source, old="1", new="2").context["fields"]

    def test_the_panel_links_it(self, editor, source):
        page = editor.get(reverse("admin:sources_source_change", args=[source.pk])).content.decode()
        assert f"/admin/compare/issued/{source.public_id}/" in page

    @pytest.mark.parametrize("public_id", ["src_nothing", "xyz_nothing", "nothing"])
    def test_what_is_not_there_is_not_found(self, editor, public_id):
        assert editor.get(reverse("admin:desk_compare_issued", args=[public_id])).status_code == 404

    def test_a_draft_has_nothing_to_compare(self, editor):
        assert issued(editor, SourceFactory()).status_code == 404

    def test_who_may_not_see_the_record_may_not_compare_it(self, as_role, source):
        assert issued(as_role("Administrator"), source).status_code == 403

"""The article's form: text in versions, addresses, times, and what clashes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sources.models import Article
from tests.desk.forms import errors_of, fill_in, form_of
from tests.factories import LEAD, ArticleFactory, ArticleVersionFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/article/add/"


def page_of(browser, article):
    return browser.get(reverse("admin:sources_article_change", args=[article.pk]))


def test_an_article_typed_in_with_its_text_has_version_1(contributor):
    outlet = SourceFactory(outlet=True)
    typed = {"headline": "Raid on Jenin", "outlet": str(outlet.pk), "published_day": "2023-06-19"}
    page = fill_in(contributor, contributor.get(ADD), **typed, text=LEAD)
    version = Article.objects.get(headline="Raid on Jenin").versions.get()
    assert page.status_code == 200
    assert (version.number, version.event, version.text) == (1, "first", LEAD)
    assert (version.headline, version.published_on) == ("Raid on Jenin", dt.date(2023, 6, 19))


def test_an_article_may_stay_without_text(contributor):
    fill_in(contributor, contributor.get(ADD), headline="Row 12", text=" \n")
    assert not Article.objects.get(headline="Row 12").versions.exists()


def test_saving_without_touching_the_text_makes_no_version_though_the_browser_posts_crlf(editor):
    article = ArticleFactory(text="First line.\nSecond line.\n\nNext paragraph.\n")
    page = page_of(editor, article)
    assert form_of(page).values["text"] == ["First line.\r\nSecond line.\r\n\r\nNext paragraph.\r\n"]
    fill_in(editor, page, headline="Retyped")
    assert article.versions.count() == 1
    assert Article.objects.get().headline == "Retyped"


def test_a_changed_text_is_one_new_version_and_the_old_one_stays(editor):
    article = ArticleFactory()
    typed = LEAD.replace("six", "seven")
    fill_in(editor, page_of(editor, article), text=typed, event="correction", version_published_day="2023-06-20")
    old, new = article.versions.order_by("number")
    assert (old.text, new.text) == (LEAD, typed)
    assert (new.number, new.event, new.published_on) == (2, "correction", dt.date(2023, 6, 20))


def test_a_captured_text_cannot_be_emptied(editor):
    article = ArticleFactory()
    page = fill_in(editor, page_of(editor, article), text="")
    assert "cannot be emptied" in errors_of(page)
    assert article.versions.count() == 1


def test_text_that_cannot_be_stored_is_refused_in_words(editor):
    page = fill_in(editor, editor.get(ADD), headline="Broken", text="a" + "\u0301" * 300)
    assert "combining marks" in errors_of(page)
    assert not Article.objects.filter(headline="Broken").exists()


def test_a_version_captured_by_somebody_else_meanwhile_is_not_undone(editor):
    article = ArticleFactory()
    page = page_of(editor, article)
    ArticleVersionFactory(article=article, text="Theirs.")
    fill_in(editor, page, headline="Only the headline")
    assert [version.text for version in article.versions.order_by("number")] == [LEAD, "Theirs."]

    refused = fill_in(editor, page, text="Mine.")
    assert "Version 2 was captured by somebody else" in errors_of(refused)
    assert form_of(refused).values["text"] == ["Mine."]
    fill_in(editor, refused)
    assert article.versions.get(number=3).text == "Mine."


def test_a_time_without_a_zone_takes_the_outlets_and_says_so(editor):
    article = ArticleFactory(outlet__time_zone="Asia/Jerusalem")
    fill_in(editor, page_of(editor, article), published_day="2023-06-19", published_clock="15:04")
    article.refresh_from_db()
    assert article.published_at == dt.datetime(2023, 6, 19, 12, 4, tzinfo=dt.UTC)
    time = article.published
    assert (time.precision, time.zone, time.zone_assumed) == ("minute", "Asia/Jerusalem", True)


@pytest.mark.parametrize("zone", ["Europe/Paris", "+03:00"])
def test_a_named_zone_is_certain_and_saving_again_changes_nothing(editor, zone):
    article = ArticleFactory()
    fill_in(
        editor, page_of(editor, article), published_day="2023-06-19", published_clock="15:04:09", published_zone=zone
    )
    article.refresh_from_db()
    first = article.published
    assert (first.precision, first.zone, first.zone_assumed) == ("second", zone, False)
    fill_in(editor, page_of(editor, article))
    article.refresh_from_db()
    assert article.published == first


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"published_day": "2023-02-30"}, "valid date"),
        ({"published_day": "2023-06-19", "published_clock": "25:00"}, "15:04"),
        ({"published_day": "2023-06-19", "published_zone": "Mars"}, "not a time zone"),
        ({"published_day": "", "published_clock": "12:00"}, "needs its day"),
        ({"published_day": "1066-10-14"}, "between 1600"),
    ],
)
def test_an_impossible_time_is_refused_in_words(editor, typed, words):
    assert words in errors_of(fill_in(editor, page_of(editor, ArticleFactory()), **typed))


def test_the_address_is_kept_without_tracking(editor):
    article = ArticleFactory()
    fill_in(editor, page_of(editor, article), url="https://Example.org/a?id=7&utm_source=x#top")
    article.refresh_from_db()
    assert article.canonical_url == "https://example.org/a?id=7"


def test_the_same_address_twice_is_an_error_at_the_address(editor):
    ArticleFactory(url="https://example.org/a", canonical_url="https://example.org/a")
    page = fill_in(editor, page_of(editor, ArticleFactory()), url="https://example.org/a?fbclid=1")
    assert page.context["adminform"].form.errors["url"] == ["Another article has this address."]


def test_the_same_id_at_one_outlet_twice_is_an_error_of_the_form(editor):
    outlet = SourceFactory(outlet=True)
    ArticleFactory(outlet=outlet, external_id="7")
    page = fill_in(editor, page_of(editor, ArticleFactory(outlet=outlet)), external_id="7")
    assert "Another article of this outlet has this id." in errors_of(page)


def test_an_imported_path_that_clashes_at_another_outlet_is_an_error_of_the_form(editor):
    outlet = SourceFactory(outlet=True)
    ArticleFactory(outlet=outlet, import_root="press", import_path="a.txt")
    moved = ArticleFactory(import_root="press", import_path="a.txt")
    page = fill_in(editor, page_of(editor, moved), outlet=str(outlet.pk))
    assert "Another article was imported from this path." in errors_of(page)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "https://user:secret@example.org/a"])
def test_an_address_that_is_none_is_refused(editor, url):
    page = fill_in(editor, page_of(editor, ArticleFactory()), url=url)
    assert page.context["adminform"].form.errors["url"]


def test_the_page_marks_the_words_of_claims_and_lists_them_in_the_order_of_the_text(editor):
    article = ArticleFactory()
    ClaimFactory(cited_in=article, cited_in__words="Four vehicles burned", figure="four")
    ClaimFactory(cited_in=article, cited_in__words="at least six militants")
    page = page_of(editor, article)
    assert "<mark>at least six militants</mark>" in page.content.decode()
    assert [claim.value for claim in page.context["reading"].claims] == ["at least 6", "4"]
    assert [claim.paragraph for claim in page.context["reading"].claims] == [1, 2]


def test_overlapping_claims_are_marked_without_crossing_tags(editor):
    article = ArticleFactory()
    ClaimFactory(cited_in=article, cited_in__words="six militants were killed")
    ClaimFactory(cited_in=article, cited_in__words="at least six militants")
    text = page_of(editor, article).content.decode()
    assert "<mark>at least </mark><mark>six militants</mark><sup>" in text
    assert "<mark> were killed</mark>" in text


def test_the_versions_tell_what_became_of_the_claims(editor):
    article = ArticleFactory()
    ClaimFactory(cited_in=article, cited_in__words="at least six militants")
    ClaimFactory(cited_in=article, cited_in__words="Four vehicles burned")
    ArticleVersionFactory(article=article, text=LEAD.replace("at least six militants", "nobody at all"))
    newest, first = page_of(editor, article).context["reading"].versions
    assert (newest.claims, newest.outcomes) == (0, "")
    assert first.claims == 2
    assert "1 altered" in first.outcomes


def test_the_page_asks_the_database_as_often_for_ten_claims_as_for_two(editor):
    article = ArticleFactory()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            page_of(editor, article)
        return len(asked)

    for _ in range(2):
        ClaimFactory(cited_in=article)
    queries()
    first = queries()
    for _ in range(8):
        ClaimFactory(cited_in=article)
    assert queries() == first


def test_article_text_is_escaped_on_the_page(editor):
    article = ArticleFactory(text="He said <script>alert(1)</script> & left.")
    ClaimFactory(cited_in=article, cited_in__words="<script>alert(1)</script>")
    page = page_of(editor, article).content.decode()
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in page
    assert "<script>alert" not in page


def test_what_is_to_be_mended_can_be_listed(editor):
    ArticleFactory(headline="complete")
    ArticleFactory(headline="orphan", outlet=None)
    ArticleFactory(headline="guessed", headline_is_proposed=True)
    for mend, headline in [("outlet", "orphan"), ("headline", "guessed")]:
        page = editor.get("/admin/sources/article/", {"mend": mend})
        assert [article.headline for article in page.context["cl"].result_list] == [headline]


def test_articles_without_a_language_can_be_listed(editor):
    ArticleFactory(headline="English", language="en")
    ArticleFactory(headline="unknown")
    assert "not given" in editor.get("/admin/sources/article/").content.decode()
    page = editor.get("/admin/sources/article/?language=")
    assert [article.headline for article in page.context["cl"].result_list] == ["unknown"]


@pytest.mark.parametrize("query", ["jenin", "post of record", "example.org/a", "X-77"])
def test_an_article_is_found_by_headline_outlet_address_and_id(editor, query):
    ArticleFactory(headline="another")
    ArticleFactory(
        headline="Raid on Jenin",
        outlet__name="Pöst of Record",
        canonical_url="https://example.org/a",
        external_id="X-77",
    )
    page = editor.get("/admin/sources/article/", {"q": query})
    assert [article.headline for article in page.context["cl"].result_list] == ["Raid on Jenin"]

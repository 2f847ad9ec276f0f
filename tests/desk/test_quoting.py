"""From the quoted words to the claim's form."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.desk.forms import form_of
from tests.factories import ArticleFactory, ArticleVersionFactory

pytestmark = pytest.mark.django_db
TEXT = "Six were killed, he said.\n\nA minister said that six were hurt.\n\nHe said it twice: “six were hurt”."


@pytest.fixture
def article():
    return ArticleFactory(text=TEXT)


@pytest.fixture
def page(editor, article):
    return editor.get(reverse("admin:desk_quote", args=[article.pk]))


def look_for(browser, page, words, **typed):
    values = {**form_of(page).values, "words": words.replace("\n", "\r\n"), **typed}
    return browser.post(page.request["PATH_INFO"], values)


def test_words_that_stand_in_one_place_open_the_claims_form_on_them(editor, page, article):
    answer = look_for(editor, page, "A minister said\n that six")
    path, query = urlsplit(answer["Location"])[2:4]
    start = TEXT.index("A minister")
    assert path == reverse("admin:events_claim_add")
    assert parse_qs(query) == {
        "article": [str(article.pk)],
        "version": [str(article.newest_version.pk)],
        "start": [str(start)],
        "end": [str(start + len("A minister said that six"))],
    }
    assert editor.get(answer["Location"]).status_code == 200


def test_words_in_several_places_are_offered_with_what_stands_around_them(editor, page):
    asked = look_for(editor, page, "six were hurt")
    text = asked.content.decode()
    assert "Choose the one" in text
    assert "Paragraph 2: A minister said that <mark>six were hurt</mark>" in text
    assert form_of(asked).values["words"] == ["six were hurt"]
    second = TEXT.rindex("six were hurt")
    answer = look_for(editor, asked, "six were hurt", place=f"{second}:{second + 13}")
    assert parse_qs(urlsplit(answer["Location"])[3])["start"] == [str(second)]


def test_a_place_chosen_for_other_words_is_asked_for_again(editor, page):
    assert look_for(editor, page, "six were hurt", place="0:13").status_code == 200
    assert look_for(editor, page, "six were hurt", place="nonsense").status_code == 200


def test_words_that_are_not_there_are_kept_and_the_nearest_are_shown(editor, page):
    asked = look_for(editor, page, "sixteen were killed, he said")
    text = asked.content.decode()
    assert "Nearest: “Six were killed, he said.”" in text
    assert form_of(asked).values["words"] == ["sixteen were killed, he said"]


def test_words_of_an_older_version_are_pointed_to(editor, article, page):
    ArticleVersionFactory(article=article, text="Nine people died.")
    assert "They stood in version 1" in look_for(editor, page, "Six were killed, he said").content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a" + "\u0301" * 99, "zebra"])
def test_nothing_to_find_is_told(editor, page, words):
    assert look_for(editor, page, words).context["form"].errors["words"]


def test_an_article_without_text_goes_straight_to_the_claims_form(editor):
    article = ArticleFactory()
    article.versions.all().delete()
    answer = editor.get(reverse("admin:desk_quote", args=[article.pk]))
    assert answer["Location"] == f"{reverse('admin:events_claim_add')}?article={article.pk}"


def test_a_reader_may_not_add_claims(as_role, article):
    reader = as_role("Reader")
    assert reader.get(reverse("admin:desk_quote", args=[article.pk])).status_code == 403
    assert "Add claim" not in reader.get(reverse("admin:sources_article_change", args=[article.pk])).content.decode()


def test_a_missing_article_is_not_found(editor):
    assert editor.get(reverse("admin:desk_quote", args=[999])).status_code == 404

"""What the boxes that name another row say to the server, with and without the script."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from events.models import Finding, FindingClaim, Question
from newsroom.desk.combobox import LookupView
from newsroom.ledger.related_boxes import RelatedBox
from sources.models import Affiliation, Article, Derivation, Place, Source, Topic
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    IncidentFactory,
    PlaceFactory,
    QuestionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADD = "admin:sources_article_add"


@pytest.fixture
def army():
    return SourceFactory(name="Example Army", kind="outlet")


def posted(browser, **given):
    """The answer to a new article, of which only the box of the outlet matters here."""
    rows = {"contributions-TOTAL_FORMS": "0", "contributions-INITIAL_FORMS": "0"}
    given = {name.replace("_words", "-words"): value for name, value in given.items()}
    return browser.post(reverse(ADD), {"headline": "Raid", "pub_status": "usable", "state": "draft", **rows, **given})


def error_in(page):
    assert page.status_code == 200
    assert not Article.objects.exists()
    (error,) = page.context["adminform"].form.errors["outlet"]
    return error


def words_in(page, name):
    """What stands in the box in which a name is typed in full."""
    (words,) = re.findall(rf'name="{name}-words" value="([^"]*)"', page.content.decode())
    return words


def test_a_name_typed_in_full_is_the_row_that_is_called_so(editor, army):
    posted(editor, outlet_words=" Example Army ")
    assert Article.objects.get().outlet == army


def test_so_is_the_public_id(editor, army):
    posted(editor, outlet_words=army.public_id)
    assert Article.objects.get().outlet == army


def test_typed_words_count_for_more_than_what_was_chosen_before(editor, army):
    posted(editor, outlet=SourceFactory(kind="outlet").pk, outlet_words="Example Army")
    assert Article.objects.get().outlet == army


def test_part_of_a_name_is_never_taken_for_it_and_is_kept_for_mending(editor, army):
    page = posted(editor, outlet_words="Army")
    there_is = "There is “Example Army”. Choose one, or write its name in full."
    assert error_in(page) == f"Nothing here is called just “Army”. {there_is}"
    assert words_in(page, "outlet") == "Army"


def test_a_name_that_two_rows_have_asks_for_the_id(editor, army):
    twin = SourceFactory(name="Example Army", kind="agency")
    error = error_in(posted(editor, outlet_words="Example Army"))
    assert error.startswith("2 entries are called “Example Army”.")
    assert army.public_id in error
    assert twin.public_id in error


@pytest.mark.parametrize("words", ["Nobody", "100% made up (%s)", "a\0b", "“", "9" * 40, "<b>x</b>"])
def test_words_that_name_nothing_are_said_so(editor, army, words):
    assert error_in(posted(editor, outlet_words=words))


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "“Example Army”"])
def test_a_key_that_no_list_offers_is_refused_without_a_failure(editor, army, key):
    assert error_in(posted(editor, outlet=key))


def test_a_number_typed_as_a_name_is_not_taken_for_the_key_of_a_row(editor, army):
    assert error_in(posted(editor, outlet_words=str(army.pk)))


def test_who_may_not_see_a_record_learns_nothing_of_it_by_typing(editor, army):
    Group.objects.get(name="Editor").permissions.remove(Permission.objects.get(codename="view_source"))
    Group.objects.get(name="Editor").permissions.remove(Permission.objects.get(codename="change_source"))
    assert error_in(posted(editor, outlet_words="Army")).startswith("Nothing here is called “Army”.")


def test_each_name_typed_adds_one_to_a_list_of_several(editor):
    politics = Topic.objects.create(qcode="medtop:91", label="the politics of examples")
    weather = Topic.objects.create(qcode="medtop:92", label="the weather of examples")
    posted(editor, topics=weather.pk, topics_words="the politics of examples")
    assert set(Article.objects.get().topics.all()) == {politics, weather}


def test_of_two_topics_with_one_name_the_code_says_which(editor):
    first, _ = (Topic.objects.create(qcode=f"medtop:9{n}", label="the weather of examples") for n in (1, 2))
    page = posted(editor, topics_words="the weather of examples")
    assert page.context["adminform"].form.errors["topics"] == [
        "2 entries are called “the weather of examples”. Write the id of the one you mean: medtop:91, medtop:92."
    ]
    posted(editor, topics_words="medtop:91")
    assert list(Article.objects.get().topics.all()) == [first]


def test_a_word_that_is_no_topic_is_said_so(editor):
    page = posted(editor, topics_words="astrology")
    assert page.context["adminform"].form.errors["topics"][0].startswith("Nothing here is called “astrology”.")
    assert words_in(page, "topics") == "astrology"


def test_every_box_says_where_it_is_searched_and_works_without_the_script(editor):
    page = editor.get(reverse(ADD)).content.decode()
    boxes = re.findall(r"<select [^>]*related-box[^>]*>", page)
    assert len(boxes) >= 3
    assert all("data-lookup" in box for box in boxes)
    assert len(re.findall(r'<noscript><input type="text"[^>]*aria-label="', page)) == len(boxes)
    assert "select2" not in page


@pytest.mark.parametrize("words", ["beispiel", "Beispielstadt", "مثال", "Musterort"])
def test_a_box_is_searched_by_any_name_in_any_script(editor, words):
    place = PlaceFactory(name="Exampleville")
    for name in ("Beispielstadt", "مثال", "Müsterort"):
        place.aliases.create(name=name)
    box = re.findall(r'data-lookup="([^"]*)"', editor.get(reverse("admin:sources_place_add")).content.decode())[0]
    found = editor.get(f"{unescape(box)}&{urlencode({'term': words})}").json()["results"]
    assert [result["text"] for result in found] == [str(place)]
    assert Place.objects.count() == 1


def test_a_box_left_out_of_what_is_sent_keeps_its_default():
    box = RelatedBox(Article._meta.get_field("outlet"), admin.site)
    assert box.value_omitted_from_data({}, MultiValueDict(), "outlet")
    assert not box.value_omitted_from_data({"outlet-words": "x"}, MultiValueDict(), "outlet")


@pytest.fixture
def looked_up(db, rf):
    """What the box of this field answers to typed words."""
    chief = UserFactory(chief=True)

    def look_up(model, field, words):
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
        request = rf.get("/", {**asked, "term": words})
        request.user = chief
        answer: Any = LookupView.as_view(admin_site=admin.site)(request)
        return json.loads(answer.content)["results"]

    return look_up


def test_whoever_is_called_just_so_comes_first_then_who_begins_so(looked_up):
    for name in ("A Map Maker", "Apex Courier", "Zeta Wire", "Wrap"):
        SourceFactory(name=name)
    Source.objects.get(name="Zeta Wire").aliases.create(name="AP")
    found = looked_up(Affiliation, "source", "ap")
    assert [result["text"] for result in found] == ["Zeta Wire", "Apex Courier", "A Map Maker", "Wrap"]


def test_a_hit_by_another_name_shows_that_name_and_what_the_source_is(looked_up):
    army = SourceFactory(name="Example Army", country="PS")
    army.aliases.create(name="جيش المثال")
    (result,) = looked_up(Affiliation, "source", "جيش")
    assert result == {"id": str(army.pk), "text": "Example Army", "note": "جيش المثال · organisation · PS"}
    (result,) = looked_up(Affiliation, "source", "army")
    assert result["note"] == "organisation · PS"


def test_two_things_of_one_name_are_told_apart(looked_up):
    for number in (1, 2):
        Topic.objects.create(qcode=f"medtop:9{number}", label="the weather of examples")
    notes = {result["note"] for result in looked_up(Article, "topics", "the weather of examples")}
    assert notes == {"medtop:91", "medtop:92"}


@pytest.mark.parametrize(
    ("model", "field", "row"),
    [
        (Derivation, "article", ArticleFactory),
        (Finding, "question", QuestionFactory),
        (FindingClaim, "claim", ClaimFactory),
        (Question, "incident", IncidentFactory),
        (Question, "place", PlaceFactory),
    ],
)
def test_every_kind_of_box_costs_the_same_for_one_hit_and_for_many(looked_up, model, field, row):
    row()
    looked_up(model, field, "")
    with CaptureQueriesContext(connection) as one:
        assert len(looked_up(model, field, "")) >= 1
    for _ in range(9):
        row()
    with CaptureQueriesContext(connection) as ten:
        assert len(looked_up(model, field, "")) >= 10
    assert len(ten) <= len(one) + 1, "\n".join(query["sql"][:200] for query in ten.captured_queries)

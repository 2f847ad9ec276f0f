"""Merging and splitting at the desk: found, previewed, done, and taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Claim
from newsroom.desk.shield_plan import plan_for
from newsroom.ledger.models import Merge
from newsroom.ledger.publishing import publish
from sources.models import Disclosure, Source, SourceAlias
from tests.desk.forms import fill_in, form_of, told
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db


def page_of(browser, record, page, **query):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk]), query)


@pytest.fixture
def two():
    """Two records of one army; a claim and an article with a credit name the second."""
    army, double = SourceFactory(name="Example Army", country="IL"), SourceFactory(name="Army of Example")
    publish([army, ClaimFactory(said_by=double)])
    return army, double


def test_the_other_record_is_found_by_typing_its_name(chief, two):
    army, _ = two
    page = page_of(chief, army, "merge")
    assert "data-lookup" in page.content.decode()
    page = page_of(chief, army, "merge", **{"with-words": "Army of Example"})
    assert page.context["other"].name == "Army of Example"


def test_the_preview_says_what_moves_and_what_readers_see(chief, two):
    army, double = two
    page = page_of(chief, army, "merge", **{"with": double.pk})
    assert page.context["plan"].moving_words == ["1 claim (said by)"]
    assert list(page.context["pointers"].items()) == [(double.public_id, army.public_id)]
    assert page.context["named_in"] == 1
    assert form_of(page).values["take-name"] == ["into"]
    assert Source.objects.filter(pk=double.pk).exists()


def test_chosen_values_stand_after_the_merge_and_the_message_leads_to_the_way_back(chief, two):
    army, double = two
    page = page_of(chief, army, "merge", **{"with": double.pk})
    done = fill_in(chief, page, press="Merge", why="The same.", **{"take-name": "merged", "take-country": "into"})
    assert "is part of" in told(done)
    army.refresh_from_db()
    assert (army.name, army.country) == ("Army of Example", "IL")
    assert SourceAlias.objects.get().name == "Example Army"
    assert Claim.objects.get().said_by == army
    row = Merge.objects.get()
    assert reverse("admin:ledger_merge_change", args=[row.pk]) in told(done)


def test_an_old_address_of_the_desk_leads_to_the_record_that_stands(chief, two):
    army, double = two
    key = double.pk
    fill_in(chief, page_of(chief, army, "merge", **{"with": key}), press="Merge", why="The same.")
    page = chief.get(reverse("admin:sources_source_change", args=[key]), follow=True)
    assert page.context["original"] == army
    assert "was merged into this record" in told(page)


def test_a_merge_is_undone_from_its_page(chief, two):
    army, double = two
    fill_in(chief, page_of(chief, army, "merge", **{"with": double.pk}), press="Merge", why="The same.")
    row = Merge.objects.get()
    page = chief.get(reverse("admin:ledger_merge_undo", args=[row.pk]))
    assert "1 claim (said by)" in page.content.decode()
    back = fill_in(chief, page, press="Undo the merge", why="They are two.")
    assert "a record of its own again" in told(back)
    assert Claim.objects.get().said_by == Source.objects.get(pk=row.merged_key)
    page = chief.get(reverse("admin:ledger_merge_undo", args=[row.pk]))
    assert "was undone already" in page.content.decode()
    assert "They are two." in chief.get(reverse("admin:ledger_merge_change", args=[row.pk])).content.decode()


def test_the_timeline_tells_of_the_merge_and_of_its_undoing(chief, two):
    army, double = two
    fill_in(chief, page_of(chief, army, "merge", **{"with": double.pk}), press="Merge", why="The same.")
    row = Merge.objects.get()
    page = chief.get(reverse("admin:ledger_merge_undo", args=[row.pk]))
    fill_in(chief, page, press="Undo the merge", why="They are two.")
    for key in (row.into_key, row.merged_key):
        told_there = chief.get(reverse("admin:sources_source_history", args=[key])).content.decode()
        assert "Merged: “Army of Example” into “Example Army”" in told_there
        assert "They are two." in told_there


def test_what_forbids_a_merge_is_said_and_there_is_no_button(chief, two):
    army, _ = two
    page = page_of(chief, army, "merge", **{"with": SourceFactory(confidential=True).pk})
    assert "they stay apart" in page.content.decode()
    assert 'value="Merge"' not in page.content.decode()


def test_a_merge_without_a_reason_is_not_done(chief, two):
    army, double = two
    page = fill_in(chief, page_of(chief, army, "merge", **{"with": double.pk}), press="Merge", why=" ")
    assert "Say why" in str(page.context["form"].errors["why"])
    assert Source.objects.filter(pk=double.pk).exists()


def test_what_somebody_changed_after_the_preview_is_looked_at_first(chief, editor, two):
    army, double = two
    page = page_of(chief, army, "merge", **{"with": double.pk})
    fill_in(editor, page_of(editor, double, "change"), description="Newer.", change_reason="x")
    refused = fill_in(chief, page, press="Merge", why="The same.")
    assert "was saved by" in str(refused.context["form"].non_field_errors())
    assert Source.objects.filter(pk=double.pk).exists()


def test_two_ticked_in_the_list_are_merged_into_the_public_one(chief, two):
    army, _ = two
    draft = SourceFactory()
    ticked = [draft.pk, army.pk]
    data = {"action": "merge_selected", "_selected_action": ticked}
    page = chief.post("/admin/sources/source/", data, follow=True)
    assert (page.context["other"], page.context["original"]) == (draft, army)
    ticked.append(SourceFactory().pk)
    assert "Select just two" in told(chief.post("/admin/sources/source/", data, follow=True))


@pytest.mark.parametrize("factory", [IncidentFactory, PlaceFactory], ids=["incidents", "places"])
def test_incidents_and_places_are_merged_alike(chief, factory):
    stays, goes = factory(), factory()
    fill_in(chief, page_of(chief, stays, "merge", **{"with": goes.pk}), press="Merge", why="The same.")
    assert list(type(stays).objects.filter(pk__in=[stays.pk, goes.pk])) == [stays]


def test_a_split_offers_what_points_at_a_record(chief, two):
    _, double = two
    page = page_of(chief, double, "split")
    assert [part.label for part in page.context["form"].parts] == ["1 claim (said by)"]
    refused = fill_in(chief, page, press="Split", name="Another", why="Two.")
    assert "Choose what becomes" in str(refused.context["form"].non_field_errors())
    claim = Claim.objects.get()
    done = fill_in(chief, page, press="Split", name="Another", why="Two.", **{"events.Claim.said_by": [str(claim.pk)]})
    assert "is a record of its own now" in told(done)
    claim.refresh_from_db()
    assert claim.said_by
    assert claim.said_by.name == "Another"


def test_a_split_page_costs_the_same_for_one_claim_and_for_many(chief, two):
    _, double = two
    page_of(chief, double, "split")
    with CaptureQueriesContext(connection) as one:
        page_of(chief, double, "split")
    for _ in range(9):
        ClaimFactory(said_by=double)
    with CaptureQueriesContext(connection) as many:
        page_of(chief, double, "split")
    assert len(many) <= len(one)


@pytest.mark.parametrize("page", ["merge", "split"])
def test_only_a_chief_regroups(editor, two, page):
    army, _ = two
    assert page_of(editor, army, page).status_code == 403
    assert f"{page.capitalize()} …" not in page_of(editor, army, "change").content.decode()


def test_only_a_chief_undoes(editor, chief, two):
    army, double = two
    fill_in(chief, page_of(chief, army, "merge", **{"with": double.pk}), press="Merge", why="The same.")
    row = Merge.objects.get()
    assert editor.get(reverse("admin:ledger_merge_undo", args=[row.pk])).status_code == 403
    assert "Undo this merge" not in editor.get(reverse("admin:ledger_merge_change", args=[row.pk])).content.decode()


def test_an_article_has_no_merge(chief):
    assert "Merge …" not in page_of(chief, ArticleFactory(), "change").content.decode()


def test_a_merge_is_undone_before_a_source_is_made_confidential(chief, two):
    army, double = two
    fill_in(chief, page_of(chief, army, "merge", **{"with": double.pk}), press="Merge", why="The same.")
    army.refresh_from_db()
    assert "Undo it first" in " ".join(plan_for(army, Disclosure.BACKGROUND).refusals)
    page = chief.get(reverse("admin:ledger_merge_undo", args=[Merge.objects.get().pk]))
    fill_in(chief, page, press="Undo the merge", why="They are two.")
    army.refresh_from_db()
    assert "Undo it first" not in " ".join(plan_for(army, Disclosure.BACKGROUND).refusals)
    assert Merge.objects.get().kept == {}

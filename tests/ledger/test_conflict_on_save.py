"""Two people have one record open: the second to save overwrites nothing and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.models import Incident
from newsroom.ledger.publishing import publish
from newsroom.ledger.three_way import Merging, Outcome, Sheet, Typed, TypedRow, with_picks
from sources.admin import PlaceAdmin
from sources.models import Article, Place, Source, SourceAlias, SourcePublication
from tests.desk.forms import errors_of, fill_in, form_of, told
from tests.factories import (
    LEAD,
    ArticleFactory,
    ArticleVersionFactory,
    ClaimFactory,
    PlaceFactory,
    SourceFactory,
    UserFactory,
)


def browser_of(name):
    browser = Client()
    browser.force_login(UserFactory(chief=True, username=name))
    return browser


@pytest.fixture
def anna(db):
    return browser_of("anna")


@pytest.fixture
def boris(db):
    return browser_of("boris")


def opened(browser, record, page="change"):
    options = record._meta
    return browser.get(reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk]))


def at_place(request, user, place):
    """The answer of a place's form with the guard, outside the desk's own addresses."""
    request.user, request._messages, request._dont_enforce_csrf_checks = user, CookieStorage(request), True
    answer = PlaceAdmin(Place, admin.site).changeform_view(request, str(place.pk))
    return answer.render() if hasattr(answer, "render") else answer


def publish_listed(browser, page, *records):
    chosen = {"action": "publish_selected", "_selected_action": [record.pk for record in records]}
    return browser.post(page.request["PATH_INFO"], {**form_of(page).values, **chosen}, follow=True)


def names(shown):
    return [item.name for item in shown]


def is_conflict(page):
    return "conflict-page" in page.content.decode()


class TestOneBoxOfBoth:
    def test_the_second_gets_both_answers_and_nothing_is_overwritten(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health", change_reason="its own name")
        asked = fill_in(boris, page, name="Gaza Health Ministry")
        (item,) = asked.context["contested"]
        assert (item.start, item.theirs, item.mine) == ("Health Ministry", "Ministry of Health", "Gaza Health Ministry")
        assert Source.objects.get().name == "Ministry of Health"
        shown = asked.content.decode()
        assert '<strong dir="auto">anna</strong> has saved this' in shown
        assert "its own name" in shown
        assert form_of(asked).values["name"] == ["Gaza Health Ministry"]

    @pytest.mark.parametrize(("pick", "name"), [("mine", "Gaza Health Ministry"), ("theirs", "Ministry of Health")])
    def test_what_is_picked_is_saved(self, anna, boris, pick, name):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        asked = fill_in(boris, page, name="Gaza Health Ministry", description="Runs the hospitals.")
        fill_in(boris, asked, **{"pick:name": pick})
        source.refresh_from_db()
        assert (source.name, source.description) == (name, "Runs the hospitals.")

    def test_a_third_answer_can_be_typed_on_the_screen(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        asked = fill_in(boris, page, name="Gaza Health Ministry")
        fill_in(boris, asked, name="Ministry of Health in Gaza", **{"pick:name": "mine"})
        assert Source.objects.get().name == "Ministry of Health in Gaza"

    def test_nothing_is_saved_until_every_place_is_picked(self, anna, boris):
        source = SourceFactory(name="Health Ministry", description="One.")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health", description="Two.")
        asked = fill_in(boris, page, name="Gaza Health Ministry", description="Three.")
        again = fill_in(boris, asked, **{"pick:name": "mine"})
        assert names(again.context["contested"]) == ["description"]
        assert again.context["contested"][0].start == "One."
        assert "1 place still to choose" in again.content.decode()
        assert Source.objects.get().name == "Ministry of Health"
        fill_in(boris, again, **{"pick:description": "theirs"})
        source.refresh_from_db()
        assert (source.name, source.description) == ("Gaza Health Ministry", "Two.")

    def test_the_same_answer_of_both_is_no_conflict(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        assert not is_conflict(fill_in(boris, page, name="Ministry of Health", description="More."))
        source.refresh_from_db()
        assert source.description == "More."

    def test_saving_what_was_picked_can_meet_a_third_person(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        asked = fill_in(boris, page, name="Gaza Health Ministry")
        fill_in(anna, opened(anna, source), name="The Ministry")
        again = fill_in(boris, asked, **{"pick:name": "mine"})
        (item,) = again.context["contested"]
        assert (item.start, item.theirs, item.mine) == ("Ministry of Health", "The Ministry", "Gaza Health Ministry")
        assert Source.objects.get().name == "The Ministry"


class TestDifferentBoxes:
    def test_what_only_one_has_changed_is_taken_over_said_and_saved_on_the_second_press(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), description="Runs the hospitals.")
        asked = fill_in(boris, page, name="Ministry of Health")
        assert asked.context["contested"] == []
        assert [(item.name, item.theirs) for item in asked.context["taken"]] == [("description", "Runs the hospitals.")]
        assert [(item.name, item.mine) for item in asked.context["kept"]] == [("name", "Ministry of Health")]
        fill_in(boris, asked)
        source.refresh_from_db()
        assert (source.name, source.description) == ("Ministry of Health", "Runs the hospitals.")

    def test_publishing_with_an_old_form_does_not_publish_what_nobody_there_has_read(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), name="Ministry of Wealth")
        assert is_conflict(fill_in(boris, page, press="_publish"))

    def test_a_choice_and_a_tick_are_shown_in_words(self, anna, boris):
        article = ArticleFactory(headline_is_proposed=True)
        page = opened(boris, article)
        fill_in(anna, opened(anna, article), headline_is_proposed=[], pub_status="withheld")
        asked = fill_in(boris, page, headline="Retyped")
        taken = {item.name: (item.start, item.theirs) for item in asked.context["taken"]}
        assert taken == {"headline_is_proposed": ("yes", "no"), "pub_status": ("usable", "withheld for now")}
        fill_in(boris, asked)
        stored = Article.objects.get()
        assert (stored.headline, stored.headline_is_proposed, stored.pub_status) == ("Retyped", False, "withheld")

    def test_a_named_row_is_shown_by_its_name(self, anna, boris):
        claim, other = ClaimFactory(), SourceFactory(name="Another Authority")
        page = opened(boris, claim)
        fill_in(anna, opened(anna, claim), said_by=str(other.pk))
        asked = fill_in(boris, page, note="Seen.")
        assert [item.theirs for item in asked.context["taken"]] == ["Another Authority"]

    def test_a_name_typed_in_full_is_a_choice_like_any_other(self, anna, boris):
        claim, hers, his = ClaimFactory(), SourceFactory(name="Hers"), SourceFactory(name="His")
        outlet = ArticleFactory(headline="Another report")
        page = opened(boris, claim)
        fill_in(anna, opened(anna, claim), said_by=str(hers.pk))
        asked = fill_in(boris, page, **{"said_by-words": "His", "citations-0-article-words": outlet.headline})
        (item,) = asked.context["contested"]
        assert (item.name, item.theirs, item.mine) == ("said_by", "Hers", "His")
        assert [kept.mine for kept in asked.context["kept"]] == ["Another report"]
        fill_in(boris, asked, **{"pick:said_by": "mine", "note": "Seen."})
        claim.refresh_from_db()
        assert claim.said_by == his


class TestSameForm:
    def test_saving_twice_with_one_form_saves_once(self, anna):
        source = SourceFactory()
        page = opened(anna, source)
        typed = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "MoH", "change_reason": "an abbreviation"}
        for _ in range(2):
            assert not is_conflict(fill_in(anna, page, **typed))
        assert source.history.count() == 2
        assert SourceAlias.objects.count() == 1

    def test_a_changed_text_posted_twice_is_one_version(self, anna):
        article = ArticleFactory()
        page = opened(anna, article)
        for _ in range(2):
            assert not is_conflict(fill_in(anna, page, text="Another.", event="correction", version_note="typo"))
        assert article.versions.count() == 2

    def test_going_back_and_saving_otherwise_meets_oneself(self, anna):
        source = SourceFactory(name="Health Ministry")
        page = opened(anna, source)
        fill_in(anna, page, name="Ministry of Health")
        asked = fill_in(anna, page, name="Gaza Health Ministry")
        assert "in another window or before you went back" in asked.content.decode()
        assert Source.objects.get().name == "Ministry of Health"

    @pytest.mark.parametrize("mark", ["", "forged", "abc:def:ghi"])
    def test_a_form_without_a_mark_of_ours_overwrites_nothing(self, anna, mark):
        source = SourceFactory(name="Health Ministry")
        asked = fill_in(anna, opened(anna, source), name="Typed", _as_opened=mark)
        assert names(asked.context["contested"]) == ["name"]
        assert Source.objects.get().name == "Health Ministry"

    def test_the_mark_of_another_record_counts_for_nothing(self, anna):
        source, other = SourceFactory(name="Health Ministry"), SourceFactory()
        mark = form_of(opened(anna, other)).values["_as_opened"]
        assert is_conflict(fill_in(anna, opened(anna, source), name="Typed", _as_opened=mark[0]))

    def test_a_refused_form_still_knows_when_it_was_opened(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        publish([source])
        refused = fill_in(boris, opened(boris, source), name="Gaza Health Ministry")
        assert "Say why" in errors_of(refused)
        fill_in(anna, opened(anna, source), name="Ministry of Health", change_reason="its own name")
        asked = fill_in(boris, refused, change_reason="where it is")
        assert names(asked.context["contested"]) == ["name"]
        assert form_of(asked).values["change_reason"] == ["where it is"]
        refused = fill_in(boris, asked, change_reason="", **{"pick:name": "mine"})
        assert form_of(refused).values["name"] == ["Gaza Health Ministry"]
        fill_in(boris, refused, change_reason="where it is")
        assert Source.objects.get().name == "Gaza Health Ministry"


class TestRowsBelow:
    @pytest.fixture
    def source(self, db):
        source = SourceFactory(name="Health Ministry")
        for name in ("MoH", "The Ministry"):
            SourceAlias.objects.create(source=source, name=name)
        return source

    def alias_names(self):
        return sorted(SourceAlias.objects.values_list("name", flat=True))

    def test_rows_added_by_both_are_all_there(self, anna, boris, source):
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), **{"aliases-TOTAL_FORMS": "3", "aliases-2-name": "Hers"})
        asked = fill_in(boris, page, **{"aliases-TOTAL_FORMS": "3", "aliases-2-name": "His"})
        assert [(item.label, item.theirs) for item in asked.context["taken"]] == [("Source alias", "Hers")]
        assert [item.mine for item in asked.context["kept"]] == ["His"]
        fill_in(boris, asked)
        assert self.alias_names() == ["Hers", "His", "MoH", "The Ministry"]

    def test_a_row_that_both_have_changed_is_picked(self, anna, boris, source):
        page = opened(boris, source)
        key = form_of(page).values["aliases-0-id"][0]
        fill_in(anna, opened(anna, source), **{"aliases-0-name": "M.o.H."})
        asked = fill_in(boris, page, **{"aliases-0-name": "MOH"})
        (item,) = asked.context["contested"]
        assert (item.name, item.start) == (f"aliases/{key}/name", "MoH")
        fill_in(boris, asked, **{item.pick: "mine"})
        assert self.alias_names() == ["MOH", "The Ministry"]

    @pytest.mark.parametrize(("pick", "left"), [("mine", ["The Ministry"]), ("theirs", ["M.o.H.", "The Ministry"])])
    def test_deleting_a_row_that_they_have_changed_is_asked(self, anna, boris, source, pick, left):
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), **{"aliases-0-name": "M.o.H."})
        asked = fill_in(boris, page, **{"aliases-0-DELETE": "on"})
        (item,) = asked.context["contested"]
        assert (item.theirs, item.mine) == ("M.o.H.", "not there")
        fill_in(boris, asked, **{item.pick: pick})
        assert self.alias_names() == left

    @pytest.mark.parametrize(("pick", "left"), [("mine", ["MOH", "The Ministry"]), ("theirs", ["The Ministry"])])
    def test_changing_a_row_that_they_have_deleted_is_asked(self, anna, boris, source, pick, left):
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), **{"aliases-0-DELETE": "on"})
        asked = fill_in(boris, page, **{"aliases-0-name": "MOH"})
        (item,) = asked.context["contested"]
        assert (item.start, item.theirs, item.mine) == ("MoH", "not there", "MOH")
        assert is_conflict(fill_in(boris, asked))
        fill_in(boris, asked, **{item.pick: pick})
        assert self.alias_names() == left

    def test_a_row_that_they_have_deleted_and_i_left_alone_is_gone(self, anna, boris, source):
        page = opened(boris, source)
        fill_in(anna, opened(anna, source), **{"aliases-0-DELETE": "on"})
        asked = fill_in(boris, page, name="Ministry of Health")
        assert [(item.start, item.theirs) for item in asked.context["taken"]] == [("MoH", "not there")]
        fill_in(boris, asked)
        assert (self.alias_names(), Source.objects.get().name) == (["The Ministry"], "Ministry of Health")

    def test_a_citation_that_they_have_changed_keeps_its_place_in_the_text(self, anna, boris):
        claim = ClaimFactory()
        page = opened(boris, claim)
        fill_in(anna, opened(anna, claim), **{"citations-0-words": "at least six militants were killed"})
        asked = fill_in(boris, page, quantity_words="at least seven")
        assert asked.context["contested"] == []
        fill_in(boris, asked)
        claim.refresh_from_db()
        assert claim.citations.get().passage.exact == "at least six militants were killed"
        assert (claim.quantity_words, claim.quantity_n) == ("at least seven", 7)

    def test_a_figure_that_both_retyped_is_read_from_the_words_that_were_picked(self, anna, boris):
        claim = ClaimFactory()
        page = opened(boris, claim)
        fill_in(anna, opened(anna, claim), quantity_words="seven")
        asked = fill_in(boris, page, quantity_words="more than eight")
        assert names(asked.context["contested"]) == ["quantity_words"]
        fill_in(boris, asked, **{"pick:quantity_words": "mine"})
        claim.refresh_from_db()
        assert (claim.quantity_kind, claim.quantity_n) == ("more_than", 8)


class TestTexts:
    def test_a_text_that_both_have_changed_is_kept_in_both_forms(self, boris):
        article = ArticleFactory()
        page = opened(boris, article)
        ArticleVersionFactory(article=article, text="Theirs.")
        asked = fill_in(boris, page, text="Mine.")
        (item,) = asked.context["contested"]
        assert (item.start, item.theirs, item.mine) == (LEAD, "Theirs.", "Mine.")
        fill_in(boris, asked)
        assert [version.text for version in article.versions.order_by("number")] == [LEAD, "Theirs.", "Mine."]

    def test_their_text_can_be_picked_and_makes_no_version(self, boris):
        article = ArticleFactory()
        page = opened(boris, article)
        ArticleVersionFactory(article=article, text="Theirs.")
        fill_in(boris, fill_in(boris, page, text="Mine."), **{"pick:text": "theirs"})
        assert article.versions.count() == 2


class TestDeletedMeanwhile:
    def test_what_was_typed_is_shown_and_can_be_saved_as_a_new_record(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        SourceAlias.objects.create(source=source, name="MoH")
        page = opened(boris, source)
        SourceAlias.objects.all().delete()
        fill_in(anna, opened(anna, source, "delete"), press="Yes, I’m sure")
        gone = fill_in(
            boris, page, description="Typed with care.", **{"aliases-TOTAL_FORMS": "2", "aliases-1-name": "M"}
        )
        shown = gone.content.decode()
        assert '<strong dir="auto">anna</strong> has deleted this' in shown
        assert ("Description", "Typed with care.") in gone.context["typed"]
        assert not Source.objects.exists()

        form = form_of(gone)
        boris.post(reverse("admin:sources_source_add"), {**form.values, "_continue": "x"})
        again = Source.objects.get()
        assert (again.name, again.description) == ("Health Ministry", "Typed with care.")
        assert sorted(again.aliases.values_list("name", flat=True)) == ["M", "MoH"]

    def test_one_who_may_not_change_it_is_told_nothing(self, anna):
        source = SourceFactory()
        page = opened(anna, source)
        reader = Client()
        reader.force_login(UserFactory(is_staff=True))
        path, key = page.request["PATH_INFO"], source.pk
        values = form_of(page).values
        assert reader.post(path, values).status_code == 403
        Source.objects.filter(pk=key).delete()
        assert "conflict-page" not in reader.post(path, values, follow=True).content.decode()


class TestOtherWaysToSave:
    def test_a_former_state_is_not_restored_over_what_was_saved_meanwhile(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        fill_in(anna, opened(anna, source), name="Wrong")
        former = reverse("admin:sources_source_simple_history", args=[source.pk, source.history.last().pk])
        page = boris.get(former)
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        asked = fill_in(boris, page)
        (item,) = asked.context["contested"]
        assert (item.start, item.theirs, item.mine) == ("Wrong", "Ministry of Health", "Health Ministry")
        assert Source.objects.get().name == "Ministry of Health"
        fill_in(boris, asked, **{"pick:name": "mine"})
        assert Source.objects.get().name == "Health Ministry"

    def test_publishing_from_a_list_leaves_out_what_somebody_else_has_saved_since(self, anna, boris):
        source, other = SourceFactory(name="Health Ministry"), SourceFactory()
        page = boris.get("/admin/sources/source/")
        fill_in(anna, opened(anna, source), name="Ministry of Wealth")
        assert "“Ministry of Wealth” was saved by anna" in told(publish_listed(boris, page, source, other))
        assert SourcePublication.objects.get().public_id == other.public_id

    def test_what_somebody_has_saved_since_is_not_deleted_unread(self, anna, boris):
        source = SourceFactory(name="Health Ministry")
        page = opened(boris, source, "delete")
        fill_in(anna, opened(anna, source), name="Ministry of Health")
        again = fill_in(boris, page, press="Yes, I’m sure")
        assert "“Ministry of Health” was saved by anna" in told(again)
        assert Source.objects.exists()
        fill_in(boris, again, press="Yes, I’m sure")
        assert not Source.objects.exists()

    @pytest.mark.django_db
    def test_a_kind_without_history_is_guarded_by_the_admin_s_log(self, rf):
        place = PlaceFactory(name="Exampleville")
        anna, boris = UserFactory(chief=True, username="anna"), UserFactory(chief=True, username="boris")
        values = form_of(at_place(rf.get("/"), boris, place)).values
        assert at_place(rf.post("/", {**values, "name": "Exampletown"}), anna, place).status_code == 302
        asked = at_place(rf.post("/", {**values, "name": "Example City"}), boris, place)
        assert [(item.theirs, item.mine) for item in asked.context_data["contested"]] == [
            ("Exampletown", "Example City")
        ]
        assert '<strong dir="auto">anna</strong>' in asked.content.decode()
        picked = {**form_of(asked).values, "pick:name": "mine"}
        assert at_place(rf.post("/", picked), boris, place).status_code == 302
        assert Place.objects.get().name == "Example City"

    def test_what_one_has_saved_oneself_is_published_from_the_list(self, boris):
        source = SourceFactory(name="Health Ministry")
        page = boris.get("/admin/sources/source/")
        fill_in(boris, opened(boris, source), name="Ministry of Health")
        publish_listed(boris, page, source)
        assert SourcePublication.objects.get().public_id == source.public_id


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_save_in_one_moment_one_is_asked():
    source = SourceFactory(name="Health Ministry")
    browsers = [browser_of(name) for name in ("carla", "dmitri")]
    pages = [opened(browser, source) for browser in browsers]
    start = Barrier(2)

    def save(number):
        start.wait()
        try:
            return is_conflict(fill_in(browsers[number], pages[number], name=f"Name {number}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        asked = list(pool.map(save, range(2)))
    assert sorted(asked) == [False, True]
    assert Source.objects.get().name == f"Name {asked.index(False)}"
    assert source.history.count() == 2


def test_an_incident_is_guarded_too_with_its_parties(anna, boris):
    incident = ClaimFactory().question.incident
    page = opened(boris, incident)
    party = SourceFactory(name="Example Army")
    added = {"parties-TOTAL_FORMS": "1", "parties-0-party": str(party.pk), "parties-0-role": "side_a"}
    fill_in(anna, opened(anna, incident), **added)
    asked = fill_in(boris, page, label="Raid")
    assert [item.theirs for item in asked.context["taken"]] == ["Example Army · side A"]
    fill_in(boris, asked)
    assert Incident.objects.get().parties.count() == 1


def test_what_was_typed_is_escaped(anna, boris):
    source = SourceFactory(name="Health Ministry")
    page = opened(boris, source)
    fill_in(anna, opened(anna, source), name="<script>alert(1)</script>")
    shown = fill_in(boris, page, name="<script>alert(2)</script>").content.decode()
    assert "<script>alert" not in shown


def test_no_list_is_edited_in_place():
    assert [str(page) for page in admin.site._registry.values() if page.list_editable] == []


VALUES = st.sampled_from(["a", "b", "c"])
SHEETS = st.fixed_dictionaries({"one": VALUES, "two": VALUES})
ROWS = st.dictionaries(st.sampled_from(["1", "2", "3"]), VALUES)


def fields_of(given):
    return {name: {name: [value]} for name, value in given.items()}


def sheet(given, rows):
    return Sheet(fields_of(given), {"rows": {key: {"name": {"name": [value]}} for key, value in rows.items()}})


@given(st.tuples(SHEETS, SHEETS, SHEETS), st.tuples(ROWS, ROWS, ROWS, ROWS))
def test_a_merge_with_every_pick_made_holds_theirs_or_mine_and_never_the_old(boxes, below):
    start, theirs, mine = boxes
    rows, hers, his, new = below
    began, stored = sheet(start, rows), sheet(theirs, hers)
    posted = [
        TypedRow(key, {"name": {"name": [his.get(key, value)]}}, is_deleted=key not in his)
        for key, value in rows.items()
    ]
    added = [TypedRow("", {"name": {"name": [value]}}) for value in sorted(set(new.values()))]
    typed = Typed(fields_of(mine), {"rows": [*posted, *added]})
    merged = Merging(began, stored).merge(typed)
    for found in merged.those(Outcome.CONTESTED):
        assert found.theirs != found.mine
    picks = {found.place.name: "theirs" for found in merged.those(Outcome.CONTESTED)}
    settled = with_picks(merged.typed, stored, picks)
    for name, values in settled.fields.items():
        changed = [side[name] for side in (theirs, mine) if side[name] != start[name]]
        assert values[name] == ([theirs[name]] if theirs[name] != start[name] else changed or [start[name]])
    kept = {row.key for row in settled.rows["rows"] if row.key and not row.is_deleted}
    added_by_them = hers.keys() - rows.keys()
    assert added_by_them <= kept <= hers.keys()
    assert Merging(stored, stored).merge(settled).those(Outcome.CONTESTED) == []

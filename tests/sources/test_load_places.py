"""Places come in from a gazetteer once, whole, and without touching what an editor has done."""

import io
import sys
from decimal import Decimal

import pytest
from django.core.management import call_command

from sources.gazetteer.loading import BATCH_PLACES, Selection, load_places
from sources.importing.locking import ImportLocked
from sources.models import GazetteerEntry, Place, PlaceAlias
from tests.factories import PlaceFactory
from tests.sources.gazetteer import alternate_names, as_json, load, place_json, places, regions, row
from tests.sources.importing import everything

pytestmark = pytest.mark.django_db

JANIN = row(283506, "Janīn", ascii="Janin", others=["Dschenin", "Jenin", "جنين"], population=34730)


def the_place(number=1):
    return Place.objects.get(geonames_id=number)


def spellings(number=1):
    return {alias.name for alias in the_place(number).aliases.all()}


def test_a_place_comes_with_all_that_the_gazetteer_says_of_it(tmp_path):
    regions(tmp_path, "PS.WE\tWest Bank\tWest Bank\t285153")
    ended = load(places(tmp_path, JANIN))
    assert (ended.code, ended.counts) == (0, {"created": 1, "spellings": 4})
    place = the_place(283506)
    assert (place.name, place.folded, place.country, place.admin1) == ("Janīn", "janin", "PS", "West Bank")
    assert (place.latitude, place.longitude, place.within) == (Decimal("32.5"), Decimal("35.25"), None)
    assert spellings(283506) == {"Janin", "Dschenin", "Jenin", "جنين"}
    place.full_clean()
    for alias in place.aliases.all():
        alias.full_clean()


def test_the_same_place_comes_from_a_list_or_an_object_in_json(tmp_path):
    regions(tmp_path, "PS.WE\tWest Bank\tWest Bank\t285153")
    value = place_json(7, "Fīq", alternatenames=["Fiq", "", "فيق"])
    assert load(as_json(tmp_path, [value])).counts == {"created": 1, "spellings": 2}
    before = everything()
    assert load(as_json(tmp_path, {"7": value})).counts == {"unchanged": 1}
    assert load(places(tmp_path, row(7, "Fīq", ascii="Fiq", others=["فيق"]))).counts == {"unchanged": 1}
    assert everything() == before


def test_a_country_is_a_place_without_coordinates(tmp_path):
    ended = load(as_json(tmp_path, {"PS": {"geonameid": 6254930, "name": "Palestinian Territory", "iso": "PS"}}))
    assert ended.counts == {"created": 1}
    place = the_place(6254930)
    assert (place.country, place.latitude, place.longitude, place.admin1) == ("PS", None, None, "")


def test_a_second_load_changes_nothing(tmp_path):
    regions(tmp_path, "PS.WE\tWest Bank\tWest Bank\t285153")
    alternate_names(tmp_path, (283506, "ru", "Дженин"), (283506, "en", "Jenin"))
    path = places(tmp_path, JANIN, row(2, "Fīq"))
    first = load(path)
    assert first.counts == {"created": 2, "spellings": 4}
    assert first.counts_of(1) == {"created": 1, "unchanged": 1}
    before = everything()
    second = load(path)
    assert (second.counts, second.counts_of(1)) == ({"unchanged": 2}, {"unchanged": 2})
    assert everything() == before


def test_what_the_gazetteer_mends_is_mended_and_the_old_name_still_found(tmp_path):
    load(places(tmp_path, row(1, "Exampelton", population=1)))
    ended = load(places(tmp_path, row(1, "Exampleton", latitude=33, population=2, country="IL")))
    assert ended.counts == {"updated": 1, "spellings": 1}
    place = the_place()
    assert (place.name, place.folded, place.latitude, place.country) == ("Exampleton", "exampleton", 33, "IL")
    assert spellings() == {"Exampelton"}
    assert place.gazetteer_entry.population == 2


def test_what_an_editor_has_changed_stays_and_is_told(tmp_path):
    path = places(tmp_path, JANIN)
    load(path)
    place = the_place(283506)
    place.name, place.latitude = "Jenin", Decimal("32.46")
    place.save()
    ended = load(places(tmp_path, row(283506, "Janīn", others=["Dschenin"], latitude=32.7, country="IL")))
    assert ended.counts == {"updated": 1, "spellings": 1, "kept": 2}
    assert [(kept["column"], kept["stays"], kept["gazetteer"]) for kept in ended.result["kept"]] == [
        ("name", "Jenin", "Janīn"),
        ("coordinates", "32.460000 35.250000", "32.700000 35.250000"),
    ]
    place.refresh_from_db()
    assert (place.name, place.latitude, place.country) == ("Jenin", Decimal("32.46"), "IL")
    assert "Janīn" in spellings(283506)
    before = everything()
    assert load(path).counts["kept"] == 2
    place.refresh_from_db()
    assert (place.name, place.latitude) == ("Jenin", Decimal("32.46"))
    assert everything()["sources.PlaceAlias"] == before["sources.PlaceAlias"]


def test_what_an_editor_has_cleared_stays_empty(tmp_path):
    path = places(tmp_path, JANIN)
    load(path)
    Place.objects.update(country="")
    assert load(path).counts == {"unchanged": 1, "kept": 1}
    assert the_place(283506).country == ""


def test_a_spelling_that_an_editor_removed_does_not_come_back_and_one_he_added_stays(tmp_path):
    alternate_names(tmp_path, (283506, "ru", "Дженин"))
    path = places(tmp_path, JANIN)
    load(path)
    PlaceAlias.objects.filter(name__in=["Dschenin", "Дженин"]).delete()
    the_place(283506).aliases.create(name="Djenine")
    load(path)
    assert spellings(283506) == {"Janin", "Jenin", "جنين", "Djenine"}


def test_a_place_that_an_editor_deleted_is_not_made_again(tmp_path):
    path = places(tmp_path, row(1))
    load(path)
    Place.objects.all().delete()
    ended = load(path)
    assert ended.counts == {"unchanged": 1, "kept": 1}
    assert "deleted" in ended.result["notes"][-1]
    assert not Place.objects.exists()


def test_a_place_made_by_hand_keeps_what_it_says_and_gains_what_it_lacks(tmp_path):
    regions(tmp_path, "PS.WE\tWest Bank\tWest Bank\t285153")
    PlaceFactory(name="Jenin", geonames_id=283506, latitude=None, longitude=None, admin1="Samaria")
    ended = load(places(tmp_path, JANIN))
    assert ended.counts == {"updated": 1, "spellings": 4, "kept": 2}
    place = the_place(283506)
    assert (place.name, place.admin1, place.latitude) == ("Jenin", "Samaria", Decimal("32.5"))
    assert spellings(283506) == {"Janīn", "Janin", "Dschenin", "جنين"}
    assert load(places(tmp_path, row(283506, "Jenin Town"))).counts["kept"] == 2


def test_a_place_made_by_hand_that_may_be_the_same_is_told_and_never_merged(tmp_path):
    by_hand = PlaceFactory(name="JENIN")
    PlaceFactory(name="Jenin", country="IL")
    ended = load(places(tmp_path, JANIN), "--dry-run")
    notes = [note for note in ended.result["notes"] if "by hand" in note]
    assert len(notes) == 1
    assert "“JENIN, PS”" in notes[0]
    assert "283506" in notes[0]
    by_hand.geonames_id = 283506
    by_hand.save()
    ended = load(places(tmp_path, JANIN))
    assert not any("by hand" in note for note in ended.result["notes"])
    assert Place.objects.count() == 2


def test_an_editor_may_give_the_number_to_another_place(tmp_path):
    path = places(tmp_path, JANIN)
    load(path)
    Place.objects.update(geonames_id=None)
    assert load(path).counts == {"unchanged": 1, "kept": 1}
    PlaceFactory(name="Jenin", country="", geonames_id=283506)
    assert load(path).counts == {"updated": 1, "spellings": 4, "kept": 2}
    assert (the_place(283506).name, the_place(283506).country) == ("Jenin", "PS")
    assert load(path).counts == {"unchanged": 1, "kept": 2}


def test_two_places_of_one_name_stay_two(tmp_path):
    load(places(tmp_path, row(1, "Springfield"), row(2, "Springfield", latitude=1)))
    assert Place.objects.filter(folded="springfield").count() == 2


def test_only_the_countries_and_sizes_asked_for_are_taken(tmp_path):
    alternate_names(tmp_path, (1, "en", "One"), (2, "en", "Two"), (3, "en", "Three"))
    path = places(tmp_path, row(1), row(2, country="IL"), row(3, population=99), row(4, population=""))
    ended = load(path, "--country", "ps", "JO", "--min-population", "100")
    assert ended.counts == {"created": 1, "skipped": 3}
    assert ended.counts_of(1) == {"created": 1, "skipped": 2}
    assert load(path, "--country", "IL").counts == {"created": 1, "skipped": 3}
    assert load(path).counts == {"created": 2, "unchanged": 2}


def test_what_is_no_spelling_is_no_alias(tmp_path):
    names = [(1, "link", "https://example.org/"), (1, "wkdt", "Q1"), (1, "iata", "EXA"), (1, "post", "00970")]
    alternate_names(tmp_path, *names, (1, "", "Xampleton"), (1, "ar", "  "), (9, "en", "Nobody"))
    ended = load(places(tmp_path, row(1)))
    assert ended.counts_of(1) == {"created": 1, "skipped": 5, "refused": 1}
    assert spellings() == {"Xampleton"}


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path):
    alternate_names(tmp_path, (1, "en", "One"))
    path = places(tmp_path, row(1), row(2, "Other"))
    before = everything()
    dry = load(path, "--dry-run")
    assert everything() == before
    wet = load(path)
    assert dry.result == {**wet.result, "dry_run": True}


def test_people_read_sentences_that_end_in_what_to_do(tmp_path):
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("load_places", places(tmp_path, row(1), "x\x1b[2J"), "--dry-run", stdout=out, stderr=io.StringIO())
    said = out.getvalue().splitlines()
    assert said[0] == (
        "PS.txt: 2 rows read: 1 created, 0 updated, 0 unchanged, 0 skipped, 1 refused. 0 spellings added."
    )
    assert said[1].startswith("Refused: PS.txt, line 2: 1 columns")
    assert said[-1] == "Nothing was written. Load with the same command without --dry-run."
    assert "\x1b" not in out.getvalue()


def test_a_load_costs_the_same_queries_for_one_row_and_for_many(tmp_path, django_assert_max_num_queries):
    many = [row(number, f"Place {number}", others=[f"Spelling {number}"]) for number in range(1, 200)]
    with django_assert_max_num_queries(14):
        load(places(tmp_path, *many))


@pytest.mark.parametrize("query", ["Dschenin", "جنين", "Jenin", "JANIN", "Tel-Qatzir", "Tel Kacir"])
def test_the_desk_finds_a_loaded_place_by_any_spelling(tmp_path, admin_client, query):
    katsir = row(163684, "Tel Qatsir", others=["Tel-Qatzir", "Tel Kacir", "תל קציר"], country="IL")
    load(places(tmp_path, JANIN, katsir))
    page = admin_client.get("/admin/sources/place/", {"q": query})
    expected = "Tel Qatsir" if query.startswith("Tel") else "Janīn"
    assert [place.name for place in page.context["cl"].result_list] == [expected]


class Asked:
    is_asked = True


def test_a_load_that_is_ended_early_keeps_what_is_in_and_goes_on_when_run_again(tmp_path):
    alternate_names(tmp_path, (1, "en", "One"))
    rows = [row(number, f"Place {number}") for number in range(1, BATCH_PLACES + 6)]
    path = places(tmp_path, *rows)
    told = []
    result = load_places(path, Selection(), Asked(), lambda file, read: told.append((file.name, read)))
    assert result.as_json()["state"] == "interrupted"
    assert Place.objects.count() == BATCH_PLACES
    assert told[0][0] == "PS.txt"
    assert 0 < told[0][1] <= path.stat().st_size
    again = load(path)
    assert again.counts == {"created": 5, "unchanged": BATCH_PLACES}
    assert again.counts_of(1) == {"created": 1}


def test_somebody_who_looks_on_sees_a_bar_for_each_file(tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    alternate_names(tmp_path, (1, "en", "One"))
    call_command("load_places", places(tmp_path, row(1)), stdout=io.StringIO())
    assert "PS.txt: 100%" in terminal.getvalue()
    assert "alternateNamesV2.txt: 100%" in terminal.getvalue()


def test_while_an_import_runs_nothing_is_loaded(tmp_path, monkeypatch):
    def refuse():
        raise ImportLocked("Another import is under way.")

    monkeypatch.setattr("sources.management.commands.load_places.only_import", refuse)
    ended = load(places(tmp_path, row(1)))
    assert (ended.code, ended.problem) == (75, "Another import is under way.")


def test_what_is_remembered_names_its_number():
    assert str(GazetteerEntry(geonames_id=7)) == "GeoNames 7"

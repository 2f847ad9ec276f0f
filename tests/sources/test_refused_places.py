"""What is wrong with a list of places is told with its place, reason and hint, and the rest comes in."""

import pytest

from sources.models import Place, PlaceAlias
from tests.sources.gazetteer import alternate_names, as_json, load, place_json, places, regions, row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1\tExampleton", "malformed"),
        ("", None),
        (row("x"), "malformed"),
        (row(0), "malformed"),
        (row(-1), "malformed"),
        (row("1" * 30), "malformed"),
        (row("²"), "malformed"),
        (row(1, ""), "missing"),
        (row(1, "x" * 201), "too_long"),
        (row(1, "ﷺ" * 20), "too_long"),
        (row(1, "a\x00b"), "not_text"),
        (row(1, "a\x1bb"), "not_text"),
        (row(1, country="PSE"), "malformed"),
        (row(1, country="ps"), "malformed"),
        (row(1, latitude=90.1), "malformed"),
        (row(1, latitude="nan"), "malformed"),
        (row(1, latitude="١"), "malformed"),
        (row(1, longitude=""), "malformed"),
        (row(1, longitude="1e99"), "malformed"),
        (row(1, population="many"), "malformed"),
        (row(1, population=-5), "malformed"),
    ],
)
def test_a_row_that_is_out_of_order_is_refused_with_line_reason_and_hint(tmp_path, line, reason):
    ended = load(places(tmp_path, row(7, "Before"), line, row(8, "After")))
    assert ended.counts["created"] == 2
    items = [(item["file"], item["place"], item["reason"]) for item in ended.result["items"]]
    assert items == ([("PS.txt", "line 2", reason)] if reason else [])
    assert all(item["message"] and item["hint"] for item in ended.result["items"])
    assert ended.code == (3 if reason else 0)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("Exampleton", "malformed"),
        (None, "malformed"),
        ([], "malformed"),
        ({}, "missing"),
        (place_json("one"), "malformed"),
        (place_json(number=True), "malformed"),
        (place_json(name=None), "missing"),
        (place_json(name=["x"]), "malformed"),
        (place_json(latitude=91), "malformed"),
        (place_json(latitude=None), "malformed"),
        (place_json(alternatenames="a,b"), "malformed"),
        (place_json(alternatenames=[1]), "malformed"),
        (place_json(name="a\x00b"), "not_text"),
    ],
)
def test_a_value_that_is_no_place_is_refused_alone(tmp_path, value, reason):
    ended = load(as_json(tmp_path, [place_json(7), value, place_json(8)]))
    assert ended.counts["created"] == 2
    assert [(item["place"], item["reason"]) for item in ended.result["items"]] == [("item 2", reason)]


def test_a_number_that_stands_twice_is_refused_the_second_time(tmp_path):
    ended = load(places(tmp_path, row(1, "First"), row(1, "Second")))
    assert ended.counts == {"created": 1, "refused": 1}
    assert (ended.result["items"][0]["place"], ended.result["items"][0]["reason"]) == ("line 2", "duplicate_key")
    assert Place.objects.get(geonames_id=1).name == "First"


def test_bytes_that_are_no_text_are_refused_line_by_line(tmp_path):
    path = places(tmp_path, row(1))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\xff\xfe\n" + b"x" * 3_000_000 + b"\n" + row(2).encode())
    ended = load(path)
    assert ended.counts == {"created": 2, "refused": 2}
    assert [(item["place"], item["reason"]) for item in ended.result["items"]] == [
        ("line 2", "wrong_encoding"),
        ("line 3", "too_large"),
    ]


def test_spellings_that_cannot_be_stored_are_left_out_and_counted(tmp_path):
    ended = load(as_json(tmp_path, [place_json(alternatenames=["a" * 201, "Good", "a\x07b", "\u200eJenin\u200f "])]))
    assert ended.counts == {"created": 1, "spellings": 2, "left_out": 2}
    assert set(PlaceAlias.objects.values_list("name", flat=True)) == {"Good", "Jenin"}


@pytest.mark.parametrize("name", ["nothing.txt", "", "alternateNamesV2.txt", "packed.zip"])
def test_what_cannot_be_a_list_of_places_is_said(tmp_path, name):
    (tmp_path / "packed.zip").write_bytes(b"PK\x03\x04")
    alternate_names(tmp_path)
    ended = load(tmp_path / name)
    assert (ended.code, ended.result) == (2, {})
    assert name in ended.problem


def test_a_file_of_regions_out_of_order_is_said_before_anything_is_written(tmp_path):
    regions(tmp_path, "PS.WE\tWest Bank\tWest Bank\t285153", "PS.GZ")
    ended = load(places(tmp_path, row(1)))
    assert ended.code == 2
    assert "line 2" in ended.problem
    assert not Place.objects.exists()


@pytest.mark.parametrize("options", [["--country", "PSE"], ["--country", "ß"], ["--min-population", "-1"]])
def test_options_that_mean_nothing_are_refused(tmp_path, options):
    ended = load(places(tmp_path, row(1)), *options)
    assert ended.code in (1, 2)
    assert ended.problem
    assert not Place.objects.exists()

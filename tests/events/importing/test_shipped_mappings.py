"""What the mappings of ACLED, of TimeMap and of 2020PB make of a row in their form."""

import json
from decimal import Decimal

import pytest

from events.importing.records import PlaceRecord
from events.models import Claim, Incident, UpstreamRow
from tests.events.importing.data_sets import answers, csv_of, exactly, ged_row, import_them, only_record
from tests.sources.importing import everything, put

ACLED = {
    "event_id_cnty": "PSE1",
    "event_date": "19 June 2023",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Israel",
    "inter1": "8",
    "actor2": "Palestinian Militants",
    "inter2": "3",
    "country": "Palestine",
    "admin1": "West Bank",
    "location": "Jenin",
    "latitude": "32.461",
    "longitude": "35.3",
    "geo_precision": "1",
    "source": "AFP; Reuters",
    "source_scale": "International",
    "notes": "An invented note.",
    "fatalities": "5",
}


def acled(**cells):
    return only_record(csv_of([ACLED | cells]), "acled")


def test_a_row_of_acled_claims_its_fatalities_and_its_note():
    record = acled()
    assert answers(record) == {"fatalities": exactly(5), "notes": "An invented note."}
    assert record.incident.label == "Armed clash, Jenin, Palestine, 19 June 2023"
    assert record.incident.place.country == "PS"
    assert "source: AFP; Reuters" in record.incident.note


@pytest.mark.parametrize(
    ("precision", "edtf"),
    [("1", "2023-06-19"), ("2", "[2023-06-13..2023-06-25]"), ("3", "2023-06"), ("9", "2023-06-19?")],
)
def test_acled_says_how_far_its_day_can_be_trusted(precision, edtf):
    record = acled(time_precision=precision)
    assert record.incident.occurred_edtf == edtf
    assert bool(record.notes) == (precision == "9")


@pytest.mark.parametrize(("precision", "where"), [("1", 1), ("2", 3), ("3", 4), ("7", None)])
def test_the_geographic_precision_of_acled_becomes_that_of_ucdp(precision, where):
    assert acled(geo_precision=precision).incident.place_precision == where


def timemap(event, **beside):
    content = {"events": [event], **beside} if beside else [event]
    return only_record(json.dumps(content), "timemap")


EVENT = {
    "id": "CIV1",
    "date": "02/24/2022",
    "time": "18:30",
    "location": "Chuhuiv",
    "latitude": "49.85005",
    "longitude": "36.65972",
    "description": "An invented blast.",
    "sources": ["S1", "https://post.example/2"],
    "category": "Residential",
}


def test_an_event_of_a_timemap_has_its_day_its_words_and_its_sources():
    record = timemap(
        EVENT, sources={"S1": {"id": "S1", "path": "https://post.example/1", "description": "x"}}, sites=[]
    )
    assert record.incident.occurred_edtf == "2022-02-24"
    assert record.incident.occurred_words == "02/24/2022 18:30"
    assert record.incident.label == "Residential, Chuhuiv, 24 February 2022"
    assert [it.url for it in record.reports] == ["https://post.example/1", "https://post.example/2"]
    assert answers(record) == {"description": "An invented blast."}


def test_a_source_that_is_no_address_and_in_no_table_is_kept_in_the_note():
    record = timemap(EVENT)
    assert [it.url for it in record.reports] == ["https://post.example/2"]
    assert "sources: S1" in record.incident.note


PB = {
    "id": "nl-exampleton-1",
    "name": "Police confiscate signs",
    "description": "An invented incident.",
    "date": "2020-06-01",
    "date_text": "June 1st",
    "city": "Exampleton",
    "state": "Ohio",
    "geolocation": "35.0835569, -106.6518393",
    "links": [
        {"url": "https://video.example/1", "text": "video"},
        "https://video.example/2",
        {"url": "n/a", "text": ""},
    ],
    "tags": ["arrest"],
    "edit_at": "x",
}


def test_an_incident_of_2020pb_has_its_place_its_words_and_its_links():
    record = only_record(json.dumps({"updated_at": "2020-07-19T02:51:12+00:00", "data": [PB]}), "police_brutality")
    assert record.incident.place == PlaceRecord(
        "Exampleton", "Ohio", "US", Decimal("35.083557"), Decimal("-106.651839")
    )
    assert (record.incident.occurred_edtf, record.incident.occurred_words) == ("2020-06-01", "June 1st")
    assert [it.url for it in record.reports] == ["https://video.example/1", "https://video.example/2"]
    assert "links: n/a" in record.incident.note


def test_the_order_of_columns_does_not_change_the_hash_of_a_row():
    turned = dict(reversed(PB.items()))
    first, second = (only_record(json.dumps([row]), "police_brutality") for row in (PB, turned))
    assert first.sha256 == second.sha256


FILES = {
    "acled": {"content": csv_of([ACLED, ACLED | {"event_id_cnty": "PSE2", "fatalities": ""}]), "mapping": "acled"},
    "timemap": {"content": json.dumps([EVENT]), "preset": "timemap"},
    "police-brutality": {"content": json.dumps({"data": [PB]}), "preset": "police-brutality"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_a_file_in_its_form_comes_in_and_the_same_again_changes_nothing(name, tmp_path):
    options = dict(FILES[name])
    path = put(tmp_path, name, options.pop("content"))
    assert import_them(path, **options).code == 0
    before = everything()
    assert set(import_them(path, **options).counts) == {"unchanged"}
    assert everything() == before
    assert Incident.objects.count() == len(UpstreamRow.objects.all())
    assert Claim.objects.exists()


@pytest.mark.django_db
def test_a_blank_fatalities_cell_makes_no_claim_about_deaths(tmp_path):
    import_them(put(tmp_path, "acled.csv", FILES["acled"]["content"]), mapping="acled")
    assert [claim.quantity_n for claim in Claim.objects.filter(question__predicate="killed")] == [5]


@pytest.mark.parametrize(
    ("mapping", "key", "row"),
    [("acled", "data", ACLED), ("ucdp_ged", "Result", ged_row(7) | {"date_start": "2021-05-04T00:00:00"})],
)
def test_what_the_api_of_a_data_set_answers_is_read_like_its_table(mapping, key, row):
    answered = only_record(json.dumps({"TotalPages": 1, key: [row]}), mapping)
    tabled = only_record(csv_of([row]), mapping)
    assert (answered.incident, answers(answered)) == (tabled.incident, answers(tabled))
    assert answered.incident.occurred_edtf

"""One row becomes one record: what each of the shipped mappings makes of a row in its form."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates import PartialDate
from events.importing.records import PlaceRecord, RowRecord
from events.quantities import Quantity, QuantityKind
from events.series_inputs import RawEstimate
from sources.importing.records import REASONS
from tests.events.importing.data_sets import answers, exactly, ged_csv, ged_row, mapping_of, only_record, records


def ged(**cells):
    return only_record(ged_csv(ged_row(7138, **cells)))


def said(record):
    return [*record.notes, *(warning.message for warning in record.warnings)]


def test_a_row_of_ucdp_is_an_incident_with_place_day_and_sides():
    incident = ged().incident
    assert incident.label == "Government of Northland - Example Front, Exampleton town, Burkina Faso, 4 May 2021"
    assert incident.occurred_edtf == "2021-05-04"
    assert incident.place == PlaceRecord(
        "Exampleton town", "Example province", "BF", Decimal("12.500000"), Decimal("-1.250000")
    )
    assert incident.place_precision == 1
    assert [(party.name, party.role) for party in incident.parties] == [
        ("Government of Northland", "side_a"),
        ("Example Front", "side_b"),
    ]


def test_low_best_and_high_are_one_answer_and_the_deaths_by_side_are_others():
    record = ged()
    assert answers(record) == {
        "low, best, high": Quantity(QuantityKind.ESTIMATE, n=3, best=3, n2=5),
        "deaths_a": exactly(1),
        "deaths_b": exactly(2),
        "deaths_civilians": Quantity(QuantityKind.NONE),
        "deaths_unknown": Quantity(QuantityKind.NONE),
    }
    whose = {answer.columns: (answer.population, answer.party) for answer in record.answers}
    assert whose["deaths_b"] == ("combatants", "Example Front")
    assert whose["deaths_civilians"] == ("civilians", "")


def test_in_one_sided_violence_the_sides_are_nil_by_definition_and_civilians_are_no_party():
    record = ged(type_of_violence="3", side_b="Civilians", deaths_a="0", deaths_b="0", deaths_civilians="3")
    assert [party.name for party in record.incident.parties] == ["Government of Northland"]
    assert set(answers(record)) == {"low, best, high", "deaths_civilians", "deaths_unknown"}


def test_a_blank_figure_is_unknown_and_never_nil():
    assert answers(ged(deaths_a="", low="", best="", high="")).keys() == {
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
    }


def test_an_estimate_with_a_number_missing_makes_no_claim_and_is_said():
    record = ged(low="")
    assert "low, best, high" not in answers(record)
    assert "no estimate: low “”, best “3”, high “5”; no claim was made" in said(record)


def test_numbers_out_of_order_are_kept_raw_and_warned_of():
    record = ged(low="9", best="10", high="9")
    assert answers(record)["low, best, high"] == RawEstimate(9, 10, 9)
    assert [(it.doubt, it.message) for it in record.warnings] == [
        ("disordered", "low 9, best 10, high 9 are out of order")
    ]


@pytest.mark.parametrize("words", ["-1", "1.5", "many", "1e3", "9" * 30])
def test_a_figure_that_is_no_count_is_said_and_stays_in_the_row(words):
    record = ged(deaths_a=words)
    assert "deaths_a" not in answers(record)
    assert any("deaths_a" in note for note in record.notes)
    assert record.content["deaths_a"] == words


def test_words_that_are_a_count_keep_their_hedge():
    assert answers(ged(deaths_a="at least 6"))["deaths_a"] == Quantity(QuantityKind.AT_LEAST, n=6)


@pytest.mark.parametrize(
    ("start", "end", "precision", "edtf", "notes"),
    [
        ("2021-05-04", "2021-05-04", "1", "2021-05-04", []),
        ("2021-05-04", "2021-05-06", "2", "[2021-05-04..2021-05-06]", []),
        ("2021-05-01", "2021-05-31", "4", "[2021-05-01..2021-05-31]", []),
        ("2021-05-04", "2021-05-04", "5", "2021-05-04", ["date_prec is 5, but the days themselves are of precision 1"]),
    ],
)
def test_the_first_and_last_possible_day_are_kept_and_compared_with_the_precision(start, end, precision, edtf, notes):
    record = ged(date_start=f"{start} 00:00:00.000", date_end=f"{end} 00:00:00.000", date_prec=precision)
    assert record.incident.occurred_edtf == edtf
    assert PartialDate(edtf).earliest == dt.date.fromisoformat(start)
    assert list(record.notes) == notes


@pytest.mark.parametrize(
    ("start", "end", "warned"),
    [
        ("2021-02-30", "2021-03-01", "February 2021 has 28 days"),
        ("2021-05-04", "2021-05-03", "ends before it starts"),
        ("soon", "", "“soon” is no day in the form 2023-06-19"),
    ],
)
def test_a_date_that_cannot_be_is_warned_of_and_only_its_words_are_kept(start, end, warned):
    record = ged(date_start=start, date_end=end)
    assert record.incident.occurred_edtf == ""
    assert start in record.incident.occurred_words
    assert [warning.doubt for warning in record.warnings] == ["date"]
    assert warned in record.warnings[0].message


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("91", "0"), ("0", "181"), ("north", "0"), ("", "1"), ("nan", "1")]
)
def test_coordinates_that_are_none_are_warned_of_and_left_out(latitude, longitude):
    record = ged(latitude=latitude, longitude=longitude)
    assert (record.incident.place.latitude, record.incident.place.longitude) == (None, None)
    assert [warning.doubt for warning in record.warnings] == ["coordinates"]


def test_a_country_that_has_no_code_is_said_and_left_empty():
    record = ged(country="Serbia (Yugoslavia)")
    assert record.incident.place.country == ""
    assert record.notes == ("country: “Serbia (Yugoslavia)” has no code that we know; left empty",)


def test_reports_that_can_be_told_apart_become_reports_even_with_semicolons_in_their_headlines():
    reports = ged().reports
    assert [(it.outlet, it.headline, it.published.on.isoformat()) for it in reports] == [
        ("Example Wire", "Three dead; two hurt", "2021-05-05"),
        ("Example Post", "Toll in Exampleton", "2021-05-06"),
    ]
    assert not any(it.headline_is_proposed for it in reports)


def test_a_report_without_a_headline_proposes_its_outlet_and_day():
    (report,) = ged(source_article='"SOHR,2015-08-12,."').reports
    assert (report.headline, report.headline_is_proposed) == ("SOHR, 2015-08-12", True)


def test_sources_that_cannot_be_told_apart_are_kept_word_for_word():
    words = 'Reuters, 1996-04-17, "Militants kill guard AND more.'
    record = ged(source_article=words)
    assert record.reports == ()
    assert f"source_article: {words}" in record.incident.note
    assert "source_original: police" in record.incident.note


WORDS = st.text(max_size=30) | st.sampled_from(["2021-05-04", "0", "-1", "12.5", "3", "9" * 40, "NA", "[", '"a,b"'])


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ged_row(1).keys() - {"id"}, WORDS)))
def test_whatever_the_cells_a_row_is_taken_or_refused_with_a_reason(cells):
    row = {name: cell.replace("\0", "") for name, cell in cells.items()}
    for made in records(json.dumps([ged_row(7138, **row)]).encode(), GED_AS_JSON):
        assert isinstance(made, RowRecord) or made.reason in REASONS


GED_AS_JSON = mapping_of(
    """
    id = "id"
    cumulative = ["best"]
    data_set = { name = "Example" }
    texts = [{ column = "where_description" }]
    [[reports]]
    quoted = "source_article"
    [[reports]]
    list = "source_office"
    [[reports]]
    url = "source_date"
    outlet = "country"
    [[figures]]
    predicate = "killed"
    low = "low"
    best = "best"
    high = "high"
    [[figures]]
    predicate = "killed"
    value = "deaths_a"
    [incident]
    label = ["dyad_name"]
    parties = [{ name = "side_a", role = "side_a" }, { name = "side_b", role = "side_b" }]
    [incident.date]
    start = "date_start"
    end = "date_end"
    words = "region"
    span = "year"
    ucdp_precision = "date_prec"
    [incident.place]
    name = "where_coordinates"
    country = "country"
    latitude = "latitude"
    longitude = "longitude"
    precision = "where_prec"
    """
)

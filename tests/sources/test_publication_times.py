"""Publication times: as precise as the publisher said, and no more."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.publication_times import ImpossibleDate, PublicationTime, at_moment, on_day, parse_published

JUNE_19 = date(2023, 6, 19)


def test_a_day_is_never_midnight():
    day = on_day(JUNE_19)
    assert day.at is None
    assert day.public() == {"at": "2023-06-19", "precision": "day", "zone_assumed": False}


def test_a_day_without_a_zone_lasts_from_the_first_zone_s_midnight_to_the_last_one_s():
    day = on_day(JUNE_19)
    assert day.earliest == datetime(2023, 6, 18, 10, tzinfo=UTC)
    assert day.latest == datetime(2023, 6, 20, 12, tzinfo=UTC)


def test_a_day_in_a_zone_is_that_zone_s_day_even_when_clocks_change():
    day = on_day(date(2023, 3, 24), "Asia/Jerusalem")
    assert (day.earliest.hour, day.latest - day.earliest) == (22, timedelta(hours=23))
    assert day.earliest.tzinfo is UTC
    assert day.zone_assumed


def test_a_time_with_its_own_zone_is_certain():
    told = parse_published("2023-06-19T20:40+03:00")
    assert (told.at, told.on, told.zone) == (datetime(2023, 6, 19, 17, 40, tzinfo=UTC), JUNE_19, "+03:00")
    assert told.public() == {"at": "2023-06-19T17:40:00Z", "precision": "minute", "zone_assumed": False}


def test_a_time_without_a_zone_takes_the_outlet_s_and_says_so():
    told = parse_published("2023-06-19 20:40:05", "Asia/Jerusalem")
    assert told.public() == {"at": "2023-06-19T17:40:05Z", "precision": "second", "zone_assumed": True}


def test_a_time_without_any_zone_is_read_as_utc_and_says_so():
    told = at_moment(datetime(2023, 6, 19, 15, 4))  # noqa: DTZ001  a time without a zone is the point
    assert told.public() == {"at": "2023-06-19T15:04:00Z", "precision": "second", "zone_assumed": True}


def test_a_moment_falls_on_the_day_of_the_outlet_s_calendar():
    assert parse_published("2023-06-18T22:30Z", "Asia/Jerusalem").on == JUNE_19
    assert at_moment(datetime(2023, 6, 19, 1, tzinfo=ZoneInfo("Asia/Jerusalem"))).on == JUNE_19


def test_a_minute_lasts_a_minute_and_a_second_a_second():
    for words, seconds in (("2023-06-19T15:04Z", 60), ("2023-06-19T15:04:30Z", 1)):
        told = parse_published(words)
        assert told.earliest == told.at
        assert told.latest - told.earliest == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("words", "zone", "says"),
    [
        ("2023-02-30", "", "2023-02-30: February 2023 has 28 days"),
        ("2024-02-30", "", "February 2024 has 29 days"),
        ("2023-06-00", "", "June 2023 has 30 days"),
        ("2023-13-01", "", "months run from 01 to 12"),
        ("0023-06-19", "", "the year must be between 1600 and 9998"),
        ("19 June 2023", "", "“19 June 2023” is not an ISO 8601 date; write 2023-06-19"),
        ("٢٠٢٣-٠٦-١٩", "", "is not an ISO 8601 date"),
        ("", "", "is not an ISO 8601 date"),
        ("2023-06-19T24:00", "", "hours run from 00 to 23"),
        ("2023-06-19T23:60", "", "minutes and seconds run from 00 to 59"),
        ("2023-06-19T23:50+15:00", "", "offsets from UTC run from -14:00 to +14:00"),
        ("2023-06-19", "Jerusalem", "“Jerusalem” is not a time zone; write for example Asia/Jerusalem"),
        ("2023-06-19T10:00", "../etc/passwd", "is not a time zone"),
    ],
)
def test_an_impossible_date_names_the_mend(words, zone, says):
    with pytest.raises(ImpossibleDate) as refused:
        parse_published(words, zone)
    assert says in str(refused.value)


def test_parts_that_disagree_make_no_publication_time():
    with pytest.raises(ValueError, match="a day has no moment"):
        PublicationTime(JUNE_19, datetime(2023, 6, 19, tzinfo=UTC), "day")
    with pytest.raises(ValueError, match="kept in UTC"):
        PublicationTime(JUNE_19, datetime(2023, 6, 19, tzinfo=timezone(timedelta(hours=3))), "minute")


@given(st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  bounds
def test_a_moment_is_read_back_as_it_was_told(moment):
    told = at_moment(moment)
    assert told.earliest <= moment.astimezone(UTC) < told.latest
    assert parse_published(str(told.public()["at"])).at == told.at


@given(st.text(max_size=30), st.sampled_from(["", "Asia/Jerusalem", "+03:00"]) | st.text(max_size=8))
def test_reading_raises_nothing_but_impossible_date(words, zone):
    for told in (words, "2023-06-19", "2023-06-19T10:00"):
        with contextlib.suppress(ImpossibleDate):
            parse_published(told, zone)

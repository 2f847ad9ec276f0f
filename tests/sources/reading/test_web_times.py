"""Times that feeds and pages print are read where they mean one time, and otherwise left out with a note."""

from datetime import UTC, date, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.web_times import read_web_time


def moment(day, clock):
    return datetime.fromisoformat(f"2023-06-{day:02}T{clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Mon, 19 Jun 2023 15:04:05 GMT", moment(19, "15:04:05")),
        ("Mon, 19 Jun 2023 15:04:05 +0300", moment(19, "12:04:05")),
        ("19 Jun 23 15:04 EST", moment(19, "20:04")),
        ("Mon, 19 June 2023 15:04:05 -0000", moment(19, "15:04:05")),
        ("Mon, 19 Jun 2023 15:04:05 GMT+3", moment(19, "12:04:05")),
        ("June 19, 2023 at 3:04 p.m. EDT", moment(19, "19:04")),
        ("Monday, June 19, 2023 12:30 am UTC", moment(19, "00:30")),
        ("Mon Jun 19 15:04:05 UTC 2023", moment(19, "15:04:05")),
        ("Mon Jun 19 2023 15:04:05 GMT+0300 (Eastern European Summer Time)", moment(19, "12:04:05")),
        ("2023-06-19T15:04:05.250Z", moment(19, "15:04:05")),
        ("2023-06-19 15:04:05 CEST", moment(19, "13:04:05")),
        ("2023-06-19T23:04+02", moment(19, "21:04")),
    ],
)
def test_a_time_with_its_zone_is_a_moment(words, expected):
    time, notes = read_web_time("published", words)
    assert time is not None
    assert (time.at, time.zone_assumed, notes) == (expected, False, ())


@pytest.mark.parametrize("words", ["Mon, 19 Jun 2023", "19 Jun 23", "June 19, 2023", "2023-06-19"])
def test_a_date_without_a_time_stays_a_day(words):
    time, _ = read_web_time("published", words)
    assert time is not None
    assert (time.on, time.at, time.precision) == (date(2023, 6, 19), None, "day")


@pytest.mark.parametrize("words", ["Mon, 19 Jun 2023 15:04", "2023-06-19T15:04", "June 19, 2023, 3:04 pm"])
def test_a_time_without_a_zone_is_marked_so(words):
    time, notes = read_web_time("published", words)
    assert time is not None
    assert (time.at, time.precision, time.zone_assumed, notes) == (moment(19, "15:04"), "minute", True, ())


def test_a_zone_that_several_places_call_theirs_is_no_zone():
    time, notes = read_web_time("published", "Mon, 19 Jun 2023 15:04 IST")
    assert time is not None
    assert time.zone_assumed
    assert "“IST”" in notes[0]


def test_a_weekday_that_is_not_that_day_s_is_noted():
    time, notes = read_web_time("updated", "Fri, 19 Jun 2023 15:04 GMT")
    assert time is not None
    assert notes == ("updated “Fri, 19 Jun 2023 15:04 GMT”: that day is a Monday.",)


@pytest.mark.parametrize(
    "words",
    [
        "yesterday",
        "06/07/2023",
        "2023",
        "Jun 2023",
        "31 Jun 2023",
        "Mon, 19 Jun 2023 25:00 GMT",
        "June 19, 2023 13:04 pm",
        "0001-01-01T00:00:00Z",
        "2023-06-19T15:04+99:00",
        "1687187045",
        "19 Junk 2023",
    ],
)
def test_what_names_no_time_or_several_is_left_out_with_its_words(words):
    time, notes = read_web_time("published", words)
    assert time is None
    assert f"“{words}” was left out" in notes[0]


@pytest.mark.parametrize("words", ["", "  \n"])
def test_nothing_is_no_time_and_no_matter(words):
    assert read_web_time("published", words) == (None, ())


@given(st.text("0123456789:-+TZ ,JunMo.apGMTE()") | st.text())
def test_any_words_are_a_time_or_a_note_that_can_be_stored(words):
    time, notes = read_web_time("published", words)
    assert time or notes or not "".join(char if char.isprintable() else " " for char in words[:200]).strip()
    assert all("\x00" not in note and note.encode() for note in notes)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2049, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001  bounds are naive
def test_the_form_of_mails_says_the_same_as_iso_8601(when):
    assert read_web_time("x", format_datetime(when)) == read_web_time("x", f"{when:%Y-%m-%dT%H:%M:%S}Z")

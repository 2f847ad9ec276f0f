"""When, as stated: what an EDTF string entails, what the words of a report resolve to, how both are said."""

import re
import warnings
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.date_words import resolve_date
from events.dates import ImpossibleDate, PartialDate, Sense, render_date
from events.number_words import UnknownWords

REPORT = date(2023, 6, 19)  # a Monday


def day(text):
    return date.fromisoformat(text) if text else None


# EDTF, earliest, latest, sense, UCDP precision, in English
FORMS = [
    ("2023-06-19", "2023-06-19", "2023-06-19", "extent", 1, "19 June 2023"),
    ("2023-06-19T15:04:00Z", "2023-06-19", "2023-06-19", "extent", 1, "19 June 2023, 15:04 UTC"),
    ("2023-06-19T15:04:30+03:00", "2023-06-19", "2023-06-19", "extent", 1, "19 June 2023, 15:04:30 +03:00"),
    (
        "2023-06-19T15:04:00",
        "2023-06-19",
        "2023-06-19",
        "extent",
        1,
        "19 June 2023, 15:04 (time zone unknown)",
    ),
    ("2023-06", "2023-06-01", "2023-06-30", "one_of", 4, "June 2023"),
    ("2024-02", "2024-02-01", "2024-02-29", "one_of", 4, "February 2024"),
    ("2023", "2023-01-01", "2023-12-31", "one_of", 5, "2023"),
    ("2023-XX", "2023-01-01", "2023-12-31", "one_of", 5, "some month in 2023"),
    ("2023-06-XX", "2023-06-01", "2023-06-30", "one_of", 4, "some day in June 2023"),
    ("2023-XX-XX", "2023-01-01", "2023-12-31", "one_of", 5, "some day in 2023"),
    ("202X", "2020-01-01", "2029-12-31", "one_of", 5, "the 2020s"),
    ("20XX", "2000-01-01", "2099-12-31", "one_of", 5, "some year from 2000 to 2099"),
    ("2023-21", "2023-03-01", "2023-05-31", "one_of", 5, "spring 2023"),
    ("2023-22", "2023-06-01", "2023-08-31", "one_of", 5, "summer 2023"),
    ("2023-23", "2023-09-01", "2023-11-30", "one_of", 5, "autumn 2023"),
    ("2023-24", "2023-12-01", "2024-02-29", "one_of", 5, "winter 2023"),
    ("2023-01-30/2023-02-02", "2023-01-30", "2023-02-02", "extent", 2, "from 30 January to 2 February 2023"),
    ("2023-06-12/2023-06-18", "2023-06-12", "2023-06-18", "extent", 3, "from 12 to 18 June 2023"),
    ("2023-06-12/2023-06-19", "2023-06-12", "2023-06-19", "extent", 4, "from 12 to 19 June 2023"),
    ("2023-06-19/2023-06-19", "2023-06-19", "2023-06-19", "extent", 1, "19 June 2023"),
    ("2022/2023-06", "2022-01-01", "2023-06-30", "extent", 5, "from 2022 to June 2023"),
    ("2023-01-01/..", "2023-01-01", None, "extent", 5, "since 1 January 2023"),
    ("../2023-06", None, "2023-06-30", "extent", 5, "until June 2023"),
    ("2023-01-01/", "2023-01-01", None, "extent", 5, "from 1 January 2023 until an unknown day"),
    ("/2023", None, "2023-12-31", "extent", 5, "from an unknown day until 2023"),
    (
        "[2023-01-21..2023-01-31]",
        "2023-01-21",
        "2023-01-31",
        "one_of",
        4,
        "some day from 21 to 31 January 2023",
    ),
    (
        "[2022-12..2023-02]",
        "2022-12-01",
        "2023-02-28",
        "one_of",
        5,
        "some day from December 2022 to February 2023",
    ),
    ("[..2023-06]", None, "2023-06-30", "one_of", 5, "some day up to June 2023"),
    ("[2023-06..]", "2023-06-01", None, "one_of", 5, "some day from June 2023 on"),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0])
def test_a_date_entails_its_first_and_last_day_and_whether_it_fills_them(form):
    edtf, earliest, latest, sense, precision, english = form
    when = PartialDate(edtf)
    assert (when.earliest, when.latest) == (day(earliest), day(latest))
    assert (when.sense, when.ucdp_precision) == (Sense(sense), precision)
    assert render_date(when) == english
    assert not any((when.is_approximate, when.is_uncertain, when.is_after_report))


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain", "english"),
    [
        ("2023-06~", True, False, "June 2023 (approximate)"),
        ("2023-06-19?", False, True, "19 June 2023 (uncertain)"),
        ("2023%", True, True, "2023 (approximate and uncertain)"),
        ("202X~", True, False, "the 2020s (approximate)"),
        ("2023-06~-19", True, False, "19 June 2023 (approximate)"),
        ("?2023-06-19", False, True, "19 June 2023 (uncertain)"),
        ("2023-06-%19", True, True, "19 June 2023 (approximate and uncertain)"),
        ("2022~/2023-06-01?", True, True, "from 2022 to 1 June 2023 (approximate and uncertain)"),
    ],
)
def test_a_qualifier_sets_a_flag_and_never_widens_the_bounds(edtf, approximate, uncertain, english):
    when, plain = PartialDate(edtf), PartialDate(re.sub("[?~%]", "", edtf))
    assert (when.is_approximate, when.is_uncertain) == (approximate, uncertain)
    assert (when.earliest, when.latest, when.sense) == (plain.earliest, plain.latest, plain.sense)
    assert render_date(when) == english


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2023", "2023-01-01", "2023-06-19"),
        ("2023-06", "2023-06-01", "2023-06-19"),
        ("2023-01-01/..", "2023-01-01", "2023-06-19"),
        ("2023-01-01/", "2023-01-01", "2023-06-19"),
        ("[..2023-08]", None, "2023-06-19"),
        ("2023-06-19", "2023-06-19", "2023-06-19"),
        ("2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_a_report_cannot_tell_of_its_own_future(edtf, earliest, latest):
    when = PartialDate(edtf, reported_on=REPORT)
    assert (when.earliest, when.latest) == (day(earliest), day(latest))
    assert not when.is_after_report


@pytest.mark.parametrize("edtf", ["2023-07-01", "2023-07", "2024/..", "[2023-06-20..2023-06-30]"])
def test_a_date_after_the_report_is_kept_and_flagged(edtf):
    when, undated = PartialDate(edtf, reported_on=REPORT), PartialDate(edtf)
    assert when.is_after_report
    assert (when.earliest, when.latest) == (undated.earliest, undated.latest)


def test_a_time_with_an_offset_is_an_instant_and_without_one_is_not():
    assert PartialDate("2023-06-19T18:04:00+03:00").moment == datetime(2023, 6, 19, 15, 4, tzinfo=UTC)
    assert PartialDate("2023-06-19T18:04:00+03").moment == datetime(2023, 6, 19, 15, 4, tzinfo=UTC)
    assert PartialDate("2023-06-19T15:04:00").moment is None
    assert PartialDate("2023-06-19").moment is None


def test_the_words_of_a_date_are_kept_and_take_no_part_in_equality():
    assert PartialDate("2023-06-19", text="on Monday") == PartialDate("2023-06-19", text="June 19")
    assert PartialDate("2023-06-19", text="on Monday").text == "on Monday"


REFUSED = [
    ("2023-02-30", "2023-02-30: February 2023 has 28 days."),
    ("2023-02-29", "February 2023 has 28 days"),
    ("2023-06-00", "June 2023 has 30 days"),
    ("2023-13", "there is no month 13"),
    ("2023-00-10", "there is no month 00"),
    ("2023-25", "seasons are 21 to 24"),
    ("2023-21-05", "a season stands alone"),
    ("2023-21~", "a season stands alone"),
    ("0000", "years before 1"),
    ("-0044", "years before 1"),
    ("-0044-03-15", "years before 1"),
    ("Y12023", "years beyond 9999"),
    ("1950S2", "significant digits"),
    ("2023/2020", "ends before it starts"),
    ("[2023-06-19..2023-06-01]", "Give the earlier date first"),
    ("2023/2024/2025", "an interval has one slash"),
    ("/", "says nothing"),
    ("../..", "says nothing"),
    ("[..]", "says nothing"),
    ("[2023]", "only [a..b]"),
    ("[2022,2023]", "only [a..b]"),
    ("{2022..2023}", "only [a..b]"),
    ("[2023-01~..2023-02]", "inside [ ] write plain days"),
    ("[2023-21..2023-22]", "inside [ ] write plain days"),
    ("[202X..2024]", "without X and time"),
    ("2023-06-XX/2023-07-03", "without X and time"),
    ("2023-06-19T10:00:00Z/2023-06-20", "without X and time"),
    ("XXXX", "leave digits open from the right"),
    ("2023-XX-05", "leave digits open from the right"),
    ("202X-06", "leave digits open from the right"),
    ("2023-06-1X", "leave digits open from the right"),
    ("2023-1X", "leave digits open from the right"),
    ("2023-06-19T25:00:00Z", "no time of day"),
    ("2023-06-19T15:04:00+99:00", "no time of day"),
    ("2023-06-19T15:04Z", "not a date in EDTF"),
    ("2023-06-19T24:00:00Z", "not a date in EDTF"),
    ("2023-02-30T15:04:00Z", "February 2023 has 28 days"),
    ("2023-6", "not a date in EDTF"),
    ("19 June 2023", "not a date in EDTF"),
    ("2023-06-19\n", "not a date in EDTF"),
    ("²023", "not a date in EDTF"),
    ("", "not a date in EDTF"),
    ("2" * 500, "not a date in EDTF"),
]


@pytest.mark.parametrize(("edtf", "complaint"), REFUSED)
def test_an_impossible_date_is_refused_with_what_is_wrong(edtf, complaint):
    with pytest.raises(ImpossibleDate, match=re.escape(complaint)):
        PartialDate(edtf)


WORDS = [
    ("Monday", "2023-06-19"),
    ("on Monday", "2023-06-19"),
    ("“on Monday”", "2023-06-19"),
    ("Tuesday", "2023-06-13"),
    ("late Sunday night", "2023-06-18"),
    ("late on Sunday", "2023-06-18"),
    ("early Saturday morning", "2023-06-17"),
    ("today", "2023-06-19"),
    ("this morning", "2023-06-19"),
    ("yesterday", "2023-06-18"),
    ("yesterday evening", "2023-06-18"),
    ("the day before yesterday", "2023-06-17"),
    ("three days ago", "2023-06-16"),
    ("10 days ago", "2023-06-09"),
    ("last night", "[2023-06-18..2023-06-19]"),
    ("overnight", "[2023-06-18..2023-06-19]"),
    ("19 June 2023", "2023-06-19"),
    ("the 19th of June", "2023-06-19"),
    ("June 19", "2023-06-19"),
    ("June 19, 2023", "2023-06-19"),
    ("Monday, June 19", "2023-06-19"),
    ("on Monday 19 June 2023", "2023-06-19"),
    ("June 20", "2022-06-20"),
    ("Dec. 24", "2022-12-24"),
    ("Sept. 11, 2001", "2001-09-11"),
    ("29 February", "2020-02-29"),
    ("1 July 2023", "2023-07-01"),
    ("in January", "2023-01"),
    ("in June", "2023-06"),
    ("in November", "2022-11"),
    ("January 2021", "2021-01"),
    ("in early January", "[2023-01-01..2023-01-10]"),
    ("mid-January", "[2023-01-11..2023-01-20]"),
    ("in late January", "[2023-01-21..2023-01-31]"),
    ("late February 2024", "[2024-02-21..2024-02-29]"),
    ("late June", "[2022-06-21..2022-06-30]"),
    ("in 2023", "2023"),
    ("2021", "2021"),
    ("in the 1990s", "199X"),
    ("this year", "2023-01-01/.."),
    ("so far this year", "2023-01-01/.."),
    ("so far this month", "2023-06-01/.."),
    ("earlier this year", "2023"),
    ("earlier this month", "2023-06"),
    ("last month", "2023-05"),
    ("last year", "2022"),
    ("since the beginning of the year", "2023-01-01/.."),
    ("since January", "2023-01/.."),
    ("since 1 May 2022", "2022-05-01/.."),
    ("since Friday", "2023-06-16/.."),
    ("since 2020", "2020/.."),
]


@pytest.mark.parametrize(("words", "edtf"), WORDS)
def test_the_words_of_a_date_resolve_against_the_dateline(words, edtf):
    assert resolve_date(words, REPORT) == PartialDate(edtf, reported_on=REPORT)
    assert resolve_date(words, REPORT).text == words


@pytest.mark.parametrize(
    "words",
    [
        *("", "  ", "last week", "this week", "last Monday", "next Monday", "two weeks ago", "recently"),
        *(
            "early 2000s",
            "the 2000s",
            "early 2023",
            "summer 2023",
            "19/06/2023",
            "06-07-2023",
            "Monday or Tuesday",
        ),
        *("since", "since last week", "since overnight", "before Monday", "not Monday", "Mon", "x" * 500),
    ],
)
def test_words_that_name_no_day_or_two_are_never_guessed_at(words):
    with pytest.raises(UnknownWords, match="“19 June 2023” or “in late January”"):
        resolve_date(words, REPORT)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("30 February", "has 28 days"),
        ("June 31, 2023", "June 2023 has 30 days"),
        ("Tuesday, June 19, 2023", "19 June 2023 was a Monday, not a Tuesday"),
        ("9,000,000 days ago", "years before 1"),
    ],
)
def test_words_for_a_day_that_never_was_are_refused(words, complaint):
    with pytest.raises(ImpossibleDate, match=complaint):
        resolve_date(words, REPORT)


def accepted_by_the_edtf_package(text):
    """The package's syntax only; its bounds are not this product's, and it warns about its own grammar."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf
        from edtf.parser.edtf_exceptions import EDTFParseException

        try:
            parse_edtf(text)
        except EDTFParseException:
            return False
    return True


@pytest.mark.parametrize("edtf", [*(row[0] for row in FORMS), "2023-06~-19", "?2023-06-19", "2023~/2024?", "202X~"])
def test_every_form_this_product_reads_is_edtf_to_the_edtf_package_too(edtf):
    assert accepted_by_the_edtf_package(edtf)


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "2023-6", "/", "[..]", "..2023", "19 June 2023"])
def test_what_the_edtf_package_refuses_this_product_refuses(text):
    assert not accepted_by_the_edtf_package(text)
    with pytest.raises(ImpossibleDate):
        PartialDate(text)


datelines = st.dates(min_value=date(1600, 1, 1))
days = st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 30))
points = (
    days.map(date.isoformat)
    | days.map(lambda when: when.isoformat()[:7])
    | days.map(lambda when: when.isoformat()[:4])
    | days.map(lambda when: when.isoformat()[:3] + "X")
    | st.tuples(days, st.integers(21, 24)).map(lambda parts: f"{parts[0].isoformat()[:4]}-{parts[1]}")
)
closed = st.tuples(days, days).map(sorted)
stated = (
    points
    | points.map(lambda point: f"{point}/..").filter(lambda edtf: "X" not in edtf)
    | points.map(lambda point: f"/{point}").filter(lambda edtf: "X" not in edtf)
    | closed.map(lambda ends: f"{ends[0]}/{ends[1]}")
    | closed.map(lambda ends: f"[{ends[0]}..{ends[1]}]")
    | days.map(lambda end: f"[..{end}]")
)


def known_width(when):
    return (when.latest - when.earliest) if when.earliest and when.latest else timedelta.max


@given(stated, st.none() | days)
def test_the_first_day_is_never_after_the_last(edtf, reported_on):
    when = PartialDate(edtf, reported_on=reported_on)
    assert known_width(when) >= timedelta(0)
    assert 1 <= when.ucdp_precision <= 5
    assert render_date(when)


@given(stated, days)
def test_the_day_of_the_report_never_moves_the_first_day_nor_puts_off_the_last(edtf, reported_on):
    when, undated = PartialDate(edtf, reported_on=reported_on), PartialDate(edtf)
    assert when.earliest == undated.earliest
    assert known_width(when) <= known_width(undated)
    assert when.is_after_report or when.latest <= reported_on


TOKENS = sorted({token for words, _ in WORDS for token in words.split()} | {"of", "31", "0", "ago", "..", "-"})


@given(st.text() | st.text("0123456789X-/.[]?~%TZ:,{}YSE", max_size=24))
def test_any_text_is_a_date_or_is_refused_and_never_breaks_the_reader(text):
    with suppress(ImpossibleDate):
        assert render_date(PartialDate(text))


@given(st.text() | st.lists(st.sampled_from(TOKENS), max_size=5).map(" ".join), st.dates())
def test_any_words_resolve_or_are_refused_and_never_break_the_reader(words, reported_on):
    with suppress(ImpossibleDate, UnknownWords):
        assert resolve_date(words, reported_on).text == words


@given(st.sampled_from([words for words, _ in WORDS if not re.search("[0-9]{4}", words)]), datelines)
def test_words_without_a_year_never_resolve_to_after_the_report(words, reported_on):
    with suppress(ImpossibleDate):
        assert not resolve_date(words, reported_on).is_after_report


@given(st.sampled_from(["Monday", "Sunday", "late Friday night"]), datelines)
def test_a_weekday_is_within_the_week_before_the_report(words, reported_on):
    when = resolve_date(words, reported_on)
    assert timedelta(0) <= reported_on - when.earliest < timedelta(days=7)

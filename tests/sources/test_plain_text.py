"""The plain-text form: what a file says becomes a record, whole, or a problem that names the mend."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.importing.plain_text import parse_plain_text
from sources.importing.records import MAX_TEXT_BYTES, REASONS, ArticleRecord, RecordProblem
from sources.publication_times import in_zone, on_day, parse_published
from sources.text import normalise, paragraphs

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
HEADED = """date 2023-06-19
Headline: Bridge closed
outlet : The Example Gazette (invented)
url: https://gazette.example/bridge
byline: By Ann Lee, Bo Ray, Jr. and Cy Dee
byline: Ann Lee
language: en
id: bridge-1
dateline: Exampleton

The bridge is closed: nobody may pass.

Officials: it opens in May.
"""


def parse(text):
    return parse_plain_text(text.encode())


def problem(raw):
    with pytest.raises(RecordProblem) as refused:
        parse_plain_text(raw if isinstance(raw, bytes) else raw.encode())
    assert refused.value.reason in REASONS
    assert refused.value.message
    return refused.value


def test_the_lead_may_follow_the_date_on_its_line():
    record = parse("\ufeff\n \n date 2023-06-19 The bridge fell.\n\nNobody was hurt.\n")
    assert record.text == "The bridge fell.\n\nNobody was hurt."
    assert record.published == on_day(date(2023, 6, 19))


def test_a_mark_in_the_middle_of_a_file_never_shifts_the_text():
    assert parse("headline: x\n\n\ufeffText.").text == "Text."
    assert parse(" \ufeffdate 2023-06-19\n\nText.").published == on_day(date(2023, 6, 19))


def test_a_mark_in_a_key_line_is_no_part_of_what_it_says():
    record = parse("headline: \ufeff A\noutlet:\ufeff Post\nbyline: By Ann Lee and \ufeff Bo\ufeff Ray\n\nText.")
    assert (record.headline, record.outlet, record.bylines) == ("A", "Post", ("Ann Lee", "Bo Ray"))


def test_after_a_lead_on_the_date_s_line_nothing_is_a_key():
    assert parse("date 2023-06-19 The bridge fell.\nurl: x").text == "The bridge fell.\nurl: x"


def test_key_lines_fill_the_record():
    assert parse(HEADED) == ArticleRecord(
        text="The bridge is closed: nobody may pass.\n\nOfficials: it opens in May.",
        headline="Bridge closed",
        outlet="The Example Gazette (invented)",
        url="https://gazette.example/bridge",
        bylines=("Ann Lee", "Bo Ray, Jr.", "Cy Dee"),
        language="en",
        published=on_day(date(2023, 6, 19)),
        dateline="Exampleton",
        external_id="bridge-1",
    )


def test_windows_line_ends_give_the_same_record():
    assert parse(HEADED.replace("\n", "\r\n")) == parse(HEADED)


def test_utf16_with_its_mark_gives_the_same_record():
    assert parse_plain_text(HEADED.encode("utf-16")) == parse(HEADED)


def test_a_text_without_a_date_line_has_no_publication_time():
    record = parse("headline: Bridge closed\n\nIt is shut.")
    assert (record.headline, record.published, record.text) == ("Bridge closed", None, "It is shut.")
    assert parse("It is shut.\n").text == "It is shut."


@pytest.mark.parametrize("start", ["", "date 2023-06-19\n", "date: 2023-06-19\n\n"])
def test_a_paragraph_that_begins_with_a_word_and_a_colon_is_text(start):
    assert parse(start + "Officials: five were hurt.\n\nMore.").text == "Officials: five were hurt.\n\nMore."


def test_the_text_is_kept_whole_but_for_blank_lines_around_it():
    assert parse("date 2023-06-19\n\n \n  Poem,\n\tindented. \n\n\nEnd. \n \n").text == (
        "  Poem,\n\tindented. \n\n\nEnd. "
    )


def test_a_full_time_is_read_beside_the_date():
    record = parse("date 2023-06-19\npublished: 2023-06-18T22:30Z\n\nText.")
    assert record.published.at == datetime(2023, 6, 18, 22, 30, tzinfo=UTC)
    assert record.published.on == date(2023, 6, 19)


def test_a_time_without_a_zone_takes_the_outlet_s():
    published = parse_plain_text(b"published: 2023-06-19T20:40\n\nText.").published
    assert published is not None
    assert published.zone_assumed
    assert in_zone(published, "Asia/Jerusalem") == parse_published("2023-06-19T20:40", "Asia/Jerusalem")


def test_a_time_after_the_date_is_no_text():
    record = parse("date 2023-06-19 20:40+03:00\nheadline: Bridge closed\n\nText.")
    assert (record.published.precision, record.text) == ("minute", "Text.")


@pytest.mark.parametrize(
    ("raw", "reason", "line", "says"),
    [
        ("\n date 2023-02-30 Text.", "impossible_date", 2, "February 2023 has 28 days"),
        ("date 19 June 2023\n\nText.", "impossible_date", 1, "write 2023-06-19"),
        ("date 2023-06-19\npublished: noon\n\nText.", "impossible_date", 2, "write 2023-06-19"),
        ("date 2023-06-19\npublished: 2023-06-25\n\nText.", "contradiction", 2, "the date is 2023-06-19"),
        ("date 2023-06-19\nheadlin: x\n\nText.", "unknown_key", 2, "Did you mean “headline”?"),
        ("headline: x\nfoto: y\nurl: z\n\nText.", "unknown_key", 2, "blank line before it"),
        ("foto: y\nurl: z\n\nText.", "unknown_key", 1, "Keys are date, published, headline"),
        ("headline: x\nThe text begins.", "missing", 2, "Put a blank line before the text"),
        ("id: 1\nid: 2\n\nText.", "duplicate_key", 2, "a second id"),
        ("", "empty", None, "no text"),
        (" \n\t\r\n\ufeff", "empty", None, "no text"),
        ("date 2023-06-19\nheadline: x\n", "empty", None, "no text"),
        (b"caf\xe9", "wrong_encoding", 1, "byte 0xe9 at offset 3 is not UTF-8"),
        (b"caf\xe9", "wrong_encoding", 1, "iconv -f WINDOWS-1252"),
        (b"\xff\xfea", "wrong_encoding", None, "not UTF-16"),
        (b"\x7fELF\x00", "not_text", None, "NUL byte at offset 4"),
        (b"\x01\x02\x03abc", "not_text", None, "control characters"),
        ("a\x00b".encode("utf-16"), "not_text", None, "NUL character"),
        (b"a" * (MAX_TEXT_BYTES + 1), "too_large", None, "5,242,880"),
        (b"a" * (3 * MAX_TEXT_BYTES), "too_large", None, "5,242,880"),
    ],
)
def test_a_file_that_cannot_be_read_names_line_and_mend(raw, reason, line, says):
    refused = problem(raw)
    assert (refused.reason, refused.line) == (reason, line)
    assert says in str(refused)


def test_the_largest_text_is_taken():
    assert len(parse_plain_text(b"a" * MAX_TEXT_BYTES).text) == MAX_TEXT_BYTES


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("The bridge fell. Nobody was hurt.", "The bridge fell"),
        ("Was it a bomb? Nobody knows.", "Was it a bomb?"),
        ("Gen. J. Doe spoke in the U.S. Senate. He left.", "Gen. J. Doe spoke in the U.S. Senate"),
        ("EXAMPLETON, North Shore (AP) — It fell.\n\nMore.", "It fell"),
        ("one two three four five " * 10, "one two three four five " * 3 + "one two three…"),
        ("x" * 200, "x" * 89 + "…"),
    ],
)
def test_a_headline_is_proposed_from_the_lead(text, headline):
    record = parse(text)
    assert (record.headline, record.headline_is_proposed) == (headline, True)
    assert len(record.headline) <= 90
    assert record.text == text


@pytest.mark.parametrize(
    ("credit", "agencies"),
    [
        ("The Example Wire contributed to this report.", ["The Example Wire"]),
        ("Reuters, Dpa and The Example Wire contributed reporting.", ["Reuters", "Dpa", "The Example Wire"]),
        ("(With reporting by AFP.)", ["AFP"]),
        (
            "Example Press writers Ann Lee in Oslo and Bo Ray in Rome contributed to this report.",
            ["Example Press"],
        ),
        ("Ann Lee contributed to this report.", []),
        ("Rain contributed to the accident.", []),
        ("The army contributed. The navy did not contribute to this report.", []),
    ],
)
def test_a_closing_credit_is_proposed_with_its_place(credit, agencies):
    record = parse(f"The bridge 😀 fell.\n\n{credit}\n\nCorrection: it stood.")
    assert [found.agency for found in record.wire_credits] == agencies
    for found in record.wire_credits:
        assert record.text[found.start : found.end] == found.credit_text
        assert found.credit_text in credit


def test_a_credit_in_the_middle_of_a_report_is_no_closing_credit():
    assert parse("The Example Wire contributed to this report.\n\nA.\n\nB.\n\nC.").wire_credits == ()


@pytest.mark.parametrize(
    ("lead", "dateline"),
    [
        ("JENIN, West Bank (AP) — It began.", "JENIN, West Bank"),
        ("NEW YORK (Reuters) - It began.", "NEW YORK"),
        ("TEL AVIV, Israel – It began.", "TEL AVIV, Israel"),
        ("BREAKING — It began.", ""),
        ("Jenin, West Bank — It began.", ""),
    ],
)
def test_a_dateline_is_read_only_where_it_is_certain(lead, dateline):
    assert parse(lead).dateline == dateline


@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda text: f"date 2023-06-19\n{text}".encode()))
def test_whatever_the_bytes_there_is_a_record_or_a_problem(raw):
    try:
        record = parse_plain_text(raw)
    except RecordProblem:
        return
    assert record.text.strip()
    assert normalise(record.text) == record.text


LINES = [
    "date 2023-06-19",
    "date: 2023-02-31",
    "headline: x",
    "headlin: y",
    "byline: A and B",
    "",
    " ",
    "Text.",
    "a: b",
]


@given(st.lists(st.sampled_from([*LINES, "published: 2023-06-19T10:00Z", "outlet:", "JENIN, X (AP) — y"]), max_size=9))
def test_no_text_line_is_lost_and_no_key_line_invented(lines):
    try:
        record = parse("\n".join(lines))
    except RecordProblem:
        return
    assert record.text.count("Text.") == lines.count("Text.")


values = st.text(st.characters(categories=["L", "N", "So"]), min_size=1, max_size=20).map(normalise)
bodies = st.lists(values, min_size=1, max_size=5).map("\n\n".join)


def rendered(record):
    """The record in the plain-text form."""
    told = record.published
    lines = [f"date {told.on}"] if told else []
    lines += [f"published: {told.public()['at']}"] if told and told.at else []
    lines += [f"byline: {name}" for name in record.bylines]
    keys = ("headline", "outlet", "url", "language", "dateline")
    lines += [f"{key}: {value}" for key in keys if (value := getattr(record, key))]
    return "\n".join([*lines, f"id: {record.external_id}", "", record.text, ""])


@given(
    st.builds(
        ArticleRecord,
        text=bodies,
        headline=values,
        outlet=values | st.just(""),
        url=values | st.just(""),
        bylines=st.lists(values, unique=True, max_size=3).map(tuple),
        language=st.sampled_from(["", "en", "ar"]),
        published=st.sampled_from([None, on_day(date(2023, 6, 19)), parse_published("2023-06-19T10:00:05Z")]),
        dateline=values | st.just(""),
        external_id=values,
    )
)
def test_a_record_written_in_the_form_is_read_back(record):
    assume(all(normalise(value) == value for value in (record.text, *record.bylines)))
    assert parse(rendered(record)) == record


def test_a_hostile_file_costs_no_more_than_its_size():
    started = time.monotonic()
    parse("byline: a\n" * 100_000 + "\nText.")
    parse("byline: a" + " " * 1_000_000 + "b\n\nText.")
    parse("date" + " " * 1_000_000 + "x")
    parse("a contributed " * 70_000)
    assert time.monotonic() - started < 10


def test_the_seed_reports_are_read():
    first, toll, corrected = (
        parse_plain_text((SEEDS / name).read_bytes())
        for name in (
            "2023-06-19-raid-on-jenin.txt",
            "2023-06-19-death-toll-rises.txt",
            "../corrections/2023-06-20-raid-on-jenin.txt",
        )
    )
    assert [credit.agency for credit in first.wire_credits] == ["The Associated Press"]
    assert (first.external_id, first.url) == (corrected.external_id, corrected.url)
    assert first.published == on_day(date(2023, 6, 19))
    assert toll.published
    assert toll.published.at == datetime(2023, 6, 19, 17, 40, tzinfo=UTC)
    assert not any(record.headline_is_proposed for record in (first, toll, corrected))
    assert len(paragraphs(corrected.text)) == len(paragraphs(first.text)) + 1
    assert all("(invented)" in record.outlet for record in (first, toll, corrected))


def test_an_impossible_date_is_answered_with_its_line_and_the_mend():
    with pytest.raises(RecordProblem) as refusal:
        parse_plain_text(b"date 2023-02-30\n\nText.\n")
    assert (refusal.value.reason, refusal.value.line) == ("impossible_date", 1)
    assert "Correct the date" in refusal.value.hint

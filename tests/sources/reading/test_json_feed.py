"""JSON Feed: every entry is a report as the feed gives it; a value of the wrong kind is left out and said."""

import json
from datetime import UTC, datetime

import pytest

from sources.importing.json_feed import EXTERNAL_NOTE, looks_like_json_feed, read_json_feed
from sources.importing.records import ArticleRecord, Given, RecordProblem
from sources.importing.web_entries import SUMMARY_NOTE

VERSION = "https://jsonfeed.org/version/1.1"


def read(*entries, known=None, **feed):
    raw = json.dumps({"version": VERSION, "title": "T", **feed, "items": entries}).encode()
    return [one.made for one in read_json_feed(raw, known or Given())]


def only(*entries, **feed):
    (made,) = read(*entries, **feed)
    assert isinstance(made, ArticleRecord), made
    return made


def test_everything_that_a_feed_says_of_a_report_is_read():
    record = only(
        {
            "id": "raid-1",
            "url": "https://g.example/raid",
            "title": "Raid & reply",
            "content_html": "<p>Six <b>died</b>.</p><p>Nine fled.</p>",
            "content_text": "Six died. Nine fled.",
            "summary": "Six died",
            "date_published": "2023-06-19T15:04:05+03:00",
            "date_modified": "2023-06-20T08:00:00Z",
            "authors": [{"name": "Ann Lee"}, {"name": "Bo Ray"}],
            "language": "en-GB",
            "tags": ["medtop:16000000", "war"],
        },
        language="de",
    )
    assert (record.external_id, record.url, record.headline) == ("raid-1", "https://g.example/raid", "Raid & reply")
    assert (record.text, record.bylines) == ("Six died.\n\nNine fled.", ("Ann Lee", "Bo Ray"))
    assert (record.language, record.topics, record.notes) == ("en-GB", ("medtop:16000000",), ())
    assert record.published is not None
    assert record.published.at == datetime(2023, 6, 20, 8, tzinfo=UTC)
    assert record.first_published is not None
    assert record.first_published.at == datetime(2023, 6, 19, 12, 4, 5, tzinfo=UTC)


def test_what_an_entry_does_not_say_it_takes_from_its_feed():
    feed = {"language": "en", "authors": [{"name": "Ann Lee"}]}
    plain, signed, unnamed = read(
        {"content_text": "a"},
        {"content_text": "b", "author": {"name": "Bo Ray"}},
        {"content_text": "c", "authors": [{"url": "https://g.example/x"}]},
        **feed,
    )
    assert [one.bylines for one in (plain, signed, unnamed)] == [("Ann Lee",), ("Bo Ray",), ()]
    assert plain.language == "en"


@pytest.mark.parametrize(("given", "expected"), [(7, "7"), (3.5, "3.5"), ("x", "x"), (None, "")])
def test_an_id_may_be_a_number(given, expected):
    assert only({"id": given, "content_text": "a"}).external_id == expected


def test_plain_text_stays_plain_and_keeps_its_paragraphs():
    assert only({"content_text": "3 < 4 <b>\n\nand &amp;"}).text == "3 < 4 <b>\n\nand &amp;"


def test_a_summary_in_the_text_s_place_is_said():
    assert only({"title": "Raid", "summary": "Six died."}).notes == (SUMMARY_NOTE,)


def test_the_address_of_the_page_an_entry_is_about_is_said_to_be_that():
    record = only({"content_text": "a", "external_url": "https://other.example/1"})
    assert (record.url, record.notes) == ("https://other.example/1", (EXTERNAL_NOTE,))


def test_a_relative_address_is_resolved_against_the_feed_s():
    assert only({"content_text": "a", "url": "/1"}, feed_url="https://g.example/feed").url == "https://g.example/1"
    known = Given(address="https://h.example/feed")
    assert only({"content_text": "a", "url": "/1"}, known=known, feed_url="https://g.example/feed").url.startswith(
        "https://h.example/"
    )


def test_a_value_of_the_wrong_kind_is_left_out_and_said():
    record = only({"title": 1000, "content_text": "a", "url": True, "tags": "x", "date_published": {}, "id": False})
    assert (record.text, record.url, record.published, record.external_id) == ("a", "", None, "")
    said = " ".join(record.notes)
    for key in ("title", "url", "tags", "date_published", "id"):
        assert f"“{key}” was left out" in said


def test_an_entry_that_is_no_object_or_says_nothing_is_refused_alone():
    first, second, third = read("words", {"id": 1}, {"content_text": "a"})
    assert isinstance(first, RecordProblem)
    assert isinstance(second, RecordProblem)
    assert (first.reason, second.reason) == ("invalid", "empty")
    assert isinstance(third, ArticleRecord)


def test_half_a_character_is_refused_with_its_entry():
    (problem,) = read({"content_text": "a\ud800"})
    assert isinstance(problem, RecordProblem)
    assert problem.reason == "not_text"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ('{"items": []}', "empty"),
        ('{"items": {}}', "invalid"),
        ("[]", "invalid"),
        ('{"items": [{"id": NaN}]}', "malformed"),
        ('{"items": [], "items": []}', "duplicate_key"),
        ('{"items": ' + "[" * 1_000, "unsafe"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(raw, reason):
    with pytest.raises(RecordProblem) as problem:
        list(read_json_feed(raw.encode(), Given()))
    assert problem.value.reason == reason
    assert problem.value.hint


def test_a_json_feed_is_told_from_other_json():
    assert looks_like_json_feed(json.dumps({"version": VERSION}).encode(), ".json")
    assert looks_like_json_feed(rb'{"version": "https:\/\/jsonfeed.org\/version\/1"', ".json")
    for other in ('[{"headline": "x"}]', '{"uri": "x", "headline": "y"}', "words jsonfeed.org"):
        assert not looks_like_json_feed(other.encode(), ".json")

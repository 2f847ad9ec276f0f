"""ninjs of every version: an object becomes a record whole, and what it does not say is not made up."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from sources.importing.ninjs import FORMAT
from sources.importing.records import REASONS, ArticleRecord, Given, RecordProblem
from sources.publication_times import on_day, parse_published

FLAT = {  # 1.x
    "uri": "urn:wire:bridge-1",
    "type": "text",
    "version": "9",
    "firstcreated": "2023-06-20T22:15:00+03:00",
    "versioncreated": "2023-06-21T09:30:00+03:00",
    "embargoed": "2023-06-21T12:00:00Z",
    "pubstatus": "usable",
    "urgency": 4,
    "copyrightholder": "Example Wire",
    "copyrightnotice": "© 2023 Example Wire",
    "usageterms": "Not for use in print.",
    "ednote": "Adds the\nnumber hurt.",
    "language": "en-GB",
    "subject": [
        {"name": "unrest", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "16000000"},
        {"name": "other", "scheme": "http://house.example/", "code": "20000065"},
        {"code": "03000000"},
    ],
    "byline": "By Ann Lee and Bo Ray",
    "headline": "Bridge shut",
    "located": "Exampleton",
    "signal": [{"code": "update", "scheme": "http://cv.iptc.org/newscodes/signal/"}],
    "evolvedfrom": "urn:wire:bridge-0",
    "body_text": "The bridge is closed. Six were hurt.",
    "body_xhtml": "<p>The <em>old</em> bridge is closed.</p><p>Six were hurt.</p>",
    "charcount": 35,
}
LISTED = {  # 3.x
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "urn:wire:bridge-1",
    "type": "text",
    "version": "9",
    "firstCreated": "2023-06-20T22:15:00+03:00",
    "versionCreated": "2023-06-21T09:30:00+03:00",
    "embargoedUntil": "2023-06-21T12:00:00Z",
    "pubStatus": "usable",
    "copyrightHolder": "Example Wire",
    "copyrightNotice": "© 2023 Example Wire",
    "usageTerms": "Not for use in print.",
    "edNote": "Adds the\nnumber hurt.",
    "language": "en-GB",
    "subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/16000000"}, {"literal": "20000065"}],
    "by": "By Ann Lee and Bo Ray",
    "headlines": [{"role": "short", "value": "Shut"}, {"role": "main", "value": "Bridge shut"}],
    "located": "Exampleton",
    "signals": ["sig:update"],
    "evolvedfrom": "urn:wire:bridge-0",
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "The bridge is closed. Six were hurt."},
        {
            "role": "xhtml",
            "contentType": "text/html",
            "value": "<body><p>The <em>old</em> bridge is closed.</p><p>Six were hurt.</p></body>",
        },
    ],
}
RECORD = ArticleRecord(
    text="The old bridge is closed.\n\nSix were hurt.",
    headline="Bridge shut",
    bylines=("Ann Lee", "Bo Ray"),
    language="en-GB",
    published=parse_published("2023-06-21T09:30:00+03:00"),
    first_published=parse_published("2023-06-20T22:15:00+03:00"),
    dateline="Exampleton",
    external_id="urn:wire:bridge-1",
    version=9,
    event="update",
    pub_status="usable",
    embargoed_until=datetime(2023, 6, 21, 12, tzinfo=UTC),
    rights="© 2023 Example Wire Not for use in print.",
    editorial_note="Adds the\nnumber hurt.",
    topics=("medtop:16000000",),
    supersedes="urn:wire:bridge-0",
)
LITTLE = {"uri": "urn:wire:1", "body_text": "Shut. Stay away."}


def read_all(value, encoding=""):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(FORMAT.read(raw, Given(encoding=encoding)))


def made(value):
    (only,) = read_all(value)
    assert (only.place, only.raw_sha256) == ("", "")
    return only.made


def read(value=None, **fields):
    record = made({**(LITTLE if value is None else value), **fields})
    assert isinstance(record, ArticleRecord), record
    return record


def problem(value=None, **fields):
    refused = made({**(LITTLE if value is None else value), **fields})
    assert isinstance(refused, RecordProblem)
    assert refused.reason in REASONS
    return refused


def reason_of(raw):
    """Why the file or its only item was refused."""
    try:
        return read_all(raw)[0].made.reason
    except RecordProblem as refused:
        return refused.reason


@pytest.mark.parametrize("value", [FLAT, LISTED], ids=["1.x", "3.x"])
def test_an_object_of_any_version_becomes_a_record_whole(value):
    assert read(value) == RECORD


def test_version_2_writes_its_lists_and_its_names_small():
    assert read({name.lower(): given for name, given in LISTED.items()}) == RECORD


def test_an_object_that_says_little_is_not_added_to():
    assert read() == ArticleRecord(
        text="Shut. Stay away.", headline="Shut", headline_is_proposed=True, external_id="urn:wire:1"
    )


def test_null_is_as_good_as_absent():
    assert read(version=None, headline=None, bodies=None, pubstatus=None) == read()


@pytest.mark.parametrize("version", [9, "9", " 9 "])
def test_a_version_may_be_a_number_or_its_digits(version):
    assert read(version=version).version == 9


@pytest.mark.parametrize("version", ["9.1", "final", "-1", "9" * 30, "٩"])
def test_any_other_version_is_left_out_and_said(version):
    record = read(version=version)
    assert record.version is None
    assert any(version[:20] in note for note in record.notes)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"body_html": "<p>One</p><p>Two</p>", "body_text": "x"}, "One\n\nTwo"),
        ({"body_xhtml": "<p>One</p>", "body_html": "  "}, "One"),
        ({"body_text": "One.\r\n\r\nTwo <b>.\n"}, "One.\n\nTwo <b>."),
        ({"bodies": [{"value": "One"}]}, "One"),
        ({"bodies": [{"value": "<p>One</p><p>Two</p>"}]}, "One\n\nTwo"),
        ({"bodies": [{"contenttype": "text/plain", "value": "<p>"}]}, "<p>"),
        ({"bodies": [{"contentType": "TEXT/HTML; charset=utf-8", "value": "a&amp;b<br>c"}]}, "a&b\nc"),
        ({"bodies": [{"role": "teaser", "value": "<p>Short</p>"}, {"role": "main", "value": "Long"}]}, "Long"),
        (
            {
                "bodies": [
                    {
                        "contenttype": "text/vnd.IPTC.NITF",
                        "value": "<nitf><body><body.content><p>a <em>b</em> c</p><p>d</p></body.content></body></nitf>",
                    }
                ]
            },
            "a b c\n\nd",
        ),
    ],
)
def test_the_body_is_the_best_form_of_it(fields, text):
    assert read({"uri": "x"}, **fields).text == text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"bodies": [{"value": "One"}]}, "read as plain words"),
        ({"bodies": [{"value": "<p>One</p>"}]}, "read as HTML"),
        ({"bodies": [{"role": "teaser", "value": "One"}]}, "“teaser”"),
        (
            {"bodies": [{"role": "main", "value": "One"}, {"role": "teaser", "value": "Two"}]},
            "Left out of the text: teaser",
        ),
        ({"description_text": "One"}, "the description of it"),
        ({"descriptions": [{"contentType": "text/plain", "value": "One"}]}, "the description of it"),
        ({"body_text": "One", "representationtype": "incomplete"}, "not the whole"),
        ({"body_text": "One", "associations": {"a": {"uri": "y", "type": "picture"}}}, "1 associated"),
        ({"body_text": "One", "associations": [{"name": "a"}, {"name": "b"}]}, "2 associated"),
        ({"body_text": "One", "versioncreatd": "2023-06-21"}, "“versioncreated” may be meant"),
        ({"body_text": "One", "headlin": "x"}, "“headline” may be meant"),
        ({"body_text": "One", "ednote": "KILL this"}, "“withdraw”"),
        ({"body_text": "One", "infosources": [{"name": "Example News"}]}, "Example News"),
        ({"body_text": "One", "copyrightnotice": "long " * 100}, "only the beginning"),
    ],
)
def test_what_was_assumed_or_left_out_is_said(fields, said):
    record = read({"uri": "x"}, **fields)
    assert record.text == "One"
    assert said in " ".join(record.notes)


def test_a_field_of_the_standard_or_of_a_house_is_no_misspelling():
    assert read(slugline="x", place=[], renditions={}, priority=3, x_house=1).notes == ()


@pytest.mark.parametrize(
    ("fields", "bylines"),
    [
        ({"byline": "By Ann Lee"}, ("Ann Lee",)),
        ({"by": "Ann Lee, Reuters"}, ("Ann Lee, Reuters",)),
        ({"by": "By Ann Lee, Bo Ray and Cy Dee"}, ("Ann Lee", "Bo Ray", "Cy Dee")),
        ({"by": "Ann Lee; Bo Ray & Cy Dee"}, ("Ann Lee", "Bo Ray", "Cy Dee")),
        ({"by": "Byron Lee"}, ("Byron Lee",)),
        ({"bylines": [{"by": "By Ann Lee", "title": "Reporter"}, {"by": "Bo Ray"}]}, ("Ann Lee", "Bo Ray")),
        ({"authors": [{"name": "Ann Lee", "role": "writer"}, {"name": "Bo Ray"}]}, ("Ann Lee", "Bo Ray")),
        ({"authors": [{"name": "Ann Lee", "role": "photographer"}]}, ()),
        ({"people": [{"name": "Ann Lee", "rel": "author"}, {"name": "Bo Ray", "rel": "about"}]}, ("Ann Lee",)),
        ({"contributors": [{"name": "Ann Lee", "role": "cpprole:author"}, "Bo Ray"]}, ("Ann Lee",)),
        ({"byline": "Ann Lee", "authors": [{"name": "Bo Ray"}]}, ("Ann Lee",)),
    ],
)
def test_bylines_are_those_who_wrote_it(fields, bylines):
    assert read(**fields).bylines == bylines


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        ({"outlet": "Example Wire"}, "Example Wire"),
        ({"publisher": {"name": "Example Wire"}}, "Example Wire"),
        ({"provider": "Example Wire"}, "Example Wire"),
        ({"infosources": [{"name": "Example Wire", "role": "publisher"}]}, "Example Wire"),
        ({"infosource": [{"name": "Example Wire", "rel": "contentSource"}]}, ""),
        ({"copyrightholder": "Example Wire"}, ""),
    ],
)
def test_the_outlet_is_only_who_publishes(fields, outlet):
    assert read(**fields).outlet == outlet


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_word_of_a_report_may_come_without_its_text(status):
    record = read({"uri": "x"}, pubstatus=status, description_text="It is withdrawn.")
    assert (record.text, record.headline) == ("", "")
    assert record.event == {"canceled": "withdraw", "withheld": "withhold"}[status]
    assert read(pubstatus=status).text == "Shut. Stay away."


def test_an_embargo_without_a_date_withholds():
    record = read(embargoed="")
    assert (record.pub_status, record.event, record.embargoed_until) == ("withheld", "withhold", None)


def test_a_day_is_a_day_and_a_time_without_a_zone_is_marked():
    assert read(versioncreated="2023-06-21").published == on_day(datetime(2023, 6, 21, tzinfo=UTC).date())
    assert read(versioncreated="2023-06-21T09:30:00").published.zone_assumed


def test_the_first_publication_is_told_apart_from_the_first_draft():
    record = read(firstcreated="2023-06-19T09:00:00Z", firstpublished="2023-06-20T09:00:00Z")
    assert record.first_published == parse_published("2023-06-20T09:00:00Z")


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic", "composite", "event", "planning"])
def test_only_texts_are_taken(kind):
    refused = problem(type=kind)
    assert refused.reason == "invalid"
    assert kind in refused.message


@pytest.mark.parametrize(
    ("fields", "reason", "says"),
    [
        ({"uri": None}, "missing", "uri"),
        ({"uri": " "}, "missing", "uri"),
        ({"body_text": "  \n"}, "empty", "no text"),
        ({"body_text": "x" * 6_000_000}, "too_large", "5,242,880"),
        ({"pubstatus": "withdrawn"}, "unknown_value", "withdrawn"),
        ({"versioncreated": "21 June 2023"}, "impossible_date", "versioncreated"),
        ({"firstcreated": "2023-02-30T00:00:00Z"}, "impossible_date", "firstcreated"),
        ({"embargoed": "2023-13-01T00:00:00Z"}, "impossible_date", "embargoed"),
        ({"headline": 5}, "invalid", "“headline” holds a number"),
        ({"version": True}, "invalid", "“version” holds true or false"),
        ({"bodies": "text"}, "invalid", "“bodies” holds words"),
        ({"bodies": [{"role": "main"}]}, "invalid", "“bodies.0” has no “value”"),
        ({"bodies": [{"value": ["x"]}]}, "invalid", "“bodies.0.value” holds a list"),
        ({"subject": [5]}, "invalid", "“subject.0” holds a number"),
        ({"headline": "x\x00"}, "not_text", "NUL"),
        ({"body_text": "x\ud800"}, "not_text", "surrogate"),
        ({"Headline": "x", "headline": "y"}, "duplicate_key", "headline"),
        ({"people": [{}] * 2_000}, "unsafe", "2,000"),
        ({f"x{number}": 1 for number in range(2_000)}, "unsafe", "fields"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(fields, reason, says):
    refused = problem(**fields)
    assert refused.reason == reason
    assert says in refused.message
    assert refused.hint or reason == "not_text"  # whose message says the mend


def test_a_misspelt_uri_is_named():
    assert "“uri”" in problem({"urii": "x", "body_text": "One"}).hint


def test_a_refusal_can_be_printed_whatever_it_quotes():
    assert str(problem(type="\ud800\n")).isprintable()
    assert "\ud800" not in "".join(read(**{"headlin\ud800": 1}, version="\ud800").notes)


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"next": 1, "items": items, "total": 3}])
def test_a_list_gives_its_items_one_by_one_each_with_its_place_and_hash(wrap):
    items = read_all(wrap([FLAT, {**FLAT, "type": "picture"}, 5, LISTED]))
    assert [each.place for each in items] == ["item 1", "item 2", "item 3", "item 4"]
    assert items[0].made == items[3].made == RECORD
    assert [getattr(each.made, "reason", "") for each in items] == ["", "invalid", "invalid", ""]
    assert items[0].raw_sha256 == hashlib.sha256(json.dumps(FLAT).encode()).hexdigest()


def test_a_bad_item_of_a_list_is_refused_alone_with_its_line():
    raw = b'[\n{"uri": "a", "body_text": "One"},\n\n{"uri": "b",\n "uri": "c"},\n{"uri": "d", "body_text": "Two"}]'
    first, second, third = read_all(raw)
    assert (first.made.external_id, third.made.external_id) == ("a", "d")
    assert (second.made.reason, second.made.line) == ("duplicate_key", 4)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"[]", "empty"),
        (b'{"items": []}', "empty"),
        (b'{"uri": "a"', "malformed"),
        (b'{"uri": NaN}', "malformed"),
        (b'{"uri": "a", "uri": "b"}', "duplicate_key"),
        (b'{"items": [1], "items": [2]}', "malformed"),
        (b'{"items": [1] "a": 2}', "malformed"),
        (b'{"items": [1],}', "malformed"),
        (b"[1,]", "malformed"),
        (b"[1 2]", "malformed"),
        (b"[1] 2", "malformed"),
        (b"[" * 100_000, "unsafe"),
        (b'{"a":' * 100_000, "unsafe"),
        (b'[{"uri": "a", "version": ' + b"9" * 1_000_000 + b"}]", "malformed"),
        (b'{"uri": "\xff"}', "wrong_encoding"),
        ('{"uri": "a"}'.encode("utf-16-le"), "wrong_encoding"),
        (b"\x00\x01", "not_text"),
    ],
)
def test_what_is_no_json_is_refused_with_its_reason(raw, reason):
    assert reason_of(raw) == reason


def test_of_a_list_that_breaks_off_the_items_before_are_read():
    items = iter(FORMAT.read(json.dumps([LITTLE] * 3).encode()[:-5], Given()))
    assert [next(items).place, next(items).place] == ["item 1", "item 2"]
    with pytest.raises(RecordProblem) as refused:
        next(items)
    assert refused.value.reason == "malformed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_record_is_the_same_in_every_encoding(encoding):
    raw = json.dumps(FLAT, ensure_ascii=False).encode(encoding)
    assert made(raw) == RECORD


@pytest.mark.parametrize(
    ("head", "ending", "is_ours"),
    [
        (json.dumps(FLAT).encode(), ".json", True),
        (json.dumps(LISTED).encode(), ".json", True),
        (json.dumps([LISTED]).encode(), ".json", True),
        (json.dumps({"items": [FLAT]}).encode(), "", True),
        (json.dumps(FLAT).encode(), ".jsonl", False),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "x"}]}',
            ".json",
            False,
        ),
        (b'{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "x"}', ".json", False),
        (b'[{"id": "1", "text": "x"}]', ".json", False),
        (b'<nitf>"uri": "versioncreated"</nitf>', ".xml", False),
        (b"", ".json", False),
    ],
)
def test_the_format_is_told_from_the_beginning_of_a_file(head, ending, is_ours):
    assert FORMAT.recognises(head, ending) is is_ours

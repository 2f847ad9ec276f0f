"""NITF: a report in the news industry's own markup, and what its head says of it."""

from datetime import UTC, date, datetime

import pytest

from sources.importing.newsml import FORMAT
from sources.importing.records import ArticleRecord, Given, RecordProblem
from sources.publication_times import PublicationTime, on_day, parse_published

DOCDATA = """<doc-id regsrc="ex" id-string="bridge-2"/><du-key key="bridge" version="3" generation="5"/>
<date.issue norm="20230621T093000+0300"/><doc.copyright year="2023" holder="Example Wire"/>
<identified-content><classifier idsrc="medtop" value="16000000"/><classifier value="x"/></identified-content>"""
HEAD = """<hedline><hl1>Bridge <em>shut</em></hl1></hedline>
<byline>By Ann Lee, <byttl>Staff Reporter</byttl></byline><byline><person>Bo Ray</person> in Otherton</byline>
<dateline><location>EXAMPLETON</location>, <story.date>June 21</story.date></dateline>"""
BODY = "<p>The bridge is closed.</p>"


def nitf(docdata="", head="", body=BODY, *, attributes="", docdata_attributes="", pubdata="", end=""):
    return (
        f"<nitf {attributes}><head><docdata {docdata_attributes}>{docdata}</docdata>{pubdata}</head>"
        f"<body><body.head>{head}</body.head><body.content>{body}</body.content>{end}</body></nitf>"
    )


def made(xml):
    (only,) = FORMAT.read(xml.encode(), Given())
    return only.made


def read(xml):
    record = made(xml)
    assert isinstance(record, ArticleRecord), record
    return record


def test_a_report_becomes_a_record_whole():
    pubdata = '<pubdata name="The Example" date.publication="20230622"/>'
    assert read(nitf(DOCDATA, HEAD, pubdata=pubdata, attributes='xml:lang="en-GB"')) == ArticleRecord(
        text="The bridge is closed.",
        headline="Bridge shut",
        outlet="The Example",
        bylines=("Ann Lee", "Bo Ray"),
        language="en-GB",
        published=parse_published("2023-06-21T09:30:00+03:00"),
        dateline="EXAMPLETON, June 21",
        external_id="bridge-2",
        version=3,
        rights="2023 Example Wire",
        topics=("medtop:16000000",),
    )


@pytest.mark.parametrize(
    "named",
    [
        "<!DOCTYPE nitf>",
        '<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">',
        "<!DOCTYPE nitf PUBLIC '-//IPTC//DTD NITF 3.5//EN'\n'http://nitf.example/nitf.dtd'>\n<!-- sent -->",
    ],
)
def test_the_name_of_its_grammar_is_passed_over(named):
    assert read(f"<?xml version='1.0'?>\n{named}\n{nitf()}") == read(nitf())


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE nitf [<!ENTITY a "b">]>',
        '<!DOCTYPE nitf SYSTEM "nitf.dtd" [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE nitf>\n<!DOCTYPE nitf [<!ENTITY a "b">]>',
        '<!DOCTYPE nitf><!-- x --><!DOCTYPE nitf [<!ENTITY a "b">]>',
    ],
)
def test_a_grammar_of_its_own_is_refused(hostile):
    with pytest.raises(RecordProblem) as refused:
        list(FORMAT.read(f"{hostile}{nitf()}".encode(), Given()))
    assert refused.value.reason == "unsafe"


def test_a_report_that_says_little_is_not_added_to():
    assert read("<nitf><body><body.content><p>Shut.</p></body.content></body></nitf>") == ArticleRecord(
        text="Shut.", headline="Shut", headline_is_proposed=True
    )


def test_no_word_between_tags_is_lost():
    body = "<p>a <person>b <name.family>c</name.family></person> d</p>e<block><p>f</p>g</block>"
    body += "<ol><li>h</li><li>i</li></ol>j"
    assert read(nitf(body=body)).text == "a b c d\n\ne\n\nf\n\ng\n\nh\ni\n\nj"


def test_a_picture_leaves_its_caption_and_nothing_else():
    body = (
        "<media media-type='image'><media-reference source='a.jpg'>a</media-reference>"
        "<media-metadata name='x' value='y'/><media-object encoding='base64'>QUJD</media-object>"
        "<media-producer>Photographer</media-producer> tail "
        "<media-caption>The bridge.</media-caption></media><p>Shut.</p>"
    )
    assert read(nitf(body=body)).text == "tail The bridge.\n\nShut."


@pytest.mark.parametrize("separator", ["", "<frac-sep>/</frac-sep>"])
def test_the_numbers_of_a_fraction_stay_apart(separator):
    fraction = f"<frac><numer>1</numer>{separator}<denom>2</denom></frac>"
    assert read(nitf(body=f"<p>It took 3{fraction} hours.</p>")).text == "It took 3 1/2 hours."


def test_the_closing_credits_belong_to_the_text():
    end = "<body.end><tagline>The Example News Agency contributed to this report.</tagline></body.end>"
    record = read(nitf(end=end))
    assert record.text.endswith("\n\nThe Example News Agency contributed to this report.")
    assert [credit.agency for credit in record.wire_credits] == ["The Example News Agency"]


def test_what_stands_above_the_report_is_said_and_left_out():
    head = "<hedline><hl1>a</hl1><hl2>b</hl2></hedline><abstract><p>c</p></abstract>"
    head += "<note><body.content><p>d</p></body.content></note>"
    record = read(nitf(head=head))
    assert (record.text, record.headline) == ("The bridge is closed.", "a")
    for tag in ("<hl2>", "<abstract>", "<note>"):
        assert any(tag in note for note in record.notes)


def test_an_agency_may_stand_in_the_place_of_a_byline():
    assert read(nitf(head="<byline><byttl>Example Wire</byttl></byline>")).bylines == ("Example Wire",)


def test_two_places_of_publication_are_no_outlet():
    pubdata = '<pubdata name="The Example"/><pubdata name="The Other"/>'
    assert read(nitf(pubdata=pubdata)).outlet == ""


@pytest.mark.parametrize(
    ("norm", "published"),
    [
        ("20230621T093000Z", parse_published("2023-06-21T09:30:00Z")),
        ("20230621T093000+0300", parse_published("2023-06-21T09:30:00+03:00")),
        ("2023-06-21T09:30:00-05:00", parse_published("2023-06-21T09:30:00-05:00")),
        ("20230621T093000", parse_published("2023-06-21T09:30:00")),
        ("20230621", on_day(date(2023, 6, 21))),
        ("20230621T000000", on_day(date(2023, 6, 21))),
        ("20230621T000000+0300", PublicationTime(date(2023, 6, 21), None, "day", "+03:00")),
        ("20230621+0300", PublicationTime(date(2023, 6, 21), None, "day", "+03:00")),
    ],
)
def test_midnight_is_a_day_of_which_no_time_is_known(norm, published):
    assert read(nitf(f'<date.issue norm="{norm}"/>')).published == published


@pytest.mark.parametrize("norm", ["20230230", "20230621T093000+9900", "20231321T000000", "yesterday", "2023"])
def test_an_impossible_time_is_refused(norm):
    refused = made(nitf(f'<date.issue norm="{norm}"/>'))
    assert isinstance(refused, RecordProblem)
    assert (refused.reason, refused.line) == ("impossible_date", 1)


def test_the_day_of_publication_stands_in_for_that_of_issue():
    pubdata = '<pubdata date.publication="20230622"/>'
    assert read(nitf(pubdata=pubdata)).published == on_day(date(2023, 6, 22))
    assert read(nitf('<date.release norm="20230622"/>')).published == on_day(date(2023, 6, 22))


@pytest.mark.parametrize(
    ("docdata", "attributes", "until", "status"),
    [
        ('<date.issue norm="20230621T093000Z"/><date.release norm="20230622T060000Z"/>', "", 22, ""),
        ('<date.issue norm="20230623T093000Z"/><date.release norm="20230622T060000Z"/>', "", None, ""),
        ('<date.release norm="20230622T060000Z"/>', "", 22, ""),
        (
            '<date.issue norm="20230623T093000Z"/><date.release norm="20230622T060000Z"/>',
            'management-status="embargoed"',
            22,
            "",
        ),
        ("", 'management-status="embargoed"', None, "withheld"),
    ],
)
def test_a_release_after_the_issue_is_an_embargo(docdata, attributes, until, status):
    record = read(nitf(docdata, docdata_attributes=attributes))
    assert record.embargoed_until == (until and datetime(2023, 6, until, 6, tzinfo=UTC))
    assert record.pub_status == status


def test_a_day_of_release_is_over_before_the_embargo_ends():
    record = read(nitf('<date.issue norm="20230621T093000Z"/><date.release norm="20230622"/>'))
    assert record.embargoed_until == datetime(2023, 6, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "event"), [("usable", ""), ("withheld", "withhold"), ("canceled", "withdraw"), ("", "")]
)
def test_the_status_is_that_of_the_head(status, event):
    record = read(nitf(docdata_attributes=f'management-status="{status}"'))
    assert (record.pub_status, record.event) == (status, event)


def test_a_correction_names_what_it_replaces_and_its_words_stay_in_the_house():
    docdata = (
        '<doc-id id-string="b-2"/><correction info="Corrects the name." id-string="b-1"/><ed-msg info="Please use."/>'
    )
    record = read(nitf(docdata))
    assert (record.event, record.supersedes) == ("correction", "b-1")
    assert record.editorial_note == "Please use.\nCorrects the name."
    assert record.public_notice == ""


def test_word_of_another_report_may_come_without_a_text():
    attributes = 'management-doc-idref="b-1" management-idref-status="canceled"'
    record = read(nitf('<doc-id id-string="b-2"/>', body="", docdata_attributes=attributes))
    assert (record.external_id, record.event, record.pub_status, record.supersedes) == (
        "b-1",
        "withdraw",
        "canceled",
        "",
    )


def test_a_report_that_cancels_another_says_so_and_is_itself_usable():
    attributes = 'management-status="usable" management-doc-idref="b-1" management-idref-status="canceled"'
    record = read(nitf('<doc-id id-string="b-2"/>', docdata_attributes=attributes))
    assert (record.external_id, record.event, record.pub_status, record.supersedes) == ("b-2", "", "usable", "b-1")
    assert any("“b-1” is now canceled" in note for note in record.notes)


def test_the_rights_printed_with_the_report_come_first():
    docdata = DOCDATA + '<doc.rights owner="Somebody" limitations="No archive."/>'
    assert read(nitf(docdata, "<rights>All rights reserved.</rights>")).rights == "All rights reserved. No archive."
    assert read(nitf(docdata)).rights == "2023 Example Wire No archive."


@pytest.mark.parametrize("body", ["", "<p> </p>", "<media><media-object>QUJD</media-object></media>"])
def test_a_report_without_words_is_refused(body):
    assert made(nitf(body=body)).reason == "empty"


def test_an_unknown_status_is_refused():
    assert made(nitf(docdata_attributes='management-status="secret"')).reason == "unknown_value"

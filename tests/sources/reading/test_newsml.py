"""NewsML-G2: a news item becomes a record whole, and what it does not say is not made up."""

import time
from datetime import UTC, datetime

import pytest

from sources.importing.newsml import FORMAT
from sources.importing.records import REASONS, ArticleRecord, Given, Item, RecordProblem, WireCredit
from sources.publication_times import parse_published

NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Bridge shut (NITF)</hl1></hedline><byline>By Cy Dee</byline>
<dateline>EXAMPLETON, Wednesday (Ex)</dateline></body.head>
<body.content><p>The <em>old</em> bridge is closed, <person>Ann Lee</person> said.</p>
<p>Six were hurt.</p></body.content>
<body.end><tagline>The Example News Agency contributed to this report.</tagline></body.end></body></nitf></inlineXML>"""
TEXT = (
    "The old bridge is closed, Ann Lee said.\n\nSix were hurt.\n\nThe Example News Agency contributed to this report."
)
ITEM_META = """<itemClass qcode="ninat:text"/><provider qcode="nprov:EX"><name>Example Wire</name></provider>
<versionCreated>2023-06-21T09:30:00+03:00</versionCreated><firstCreated>2023-06-20T22:15:00+03:00</firstCreated>
<embargoed>2023-06-21T12:00:00Z</embargoed><pubStatus qcode="stat:usable"/>
<edNote>Adds the
   number hurt.</edNote><signal qcode="sig:update"/>
<link rel="irel:seeAlso" href="http://wire.example/other"/>
<link rel="irel:previousVersion" residref="urn:wire:bridge-0"/>"""
CONTENT_META = """<headline>Bridge
   shut</headline><headline role="hlrol:short">Shut</headline><by>By Ann Lee and Bo Ray</by>
<creator><name>Somebody Else</name></creator><dateline>EXAMPLETON, June 21 (Ex)</dateline>
<located><name>Exampleton</name></located><language tag="en-GB"/>
<subject qcode="medtop:16000000"><name>unrest</name></subject><subject qcode="subj:03000000"/>
<subject uri="http://cv.iptc.org/newscodes/mediatopic/20000065"/>"""
RIGHTS = """<rightsInfo><copyrightHolder><name>Example Wire</name></copyrightHolder>
<copyrightNotice>© 2023 Example Wire</copyrightNotice><usageTerms>Not for use in print.</usageTerms></rightsInfo>"""


def item(*, meta=ITEM_META, content_meta=CONTENT_META, content=NITF, before="", attributes='version="9"', xmlns=NAR):
    return (
        f'<newsItem xmlns="{xmlns}" guid="urn:wire:bridge-1" {attributes}>{before}'
        f"<itemMeta>{meta}</itemMeta><contentMeta>{content_meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items, header="<sender>wire.example</sender>"):
    return f'<newsMessage xmlns="{NAR}"><header>{header}</header><itemSet>{"".join(items)}</itemSet></newsMessage>'


def read_all(xml, encoding=""):
    return list(FORMAT.read(xml if isinstance(xml, bytes) else xml.encode(), Given(encoding=encoding)))


def read(xml):
    (only,) = read_all(xml)
    assert only.place == ""
    assert isinstance(only.made, ArticleRecord), only.made
    return only.made


def problem(xml):
    (only,) = read_all(xml)
    assert isinstance(only.made, RecordProblem)
    assert only.made.reason in REASONS
    return only.made


def xhtml(words):
    return f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">{words}</html></inlineXML>'


def test_a_news_item_becomes_a_record_whole():
    assert read(item(before=RIGHTS)) == ArticleRecord(
        text=TEXT,
        headline="Bridge shut",
        outlet="Example Wire",
        bylines=("Ann Lee", "Bo Ray"),
        language="en-GB",
        published=parse_published("2023-06-21T09:30:00+03:00"),
        first_published=parse_published("2023-06-20T22:15:00+03:00"),
        wire_credits=(
            WireCredit(
                "The Example News Agency",
                "The Example News Agency contributed to this report.",
                TEXT.index("The Example"),
                len(TEXT),
            ),
        ),
        dateline="EXAMPLETON, June 21 (Ex)",
        external_id="urn:wire:bridge-1",
        version=9,
        event="update",
        pub_status="usable",
        embargoed_until=datetime(2023, 6, 21, 12, tzinfo=UTC),
        rights="© 2023 Example Wire Not for use in print.",
        editorial_note="Adds the number hurt.",
        topics=("medtop:16000000", "medtop:20000065"),
        supersedes="urn:wire:bridge-0",
    )


def test_an_item_that_says_little_is_not_added_to():
    record = read(item(meta="", content_meta="", attributes="", content="<inlineData>Shut. Stay away.</inlineData>"))
    assert record == ArticleRecord(
        text="Shut. Stay away.", headline="Shut", headline_is_proposed=True, external_id="urn:wire:bridge-1"
    )


@pytest.mark.parametrize("xmlns", [NAR, "http://iptc.org/std/nar/2099-01-01/", ""])
def test_the_namespace_of_any_version_is_read(xmlns):
    assert read(item(xmlns=xmlns)).text == TEXT


def test_prefixes_change_nothing():
    prefixed = item().replace("<", "<g:").replace("<g:/", "</g:").replace("xmlns=", "xmlns:g=")
    prefixed = prefixed.replace(' xmlns:g="http://iptc.org/std/NITF/2006-10-18/"', "")
    assert read(prefixed).text == TEXT


def test_what_the_content_says_fills_what_the_item_leaves_open():
    record = read(item(content_meta=""))
    assert (record.headline, record.bylines, record.dateline) == (
        "Bridge shut (NITF)",
        ("Cy Dee",),
        "EXAMPLETON, Wednesday (Ex)",
    )


def test_xhtml_keeps_its_paragraphs_and_loses_no_word_between_tags():
    content = xhtml(
        "<head><title>No text</title></head><body><p>One <b>two</b> three</p>four<p>five<br/>six</p></body>"
    )
    assert read(item(content=content)).text == "One two three\n\nfour\n\nfive\nsix"


def test_plain_words_keep_their_lines():
    content = '<inlineData contenttype="text/plain; charset=utf-8">\nOne.\n\nTwo &amp; three.\n</inlineData>'
    assert read(item(content=content)).text == "One.\n\nTwo & three."


def test_html_inside_plain_data_is_read_as_such():
    content = '<inlineData contenttype="text/html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</inlineData>'
    assert read(item(content=content)).text == "One\n\nTwo"


def test_of_several_forms_the_best_is_read_and_the_others_are_said():
    plain = '<inlineData contenttype="text/plain">Plain.</inlineData>'
    record = read(item(content=plain + xhtml("<body><p>Rich.</p></body>")))
    assert record.text == "Rich."
    assert any("plain text" in note for note in record.notes)
    assert read(item(content=plain + '<remoteContent href="http://wire.example/p.jpg"/>')).text == "Plain."


def test_the_language_is_that_of_the_words():
    meta = "<headline>x</headline>"
    content = NITF.replace("<inlineXML", '<inlineXML xml:lang="de"')
    assert read(item(content_meta=meta, content=content, attributes='xml:lang="en"')).language == "de"
    assert read(item(content_meta=meta, attributes='xml:lang="en"')).language == "en"
    assert read(item(content_meta=meta, attributes="")).language == ""


def test_names_that_the_item_asserts_are_used():
    asserted = '<assert qcode="nprov:EX"><name>Example Wire</name></assert>'
    asserted += '<assert uri="http://wire.example/ann"><name>Ann Lee</name></assert>'
    meta = '<provider qcode="nprov:EX"/>'
    record = read(item(meta=meta, content_meta='<creator uri="http://wire.example/ann"/>', before=asserted))
    assert (record.outlet, record.bylines) == ("Example Wire", ("Ann Lee",))


def test_a_provider_that_is_only_a_code_names_no_outlet():
    record = read(item(meta='<provider qcode="nprov:EX"/>'))
    assert record.outlet == ""
    assert any("nprov:EX" in note for note in record.notes)


def test_creators_and_writing_contributors_stand_in_for_a_byline():
    people = (
        '<creator type="cpnat:organisation"><name>Example Wire</name></creator>'
        "<creator><name>Ann Lee</name></creator>"
        '<creator role="cpprole:cameraOperator"><name>Cy Dee</name></creator>'
        '<contributor role="cpprole:correspondent"><name>Bo Ray</name></contributor>'
        "<contributor><name>Di Fox</name></contributor>"
    )
    content = xhtml("<body><p>x</p></body>")
    assert read(item(content_meta=people, content=content)).bylines == ("Ann Lee", "Bo Ray")


def test_a_place_stands_in_for_a_dateline_that_nothing_prints():
    meta = "<located><name>Exampleton</name></located>"
    content = xhtml("<body><p>x</p></body>")
    assert read(item(content_meta=meta, content=content)).dateline == "Exampleton"


def test_codes_are_resolved_through_the_catalogue_that_the_item_carries():
    catalogue = (
        '<catalogRef href="http://bad.example/never-fetched.xml"/>'
        '<catalog><scheme alias="s" uri="http://cv.iptc.org/newscodes/signal/"/>'
        '<scheme alias="t" uri="http://cv.iptc.org/newscodes/mediatopic/"/>'
        '<scheme alias="sig" uri="http://house.example/"/></catalog>'
    )
    meta = '<signal qcode="s:correction"/><signal qcode="sig:kill"/>'
    record = read(item(meta=meta, content_meta='<subject qcode="t:16000000"/>', before=catalogue))
    assert (record.event, record.topics) == ("correction", ("medtop:16000000",))
    assert any("sig:kill" in note for note in record.notes)


@pytest.mark.parametrize(
    ("meta", "event", "status"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "withdraw", "canceled"),
        ('<pubStatus qcode="stat:withheld"/>', "withhold", "withheld"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "withdraw", "canceled"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:release"/>', "release", "usable"),
        ('<signal qcode="sig:kill"/>', "withdraw", ""),
        ("<embargoed/>", "withhold", "withheld"),
    ],
)
@pytest.mark.parametrize("content", ["", '<remoteContent href="http://wire.example/gone"/>'])
def test_word_of_a_report_may_come_without_its_text(meta, event, status, content):
    record = read(item(meta=meta, content_meta="", content=content))
    assert (record.text, record.headline, record.event, record.pub_status) == ("", "", event, status)


def test_a_withheld_item_keeps_the_text_that_it_has():
    assert read(item(meta='<pubStatus qcode="stat:withheld"/>')).text == TEXT


def test_an_embargo_without_a_zone_ends_when_it_has_passed_everywhere():
    record = read(item(meta="<embargoed>2023-06-21T12:00:00</embargoed>"))
    assert record.embargoed_until == datetime(2023, 6, 22, 0, tzinfo=UTC)
    assert any("2023-06-21T12:00:00" in note for note in record.notes)


def test_a_time_without_a_zone_is_marked_as_assumed():
    assert read(item(meta="<versionCreated>2023-06-21T09:30:00</versionCreated>")).published.zone_assumed


def test_a_version_that_is_no_number_is_said():
    record = read(item(attributes='version="final"'))
    assert record.version is None
    assert any("“final”" in note for note in record.notes)


def test_the_first_of_several_replaced_items_is_taken_and_the_others_are_said():
    links = "".join(f'<link rel="irel:previousVersion" residref="urn:{name}"/>' for name in "abba")
    record = read(item(meta=links))
    assert record.supersedes == "urn:a"
    assert any("urn:b" in note for note in record.notes)


def test_the_older_version_of_an_item_is_not_another_report():
    link = '<link rel="irel:previousVersion" residref="urn:wire:bridge-1" version="8"/>'
    assert read(item(meta=link)).supersedes == ""


@pytest.mark.parametrize("version", ["", "2.35"])
def test_a_lead_word_of_the_note_to_editors_is_only_proposed(version):
    record = read(item(meta="<edNote>CORRECTION: the number.</edNote>", attributes=f'standardversion="{version}"'))
    assert record.event == ""
    assert any("CORRECTION" in note for note in record.notes)


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic", "composite"])
def test_only_texts_are_taken(kind):
    refused = problem(item(meta=f'<itemClass qcode="ninat:{kind}"/>'))
    assert refused.reason == "invalid"
    assert kind in refused.message


@pytest.mark.parametrize(
    ("xml", "reason", "says"),
    [
        (item(content=""), "empty", "no text"),
        (item(content="<inlineXML><!-- nothing --></inlineXML>"), "empty", "no text"),
        (item(content='<remoteContent href="http://wire.example/a.xml"/>'), "missing", "http://wire.example/a.xml"),
        (item(content="<inlineXML><sports-content/></inlineXML>"), "invalid", "<sports-content>"),
        (item(content='<inlineData contenttype="image/png">abc</inlineData>'), "invalid", "image/png"),
        (item(content='<inlineData encoding="encd:base64">YWJj</inlineData>'), "invalid", "encd:base64"),
        (item(meta='<pubStatus qcode="stat:secret"/>'), "unknown_value", "stat:secret"),
        (item(meta="<versionCreated>2023-02-30T00:00:00Z</versionCreated>"), "impossible_date", "versionCreated"),
        (item(meta="<embargoed>soon</embargoed>"), "impossible_date", "embargoed"),
        (item().replace("guid=", "uid="), "missing", "guid"),
        (item(content=f"<inlineData>{'x' * 6_000_000}</inlineData>"), "too_large", "5,242,880"),
        ("<packageItem guid='p'/>", "invalid", "package"),
        ("<conceptItem guid='p'/>", "invalid", "concept"),
        ("<knowledgeItem guid='p'/>", "invalid", "vocabulary"),
        ("<planningItem guid='p'/>", "invalid", "plan"),
        ("<NewsML/>", "invalid", "NewsML 1"),
        ("<rss/>", "invalid", "<rss>"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(xml, reason, says):
    refused = problem(xml)
    assert refused.reason == reason
    assert says in refused.message
    assert refused.hint


def test_an_impossible_time_names_its_line():
    assert problem(item(meta="\n\n<versionCreated>now</versionCreated>")).line == 3


def test_a_message_gives_its_items_one_by_one_each_with_its_place():
    picture = item(meta='<itemClass qcode="ninat:picture"/>')
    items = read_all(message("<packageItem guid='p'/>", item(), picture, item(xmlns=NAR + "x")))
    assert [each.place for each in items] == ["item 1", "item 2", "item 3", "item 4"]
    assert [getattr(each.made, "reason", "") for each in items] == ["invalid", "", "invalid", ""]
    assert items[1].made.text == items[3].made.text == TEXT
    assert items[1].made.notes == ("The message was sent by wire.example.",)


def test_a_catalogue_of_the_message_holds_for_its_items():
    header = '<catalog><scheme alias="s" uri="http://cv.iptc.org/newscodes/signal/"/></catalog>'
    (only,) = read_all(message(item(meta='<signal qcode="s:refile"/>'), header=header))
    assert only.made.event == "refile"


def test_a_huge_envelope_is_read_once_not_once_an_item():
    schemes = "".join(f'<scheme alias="a{number}" uri="x"/>' for number in range(20_000))
    header = f"<sender>{'wire ' * 100_000}</sender><catalog>{schemes}</catalog>"
    started = time.process_time()
    assert len(read_all(message(*["<newsItem guid='a'/>"] * 2_000, header=header))) == 2_000
    assert time.process_time() - started < 5


def test_a_message_without_items_is_refused():
    with pytest.raises(RecordProblem) as refused:
        read_all(message())
    assert refused.value.reason == "missing"


def test_of_a_message_that_breaks_off_the_items_before_are_read():
    items = FORMAT.read(message(*[item()] * 200).encode()[:-5_000], Given())
    met: list[Item] = []
    with pytest.raises(RecordProblem) as refused:
        met.extend(items)
    assert refused.value.reason == "malformed"
    assert len(met) > 100


def test_an_encoding_that_somebody_names_holds():
    (only,) = read_all(item(content_meta="<headline>Мост</headline>").encode("cp1251"), "windows-1251")
    assert only.made.headline == "Мост"


@pytest.mark.parametrize(
    ("head", "is_ours"),
    [
        (item().encode()[:100], True),
        (message().encode()[:100], True),
        (b"<?xml version='1.0'?>\n<!-- sent --><nitf>", True),
        (b"<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", True),
        (b"<packageItem>", True),
        (b"<rss version='2.0'>", False),
        (b"<html>", False),
        (b"date 2023-06-19\n\n<nitf>", False),
        (b'{"uri": "x"}', False),
    ],
)
def test_the_format_is_told_from_the_beginning_of_a_file(head, is_ours):
    assert FORMAT.recognises(head, ".xml") is is_ours

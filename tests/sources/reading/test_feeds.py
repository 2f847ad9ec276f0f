"""RSS and Atom: every entry is a report as the feed gives it, or a problem of its own; nothing is made up."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from sources.importing.feeds import FORMAT, looks_like_feed, read_feed
from sources.importing.records import ArticleRecord, Given, RecordProblem
from sources.importing.web_entries import SUMMARY_NOTE, TITLE_NOTE

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:other="http://other.example/"'
)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(*items, head=""):
    return f'<rss version="2.0" {NAMESPACES}><channel><title>T</title>{head}{"".join(items)}</channel></rss>'


def item(inner):
    return f"<item>{inner}</item>"


def atom(*entries, head="", attributes=""):
    return f"<feed {ATOM} {attributes}><title>T</title>{head}{''.join(entries)}</feed>"


def entry(inner):
    return f"<entry>{inner}</entry>"


def read(feed, **known):
    raw = feed if isinstance(feed, bytes) else feed.encode()
    return list(read_feed(raw, Given(**known)))


def only(feed, **known):
    (made,) = (one.made for one in read(feed, **known))
    assert isinstance(made, ArticleRecord), made
    return made


def refused(feed, **known):
    with pytest.raises(RecordProblem) as raised:
        read(feed, **known)
    return raised.value


FULL_RSS = rss(
    item(
        "<title>Raid &amp;amp; &lt;b&gt;reply&lt;/b&gt;</title><link>https://g.example/raid</link><guid>raid-1</guid>"
        "<pubDate>Mon, 19 Jun 2023 15:04:05 +0300</pubDate><dc:date>2023-06-20T08:00:00Z</dc:date>"
        "<dc:creator>By Ann Lee and Bo Ray</dc:creator><dc:rights>© Gazette</dc:rights>"
        "<description>Six died.</description>"
        "<content:encoded><![CDATA[<p>JENIN, West Bank (AP) — Six <b>died</b>.</p><p>Nine fled.</p>]]>"
        "</content:encoded><category>medtop:16000000</category>"
        '<category domain="http://cv.iptc.org/newscodes/mediatopic/">20000053</category>'
        "<category>war</category>"
    ),
    head="<language>en-gb</language>",
)


def test_everything_that_rss_says_of_a_report_is_read():
    record = only(FULL_RSS)
    assert record.headline == "Raid & reply"
    assert record.text == "JENIN, West Bank (AP) — Six died.\n\nNine fled."
    assert (record.url, record.external_id) == ("https://g.example/raid", "raid-1")
    assert record.bylines == ("Ann Lee", "Bo Ray")
    assert (record.language, record.rights, record.dateline) == ("en-gb", "© Gazette", "JENIN, West Bank")
    assert record.topics == ("medtop:16000000", "medtop:20000053")
    assert record.published is not None
    assert record.published.at == datetime(2023, 6, 20, 8, tzinfo=UTC)
    assert record.first_published is not None
    assert record.first_published.at == datetime(2023, 6, 19, 12, 4, 5, tzinfo=UTC)
    assert (record.outlet, record.notes) == ("", ())


def test_everything_that_atom_says_of_a_report_is_read():
    record = only(
        atom(
            entry(
                '<id>urn:1</id><title type="html">Raid &amp;amp; reply</title>'
                '<link rel="self" href="https://g.example/1.atom"/><link href="/raid"/>'
                "<published>2023-06-19T10:00:00Z</published><updated>2023-06-19T11:00:00Z</updated>"
                "<author><name>Ann Lee</name><email>ann@g.example</email></author><rights>© Gazette</rights>"
                '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Six died.</p><p>Nine fled.</p>'
                "</div></content>"
            ),
            attributes='xml:lang="en" xml:base="https://g.example/feeds/"',
        )
    )
    assert (record.external_id, record.headline) == ("urn:1", "Raid & reply")
    assert (record.url, record.language) == ("https://g.example/raid", "en")
    assert (record.text, record.bylines, record.rights) == ("Six died.\n\nNine fled.", ("Ann Lee",), "© Gazette")
    assert record.first_published is not None
    assert record.published is not None
    assert (record.first_published.at.hour, record.published.at.hour) == (10, 11)


VERSIONS = {
    "RSS 0.91": '<rss version="0.91"><channel><item><title>Raid</title><link>https://g.example/raid</link></item>'
    "</channel></rss>",
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
    '<item rdf:about="https://g.example/raid"><title>Raid</title><link>https://g.example/raid</link></item></rdf:RDF>',
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Raid</title>'
    '<link rel="alternate" type="text/html" href="https://g.example/raid"/></entry></feed>',
    "Atom 1.0 with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Raid</a:title>'
    '<a:link href="https://g.example/raid"/></a:entry></a:feed>',
}


@pytest.mark.parametrize("feed", VERSIONS.values(), ids=VERSIONS)
def test_all_versions_are_read(feed):
    record = only(feed)
    assert (record.headline, record.url) == ("Raid", "https://g.example/raid")
    assert looks_like_feed(feed.encode(), ".xml")


def test_each_entry_has_its_place_and_the_hash_of_its_own_bytes():
    first, second = item("<title>one</title>"), item("<title>two</title>")
    items = read(rss(first, "<!-- <item> -->", second))
    assert [(one.place, one.raw_sha256) for one in items] == [
        ("entry 1", hashlib.sha256(first.encode()).hexdigest()),
        ("entry 2", hashlib.sha256(second.encode()).hexdigest()),
    ]


def test_an_entry_without_the_whole_text_says_so():
    assert only(rss(item("<title>Raid</title><description>Six died.</description>"))).notes == (SUMMARY_NOTE,)
    titled = only(rss(item("<title>Six died</title>")))
    assert (titled.text, titled.headline, titled.notes) == ("Six died", "Six died", (TITLE_NOTE,))


def test_an_entry_without_a_title_has_one_proposed():
    record = only(rss(item("<description>Six died in Jenin. Nine fled.</description>")))
    assert (record.headline, record.headline_is_proposed) == ("Six died in Jenin", True)


def test_an_entry_with_neither_title_nor_text_is_refused_alone():
    problem, record = (one.made for one in read(rss(item("<guid>1</guid>"), item("<title>Raid</title>"))))
    assert isinstance(problem, RecordProblem)
    assert (problem.reason, problem.line) == ("empty", 1)
    assert isinstance(record, ArticleRecord)


def test_a_permalink_is_the_address_if_there_is_no_link_and_any_other_id_is_not():
    assert only(rss(item("<title>a</title><guid>https://g.example/1</guid>"))).url == "https://g.example/1"
    for guid in ('<guid isPermaLink="false">https://g.example/1</guid>', "<guid>12345</guid>"):
        record = only(rss(item(f"<title>a</title>{guid}")), address="https://g.example/feed")
        assert record.url == ""
        assert record.external_id in ("https://g.example/1", "12345")
    assert only(atom(entry("<title>a</title><id>https://g.example/1</id>"))).url == ""


def test_a_relative_link_is_resolved_or_left_out_with_a_note():
    feed = rss(item("<title>a</title><link>news/1</link>"))
    assert only(feed, address="https://g.example/feeds/rss").url == "https://g.example/feeds/news/1"
    record = only(feed)
    assert record.url == ""
    assert any("“news/1” was left out: it is relative" in note for note in record.notes)


def test_an_id_stays_as_it_stands_whatever_links_are_relative_to():
    feed = atom(entry('<title>a</title><id>a/1</id><link href="b"/>'), attributes='xml:base="https://g.example/x/"')
    assert (only(feed).external_id, only(feed).url) == ("a/1", "https://g.example/x/b")


@pytest.mark.parametrize("words", ["19/06/2023", "Yesterday", "Mon, 31 Jun 2023 10:00 GMT", "2023"])
def test_a_time_that_is_none_is_left_out_with_its_words(words):
    record = only(rss(item(f"<title>a</title><pubDate>{words}</pubDate>")))
    assert record.published is None
    assert any(f"“{words}” was left out" in note for note in record.notes)


def test_a_day_is_never_midnight_and_a_time_without_a_zone_says_so():
    day = only(rss(item("<title>a</title><pubDate>19 Jun 2023</pubDate>"))).published
    assert day is not None
    assert (day.on, day.at, day.precision) == (date(2023, 6, 19), None, "day")
    zoneless = only(rss(item("<title>a</title><pubDate>19 Jun 2023 10:00</pubDate>"))).published
    assert zoneless is not None
    assert zoneless.zone_assumed


def test_an_update_before_the_publication_is_left_out():
    published = "<published>2023-06-19T10:00:00Z</published><updated>2023-06-18T10:00:00Z</updated>"
    record = only(atom(entry(f"<title>a</title>{published}")))
    assert record.published is not None
    assert (record.published.on, record.first_published) == (date(2023, 6, 19), None)
    assert any("before it was published" in note for note in record.notes)


def test_one_time_said_twice_is_one_time():
    same = "<published>2023-06-19T10:00:00Z</published><updated>2023-06-19T13:00:00+03:00</updated>"
    record = only(atom(entry(f"<title>a</title>{same}")))
    assert record.published is not None
    assert record.first_published is None


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("ann@news.example (Ann Lee)", ("Ann Lee",)),
        ("Ann Lee &lt;ann@news.example&gt;", ("Ann Lee",)),
        ("Ann Lee", ("Ann Lee",)),
        ("ann@news.example", ("ann@news.example",)),
    ],
)
def test_the_name_of_an_author_is_found_beside_his_address(printed, names):
    assert only(rss(item(f"<title>a</title><author>{printed}</author>"))).bylines == names


def test_an_entry_of_atom_inherits_the_authors_of_its_feed_unless_it_has_its_own():
    feed = atom(
        entry("<title>a</title>"),
        entry("<title>b</title><author><name>Bo Ray</name></author>"),
        entry("<title>c</title><author><uri>https://g.example/x</uri></author>"),
        head="<author><name>Ann Lee</name></author>",
    )
    assert [one.made.bylines for one in read(feed)] == [("Ann Lee",), ("Bo Ray",), ()]


def test_plain_text_stays_plain_and_its_lines_stay_lines():
    record = only(atom(entry("<title>3 &lt; 4 &amp;amp; 5</title><content>one\n\ntwo &lt;b&gt;</content>")))
    assert (record.headline, record.text) == ("3 < 4 &amp; 5", "one\n\ntwo <b>")


def test_content_that_is_no_text_is_left_out_with_a_note():
    contents = '<content type="image/png">AAAA</content>', '<content type="text/html" src="https://g.example/1"/>'
    for content, said in zip(contents, ("image/png", "https://g.example/1"), strict=True):
        record = only(atom(entry(f"<title>a</title>{content}")))
        assert record.text == "a"
        assert any(said in note for note in record.notes)


def test_letters_that_look_wrongly_decoded_are_not_mended_silently():
    assert only(rss(item("<title>Ã©tÃ©</title>"))).headline == "Ã©tÃ©"


def test_an_element_of_another_vocabulary_called_item_is_no_entry():
    assert [one.place for one in read(rss("<other:item>x</other:item>", item("<title>a</title>")))] == ["entry 1"]


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("", "empty"),
        (rss(), "empty"),
        (atom(), "empty"),
        ("plain words", "malformed"),
        ("<html><body>x</body></html>", "invalid"),
        ("<note><item/></note>", "invalid"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "unsafe"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss/>', "unsafe"),
        (rss(item("<title>é</title>")).encode("latin-1"), "wrong_encoding"),
        (f"<rss a='{'x' * 30_000}'><item/></rss>", "unsafe"),
    ],
)
def test_what_is_no_feed_or_an_unsafe_one_is_refused_with_its_reason(feed, reason):
    problem = refused(feed)
    assert problem.reason == reason
    assert problem.hint


def test_the_encoding_is_the_mark_s_or_somebody_s_or_the_declaration_s():
    feed = rss(item("<title>café</title>"))
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    assert only(feed.encode("utf-16")).headline == "café"
    assert only(feed.encode("utf-8-sig")).headline == "café"
    assert only((declared + feed).encode("latin-1")).headline == "café"
    assert only(feed.encode("latin-1"), encoding="latin-1").headline == "café"


def test_the_document_type_of_netscape_and_its_entities_are_no_danger():
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert only(doctype + rss(item("<title>caf&eacute;</title>"))).headline == "café"


def test_a_feed_is_told_from_other_markup():
    for begin in ("<rss>", "<?xml version='1.0'?>\n<!-- x --><feed xmlns='x'>", "\ufeff<rss version='2.0'>"):
        assert looks_like_feed(begin.encode(), ".xml")
    assert looks_like_feed(b"<odd/>", ".rss")
    for begin in ("<html>", "<!DOCTYPE html><html>", "<rdf:RDF xmlns:skos='x'>", "<newsItem>", "words", "{}"):
        assert not looks_like_feed(begin.encode(), ".xml")
    assert FORMAT.name == "feed"

"""Feeds, pages and structured data out of order: a problem with its reason, soon, and never anything else."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.feeds import read_feed
from sources.importing.html_pages import read_html
from sources.importing.json_feed import read_json_feed
from sources.importing.records import ArticleRecord, Given, RecordProblem
from sources.text import normalise

RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><language>en</language>'
    "<item><title>A &amp;amp; b</title><link>https://g.example/1</link><guid>1</guid><dc:creator>Ann Lee</dc:creator>"
    "<pubDate>Mon, 19 Jun 2023 10:00:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item>"
    "<item><title>c</title><category>medtop:16000000</category><author>a@b.example (Bo)</author></item>"
    "</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://g.example/"><entry><id>1</id>'
    '<title type="html">a</title><link href="/a"/><updated>2023-06-19T10:00:00Z</updated>'
    "<author><name>Ann</name></author>"
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>'
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title><meta property="og:title" content="A">'
    '<link rel="canonical" href="/1"><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",'
    ' "headline": "A", "author": [{"@id": "#a"}], "datePublished": "2023-06-19", "articleBody": "One.\\nTwo.",'
    ' "correction": "C"},'
    ' {"@id": "#a", "name": "Ann"}, {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"text": "x", "url": "/1#2"}]}]}'
    '</script></head><body><nav><a href="/">Home</a></nav><article><h1>A</h1><p>One <q>two</q><sup>2</sup> three.</p>'
    '<table><tr><td>a</td><td>b</td></tr></table><time datetime="2023-06-19">M</time></article></body></html>'
)
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1", "language": "en", "authors": [{"name": "Ann"}], "items": [{"id": 1,'
    ' "url": "/1", "title": "A", "content_html": "<p>x</p>", "date_published": "2023-06-19", "tags": ["a"]},'
    ' {"id": "2", "content_text": "y\\u00e9", "author": {"name": "Bo"}}]}'
)
READERS = {"feed": read_feed, "html": read_html, "jsonfeed": read_json_feed}
SEEDS = [("feed", RSS), ("feed", ATOM), ("html", PAGE), ("jsonfeed", JSON_FEED)]
SPLINTERS = [
    b"<",
    b">",
    b"&",
    b'"',
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"</item>",
    b"<item>",
    b"\x00",
    b"\xff",
    b"\xd8\x00",
]
SPLINTERS += [
    b"&#xd800;",
    b"&#0;",
    b"{",
    b"[",
    b"\\ud800",
    b"null",
    b"1e999",
    b"<!DOCTYPE x [",
    b"<q>",
    b"<script>",
    b"\x01",
]
CUTS = st.tuples(st.integers(0, 1_200), st.integers(0, 60), st.sampled_from(SPLINTERS) | st.binary(max_size=3))


def answers(name, raw):
    """What comes of it, checked: records whose text can be stored, or problems that can be told."""
    made: list[ArticleRecord | RecordProblem] = []
    with suppress(RecordProblem):
        made.extend(one.made for one in READERS[name](raw, Given(address="https://g.example/x")))
    for one in made:
        assert isinstance(one, ArticleRecord | RecordProblem)
        said = [str(one)] if isinstance(one, RecordProblem) else [one.headline, one.url, one.external_id, *one.notes]
        assert all(words.encode() and "\x00" not in words for words in filter(None, said))
        if isinstance(one, ArticleRecord):
            assert one.text == normalise(one.text)
            assert one.text.strip()
    return made


@given(st.sampled_from(SEEDS), st.lists(CUTS, min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(seed, cuts):
    name, text = seed
    raw = text.encode()
    for start, length, splinter in cuts:
        raw = raw[:start] + splinter + raw[start + length :]
    answers(name, raw)


@given(st.sampled_from(SEEDS), st.integers(0, 1_200))
def test_a_cut_file_is_read_or_refused(seed, length):
    name, text = seed
    answers(name, text.encode()[:length])


@given(st.sampled_from(list(READERS)), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(name, raw):
    answers(name, raw)


def test_the_files_that_are_damaged_here_are_read_whole():
    assert [len(answers(name, text.encode())) for name, text in SEEDS] == [2, 1, 1, 2]


WORDS = "x" * 300_000


def item(inner):
    return f"<item>{inner}</item>"


def script(inner):
    return f'<body><script type="application/ld+json">{inner}</script><p>x</p>'


HOSTILE_ITEMS = {
    "an author": item(f"<title>a</title><author>{WORDS}</author>"),
    "a date": item(f"<title>a</title><pubDate>{WORDS}</pubDate>"),
    "categories": item("<title>a</title>" + "".join(f"<category>{number}</category>" for number in range(20_000))),
    "keywords": item("<tags>" + ",".join(map(str, range(100_000))) + "</tags>"),
    "attributes": item("<b " + " ".join(f"a{number}='1'" for number in range(50_000)) + "/>"),
    "namespaces": item("".join(f"<a{number}:b xmlns:a{number}='{number}'/>" for number in range(20_000))),
    "nesting": item("<b>" * 50_000 + "</b>" * 50_000),
    "tags that never end": item("<b>" * 50_000),
    "brackets": item("<title>" + "<" * 200_000),
    "comments": item("<title>a</title>" + "<!---->" * 50_000),
    "comments that never end": "<!--" * 100_000 + item("<title>a</title>"),
    "entries in entries": "<item>" * 50_000,
}
HOSTILE_PAGES = {
    "nesting": "<div>" * 200_000,
    "elements": "<p>word " * 100_000,
    "attributes": "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">x",
    "brackets": "<" * 300_000,
    "words between line ends": "<div>" + "word<br>" * 5_500,
    "words between boxes": "<div>" + ("Some words of a longer text. " * 3 + "<div></div>") * 5_500,
    "links": "<ul>" + "<li><a href=x>link</a>" * 5_500,
    "cells": "<table>" + "<tr><td>x" * 5_500,
    "terms": "<dl>" + "<dt>x<dd>y" * 5_500,
    "structured data that never end": script('"' + '\\"' * 300_000),
    "nested structured data": script("[" * 300_000),
    "many reports": script("[" + '{"@type": "NewsArticle"},' * 30_000 + "{}]"),
    "many authors": script('{"@type": "NewsArticle", "articleBody": "x", "author": [' + '"A B",' * 100_000 + '"C"]}'),
    "blanks": script(" " * 500_000 + "x"),
}


def seconds(name, text):
    began = time.process_time()
    answers(name, text.encode())
    return time.process_time() - began


@pytest.mark.parametrize("inner", HOSTILE_ITEMS.values(), ids=HOSTILE_ITEMS)
def test_a_hostile_feed_is_answered_soon(inner):
    assert seconds("feed", f'<rss version="2.0"><channel>{inner}</channel></rss>') < 3


@pytest.mark.parametrize("markup", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
def test_a_hostile_page_is_answered_soon(markup):
    assert seconds("html", markup) < 4

"""Feeds that are not well-formed, cut or overlong: what is whole is read, what is mended is said, no more."""

import time

import pytest

from sources.importing.feed_parsing import MAX_CATEGORIES, MAX_FIELD
from sources.importing.feeds import read_feed
from sources.importing.records import ArticleRecord, Given, RecordProblem
from sources.importing.web_entries import TITLE_NOTE


def rss(*items):
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def item(inner):
    return f"<item>{inner}</item>"


def read(feed):
    return list(read_feed(feed.encode(), Given()))


def only(feed):
    (made,) = (one.made for one in read(feed))
    assert isinstance(made, ArticleRecord), made
    return made


def test_an_entry_that_is_not_well_formed_is_mended_without_losing_a_sign_and_says_so():
    broken = "<title>AT&T: 3<4 &nosuch;&nbsp;&eacute;</title><link>https://g.example/?a=1&b=2</link>"
    one, two = (made.made for made in read(rss(item("<title>a</title>"), "\n", item(broken))))
    assert isinstance(one, ArticleRecord)
    assert one.notes == (TITLE_NOTE,)
    assert isinstance(two, ArticleRecord)
    assert (two.headline, two.url) == ("AT&T: 3<4 &nosuch; é", "https://g.example/?a=1&b=2")
    assert any("not well-formed XML (line 2" in note for note in two.notes)


def test_an_entry_that_cannot_be_mended_is_read_as_far_as_it_goes():
    record = only(rss(item("<title>Raid</title><description>One<br>two<p class=x>three</description>")))
    assert record.headline == "Raid"
    assert record.text.split() == ["One", "two", "three"]
    assert any("as far as that goes" in note for note in record.notes)


def test_an_entry_in_which_nothing_is_found_is_refused_as_broken():
    (one,) = read(rss(item("<title>Raid</titel>")))
    assert isinstance(one.made, RecordProblem)
    assert (one.made.reason, "mismatched tag" in one.made.message) == ("malformed", True)


def test_a_cut_feed_gives_its_whole_entries_and_then_a_problem():
    entries = read_feed(f"{rss(item('<title>a</title>'))[:-16]}\n<item><title>cut".encode(), Given())
    assert isinstance(next(entries).made, ArticleRecord)
    with pytest.raises(RecordProblem) as problem:
        next(entries)
    assert (problem.value.reason, problem.value.line) == ("malformed", 2)


def test_the_limits_do_not_touch_what_reports_have():
    many = "".join(f"<category>c{number}</category>" for number in range(MAX_CATEGORIES))
    assert only(rss(item(f"<title>a</title>{many}<author>{'A' * MAX_FIELD}</author>"))).headline == "a"


def test_entries_come_one_by_one_from_a_feed_of_any_length():
    feed = rss(item("<title>a</title>") * 20_000).encode()
    began = time.process_time()
    assert next(iter(read_feed(feed, Given()))).place == "entry 1"
    assert time.process_time() - began < 5

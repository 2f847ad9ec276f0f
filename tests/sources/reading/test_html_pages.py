"""Saved pages: structured data first, then the head, then what the page shows; other pages are refused."""

import json
import logging
import socket
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.importing.html_pages import looks_like_html, read_html
from sources.importing.markup import STRUCK_NOTE
from sources.importing.page_choices import FREE_NOTE, PARAGRAPHS_NOTE, UNMARKED_NOTE, WHOLE_NOTE
from sources.importing.records import ArticleRecord, Given, RecordProblem

FIRST = "JENIN, West Bank (AP) — At least six people were killed on Monday in a raid of nine hours, officials said."
SECOND = "The minister told reporters in the capital that the forces would not leave before the work was done."
THIRD = "A doctor at the hospital said that ninety people were treated there, most of them for wounds of the legs."
ARTICLE = f"<article><h1>Raid on Jenin</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
AROUND = (
    "<nav><a href=/>Home</a><a href=/world>World</a></nav>{}<footer><a href=/privacy>Privacy</a> © Gazette</footer>"
)
DESCRIBED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Raid &amp; reply",
    "datePublished": "2023-06-19T15:04:05+03:00",
    "dateModified": "2023-06-20T08:00:00Z",
    "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Ray"],
    "publisher": {"@type": "Organization", "name": "The Example Gazette"},
    "url": "https://g.example/raid",
    "inLanguage": "en-GB",
    "identifier": "raid-1",
    "copyrightNotice": "© Gazette",
    "articleBody": TEXT,
}


def page(body=ARTICLE, *, head="", described=None, html="<html>"):
    scripts = [json.dumps(one) if not isinstance(one, str) else one for one in described or ()]
    head += "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!DOCTYPE html>{html}<head>{head}</head><body>{AROUND.format(body)}</body></html>"


def described(**changes):
    return {key: value for key, value in {**DESCRIBED, **changes}.items() if value is not None}


def read(markup, **known):
    raw = markup if isinstance(markup, bytes) else markup.encode()
    return list(read_html(raw, Given(**known)))


def only(markup, **known):
    (made,) = (one.made for one in read(markup, **known))
    assert isinstance(made, ArticleRecord), made
    return made


def refused(markup, **known):
    with pytest.raises(RecordProblem) as raised:
        read(markup, **known)
    return raised.value


def test_everything_that_structured_data_say_of_a_report_is_read():
    record = only(
        page(described=[DESCRIBED], html='<html lang="fr">', head='<meta property="og:title" content="Other">')
    )
    assert (record.headline, record.text, record.outlet) == ("Raid & reply", TEXT, "The Example Gazette")
    assert (record.bylines, record.language, record.rights) == (("Ann Lee", "Bo Ray"), "en-GB", "© Gazette")
    assert (record.url, record.external_id, record.dateline) == ("https://g.example/raid", "raid-1", "JENIN, West Bank")
    assert record.published is not None
    assert record.published.at == datetime(2023, 6, 20, 8, tzinfo=UTC)
    assert record.first_published is not None
    assert record.first_published.at == datetime(2023, 6, 19, 12, 4, 5, tzinfo=UTC)
    assert (record.event, record.public_notice, record.notes) == ("", "", ())


def test_what_structured_data_do_not_say_the_head_says():
    head = (
        '<meta property="og:title" content="Raid &amp; reply"><meta property="og:site_name" content="Gazette">'
        '<meta property="article:published_time" content="2023-06-19">'
        '<meta name="author" content="By Ann Lee and Bo Ray">'
        '<meta property="article:author" content="https://x.example/ann"><meta name="dcterms.rights" content="© G">'
        '<meta name="keywords" content="war, medtop:16000000"><link rel="canonical" href="/raid">'
    )
    record = only(page(head=head, html='<html lang="en_GB">'), address="https://g.example/raid?from=mail")
    assert (record.headline, record.outlet, record.text) == ("Raid & reply", "Gazette", TEXT)
    assert (record.bylines, record.language, record.rights) == (("Ann Lee", "Bo Ray"), "en-GB", "© G")
    assert (record.url, record.topics) == ("https://g.example/raid", ("medtop:16000000",))
    assert record.published is not None
    assert (record.published.on, record.published.precision) == (date(2023, 6, 19), "day")
    assert record.notes == ()


def test_a_page_that_says_nothing_gives_what_it_shows():
    record = only(
        page(f'<time datetime="2023-06-19T10:00Z">Monday</time>{ARTICLE}', head="<title>Raid - Gazette</title>")
    )
    assert (record.headline, record.text, record.url, record.outlet) == ("Raid on Jenin", TEXT, "", "")
    assert record.published is not None
    assert record.published.at == datetime(2023, 6, 19, 10, tzinfo=UTC)


def test_two_times_on_a_page_are_no_time_of_its_report():
    times = '<time datetime="2023-06-19">a</time><time datetime="2023-06-20">b</time>'
    assert only(page(times + ARTICLE)).published is None


def test_nodes_of_a_graph_refer_to_each_other():
    report = described(
        author={"@id": "#ann"}, publisher={"@id": "#gazette"}, mainEntityOfPage={"@id": "https://g.example/2"}, url=None
    )
    people = [{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}, {"@id": "#gazette", "name": "Gazette"}]
    record = only(
        page(described=[{"@graph": [{"@type": "WebSite"}, {**report, "@type": ["Thing", "NewsArticle"]}, *people]}])
    )
    assert (record.bylines, record.outlet, record.url) == (("Ann Lee",), "Gazette", "https://g.example/2")


@pytest.mark.parametrize(
    "kind",
    [
        "Article",
        "ReportageNewsArticle",
        "OpinionNewsArticle",
        "http://schema.org/AnalysisNewsArticle",
        "schema:NewsArticle",
    ],
)
def test_every_kind_of_report_is_one(kind):
    assert (
        only(page(described=[{"@type": "WebPage", "mainEntity": described(**{"@type": kind})}])).external_id == "raid-1"
    )


def test_a_correction_is_a_public_notice():
    comment = {"@type": "CorrectionComment", "text": "An earlier version said <b>nine</b>."}
    record = only(page(described=[described(correction=[comment, "And ten."])]))
    assert (record.event, record.public_notice) == ("correction", "An earlier version said nine.\n\nAnd ten.")


def test_broken_structured_data_are_noted_and_the_rest_is_read():
    record = only(page(described=["{broken", described(headline="Raid")]))
    assert record.headline == "Raid"
    assert record.notes[0].startswith("Structured data 1 of the page was left out: not JSON")


@pytest.mark.parametrize("wrapped", ["<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", "/* <![CDATA[ */ {} /* ]]> */"])
def test_structured_data_in_a_comment_and_line_ends_within_a_string_are_read(wrapped):
    script = json.dumps(described(articleBody=f"{FIRST}|{SECOND}|{THIRD}"), ensure_ascii=False).replace("|", "\n")
    record = only(page(described=[wrapped.replace("{}", script)]))
    assert (record.text, record.notes) == (TEXT, ())


def test_a_text_cut_in_the_structured_data_is_taken_from_the_page_and_said():
    record = only(page(described=[described(articleBody=FIRST)]))
    assert record.text == TEXT
    assert any("that was taken" in note for note in record.notes)


def test_a_text_without_paragraphs_gets_those_of_the_page():
    record = only(page(described=[described(articleBody=TEXT.replace("\n\n", " "))]))
    assert (record.text, record.notes) == (TEXT, (PARAGRAPHS_NOTE,))


def test_a_text_that_the_page_does_not_show_is_the_structured_data_s():
    assert only(page("<p>Loading…</p>", described=[DESCRIBED])).text == TEXT


def test_of_several_reports_the_page_s_own_is_taken_and_that_is_said():
    other = described(url="https://g.example/other", headline="Other", identifier="other")
    record = only(page(described=[other, DESCRIBED], head='<link rel="canonical" href="https://g.example/raid#top">'))
    assert record.external_id == "raid-1"
    assert any("2 reports" in note for note in record.notes)


def test_a_front_page_is_no_report_s_address():
    head = '<link rel="canonical" href="https://g.example/">'
    assert only(page(head=head), address="https://g.example/raid").url == "https://g.example/raid"


def test_a_report_that_is_not_free_says_so():
    assert FREE_NOTE in only(page(described=[described(isAccessibleForFree="False")])).notes


def test_words_struck_out_raised_and_quoted_read_as_they_are_meant():
    words = (
        "<p><del>Six</del>Nine people died<sup>2</sup>, he said: <q>no more than that</q>, in the raid of Monday.</p>"
    )
    record = only(page(f"<article>{words}<p>{SECOND}</p><p>{THIRD}</p></article>"))
    assert record.text.startswith("Nine people died², he said: “no more than that”, in the raid of Monday.")
    assert STRUCK_NOTE in record.notes


def test_a_live_blog_gives_an_item_for_each_entry():
    updates = [
        {"@type": "BlogPosting", "headline": "One", "articleBody": "Text one.", "url": "https://g.example/live#1"},
        {"@type": "BlogPosting", "articleBody": "<p>Text two.</p>", "url": "https://g.example/two", "author": "Bo Ray"},
        {"@type": "BlogPosting"},
    ]
    blog = described(
        **{"@type": "LiveBlogPosting"},
        url="https://g.example/live",
        liveBlogUpdate=updates,
        articleBody=None,
        description="All.",
    )
    whole, first, second, third = read(page(described=[blog]))
    assert [one.place for one in (whole, first, second, third)] == ["", "update 1", "update 2", "update 3"]
    assert (whole.made.text, whole.made.url) == ("All.", "https://g.example/live")
    assert (first.made.text, first.made.url, first.made.external_id) == ("Text one.", "", "https://g.example/live#1")
    assert (second.made.text, second.made.url, second.made.bylines) == (
        "Text two.",
        "https://g.example/two",
        ("Bo Ray",),
    )
    assert (first.made.outlet, first.made.language, first.made.bylines) == ("The Example Gazette", "en-GB", ())
    assert third.made.reason == "empty"


LIST = "".join(f"<article><h2><a href=/{n}>Story {n} of the day</a></h2><p>{SECOND}</p></article>" for n in range(9))
LINKS = "<ul>" + "".join(f"<li><a href=/{n}>Story number {n} about something</a></li>" for n in range(30)) + "</ul>"
LOG_IN = (
    "<h1>Log in</h1><form><input type=email><input type=password></form><p>Not a reader? Subscribe now for little.</p>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("<div id=root></div><noscript>Enable JavaScript to run this app.</noscript>", "empty"),
        (LOG_IN, "missing"),
        (LIST, "missing"),
        (LINKS, "missing"),
        ("<div>" * 300 + "x", "unsafe"),
    ],
    ids=["nothing", "a script's page", "a login", "a list of teasers", "a list of links", "nesting"],
)
def test_a_page_without_a_report_is_refused_with_the_mend(body, reason):
    problem = refused(page(body))
    assert problem.reason == reason
    assert problem.hint


def test_a_text_without_any_sign_of_a_report_is_taken_with_notes():
    lines = f"<div><div>{FIRST}</div><div>{SECOND}</div></div>"
    record = only(page(lines))
    assert record.text == f"{FIRST}\n\n{SECOND}"
    assert record.notes == (WHOLE_NOTE, UNMARKED_NOTE)
    assert "Home" not in record.text


def test_a_page_is_told_from_other_text():
    for begin in ("<!DOCTYPE html>", "\n<!-- saved from -->\n<HTML lang=en>", "<?xml version='1.0'?><html xmlns='x'>"):
        assert looks_like_html(begin.encode(), "")
    assert looks_like_html(b"<p>x", ".html")
    for begin in ("<rss>", "words <html>", "<!DOCTYPE nitf>"):
        assert not looks_like_html(begin.encode(), ".xml")


def test_reading_a_page_touches_neither_the_network_nor_the_disk_and_writes_no_log(monkeypatch, caplog):
    def forbid(*arguments, **options):
        raise AssertionError

    for owner, name in ((socket, "socket"), (socket, "getaddrinfo"), (Path, "open"), (Path, "read_text")):
        monkeypatch.setattr(owner, name, forbid)
    monkeypatch.setattr("builtins.open", forbid)
    with caplog.at_level(logging.DEBUG):
        assert (
            only(page(f'{ARTICLE}<img src="http://bad.example/x"><iframe src="http://bad.example"></iframe>')).text
            == TEXT
        )
        refused(page(LOG_IN))
    assert not caplog.records


def test_the_same_page_gives_the_same_record_every_time():
    assert only(page()) == only(page()) == only(page())

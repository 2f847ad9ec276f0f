"""JSON-LD on its own: what a page carries as structured data, saved without the page."""

import json

import pytest

from sources.importing.formats import sniff
from sources.importing.json_ld import read_json_ld
from sources.importing.records import ArticleRecord, Given, RecordProblem

REPORT = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Two hurt on the harbour road",
    "articleBody": "<p>Two people were hurt, police said.</p><p>The road is open again.</p>",
    "datePublished": "2023-06-19T08:30:00+03:00",
    "author": [{"@type": "Person", "name": "Ann Example"}],
    "publisher": {"@type": "Organization", "name": "Example Post"},
    "url": "https://example.org/harbour",
}


def records(value: object) -> list[ArticleRecord | RecordProblem]:
    return [item.made for item in read_json_ld(json.dumps(value).encode(), Given())]


def test_a_report_alone_is_read_with_its_paragraphs_time_outlet_and_authors() -> None:
    [record] = records(REPORT)
    assert isinstance(record, ArticleRecord)
    assert record.text == "Two people were hurt, police said.\n\nThe road is open again."
    assert (record.headline, record.outlet, record.url) == (REPORT["headline"], "Example Post", REPORT["url"])
    assert record.bylines == ("Ann Example",)
    assert record.published is not None
    assert record.published.earliest.isoformat() == "2023-06-19T05:30:00+00:00"


def test_several_reports_are_items_of_their_own_and_one_without_words_is_refused_alone() -> None:
    bare = {"@type": "NewsArticle", "url": "https://example.org/nothing"}
    items = list(
        read_json_ld(json.dumps({"@context": "https://schema.org", "@graph": [REPORT, bare]}).encode(), Given())
    )
    assert [item.place for item in items] == ["report 1", "report 2"]
    assert isinstance(items[0].made, ArticleRecord)
    assert isinstance(items[1].made, RecordProblem)
    assert items[1].made.reason == "empty"


def test_a_correction_comes_with_its_notice() -> None:
    [record] = records({**REPORT, "correction": "An earlier version said three people were hurt."})
    assert isinstance(record, ArticleRecord)
    assert (record.event, record.public_notice) == ("correction", "An earlier version said three people were hurt.")


def test_entries_of_a_live_blog_are_items() -> None:
    update = {"@type": "BlogPosting", "headline": "Road open", "articleBody": "It is open again.", "url": "#2"}
    items = list(
        read_json_ld(json.dumps({**REPORT, "@type": "LiveBlogPosting", "liveBlogUpdate": [update]}).encode(), Given())
    )
    assert [item.place for item in items] == ["", "update 1"]


def test_json_ld_that_describes_no_report_is_refused_with_the_types_that_are_reports() -> None:
    with pytest.raises(RecordProblem) as caught:
        records({"@context": "https://schema.org", "@type": "Recipe", "name": "Soup"})
    assert caught.value.reason == "missing"
    assert "NewsArticle" in caught.value.hint


@pytest.mark.parametrize("context", ["https://schema.org", ["http://schema.org/"], {"@vocab": "https://schema.org/"}])
def test_it_is_told_by_its_context(context: object) -> None:
    assert sniff(json.dumps({**REPORT, "@context": context}).encode(), "saved.json").name == "jsonld"
    assert sniff(json.dumps([REPORT]).encode(), "saved.json").name == "jsonld"
    assert sniff(b'{"@type": "NewsArticle"}', "saved.jsonld").name == "jsonld"

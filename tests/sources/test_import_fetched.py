"""Importing what an address gives: a page, a feed, a list of them; asked for politely and only once."""

import io
import json

import pytest
from django.core.management import call_command

from sources.models import Article, ArticleVersion, Fetch, ImportRun
from sources.received import open_received
from tests.sources.fetching.world import World, answer
from tests.sources.importing import everything, the_article

pytestmark = pytest.mark.django_db

FEED = """<rss version="2.0"><channel><title>Example Post</title>
<item><guid isPermaLink="false">storm-1</guid><title>Storm nears</title><link>https://post.example/storm</link>
<description>A storm is near the coast.</description></item>
<item><guid isPermaLink="false">tide-1</guid><title>Tide rises</title><link>https://post.example/tide</link>
<description>The tide is rising.</description></item>
</channel></rss>"""


@pytest.fixture
def world(monkeypatch, tmp_path, settings):
    settings.RECEIVED_DIR = str(tmp_path / "received")
    world = World()
    world.serve("https://post.example/feed", answer(FEED, ETag='"1"'), answer("", 304))
    monkeypatch.setattr("events.management.commands.import_articles.configured_client", world.client)
    return world


def fetched(**options):
    out, code = io.StringIO(), 0
    try:
        call_command("import_articles", output="json", stdout=out, stderr=io.StringIO(), **options)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def test_the_entries_of_a_feed_come_in_and_its_bytes_are_kept(world):
    code, result = fetched(url="https://post.example/feed", outlet="Example Post")
    assert (code, result["created"]) == (0, 2)
    article = the_article(external_id="storm-1")
    assert (article.headline, article.url, article.import_path) == ("Storm nears", "https://post.example/storm", "")
    fetch = Fetch.objects.get()
    assert open_received(fetch.sha256).decode() == FEED
    assert ImportRun.objects.get().target == "https://post.example/feed"


def test_a_second_time_only_what_is_new_is_asked_for_and_nothing_changes(world):
    fetched(url="https://post.example/feed")
    before = everything(but=(ImportRun, Fetch))
    code, result = fetched(url="https://post.example/feed")
    assert (code, result["unchanged"]) == (0, 2)
    assert everything(but=(ImportRun, Fetch)) == before
    assert 'If-None-Match: "1"' in world.requests[-1]


def test_a_dry_run_keeps_nothing(world, tmp_path):
    code, result = fetched(url="https://post.example/feed", dry_run=True)
    assert (code, result["created"]) == (0, 2)
    assert not Fetch.objects.exists()
    assert not (tmp_path / "received").exists()


def test_a_list_of_addresses_is_gone_through_and_one_that_fails_is_refused_with_the_reason(world, tmp_path):
    listed = tmp_path / "feeds.txt"
    listed.write_text("# our feeds\nhttps://post.example/feed\n\nhttps://post.example/gone\nhttp://127.0.0.1/admin\n")
    code, result = fetched(feeds=listed)
    assert (code, result["created"], result["refused"]) == (3, 2, 2)
    assert {item["reason"] for item in result["items"]} == {"not_fetched"}
    assert all(item["hint"] for item in result["items"])
    assert ("127.0.0.1", 80) not in world.connected


def test_a_page_takes_its_address_from_where_it_was_found(world):
    page = "<html lang='en'><title>Storm</title><body><article><h1>Storm nears</h1>" + "".join(
        f"<p>The storm was seen {hours} hours ago from the harbour, the coast guard said on Monday.</p>"
        for hours in range(3, 9)
    )
    world.serve(
        "https://post.example/storm?utm_source=mail",
        answer(page + "</article></body></html>", Content_Type="text/html"),
    )
    code, _result = fetched(url="https://post.example/storm?utm_source=mail")
    assert code == 0
    assert the_article().canonical_url == "https://post.example/storm"
    assert "coast guard" in ArticleVersion.objects.get().text


def test_an_address_or_a_path_but_not_both(world, tmp_path):
    with pytest.raises(Exception, match="or else --url"):
        fetched(path=str(tmp_path), url="https://post.example/feed")
    assert not Article.objects.exists()

"""What is kept of a fetch, and how the next one uses it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sources.fetching.conditional import last_seen, record_fetch
from sources.fetching.problems import FetchProblem
from sources.models import Fetch
from tests.sources.fetching.world import BEGAN, answer, header_of, moved

pytestmark = pytest.mark.django_db
URL = "https://example.org/a?utm_source=x"


def fetch(world, url=URL):
    outcome = world.client().fetch(url, last_seen)
    return outcome, record_fetch(url, outcome)


def test_a_fetch_is_kept_with_all_that_was_said(world):
    world.serve(URL, moved("/b"))
    world.serve("https://example.org/b", answer("Text", ETag='"v1"', Last_Modified="then", Content_Type="text/html"))
    outcome, kept = fetch(world)
    kept.refresh_from_db()
    assert (kept.url, kept.canonical) == (URL, "https://example.org/a")
    assert (kept.final_url, kept.status, kept.at) == ("https://example.org/b", 200, BEGAN)
    assert (kept.etag, kept.last_modified, kept.content_type) == ('"v1"', "then", "text/html")
    assert (kept.sha256, kept.reason) == (outcome.sha256, "")


def test_the_next_fetch_asks_only_for_what_is_new_and_so_does_the_one_after(world):
    world.serve(URL, answer("Text", ETag='"v1"'), answer(status=304), answer(status=304))
    first, _ = fetch(world)
    world.time += 60
    second, kept = fetch(world)
    assert (second.sha256, kept.status, kept.sha256, kept.etag) == (first.sha256, 304, first.sha256, '"v1"')
    world.time += 60
    fetch(world)
    assert [header_of(request, "If-None-Match") for request in world.requests] == ["", "", "", '"v1"', "", '"v1"']


def test_a_failed_fetch_between_does_not_make_it_forget(world):
    world.serve(URL, answer("Text", ETag='"v1"'), answer(status=500), answer(status=304))
    fetch(world)
    world.time += 60
    problem, kept = fetch(world)
    assert (problem.reason, kept.reason, kept.status, kept.sha256) == ("server_error", "server_error", 500, "")
    world.time += 60
    assert fetch(world)[1].status == 304


def test_a_newer_answer_without_anything_to_ask_with_is_asked_for_whole(world):
    world.serve(URL, answer("Text", ETag='"v1"'), answer("Other"), answer("Third"))
    for _ in range(3):
        fetch(world)
        world.time += 60
    assert header_of(world.requests[-1], "If-None-Match") == ""


def test_what_is_not_recorded_is_asked_for_whole_again(world):
    world.serve(URL, answer("Text", ETag='"v1"'))
    world.client().fetch(URL, last_seen)
    assert world.client().fetch(URL, last_seen).raw == b"Text"


def test_a_list_names_each_address_as_what_it_is():
    failed = record_fetch("https://example.org/", FetchProblem("not_found", "gone", status=404))
    assert str(failed) == "https://example.org/: not_found"
    assert failed.at > dt.datetime(2023, 1, 1, tzinfo=dt.UTC)


class TestAnyAddress(TestCase):
    @given(st.text(max_size=60) | st.text(min_size=2100, max_size=2200) | st.just("https://example.org/" + "é" * 1900))
    def test_whatever_was_typed_can_be_kept(self, typed):
        kept = record_fetch(typed, FetchProblem("bad_address", "no address"))
        kept.full_clean(exclude=["url"] if not kept.url else None)
        assert Fetch.objects.get(pk=kept.pk).reason == "bad_address"

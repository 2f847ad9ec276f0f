"""No answer takes more time or memory than allowed for, and none is taken that is not whole."""

import gzip
import itertools
import logging
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.problems import REASONS
from sources.fetching.unpacking import gunzip
from tests.sources.fetching.world import World, answer, moved, packed

URL = "http://example.org/a"
HEAD = b"HTTP/1.1 200 OK\r\n"


def drip(raw, seconds=9.0):
    return ((seconds, raw[at : at + 1]) for at in range(len(raw)))


def endless(begin, rest, seconds=0.001):
    return itertools.chain([(0.0, begin)], itertools.repeat((seconds, rest)))


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: drip(answer("Text")),
        lambda: itertools.chain([(0.0, HEAD + b"Content-Length: 100\r\n\r\n")], drip(b"T" * 100)),
        lambda: itertools.chain([(0.0, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")], drip(b"1\r\na\r\n" * 99)),
        lambda: [(11.0, answer("Text"))],
        lambda: [(0.0, HEAD), (11.0, b"\r\nText")],
        lambda: endless(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
    ],
    ids=["headers", "body", "chunks", "nothing", "half", "continue"],
)
def test_an_answer_that_drips_is_cut_off_by_the_deadline(world, pieces):
    world.pages["http://example.org/robots.txt"] = [answer(status=404)]
    world.serve(URL, pieces())
    assert world.fetch(URL).reason == "too_slow"
    assert world.time <= 30 + 10


def test_all_redirects_together_have_one_deadline(world):
    world.serve(URL, [(8.0, moved("/b"))])
    for here, there in ("bc", "cd", "de"):
        world.serve(f"http://example.org/{here}", [(8.0, moved(f"/{there}"))])
    world.serve("http://example.org/e", answer("Text"))
    assert world.fetch(URL).reason == "too_slow"
    assert world.time <= 30
    assert world.fetch("http://example.org/d", deadline=40).raw == b"Text"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "broken_answer"),
        (b"\r\n", "broken_answer"),
        (b"SSH-2.0-OpenSSH_9\r\n", "broken_answer"),
        (b"HTTP/1.1\r\n\r\n", "broken_answer"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "broken_answer"),
        (b"HTTP/1.1 99999 OK\r\n\r\n", "broken_answer"),
        (b"ICY 200 OK\r\n\r\nText", "broken_answer"),
        (HEAD + b"A: " + b"b" * 70_000 + b"\r\n\r\n", "broken_answer"),
        (HEAD + b"A: b\r\n" * 200 + b"\r\n", "broken_answer"),
        (HEAD + b"Content-Length: 10\r\n\r\nText", "broken_answer"),
        (HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nText", "broken_answer"),
        (HEAD + b"Content-Length: 999999999999\r\n\r\nText", "too_large"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nText", "broken_answer"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nText\r\n", "broken_answer"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n-4\r\nText\r\n0\r\n\r\n", "broken_answer"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\nText", "broken_answer"),
        (answer(gzip.compress(b"Text" * 99, mtime=0)[:-9], Content_Encoding="gzip"), "broken_answer"),
        (answer(b"Text", Content_Encoding="gzip"), "broken_answer"),
        (answer(b"", Content_Encoding="gzip"), "broken_answer"),
        (answer(b"Text", Content_Encoding="br"), "unknown_encoding"),
        (
            answer(gzip.compress(gzip.compress(b"Text", mtime=0), mtime=0), Content_Encoding="gzip, gzip"),
            "unknown_encoding",
        ),
        (answer(zlib.compress(b"Text"), Content_Encoding="deflate"), "unknown_encoding"),
        (ConnectionResetError(104, "Connection reset by peer"), "unreachable"),
        (BrokenPipeError(32, "Broken pipe"), "unreachable"),
    ],
)
def test_an_answer_that_is_not_whole_is_a_problem_and_not_a_text(world, said, reason):
    world.serve(URL, said)
    made = world.fetch(URL)
    assert made.reason == reason
    assert made.message
    assert made.hint


@pytest.mark.parametrize(
    ("said", "raw"),
    [
        (HEAD + b"Content-Length: 4\r\n\r\nText and more", b"Text"),
        (HEAD + b"Content-Length: 4, 4\r\n\r\nText", b"Text"),
        (HEAD + b"\r\nText to the end", b"Text to the end"),
        (b"HTTP/1.0 200 OK\r\n\r\nText", b"Text"),
        (b"HTTP/1.1 203 OK\r\nContent-Length: 4\r\n\r\nText", b"Text"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nTe\r\n2;x=y\r\nxt\r\n0\r\nTrailer: a\r\n\r\n", b"Text"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + answer("Text"), b"Text"),
        (answer("Text", Content_Encoding="identity"), b"Text"),
        (answer(gzip.compress(b"Te", mtime=0) + gzip.compress(b"xt", mtime=0), Content_Encoding="x-gzip"), b"Text"),
        (answer(gzip.compress(b"Text", mtime=0) + b"\0\0\0", Content_Encoding="gzip"), b"Text"),
        (answer(b""), b""),
    ],
)
def test_an_answer_is_taken_in_any_form_that_the_protocol_knows(world, said, raw):
    world.serve(URL, said)
    assert world.fetch(URL).raw == raw


@pytest.mark.parametrize("length", [b"Content-Length: 1048576\r\n", b"", b"Transfer-Encoding: chunked\r\n"])
def test_no_more_bytes_are_read_than_are_taken(world, length):
    step = b"10000\r\n" + b"x" * 65536 + b"\r\n" if b"chunked" in length else b"x" * 65536
    world.serve(URL, endless(HEAD + length + b"\r\n", step))
    assert world.fetch(URL, most_bytes=500_000).reason == "too_large"
    assert world.time < 0.02  # about eight pieces of it


def test_headers_and_trailers_count_as_bytes(world):
    world.serve(URL, endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: " + b"b" * 60_000 + b"\r\n"))
    assert world.fetch(URL, most_bytes=500_000).reason == "too_large"


def test_a_page_of_exactly_the_most_bytes_is_taken(world):
    body = b"x" * 5000
    said = answer(body)
    world.serve(URL, said)
    assert world.fetch(URL, most_bytes=len(said)).raw == body
    assert world.fetch(URL, most_bytes=len(said) - 1).reason == "too_large"


def test_a_bomb_is_seen_before_it_goes_off(world):
    world.serve(URL, packed(b"\0" * 30_000_000))
    assert world.fetch(URL).reason == "bomb"
    assert world.fetch(URL, most_ratio=2000).raw == b"\0" * 30_000_000
    assert world.fetch(URL, most_ratio=2000, most_bytes=2_000_000).reason == "too_large"


def test_a_small_page_may_be_packed_as_well_as_can_be(world):
    world.serve(URL, packed(b"\0" * 900_000))
    assert len(world.fetch(URL).raw) == 900_000


def test_odd_headers_leave_no_traceback_in_the_log(world, caplog):
    world.serve(URL, HEAD + b"not a header\r\nContent-Length: 4\r\n\r\nText")
    with caplog.at_level(logging.WARNING):
        world.fetch(URL)
    assert caplog.records == []


@given(
    st.lists(st.binary(max_size=200), max_size=5),
    st.integers(1, 50),
)
def test_what_was_packed_comes_back_whatever_the_pieces(members, step):
    raw = b"".join(map(gzip.compress, members)) or gzip.compress(b"", mtime=0)
    pieces = [raw[at : at + step] for at in range(0, len(raw), step)]
    assert b"".join(gunzip(pieces)) == b"".join(members)


@given(
    st.binary(max_size=300), st.sampled_from([b"", HEAD, HEAD + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"])
)
def test_whatever_is_answered_ends_in_bytes_or_in_a_problem(noise, begin):
    for said in (
        begin + noise,
        answer(noise, Content_Encoding="gzip"),
        answer(status=302, Location=noise.decode("latin-1")),
    ):
        world = World()
        world.serve(URL, said)
        made = world.fetch(URL)
        assert getattr(made, "raw", None) is not None or made.reason in REASONS
        assert world.open == 0

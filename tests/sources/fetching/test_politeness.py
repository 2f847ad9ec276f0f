"""Hosts are asked what they let programs read, and not more often than they like."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.politeness import Pace
from sources.fetching.rules import Rules
from tests.sources.fetching.world import World, answer, moved

URL, ROBOTS = "https://example.org/a", "https://example.org/robots.txt"


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("user-agent: other\nDisallow: /", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsroom\nAllow: /", True),
        ("User-agent: Newsroom # us\nDisallow: /a", False),
        ("User agent Newsroom\nDisallow: /a", False),
        ("User-agent: newsroom/2.0\nDisallow: /a", False),
        ("User-agent: news\nUser-agent: newsrooms\nDisallow: /a", True),
        ("User-agent: other\nDisallow: /b\n\nUser-agent: third\nAllow: /\n\nUser-agent: *\nDisallow: /*a$", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("Disallow: /", True),
        ("<html>Not here</html>", True),
        ("User-agent: *\nDisallow: /\xff", True),
    ],
)
def test_a_page_is_read_where_the_hosts_robots_file_lets_programs_read_it(world, robots, may):
    world.serve(ROBOTS, answer(robots))
    world.serve(URL, answer("Text"))
    made = world.fetch(URL)
    assert getattr(made, "raw", None) == (b"Text" if may else None)
    assert world.asked == ([ROBOTS, URL] if may else [ROBOTS])
    if not may:
        assert (made.reason, bool(made.hint)) == ("robots", True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(status=400), ""),
        (answer(status=401), ""),
        (answer(status=404), ""),
        (answer(status=204), ""),
        (answer(status=429), "not_now"),
        (answer(status=500), "not_now"),
        (answer(status=503), "not_now"),
        (b"nonsense\r\n\r\n", "broken_answer"),
        (answer("#" * 1_100_000), "too_large"),
        (ConnectionResetError(104, "Connection reset by peer"), "unreachable"),
    ],
)
def test_without_a_robots_file_everything_may_be_read_but_not_while_that_is_unknown(world, said, reason):
    world.serve(ROBOTS, said)
    world.serve(URL, answer("Text"))
    made = world.fetch(URL)
    assert getattr(made, "reason", "") == reason
    if reason:
        assert "robots.txt" in made.message


def test_a_robots_file_may_have_moved(world):
    world.serve(ROBOTS, moved("https://www.example.org/robots.txt"))
    world.serve("https://www.example.org/robots.txt", answer("User-agent: *\nDisallow: /"))
    assert world.fetch(URL).reason == "robots"


def test_it_is_asked_once_a_run_for_each_scheme_host_and_port(world):
    client = world.client(ports=frozenset({80, 443, 8443}))
    for url in (URL, URL, "https://example.org/b", "http://example.org/", "https://example.org:8443/"):
        client.fetch(url)
    assert [url for url in world.asked if url.endswith("robots.txt")] == [
        ROBOTS,
        "http://example.org/robots.txt",
        "https://example.org:8443/robots.txt",
    ]


def test_a_robots_file_out_of_order_is_asked_once_a_run_too(world):
    world.serve(ROBOTS, answer(status=500))
    client = world.client()
    assert [client.fetch(URL).reason for _ in range(3)] == ["not_now"] * 3
    assert world.asked == [ROBOTS]


def test_a_robots_file_that_came_too_late_is_asked_again_for_the_next_page(world):
    world.serve(ROBOTS, [(9.0, b"HTTP/1.1 200 OK\r\n"), (9.0, b"A: b\r\n"), (9.0, b"\r\n"), (9.0, b"#")], answer(""))
    world.serve(URL, answer("Text"))
    client = world.client()
    assert client.fetch(URL).reason == "too_slow"
    assert client.fetch(URL).raw == b"Text"


def test_where_a_redirect_leads_is_asked_for_leave_as_well(world):
    world.serve(URL, moved("https://other.example/b"))
    world.serve("https://other.example/robots.txt", answer("User-agent: *\nDisallow: /b"))
    assert world.fetch(URL).reason == "robots"
    assert "https://other.example/b" not in world.asked


def test_two_requests_to_one_host_keep_their_distance(world):
    client = world.client(delay=1.0)
    for url in (URL, "https://other.example/", "https://example.org/b", "https://example.org/c"):
        client.fetch(url)
    assert world.slept == [1.0, 1.0]


@pytest.mark.parametrize(
    ("asked", "slept"), [("7", 7.0), ("0.2", 1.0), ("1e3", 60.0), ("inf", 1.0), ("nan", 1.0), ("-5", 1.0), ("x", 1.0)]
)
def test_a_crawl_delay_is_kept_within_the_bound(world, asked, slept):
    world.serve(ROBOTS, answer(f"User-agent: *\nCrawl-delay: {asked}"))
    client = world.client(delay=1.0)
    client.fetch(URL)
    client.fetch(URL)
    assert world.slept == [slept]


def test_pauses_do_not_count_towards_the_deadline(world):
    world.serve(ROBOTS, answer("User-agent: *\nCrawl-delay: 50"))
    world.serve(URL, moved("/b"))
    world.serve("https://example.org/b", [(5.0, answer("Text"))])
    assert world.fetch(URL).raw == b"Text"
    assert world.time == 55


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["20", "Mon, 19 Jun 2023 12:00:20 GMT"])
def test_a_host_that_asks_to_come_again_soon_is_asked_again_once(world, status, header):
    world.serve(URL, answer(status=status, Retry_After=header), answer("Text"))
    assert world.fetch(URL).raw == b"Text"
    assert world.slept == [20.0]
    world.serve(URL, answer(status=status, Retry_After="20"))
    assert world.fetch(URL).reason == "not_now"


@pytest.mark.parametrize(
    "header", ["3600", "9" * 400, "Mon, 19 Jun 2023 13:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_a_host_that_asks_to_come_again_much_later_is_left_alone_for_the_run(world, header):
    world.serve(URL, answer(status=503, Retry_After=header))
    client = world.client()
    assert [client.fetch(URL).reason, client.fetch("https://example.org/b").reason] == ["not_now", "not_now"]
    assert world.asked == [ROBOTS, URL]
    assert world.slept == []


@pytest.mark.parametrize("header", ["", "soon", "-1", "0", "1.5", "Mon, 19 Jun 2023 11:00:00 GMT", "²"])
def test_a_host_that_does_not_say_when_is_not_asked_again(world, header):
    world.serve(URL, answer(status=429, Retry_After=header))
    assert world.fetch(URL).reason == "not_now"
    assert world.asked == [ROBOTS, URL]


@given(
    st.text(max_size=80) | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,6} [0-9:]{1,12} ?\S{0,6}")
)
def test_whatever_stands_in_retry_after_is_a_number_of_seconds(header):
    seconds = Pace(World(), Rules())._retry_after(header)
    assert seconds >= 0


def test_a_hostile_robots_file_takes_no_time(world):
    agents = "".join(f"User-agent: a{number}\n" for number in range(15_000))
    rules = "".join(f"Disallow: /{'*a' * 9}{number}\n" for number in range(15_000))
    world.serve(ROBOTS, answer(agents + "User-agent: *\n" + rules))
    began = time.process_time()
    assert world.fetch("https://example.org/" + "a" * 1900).reason == "not_found"
    assert time.process_time() - began < 2

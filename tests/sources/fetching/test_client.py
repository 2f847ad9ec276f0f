"""What is asked of a host and what is made of its answer."""

import hashlib
import ssl

import pytest

from sources.fetching.answers import Fetched, NotModified, Validators
from sources.fetching.problems import FetchProblem
from tests.sources.fetching.world import BEGAN, OTHER_PUBLIC, PUBLIC, answer, header_of, moved, packed

URL = "https://example.org/a"


def test_the_bytes_come_with_all_that_the_host_said_of_them(world):
    world.serve(
        URL,
        answer(
            "Text é",
            Content_Type='text/HTML; charset="ISO-8859-15"',
            ETag='"v1"',
            Last_Modified="Mon, 19 Jun 2023 11:00:00 GMT",
        ),
    )
    raw = "Text é".encode()
    assert world.fetch(URL) == Fetched(
        raw=raw,
        final_url=URL,
        content_type="text/html",
        encoding="iso-8859-15",
        fetched_at=BEGAN,
        status=200,
        sha256=hashlib.sha256(raw).hexdigest(),
        etag='"v1"',
        last_modified="Mon, 19 Jun 2023 11:00:00 GMT",
    )


@pytest.mark.parametrize(
    ("header", "kind", "encoding"),
    [
        ("", "", ""),
        ("text/html", "text/html", ""),
        ("application/rss+xml;charset=utf-8", "application/rss+xml", "utf-8"),
        ("text/html; boundary=x; CharSet = 'koi8-r'", "text/html", "koi8-r"),
        ("text/html; charset=", "text/html", ""),
        ("utf-8", "", ""),
        ("text/html; charset=\xff", "text/html", ""),
        ("x" * 300, "", ""),
    ],
)
def test_a_content_type_is_taken_for_what_it_says_and_for_no_more(world, header, kind, encoding):
    world.serve(URL, answer("Text", Content_Type=header))
    made = world.fetch(URL)
    assert (made.content_type, made.encoding) == (kind, encoding)


def test_the_request_says_who_asks_and_nothing_else(world, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    world.serve(URL, answer("Text", Set_Cookie="a=b"))
    client = world.client(contact="https://desk.example/robots")
    assert client.fetch(URL).raw == client.fetch(URL).raw == b"Text"
    assert world.asked == ["https://example.org/robots.txt", URL, URL]
    for request in world.requests:
        names = {line.partition(":")[0] for line in request.strip().split("\r\n")[1:]}
        assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert header_of(request, "Host") == "example.org"
        assert header_of(request, "User-Agent") == "Newsroom (+https://desk.example/robots)"
    assert {address for address, _ in world.connected} == {PUBLIC}


def test_without_a_contact_the_product_is_named_alone(world):
    world.fetch(URL)
    assert header_of(world.requests[0], "User-Agent") == "Newsroom"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (" https://EXAMPLE.org:443/a#part ", URL),
        ("https://example.org./a", URL),
        ("https://bücher.example/é?q=ü&utm_source=x", "https://xn--bcher-kva.example/%C3%A9?q=%C3%BC&utm_source=x"),
        ("https://example.org?x=1", "https://example.org/?x=1"),
        ("https://example.org/a/../b%20c%zz?%zz%c3=[]", "https://example.org/a/../b%20c%25zz?%zz%c3=[]"),
        ("http://example.org:443/", "http://example.org:443/"),
    ],
)
def test_an_address_is_asked_for_in_one_spelling(world, typed, asked):
    world.serve(asked, answer("Text"))
    assert world.fetch(typed).final_url == asked
    assert world.asked[-1] == asked


@pytest.mark.parametrize(
    ("origin", "address"),
    [("http://93.184.216.34", PUBLIC), ("https://[2606:2800:220:1:248:1893:25c8:1946]", OTHER_PUBLIC)],
)
def test_a_public_ip_address_in_place_of_a_name_is_not_looked_up(world, origin, address):
    world.names.clear()
    world.serve(f"{origin}/a", answer("Text"))
    client = world.client()
    assert client.fetch(f"{origin}/a").raw == b"Text"
    assert {connected for connected, _ in world.connected} == {address}
    assert world.names == {}
    assert set(client._link.tls.hosts) <= {address}


def test_a_host_of_several_addresses_is_reached_by_one_that_answers(world):
    world.names["example.org"] = [[OTHER_PUBLIC, PUBLIC]]
    world.dead = {OTHER_PUBLIC}
    world.serve(URL, answer("Text"))
    assert world.fetch(URL).raw == b"Text"
    assert world.connected == [(OTHER_PUBLIC, 443), (PUBLIC, 443)] * 2


def test_a_host_that_nobody_reaches_is_said(world):
    world.dead = {PUBLIC}
    made = world.fetch(URL)
    assert made.reason == "unreachable"
    assert "Connection refused" in made.message


def test_the_certificate_is_asked_for_the_name_and_not_for_the_address(world):
    client = world.client()
    client.fetch(URL)
    assert set(client._link.tls.hosts) == {"example.org"}


def test_without_a_sound_certificate_nothing_is_asked(world):
    client = world.client()

    def fail():
        error = ssl.SSLCertVerificationError(1, "failed")
        error.verify_message = "certificate has expired"
        raise error

    client._link.tls.fails = fail
    made = client.fetch(URL)
    assert made.reason == "insecure"
    assert "certificate has expired" in made.message
    assert world.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_end_is_told(world, status):
    world.serve(URL, moved("http://www.other.example/b?c=1#d", status))
    world.serve("http://www.other.example/b?c=1", answer("Text"))
    made = world.fetch(URL)
    assert (made.raw, made.final_url) == (b"Text", "http://www.other.example/b?c=1")
    assert world.connected[-1] == (PUBLIC, 80)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("b c", "https://example.org/b%20c"),
        ("?d", "https://example.org/a?d"),
        ("//other.example", "https://other.example/"),
        ("/straße", "https://example.org/stra%C3%9Fe"),
    ],
)
def test_a_redirect_may_be_short_or_carelessly_written(world, location, url):
    world.serve(URL, moved(location))
    world.serve(url, answer("Text"))
    assert world.fetch(URL).final_url == url


def test_five_redirects_are_followed_and_not_six(world):
    for number in range(6):
        world.serve(f"https://example.org/{number}", moved(f"/{number + 1}"))
    world.serve("https://example.org/6", answer("Text"))
    assert world.fetch("https://example.org/1").raw == b"Text"
    made = world.fetch("https://example.org/0")
    assert made.reason == "redirects"
    assert "https://example.org/6" in made.message


@pytest.mark.parametrize("locations", [["/a"], ["/b", "/a"], ["#x"], [""], ["http://[", "/a"]])
def test_a_redirect_in_a_circle_or_to_nowhere_ends(world, locations):
    for number, location in enumerate(locations):
        world.serve(URL if number == 0 else "https://example.org/b", moved(location))
    assert world.fetch(URL).reason in {"redirects", "bad_address"}
    assert len(world.asked) <= 3


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (201, "unexpected_status"),
        (204, "unexpected_status"),
        (206, "unexpected_status"),
        (300, "unexpected_status"),
        (304, "unexpected_status"),
        (400, "unexpected_status"),
        (401, "denied"),
        (403, "denied"),
        (404, "not_found"),
        (407, "denied"),
        (410, "not_found"),
        (418, "unexpected_status"),
        (429, "not_now"),
        (451, "denied"),
        (500, "server_error"),
        (503, "not_now"),
        (599, "server_error"),
    ],
)
def test_any_other_status_is_a_problem_with_a_hint(world, status, reason):
    world.serve(URL, answer("not to be taken for a report", status))
    made = world.fetch(URL)
    assert isinstance(made, FetchProblem)
    assert (made.reason, made.status) == (reason, status)
    assert str(status) in made.message
    assert made.hint


def test_a_page_that_has_not_changed_is_not_sent_again(world):
    seen = Validators('"v1"', "Mon, 19 Jun 2023 11:00:00 GMT", "0" * 64)
    world.serve(URL, answer(status=304, ETag='"v2"'))
    made = world.client().fetch(URL, {URL: seen}.get)
    assert made == NotModified(URL, BEGAN, "0" * 64, '"v2"', "Mon, 19 Jun 2023 11:00:00 GMT")
    assert header_of(world.requests[-1], "If-None-Match") == '"v1"'
    assert header_of(world.requests[-1], "If-Modified-Since") == "Mon, 19 Jun 2023 11:00:00 GMT"


def test_each_address_of_a_redirect_is_asked_with_what_is_known_of_itself(world):
    end = "https://example.org/b"
    world.serve(URL, moved("/b"))
    world.serve(end, answer(status=304))
    made = world.client().fetch(URL, {end: Validators('"end"', "", "1" * 64)}.get)
    assert (made.final_url, made.sha256) == (end, "1" * 64)
    assert [header_of(request, "If-None-Match") for request in world.requests] == ["", "", '"end"']


def test_packed_bytes_are_unpacked(world):
    world.serve(URL, packed(b"Text" * 1000))
    assert world.fetch(URL).raw == b"Text" * 1000
    assert header_of(world.requests[-1], "Accept-Encoding") == "gzip"


def test_what_an_etag_may_not_hold_is_not_sent_back(world):
    world.serve(URL, answer("Text", ETag='"é"', Last_Modified="x" * 101))
    made = world.fetch(URL)
    assert (made.etag, made.last_modified) == ("", "")

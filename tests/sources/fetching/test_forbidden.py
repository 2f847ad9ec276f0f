"""Nothing is fetched from inside the house, however its address is written and wherever a name or redirect leads."""

import socket
from ipaddress import IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.addresses_allowed import why_forbidden
from sources.fetching.problems import REASONS, FetchProblem
from tests.sources.fetching.world import OTHER_PUBLIC, PUBLIC, World, answer, moved

URL = "https://example.org/a"
NAT64 = IPv6Network("64:ff9b::/96")

PRIVATE = [
    "0.0.0.0",  # noqa: S104  not bound to, refused
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "ff02::1",
]
TYPED = [
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://app.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.home.arpa/",
    "http://intranet/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0X7F.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.01/",
    "http://0/",
    "http://0.0.0.0/",
    "http://1.2.3.4.5/",
    "http://256.256.256.256/",
    "http://example.org.0x7f/",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[::1/",
    "http://::1/",
    "http://[v1.localhost]/",
    "http://[127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://user:secret@example.org/",
    "http://@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\.example.org/",
    "http:\\\\127.0.0.1/",
    "http://127.0.0.1%2f.example.org/",
    "http://127.0.0.1%00.example.org/",
    "http://exa\tmple.org/",
    "http://exam\nple.org/",
    "http://example.org /",
    "http://example..org/",
    "http://.example.org/",
    "http://./",
    "http:///a",
    "http:127.0.0.1/",
    "http://-example.org/",
    "http://exa$mple.org/",
    "http://a{}.example/".format("a" * 64),
    "http://{}example/".format("a." * 130),
    "http://example.org:22/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:-80/",
    "http://example.org:8080/",
    "http://127.0.0.1:80:80/",
    "https://example.org/" + "a" * 2000,
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "//example.org/",
    "example.org",
    "javascript:alert(1)",
    "data:text/plain,x",
    "",
    " ",
    "\x00",
    "http://\ud800.example/",
    "http://example.org/\ud800",
]


@pytest.mark.parametrize("url", TYPED)
def test_a_typed_address_that_is_odd_or_leads_inside_is_refused_before_any_connection(world, url):
    made = world.fetch(url)
    assert isinstance(made, FetchProblem)
    assert made.reason in {"bad_address", "forbidden_address"}
    assert made.message
    assert made.hint
    assert world.connected == []


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused_before_any_connection(world, address):
    world.names["example.org"] = [[address]]
    made = world.fetch(URL)
    assert made.reason == "forbidden_address"
    assert address in made.message
    assert world.connected == []


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", PUBLIC, OTHER_PUBLIC, "2a00:1450::1", "64:ff9b::8.8.8.8"])
def test_a_name_that_leads_to_the_public_internet_is_fetched_from_that_very_address(world, address):
    world.names["example.org"] = [[address]]
    world.serve(URL, answer("Text"))
    assert world.fetch(URL).raw == b"Text"
    assert set(world.connected) == {(address, 443)}


@pytest.mark.parametrize("found", [[PUBLIC, "127.0.0.1"], ["::1", PUBLIC], [PUBLIC, OTHER_PUBLIC, "10.0.0.1"]])
def test_one_inner_address_among_those_of_a_name_is_enough_to_refuse_it(world, found):
    world.names["example.org"] = [found]
    assert world.fetch(URL).reason == "forbidden_address"
    assert world.connected == []


def test_a_name_that_leads_elsewhere_when_asked_again_is_not_asked_again(world):
    world.names["example.org"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    world.serve(URL, answer("Text"))
    assert world.fetch(URL).raw == b"Text"
    assert world.connected == [(PUBLIC, 443)] * 2  # robots.txt and the page, one lookup each


def test_a_name_that_leads_inside_between_two_requests_is_refused_at_the_second(world):
    world.names["example.org"] = [[PUBLIC], ["127.0.0.1"]]
    world.serve(URL, answer("Text"))
    assert world.fetch(URL).reason == "forbidden_address"
    assert world.connected == [(PUBLIC, 443)]  # robots.txt alone


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "//127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://inside.example/",
        "http://0x7f.1/",
        "https://example.org:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://user@example.org/",
    ],
)
def test_a_redirect_is_checked_like_a_typed_address(world, location):
    world.names["inside.example"] = [["10.0.0.7"]]
    world.serve(URL, moved(location))
    assert world.fetch(URL).reason in {"bad_address", "forbidden_address"}
    assert {address for address, _ in world.connected} == {PUBLIC}


def test_a_robots_file_that_redirects_inside_is_refused_too(world):
    world.serve("https://example.org/robots.txt", moved("http://169.254.169.254/"))
    assert world.fetch(URL).reason == "forbidden_address"
    assert set(world.connected) == {(PUBLIC, 443)}


def test_only_the_ports_of_the_setting_are_asked(world):
    url = "http://example.org:8080/"
    world.serve(url, answer("Text"))
    assert world.fetch(url).reason == "bad_address"
    assert world.fetch(url, ports=frozenset({8080})).raw == b"Text"
    assert world.fetch("http://example.org/", ports=frozenset({8080})).reason == "bad_address"


def test_a_host_without_an_address_is_unknown(world):
    world.names["example.org"] = [socket.gaierror(-2, "Name or service not known")]
    made = world.fetch(URL)
    assert made.reason == "unknown_host"
    assert "Name or service not known" in made.message
    world.names["example.org"] = [[]]
    assert world.fetch(URL).reason == "unknown_host"


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_allowed_that_the_registry_keeps_from_the_public(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_forbidden(str(address))
    mapped = f"::ffff:{address}"
    assert why_forbidden(mapped)


@given(st.ip_addresses(v=6).filter(lambda address: address not in NAT64))
def test_no_ipv6_address_is_allowed_that_the_registry_keeps_from_the_public(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_forbidden(str(address))


@given(st.ip_addresses(v=4))
def test_a_translated_ipv4_address_is_allowed_as_far_as_it_is_by_itself(address):
    assert why_forbidden(str(IPv6Address(int(NAT64.network_address) + int(address)))) == why_forbidden(str(address))


@given(st.text(max_size=60))
def test_whatever_is_typed_ends_in_a_problem_or_in_a_request_to_a_public_address(typed):
    world = World()
    for url in (typed, f"http://{typed}", f"http://example.org/{typed}"):
        made = world.fetch(url)
        assert made.reason in REASONS
    assert not any(why_forbidden(address) for address, _ in world.connected)

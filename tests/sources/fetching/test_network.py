"""The real network's own promises, with the system's sockets replaced: nothing here leaves the machine."""

import datetime as dt
import socket
import threading

import pytest

from sources.fetching.network import Internet


def test_a_name_has_each_of_its_addresses_once_in_the_systems_order(monkeypatch):
    found = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:2800::1", 443, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)),
    ]
    asked = []

    def look_up(*args, **options):
        asked.append((args, options))
        return found

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert Internet().resolve("example.org", 443, 1) == ["2606:2800::1", "93.184.216.34"]
    assert asked == [((b"example.org", 443), {"type": socket.SOCK_STREAM})]


def test_a_resolver_that_fails_says_so(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(socket.gaierror, match="not known"):
        Internet().resolve("example.org", 443, 1)


def test_a_resolver_that_hangs_is_left_behind(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(5) and [])
    with pytest.raises(TimeoutError):
        Internet().resolve("example.org", 443, 0.05)
    release.set()


def test_a_connection_goes_to_the_very_address(monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "create_connection", lambda *args: asked.append(args))
    Internet().connect("93.184.216.34", 443, 2.5)
    assert asked == [(("93.184.216.34", 443), 2.5)]


def test_time_is_utc_and_never_goes_back():
    network = Internet()
    assert network.now().utcoffset() == dt.timedelta()
    before = network.clock()
    network.sleep(0)
    assert network.clock() >= before

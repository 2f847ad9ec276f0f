"""What holds at every address of the API, whichever view answers there."""

import gzip
import json
import re
import socket
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from newsroom.api.compressing import GzipMiddleware
from newsroom.urls import api_patterns
from tests.addresses import routes
from tests.api.asking import CLAIMS, PROBLEM, ask, client, issue
from tests.api.copying import PLURALS
from tests.factories import ClaimFactory
from tests.server import STARTED, real_server

pytestmark = pytest.mark.django_db


def addresses():
    """Every route below `/api/`, filled in with what was issued."""
    issue(ClaimFactory())
    ids = {name: ask(f"/api/v1/{name}/")["results"][0]["id"] for name in PLURALS}
    for route in routes(api_patterns):
        public_id = ids.get(route.partition("/")[0], ids["claims"])
        path = route.replace("<public_id:public_id>", public_id).replace("<int:number>", "1")
        yield f"/api/v1/{path.replace('<slug:code>', 'not-found')}"


def test_every_address_answers_get_head_and_options_and_refuses_all_else():
    found = list(addresses())
    assert len(found) > 45
    for address in found:
        assert not re.search("[<>]", address)
        got, headed = client.get(address), client.head(address)
        assert got.status_code == headed.status_code == 200, address
        assert _length_is_told(got, headed), address
        asked = client.options(address, headers={"Origin": "https://elsewhere.example"})
        assert (asked.status_code, asked.content, asked["Allow"]) == (204, b"", "GET, HEAD, OPTIONS"), address
        assert "Authorization" in asked["Access-Control-Allow-Headers"]
        for method in ("post", "put", "patch", "delete", "trace"):
            refused = getattr(client, method)(address)
            assert (refused.status_code, refused["Content-Type"]) == (405, PROBLEM)
            assert refused["Allow"] == "GET, HEAD, OPTIONS"
        for response in (got, headed, asked, refused):
            assert response["Access-Control-Allow-Origin"] == "*", address
            assert "RateLimit" in response["Access-Control-Expose-Headers"]


def _length_is_told(got: Any, headed: Any) -> bool:
    """HEAD gives no content, and the length that GET has; of a file that is streamed nobody knows it."""
    if got.streaming:
        return not b"".join(headed.streaming_content) and "Content-Length" not in headed
    return (headed.content, headed["Content-Length"]) == (b"", str(len(got.content)))


def test_an_address_that_does_not_exist_does_not_exist_for_any_method():
    for method in ("get", "head", "options", "post"):
        response = getattr(client, method)("/api/v1/nowhere/")
        assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_too_long_and_too_large_are_problems():
    long = client.get(f"{CLAIMS}?id__in={'a' * 8200}")
    assert (long.status_code, long["Content-Type"], long.json()["code"]) == (414, PROBLEM, "address-too-long")
    large = client.post(CLAIMS, data="x" * 70_000, content_type="text/plain")
    assert (large.status_code, large.json()["code"]) == (413, "payload-too-large")
    assert client.generic("GET", CLAIMS, "x" * 100).status_code == 200


def test_as_many_ids_as_may_be_asked_for_fit_into_an_address():
    ids = ",".join(["clm_" + "a" * 26] * 200)
    assert ask(CLAIMS, id__in=ids)["results"] == []


@pytest.mark.parametrize("takes", ["gzip", "br, gzip;q=0.8", "x-gzip", "gzip;q=1.0, identity"])
def test_who_takes_it_gets_it_compressed(takes):
    issue(ClaimFactory())
    plain, packed = client.get(CLAIMS), client.get(CLAIMS, headers={"Accept-Encoding": takes})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Length"], packed["ETag"]) == (str(len(packed.content)), f"W/{plain['ETag']}")
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    again = client.get(CLAIMS, headers={"Accept-Encoding": takes, "If-None-Match": packed["ETag"]})
    assert (again.status_code, again.content, again["Vary"]) == (304, b"", "Accept-Encoding")


def test_who_does_not_take_it_and_what_is_small_stays_plain():
    issue(ClaimFactory())
    for takes in ("", "identity", "gzip;q=0", "br"):
        assert not client.get(CLAIMS, headers={"Accept-Encoding": takes}).has_header("Content-Encoding")
    small = client.get("/api/v1/ledger/", headers={"Accept-Encoding": "gzip"})
    assert not small.has_header("Content-Encoding")
    assert not client.get("/admin/login/", headers={"Accept-Encoding": "gzip"}).has_header("Content-Encoding")


def test_a_stream_is_compressed_as_it_flows():
    pulled = []

    def lines():
        for number in range(3000):
            pulled.append(number)
            yield f"line {number * 7919}\n".encode()

    middleware = GzipMiddleware(lambda _: StreamingHttpResponse(lines(), headers={"ETag": '"x"'}))
    response = middleware(RequestFactory().get(CLAIMS, headers={"accept-encoding": "gzip"}))
    pieces = iter(response)
    first = next(pieces)
    assert len(pulled) < 3000
    whole = zlib.decompress(first + b"".join(pieces), 16 + zlib.MAX_WBITS)
    assert whole == b"".join(f"line {number * 7919}\n".encode() for number in range(3000))
    assert (response["ETag"], response["Content-Encoding"]) == ('W/"x"', "gzip")


def raw(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(request)
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode().lower(), body


@pytest.mark.own_database
def test_what_the_server_itself_refuses_is_a_problem_too():
    with real_server() as port:
        host = b"Host: localhost\r\nConnection: close\r\n"
        asked = {
            "address-too-long": b"GET /api/v1/claims/?q=" + b"a" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            "headers-too-large": b"GET /api/v1/claims/ HTTP/1.1\r\n" + host + b"X-A: b\r\n" * 200 + b"\r\n",
            "malformed-request": b"GET /api/v1/claims/ HTTP/1.1\r\n" + host + b"No colon\r\n\r\n",
            "not-found": b"GET /api/v1/nowhere/ HTTP/1.1\r\n" + host + b"\r\n",
        }
        bent = (
            b"X-A: \0",
            b"X-A: a\rb",
            b"Content-Length: -1",
            b"Host: evil.example",
            b"X A: b",
            b"Content-Length: 1, 2",
        )
        requests = [b"GET /api/v1/problems/ HTTP/1.1\r\n" + host + header + b"\r\n\r\n" for header in bent]
        for code, request in [*asked.items(), *(("malformed-request", request) for request in requests)]:
            status, head, body = raw(port, request)
            said = json.loads(body)
            assert (said["code"], said["status"]) == (code, status)
            assert f"content-type: {PROBLEM}" in head
            assert "access-control-allow-origin: *" in head
        typed = b"Content-Type: text/plain; charset=hex\r\n"
        assert raw(port, b"GET /api/v1/problems/?x=%20 HTTP/1.1\r\n" + host + typed + b"\r\n")[0] == 200
        status, head, body = raw(port, b"HEAD /healthz HTTP/1.1\r\n" + host + b"\r\n")
        assert (status, body) == (200, b"")
    assert Path(settings.BASE_DIR, "README.md").read_text().count(STARTED) == 1

import datetime as dt
import io
import re
from concurrent.futures import ProcessPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from newsroom.accounts.models import ApiToken
from newsroom.api.access import scope_of
from newsroom.api.counting import FileCounts
from newsroom.api.throttling import read_rate
from tests.api.asking import CLAIMS, PROBLEM, issue
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db
LIMIT = re.compile(r'"default";r=(\d+);t=(\d+)')


def command(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("api_token", *words, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


def new_client(**headers):
    """A client of a server started with the settings of this test."""
    return Client(raise_request_exception=False, headers=headers)


def bearing(secret):
    return new_client(Authorization=f"Bearer {secret}")


@pytest.fixture
def closed(settings):
    settings.API_CLOSED = True


@pytest.fixture
def limited(settings, tmp_path):
    settings.API_RATE = "3/day"
    settings.CACHES = {
        **settings.CACHES,
        "throttle": {**settings.CACHES["throttle"], "LOCATION": str(tmp_path / "counts")},
    }


def test_a_closed_instance_answers_to_a_token_alone(closed):
    issue(ClaimFactory())
    response = new_client().get(CLAIMS)
    assert (response.status_code, response["Content-Type"]) == (401, PROBLEM)
    assert response["WWW-Authenticate"] == 'Bearer realm="newsroom"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert new_client().get("/api/v1/nowhere/").status_code == 401
    secret, _ = command("make", "a friend")
    found = bearing(secret).get(CLAIMS)
    assert (found.status_code, len(found.json()["results"])) == (200, 1)
    assert (found["Cache-Control"], found["Vary"]) == ("private, no-cache", "Authorization, Accept-Encoding")


def test_how_to_ask_can_be_read_without_a_token_and_a_browser_may_ask_first(closed):
    for open_page in ("schema/", "docs/", "problems/", "problems/unauthorized/", "meta/limits/"):
        assert new_client().get(f"/api/v1/{open_page}").status_code == 200
    assert new_client().options(CLAIMS).status_code == 204
    assert new_client().get("/healthz").status_code == 200
    assert new_client().get("/api/v1/meta/limits/").json()["needs_token"] is True


def test_a_token_that_is_wrong_over_or_revoked_is_refused(closed):
    secret, said = command("make", "a friend")
    (number,) = re.findall(r"Token (\d+)", said)
    for wrong in ("nrt_wrong", secret + "x", secret.lower()):
        response = bearing(wrong).get(CLAIMS)
        assert response.status_code == 401
        assert 'error="invalid_token"' in response["WWW-Authenticate"]
    assert bearing(secret).get(CLAIMS).status_code == 200
    command("revoke", number)
    assert bearing(secret).get(CLAIMS).status_code == 401
    other, _ = command("make", "another", "--days", "1")
    ApiToken.objects.update(created_at=timezone.now() - dt.timedelta(days=2), expires_at=timezone.now())
    assert bearing(other).get(CLAIMS).status_code == 401


def test_a_token_is_for_what_it_was_made_for(closed):
    secret, _ = command("make", "a mirror", "--scope", "changes")
    assert bearing(secret).get("/api/v1/changes/").status_code == 200
    assert bearing(secret).get("/api/v1/ledger/").status_code == 200
    response = bearing(secret).get(CLAIMS)
    assert (response.status_code, response["Content-Type"]) == (403, PROBLEM)
    assert 'scope="read"' in response["WWW-Authenticate"]
    assert "only for: changes" in response.json()["detail"]
    assert [scope_of(path) for path in (CLAIMS, "/api/v1/claims.csv", "/api/v1/ledger/proof/x/")] == [
        "read",
        "export",
        "changes",
    ]


def test_the_secret_is_shown_once_and_stored_nowhere():
    secret, said = command("make", "a friend", "--scope", "read", "--scope", "export", "--days", "30")
    assert re.fullmatch(r"nrt_[\w-]{43}", secret)
    assert "for read export" in said
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    listed, _ = command("list")
    assert "a friend" in listed
    assert secret not in listed
    with pytest.raises(CommandError, match="from 1 to 3650 days"):
        command("make", "x", "--days", "0")
    with pytest.raises(CommandError, match="There is no token 99999"):
        command("revoke", "99999")


def test_a_client_is_told_where_it_stands_and_when_to_come_back(limited):
    for left in (2, 1, 0):
        response = new_client().get(CLAIMS)
        assert response.status_code == 200
        assert response["RateLimit-Policy"] == '"default";q=3;w=86400'
        assert LIMIT.findall(response["RateLimit"])[0][0] == str(left)
    refused = new_client().get(CLAIMS)
    assert (refused.status_code, refused["Content-Type"], refused.json()["code"]) == (429, PROBLEM, "too-many-requests")
    assert LIMIT.findall(refused["RateLimit"]) == [("0", refused["Retry-After"])]
    assert new_client().options(CLAIMS).status_code == 204
    assert new_client().get("/healthz").status_code == 200


def test_every_client_has_a_count_of_its_own(limited, settings):
    def asking(address, **headers):
        return new_client(**headers).get(CLAIMS, REMOTE_ADDR=address).status_code

    assert [asking("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert asking("192.0.2.2") == 200
    assert [asking(f"2001:db8::{number}") for number in range(4)] == [200, 200, 200, 429]
    assert asking("2001:db8:0:1::1") == 200
    secret, _ = command("make", "a friend")
    assert asking("192.0.2.1", Authorization=f"Bearer {secret}") == 200
    assert asking("192.0.2.1", Authorization="Bearer nrt_guess") == 429
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    forged = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}
    assert asking("127.0.0.1", **forged) == 429
    assert asking("127.0.0.1", **{"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}) == 200


def test_an_open_instance_without_a_rate_counts_nothing():
    response = new_client().get(CLAIMS)
    assert not response.has_header("RateLimit")
    assert response["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("text", ["600", "0/minute", "600/fortnight", "many/minute", "1.5/second"])
def test_a_rate_that_cannot_be_read_stops_the_server_with_the_mend(text):
    with pytest.raises(ImproperlyConfigured, match="write it as 600/minute"):
        read_rate(text)


def count_on(path, times):
    counts = FileCounts(path, {})
    return [counts.incr("key") for _ in range(times)]


def test_several_processes_lose_no_count(tmp_path):
    path = str(tmp_path / "counts")
    FileCounts(path, {}).add("key", 0, 60)
    with ProcessPoolExecutor(3) as pool:
        counted = [number for numbers in pool.map(count_on, [path] * 3, [200] * 3) for number in numbers]
    assert sorted(counted) == list(range(1, 601))


def test_what_is_counted_ends(tmp_path, monkeypatch):
    counts = FileCounts(str(tmp_path / "counts"), {})
    moment = [1000.0]
    monkeypatch.setattr("newsroom.api.counting.time.time", lambda: moment[0])
    assert counts.add("key", 5, 60)
    assert not counts.add("key", 0, 60)
    assert counts.incr("key") == counts.get("key") == 6
    moment[0] += 61
    assert counts.get("key") is None
    with pytest.raises(ValueError, match="Nothing is counted"):
        counts.incr("key")
    assert counts.add("key", 0, 60)
    assert counts.delete("key")
    counts.clear()


def test_several_machines_share_a_server_instead(monkeypatch):
    assert caches["throttle"].__class__ is FileCounts
    assert "redis" not in django_settings.CACHES["throttle"]["BACKEND"]

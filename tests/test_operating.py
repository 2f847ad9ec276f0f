"""What an operator is told of a running newsroom: log lines and metrics, and nothing of what people typed."""

import io
import json
import logging
import urllib.request

import pytest
from django.db import IntegrityError
from prometheus_client.parser import text_string_to_metric_families

from newsroom.log_lines import JsonLines
from tests.api.asking import client, issue
from tests.factories import ArticleFactory, ClaimFactory
from tests.server import real_server

TOKEN = {"Authorization": "Bearer let-me-see"}
SECRET = "Ana Secretname"


def measured():
    answer = client.get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.django_db
def test_metrics_are_there_only_with_their_token(settings):
    assert client.get("/metrics", headers=TOKEN).status_code == 404
    settings.METRICS_TOKEN = "let-me-see"
    for headers in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer other"},
        {"Authorization": "let-me-see"},
    ):
        answer = client.get("/metrics", headers=headers)
        assert (answer.status_code, answer["WWW-Authenticate"], answer.content) == (401, "Bearer", b"")
    assert client.get("/metrics", headers=TOKEN)["Cache-Control"].count("no-store")


@pytest.mark.django_db
def test_metrics_follow_the_ledger_and_the_queues(settings, django_assert_max_num_queries):
    settings.METRICS_TOKEN = "let-me-see"
    before = measured()
    head = issue(ClaimFactory())
    ArticleFactory()
    with django_assert_max_num_queries(14):
        after = measured()
    assert (before["newsroom_ledger_head",], after["newsroom_ledger_head",]) == (0, head)
    assert after["newsroom_ledger_head_timestamp_seconds",] > 0
    assert (before["newsroom_waiting", "to_read"], after["newsroom_waiting", "to_read"]) == (0, 1)
    assert after["newsroom_outdated_documents",] == after["newsroom_import_runs", "failed"] == 0
    assert after["newsroom_database_bytes",] >= 0


def written(log):
    """What a logger writes as a line, read again."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("django.request")  # noqa: LOG001  one that nobody else hears
    logger.addHandler(handler)
    log(logger)
    [line] = out.getvalue().splitlines()
    assert SECRET not in line
    return json.loads(line)


def collide():
    try:
        look_up()
    except KeyError as first:
        message = f"Key (name)=({SECRET}) already exists"
        raise IntegrityError(message) from first


def look_up():
    raise KeyError(SECRET)


def test_an_error_is_logged_by_its_type_and_place_and_never_with_its_message(rf):
    request = rf.post(f"/admin/sources/source/add/?name={SECRET}", {"name": SECRET}, headers={"X-Request-ID": "a-1"})

    def log(logger):
        try:
            collide()
        except IntegrityError:
            logger.exception("Internal Server Error: %s", request.path, extra={"request": request, "status_code": 500})

    line = written(log)
    assert (line["level"], line["logger"]) == ("error", "django.request")
    assert line["message"] == "Internal Server Error: /admin/sources/source/add/"
    assert line["error"] == "django.db.utils.IntegrityError"
    assert [place.rpartition(" ")[2] for place in line["places"]] == ["collide", "look_up", "log", "collide"]
    assert (line["method"], line["path"], line["request"]) == ("POST", "/admin/sources/source/add/", "a-1")


def test_a_query_in_a_message_and_a_request_id_that_is_none_stay_out(rf):
    request = rf.get("/api/v1/claims/", headers={"X-Request-ID": f"{SECRET}\n"})
    line = written(lambda logger: logger.warning("Slow: /claims/?q=Secretname and more", extra={"request": request}))
    assert (line["message"], line["request"]) == ("Slow: /claims/ and more", "")


@pytest.mark.own_database
def test_the_server_writes_one_line_of_json_for_each_request_without_query_and_address(tmp_path):
    path = tmp_path / "lines"
    with path.open("w") as out, real_server(out) as port:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz?q=Secretname", headers={"X-Request-ID": "b-2"})
        urllib.request.urlopen(asked).close()  # noqa: S310  our own server
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    [line] = [line for line in lines if line["message"] == "answered"]
    assert (line["method"], line["path"], line["status"], line["request"]) == ("GET", "/healthz", 200, "b-2")
    assert line["bytes"] > 0
    assert line["ms"] >= 0
    assert not [line for line in lines if "Secretname" in str(line)]
    assert "127.0.0.1" not in str(line)

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.api.problems import KINDS, ProblemMiddleware, code_of, problem_path
from newsroom.api.views import PublicationViewSet
from tests.api.asking import CLAIMS, PROBLEM, ask, client, issue, refusal
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_an_unknown_parameter_names_the_plain_word_and_what_it_is_called_here():
    said = refusal(CLAIMS, sorce="x")
    assert said["detail"] == "Unknown parameter “sorce”. Did you mean “source”, here called “said_by”?"
    assert said["did_you_mean"][:2] == ["said_by", "source"]
    assert refusal(CLAIMS, source="x")["detail"] == "Unknown parameter “source”. Here it is called “said_by”."
    assert refusal(CLAIMS, saidby="x")["did_you_mean"][0] == "said_by"
    assert "did_you_mean" not in refusal(CLAIMS, xyzzy="x")


def test_the_clock_that_only_claims_have_is_pointed_to():
    for name, place in (("incident", "incidents"), ("question", "questions")):
        said = refusal(f"/api/v1/{place}/", reported_until="2023-06-20")
        assert f"/api/v1/claims/?{name}=…&reported_until=…" in said["detail"]


def test_every_fault_is_named_at_once():
    said = refusal(f"{CLAIMS}?foo=1&said_by=&kind=atleast&low__gte=x&page_size=0&medium=phone&medium=phone")
    assert [(each["parameter"], each["code"]) for each in said["errors"]] == [
        ("foo", "unknown-parameter"),
        ("said_by", "invalid-value"),
        ("medium", "repeated-parameter"),
        ("page_size", "invalid-value"),
        ("kind", "invalid-value"),
        ("low__gte", "invalid-value"),
    ]
    assert {name: said[name] for name in said["errors"][0]} == said["errors"][0]


@pytest.mark.parametrize(
    ("params", "hint"),
    [
        ({"kind": "atleast"}, "Did you mean “at_least”?"),
        ({"polarity": "xyz"}, "It is one of: affirms, denies, declines, no_response."),
        ({"said_after": "2023-02-30"}, "write it as 2023-06-19"),
        ({"said_after": "19.6.2023"}, "write it as 2023-06-19"),
        ({"reported_until": "2023-06-19T10:00"}, "with its zone, as 2023-06-19T15:04:00Z"),
        ({"issued_after": "0001-01-01T00:00:00+14:00"}, "with its zone"),
        ({"issued_before": "9999-12-31"}, "a year from 1000 to 9998"),
        ({"as_of": "yesterday"}, "write 1042 or 2023-06-19T15:04:00Z"),
        ({"said_by": "src_1"}, "they are written src_ and 26 characters"),
        ({"said_by": "clm_" + "a" * 26}, "they are written src_"),
        ({"country": "Israel"}, "write two letters of ISO 3166-1"),
        ({"low__gte": "many"}, "is not a whole number"),
        ({"low__gte": "9" * 5000}, "at most 2000 are taken"),
        ({"id__in": ",".join(["clm_" + "a" * 26] * 201)}, "at most 200 are taken at once"),
        ({"id__in": "a" * 7000}, "at most 6600 are taken"),
        ({"medium": ",".join(["phone"] * 51)}, "at most 50 are taken at once"),
        ({"ordering": "label"}, "It is one of: -issued, issued, -said"),
        ({"with_count": "True"}, "is neither true nor false"),
        ({"include": "all"}, "It is one of: withdrawn"),
        ({"place": "a\x00b"}, "holds a control character"),
        ({"place": "  "}, "is empty"),
        ({"topic": "a b"}, "write its IPTC qcode"),
    ],
)
def test_a_bad_value_says_how_to_write_a_good_one(params, hint):
    said = refusal(CLAIMS, **params)
    assert said["parameter"] == next(iter(params))
    assert hint in said["detail"]


def test_a_message_quotes_at_most_a_little():
    assert len(client.get(CLAIMS, {"x" * 1500: "y", "kind": "z" * 1900}).content) < 2000


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused(method):
    response = getattr(client, method)(CLAIMS, data="{", content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "read-only" in response.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/claim/", "/api/v2/claims/", "/api/v1/claims/1/", "/api"]
)
def test_an_address_that_does_not_exist_is_a_problem_too(path):
    assert refusal(path, 404)["type"] == "/api/v1/problems/not-found/"


def test_errors_elsewhere_are_left_as_they_are():
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_a_defect_says_nothing_of_the_inside_and_is_recorded(monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(PublicationViewSet, "list", fail)
    response = client.get(CLAIMS)
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert b"inside" not in response.content
    assert "secret of the inside" in caplog.text


def test_a_suspicious_request_is_a_problem(caplog):
    response = client.get(CLAIMS, headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    many = client.get(f"{CLAIMS}?{'&'.join(['a=1'] * 1200)}")
    assert (many.status_code, many["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 410, 413, 415, 418, 429, 500, 502, 503])
def test_an_error_page_of_another_layer_becomes_a_problem(status):
    middleware = ProblemMiddleware(lambda _: HttpResponse("<h1>", status=status, headers={"Retry-After": "7"}))
    response = middleware(RequestFactory().get(CLAIMS))
    said = json.loads(response.content)
    assert response["Content-Type"] == PROBLEM
    assert response["Retry-After"] == "7"
    assert said["code"] == code_of(status)
    assert status in {418, 502} or response.status_code == said["status"] == status


def test_every_code_is_explained_where_its_type_points():
    listed = ask("/api/v1/problems/")["results"]
    assert [each["code"] for each in listed] == list(KINDS)
    for each in listed:
        assert ask(each["type"]) == each == {**each, "type": problem_path(each["code"])}
    refusal("/api/v1/problems/no-such-code/", 404)


def test_a_value_may_hold_any_letter():
    issue(ClaimFactory())
    for place in (
        "Jenin جنين",
        "São Tomé",
        "a\u200cb",
        "%00",
        "'; DROP TABLE x --",
        "\ufffd",
        "\U0001f600",
        "{0}",
        "%s",
    ):
        assert ask(CLAIMS, place=place)["results"] == []

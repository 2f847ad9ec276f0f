import logging

import pytest

from newsroom.urls import api_patterns
from tests.addresses import routes
from tests.hostile.api import attack_all, complaints, issue_something
from tests.hostile.wire import Answer, Attack, answer_to

pytestmark = pytest.mark.django_db


def test_no_hostile_request_is_answered_with_a_failure_and_each_refusal_names_the_place():
    """One in eight attacks on each operation; the drill makes all of them."""
    issue_something()
    logging.disable(logging.WARNING)
    try:
        tally = attack_all(every=8)
    finally:
        logging.disable(logging.NOTSET)
    assert not tally.complaints, "\n".join(tally.complaints[:20])
    assert tally.operations == len(list(routes(api_patterns))) > 45
    assert tally.inputs >= 120
    assert tally.requests > 1_000
    assert {200, 400, 404, 405, 413, 414} <= tally.statuses.keys()


@pytest.mark.parametrize("charset", ["hex", "undefined", "idna", "utf-16", "zlib", "x-nothing"])
@pytest.mark.parametrize("path", ["/api/v1/claims/", "/accounts/login/", "/admin/login/"])
def test_the_charset_of_a_content_that_is_not_there_changes_nothing(path, charset):
    """Django itself reads the address by it, and fails where it is no text."""
    query = {"PATH_INFO": path, "QUERY_STRING": "next=%C3%A9&x=1"}
    plain = answer_to(Attack("none", query))
    claimed = answer_to(Attack(charset, {**query, "CONTENT_TYPE": f"text/html; charset={charset}"}))
    assert claimed.status == plain.status < 500
    assert path.startswith("/acc") or claimed.content == plain.content


def test_what_names_the_place_is_told_from_what_does_not():
    problem = {"Content-Type": "application/problem+json"}
    asked = Attack("a value", {"PATH_INFO": "/api/v1/claims/", "QUERY_STRING": "kind=x"})

    def said(status, code, detail="Say so.", **more):
        members = {"status": status, "code": code, "detail": detail, **more}
        return Answer(status, problem, str(members).replace("'", '"').encode())

    def complained(answer):
        return bool(list(complaints(answer, asked)))

    assert not complained(said(400, "invalid-value", parameter="kind"))
    assert complained(said(400, "invalid-value", parameter="medium"))
    assert complained(said(400, "invalid-value"))
    assert complained(said(400, "no-such-code"))
    assert complained(said(405, "method-not-allowed"))
    assert complained(said(400, "malformed-request", "Check the address and the query string."))
    assert complained(Answer(400, {"Content-Type": "text/html"}, b"<h1>"))
    assert complained(Answer(500, problem, b"{}"))
    assert complained(Answer())

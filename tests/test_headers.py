"""Every answer carries the strict headers, whoever gave it: a page, the API, an error, a static file."""

import pytest
from django.test import Client
from django.test.utils import override_settings

pytestmark = pytest.mark.django_db

WANTED = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}
ANSWERS = {
    "/admin/": 302,
    "/accounts/login/": 200,
    "/accounts/second-factor/": 302,
    "/api/v1/claims/": 200,
    "/api/v1/claims/?sorce=x": 400,
    "/api/v1/claims/clm_aaaaaaaaaaaaaaaaaaaaaaaaaa/": 404,
    "/api/v1/nothing/": 404,
    "/api/v1/schema/": 200,
    "/api/v1/docs/": 200,
    "/static/newsroom/skin.css": 200,
    "/static/newsroom/nothing.css": 404,
    "/nothing": 404,
    "/healthz": 200,
    "/readyz": 200,
    "/favicon.ico": 302,
    "/": 302,
}


def got(path, **words):
    answer = Client().get(path, **words)
    answer.close()  # a static file is an open one
    return answer


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_an_answer_has_every_header(path, status):
    answer = got(path)
    assert answer.status_code == status
    for name, value in WANTED.items():
        if name == "Cross-Origin-Resource-Policy" and path.startswith("/api/"):
            value = "cross-origin"  # noqa: PLW2901
        assert value in answer.headers.get(name, ""), name


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/claims/"])
@pytest.mark.parametrize("what", ["host", "method", "crash"])
def test_what_fails_before_or_in_a_view_has_them_too(path, what, monkeypatch, caplog):
    browser = Client(raise_request_exception=False)
    if what == "host":
        answer = browser.get(path, HTTP_HOST="elsewhere.example")
        assert answer.status_code == 400
    elif what == "method":
        answer = browser.generic("BREW", path)
    else:
        monkeypatch.setattr("newsroom.desk.site.NewsroomAdmin.index", None)
        monkeypatch.setattr("newsroom.api.views.read_query", None)
        answer = browser.get(path)
    assert answer.status_code >= 300
    assert {name for name in WANTED if name not in answer.headers} == set()


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/claims/?sorce=x", "/static/newsroom/skin.css"])
def test_over_tls_every_answer_asks_for_tls_for_a_year_where_that_is_switched_on(path):
    assert "Strict-Transport-Security" not in got(path, secure=True).headers
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_SSL_REDIRECT=True):
        assert "max-age=31536000" in got(path, secure=True).headers["Strict-Transport-Security"]
        assert got(path).status_code == 301


def test_nothing_inline_and_nothing_foreign_is_allowed():
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "form-action 'self'" in policy

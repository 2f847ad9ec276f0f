"""The watch over hostile texts would tell: a dialog, a report of the policy, a request, an element, a global."""

import pytest

from tests.browser.payloads import CONTEXTS, ELEMENTS
from tests.browser.watching import LEFT_BEHIND, PLANTED, left_behind

OWN = "http://localhost/"
OTHER = "https://evil.example/x"
POLICY = {"Content-Security-Policy": "default-src 'self'"}
MARKUP = [context + element for context in CONTEXTS for element in ELEMENTS]
EACH = f"""([planted, payloads]) => payloads.filter((payload) => {{
    const page = new DOMParser().parseFromString(payload, "text/html");
    return !({LEFT_BEHIND})(planted, page).length;
}})"""


@pytest.fixture
def show(unwatched):
    """Shows a page that is made of these words."""

    def shown(body, headers=None):
        answer = {"body": body, "headers": headers or {}, "content_type": "text/html"}
        unwatched.route(OWN, lambda route: route.fulfill(**answer))
        unwatched.route(OTHER, lambda route: route.abort())
        unwatched.goto(OWN)
        return unwatched

    return shown


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "<svg onload=alert(1)>"])
def test_it_tells_a_script_that_ran(watch, show, payload):
    show(payload)
    assert watch.complaints == ["a dialog: 1"]


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=//evil.example>"])
def test_it_tells_what_the_policy_held_back(watch, show, payload):
    show(payload, POLICY)
    assert any("Content Security Policy" in complaint for complaint in watch.complaints)


def test_it_tells_a_request_to_another_host(watch, show):
    show(f"<img src={OTHER}>")
    assert f"asked another host: {OTHER}" in watch.complaints


def test_it_tells_what_a_script_left_behind(show):
    assert left_behind(show("<script>window.pwned=1</script>")) == ["<script>window.pwned=1</script>", "a payload ran"]


def test_it_tells_every_payload_that_became_an_element(show):
    assert show("").evaluate(EACH, [PLANTED, MARKUP]) == []

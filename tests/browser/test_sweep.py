"""Every page of the desk is usable by everybody; a new page is looked at by itself.

None of them writes to the browser's console, where the Content-Security-Policy reports, nor asks another host.
"""

import pytest

from tests.browser.looks import FRAME, wrong_with
from tests.browser.scenes import furnished_desk
from tests.browser.screens import screens

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]

PARTS = 4
"""How many workers can share the pages."""
OPEN = "document.querySelectorAll('details').forEach((part) => { part.open = true; })"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_usable_by_everybody(unwatched, live_server, watch, part):
    page, desk = unwatched, furnished_desk()
    page.context.add_cookies([{"name": "sessionid", "value": desk.cookie, "url": live_server.url}])
    wrong = {}
    for path in list(screens(desk))[part::PARTS]:
        if is_shown(page.goto(f"{live_server.url}{path}"), path):
            page.evaluate(OPEN)
            wrong[path] = wrong_with(page, without=() if path == "/admin/" else FRAME)
    assert {path: complaints for path, complaints in wrong.items() if complaints} == {}
    assert watch.complaints == []
    assert len(wrong) > 30


def is_shown(answer, path):
    """What leads to another page is looked at there; what was refused is a line of text."""
    is_page = answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    return is_page and answer.url.endswith(path)

"""The incident's screen and the queue of conflicts in a real browser; how they look is asked by the sweep."""

import pytest
from playwright.sync_api import expect

from newsroom.accounts.models import User
from tests.browser.scenes import contested_incident

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_contradiction_leads_from_the_desk_to_the_incident_that_draws_it(desk, live_server):
    incident = contested_incident(User.objects.get())
    desk.goto(f"{live_server.url}/admin/")
    desk.click(".desk-queues >> text=Conflicts")
    desk.get_by_role("link", name=str(incident)).first.click()
    expect(desk.locator("#what-is-said .range-plot")).to_have_count(2)
    expect(desk.locator("#around")).to_be_visible()

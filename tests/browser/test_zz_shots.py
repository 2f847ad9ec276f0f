import pytest
from tests.browser.test_incident_screen import incident  # noqa
pytestmark = pytest.mark.django_db(transaction=True)
def test_shots(desk, live_server, incident):
    for name,w,scheme in (("d",1280,"light"),("m",390,"light"),("k",1280,"dark")):
        desk.set_viewport_size({"width": w, "height": 900}); desk.emulate_media(color_scheme=scheme)
        desk.goto(f"{live_server.url}/admin/events/incident/{incident.pk}/change/")
        for i,p in enumerate(("#what-is-said","#around")):
            desk.locator(p).screenshot(path=f"/tmp/shot-{name}-{i}.png")
        desk.goto(f"{live_server.url}/admin/conflicts/"); desk.screenshot(path=f"/tmp/shot-{name}-c.png", full_page=True)
    desk.set_viewport_size({"width": 1280, "height": 900}); desk.goto(f"{live_server.url}/admin/"); desk.screenshot(path="/tmp/shot-index.png")

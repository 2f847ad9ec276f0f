"""The incident's screen and the queue of conflicts in a real browser: axe finds nothing in them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction

from events.models import Finding, IncidentLink, IncidentParty
from events.quantity_words import parse_quantity
from newsroom.accounts.models import User
from newsroom.ledger.publishing import publish
from tests.factories import ClaimFactory, IncidentFactory, PlaceFactory, QuestionFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMES = ["light", "dark"]


@pytest.fixture
@transaction.atomic
def incident(desk):
    """Two sides that contradict each other, a draft, a finding, a neighbour elsewhere."""
    question = QuestionFactory(incident=IncidentFactory(label="Raid on Exampleville, 19 June 2023"))
    incident = question.incident
    army = SourceFactory(name="Example Army")
    ministry = SourceFactory(name="وزارة الصحة")
    IncidentParty.objects.create(incident=incident, party=army, role="side_a")
    IncidentParty.objects.create(incident=incident, party=ministry, role="side_b")
    figures = {"at least six": army, "four": ministry, "nearly 30": SourceFactory(name="A Witness with a Long Name")}
    claims = [ClaimFactory(question=question, said_by=by, figure=figure) for figure, by in figures.items()]
    claims.append(ClaimFactory(question=question, figure="about 12", said_edtf="2023-06-20"))
    claims.append(ClaimFactory(question=question, figure="12,000", said_edtf="2023-06-21"))
    claims.append(ClaimFactory(question=question, figure="between six and nine", said_edtf="2023-06-21"))
    publish(claims)
    ClaimFactory(question=question, figure="forty")
    finding = Finding(
        question=question,
        outcome="confirms",
        method="report_range",
        rationale="Names of nine are known.",
        value_type="quantity",
        signed_by=User.objects.get(),
    )
    finding.quantity = parse_quantity("nine")
    finding.save()
    publish([question])
    elsewhere = IncidentFactory(place=PlaceFactory(latitude="32.220000", longitude="35.260000"), place_precision=3)
    IncidentLink.objects.create(incident=elsewhere, kind="part_of", other=incident)
    return incident


def complaints(page, panel):
    """What axe finds in one panel. It may not copy style sheets into `<style>`, which the policy forbids it."""
    found = Axe().run(page, context=panel, options={"preload": False}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_incident_s_panels(desk, live_server, incident, scheme, direction):
    desk.emulate_media(color_scheme=scheme)
    desk.goto(f"{live_server.url}/admin/events/incident/{incident.pk}/change/")
    desk.evaluate(f"document.documentElement.dir = '{direction}'")
    desk.evaluate("document.querySelectorAll('.incident-panel details').forEach(part => part.open = true)")
    assert desk.locator(".range-plot").count() == 2
    for panel in ("#what-is-said", "#around"):
        assert complaints(desk, panel) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_queue(desk, live_server, incident, scheme):
    desk.emulate_media(color_scheme=scheme)
    desk.goto(f"{live_server.url}/admin/")
    assert complaints(desk, ".desk-queues") == []
    desk.click(".desk-queues >> text=Conflicts")
    assert complaints(desk, "#content-main") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_screen_scrolls_sideways(desk, live_server, incident, width):
    desk.set_viewport_size({"width": width, "height": 800})
    for path in (f"/admin/events/incident/{incident.pk}/change/", "/admin/conflicts/"):
        desk.goto(f"{live_server.url}{path}")
        for panel in desk.locator(".incident-panel").all():
            box = panel.bounding_box()
            assert box
            assert box["x"] + box["width"] <= width
            assert panel.evaluate("node => node.scrollWidth <= node.clientWidth + 1")

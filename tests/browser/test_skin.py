"""Every kind of page of the desk in a real browser: nothing inline, nothing foreign, usable by everybody.

The browser's own profile (`context`) fails a test for any console error, a report of the Content-Security-Policy
being one, and for any request to another host.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.desk.rows import ROWS

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
HEAVY = {"serious", "critical"}
IN_COLOUR = {"preload": False, "runOnly": ["color-contrast", "link-in-text-block"]}


def path_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def heavy_complaints(page, options=None):
    found = Axe().run(page, options=options or {"preload": False}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in HEAVY]


def pages_of(model, row):
    yield path_of(model, "changelist")
    yield path_of(model, "add")
    yield f"{path_of(model, 'add')}?_popup=1"
    for page in ("change", "history", "delete"):
        yield path_of(model, page, row.pk)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_a_model_is_usable_by_everybody(desk, live_server, model):
    with transaction.atomic():
        row = ROWS[model]()
    for path in pages_of(model, row):
        if desk.request.get(f"{live_server.url}{path}").status == 403:
            continue  # rows that nobody makes or deletes by hand
        desk.emulate_media(color_scheme="light")
        desk.goto(f"{live_server.url}{path}")
        desk.wait_for_load_state("networkidle")
        assert (path, heavy_complaints(desk)) == (path, [])
        desk.emulate_media(color_scheme="dark")
        desk.evaluate("document.documentElement.dir = 'rtl'")
        assert (path, "dark", heavy_complaints(desk, IN_COLOUR)) == (path, "dark", [])

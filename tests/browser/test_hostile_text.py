"""Scripts in every text of every record, on every screen, are words: in a browser nothing of them runs."""

import json
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Claim
from sources.models import Article
from tests.browser.hostile_rows import fill_desk
from tests.browser.payloads import PAYLOADS
from tests.browser.screens import screens
from tests.factories import SourceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]

FILL = """(payloads) => {
    const form = document.querySelector("#content-main form[method=post]");
    const all = payloads.join(" ");
    form.querySelectorAll("textarea, input:is(:not([type]), [type=text], [type=url])").forEach((box, at) => {
        box.value = box.maxLength > 0 ? payloads[at % payloads.length] : all;
    });
    HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture
def page(unwatched):
    """The watch is asked what it has against a page, all at once."""
    return unwatched


@pytest.fixture
def hostile(page, live_server, settings, tmp_path):
    """The desk, every text of it filled; the page is logged in."""
    settings.RECEIVED_DIR = str(tmp_path / "received")
    with transaction.atomic():
        desk, filled = fill_desk()
        for row in desk.rows.values():
            LogEntry.objects.log_actions(desk.user.pk, [row], CHANGE, " ".join(PAYLOADS), single_object=True)
    assert filled > 350
    page.context.add_cookies([{"name": "sessionid", "value": desk.cookie, "url": live_server.url}])
    return desk


def addresses(desk):
    """What shows a page, and what is told to those who ask wrongly."""
    payload = quote(PAYLOADS[0], safe="")
    yield from screens(desk)
    for listed in ("sources/article", "events/claim", "accounts/user"):
        yield f"/admin/{listed}/?q={payload}"
        yield f"/admin/{listed}/?{payload}={payload}"
    yield from (f"/admin/{payload}/", f"/admin/sources/article/{payload}/change/", f"/accounts/{payload}/")
    yield from (f"/api/v1/claims/?{payload}={payload}", f"/api/v1/claims/{payload}/", "/api/v1/docs/")
    yield f"/api/v1/claims/{desk.claim.public_id}/"


def test_no_payload_runs_on_any_page(page, live_server, hostile, watch):
    for address in addresses(hostile):
        watch.open(page, f"{live_server.url}{address}")
    assert watch.complaints == []
    assert set(PAYLOADS) - watch.shown == set()
    assert watch.screens > 170
    assert watch.hostile_screens > 100


def test_no_payload_runs_in_the_reader(page, live_server, hostile, watch):
    """Its list, the quote, the answers, the links and the boxes are made by scripts."""
    watch.open(page, f"{live_server.url}{reverse('admin:desk_read', args=[hostile.rows[Article].pk])}")
    page.wait_for_selector("#reader-list ol")
    watch.look(page)
    page.keyboard.press("n")
    expect(page.locator("#reader-quote")).to_be_visible()
    for box in ("said_by", "incident", "party"):
        find(page, f"[data-field='{box}'] input[type=text]", "script")
        watch.look(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.fill("[name=quantity_words]", PAYLOADS[2])
    page.fill("[name=note]", " ".join(PAYLOADS))
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-field=quantity_words] .reader-error")).to_be_visible()
    watch.look(page)
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.locator("#reader-link-words")).to_be_visible()
    watch.look(page)
    page.keyboard.press("Escape")
    page.reload()  # what was typed comes back from the draft that the browser keeps
    page.wait_for_selector("#reader-form:not([hidden]), #reader-list ol")
    watch.look(page)
    assert watch.complaints == []
    assert set(PAYLOADS) - watch.shown == set()


def find(page, box, words):
    page.locator(box).first.fill(words)
    page.locator(".combobox-popup:popover-open [role=option]", has_text=words).first.wait_for()


def test_no_payload_runs_on_the_screen_of_a_conflict(page, live_server, hostile, watch):
    claim = hostile.claim
    page.goto(f"{live_server.url}{reverse('admin:events_claim_change', args=[claim.pk])}")
    Claim.objects.filter(pk=claim.pk).update(note=PAYLOADS[-1], said_words=PAYLOADS[1], attribution=PAYLOADS[3])
    page.fill("#id_note", " ".join(PAYLOADS))
    page.click("[name=_continue]")
    page.wait_for_selector("#conflict-note")
    watch.look(page)
    assert watch.complaints == []
    assert set(PAYLOADS) - watch.shown == set()


def test_no_payload_runs_on_the_screens_of_an_import(page, live_server, hostile, watch):
    rows = [
        {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b"date 2023-02-30\n\nText."},
        {"name": "'><svg onload=alert(1)>.txt", "mimeType": "text/plain", "buffer": _report(PAYLOADS)},
        {"name": "x.jsonl", "mimeType": "text/plain", "buffer": _rows_of_json()},
    ]
    page.goto(f"{live_server.url}{reverse('admin:desk_import')}")
    page.set_input_files("#id_uploads", rows)
    page.fill("#id_outlet", PAYLOADS[2])
    page.click("#content [type=submit]")
    page.wait_for_selector("#refused-heading")
    watch.look(page)
    page.click("[name=import]")
    page.wait_for_selector(".messagelist")
    watch.look(page)
    page.click("text=Undo this import")
    page.wait_for_selector("input[value='Undo this import']")
    watch.look(page)
    assert watch.complaints == []
    assert watch.hostile_screens == 3
    assert len(watch.shown) > 100


def _report(payloads):
    return f"headline: {payloads[0]}\noutlet: {payloads[2]}\n\n{' '.join(payloads)}".encode()


def _rows_of_json():
    """Half of them with a date that is none."""
    rows = [{"id": payload, "headline": payload, "text": payload} for payload in PAYLOADS]
    rows[::2] = [{**row, "published": row["text"]} for row in rows[::2]]
    return "\n".join(map(json.dumps, rows)).encode()


def test_no_payload_runs_in_a_form_that_comes_back_with_what_was_typed(page, live_server, hostile, watch):
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        if hostile.client().get(path).status_code != 200:
            continue
        page.goto(f"{live_server.url}{path}")
        with page.expect_navigation():
            page.evaluate(FILL, PAYLOADS)
        watch.look(page)
    assert watch.complaints == []
    assert watch.screens > 8
    assert set(PAYLOADS) - watch.shown == set()


def test_no_payload_runs_where_a_name_is_revealed(page, live_server, hostile, watch):
    path = reverse("admin:sources_source_identity", args=[hostile.sealed.pk])
    page.goto(f"{live_server.url}{path}")
    page.fill("#id_purpose", " ".join(PAYLOADS))
    page.click("input[value=Reveal]")
    page.wait_for_selector("#opened-heading")
    watch.look(page)
    watch.open(page, f"{live_server.url}{path}")
    assert watch.complaints == []
    assert set(PAYLOADS) - watch.shown == set()


def test_a_merge_is_told_without_running_what_the_names_say(page, live_server, hostile, watch):
    kept, taken = SourceFactory(name=PAYLOADS[0], kind="person"), SourceFactory(name=PAYLOADS[2], kind="person")
    page.goto(f"{live_server.url}{reverse('admin:sources_source_merge', args=[kept.pk])}?with={taken.pk}")
    watch.look(page)
    page.fill("[name=why]", " ".join(PAYLOADS))
    page.click("input[value=Merge]")
    page.wait_for_selector(".messagelist .success")
    watch.look(page)
    watch.open(page, f"{live_server.url}{reverse('admin:sources_source_change', args=[taken.pk])}")
    watch.open(page, f"{live_server.url}{reverse('admin:sources_source_history', args=[kept.pk])}")
    assert watch.complaints == []
    assert watch.hostile_screens == 4

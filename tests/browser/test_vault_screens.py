"""Identities, making a source confidential, and the pages of an account: in a real browser, usable by everybody."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Error, expect

from newsroom.accounts.models import User
from newsroom.desk.roles import ensure_roles
from newsroom.ledger.publishing import publish
from sources.models import Source
from tests.accounts.conftest import code_now
from tests.browser.conftest import PASSWORD
from tests.browser.looks import wrong_with
from tests.factories import ClaimFactory, SourceFactory
from tests.vault.canaries import CANARIES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]


@pytest.fixture
def chief(page, live_server):
    """Who has the role, not only every right, and has just given his password."""
    ensure_roles()
    user = User.objects.create_user("chief", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Chief"))
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_login", "chief")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title(re.compile("Desk"))
    return page


def looks_right(page):
    assert wrong_with(page) == []


def test_an_identity_is_recorded_allowed_and_opened(chief, live_server):
    source = SourceFactory(confidential=True)
    chief.goto(f"{live_server.url}{reverse('admin:sources_source_change', args=[source.pk])}")
    chief.get_by_role("link", name="Identity").click()
    looks_right(chief)
    for name, words in CANARIES.items():
        chief.fill(f"#id_{name}", words)
    chief.get_by_role("button", name="Seal").click()
    expect(chief.get_by_text("You have no grant to open it")).to_be_visible()
    expect(chief.get_by_text(CANARIES["real_name"])).to_have_count(0)
    looks_right(chief)
    chief.select_option("#id_holder", label="chief")
    chief.fill("#id_until", "2100-01-01")
    chief.get_by_role("button", name="Allow").click()
    expect(chief.get_by_text("at most a year ahead").first).to_be_visible()
    chief.select_option("#id_holder", label="chief")
    chief.fill("#id_until", chief.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 10)"))
    chief.get_by_role("button", name="Allow").click()
    chief.fill("#id_purpose", "To call back before we print.")
    chief.get_by_role("button", name="Reveal").click()
    expect(chief.get_by_role("definition").filter(has_text=CANARIES["real_name"])).to_be_visible()
    looks_right(chief)
    chief.get_by_text("Correct it").click()
    chief.fill("#id_note", "asked for another label")
    looks_right(chief)
    chief.get_by_role("button", name="Seal").click()
    expect(chief.get_by_text("To call back before we print.")).to_be_visible()
    expect(chief.get_by_text(CANARIES["real_name"])).to_have_count(0)
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser keeps nothing of what was revealed
        chief.go_back()
    expect(chief.get_by_text(CANARIES["real_name"])).to_have_count(0)


def test_a_source_is_made_confidential(chief, live_server):
    with transaction.atomic():
        claim = ClaimFactory(said_by=SourceFactory(person=True, name="Odalys Example"))
        publish([claim])
    chief.goto(f"{live_server.url}{reverse('admin:sources_source_change', args=[claim.said_by.pk])}")
    chief.get_by_role("link", name="Make confidential").click()
    looks_right(chief)
    chief.get_by_role("button", name="Make confidential").click()
    expect(chief.get_by_text("Give the agreed words.")).to_be_visible()
    looks_right(chief)
    chief.fill("#id_label", "a person close to the talks")
    chief.check("#id_is_understood")
    chief.get_by_role("button", name="Make confidential").click()
    expect(chief.get_by_text("issued without the name")).to_be_visible()
    assert Source.objects.get(pk=claim.said_by.pk).name == "a person close to the talks"
    expect(chief.get_by_text("Odalys Example")).to_have_count(0)


def test_logging_in_with_a_second_factor_is_set_up_and_done(page, live_server, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = User.objects.create_user("ed", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="Editor")[0])
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/admin/")
    looks_right(page)
    page.fill("#id_login", "ed")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    looks_right(page)
    secret = page.locator("#content-main p > code").inner_text()
    page.fill("#id_code", code_now(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    looks_right(page)
    recovery = page.locator(".account-codes li").first.inner_text()
    for path in (
        "second-factor/",
        "second-factor/totp/deactivate/",
        "second-factor/recovery-codes/generate/",
        "sessions/",
    ):
        page.goto(f"{live_server.url}/accounts/{path}")
        looks_right(page)
    page.goto(f"{live_server.url}/admin/")
    expect(page).to_have_title(re.compile("Desk"))
    page.click("#logout-form button")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("#id_login", "ed")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    looks_right(page)
    page.fill("#id_code", "000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    looks_right(page)
    page.fill("#id_code", recovery)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title(re.compile("Desk"))

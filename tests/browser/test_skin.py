"""The skin of the desk in a real browser: by keyboard, on paper, logged out; how every page looks is the sweep's."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.ledger.publishing import publish
from tests.browser.conftest import PASSWORD
from tests.browser.looks import wrong_with
from tests.factories import ArticleFactory, ClaimFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]


@transaction.atomic
def public_claim():
    claim = ClaimFactory(cited_in=ArticleFactory())
    publish([claim])
    return claim


def test_who_is_logged_out_or_mistypes_finds_pages_usable_by_everybody(desk, live_server):
    desk.goto(f"{live_server.url}/admin/password_change/")
    desk.click("#logout-form button")
    desk.wait_for_selector("text=Log in again")
    assert wrong_with(desk) == []
    desk.goto(f"{live_server.url}/admin/")
    assert wrong_with(desk) == []
    desk.fill("#id_login", "chief")
    desk.fill("#id_password", f"not {PASSWORD}")
    desk.click("#content [type=submit]")
    desk.wait_for_selector(".errornote")
    assert wrong_with(desk) == []


def test_the_interactive_documentation_of_the_api_keeps_to_the_policy(page, live_server):
    page.goto(f"{live_server.url}/api/v1/docs/", wait_until="networkidle")
    expect(page.locator(".opblock").first).to_be_visible()


def test_the_policy_lets_nothing_inline_run(desk, live_server):
    policy = desk.request.get(f"{live_server.url}/admin/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(desk, live_server):
    desk.goto(f"{live_server.url}/admin/events/claim/")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip-to-content-link")).to_be_focused()
    expect(desk.locator(".skip-to-content-link")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.locator("main#content-start")).to_be_focused()


def test_every_stop_of_the_keyboard_is_seen(desk, live_server):
    desk.goto(f"{live_server.url}/admin/sources/place/add/")
    desk.evaluate("document.activeElement.blur(); document.querySelector('.skip-to-content-link').focus()")
    stops = 0
    while desk.evaluate("document.activeElement !== document.body"):
        outline = desk.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", desk.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        desk.keyboard.press("Tab")
        stops += 1
    assert stops > 20


def test_boxes_in_the_rows_of_a_table_have_names_also_in_rows_added_later(desk, live_server):
    desk.goto(f"{live_server.url}/admin/sources/source/add/")
    desk.click("#aliases-group .addlink")
    desk.locator("#aliases-0").get_by_label("Name", exact=True).fill("The Authority")
    assert desk.input_value("#id_aliases-0-name") == "The Authority"


def test_an_article_is_printed_with_its_text_and_claims_and_without_the_form(desk, live_server):
    claim = public_claim()
    desk.goto(f"{live_server.url}{reverse('admin:sources_article_change', args=[claim.citations.get().article.pk])}")
    desk.emulate_media(media="print")
    for shown in (".article-text", "#claims-heading", ".field-outlet input"):
        expect(desk.locator(shown).first).to_be_visible()
    for hidden in ("#header", "#nav-sidebar", ".submit-row", "#id_text", ".object-tools", "#contributions-group"):
        expect(desk.locator(hidden).first).to_be_hidden()


def test_a_pop_up_that_closes_names_its_language(desk, live_server):
    address = f"{live_server.url}/admin/sources/place/add/?_popup=1"
    desk.goto(address)
    boxes = {
        box["name"]: box["value"]
        for box in desk.evaluate(
            "[...document.querySelector('#place_form').elements].map(({name, value}) => ({name, value}))"
        )
    }
    page = desk.request.post(address, form={**boxes, "name": "Exampleville"}, headers={"Referer": address})
    assert '<html lang="en-gb">' in page.text()


def test_a_long_filter_is_closed_until_something_is_chosen_in_it(desk, live_server):
    public_claim()
    desk.goto(f"{live_server.url}/admin/events/claim/")
    by_hedge = desk.locator("details[data-filter-title=hedge]")
    expect(by_hedge.locator("a").first).to_be_hidden()
    by_hedge.locator("summary").click()
    by_hedge.get_by_text("at least n").click()
    desk.evaluate("sessionStorage.clear()")
    desk.reload()
    expect(by_hedge.locator("[aria-current=true]")).to_have_text("at least n")
    expect(by_hedge.locator("[aria-current=true]")).to_be_visible()

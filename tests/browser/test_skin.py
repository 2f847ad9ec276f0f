"""Every kind of page of the desk in a real browser: nothing inline, nothing foreign, usable by everybody.

The browser's own profile (`context`) fails a test for any console error, a report of the Content-Security-Policy
being one, and for any request to another host.
"""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.ledger.models import Merge
from newsroom.ledger.publishing import publish
from newsroom.ledger.regrouping.merging import merge
from tests.browser.axe import EVERYTHING, IN_COLOUR, complaints, found
from tests.browser.conftest import PASSWORD
from tests.desk.rows import ROWS
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
HEAVY = {"serious", "critical"}
CUT_OFF = """[...document.querySelectorAll('#content :is(input, select, textarea, button)')]
    .filter((box) => box.checkVisibility() && !box.closest('.tabular, [class*=scroll]'))
    .map((box) => [box, box.closest('.form-row, form')])
    .filter(([box, row]) => row && box.getBoundingClientRect().right > row.getBoundingClientRect().right + 1)
    .map(([box]) => box.id)"""
FRAME = ("#header", "#nav-sidebar")
"""The same around all pages; it is looked at on those of our own."""


@pytest.fixture
def still(desk):
    """A desk on which colours do not fade, so that axe does not measure them on their way."""
    desk.emulate_media(reduced_motion="reduce")
    return desk


def path_of(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def heavy(complaints):
    return [one for one in complaints if one[1] in HEAVY]


def pages_of(model, row):
    yield path_of(model, "changelist")
    yield path_of(model, "add")
    yield f"{path_of(model, 'add')}?_popup=1"
    for page in ("change", "history", "delete"):
        yield path_of(model, page, row.pk)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_a_model_is_usable_by_everybody(still, live_server, model):
    with transaction.atomic():
        row = ROWS[model]()
    for path in pages_of(model, row):
        if still.request.get(f"{live_server.url}{path}").status == 403:
            continue  # rows that nobody makes or deletes by hand
        still.goto(f"{live_server.url}{path}")
        assert (path, heavy(found(still, EVERYTHING, without=FRAME))) == (path, [])
        still.evaluate("document.documentElement.dir = 'rtl'")
        in_dark = found(still, IN_COLOUR, scheme="dark", without=FRAME)
        assert (path, heavy(in_dark)) == (path, [])


@transaction.atomic
def public_claim():
    claim = ClaimFactory(cited_in=ArticleFactory())
    publish([claim])
    merge(SourceFactory(), SourceFactory(), [], UserFactory(), "The same.")
    return claim


def article_of(claim):
    return claim.citations.get().article.pk


def merge_path(claim, other):
    return f"{reverse('admin:sources_source_merge', args=[claim.said_by.pk])}?with={other.pk}"


OWN_SCREENS = {
    "the desk": lambda _: "/admin/",
    "the conflicts": lambda _: reverse("admin:desk_conflicts"),
    "an import": lambda _: reverse("admin:desk_import"),
    "an article": lambda claim: reverse("admin:sources_article_change", args=[article_of(claim)]),
    "the words of a claim": lambda claim: reverse("admin:desk_quote", args=[article_of(claim)]),
    "a claim": lambda claim: reverse("admin:events_claim_change", args=[claim.pk]),
    "a withdrawal": lambda claim: reverse("admin:events_claim_withdraw", args=[claim.pk]),
    "a withdrawn report": lambda claim: reverse("admin:sources_article_withdraw", args=[article_of(claim)]),
    "a search for the same": lambda claim: reverse("admin:sources_source_merge", args=[claim.said_by.pk]),
    "a merge": lambda claim: merge_path(claim, SourceFactory(country="FR", kind="person")),
    "a merge that is refused": lambda claim: merge_path(claim, SourceFactory(confidential=True)),
    "a split": lambda claim: reverse("admin:sources_source_split", args=[claim.said_by.pk]),
    "a merge undone": lambda _: reverse("admin:ledger_merge_undo", args=[Merge.objects.get().pk]),
    "an incident": lambda claim: reverse("admin:events_incident_change", args=[claim.question.incident.pk]),
    "a finding": lambda claim: f"{reverse('admin:events_finding_add')}?question={claim.question.pk}",
}


@pytest.mark.parametrize("language", ["en-gb", "ar"])
def test_axe_finds_nothing_at_all_on_our_own_screens(still, live_server, settings, language):
    claim = public_claim()
    settings.LANGUAGE_CODE = language
    for name, path in OWN_SCREENS.items():
        still.goto(f"{live_server.url}{path(claim)}")
        assert still.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert (name, complaints(still)) == (name, [])


@pytest.mark.parametrize("language", ["en-gb", "ar"])
def test_our_own_screens_fit_a_telephone(still, live_server, settings, language):
    claim = public_claim()
    settings.LANGUAGE_CODE = language
    still.set_viewport_size({"width": 390, "height": 800})
    for name, path in OWN_SCREENS.items():
        still.goto(f"{live_server.url}{path(claim)}")
        assert (name, still.evaluate("document.getElementById('content-start').scrollWidth") <= 390) == (name, True)
        assert (name, still.evaluate(CUT_OFF)) == (name, [])


def test_the_pages_of_an_account_are_usable_by_everybody(still, live_server):
    for path in ("/admin/password_change/", "/admin/sources/", "/admin/events/"):
        still.goto(f"{live_server.url}{path}")
        assert (path, heavy(complaints(still))) == (path, [])
    still.click("#logout-form button")
    still.wait_for_selector("text=Log in again")
    assert heavy(complaints(still)) == []
    still.goto(f"{live_server.url}/admin/")
    assert heavy(complaints(still)) == []
    still.fill("#id_login", "chief")
    still.fill("#id_password", f"not {PASSWORD}")
    still.click("#content [type=submit]")
    still.wait_for_selector(".errornote")
    assert heavy(complaints(still)) == []


def test_the_interactive_documentation_of_the_api_keeps_to_the_policy(page, live_server):
    page.goto(f"{live_server.url}/api/v1/docs/", wait_until="networkidle")
    expect(page.locator(".opblock").first).to_be_visible()


def test_the_policy_lets_nothing_inline_run(still, live_server):
    policy = still.request.get(f"{live_server.url}/admin/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(still, live_server):
    still.goto(f"{live_server.url}/admin/events/claim/")
    still.keyboard.press("Tab")
    expect(still.locator(".skip-to-content-link")).to_be_focused()
    expect(still.locator(".skip-to-content-link")).to_be_in_viewport()
    still.keyboard.press("Enter")
    expect(still.locator("main#content-start")).to_be_focused()


def test_every_stop_of_the_keyboard_is_seen(still, live_server):
    still.goto(f"{live_server.url}/admin/sources/place/add/")
    still.evaluate("document.activeElement.blur(); document.querySelector('.skip-to-content-link').focus()")
    stops = 0
    while still.evaluate("document.activeElement !== document.body"):
        outline = still.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", still.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        still.keyboard.press("Tab")
        stops += 1
    assert stops > 20


def test_boxes_in_the_rows_of_a_table_have_names_also_in_rows_added_later(still, live_server):
    still.goto(f"{live_server.url}/admin/sources/source/add/")
    still.click("#aliases-group .addlink")
    still.locator("#aliases-0").get_by_label("Name", exact=True).fill("The Authority")
    assert still.input_value("#id_aliases-0-name") == "The Authority"


def test_an_article_is_printed_with_its_text_and_claims_and_without_the_form(still, live_server):
    claim = public_claim()
    still.goto(f"{live_server.url}{OWN_SCREENS['an article'](claim)}")
    still.emulate_media(media="print")
    for shown in (".article-text", "#claims-heading", ".field-outlet input"):
        expect(still.locator(shown).first).to_be_visible()
    for hidden in ("#header", "#nav-sidebar", ".submit-row", "#id_text", ".object-tools", "#contributions-group"):
        expect(still.locator(hidden).first).to_be_hidden()


def test_a_pop_up_that_closes_names_its_language(still, live_server):
    address = f"{live_server.url}/admin/sources/place/add/?_popup=1"
    still.goto(address)
    boxes = {
        box["name"]: box["value"]
        for box in still.evaluate(
            "[...document.querySelector('#place_form').elements].map(({name, value}) => ({name, value}))"
        )
    }
    page = still.request.post(address, form={**boxes, "name": "Exampleville"}, headers={"Referer": address})
    assert '<html lang="en-gb">' in page.text()


def test_a_long_filter_is_closed_until_something_is_chosen_in_it(still, live_server):
    public_claim()
    still.goto(f"{live_server.url}/admin/events/claim/")
    by_hedge = still.locator("details[data-filter-title=hedge]")
    expect(by_hedge.locator("a").first).to_be_hidden()
    by_hedge.locator("summary").click()
    by_hedge.get_by_text("at least n").click()
    still.evaluate("sessionStorage.clear()")
    still.reload()
    expect(by_hedge.locator("[aria-current=true]")).to_have_text("at least n")
    expect(by_hedge.locator("[aria-current=true]")).to_be_visible()

"""Nothing that was typed in the Reader is lost, whatever happens before it is saved."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from events.models import Claim, SuggestionDecision
from tests.browser.reading import Reader
from tests.factories import ArticleFactory, IncidentFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "He was on the phone — ask again."


@pytest.fixture
def reader(desk, live_server):
    place = PlaceFactory(name="Exampleville")
    IncidentFactory(label="Raid on Exampleville", place=place)
    SourceFactory(name="Example Army")
    text = "The Example Army said that four people were killed.\n\nThe mayor said that nine were wounded."
    return Reader(desk, live_server.url, ArticleFactory(text=text, dateline_place=place))


def note(reader):
    reader.box("note").fill(NOTE)


def test_a_closed_page_brings_back_what_was_typed(reader):
    reader.press("n")
    note(reader)
    reader.open()
    expect(reader.box("note")).to_have_value(NOTE)
    expect(reader.status).to_contain_text("was not saved")
    reader.save()
    assert Claim.objects.get().note == NOTE
    reader.open()
    expect(reader.page.locator("#reader-form")).to_be_hidden()


def test_what_is_left_for_another_claim_waits_in_the_list(reader):
    reader.press("n")
    note(reader)
    reader.page.locator("#reader-text").focus()
    reader.press("n", "p")
    expect(reader.box("note")).to_have_value(NOTE)
    reader.press("Escape", "j", "j", "c")
    reader.type("half a na")
    reader.page.locator("#reader-text").focus()
    reader.press("Escape")
    expect(reader.page.locator(".reader-item")).to_have_count(2)
    reader.open()
    expect(reader.box("said_by")).to_have_value("half a na")


def test_a_lapsed_session_keeps_everything_and_says_what_to_do(reader):
    reader.press("n")
    note(reader)
    Session.objects.all().delete()
    reader.press("Control+Enter")
    expect(reader.page.locator("#reader-problem")).to_contain_text("Log in again")
    expect(reader.page.locator("#reader-problem a")).to_have_attribute("target", "_blank")
    expect(reader.box("note")).to_have_value(NOTE)
    with reader.page.expect_popup() as opened:
        reader.page.click("#reader-problem a")
    login = opened.value
    login.fill("#id_login", "chief")
    login.fill("#id_password", "correct horse battery staple")
    login.click("#content [type=submit]")
    expect(login.locator("#user-tools")).to_be_visible()
    reader.save()
    assert Claim.objects.get().note == NOTE


def test_an_error_of_the_server_is_told_at_its_box_and_mended_there(reader):
    reader.press("n")
    reader.box("quantity_words").fill("a blue lot")
    expect(reader.page.locator("[data-field=quantity_words] .reader-reading")).to_contain_text("not a count")
    reader.press("Control+Enter")
    expect(reader.box("quantity_words")).to_be_focused()
    expect(reader.box("quantity_words")).to_have_attribute("aria-invalid", "true")
    expect(reader.page.locator("[data-field=quantity_words] .reader-error")).to_contain_text("at least six")
    reader.box("quantity_words").fill("at least four")
    expect(reader.page.locator("[data-field=quantity_words] .reader-reading")).to_have_text(
        "Read as: at least 4 (4 or more)"
    )
    reader.save()
    assert [decision.outcome for decision in SuggestionDecision.objects.all()] == ["edited"]


def test_an_unreachable_server_keeps_everything(reader):
    reader.press("n")
    note(reader)
    reader.page.route("**/claims/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    reader.press("Control+Enter")
    expect(reader.page.locator("#reader-problem")).to_contain_text("Nothing is lost")
    reader.page.unroute("**/claims/")
    reader.save()


def test_words_for_which_nothing_was_chosen_are_asked_about_before_they_are_sent(reader):
    reader.press("n")
    reader.box("said_by").fill("Exam")
    reader.press("Control+Enter")
    expect(reader.page.locator("#reader-said_by-error")).to_contain_text("Nothing is chosen yet")
    assert not Claim.objects.exists()


def test_a_dismissed_suggestion_is_logged_and_can_be_taken_back(reader):
    reader.press("n", "x")
    expect(reader.status).to_contain_text("Dismissed")
    expect(reader.quote).to_have_text("nine were wounded")
    reader.page.click("#reader-status button")
    expect(reader.quote).to_have_text("four people were killed")
    assert [decision.outcome for decision in SuggestionDecision.objects.order_by("id")] == ["dismissed", "reopened"]

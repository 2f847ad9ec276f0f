"""The conflict screen and the comparison in a real browser: by keyboard, and usable by everybody."""

import pytest
from django.db import transaction

from events.models import Claim
from sources.models import Source, SourceAlias
from tests.browser.looks import wrong_with
from tests.browser.scenes import corrected_article
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


def find(page, box, words):
    """Choose in a box by typing."""
    field = page.locator(f"[id='id_{box}-words']")
    field.fill("")
    field.press_sequentially(words)
    page.locator("[role=option]", has_text=words).first.click()


@pytest.fixture
@transaction.atomic
def source(desk):
    source = SourceFactory(name="Health Ministry", description="One.")
    SourceAlias.objects.create(source=source, name="وزارة الصحة")
    return source


@pytest.fixture
def asked(desk, live_server, source):
    """The conflict screen: two windows of one person, the second saved after the first."""
    path = f"{live_server.url}/admin/sources/source/{source.pk}/change/"
    other = desk.context.new_page()
    for page in (desk, other):
        page.goto(path)
    other.fill("#id_name", "Ministry of Health")
    other.fill("#id_aliases-0-name", "الصحة")
    other.fill("#id_description", "It runs the hospitals. " * 60)
    other.select_option("#id_kind", "agency")
    other.click("[name=_continue]")
    other.wait_for_selector(".messagelist .success")
    other.close()
    desk.fill("#id_name", "Gaza Health Ministry")
    desk.fill("#id_aliases-0-name", "وزارة الصحة في غزة")
    desk.fill("#id_description", "It runs every hospital.")
    desk.fill("#id_homepage", "https://example.org/")
    desk.click("[name=_continue]")
    desk.wait_for_selector("#conflict-note")
    return desk


def test_everything_is_picked_and_saved_by_keyboard_alone(asked):
    asked.focus("[name='pick:name']")
    asked.keyboard.press("Space")
    asked.keyboard.press("ArrowDown")
    assert asked.is_checked("[name='pick:name'][value=mine]")
    asked.keyboard.press("Tab")
    asked.keyboard.press("End")
    asked.keyboard.type(" and more")
    for name in asked.evaluate("[...new Set([...document.querySelectorAll('[type=radio]')].map(one => one.name))]")[1:]:
        asked.focus(f"[name='{name}']")
        asked.keyboard.press("Space")
    asked.focus("[name=_continue]")
    asked.keyboard.press("Enter")
    asked.wait_for_selector(".messagelist .success")
    stored = Source.objects.get()
    assert (stored.name, stored.kind, stored.homepage) == (
        "Gaza Health Ministry and more",
        "agency",
        "https://example.org/",
    )
    assert stored.aliases.get().name == "الصحة"


def test_typing_in_a_box_of_one_s_own_chooses_it(asked):
    asked.check("[name='pick:name'][value=theirs]")
    asked.fill("#id_name", "Typed afterwards")
    assert asked.is_checked("[name='pick:name'][value=mine]")


def test_the_conflict_screen_is_usable_by_everybody(asked):
    assert wrong_with(asked) == []


def test_a_box_that_names_another_row_is_found_by_typing_on_the_screen_too(desk, live_server):
    with transaction.atomic():
        claim, hers = ClaimFactory(), SourceFactory(name="Hers")
        SourceFactory(name="Another Authority")
        SourceFactory(name="Third Authority")
    path = f"{live_server.url}/admin/events/claim/{claim.pk}/change/"
    desk.goto(path)
    Claim.objects.update(said_by=hers)
    find(desk, "said_by", "Another Auth")
    desk.click("[name=_continue]")
    desk.wait_for_selector("#conflict-note")
    assert wrong_with(desk) == []
    find(desk, "said_by", "Third Auth")
    assert desk.is_checked("[name='pick:said_by'][value=mine]")
    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist .success")
    assert str(Claim.objects.get().said_by) == "Third Authority"


def saved(page):
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")


class TestTwoPeopleInTwoBrowsers:
    """Nothing of either is lost; whoever saves second sees whose change it was, and his own words."""

    def test_on_one_claim(self, desk, colleague, live_server):
        with transaction.atomic():
            claim = ClaimFactory()
        for page in (desk, colleague):
            page.goto(f"{live_server.url}/admin/events/claim/{claim.pk}/change/")
        colleague.fill("#id_note", "Rang the hospital: they say seven.")
        colleague.select_option("#id_medium", "phone")
        saved(colleague)
        desk.fill("#id_note", "The ministry will call back at noon.")
        desk.fill("#id_citations-0-verb_text", "claimed")
        desk.click("[name=_continue]")
        desk.wait_for_selector("#conflict-note")
        assert "amal has saved this" in desk.inner_text("#conflict-note")
        assert "Rang the hospital: they say seven." in desk.inner_text("#conflict-1")
        assert desk.input_value("#id_note") == "The ministry will call back at noon."
        desk.fill("#id_note", "Rang the hospital: they say seven. The ministry will call back at noon.")
        saved(desk)
        stored = Claim.objects.get()
        assert (stored.note, stored.medium, stored.citations.get().verb_text) == (
            "Rang the hospital: they say seven. The ministry will call back at noon.",
            "phone",
            "claimed",
        )

    def test_on_one_article_with_its_rows(self, desk, colleague, live_server):
        with transaction.atomic():
            article = ArticleFactory(headline="Raid leaves dead")
            article.contributions.create(name="B. Line")
        for page in (desk, colleague):
            page.goto(f"{live_server.url}/admin/sources/article/{article.pk}/change/")
        colleague.fill("#id_headline", "Raid leaves six dead")
        colleague.fill("#id_contributions-0-name", "Bea Line")
        for page in (desk, colleague):
            page.click("summary:has-text('Change the text')")
        colleague.fill("#id_text", "Officials said seven.")
        saved(colleague)
        desk.fill("#id_headline", "Raid leaves at least six dead")
        desk.fill("#id_contributions-0-credit_text", "By B. Line, in Jenin")
        desk.fill("#id_text", "Officials said eight.")
        desk.click("[name=_continue]")
        desk.wait_for_selector("#conflict-note")
        assert "amal has saved this" in desk.inner_text("#conflict-note")
        assert desk.input_value("#id_headline") == "Raid leaves at least six dead"
        assert desk.input_value("#id_text") == "Officials said eight."
        for pick in desk.locator("[type=radio][value=mine]").all():
            pick.check()
        saved(desk)
        article.refresh_from_db()
        made = article.contributions.get()
        assert (article.headline, made.name, made.credit_text) == (
            "Raid leaves at least six dead",
            "Bea Line",
            "By B. Line, in Jenin",
        )
        assert [version.text for version in article.versions.order_by("number")][1:] == [
            "Officials said seven.",
            "Officials said eight.",
        ]


@pytest.fixture
def article(desk):
    return corrected_article()


def test_each_text_is_set_in_its_own_direction(desk, live_server, article):
    desk.goto(f"{live_server.url}/admin/compare/texts/{article.pk}/")
    directions = desk.evaluate(
        "[...document.querySelectorAll('.compare-row:not(.compare-same) .compare-side')]"
        ".filter(side => side.textContent.trim()).map(side => getComputedStyle(side).direction)"
    )
    assert set(directions) == {"ltr", "rtl"}


def test_an_older_text_is_found_from_the_article_compared_and_restored_by_keyboard(desk, live_server, article):
    desk.goto(f"{live_server.url}/admin/sources/article/{article.pk}/change/")
    desk.focus("text=with the newest")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#restore-heading")
    assert "six" in desk.inner_text(".compare-texts del >> nth=0")
    desk.focus("[name=reason]")
    desk.keyboard.type("The correction was of another report.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".messagelist .success")
    assert article.newest_version.number == 3
    assert article.newest_version.text.startswith("At least six")

"""Merging, splitting and taking back in a real browser, with the keyboard alone."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Claim, Review
from newsroom.ledger.models import Merge
from newsroom.ledger.publishing import publish
from sources.models import Source
from tests.factories import ArticleFactory, ClaimFactory, QuestionFactory, SourceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]


@pytest.fixture
def two():
    with transaction.atomic():
        army = SourceFactory(name="Example Army", country="IL", description="The army of Example.")
        double = SourceFactory(name="Army of Example", description="Land forces; the ministry's own words.")
        publish([army, *(ClaimFactory(said_by=double) for _ in range(3))])
    return army, double


def tab_to(page, selector):
    """Go on with the Tab key until there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def test_two_sources_are_merged_and_parted_again_by_keyboard(desk, live_server, two):
    army, double = two
    desk.goto(f"{live_server.url}{reverse('admin:sources_source_merge', args=[army.pk])}")
    tab_to(desk, "#content input[role=combobox]")
    desk.keyboard.type("Army of Ex")
    expect(desk.locator("[role=option]").first).to_be_visible()
    desk.keyboard.press("Enter")
    tab_to(desk, "#content [type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("3 claims (said by)")).to_be_visible()
    tab_to(desk, "[name=take-description]")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "#id_why")
    desk.keyboard.type("One army, met by two importers.")
    tab_to(desk, "#content [type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("is part of")
    assert Source.objects.get(pk=army.pk).description.startswith("Land forces")
    assert Claim.objects.filter(said_by=army).count() == 3

    desk.goto(f"{live_server.url}{reverse('admin:ledger_merge_undo', args=[Merge.objects.get().pk])}")
    tab_to(desk, "#id_why")
    desk.keyboard.type("They are two after all.")
    tab_to(desk, "#content [type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("record of its own again")
    assert Claim.objects.filter(said_by=double).count() == 3


def test_a_report_is_withdrawn_by_keyboard_after_its_list_was_read(desk, live_server):
    with transaction.atomic():
        article, question = ArticleFactory(headline="Raid leaves six dead"), QuestionFactory()
        publish([ClaimFactory(question=question, cited_in=article) for _ in range(3)])
    desk.goto(f"{live_server.url}{reverse('admin:sources_article_withdraw', args=[article.pk])}")
    tab_to(desk, "summary")
    desk.keyboard.press("Enter")
    expect(desk.locator("details[open] li")).to_have_count(3)
    tab_to(desk, "[name=how]")
    tab_to(desk, "#id_notice")
    desk.keyboard.type("The outlet has made it up.")
    tab_to(desk, "#content [type=submit]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("is withdrawn")
    assert Review.objects.open().count() == 3

"""The main job in a real browser: a text comes in, a claim goes out."""

import re

import pytest
from django.core.management import call_command

from newsroom.ledger.verifying import verify
from sources.models import ArticleVersion, Source
from tests.factories import IncidentFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """date 2023-06-19 The army said on Monday that “at least” six militants 🚁 were killed in the raid.

Four people died, officials said. Six militants fled.
"""


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "raid.txt"
    file.write_text(TEXT, encoding="utf-8")
    call_command("import_articles", str(file), outlet="The Example Post")
    return ArticleVersion.objects.get().article


def choose(page, box, words):
    """Pick from an autocomplete box by typing, as an editor does."""
    page.locator(f"#id_{box}-words").press_sequentially(words)
    page.locator("[role=option]:visible", has_text=words).first.click()


def quote(page, live_server, article, words):
    page.goto(f"{live_server.url}/admin/sources/article/{article.pk}/change/")
    page.click("text=Add claim")
    page.fill("[name=words]", words)
    page.click("#content [type=submit]")


def api(page, live_server, path):
    return page.request.get(f"{live_server.url}{path}").json()


def test_from_a_wire_text_to_a_claim_on_the_api_and_its_second_version(desk, live_server, article):
    SourceFactory(name="Example Army")
    IncidentFactory(label="Raid on Exampleville")
    quote(desk, live_server, article, "“at least” six militants")
    choose(desk, "said_by", "Example Army")
    choose(desk, "incident", "Raid on Exampleville")
    desk.select_option("#id_predicate", "killed")
    desk.select_option("#id_population", "combatants")
    desk.fill("#id_quantity_words", "at least six")
    desk.click("[name=_publish]")
    assert "version 1" in desk.inner_text(".messagelist")

    (claim,) = api(desk, live_server, "/api/v1/claims/")["results"]
    assert (claim["value"]["kind"], claim["value"]["low"], claim["value"]["high"]) == ("at_least", 6, None)
    assert claim["said_by"]["label"] == "Example Army"
    (citation,) = claim["citations"]
    assert citation["article"]["outlet"]["label"] == "The Example Post"
    passage, version = citation["passage"], ArticleVersion.objects.get()
    assert version.text[passage["start"] : passage["end"]] == passage["exact"] == "“at least” six militants"
    assert passage["version"]["sha256"] == version.sha256

    desk.goto(f"{live_server.url}/admin/events/claim/")
    desk.click("#result_list tbody th a")
    desk.fill("#id_quantity_words", "at least seven")
    desk.fill("[name=change_reason]", "Misheard.")
    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist")
    assert api(desk, live_server, claim["url"])["value"]["low"] == 6
    desk.fill("[name=change_reason]", "Misheard.")
    desk.click("[name=_publish]")
    desk.wait_for_url("**/events/claim/**")
    desk.wait_for_selector("text=version 2")
    assert api(desk, live_server, claim["url"])["value"]["low"] == 7
    assert api(desk, live_server, f"{claim['url']}versions/1/")["value"]["low"] == 6
    assert verify().bad_seq is None


def test_words_that_stand_there_twice_are_chosen_and_missing_words_are_explained(desk, live_server, article):
    quote(desk, live_server, article, "ix militants fell")
    assert "six militants" in desk.locator("#content .errornote, #content .errorlist").first.inner_text()
    desk.fill("[name=words]", "militants")
    desk.click("#content [type=submit]")
    desk.locator("[type=radio]").nth(1).check()
    assert desk.locator("[type=radio]").count() == 2
    desk.click("#content [type=submit]")
    desk.wait_for_url(re.compile(r"start=\d+"))
    assert f"start={TEXT.rindex('militants') - len('date 2023-06-19 ')}" in desk.url


def test_the_article_s_own_voice_is_its_outlet(desk, live_server, article):
    IncidentFactory(label="Raid on Exampleville")
    quote(desk, live_server, article, "Four people died")
    desk.select_option("[name=citations-0-rendering]", "narrative")
    choose(desk, "incident", "Raid on Exampleville")
    desk.select_option("#id_predicate", "killed")
    desk.select_option("#id_population", "persons")
    desk.fill("#id_quantity_words", "four people")
    desk.click("[name=_publish]")
    desk.wait_for_selector("text=version 1")
    (claim,) = api(desk, live_server, "/api/v1/claims/")["results"]
    assert claim["said_by"]["label"] == Source.objects.get(kind="outlet").name

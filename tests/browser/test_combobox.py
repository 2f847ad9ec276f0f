"""The combobox in a real browser, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from events.models import Incident
from sources.models import Affiliation, Article, Source, Topic
from tests.browser.axe import complaints
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sources():
    names = ["Example Army", "Example Ministry", "وزارة الصحة"]
    army, ministry, health = (SourceFactory(name=name, kind="organisation") for name in names)
    army.aliases.create(name="جيش المثال")
    return {"army": army, "ministry": ministry, "health": health}


@pytest.fixture
def form(desk, live_server, sources):
    desk.goto(f"{live_server.url}/admin/sources/affiliation/add/")
    return desk


def box_of(page, name="source"):
    return page.locator(f"#id_{name}-words")


def value_of(page, name="source"):
    return page.evaluate(f"document.getElementById('id_{name}').value")


def active(page):
    """The name in the option that the screen reader reads, without the note beside it."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')"
        "?.firstChild.textContent"
    )


def options(page):
    return page.locator("[role=option]:visible")


def status_near(box):
    return box.locator("xpath=..").locator("[role=status]")


def type_into(box, words):
    box.focus()
    box.press_sequentially(words)
    expect(box).to_have_attribute("aria-expanded", "true")


def test_typing_lists_what_fits_and_nothing_is_chosen_until_the_editor_chooses(form):
    box = box_of(form)
    type_into(box, "example")
    expect(options(form)).to_have_count(3)  # two that fit, and “Create”
    expect(status_near(box)).to_have_text("2 entries: source.")
    assert active(form) is None
    assert value_of(form) == ""
    form.keyboard.press("Tab")
    expect(box).to_have_value("example")
    expect(form.locator(".combobox-unchosen:visible")).to_have_count(1)
    assert value_of(form) == ""


def test_arrows_home_and_end_walk_the_list_and_enter_takes(form, sources):
    box = box_of(form)
    type_into(box, "example")
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End", "Home"):
        form.keyboard.press(key)
        walked.append(active(form))
    army, ministry, create = "Example Army", "Example Ministry", "Create “example”"
    assert walked == [army, ministry, create, army, create, army, create, army]
    form.keyboard.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("Example Army")
    assert value_of(form) == str(sources["army"].pk)
    assert "/add/" in form.url


def test_enter_before_the_list_has_come_waits_for_it_and_takes_the_only_one(form, sources):
    box = box_of(form)
    box.focus()
    box.press_sequentially("ministry")
    form.keyboard.press("Enter")
    expect(box).to_have_value("Example Ministry")
    assert value_of(form) == str(sources["ministry"].pk)


def test_enter_on_words_that_fit_several_steps_into_the_list_and_guesses_nothing(form):
    type_into(box_of(form), "example")
    form.keyboard.press("Enter")
    assert value_of(form) == ""
    assert active(form) == "Example Army"


def test_escape_closes_the_list_first_and_then_brings_the_last_choice_back(form, sources):
    box = box_of(form)
    type_into(box, "ministry")
    form.keyboard.press("Enter")
    expect(box).to_have_value("Example Ministry")
    type_into(box, "x")
    form.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("Example Ministryx")
    assert value_of(form) == ""
    form.keyboard.press("Escape")
    expect(box).to_have_value("Example Ministry")
    assert value_of(form) == str(sources["ministry"].pk)


@pytest.mark.parametrize("words", ["جيش", "الصحة"])
def test_a_source_is_found_by_another_name_in_another_script(form, words):
    type_into(box_of(form), words)
    expect(options(form).first).not_to_contain_text("Create")


def test_what_was_typed_and_not_chosen_is_answered_by_the_server_and_kept(desk, live_server):
    SourceFactory(name="Example Post", kind="outlet")
    desk.goto(f"{live_server.url}/admin/sources/article/add/")
    desk.fill("#id_headline", "Raid")
    box_of(desk, "outlet").fill("Example")
    desk.click("[name=_save]")
    expect(desk.locator(".field-outlet .errorlist")).to_contain_text("There is “Example Post”.")
    expect(box_of(desk, "outlet")).to_have_value("Example")
    expect(box_of(desk, "outlet")).to_have_attribute("aria-invalid", "true")


def test_a_chosen_source_is_saved_and_shown_again(form, sources):
    for name, words in (("source", "ministry"), ("speaks_for", "army")):
        type_into(box_of(form, name), words)
        form.keyboard.press("Enter")
        expect(box_of(form, name)).to_have_attribute("aria-expanded", "false")
    form.fill("#id_title", "spokesman")
    form.click("[name=_continue]")
    expect(form.locator(".messagelist")).to_contain_text("success")
    made = Affiliation.objects.get()
    assert (made.source, made.speaks_for) == (sources["ministry"], sources["army"])
    expect(box_of(form)).to_have_value("Example Ministry")


def test_a_source_is_created_in_place_after_what_else_is_required(form):
    box = box_of(form)
    type_into(box, "Civil Defence")
    form.keyboard.press("End")
    form.keyboard.press("ArrowUp")
    assert active(form) == "Create “Civil Defence”"
    form.keyboard.press("Enter")
    dialog = form.locator("dialog.create-in-place")
    expect(dialog.get_by_label("Name")).to_have_value("Civil Defence")
    expect(dialog.get_by_label("Kind")).to_be_focused()
    assert complaints(form, "dialog.create-in-place") == []
    form.keyboard.press("o")
    form.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(box).to_have_value("Civil Defence")
    expect(box).to_be_focused()
    assert value_of(form) == str(Source.objects.get(name="Civil Defence").pk)


def test_giving_up_a_creation_keeps_the_typed_words(form):
    box = box_of(form)
    type_into(box, "Civil Defence")
    options(form).last.click()
    expect(form.locator("dialog.create-in-place")).to_be_visible()
    form.keyboard.press("Escape")
    expect(box).to_have_value("Civil Defence")
    expect(box).to_be_focused()
    assert not Source.objects.filter(name="Civil Defence").exists()


def test_what_the_add_form_refuses_is_said_in_the_dialog(desk, live_server):
    desk.goto(f"{live_server.url}/admin/events/claim/add/")
    type_into(box_of(desk, "incident"), "Raid")
    options(desk).last.click()
    dialog = desk.locator("dialog.create-in-place")
    dialog.get_by_label("Label").fill(" ")
    desk.keyboard.press("Enter")
    expect(dialog.get_by_text("This field is required.")).to_be_visible()
    expect(dialog.get_by_label("Label")).to_be_focused()
    dialog.get_by_label("Label").fill("Raid on Exampleville")
    desk.keyboard.press("Enter")
    expect(box_of(desk, "incident")).to_have_value("Raid on Exampleville")
    assert value_of(desk, "incident") == str(Incident.objects.get().pk)


def test_several_topics_stand_above_the_box_and_are_taken_out_again(desk, live_server):
    for number, label in enumerate(("the weather of examples", "the politics of examples")):
        Topic.objects.create(qcode=f"medtop:9{number}", label=label)
    desk.goto(f"{live_server.url}/admin/sources/article/add/")
    desk.fill("#id_headline", "Raid")
    box = box_of(desk, "topics")
    for words in ("the weather of", "the politics of"):
        type_into(box, words)
        desk.keyboard.press("Enter")
        expect(box).to_have_value("")
    expect(desk.locator(".related-chosen li")).to_have_count(2)
    desk.get_by_role("button", name="Remove the politics of examples").click()
    desk.click("[name=_continue]")
    expect(desk.locator(".messagelist")).to_contain_text("success")
    assert [topic.label for topic in Article.objects.get().topics.all()] == ["the weather of examples"]


def test_a_row_added_to_an_inline_has_a_labelled_box_of_its_own(desk, live_server, sources):
    desk.goto(f"{live_server.url}/admin/events/incident/add/")
    for _ in range(2):
        desk.locator("#parties-group .addlink").click()
    box = box_of(desk, "parties-1-party")
    type_into(box, "ministry")
    desk.keyboard.press("Enter")
    expect(box).to_have_value("Example Ministry")
    assert value_of(desk, "parties-1-party") == str(sources["ministry"].pk)
    desk.locator("#parties-0 .inline-deletelink").click()
    assert value_of(desk, "parties-0-party") == str(sources["ministry"].pk)
    expect(box_of(desk, "parties-0-party")).to_have_value("Example Ministry")


def test_what_the_stock_pop_up_saves_is_chosen(form):
    with form.expect_popup() as opened:
        form.click("#add_id_source")
    popup = opened.value
    popup.fill("#id_name", "Civil Defence")
    popup.select_option("#id_kind", "organisation")
    popup.click("[name=_save]")
    expect(box_of(form)).to_have_value("Civil Defence")
    assert value_of(form) == str(Source.objects.get(name="Civil Defence").pk)


def test_a_list_that_cannot_be_read_says_so_and_keeps_the_words(form):
    form.route("**/autocomplete/**", lambda route: route.fulfill(status=200, body="<html>"))
    box = box_of(form)
    box.press_sequentially("army")
    expect(form.locator(".combobox-hint:visible")).to_have_text("The list could not be read. Try again.")
    expect(box).to_have_value("army")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing_in_an_open_list(form, direction):
    form.evaluate(f"document.documentElement.dir = '{direction}'")
    type_into(box_of(form), "example")
    form.keyboard.press("ArrowDown")
    assert complaints(form, ".field-source") == []
    list_box, text_box = form.locator(".combobox-popup:visible").bounding_box(), box_of(form).bounding_box()
    edge = (lambda box: box["x"]) if direction == "ltr" else (lambda box: box["x"] + box["width"])
    assert abs(edge(list_box) - edge(text_box)) <= 1


@pytest.mark.parametrize("place", [0, 700])
def test_the_list_stays_inside_the_window_of_a_telephone(form, place):
    form.set_viewport_size({"width": 390, "height": 800})
    form.evaluate(f"document.getElementById('content-start').style.paddingTop = '{place}px'")
    box_of(form).scroll_into_view_if_needed()
    type_into(box_of(form), "example")
    shown = form.locator(".combobox-popup:visible").bounding_box()
    assert shown["x"] >= 0
    assert shown["y"] >= 0
    assert shown["x"] + shown["width"] <= 390
    assert shown["y"] + shown["height"] <= 800


def test_a_form_works_without_the_script(desk, live_server, browser):
    army = SourceFactory(name="Example Army", kind="outlet")
    plain = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = plain.new_page()
    page.goto(f"{live_server.url}/admin/sources/article/add/")
    page.fill("#id_headline", "Raid")
    page.fill("[name=outlet-words]", "Example Army")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist")
    plain.close()
    assert Article.objects.get().outlet == army

"""The Reader in every state beyond its first: nothing hidden or covered, nothing that a screen reader would miss."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import IN_PLACE, complaints, found
from tests.browser.reading import Reader
from tests.factories import ArticleFactory, ClaimFactory, IncidentFactory, PlaceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.screens]

SCREENS = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}
MOST_BYTES = 120_000
TEXT = (
    "The Example Council said on Monday that at least four people were killed, two of them children.\n\n"
    "قال الناطق باسم المجلس إن أربعة قتلوا.\n\nNobody said more."
)
OVERLAP = """() => {
    const parts = [".reader-report", ".reader-panel"].map((name) => document.querySelector(name));
    const [report, panel] = parts.map((part) => part.getBoundingClientRect());
    return Math.min(report.right, panel.right) - Math.max(report.left, panel.left) > 1
        && Math.min(report.bottom, panel.bottom) - Math.max(report.top, panel.top) > 1;
}"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HIDDEN = """() => {
    const {top, bottom} = document.querySelector("#reader-buttons").getBoundingClientRect();
    return top < 0 || bottom > innerHeight;
}"""


@pytest.fixture
def reader(desk, live_server):
    place = PlaceFactory(name="Exampleville")
    IncidentFactory(label="Raid on Exampleville", place=place)
    article = ArticleFactory(text=TEXT, dateline_place=place, language="en")
    ClaimFactory(cited_in=article, cited_in__words="Nobody said more", figure="four")
    desk.emulate_media(reduced_motion="reduce")
    return Reader(desk, live_server.url, article)


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_and_nothing_is_covered(reader, screen):
    """In every state, in light and dark, and from both sides."""
    page = reader.page
    page.set_viewport_size(SCREENS[screen])
    states = {
        "suggestion": lambda: reader.press("n"),
        "link": lambda: reader.press("l"),
        "errors": lambda: (
            reader.press("Escape", "Escape", "n"),
            page.fill("[name=quantity_words]", "blue"),
            reader.press("Control+Enter"),
        ),
        "recorded": lambda: (page.focus("#reader-text"), reader.press("p", "n", "n", "n")),
        "help": lambda: reader.press("?"),
    }
    for state, reach in states.items():
        reach()
        if state == "errors":
            expect(page.locator("[data-field=quantity_words] .reader-error")).to_be_visible()
        assert (state, complaints(page)) == (state, [])
        for direction in ("rtl", "ltr"):
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            assert (state, direction, out_of_place(page)) == (state, direction, [])
            assert state != "suggestion" or not page.evaluate(HIDDEN)


def out_of_place(page):
    wrong = {"covered": OVERLAP, "wider than the screen": SIDEWAYS}
    return [*found(page, IN_PLACE), *(said for said, script in wrong.items() if page.evaluate(script))]


def test_every_key_is_a_button_and_single_keys_act_in_the_text_alone(reader):
    page = reader.page
    page.get_by_role("button", name="Next claim or suggestion").click()
    expect(reader.quote).to_be_visible()
    reader.box("note").fill("")
    reader.box("note").focus()
    reader.type("jknpcx")
    expect(reader.box("note")).to_have_value("jknpcx")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#reader-text")).to_be_focused()
    page.get_by_role("button", name="Next sentence").click()
    page.get_by_role("button", name="Claim the marked words").click()
    expect(reader.quote).to_be_visible()


def test_the_reader_weighs_less_than_120_kilobytes_beyond_the_admin(reader, live_server):
    page, sizes = reader.page, {}

    def weigh(response):
        body = response.body()
        frame = max(0, body.find(b'<div id="content-main"'))  # every page of the admin has it
        sizes[response.url.removeprefix(live_server.url)] = len(body) - frame

    page.on("response", weigh)
    page.goto(f"{live_server.url}/admin/sources/topic/")
    page.wait_for_load_state("networkidle")
    stock = set(sizes)
    sizes.clear()
    reader.open()
    page.wait_for_load_state("networkidle")
    own = {path: size for path, size in sizes.items() if path not in stock}
    assert sum(own.values()) <= MOST_BYTES, own
    assert len(own) <= 24, sorted(own)

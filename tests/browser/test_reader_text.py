"""The text in the Reader: what is marked is what is stored, whatever it is written in; overlapping claims show."""

from typing import Any

import pytest
from playwright.sync_api import expect

from events.models import Citation
from tests.browser.reading import Reader
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

TANGLED = (
    "Zwei 👩‍🚒 und 🚁 kamen.\r\nLt. Col. D. Example said that four died. Nobody 𝒔poke.\r\n\r\n \r\n"
    "قال الناطق إن أربعة 🚑 قتلوا. لم يقل أكثر.\r\n\r\nהדובר אמר שארבעה נהרגו."
)
LONG = "\n\n".join(f"Paragraph {number} 🚁 names nobody. It says nothing 𝒆lse." for number in range(3_400))
SELECT = """() => {
    const [first, second] = [...document.querySelectorAll("#reader-text p")].map((paragraph) => paragraph.firstChild);
    document.getSelection().setBaseAndExtent(first, first.data.indexOf("𝒔"), second, 4);
}"""
READ_HIGHLIGHTS = """
Object.fromEntries([...CSS.highlights].map(([name, found]) => [name, [...found].map(String)]))
"""


@pytest.fixture
def read(desk, live_server):
    def open_reader(text, **claims):
        article = ArticleFactory(text=text)
        return Reader(desk, live_server.url, article)

    return open_reader


def claim_marked_words(reader):
    """Records them as a statement of a known speaker; returns the words as stored, checked against the text."""
    words = reader.page.evaluate("[...CSS.highlights.get('reader-here')].join('')")
    reader.press("c")
    expect(reader.quote).to_have_text(words)
    if not reader.box("said_by").input_value():
        reader.choose("army", "Example Army")
    if not reader.box("incident").input_value():
        reader.box("incident").focus()
        reader.choose("Raid", "Raid")
    reader.save()
    citation: Any = Citation.objects.order_by("-id").first()
    passage = citation.passage
    assert passage.exact == words == passage.version.text[passage.start : passage.end]
    return passage.exact


def test_sentences_and_words_of_every_script_are_stored_as_they_stand(read):
    SourceFactory(name="Example Army")
    reader = read(TANGLED)
    reader.press("j")
    assert claim_marked_words(reader) == "Zwei 👩‍🚒 und 🚁 kamen."
    reader.press("Escape", "j")
    assert claim_marked_words(reader) == "Lt. Col. D. Example said that four died."
    reader.press("Escape", "j", "]", "]")
    assert claim_marked_words(reader) == "𝒔poke"
    reader.press("Escape", "j", "Shift+J")
    assert claim_marked_words(reader) == "قال الناطق إن أربعة 🚑 قتلوا. لم يقل أكثر."
    reader.press("Escape", "j", "[", "[", "Shift+]")
    assert claim_marked_words(reader) == "שארבעה נהרגו"


def test_words_at_the_end_of_a_long_text_are_stored_as_they_stand(read):
    SourceFactory(name="Example Army")
    text = f"{LONG}\n\nThe last 🚁 word stands here."
    assert len(text.encode()) > 200_000
    reader = read(text)
    reader.page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#reader-text').lastChild)")
    expect(reader.page.locator("#reader-text p").last).to_be_in_viewport()
    assert claim_marked_words(reader) == "The last 🚁 word stands here."


def test_words_marked_with_the_mouse_are_those_that_are_claimed(read):
    SourceFactory(name="Example Army")
    reader = read(TANGLED)
    reader.page.evaluate(SELECT)
    expect(reader.status).not_to_have_text("")
    assert claim_marked_words(reader) == "𝒔poke.\n\n \nقال"


def test_overlapping_claims_all_show_and_the_text_is_left_as_it_is(desk, live_server):
    article = ArticleFactory(text="Officials said that four people died, two of them children, on Monday.")
    whole, part = "four people died, two of them children", "two of them children, on Monday"
    for words in (whole, part, "children"):
        ClaimFactory(cited_in=article, cited_in__words=words, figure="four")
    reader = Reader(desk, live_server.url, article)
    shown = reader.page.evaluate(READ_HIGHLIGHTS)
    lanes = [shown[f"reader-claim-{lane}"] for lane in range(3)]
    assert lanes == [[whole], [part], ["children"]]
    assert reader.page.evaluate("document.querySelector('#reader-text').children.length") == 1
    assert reader.page.evaluate("document.querySelector('#reader-text p').childNodes.length") == 1


def test_without_the_highlight_api_boxes_are_drawn_and_the_list_tells_the_same(desk, live_server):
    article = ArticleFactory(text="Officials said that four people died.")
    ClaimFactory(cited_in=article, cited_in__words="four people died", figure="four")
    desk.add_init_script("Object.defineProperty(CSS, 'highlights', {value: undefined})")
    reader = Reader(desk, live_server.url, article)
    expect(reader.page.locator(".reader-layer .reader-claim-0")).to_have_count(1)
    expect(reader.page.locator("#reader-list .is-claim")).to_contain_text("four people died")
    reader.press("j")
    expect(reader.page.locator(".reader-layer .reader-here").first).to_be_attached()

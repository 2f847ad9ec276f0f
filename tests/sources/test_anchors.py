"""Anchors across versions: carried by the diff, or left to an editor."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchors import carry_span
from sources.importing.plain_text import parse_plain_text
from sources.text import NotInText, Span, check_anchor, find_words, span_of

COMMON_WORDS = ["the", "a", "of", "in", "man", "army", "said"]
SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


def outcome(old, new, words, place=0):
    span, what = carry_span(old, new, find_words(old, words)[place])
    if span:
        check_anchor(new, span.start, span.end, span.exact)
    return what, span and span.start


def test_words_in_an_unchanged_text_are_intact():
    text = "Four were killed.\n\nNine were hurt."
    assert outcome(text, text, "Nine") == ("intact", 19)


def test_words_behind_an_added_paragraph_have_moved():
    assert outcome("Four were killed.", "Update.\n\nFour were killed.", "Four") == ("moved", 9)


def test_words_beside_a_change_in_their_sentence_are_carried():
    old = "Officials said four were killed on Monday."
    assert outcome(old, "Police said four people were killed late on Monday.", "four") == ("moved", 12)


def test_the_right_one_of_two_equal_sentences_is_carried():
    old = "He said four.\n\nShe left.\n\nHe said four."
    assert outcome(old, "She left.\n\nHe said four.", "four", place=1) == ("moved", 19)
    assert outcome(old, "She left.\n\nHe said four.", "four", place=0) == ("missing", None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("At least six men died.", "At least sixteen men died.", "six"),
        ("Some 6 men died.", "Some 6,500 men died.", "6"),
        ("Some 6 men died.", "Some 16 men died.", "6"),
        ("It disabled three of them.", "It disabled all five of them.", "three of them"),
        ("“massive” fire", "massive fire", "“massive”"),
    ],
)
def test_words_that_became_others_are_altered(old, new, words):
    assert outcome(old, new, words) == ("altered", None)


def test_words_of_a_deleted_paragraph_are_missing_even_if_a_similar_sentence_stands_elsewhere():
    old = "Four men were killed.\n\nIt rained.\n\nThe end."
    new = "It rained.\n\nThe end.\n\nFour men were killed there."
    assert outcome(old, new, "Four men were killed") == ("missing", None)


def test_a_lone_common_word_in_a_rewritten_paragraph_is_not_trusted():
    assert outcome("q\n\nWe saw six ships.\n\nz", "q\n\nNobody had six.\n\nz", "six") == ("altered", None)


def test_scripts_without_blanks_are_carried_by_character():
    assert outcome("三人死亡，五人受伤。", "据称四人死亡，五人受伤了。", "五人受伤") == ("moved", 7)


def test_an_anchor_of_another_text_is_refused():
    with pytest.raises(NotInText):
        carry_span("four", "four", Span(0, 4, "five", "", ""))


words = st.sampled_from(["four", "people", "were", "killed", "قُتل", "נהרגו", "😀", "café", "said", "the", "\n\n"])
sentences = st.lists(words, min_size=1, max_size=30).map(" ".join)


@given(sentences, sentences, st.data())
def test_whatever_is_carried_has_the_same_words(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    span = span_of(old, start, data.draw(st.integers(start + 1, len(old))))
    carried, what = carry_span(old, new, span)
    assert (carried is None) == (what in {"altered", "missing"})
    if carried:
        check_anchor(new, carried.start, carried.end, span.exact)
        assert (what == "intact") == (carried.start == span.start)


@given(sentences, st.data())
def test_paragraphs_added_around_never_lose_an_anchor(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = span_of(text, start, data.draw(st.integers(start + 1, len(text))))
    carried, what = carry_span(text, text + "\n\nAfterwards.", span)
    assert (what, carried and carried.exact) == ("intact", span.exact)


def test_the_seed_s_correction_alters_only_what_it_corrects():
    first = parse_plain_text((SEEDS / "2023-06-19-raid-on-jenin.txt").read_bytes())
    corrected = parse_plain_text((SEEDS.parent / "corrections/2023-06-20-raid-on-jenin.txt").read_bytes())
    assert outcome(first.text, corrected.text, "disabled three of them") == ("altered", None)
    for words in (
        "five military vehicles",
        "45 wounded",
        "Two Cobra helicopters",
        "roughly 124 Palestinians",
    ):
        assert outcome(first.text, corrected.text, words)[0] in {"intact", "moved"}


def test_a_long_or_hostile_text_is_mapped_within_seconds():
    chance = random.Random(1)
    said = [" ".join(chance.choice(COMMON_WORDS) for _ in range(60)) for _ in range(900)]
    old = "\n\n".join(said)
    started = time.monotonic()
    for new in ("\n".join(said), "\n\n".join(reversed(said)), "x" + old, old.replace("m", "n"), old * 5):
        carry_span(old, new, span_of(old, 100_000, 100_050))
    carry_span("a\n\n" * 60_000, "b\n\n" + "a\n\n" * 50_000, span_of("a\n\n" * 60_000, 9_000, 9_001))
    assert time.monotonic() - started < 20

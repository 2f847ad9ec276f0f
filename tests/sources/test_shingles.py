"""Copied text is known by its runs of words, in every script; background that many share is no copy."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.shingles import (
    FEWEST_SAMPLED,
    LEAST_SHARED,
    MOST_CHARACTERS,
    MOST_SAMPLED,
    SAMPLED_ONE_IN,
    likenesses,
    sample,
    shingles,
)

SIGNED_64_BITS = range(-(2**63), 2**63)
any_texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
word_lists = st.lists(st.sampled_from([f"word{number}" for number in range(40)]), max_size=200)


def words(name: str, count: int) -> str:
    """So many different words, which no other name gives."""
    return " ".join(f"{name}{number}" for number in range(count))


def alike(text: str, *others: str) -> dict[int, tuple[int, int]]:
    """Which of the others are like this text, with the shares of both."""
    found = likenesses(shingles(text), {number: shingles(other) for number, other in enumerate(others)})
    return {number: (likeness.of_this, likeness.of_other) for number, likeness in found.items()}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Six men, he said, were killed.", "SIX MEN HE SAID WERE KILLED"),
        ("“Don’t shoot!” they cried", '"Don\'t shoot" they cried'),
        ("the café was closed", "the cafe\u0301 was closed"),
        ("the café was closed", "the cafe was closed"),
        ("die Straße war leer", "die STRASSE war leer"),
        ("the co\u00adordi\u200bnator of aid", "the coordinator of aid"),
        ("قُتِلَ سِتّة مسلحين", "قتل ستة مسلحين"),
        ("قتـــل ستة مسلحين", "قتل ستة مسلحين"),
        ("נֶהֶרְגוּ שישה חמושים", "נהרגו שישה חמושים"),
        ("three\n\nwords here", "three words here"),
        ("六名武装人员，在周一的突袭中丧生。", "六名武装人员在周一的突袭中丧生"),
    ],
)
def test_case_marks_and_punctuation_do_not_count(text, same):
    assert shingles(text) == shingles(same) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least six militants", ["at least six", "least six militants"]),
        ("قتل ستة مسلحين", ["قتل ستة مسلحين"]),
        ("נהרגו שישה חמושים", ["נהרגו שישה חמושים"]),
        ("무장 대원 여섯", [unicodedata.normalize("NFD", "무장 대원 여섯")]),
        ("六名武装人员", ["六 名 武 装 人", "名 武 装 人 员"]),
        ("ทหารหก", ["ท ห า ร ห", "ห า ร ห ก"]),
        ("the 新华社 agency said", ["the 新 华", "新 华 社 agency said"]),
        ("one two", []),
        ("六名武装", []),
        ("… — !", []),
        ("", []),
    ],
)
def test_a_shingle_is_a_run_of_three_words_or_of_five_characters_where_no_spaces_are_written(text, expected):
    assert shingles(text) == expected


def test_what_is_said_twice_counts_once_in_the_order_of_the_text():
    assert shingles("no to war no to war no to war") == ["no to war", "to war no", "war no to"]


@given(any_texts)
def test_any_text_has_shingles_that_are_told_apart_and_sampled(text):
    found = shingles(text)
    assert len(set(found)) == len(found) <= len(text)
    hashes = sample(found)
    assert len(set(hashes)) == len(hashes) == min(len(found), max(FEWEST_SAMPLED, len(found) // SAMPLED_ONE_IN))
    assert all(each in SIGNED_64_BITS for each in hashes)


@pytest.mark.parametrize(
    ("count", "sampled"), [(2, 0), (3, 1), (26, 24), (27, 24), (202, 25), (402, 50), (5_000, 512), (9_000, 512)]
)
def test_a_brief_is_sampled_whole_a_report_by_an_eighth_and_a_book_by_no_more_than_512(count, sampled):
    assert len(sample(shingles(words("w", count)))) == sampled <= MOST_SAMPLED


def test_the_hashes_are_the_same_on_every_machine_for_they_are_stored():
    assert sample(shingles("At least six militants were killed")) == [
        -1175917005148792945,
        7099926043791857438,
        -4977640402067731305,
        -4272673222662926056,
    ]


@given(st.permutations(shingles(words("w", 400))))
def test_the_sample_does_not_depend_on_the_order_of_the_text(mixed):
    assert sample(mixed) == sample(shingles(words("w", 400)))


@given(st.integers(0, 300), st.integers(100, 300))
def test_a_text_that_stands_whole_in_another_shares_sampled_shingles_with_it(start, length):
    whole = words("w", 600).split()
    part = " ".join(whole[start : start + length])
    assert len({*sample(shingles(part))} & {*sample(shingles(" ".join(whole)))}) >= 2


def test_the_shares_are_of_each_text_in_thousandths():
    report = words("w", 102)
    assert alike(report, report) == {0: (1000, 1000)}
    assert alike(report, words("w", 52)) == {0: (500, 1000)}
    assert alike(words("w", 27) + " " + words("own", 77), report) == {0: (245, 250)}


@given(word_lists, word_lists)
def test_two_texts_are_alike_exactly_when_a_fifth_of_the_smaller_stands_in_the_other(one, other):
    mine, its = shingles(" ".join(one)), shingles(" ".join(other))
    shared = len(set(mine) & set(its))
    is_alike = shared >= LEAST_SHARED and 5 * shared >= min(len(mine), len(its))
    expected = {0: (1000 * shared // len(mine), 1000 * shared // len(its))} if is_alike else {}
    assert alike(" ".join(one), " ".join(other)) == expected


@pytest.mark.parametrize(("count", "expected"), [(9, {}), (10, {0: (296, 296)})])
def test_less_than_ten_words_in_common_are_a_phrase(count, expected):
    phrase = words("said", count)
    assert alike(f"{phrase} {words('mine', 29 - count)}", f"{phrase} {words('its', 29 - count)}") == expected


def report_with(paragraph: str, name: str, *, first: bool = False) -> str:
    """A report of its own words around a paragraph that is not."""
    before, after = words(f"{name}before", 40), words(f"{name}after", 40)
    return " ".join([paragraph, before, after] if first else [before, paragraph, after])


def test_a_paragraph_that_strangers_share_too_is_background_and_no_copy():
    background = words("background", 50)
    mine, one, another = (report_with(background, name) for name in ("mine", "one", "another"))
    assert alike(mine, one).keys() == {0}
    assert alike(mine, one, another) == {}


def test_a_lead_is_no_background_however_many_strangers_share_it():
    lead = words("lead", 50)
    mine, *others = (report_with(lead, name, first=True) for name in ("mine", "one", "another", "third"))
    assert alike(mine, *others).keys() == {0, 1, 2}


def test_background_does_not_hide_a_copy_of_what_is_around_it():
    background = words("background", 50)
    mine, one, another = (report_with(background, name) for name in ("mine", "one", "another"))
    assert alike(mine, one, another, mine + " " + words("more", 30)).keys() == {2}


def test_copies_of_one_report_are_no_strangers_to_each_other():
    original = words("w", 120).split()
    edited = ["x" if number % 7 == 0 else word for number, word in enumerate(original)]
    with_dateline = ["EXAMPLETON", "(XW)", *original]
    found = alike(" ".join(original), " ".join(edited), " ".join(with_dateline))
    assert found.keys() == {0, 1}


@pytest.mark.parametrize(
    "text",
    [
        "e" + "\u0301" * 256 + " ",
        "漢字 kanji ",
        "\ufdfa ",
        "a ",
        "x",
        "ฯ",
        "\u200d",
        "𝔘𝔫𝔦 ",
    ],
)
def test_hostile_text_takes_no_time_and_no_more_than_its_beginning(text):
    endless = text * (2_000_000 // len(text))
    began = time.perf_counter()
    found = shingles(endless)
    assert len(sample(found)) <= len(found) < 10
    assert time.perf_counter() - began < 2


@given(word_lists)
def test_of_a_text_without_end_its_beginning_is_compared(more):
    assume(more)
    beginning = ("many words " * MOST_CHARACTERS)[:MOST_CHARACTERS]
    assert shingles(beginning + " ".join(more)) == shingles(beginning)

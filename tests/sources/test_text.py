"""Article text: one normalisation, exact words, offsets that hold in every script and encoding."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.text import (
    CONTEXT,
    MARKS_IN_A_ROW,
    MOST_HITS,
    NotInText,
    UnusableText,
    as_line,
    check_anchor,
    clip,
    code_points_to_utf16,
    digest,
    find_words,
    nearest_words,
    normalise,
    paragraphs,
    span_of,
    utf16_to_code_points,
)

PIECES = [
    "a",
    "é",
    "e\u0301",
    "x\u0327",
    "\u0308",
    "😀",
    "👩‍🚒",
    "قُتل",
    "נהרגו",
    "ß",
    "“",
    "”",
    "'",
    "’",
    "–",
    "-",
]
BLANKS = [" ", "  ", "\n", "\r\n", "\r", "\u00a0", "\t", "\n\n", "\ufeff"]
texts = st.lists(st.sampled_from(PIECES + BLANKS) | st.text(max_size=4), max_size=40).map("".join)
storable = texts.filter(lambda text: "\x00" not in text)


@given(storable)
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert not once.startswith("\ufeff")


def test_normalising_keeps_everything_but_line_ends_composition_and_mark():
    assert normalise("\ufeff\ufeff a\r\nb\rc\n\n caf\u0065\u0301 \ufeff") == " a\nb\nc\n\n café \ufeff"


@given(storable)
def test_a_line_of_a_file_has_no_mark_and_no_blank_around_it(text):
    line = as_line(text)
    assert normalise(line) == as_line(line) == line
    assert line == line.strip()
    assert not {"\n", "\ufeff"} & set(line)


@given(storable | storable.map(lambda text: text * 40), st.integers(5, 80))
def test_words_in_a_message_are_short_and_can_be_stored(text, most):
    clipped = clip(text, most)
    assert len(clipped) <= most
    assert unicodedata.is_normalized("NFC", clipped)
    assert clipped == unicodedata.normalize("NFC", text) or "…" in clipped


def test_accents_without_end_are_left_out_of_a_message():
    assert clip("e" + "\u0301" * 3_000, 5_000) == "é…"


@pytest.mark.parametrize(("text", "says"), [("a\nb\x00", "NUL character at offset 3 (line 2)"), ("\ud83d", "U+D83D")])
def test_text_that_cannot_be_stored_is_refused_with_its_place(text, says):
    with pytest.raises(UnusableText) as refused:
        normalise(text)
    assert says in str(refused.value)


@pytest.mark.parametrize("mark", ["\u0301\u0316", "\u0344"])
def test_an_endless_run_of_combining_marks_is_refused(mark):
    with pytest.raises(UnusableText, match="combining marks in a row"):
        normalise("e" + mark * MARKS_IN_A_ROW)


def test_the_digest_is_of_the_utf8_bytes():
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@given(storable.map(normalise), st.data())
def test_a_span_is_what_stands_between_its_offsets(text, data):
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_of(text, start, end)
    check_anchor(text, span.start, span.end, span.exact)
    assert text.startswith(span.prefix + span.exact + span.suffix, start - len(span.prefix))
    assert len(span.prefix) == min(CONTEXT, start)
    assert len(span.suffix) == min(CONTEXT, len(text) - end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 9), (9, 10)])
def test_a_range_that_is_empty_or_outside_the_text_is_refused(start, end):
    with pytest.raises(NotInText, match="5 characters"):
        span_of("seven", start, end)


def test_an_anchor_that_does_not_hold_says_what_stands_there():
    with pytest.raises(NotInText, match="has “four”, not “five”"):
        check_anchor("four killed", 0, 4, "five")


def test_an_anchor_is_compared_code_point_by_code_point():
    with pytest.raises(NotInText):
        check_anchor("café", 0, 4, "cafe\u0301")


@given(storable.map(normalise), st.data())
def test_quoted_words_are_found_where_they_stand(text, data):
    assume(text.strip())
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(words.strip())
    found = find_words(text, words)
    for span in found:
        assert text[span.start : span.end] == span.exact
    stripped = normalise(words).strip()
    if stripped and stripped in text:
        places = [at for at in range(len(text)) if text.startswith(stripped, at)]
        assert [span.start for span in found] == places


@given(storable.map(normalise), st.data())
def test_words_typed_with_other_blanks_quotes_and_dashes_are_found_with_the_text_s_own(text, data):
    words = " ".join(text.split())
    assume(words and not words.startswith("\ufeff"))
    retyped = words.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'", ord("–"): "-"})
    retyped = retyped.replace(" ", data.draw(st.sampled_from([" ", "\n", " \t "])))
    assume(unicodedata.is_normalized("NFC", retyped))
    found = find_words(text, retyped)
    assert found
    for span in found:
        check_anchor(text, span.start, span.end, span.exact)


def test_a_quotation_typed_by_hand_is_found_across_a_line_break():
    text = "It was\r\na  “massive” fire—fight, Israel’s army said."
    text = normalise(text)
    (span,) = find_words(text, ' a "massive" fire-fight, Israel\'s ')
    assert span.exact == "a  “massive” fire—fight, Israel’s"


def test_an_exact_hit_keeps_tolerant_ones_out():
    assert [span.start for span in find_words("a-b a–b a-b", "a-b")] == [0, 8]


def test_overlapping_places_are_all_found():
    assert [span.start for span in find_words("ababa", "aba")] == [0, 2]


@pytest.mark.parametrize("words", ["", " \n", "\ufeff", "six were killed", "Four", "“four'"])
def test_words_that_do_not_stand_in_the_text_are_not_found(words):
    assert find_words("“four” people were killed", words) == []


def test_a_hostile_quotation_costs_no_more_than_its_length():
    started = time.monotonic()
    assert len(find_words("a" * 1_000_000, "a" * 100_000)) == MOST_HITS
    assert not find_words("a " * 500_000, "a  " * 30_000 + "b")
    assert not find_words(" " * 1_000_000, "x  “y")
    assert time.monotonic() - started < 5


def test_the_nearest_sentence_is_shown_when_words_are_not_found():
    text = "Two trucks burned. Officials said that four people were killed. Nobody else spoke."
    assert nearest_words(text, "five people were killed") == "Officials said that four people were killed."
    assert nearest_words(text, "zebra") == ""


def test_the_nearest_sentence_is_cut_around_the_shared_words():
    text = "word " * 100 + "and four people were killed " + "again " * 100
    nearest = nearest_words(text, "four people")
    assert nearest.startswith("four people were killed")
    assert len(nearest) <= 200


@given(storable.map(normalise), st.data())
def test_browser_offsets_go_there_and_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    units = code_points_to_utf16(text, offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert utf16_to_code_points(text, units) == offset


@pytest.mark.parametrize(("offset", "says"), [(2, "take 1 or 3"), (-1, "outside"), (5, "4 UTF-16 units")])
def test_a_browser_offset_inside_a_character_or_outside_the_text_is_refused(offset, says):
    with pytest.raises(NotInText, match=says):
        utf16_to_code_points("a😀b", offset)


def test_a_code_point_outside_the_text_has_no_browser_offset():
    with pytest.raises(NotInText, match="outside"):
        code_points_to_utf16("a", 2)


@given(storable.map(normalise))
def test_paragraphs_are_numbered_and_lose_nothing_but_blank_lines(text):
    found = paragraphs(text)
    assert [paragraph.number for paragraph in found] == list(range(1, len(found) + 1))
    for paragraph in found:
        assert text[paragraph.start : paragraph.end] == paragraph.text
        assert all(line.strip() for line in paragraph.text.split("\n"))
    assert "".join("".join(p.text for p in found).split()) == "".join(text.split())


def test_a_line_of_blanks_parts_two_paragraphs():
    assert [(p.start, p.end, p.text) for p in paragraphs("\na\nb\n \nc\n")] == [(1, 4, "a\nb"), (7, 8, "c")]

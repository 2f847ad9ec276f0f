"""Where sentences end: abbreviations, initials, ellipses, quotations, marks of other scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.suggesting.quotations import find_quotations
from events.suggesting.sentences import MOST_CHARACTERS, MOST_TOKENS, direct_quotations, sentences


def cut(text):
    direct = list(direct_quotations(text, find_quotations(text), 0, len(text)))
    found = sentences(text, 0, len(text), direct)
    return [text[one.tokens[0].start : one.tokens[-1].end] for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Haddad of the U.S. Army met Gen. A. B. Reyes at No. 5.",
        "On Oct. 7 and Jan. 6 they met Lt. Col. Reyes.",
        "It cost 3.5 million dollars at 5:30 p.m. in the U.N. building.",
        "The end… and more of it... came.",
        "“Why?” Dana Reyes said.",
        "“Stop!” she cried.",
        "“We will go. We will stay,” she said.",
        "He called it a “massacre.”",
        "Yahoo! said so.",
        "See www.example.org for more.",
    ],
)
def test_a_point_inside_a_sentence_does_not_end_it(text):
    assert len(cut(text)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("They met in May. She left in January.", ["They met in May.", "She left in January."]),
        ("He left at 5 p.m. The shop closed.", ["He left at 5 p.m.", "The shop closed."]),
        ("Why? Nobody knew! It rained… Then it stopped.", ["Why?", "Nobody knew!", "It rained…", "Then it stopped."]),
        ("He said “no.” She left.", ["He said “no.", "She left."]),
        ("“We go.” He left.", ["“We go.”", "He left."]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("He left. 12 stayed.", ["He left.", "12 stayed."]),
        ("هو هنا؟ نعم.", ["هو هنا؟", "نعم."]),
    ],
)
def test_a_sentence_ends_where_a_new_one_may_begin(text, found):
    assert cut(text) == found


@pytest.mark.parametrize("text", ["a " * (MOST_TOKENS + 1), "a" * MOST_CHARACTERS + " bb"])
def test_a_stretch_without_end_is_no_sentence(text):
    assert cut(text + ". He left.") == ["He left."]


@given(st.text(alphabet="abAB .!?…“”\"',12()\n", max_size=150))
def test_sentences_are_in_order_and_hold_the_words_of_the_text(text):
    found = list(sentences(text, 0, len(text)))
    ends = [0]
    for sentence in found:
        for token in sentence.tokens:
            assert ends[-1] <= token.start < token.end
            assert text[token.start : token.end] == token.text
            ends.append(token.end)

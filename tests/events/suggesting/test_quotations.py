"""Where quotations begin and end, and which of them are whole sentences of a speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.suggesting.quotations import LONGEST_QUOTATION, find_quotations
from events.suggesting.suggestions import Rendering, Tier
from tests.events.suggesting.reading import JENIN, only, suggested, words


def quoted(text):
    return [text[one.start : one.end] for one in find_quotations(text) if one.is_closed]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “no” and “yes,” then left.", ["“no”", "“yes,”"]),
        ('"We go," he said. "And stay."', ['"We go,"', '"And stay."']),
        ("‘We go,’ he said, ‘to the soldiers’ homes.’", ["‘We go,’", "‘to the soldiers’ homes.’"]),
        ("It's the boys' 'massive' win.", ["'massive'"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ("''We go,'' he said.", ["''We go,''"]),
        ("„Ja“, sagte er. «Non», dit-il. ‹Si›.", ["„Ja“", "«Non»", "‹Si›"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("“He said “no” to me,” she said.", ["“He said “no” to me,”"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("Rock 'n' roll of the '90s, and 'em all.", []),
        ("He is 5'10\" tall and she 5'6\".", []),
        ("The soldiers’ homes and the boys’ school.", []),
    ],
)
def test_marks_of_all_kinds_are_paired_and_apostrophes_are_none(text, found):
    assert quoted(text) == found


def test_a_quotation_runs_over_paragraphs_that_each_open_it_again():
    text = "“First.\n\n“Second.\n\n“Third,” she said."
    assert quoted(text) == ["“First.\n\n“Second.\n\n“Third,”"]


@pytest.mark.parametrize("text", ["“First.\n\nSecond “x” there.", '"He said "no" to me', "“" * 50, "«a «b» c"])
def test_what_is_opened_and_never_closed_is_nobodys_word(text):
    first = find_quotations(text)[0]
    assert not first.is_closed
    assert not any(one.statement and one.passage.start < first.end for one in suggested(text))


def test_no_figure_is_read_where_a_quotation_was_never_closed():
    text = "“Twelve people were killed, the mayor said.\n\nThree people were hurt, the mayor said."
    assert [one.measure for one in suggested(text)] == ["injured"]


def test_a_quotation_of_many_pages_was_never_closed_where_it_should_have_been():
    (one,) = find_quotations("“" + "a " * LONGEST_QUOTATION + "”")
    assert not one.is_closed


@given(st.text(alphabet="ab “”‘’\"'„«».,\n", max_size=200))
def test_quotations_are_in_order_and_never_overlap(text):
    found = find_quotations(text)
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.inner_start <= one.inner_end <= one.end <= len(text)
        ends.append(one.end)


DIRECT = [
    "“We will go,” Dana Reyes said.",
    "“We will go”, Dana Reyes said.",
    "“We will go,” said Dana Reyes.",
    "“We will go!” Dana Reyes said.",
    "Dana Reyes said: “We will go.”",
    "Dana Reyes said, “We will go.”",
    "Dana Reyes said “We will go to town.”",
    "On Monday, Dana Reyes said: “We will go.”",
    '"We will go," Dana Reyes said.',
    "'We will go,' Dana Reyes said.",
    "``We will go,'' Dana Reyes said.",
    "«We will go», Dana Reyes said.",
    "„We will go“, Dana Reyes said.",
    "“We will go,” Dana Reyes told reporters on Monday in Jenin.",
]


@pytest.mark.parametrize("text", DIRECT)
def test_a_whole_sentence_in_marks_is_a_direct_quotation_of_the_speaker_beside_it(text):
    one = only(text)
    assert one.attribution.rendering == Rendering.DIRECT
    assert one.passage.exact.startswith("We will go")
    assert words(one.attribution.speaker.words) == "Dana Reyes"
    assert one.tier == Tier.SURE


def test_an_interrupted_quotation_has_one_speaker():
    first, second = suggested("“We will go,” Dana Reyes said on Monday, “and we will stay.”", JENIN)
    assert (first.passage.exact, second.passage.exact) == ("We will go", "and we will stay.")
    assert first.attribution.speaker == second.attribution.speaker
    assert words(first.attribution.said_on.words) == "on Monday"


def test_a_quotation_right_after_another_goes_on_with_its_speaker_less_surely():
    text = "“We will go,” Dana Reyes said in a statement. “We will stay. We will see.”"
    first, second = suggested(text)
    assert second.attribution.speaker == first.attribution.speaker
    assert second.attribution.rule == "the same speaker goes on"
    assert (first.tier, second.tier) == (Tier.SURE, Tier.LIKELY)


def test_a_sentence_in_between_ends_the_speakers_turn():
    text = "“We will go,” Dana Reyes said. The crowd cheered. “We will stay.”"
    assert [one.attribution.speaker is None for one in suggested(text)] == [False, True]


def test_a_quotation_over_paragraphs_is_one_statement_with_its_figures():
    text = "“This is the first.\n\n“Twelve people were killed.\n\n“This is the last,” Dana Reyes said."
    statement, figure = suggested(text)
    assert statement.passage.exact == text[1 : text.index(",”")]
    assert figure.measure == "killed"
    assert words(figure.attribution.speaker.words) == "Dana Reyes"
    assert figure.attribution.rendering == Rendering.DIRECT
    assert figure.tier == Tier.UNSURE


@pytest.mark.parametrize(
    ("text", "passage", "statement"),
    [
        ("The mayor called the raid a “massacre.”", "called the raid a “massacre.”", "massacre."),
        ("The mayor described the fire as ‘massive’.", "described the fire as ‘massive’", "massive"),
        ("He fled what the army called a “massive” fight.", "called a “massive”", "massive"),
        (
            "Dana Reyes said that the town was “on its knees” again.",
            "the town was “on its knees” again",
            "on its knees",
        ),
    ],
)
def test_words_in_marks_inside_a_sentence_are_a_partial_quotation(text, passage, statement):
    one = only(text)
    assert (one.passage.exact, one.statement.exact) == (passage, statement)
    assert one.attribution.rendering == Rendering.PARTIAL


def test_a_figure_whose_hedge_is_quoted_is_partly_quoted():
    one = only("The army confirmed “at least” six militants killed.")
    assert one.attribution.rendering == Rendering.PARTIAL
    assert one.figure.words.exact == "“at least” six"
    assert one.figure.quantity.text == "“at least” six"
    assert one.passage.exact == "“at least” six militants killed"


def test_nobody_is_made_the_speaker_of_a_quotation_without_one():
    one = only("“We will go.”")
    assert one.attribution.speaker is None
    assert one.tier == Tier.UNSURE


def test_a_quotation_in_a_quotation_is_not_its_speakers_figure():
    text = "“‘Twelve people were killed,’ they told me,” Dana Reyes said."
    assert not any(one.figure for one in suggested(text))

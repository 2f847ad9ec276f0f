"""What holds for all suggestions: exact spans, the same every time, the ledger's own words, no text too hostile."""

import time
import tracemalloc
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.models import claims
from events.models.vocabularies import Population, Predicate
from events.suggesting import counted_kinds, suggestions
from events.suggesting.engine import MOST_CHARACTERS, MOST_SUGGESTIONS, suggest
from events.suggesting.suggestions import ENGINE, Measure
from sources.text import check_anchor, normalise
from tests.events.suggesting.reading import JENIN, every_span, figures, only, words

REPORT = """\
A search in the West Bank city of Jenin grew on Monday into fighting. The army called it “massive”.

Soldiers entered late on Sunday night, according to officials of the Coast Guard, who named nobody. The officials said \
the troops met fire and that seven soldiers were wounded, two of them seriously.

Mayor Dana Reyes praised the crews in a statement. “We will use all we have,” she said. “We will stay.”

Killed and wounded

Residents told Reuters that four people had been killed, including two children. The army declined to comment.

Correction: an earlier version said that 12 people had been killed.
"""


def test_a_report_is_read_as_an_editor_reads_it():
    found = [
        (one.measure.value, one.passage.exact, words(one.attribution.speaker and one.attribution.speaker.words))
        for one in suggest(REPORT, JENIN)
    ]
    assert found == [
        ("statement", "called it “massive”", "The army"),
        ("statement", "Soldiers entered late on Sunday night", "officials of the Coast Guard"),
        ("injured", "seven soldiers were wounded", "The officials"),
        ("seriously_injured", "two of them seriously", "The officials"),
        ("statement", "We will use all we have", "she"),
        ("statement", "We will stay.", "she"),
        ("killed", "four people had been killed", "Residents"),
        ("killed", "two children", "Residents"),
        ("statement", "The army declined to comment", "The army"),
    ]


def test_a_heading_and_a_note_of_correction_tell_nothing():
    assert figures("Twelve killed in raid on Jenin") == []
    assert figures("Correction, 20 June: the raid killed 12 people.") == []
    assert figures("Clarification: the raid killed 12 people.") == []


def test_every_suggestion_names_its_rule_and_the_engine():
    for one in suggest(REPORT, JENIN):
        assert one.engine == ENGINE
        assert one.rule
        assert one.attribution.rule


PIECES = st.sampled_from(
    [
        *(
            "12",
            "at least",
            "six",
            "people",
            "soldiers",
            "were",
            "had been",
            "killed",
            "wounded",
            "said",
            "Reyes",
            "the",
        ),
        *("army", "“", "”", '"', "'", "‘", "’", ",", ".", "…", "?", "\n\n", "of them", "including", "two", "children"),
        *(
            "According to",
            "that",
            "not",
            "if",
            "on Monday",
            "in Jenin",
            "toll",
            "rose from",
            "to",
            "and",
            "or",
            "-",
            "$",
        ),
        *(
            "declined to",
            "comment",
            "told",
            "Reuters",
            "he",
            "who",
            "which",
            "called",
            "death",
            "deaths",
            "no",
            "a",
            "½",
        ),
        *(
            "quoted",
            "as saying",
            "citing",
            "(",
            ")",
            "%",
            "2023",
            "dozens",
            "of",
            "lakh",
            "number of",
            "could",
            "٣",
            "\t",
        ),
    ]
)
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
)


@given(HOSTILE)
@example("He declined to")
@example("said")
@example("According to")
@example("12")
@example("“”")
@example("Aé “12 people were killed,” said")
@settings(max_examples=400)
def test_every_span_stands_in_the_text_exactly_and_twice_the_same(text):
    found = suggest(text, JENIN)
    for one in found:
        for span in every_span(one):
            check_anchor(text, span.start, span.end, span.exact)
        if one.figure:
            assert one.passage.start <= one.figure.words.end <= one.passage.end
    assert suggest(text, JENIN) == found


@given(HOSTILE, HOSTILE)
def test_another_paragraph_does_not_change_the_figures_of_the_first(first, second):
    def closed(text):
        return not any(mark in text for mark in "“”\"'‘’„«‹`\n")

    if closed(first) and closed(second):
        both = figures(f"{first}.\n\n{second}.")
        assert both == figures(f"{first}.") + figures(f"{second}.")


REPEATED = {
    "one quotation mark": "“",
    "straight marks": '"',
    "quotations": "“A b.” ",
    "apostrophes": "'a ",
    "numbers": "12 ",
    "numbers as sentences": "12. ",
    "number words": "two hundred and ",
    "one letter": "a",
    "commas": "a, ",
    "points": ". ",
    "fates": "killed ",
    "figures": "Then 12 were killed. ",
    "guarded figures": "If 12 were killed. ",
    "sayings": "He said he left. ",
    "brackets": "((((",
    "names": "Aa Bb ",
    "blank lines": "\n\n",
    "reports": REPORT + "\n",
    "one giant line": REPORT.replace("\n", " "),
    "hyphens": "a-",
}
WORST = ("one quotation mark", "quotations", "numbers", "one letter", "figures", "brackets", "one giant line")
DENSE = ("quotations", "numbers as sentences", "reports")


@pytest.mark.parametrize("name", WORST)
def test_a_text_of_the_greatest_length_read_takes_seconds_whatever_it_holds(name):
    assert _seconds(partial(suggest, _filled(name, MOST_CHARACTERS), JENIN)) < 15  # mostly one to three


def test_a_tenth_of_it_takes_little_in_every_shape():
    for name in REPEATED:
        assert _seconds(partial(suggest, _filled(name, MOST_CHARACTERS // 10), JENIN)) < 3, name  # mostly 0.2


def test_five_megabytes_are_read_in_seconds():
    text = _filled("one giant line", 5_000_000)
    before = time.process_time()
    found = suggest(text, JENIN)
    assert time.process_time() - before < 15  # mostly one to three
    assert len(found) <= MOST_SUGGESTIONS


@pytest.mark.parametrize("name", DENSE)
def test_twice_the_text_takes_about_twice_the_time(name):
    def seconds(size):
        return min(_seconds(partial(suggest, _filled(name, size))) for _ in range(2))

    assert seconds(60_000) < 5 * seconds(30_000) + 0.1


def _filled(name, size):
    return REPEATED[name] * (size // len(REPEATED[name]))


def _seconds(act):
    before = time.process_time()
    act()
    return time.process_time() - before


def test_a_giant_line_takes_little_memory():
    text = "12 people said a, b and c that " * (MOST_CHARACTERS // 32)
    tracemalloc.start()
    suggest(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_text_too_long_is_cut_between_sentences_and_never_inside_a_number():
    sentence = "Then 120 people were killed. "
    text = "The sun rose. " * ((MOST_CHARACTERS - 10) // 14) + sentence
    assert len(text) > MOST_CHARACTERS > len(text) - len(sentence)
    assert suggest(text) == []


def test_text_as_it_is_stored_is_what_is_read():
    text = normalise("“We go,” Dana Reyes said.\r\n\r\nTwo people died.")
    assert [one.passage.exact for one in suggest(text)] == ["We go", "Two people died"]


@pytest.mark.django_db
def test_measures_and_populations_are_those_of_the_ledger():
    assert {measure.value for measure in Measure} <= set(Predicate.objects.values_list("code", flat=True))
    populations = {code for _, code in counted_kinds._KINDS.values()}
    assert populations <= {"", *Population.objects.values_list("code", flat=True)}


@pytest.mark.parametrize("name", ["Rendering", "VerbClass", "Polarity", "Certainty", "Medium"])
def test_the_closed_lists_have_the_values_that_the_ledger_stores(name):
    ours, stored = getattr(suggestions, name), getattr(claims, name)
    assert {one.value for one in ours} <= set(stored.values)


def test_a_suggestion_cannot_be_changed():
    one = only("Two people died.")
    with pytest.raises(AttributeError):
        one.tier = "sure"

"""Figures in sentences that mislead number finders: better to miss one than to show a wrong one for a fact."""

import pytest

from tests.events.suggesting.reading import figures, lines, reading, told

PROBES = [*lines("probes.jsonl"), *lines("own_probes.jsonl")]
HEDGES = lines("hedges.jsonl")
LEDGER_WORDS = {"wounded": "injured", "arrested": "detained"}


def expected(probe):
    return [(LEDGER_WORDS.get(one["measure"], one["measure"]), one["lo"], one["hi"]) for one in probe["expect"]]


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["text"])
def test_exactly_the_figures_that_the_words_tell_are_shown(probe):
    assert sorted(figures(probe["text"]), key=str) == sorted(expected(probe), key=str)


def test_no_figure_becomes_another_when_somebody_is_quoted_as_saying_it():
    for probe in PROBES:
        assert set(figures(f"“{probe['text']}” the mayor said.")) <= set(expected(probe)), probe["text"]


@pytest.mark.parametrize("frame", ["The mayor denied that {}.", "If {}, the mayor will resign."])
def test_a_denied_or_imagined_sentence_tells_no_figure(frame):
    for probe in PROBES:
        words = probe["text"].rstrip(".?!")
        text = frame.format(words[0].lower() + words[1:])
        assert figures(text) == [], text


@pytest.mark.parametrize("hedge", HEDGES, ids=lambda hedge: hedge["text"])
def test_every_hedge_is_read_where_it_stands_in_a_sentence(hedge):
    is_none = hedge["text"] == "no"
    text = "There were no casualties." if is_none else f"Officials said {hedge['text']} people were hurt."
    (one,) = told(text)
    assert reading(one.figure.quantity) == (hedge["lo"], hedge["hi"])
    assert one.figure.words.exact in text

"""What the rules make of sentences that somebody else has labelled without seeing them; see the README beside."""

from tests.events.suggesting.reading import figures, lines
from tests.events.suggesting.scoring import score_figures, score_speakers, score_statements, wrong_probes

LABELLED = lines("labelled.jsonl")


def test_no_held_out_probe_shows_a_wrong_figure():
    assert list(wrong_probes(lines("held_out_probes.jsonl"))) == []


def test_figures_shown_are_right_and_most_are_found():
    score = score_figures(LABELLED)
    assert score.precision > 0.97, score
    assert score.recall > 0.80, score


def test_figures_are_given_to_who_said_them():
    assert score_speakers(LABELLED).precision > 0.92


def test_most_reported_words_are_found_word_for_word():
    score = score_statements(LABELLED)
    assert score.precision > 0.65, score
    assert score.recall > 0.60, score


def test_sentences_without_a_claim_suggest_no_figure():
    for row in LABELLED:
        if not row["claims"]:
            assert figures(row["text"]) == [], row["text"]

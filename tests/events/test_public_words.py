"""Public documents in plain words."""

import pytest

from events.public_words import reading_words, reported_words, value_reading


class TestWords:
    @pytest.mark.parametrize(
        ("reported", "words"),
        [
            (None, ""),
            ({"low": None, "high": None}, ""),
            ({"low": 6, "best": 6, "high": 6}, "6"),
            ({"low": 6, "best": 9, "high": 9, "high_is_floor": True}, "6–9, best 9, somebody gave no upper limit"),
            ({"low": 6, "best": None, "high": 1200, "contested": True}, "6–1,200, contested"),
        ],
    )
    def test_reported_figures(self, reported, words):
        assert reported_words(reported) == words

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (None, ""),
            ({"type": "quantity", "reading": "at least 6"}, "at least 6"),
            ({"type": "boolean", "is_true": False}, "no"),
            ({"type": "party", "party": {"label": "The Army"}}, "The Army"),
            ({"type": "date", "text": "", "edtf": "2023"}, "2023"),
        ],
    )
    def test_values(self, value, words):
        assert value_reading(value) == words

    def test_a_running_total_says_up_to_which_day_it_counts(self):
        answer = {"polarity": "affirms", "reading": "124", "value": {"through": "2023-06-19"}}
        assert reading_words(answer) == "124, counted up to 19 June 2023"

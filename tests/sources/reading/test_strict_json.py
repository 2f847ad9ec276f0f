"""JSON is what its standard says; everything else is refused with the place and the mend."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.records import RecordProblem
from sources.importing.strict_json import MOST_DEPTH, load_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def problem_with(raw, **options):
    with pytest.raises(RecordProblem) as raised:
        load_json(raw, **options)
    return raised.value


@given(VALUES)
def test_what_json_can_hold_comes_back(value):
    written = json.dumps(value)
    assert load_json(written) == load_json(written.encode()) == load_json(b"\xef\xbb\xbf" + written.encode()) == value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        (b" \n", "empty"),
        ("{'a': 1}", "malformed"),
        ('{"a": 1,}', "malformed"),
        ('{"a": NaN}', "malformed"),
        ("[-Infinity]", "malformed"),
        ("[1e999]", "malformed"),
        ("9" * 5_000, "malformed"),
        ('"cut', "malformed"),
        ('{"a": 1}\n{"a": 2}', "malformed"),
        ('{"a": {"b": 1, "b": 2}}', "duplicate_key"),
        ('{"a": 1, "a": 1}', "duplicate_key"),
        ("[" * 100_000, "unsafe"),
        ('{"a":' * (MOST_DEPTH + 1) + "1" + "}" * (MOST_DEPTH + 1), "unsafe"),
        ("é".encode("latin-1"), "wrong_encoding"),
        (b'["abc\x00defgh"]', "not_text"),
    ],
)
def test_what_is_no_json_is_refused_with_its_reason(raw, reason):
    problem = problem_with(raw)
    assert problem.reason == reason
    assert problem.hint


def test_the_line_of_a_mistake_is_named():
    assert problem_with('{\n "a": 1\n "b": 2}').line == 3


def test_a_key_given_twice_is_named_without_what_cannot_be_printed():
    assert "“a\ufffd\ufffd”" in problem_with('{"a\\u0000\\ud800": 1, "a\\u0000\\ud800": 2}').message


def test_several_values_in_a_row_are_taken_for_json_lines():
    assert ".jsonl" in problem_with("{}\n{}").hint


def test_brackets_in_strings_do_not_count_as_nesting():
    assert load_json('["' + "[{" * 1_000 + '\\"[["]') == ["[{" * 1_000 + '"[[']


def test_arrays_may_stand_beside_each_other_without_end():
    assert len(load_json("[" + "[],{}," * 1_000 + "[]]")) == 2_001


def test_a_named_encoding_is_used():
    assert load_json('["é"]'.encode("latin-1"), "latin-1") == ["é"]


@given(st.text('{}[]:,"\\ue0+-.truefalsnN 1\n') | st.text() | st.binary())
def test_anything_is_a_value_or_a_problem(raw):
    with suppress(RecordProblem):
        assert json.dumps(load_json(raw))


@pytest.mark.parametrize("raw", ['"' + '\\"' * 500_000, '"' * 500_001, "[1," * 300_000, "-" * 1_000_000])
def test_hostile_json_is_refused_soon(raw):
    began = time.process_time()
    problem_with(raw)
    assert time.process_time() - began < 10  # in quadratic time it would be minutes

"""From bytes to rows: CSV, JSON lists, JSON lines, and whatever is none of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importing.mappings import Layout
from events.importing.rows import open_table
from sources.importing.records import REASONS, RecordProblem

AUTO = Layout()


def rows(raw, layout=AUTO):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    return list(open_table(raw, layout).rows())


def cells(raw, layout=AUTO):
    return [dict(row.cells) for row in rows(raw, layout)]


def refusal(raw, layout=AUTO):
    with pytest.raises(RecordProblem) as refused:
        rows(raw, layout)
    assert refused.value.reason in REASONS
    assert refused.value.hint
    return refused.value


def answer(raw, layout):
    try:
        return "rows" if all(row.place for row in rows(raw, layout)) else "a row without its place"
    except RecordProblem as problem:
        return problem.reason


def test_a_row_of_csv_starts_on_its_line_also_behind_cells_of_several_lines():
    found = rows('id,words\n1,"two\nlines"\n\n2,one\n')
    assert [(row.place, row.cells["words"]) for row in found] == [("line 2", "two\nlines"), ("line 5", "one")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_header(delimiter):
    assert cells(delimiter.join(["id", "a", "b"]) + "\n" + delimiter.join(["1", "x", "y"])) == [
        {"id": "1", "a": "x", "b": "y"}
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert cells("\ufeffid,a\n1,x\n".encode()) == [{"id": "1", "a": "x"}]
    assert cells("id,a\n1,ü\n".encode("utf-16")) == [{"id": "1", "a": "ü"}]


def test_a_row_with_too_few_cells_is_refused_alone():
    found = rows("id,a\n1\n2,x\n")
    assert found[0].problem.line == 2
    assert "1 cells" in found[0].problem.message
    assert dict(found[1].cells) == {"id": "2", "a": "x"}


@pytest.mark.parametrize("text", ['[{"id": 1}, {"id": 2}]', '{"id": 1}\n\n{"id": 2}\n', ' [ {"id":1},{"id":2} ] '])
def test_a_json_list_and_json_lines_give_the_same_rows(text):
    assert cells(text) == [{"id": 1}, {"id": 2}]


def test_the_list_may_lie_under_a_key_of_an_object_with_other_things_before_and_behind():
    table = open_table(b'{"at": "2020", "data": [{"id": 1}], "more": [1, {"x": "]"}]}', Layout(rows="data"))
    assert [dict(row.cells) for row in table.rows()] == [{"id": 1}]
    assert table.beside == {"at": "2020", "more": [1, {"x": "]"}]}


def test_a_list_alone_is_taken_where_the_mapping_names_a_key():
    assert cells('[{"id": 1}]', Layout(rows="events")) == [{"id": 1}]


def test_an_object_without_the_list_says_where_lists_are():
    problem = refusal('{"evnets": [{"id": 1}]}', Layout(rows="events"))
    assert "“events”" in problem.message
    assert "“evnets”" in problem.hint


def test_an_item_that_is_no_object_is_refused_alone():
    found = rows('[{"id": 1}, 7, {"id": 2}]')
    assert [row.problem is None for row in found] == [True, False, True]
    assert "item 2" in found[1].problem.message


def test_a_bad_json_line_is_refused_alone_with_its_line():
    found = rows('{"id": 1}\n{"id": 2,}\n{"id": 3}\n', Layout(form="jsonl"))
    assert [row.problem is None for row in found] == [True, False, True]
    assert found[1].problem.line == 2


def test_the_columns_of_json_are_those_of_all_rows():
    assert open_table(b'[{"id": 1}, {"id": 2, "b": null}]', AUTO).columns == {"id", "b"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"[]", "empty"),
        (b'id,a\n1,"never closed\n', "malformed"),
        (b'[{"id": 1}, {"id": 2}', "malformed"),
        (b'[{"id": 1},]', "malformed"),
        (b'[{"id": 1}] trailing', "malformed"),
        (b'[{"id": NaN}]', "malformed"),
        (b'[{"id": 1e999}]', "malformed"),
        (b'[{"id": 1, "id": 2}]', "duplicate_key"),
        (b'{"data": [1', "malformed"),
        (b"id,a\n1,\xff\n", "wrong_encoding"),
        (b"id,id\n1,2\n", "duplicate_key"),
        (b"id\n" + b"1\n" * 100_001, "too_large"),
        (b"[" + b"{}," * 100_000 + b"{}]", "too_large"),
        (b"a," * 10_000 + b"\n", "too_large"),
        (b"[" * 200_000, "unsafe"),
        (b'{"data": ' * 200_000, "unsafe"),
        (b'{"a":' * 2_000 + b"1" + b"}" * 2_000, "unsafe"),
        (b"[" + b"9" * 100_000 + b"]", "malformed"),
    ],
)
def test_a_file_that_is_not_well_formed_is_refused_whole(raw, reason):
    assert refusal(raw, Layout(rows="data") if raw.startswith(b"{") else AUTO).reason == reason


def test_half_a_surrogate_pair_and_a_nul_are_refused_with_their_row():
    found = rows('[{"id": "\\ud800"}, {"id": 1, "a": {"b": ["\\u0000"]}}, {"id": "\\ud83d\\ude00"}]')
    assert [row.problem and row.problem.reason for row in found] == ["not_text", "not_text", None]


def test_a_row_that_nests_too_deep_to_be_looked_at_is_refused_alone():
    deep = "[" * 30 + "]" * 30
    found = rows(f'[{{"id": 1, "a": {deep}}}, {{"id": 2}}]')
    assert [row.problem and row.problem.reason for row in found] == ["unsafe", None]


@given(st.binary(max_size=400) | st.text(alphabet='[]{}",:;\n\t 1aé\\u0d8', max_size=200).map(str.encode))
def test_whatever_the_bytes_there_are_rows_or_a_problem(raw):
    for layout in (AUTO, Layout(rows="a"), Layout(form="csv"), Layout(form="json"), Layout(form="jsonl")):
        assert answer(raw, layout) in {"rows", *REASONS}


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(characters),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(st.sampled_from(["id", "a", "b"]), values, min_size=1)


@given(st.lists(objects, min_size=1, max_size=6), st.sampled_from([None, 2]))
def test_json_gives_back_every_row_as_it_was_written(items, indent):
    whole = {"before": [1, "]"], "data": items, "behind": {"x": "}"}}
    assert cells(json.dumps(whole, indent=indent), Layout(rows="data")) == items
    assert cells(json.dumps(items, indent=indent)) == items
    assert cells("\n".join(map(json.dumps, items)), Layout(form="jsonl")) == items

"""Lists of places are read row by row in little memory, and nothing in them ends the reading with a traceback."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.gazetteer.files import read_file
from sources.gazetteer.json_files import read_json_places
from sources.gazetteer.merging import COLUMNS, merge, new_spellings
from sources.gazetteer.records import PlaceRecord
from sources.gazetteer.tab_files import read_alternate_names
from sources.importing.records import REASONS, RecordProblem
from tests.sources.gazetteer import place_json, row

ROW = row(1, "Exampleton", others=["جنين", "Ex,amp"]).encode()


def made(raw) -> list[Any]:
    return [found.made for found in read_file(io.BytesIO(raw), {})]


@given(st.lists(st.fixed_dictionaries({"geonameid": st.integers(1, 2**60), "name": st.text('abcé "\\{[', min_size=1)})))
def test_places_in_json_come_out_as_they_went_in_however_they_are_cut_into_portions(values):
    expected = [" ".join(value["name"].split()) for value in values]
    for raw in (json.dumps(values), json.dumps({str(at): value for at, value in enumerate(values)}, indent=1)):
        file = Slow(raw.encode())
        found = [getattr(row.made, "name", "") for row in read_json_places(file, {})]
        assert found == expected


class Slow(io.BytesIO):
    """Gives seven bytes at a time, whatever is asked for."""

    def read(self, _size=-1):
        return super().read(7)


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        (b"[", ["malformed"]),
        (b"[]", []),
        (b"{}", []),
        (b' \xef\xbb\xbf[]"', ["malformed"]),
        (b"[{}", ["missing", "malformed"]),
        (b"[{},]", ["missing", "malformed"]),
        (b"[{} {}]", ["missing", "malformed"]),
        (b"[{}] x", ["missing", "malformed"]),
        (b'{"a" {}}', ["malformed"]),
        (b'{"a": }', ["malformed"]),
        (b'[{"name": "\xff"}]', ["wrong_encoding"]),
        (b"[" * 100_000, ["unsafe"]),
        (b'[{"a":' * 100_000, ["unsafe"]),
        (b"[1, 2.5, 1e999, NaN, true]", ["malformed"] * 5),
        (b'["' + b"x" * 3_000_000 + b'"]', ["too_large"]),
        (b"[" + b"1" * 5000 + b"]", ["malformed"]),
    ],
)
def test_json_out_of_order_is_a_problem_at_its_item(raw, reasons):
    found = list(read_json_places(io.BytesIO(raw), {}))
    assert [getattr(row.made, "reason", "") for row in found] == reasons
    assert [row.place for row in found] == [f"item {number}" for number in range(1, len(reasons) + 1)]


def test_an_error_early_in_a_large_file_is_told_for_what_it_is():
    raw = b'[{"name": tru}, ' + json.dumps([place_json()] * 20_000).encode()
    assert [problem.reason for problem in made(raw)] == ["malformed"]


@given(st.binary(max_size=200), st.integers(0, len(ROW)))
def test_whatever_bytes_a_file_holds_each_row_is_a_place_or_a_problem(noise, at):
    for begin in (b"", b"[", b"{", b'[{"geonameid": 1, "name": "'):
        for raw in (begin + noise, begin + ROW[:at] + noise + ROW[at:]):
            for found in made(raw):
                assert isinstance(found, PlaceRecord) or found.reason in REASONS
    for found in read_alternate_names(io.BytesIO(noise + b"\n1\t2\ten\t" + noise + b"\t\t\t\t\t\t\n")):
        assert found.made is None or isinstance(found.made, RecordProblem) or found.made.geonames_id == 2


def test_a_list_without_an_end_is_read_place_by_place():
    class Endless(io.BytesIO):
        begun = False

        def read(self, _size=-1):
            begun, self.begun = self.begun, True
            return b", " * begun + b"[" * (not begun) + json.dumps(place_json()).encode()

    rows = read_json_places(Endless(), {})
    assert [next(rows).place for _ in range(3)] == ["item 1", "item 2", "item 3"]


columns = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in COLUMNS})


@given(columns, columns, columns)
def test_a_column_is_written_only_where_no_editor_has_been(taken, now, offered):
    written, kept = merge(taken, now, offered)
    for name in COLUMNS:
        if name in written:
            assert now[name] == taken[name]
            assert written[name] == offered[name] != ""
        elif offered[name] not in ("", now[name]):
            assert (name, now[name], offered[name]) in [(one.column, one.stays, one.gazetteer) for one in kept]
    after = {**now, **written}
    assert merge({**taken, **written}, after, offered) == ({}, kept)


names = st.lists(st.sampled_from("abcde"))


@given(names, st.sampled_from("abcde"), st.sets(st.sampled_from("abcde")), st.sets(st.sampled_from("abcde")))
def test_every_spelling_is_added_once_or_for_a_reason_not(offered, name, known, taken):
    added = new_spellings(offered, name, known, taken)
    assert len(set(added)) == len(added)
    assert set(added) == set(offered) - {name} - known - taken

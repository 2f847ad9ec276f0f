"""JSON reports: an object a line, an array or a single one; claims in a list or flat; a bad one refused alone."""

import hashlib
import json
import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.json_lines import looks_like_json_lines, read_json_lines
from sources.importing.records import REASONS, ArticleRecord, ClaimRecord, Given, RecordProblem
from sources.publication_times import on_day


def items(text, encoding=""):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(read_json_lines(raw, Given(encoding=encoding)))


def lines(*values):
    return "\n".join(json.dumps(value) for value in values)


def only(value):
    [item] = items(lines(value))
    return item.made


def problems(text):
    return {item.place: (item.made.reason, item.made.line) for item in items(text) if is_problem(item.made)}


def is_problem(made):
    return isinstance(made, RecordProblem)


def refused(text, encoding=""):
    with pytest.raises(RecordProblem) as whole:
        items(text, encoding)
    return whole.value


def test_keys_are_the_columns_of_tables():
    assert only(
        {
            "ID": 7,
            "version": 2,
            "Date": "2023-06-19",
            "title": "Bridge closed",
            "body": "\nThe bridge is closed.\n\nIt opens in May.\n",
            "authors": ["By Ann Lee", "Lee; Ann"],
            "topics": "medtop:16000000;medtop:20000056",
            "language": None,
            "url": "",
        }
    ) == ArticleRecord(
        text="The bridge is closed.\n\nIt opens in May.",
        headline="Bridge closed",
        bylines=("Ann Lee", "Lee; Ann"),
        published=on_day(date(2023, 6, 19)),
        external_id="7",
        version=2,
        topics=("medtop:16000000", "medtop:20000056"),
    )


def test_claims_stand_in_a_list_or_flat():
    record = only(
        {
            "text": "Six died. It rained.",
            "claim_quote": "It rained",
            "claims": [
                {"quote": "Six died", "said_by": "Police", "occurrence": 1},
                {"claim_quote": "Six", "Claim Said By": "Mayor"},
            ],
        }
    )
    assert record.claims == (
        ClaimRecord("It rained"),
        ClaimRecord("Six died", said_by="Police", occurrence=1),
        ClaimRecord("Six", said_by="Mayor"),
    )
    assert only({"text": "A.", "claims": None}).claims == ()


def test_lines_of_the_same_article_add_claims():
    found = items(lines({"id": 1, "text": "Six died.", "claim_quote": "Six"}, {"id": "1", "claim_quote": "died"}))
    assert [[claim.quote for claim in item.made.claims] for item in found] == [["Six", "died"]]


def test_blank_lines_are_skipped_and_lines_counted_as_an_editor_shows_them():
    text = '\ufeff\n{"id": 1, "text": "A."}\r\n\r\n \t\n{"id": 2, "text": "B."}'
    assert [(item.place, item.made.text) for item in items(text)] == [("line 2", "A."), ("line 5", "B.")]


def test_a_bad_line_is_refused_alone():
    text = '{"id":1,"text":"A."}\n{"id":2,\n\n{"id":3,"text":"C."}\n'
    assert [item.place for item in items(text)] == ["line 1", "line 2", "line 4"]
    assert problems(text) == {"line 2": ("malformed", 2)}
    raw = lines({"text": "A."}, {"text": "B."}).encode().replace(b"B", b"\xe9")
    assert [getattr(item.made, "reason", "") for item in items(raw)] == ["", "wrong_encoding"]


def test_an_array_of_objects_is_read_with_the_line_of_each():
    text = '[\n {"id": 1, "text": "A, [B] \\"}\\u005d"},\n {"id": 2, "text": "C.",},\n\n 3, {"id": 3, "text": "D."}]\n'
    found = items(text)
    assert [item.place for item in found] == ["entry 1", "entry 2", "entry 3", "entry 4"]
    assert found[0].made.text == 'A, [B] "}]'
    assert problems(text) == {"entry 2": ("malformed", 3), "entry 3": ("malformed", 5)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [('[{"text":"A."}, {"text":"B', "malformed"), ('[{"text":"A."}] {}', "malformed"), ('[{"text":"A."},]', "empty")],
)
def test_of_a_broken_array_what_stands_before_the_break_is_read(text, reason):
    first, second = items(text)
    assert first.made.text == "A."
    assert (second.place, second.made.reason) == ("entry 2", reason)


def test_a_single_object_is_the_whole_file():
    for text in ('{"text": "A."}\n', '{\n  "text":\n  "A."\n}\n'):
        [item] = items(text)
        assert (item.place, item.made.text) == ("", "A.")
    [item] = items('{\n"text": "A.",\n}')
    assert (item.place, item.made.reason, item.made.line) == ("", "malformed", 3)


def test_unknown_keys_are_said_once_with_the_nearest_name():
    first, second = items(lines({"id": 1, "text": "A.", "headlin": "x"}, {"id": 2, "text": "B.", "headlin": "y"}))
    assert first.made.notes == ("The column “headlin” is unknown and left out; did you mean “headline”?",)
    assert second.made.notes == ()
    assert "“claim_qoute”" in str(only({"text": "A.", "claims": [{"quote": "A", "qoute": "A"}]}).notes)


def test_a_key_that_cannot_be_shown_is_said_all_the_same():
    [item] = items('{"text": "A.", "\\ud800\\u0000\\n": 1}')
    assert item.made.notes == ("The column “\ufffd\ufffd\ufffd” is unknown and left out.",)


@pytest.mark.parametrize(
    ("value", "reason", "says"),
    [
        ({"txet": "A."}, "missing", "Did you mean it by “txet”?"),
        ({"id": 1, "txet": "A.", "claim_quote": "A"}, "missing", "Did you mean it by “txet”?"),
        ({"id": 1}, "missing", "The columns here are “id”"),
        ({"text": " "}, "empty", "text"),
        ({"text": ["A."]}, "malformed", "text: a list"),
        ({"text": True}, "malformed", "text: true or false"),
        ({"text": "A.", "version": 1.5}, "malformed", "version: a number"),
        ({"text": "A.", "byline": [{"name": "Ann"}]}, "malformed", "list of strings"),
        ({"text": "A.", "claims": {"quote": "A"}}, "malformed", "list of objects"),
        ({"text": "A.", "claims": [{"said_by": "B"}]}, "missing", "claim_quote"),
        ({"text": "A.", "headline": "B", "title": "C"}, "contradiction", "“B” and “C”"),
        ({"text": "A\ud800"}, "not_text", "surrogate"),
        ({"text": "A\x00"}, "not_text", "NUL"),
        ({"text": "A.", "date": 20230619}, "impossible_date", "write 2023-06-19"),
        ({"text": "A.", "event": "rewritten"}, "unknown_value", "correction"),
        (["text"], "empty", ""),
        ("text", "malformed", "a string where an object"),
        (7, "malformed", "a number where an object"),
    ],
)
def test_an_object_that_cannot_be_read_is_refused_with_its_line(value, reason, says):
    found = items("\n" + lines(value, {"text": "Z."}) if not isinstance(value, list) else "\n[]")
    assert (found[0].made.reason, found[0].made.line) == (reason, 2)
    assert found[0].made.hint or reason == "not_text"
    assert says in str(found[0].made)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "A.", "text": "B."}', "duplicate_key"),
        ('{"text": "A.", "version": NaN}', "malformed"),
        ('{"text": "A.", "version": ' + "9" * 100_000 + "}", "malformed"),
        ('{"text": ' + "[" * 100_000, "unsafe"),
        ('{"text": "A."} {"text": "B."}', "malformed"),
    ],
)
def test_what_json_does_not_allow_is_refused(line, reason):
    assert problems('{"text": "Z."}\n' + line) == {"line 2": (reason, 2)}


def test_a_file_without_json_is_refused_as_a_whole():
    assert refused("").reason == "empty"
    assert refused("\ufeff \n\n").reason == "empty"
    assert refused(lines({"text": "é"}).encode("utf-16-le")).hint.startswith("Give --encoding utf-16-le")
    assert refused('{"text": "A."}', "latin-99").reason == "unknown_value"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_a_mark_says_which_encoding_it_is(encoding):
    raw = '{"id": 1, "text": "Zwölf"}\n{"id": 2, "text": "B."}'.encode(encoding)
    assert [item.made.text for item in items(raw)] == ["Zwölf", "B."]


def test_another_encoding_can_be_named():
    [item] = items('{"text": "Zwölf"}'.encode("windows-1252"), "windows-1252")
    assert item.made.text == "Zwölf"


def test_an_item_has_the_hash_of_its_own_bytes():
    written = ['{"text": "Zwölf"}', '{"text":"B."}']
    expected = [hashlib.sha256(one.encode()).hexdigest() for one in written]
    assert [item.raw_sha256 for item in items("\r\n".join(written))] == expected
    assert [item.raw_sha256 for item in items(f"[ {written[0]},\n{written[1]} ]")] == expected


keys = st.sampled_from(["text", "id", "claims", "quote", "date", "byline", "version", "event"]) | st.text(max_size=5)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)


@given(st.lists(json_values, min_size=2, max_size=4))
def test_every_value_of_an_array_and_every_line_is_answered_alike(values):
    as_lines = [item.made for item in items(lines(*values))] if not isinstance(values[0], list) else None
    as_array = [item.made for item in items(json.dumps(values))]
    told = [told_of(made) for made in as_array]
    assert as_lines is None or [told_of(made) for made in as_lines] == told
    assert all(made.reason in REASONS for made in as_array if is_problem(made))


def told_of(made):
    return made.reason if is_problem(made) else made


@given(st.binary(max_size=200), st.sampled_from([b"", b"[", b'{"text":"', b'{"text":"A."}\n', b'[{"text":"A."},']))
def test_any_bytes_become_items_or_a_problem(raw, before):
    try:
        made = [item.made for item in items(before + raw)]
    except RecordProblem as problem:
        made = [problem]
    assert all(one.reason in REASONS for one in made if is_problem(one))


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 5_000_000,
        b'{"a":' * 300_000,
        b'["' + b"\\" * 5_000_001,
        b"[" + b'"a' * 1_000_000,
        b'{"text":"' + b"a" * 30_000_000,
        b'{"a":1}\n{"text":"' + b"a" * 30_000_000 + b"\n{",
        b'{"text":"A' + b"\\u0301" * 500_000 + b'"}',
        b"{" + b'"\\ud800",' * 300_000,
    ],
)
def test_hostile_json_is_answered_soon(raw):
    begun = time.process_time()
    try:
        made = [item.made for item in items(raw)]
    except RecordProblem as problem:
        made = [problem]
    assert made
    assert all(map(is_problem, made))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("form", ["lines", "array"])
def test_many_objects_are_read_one_by_one_in_little_memory(form):
    rows = [b'{"id":%d,"text":"%d %s"}' % (number, number, b"word " * 1000) for number in range(600)]
    raw = b"\n".join(rows) if form == "lines" else b"[" + b",".join(rows) + b"]"
    del rows
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_json_lines(raw, Given()))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 600
    assert most < len(raw) / 2


@pytest.mark.parametrize(
    ("head", "suffix", "is_ours"),
    [
        (b"anything", ".jsonl", True),
        (b"anything", ".ndjson", True),
        (b'{"id": 1, "text": "A."}', ".json", True),
        (b'\xef\xbb\xbf[\n  {"id": 1, "Body" : "A."}', ".json", True),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', ".json", False),
        (b"text", "", False),
    ],
)
def test_json_lines_are_recognised_by_ending_or_by_their_keys(head, suffix, is_ours):
    assert looks_like_json_lines(head, suffix) == is_ours

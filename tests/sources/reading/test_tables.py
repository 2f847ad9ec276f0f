"""Tables: what a header may call its columns, one row an article, further rows its claims, and what is refused."""

import csv
import hashlib
import io
import time
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.columns import ARTICLE_COLUMNS, CLAIM_COLUMNS, column_named
from sources.importing.records import MAX_TEXT_BYTES, REASONS, ArticleRecord, ClaimRecord, Given, RecordProblem
from sources.importing.rows import MOST_CLAIMS, MOST_REFUSED, MOST_UNKNOWN
from sources.importing.tables import MOST_HEADER, looks_like_table, read_table
from sources.publication_times import on_day, parse_published
from sources.text import normalise

WHOLE = """\
id;version;date;first published;headline;text;outlet;url;byline;language;dateline;status;rights;public_notice;\
editorial_note;embargoed_until;supersedes;topics;claim_quote;claim_said_by;claim_predicate;claim_occurrence
b-1;2;2023-06-19T15:04+03:00;2023-06-18;Bridge closed;"The bridge is closed; nobody may pass.

Officials said: ""It opens in May.""\
";The Example Gazette;https://gazette.example/bridge;By Ann Lee; en;EXAMPLETON;Usable;© Gazette;Corrected.;\
Call them.;2023-06-20T06:00Z;b-0;medtop:16000000;It opens in May;Officials;statement;1
"""


def items(text, encoding=""):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(read_table(raw, Given(encoding=encoding)))


def records(text):
    made = [item.made for item in items(text)]
    assert all(isinstance(record, ArticleRecord) for record in made)
    return made


def problems(text):
    found = {item.place: item.made for item in items(text) if isinstance(item.made, RecordProblem)}
    assert all(problem.reason in REASONS and problem.hint for problem in found.values())
    return {place: (problem.reason, problem.line) for place, problem in found.items()}


def refused(text, encoding=""):
    with pytest.raises(RecordProblem) as whole:
        items(text, encoding)
    return whole.value


def written(rows, **form):
    file = io.StringIO()
    csv.writer(file, **form).writerows(rows)
    return file.getvalue()


def test_every_column_fills_its_part_of_the_record():
    [item] = items(WHOLE)
    assert item.place == "line 2"
    assert item.made == ArticleRecord(
        text='The bridge is closed; nobody may pass.\n\nOfficials said: "It opens in May."',
        headline="Bridge closed",
        outlet="The Example Gazette",
        url="https://gazette.example/bridge",
        bylines=("Ann Lee",),
        language="en",
        published=parse_published("2023-06-19T15:04+03:00"),
        dateline="EXAMPLETON",
        external_id="b-1",
        version=2,
        first_published=on_day(date(2023, 6, 18)),
        pub_status="usable",
        embargoed_until=datetime(2023, 6, 20, 6, tzinfo=UTC),
        rights="© Gazette",
        public_notice="Corrected.",
        editorial_note="Call them.",
        topics=("medtop:16000000",),
        supersedes="b-0",
        claims=(ClaimRecord("It opens in May", predicate="statement", said_by="Officials", occurrence=1),),
    )


@pytest.mark.parametrize(("column", "name"), [(c, n) for c, names in ARTICLE_COLUMNS.items() for n in names])
def test_every_other_name_of_a_column_means_it(column, name):
    assert column_named(name) == column


@pytest.mark.parametrize("column", [*ARTICLE_COLUMNS, *CLAIM_COLUMNS])
def test_names_are_read_without_case_blanks_and_underscores(column):
    for name in (column.upper(), column.replace("_", " ").title(), f" {column.replace('_', '')} "):
        assert column_named(name) == column


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_read_off_the_header(delimiter):
    text = written([["Title", "Text", "Id"], ["Hi; there, you|all", "A\tb, c; d|e", "1"]], delimiter=delimiter)
    [record] = records(text)
    assert (record.headline, record.text, record.external_id) == ("Hi; there, you|all", "A\tb, c; d|e", "1")


def test_a_table_of_texts_alone_needs_no_delimiter():
    assert [record.text for record in records("text\nOne.\n\nTwo.\n")] == ["One.", "Two."]


def test_bylines_and_topics_are_several():
    [record] = records(
        "text,byline,topics\nA.,By Ann Lee; Bo Ray ;;Ann Lee,"
        "medtop:16000000;http://cv.iptc.org/newscodes/mediatopic/20000056\n"
    )
    assert record.bylines == ("Ann Lee", "Bo Ray")
    assert record.topics == ("medtop:16000000", "medtop:20000056")


def test_without_a_headline_one_is_proposed_and_nothing_else_is_made_up():
    [record] = records("text,headline,date\nThe bridge fell. It rained., ,\n")
    assert record == ArticleRecord(
        text="The bridge fell. It rained.", headline="The bridge fell", headline_is_proposed=True
    )


def test_further_rows_of_an_article_add_its_claims():
    found = items(
        "id,text,claim_quote,claim_said_by\n"
        "1,Six died. It rained.,Six died,Police\n"
        "1,,It rained,\n"
        "1,Six died. It rained.,died,Mayor\n"
        "2,Other.,,\n"
    )
    assert [item.place for item in found] == ["line 2", "line 5"]
    assert found[0].made.claims == (
        ClaimRecord("Six died", said_by="Police"),
        ClaimRecord("It rained"),
        ClaimRecord("died", said_by="Mayor"),
    )
    assert found[1].made.claims == ()


@pytest.mark.parametrize("key", ["url", "text"])
def test_rows_without_an_id_belong_together_by_address_or_text(key):
    cells = {"url": ("https://a.example/1", ""), "text": ("", "Six died.")}
    url, text = cells[key]
    [record] = records(f"url,text,claim_quote\n{url},Six died.,Six\n{url},{text},died\n")
    assert [claim.quote for claim in record.claims] == ["Six", "died"]


def test_another_version_or_time_makes_another_item():
    assert [record.version for record in records("id,version,text\n1,1,A.\n1,2,B.\n1,3,A.\n")] == [1, 2, 3]
    assert len(records("id,date,text\n1,2023-06-19,A.\n1,2023-06-20,B.\n")) == 2


def test_word_of_a_report_follows_its_text_without_one_of_its_own():
    first, second = records("id,text,event,status,public_notice\n1,A.,,,\n1,,withdraw,,Wrong.\n")
    assert (first.event, second.event, second.text, second.public_notice) == ("", "withdraw", "", "Wrong.")
    assert records("id,text,status\n1,A.,canceled\n")[0].event == "withdraw"


def test_the_same_id_with_another_text_is_refused_and_the_first_line_named():
    text = "id,text\n1,A.\n2,B.\n1,C.\n"
    assert problems(text) == {"line 4": ("duplicate_key", 4)}
    assert "line 2" in items(text)[-1].made.message
    assert problems("id,version,text\n1,1,A.\n1,,C.\n") == {"line 3": ("duplicate_key", 3)}


def test_claims_apart_from_their_article_are_refused_and_its_line_named():
    text = "id,text,claim_quote\n1,A.,A\n2,B.,\n1,,A\n"
    assert problems(text) == {"line 4": ("duplicate_key", 4)}
    assert "line 2" in items(text)[-1].made.message
    assert problems("id,text,claim_quote\n,,A\n") == {"line 2": ("missing", 2)}


def test_an_article_never_comes_in_with_some_of_its_claims_only():
    assert problems("id,text,claim_quote,claim_verb\n1,A.,A,said\n1,,,told\n1,,A,\n") == {"line 2": ("missing", 3)}
    assert problems("id,text,headline,claim_quote\n1,A.,One,A\n1,,Two,A\n") == {"line 2": ("contradiction", 3)}
    assert problems("id,text,claim_quote,claim_occurrence\n1,A.,A,0\n") == {"line 2": ("malformed", 2)}
    many = "id,text,claim_quote\n1,A.,A\n" + "1,,A\n" * MOST_CLAIMS
    assert problems(many) == {"line 2": ("too_large", MOST_CLAIMS + 2)}


def test_a_refused_row_between_two_of_an_article_does_not_part_them():
    found = items("id,text,claim_quote\n1,Six died.,Six\nbroken,\n1,,died\n")
    assert [claim.quote for claim in found[0].made.claims] == ["Six", "died"]
    assert (found[1].place, found[1].made.reason) == ("line 3", "malformed")


def test_unknown_columns_are_said_once_with_the_nearest_name():
    first, second = records("id,headlin,foo,text\n1,a,b,A.\n2,c,d,B.\n")
    assert first.notes == (
        "The column “headlin” is unknown and left out; did you mean “headline”?",
        "The column “foo” is unknown and left out.",
    )
    assert second.notes == ()


def test_unknown_columns_are_said_with_the_first_article_that_comes_in():
    found = items("id,foo,text\n1,a,\n2,b,B.\n")
    assert [getattr(item.made, "notes", None) for item in found] == [
        None,
        ("The column “foo” is unknown and left out.",),
    ]


def test_of_very_many_unknown_columns_some_are_named():
    names = [f"x{number}" for number in range(100)]
    [record] = records(written([["text", *names], ["A.", *names]]))
    assert len(record.notes) == MOST_UNKNOWN + 1
    assert record.notes[-1] == "More unknown columns are left out."


def test_columns_without_a_name_at_the_end_are_taken_for_nothing_unless_they_hold_something():
    assert records("text,id,,\nA.,1,,\n")[0].notes == ()
    assert problems("text,id,,\nA.,1,,x\n") == {"line 2": ("malformed", 2)}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("id,txt", "Did you mean it by “txt”?"),
        ("id;headline;Boddy", "Did you mean it by “Boddy”?"),
        ("id,headline", "“id”, “headline”"),
        ("text,claim_qoute,claim_verb", "Did you mean it by “claim_qoute”?"),
    ],
)
def test_a_table_without_a_column_that_it_needs_is_refused_with_those_it_has(header, says):
    problem = refused(f"{header}\n1,2,3\n")
    assert (problem.reason, problem.line) == ("missing", 1)
    assert says in problem.hint


@pytest.mark.parametrize(
    ("row", "reason", "says"),
    [
        ("1,A.,2023-02-30,,,,", "impossible_date", "February 2023 has 28 days"),
        ("1,A.,19 June,,,,", "impossible_date", "write 2023-06-19"),
        ("1,A.,,two,,,", "malformed", "version: “two”"),
        ("1,A.,,2.0,,,", "malformed", "in digits"),
        ("1,A.,,,hidden,,", "unknown_value", "usable, withheld or canceled"),
        ("1,A.,,,,rewritten,", "unknown_value", "event: “rewritten”"),
        ("1,A.,,,,,tomorrow", "impossible_date", "embargoed_until"),
        ("1, ,,,,,", "empty", "text"),
        ("1,a" + "\u0301" * 300 + ",,,,,", "not_text", "combining marks"),
        ("1,A.", "malformed", "(2) than the header (7)"),
        ("1,A.,,,,,,x", "malformed", "(8) than the header (7)"),
        ('1,"A ""quoted"" word" here,,,,,', "malformed", "Double quotation marks"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_alone_with_line_and_mend(row, reason, says):
    first, second = items(f"id,text,date,version,status,event,embargo\n\n0,Zero.,,,,,\n{row}\n")
    assert first.made.text == "Zero."
    assert (second.made.reason, second.place, second.made.line) == (reason, "line 4", 4)
    assert says in str(second.made)


def test_a_quotation_mark_that_is_never_closed_is_told_and_nothing_behind_it_guessed():
    assert problems('id,text\n1,A.\n2,"B\n3,C.\n') == {"line 3": ("malformed", 3)}


def test_a_file_that_is_no_table_is_refused_as_a_whole():
    assert refused("").reason == "empty"
    assert refused("\n \n\ufeff\n").reason == "empty"
    assert refused('"text\n').reason == "malformed"
    assert refused(b"\x00\x01\x02").reason == "not_text"
    assert refused("text\ncafé".encode("windows-1252")).reason == "wrong_encoding"
    assert refused("text," * MOST_HEADER).reason == "too_large"
    assert refused("text\n\n").reason == "empty"


def test_where_all_rows_are_refused_the_file_is_not_read_to_its_end():
    found = items("id,text\n" + "1\n" * (MOST_REFUSED + 10))
    assert len(found) == MOST_REFUSED + 1
    assert found[-1].place == f"behind line {MOST_REFUSED + 1}"
    mixed = items("id,text\n" + ("1\n" * (MOST_REFUSED - 1) + "1,A.\n") * 2)
    assert len(mixed) == 2 * MOST_REFUSED


def test_another_encoding_can_be_named():
    [item] = items("text\nIl a été évoqué.".encode("windows-1252"), "windows-1252")
    assert item.made.text == "Il a été évoqué."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_give_the_same_records_and_lines(line_end):
    text = 'id,text\n1,"A.\n\nB."\n2,C.\n'
    found = items(text.replace("\n", line_end))
    assert [(item.place, item.made.text) for item in found] == [("line 2", "A.\n\nB."), ("line 5", "C.")]


def test_an_item_has_the_hash_of_its_own_bytes():
    rows = ['1,"A.\n\nÉ."', "1,", "2,C."]
    found = items("id,text\n" + "\n".join(rows[:2]) + "\r\n" + rows[2])
    assert found[0].raw_sha256 == hashlib.sha256("\n".join(rows[:2]).encode()).hexdigest()
    assert found[1].raw_sha256 == hashlib.sha256(rows[2].encode()).hexdigest()


cell = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\r\t"), max_size=20)


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_a_table_was_written_with_is_what_is_read(rows, delimiter):
    numbered = [(str(number), headline, f"A.{body}.") for number, (headline, body) in enumerate(rows)]
    text = written([["id", "headline", "text"], *numbered], delimiter=delimiter)
    for (number, headline, body), record in zip(numbered, records(text), strict=True):
        assert (record.external_id, record.text) == (number, normalise(body))
        assert record.headline == " ".join(normalise(headline).split()) or record.headline_is_proposed


@given(st.binary(max_size=300), st.sampled_from(["", "id,text,claim_quote\n", "text;date;version\n"]))
def test_any_bytes_become_items_or_a_problem(raw, header):
    try:
        made = [item.made for item in items(header.encode() + raw)]
    except RecordProblem as problem:
        made = [problem]
    assert all(problem.reason in REASONS for problem in made if isinstance(problem, RecordProblem))


def test_a_table_of_many_rows_is_read_one_by_one_in_little_memory():
    raw = b"id,text\n" + b"".join(b'%d,"%d %s"\n' % (number, number, b"word " * 1000) for number in range(600))
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_table(raw, Given()))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 600
    assert most < len(raw) / 2


@pytest.mark.parametrize(
    "raw",
    [
        b'text\n"' + b"a\n" * 1_000_000,
        b"text\n" + b"a" * 12_000_000,
        b"text," * 300_000,
        b"text\n" + b'"",' * 300_000,
        b"text\n" + b"\n" * 300_000,
        b'text\n"' + b'""' * 2_000_000,
    ],
)
def test_a_hostile_table_is_answered_soon(raw):
    begun = time.process_time()
    try:
        found = [item.made for item in read_table(raw, Given())]
    except RecordProblem as problem:
        found = [problem]
    assert all(isinstance(made, RecordProblem) for made in found)
    assert time.process_time() - begun < 2


def test_the_longest_text_is_taken_and_a_longer_one_refused():
    assert len(records("text\n" + "a" * MAX_TEXT_BYTES)[0].text) == MAX_TEXT_BYTES
    assert problems("text\n" + "a" * (MAX_TEXT_BYTES + 1)) == {"line 2": ("too_large", 2)}
    assert problems("text\n" + "é" * (MAX_TEXT_BYTES - 1)) == {"line 2": ("too_large", 2)}


@pytest.mark.parametrize(
    ("head", "suffix", "is_table"),
    [
        (b"anything", ".csv", True),
        (b"anything", ".tsv", True),
        (b"\xef\xbb\xbfid,text\n1,A.", "", True),
        (b"Title;Body\r\nA;B", ".txt", True),
        (b"text\nA.", ".txt", False),
        (b"The text, the title\nA.", ".txt", False),
        (b"date 2023-06-19\n\nText.", ".txt", False),
        (b"", "", False),
    ],
)
def test_a_table_is_recognised_by_its_ending_or_its_header(head, suffix, is_table):
    assert looks_like_table(head, suffix) == is_table

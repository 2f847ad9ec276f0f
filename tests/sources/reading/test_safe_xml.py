"""XML from strangers: every bomb is answered with a reason, soon and in little memory."""

import resource
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.records import RecordProblem
from sources.importing.safe_xml import MAX_DEPTH, MAX_NODES, parse_xml, root_name, stream_xml
from sources.importing.xml_paths import local_name

LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
BOMBS = {
    "billion laughs": (
        lambda: b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY l0 "ha">' + LAUGHS + b"]><a>&l9;</a>",
        "unsafe",
    ),
    "quadratic blow-up": (
        lambda: b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 100_000 + b'">]><a>' + b"&x;" * 100_000 + b"</a>",
        "unsafe",
    ),
    "external entity": (lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "unsafe"),
    "external subset": (lambda: b'<!DOCTYPE a SYSTEM "http://bad.example/a.dtd"><a/>', "unsafe"),
    "parameter entity": (lambda: b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://bad.example/x"> %x;]><a/>', "unsafe"),
    "document type behind comments": (lambda: b"<!-- a --> <?b c?>\n<!-->--><!DOCTYPE a><a/>", "unsafe"),
    "document type that seems to be in a comment": (lambda: b"<!-->x --> <!DOCTYPE a><a/>", "unsafe"),
    "document type in UTF-16": (lambda: "<!DOCTYPE a><a/>".encode("utf-16"), "unsafe"),
    "document type in UTF-7": (
        lambda: b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a><a/>",
        "unknown_value",
    ),
    "100,000 elements deep": (lambda: b"<a>" * 100_000, "unsafe"),
    "an attribute of 40 MB": (lambda: b'<a b="' + b"x" * 40_000_000 + b'"/>', "unsafe"),
    "a text of 40 MB": (lambda: b"<a>" + b"x" * 40_000_000 + b"</a>", "unsafe"),
    "a comment of 40 MB": (lambda: b"<a><!--" + b"x" * 40_000_000 + b"--></a>", "unsafe"),
    "a name of 20 MB": (lambda: b"<" + b"x" * 20_000_000 + b"/>", "unsafe"),
    "a million attributes": (
        lambda: b"<a " + b" ".join(b"a%d='>'" % number for number in range(800_000)) + b"/>",
        "unsafe",
    ),
    "many tags of many attributes": (
        lambda: b"<r>" + (b"<a " + b" ".join(b"a%d=''" % n for n in range(50_000)) + b"/>") * 40 + b"</r>",
        "unsafe",
    ),
    "millions of elements": (lambda: b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "unsafe"),
    "only opening brackets": (lambda: b"<" * 20_000_000, "malformed"),
    "an unknown encoding": (lambda: b'<?xml version="1.0" encoding="klingon"?><a/>', "unknown_value"),
    "UTF-16 without its mark": (lambda: "<a>text</a>".encode("utf-16-le"), "wrong_encoding"),
    "UTF-16 declared and not written": (lambda: b'<?xml version="1.0" encoding="UTF-16"?><a/>', "wrong_encoding"),
    "bytes that are not UTF-8": (lambda: "<a>é</a>".encode("latin-1"), "wrong_encoding"),
    "an entity that nothing declares": (lambda: b"<a>\n&nbsp;</a>", "malformed"),
    "a prefix that nothing declares": (lambda: b"<x:a/>", "malformed"),
    "something behind the end": (lambda: b"<a/><b/>", "malformed"),
    "a cut file": (lambda: b"<a><b>text", "malformed"),
    "plain words": (lambda: b"The bridge is closed.", "malformed"),
    "nothing": (lambda: b" \n", "empty"),
    "a NUL": (lambda: b"<a>The bridge\x00 is closed.</a>", "not_text"),
}


@contextmanager
def at_most_more(size):
    """A `MemoryError` for whoever takes so many bytes more than the process has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered_with_a_reason_within_two_seconds_and_200_mb(name):
    make, reason = BOMBS[name]
    raw = make()
    started = time.process_time()
    with at_most_more(200_000_000), pytest.raises(RecordProblem) as refused:
        parse_xml(raw)
    assert time.process_time() - started < 2
    assert refused.value.reason == reason
    assert refused.value.hint


def test_a_problem_names_its_line():
    for raw, line in ((b"<a>\n<b>\n</a>", 3), (b"<a>\n\n&nbsp;</a>", 3), (b"<!--\n-->\n<!DOCTYPE a><a/>", 3)):
        with pytest.raises(RecordProblem) as refused:
            parse_xml(raw)
        assert refused.value.line == line


def test_nesting_and_size_are_taken_up_to_their_bounds():
    deep = b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH
    assert parse_xml(deep).tag == "a"
    wide = b"<a>" + b"<b/>" * (MAX_NODES - 1) + b"</a>"
    assert len(parse_xml(wide)) == MAX_NODES - 1
    with pytest.raises(RecordProblem):
        parse_xml(b"<a>" + deep + b"</a>")
    with pytest.raises(RecordProblem):
        parse_xml(b"<a>" + b"<b/>" * MAX_NODES + b"</a>")


@pytest.mark.parametrize(
    "raw",
    [
        "<a>Größe</a>".encode(),
        "<a>Größe</a>".encode("utf-8-sig"),
        "<a>Größe</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>Größe</a>".encode("latin-1"),
        "<?xml version='1.0' encoding='windows-1252'?><a>Größe</a>".encode("cp1252"),
    ],
)
def test_the_words_are_the_same_in_every_encoding(raw):
    assert parse_xml(raw).text == "Größe"


def test_a_named_encoding_holds_where_the_file_names_none():
    assert parse_xml("<a>мост</a>".encode("cp1251"), "windows-1251").text == "мост"


def test_comments_and_instructions_part_no_words():
    assert parse_xml(b"<a>one<!-- x --> word<?y z?>s</a>").text == "one words"


def test_the_items_of_a_container_come_one_by_one_and_are_forgotten():
    raw = b"<r><h>head</h><s>" + b"".join(b"<i>%d<b/></i> tail " % number for number in range(5_000)) + b"</s></r>"
    parts = stream_xml(raw, "s")
    for number in range(5_000):
        item = next(parts)
        assert (local_name(item), item.text) == ("i", str(number))
        assert next(item.iterancestors("r")).findtext("h") == "head"
        assert [len(before) for before in item.itersiblings(preceding=True)] in ([], [0])
    root = next(parts)
    assert (local_name(root), len(root[1])) == ("r", 1)
    assert next(parts, None) is None


def test_where_a_stream_breaks_off_the_items_before_come_first():
    parts = stream_xml(b"<r><s>" + b"<i>x</i>" * 10_000 + b"<i>", "s")
    met = 0
    with pytest.raises(RecordProblem):
        for met, _ in enumerate(parts, 1):  # noqa: B007  read behind the loop
            pass
    assert met > 1_000


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<nitf>", "nitf"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <x> --><newsItem guid='a'", "newsItem"),
        (b"<x:newsMessage xmlns:x='y'>", "newsMessage"),
        (b"<!DOCTYPE nitf SYSTEM 'x'>", "nitf"),
        ("<nitf/>".encode("utf-16"), "nitf"),
        (b"<!-- never closed", ""),
        (b"{}", ""),
        (b"", ""),
    ],
)
def test_the_root_is_told_from_the_beginning_of_a_file(head, name):
    assert root_name(head) == name


@given(st.binary(max_size=200) | st.text(alphabet="<>!-[]?/&;ab =\"'\n", max_size=200).map(str.encode))
def test_whatever_the_bytes_there_is_a_tree_or_a_problem(raw):
    with suppress(RecordProblem):
        assert parse_xml(raw).tag

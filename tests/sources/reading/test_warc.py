"""Web archives: every captured page is read or answered, and nothing of an archive that lies is believed."""

import base64
import gzip
import hashlib
import json
import random
import time
import tracemalloc
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importing.archives import looks_like_archive
from sources.importing.captured_pages import MOST_PAGE_BYTES
from sources.importing.inflating import MOST_INFLATED, Budget, inflate
from sources.importing.records import REASONS, ArticleRecord, Given, RecordProblem
from sources.importing.warc import read_archive
from sources.publication_times import on_day, parse_published

ADDRESS = "https://gazette.example/bridge"
STORY = [
    "The old bridge over the river was closed to all traffic on Monday, the town council said.",
    "Engineers found cracks in two of its five piers, and nobody may pass until they are mended.",
    "The council expects the bridge to open again in May, a spokeswoman told reporters.",
]
LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge closed",
    "datePublished": "2023-06-19T15:04:00+03:00",
    "articleBody": "\n\n".join(STORY),
}
PAGE = (
    f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed</title>'
    f'<script type="application/ld+json">{json.dumps(LINKED)}</script></head>'
    f"<body><article><h1>Bridge closed</h1>{''.join(f'<p>{line}</p>' for line in STORY)}</article></body></html>"
).encode()
TEXT = b"date 2023-06-19\nheadline: Ferry runs\n\nThe ferry runs.\n"
KIND = "Content-Type: text/html; charset=utf-8"


def http(body=PAGE, *headers, status="200 OK"):
    return "\r\n".join([f"HTTP/1.1 {status}", *(headers or [KIND]), "", ""]).encode() + body


def record(block=None, address=ADDRESS, *headers, kind="response", length=None):
    block = http() if block is None else block
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {address}",
        "WARC-Date: 2023-07-01T10:00:00Z",
        *(headers or ["Content-Type: application/http; msgtype=response"]),
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def arc(*pages):
    header = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://a.arc 0.0.0.0 20230701100000 text/plain %d\n%s" % (len(header), header)]
    parts += [b"%s 192.0.2.1 20230701100000 text/html %d\n%s" % (ADDRESS.encode(), len(page), page) for page in pages]
    return b"\n".join([*parts, b""])


def items(raw, encoding=""):
    return list(read_archive(raw, Given(encoding=encoding)))


def only(raw):
    [item] = items(raw)
    return item.made


def reasons(raw):
    found = items(raw)
    assert all(item.made.hint for item in found if isinstance(item.made, RecordProblem))
    return {item.place: getattr(item.made, "reason", "read") for item in found}


def test_a_captured_page_is_read_as_the_page_that_it_is():
    [item] = items(record())
    assert (item.place, item.raw_sha256) == ("record 1", hashlib.sha256(PAGE).hexdigest())
    assert (item.made.url, item.made.headline) == (ADDRESS, "Bridge closed")
    assert item.made.text.split("\n\n") == STORY


def test_captured_is_not_published():
    made = only(record())
    assert made.published == parse_published("2023-06-19T15:04:00+03:00")
    assert f"Captured on 2023-07-01T10:00:00Z from {ADDRESS}." in made.notes


def test_plain_text_is_read_as_plain_text():
    made = only(record(http(TEXT, "Content-Type: text/plain")))
    assert (made.text, made.headline, made.url) == ("The ferry runs.", "Ferry runs", ADDRESS)
    assert made.published == on_day(made.published.on)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_warc_and_arc_are_read_packed_or_not(pack):
    for raw, place in ((pack(record()), "record 1"), (pack(arc(http())), "record 2")):
        [item] = items(raw)
        assert (item.place, item.made.text.split("\n\n")) == (place, STORY)
        assert "Captured on 2023-07-01T10:00:00Z" in str(item.made.notes)


def test_a_gzip_file_may_have_a_part_for_each_record_or_one_for_all():
    parts = [record(), record(http(TEXT, "Content-Type: text/plain"))]
    apart = b"".join(map(gzip.compress, parts)) + b"\0" * 512
    assert items(apart) == items(gzip.compress(b"".join(parts))) == items(b"".join(parts))


def test_a_page_kept_without_the_headers_of_its_server_is_read():
    assert only(record(PAGE, ADDRESS, "Content-Type: text/html", kind="resource")).headline == "Bridge closed"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("br", brotli.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("gzip", bytes),  # stored without it
        ("br", bytes),
    ],
)
def test_content_codings_are_taken_off(coding, pack):
    assert only(record(http(pack(PAGE), KIND, f"Content-Encoding: {coding}"))).headline == "Bridge closed"


def test_chunks_are_joined():
    chunks = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (PAGE[:100], PAGE[100:])) + b"0\r\n\r\n"
    assert only(record(http(chunks, KIND, "Transfer-Encoding: chunked"))).headline == "Bridge closed"
    assert only(record(http(PAGE, KIND, "Transfer-Encoding: chunked"))).headline == "Bridge closed"
    assert only(record(http(chunks[:300], KIND, "Transfer-Encoding: chunked"))).reason == "malformed"


def test_the_encoding_that_the_server_names_is_the_page_s():
    body = "date 2023-06-19\n\n“Café”".encode("windows-1252")
    for named in ("windows-1252", "ISO-8859-1", "us-ascii"):
        assert only(record(http(body, f"Content-Type: text/plain; charset={named}"))).text == "“Café”"
    assert only(record(http(body, "Content-Type: text/plain; charset=martian"))).reason == "wrong_encoding"
    raw = record(http(body, "Content-Type: text/plain; charset=utf-8"))
    assert only(raw).reason == "wrong_encoding"
    assert items(raw, "windows-1252")[0].made.text == "“Café”"


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (http(b"GIF89a", "Content-Type: image/gif"), "image/gif"),
        (http(b"{}", "Content-Type: application/json"), "application/json"),
        (http(b"{}", "Server: x"), "a type that nobody says"),
        (http(status="302 Found"), "302, a redirect"),
        (http(status="301"), "301, a redirect"),
        (http(status="404 Not Found"), "404"),
        (http(status=""), "without a status"),
    ],
)
def test_an_answer_that_is_no_page_is_refused_with_its_type_and_address(block, says):
    problem = only(record(block))
    assert problem.reason == "unknown_format"
    assert says in problem.message
    assert ADDRESS in problem.message


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (http(b" \n"), "empty"),
        (PAGE, "malformed"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "empty"),
        (b"HTTP/1.1 200 OK\r\n" + b"x" * 100_000, "malformed"),
        (http(gzip.compress(PAGE)[:-9], KIND, "Content-Encoding: gzip"), "malformed"),
        (http(brotli.compress(PAGE)[:-9], KIND, "Content-Encoding: br"), "malformed"),
        (http(b"\x01\x02", KIND, "Content-Encoding: deflate"), "malformed"),
        (http(b"\x28\xb5", KIND, "Content-Encoding: zstd"), "unknown_format"),
        (http(PAGE, KIND, "Content-Encoding: gzip, gzip, gzip"), "unsafe"),
        (http(gzip.compress(b" " * 9_000_000), KIND, "Content-Encoding: gzip"), "unsafe"),
        (http(brotli.compress(b"<p>" * 3_000_000), KIND, "Content-Encoding: br"), "unsafe"),
        (http(gzip.compress(gzip.compress(b" " * 9_000_000)), KIND, "Content-Encoding: gzip, gzip"), "unsafe"),
        (http(b" " * (MOST_PAGE_BYTES + 1)), "too_large"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_alone(block, reason):
    assert reasons(record(block) + record()) == {"record 1": reason, "record 2": "read"}


def test_records_that_are_no_pages_are_counted_in_the_first_article_s_notes():
    others = record(b"x: y", kind="warcinfo") + record(b"GET", kind="request") * 2 + record(b"", kind="revisit")
    found = items(others + record() + record(b"x", "dns:a.example") + record())
    assert [item.place for item in found] == ["record 5", "record 7"]
    [said] = [note for note in found[0].made.notes if "Left out" in note]
    assert "2 request, 1 warcinfo, 1 revisit, 1 response without a web address" in said
    assert "Left out" not in str(found[1].made.notes)


def test_an_archive_without_pages_is_refused_with_what_it_has():
    for raw, says in ((b"", "no captured page"), (record(b"x: y", kind="warcinfo"), "1 warcinfo")):
        with pytest.raises(RecordProblem) as whole:
            items(raw)
        assert whole.value.reason == "empty"
        assert says in whole.value.message


@pytest.mark.parametrize("encode", [bytes.hex, lambda raw: base64.b32encode(raw).decode()])
@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_digest_that_does_not_fit_is_said_and_one_that_fits_is_kept(algorithm, encode):
    kind = "Content-Type: application/http; msgtype=response"
    right, wrong = (
        f"WARC-Payload-Digest: {algorithm}:{encode(hashlib.new(algorithm, body).digest())}" for body in (PAGE, b"x")
    )
    assert [right.partition(": ")[2] in str(only(record(http(), ADDRESS, kind, right)).notes)] == [True]
    assert "not that of the page" not in str(only(record(http(), ADDRESS, kind, right)).notes)
    assert "not that of the page" in str(only(record(http(), ADDRESS, kind, wrong)).notes)


@pytest.mark.parametrize("digest", ["", "sha1", "shake_128:AAAA", "new:x", "sha1:" + "A" * 9999])
def test_a_digest_that_is_none_hinders_nobody(digest):
    kind = "Content-Type: application/http; msgtype=response"
    made = only(record(http(), ADDRESS, kind, f"WARC-Payload-Digest: {digest}"))
    assert made.headline == "Bridge closed"
    assert all(len(note) < 500 for note in made.notes)


def test_a_capture_that_was_cut_is_said():
    kind = "Content-Type: application/http; msgtype=response"
    assert "cut (length)" in str(only(record(http(), ADDRESS, kind, "WARC-Truncated: length")).notes)


@pytest.mark.parametrize(
    "length", ["0", "9", str(len(http()) - 5), str(len(http()) + 5), "99999999999", "-1", "", "x", "9" * 5000, "٣"]
)
def test_a_record_that_lies_about_its_length_is_refused_and_nothing_behind_it_believed(length):
    found = items(record() + record(length=length) + record())
    assert [item.place for item in found][:2] == ["record 1", "record 2"]
    assert isinstance(found[0].made, ArticleRecord)
    assert found[1].made.reason == "malformed"
    assert len(found) == 2


def test_a_page_cannot_pass_off_its_own_words_as_another_record():
    forged = http(b"<p>A.</p>\r\n\r\n" + record(http(TEXT, "Content-Type: text/plain"), "https://other.example/"))
    assert [item.place for item in items(record(forged) + record())] == ["record 1", "record 2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_cut_archive_is_read_up_to_the_break_and_the_offset_named(pack):
    whole = pack(record()) + pack(record())
    first = len(pack(record()))
    for cut in (first + 5, first + 100, len(whole) - 300):
        found = items(whole[:cut])
        assert [item.place for item in found] == ["record 1", "record 2"]
        assert isinstance(found[0].made, ArticleRecord)
        assert found[1].made.reason == "malformed"
        assert "offset" in found[1].made.message


def test_a_damaged_archive_is_read_up_to_the_damage():
    raw = bytearray(gzip.compress(record()) + gzip.compress(record()) + gzip.compress(record()))
    raw[len(gzip.compress(record())) + 60] ^= 255
    assert reasons(bytes(raw)) == {"record 1": "read", "record 2": "malformed"}
    assert reasons(record() + b"garbage\r\n\r\n") == {"record 1": "malformed"}
    assert reasons(b"PK\x03\x04 no archive") == {"record 1": "malformed"}


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(record(http(b" " * 9_000_000))),
        gzip.compress(gzip.compress(record(http(b" " * 9_000_000)))),
        gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 2_000_000),
        b"WARC/1.0\r\n" + b"a: b\r\n" * 2_000_000,
        b"WARC/1.0\r\na: b\r\n" + b" c\r\n" * 2_000_000,
        b"WARC/1.0\r\n" + b"a" * 20_000_000,
        record(b"HTTP/1.1 200 OK\r\n" + b"\r" * 10_000_000),
        record(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1_000_000),
        record(b"", kind="x" * 60_000),
        record(address="https://a.example/" + "a" * 60_000, block=b"x"),
        b"\r\n" * 10_000_000,
        gzip.compress(b"") * 50_000,
        b"filedesc://a 0 0 x 5\n1\n2\n" + b"http://a 0 0 x -5\n",
    ],
)
def test_a_hostile_archive_is_answered_soon(raw):
    begun = time.process_time()
    try:
        made = [item.made for item in items(raw)]
    except RecordProblem as problem:
        made = [problem]
    assert [problem.reason in REASONS for problem in made] == [True]
    assert time.process_time() - begun < 2


def test_all_that_an_archive_inflates_to_is_bounded_together():
    noise = random.Random(1).randbytes(1_000_000)
    part = gzip.compress(record(http(noise + b"a" * 4_000_000, "Content-Type: image/gif")), 1)
    found = items(part * 12)
    assert len(found) == MOST_INFLATED // 5_000_000 + 1
    assert found[-1].made.reason == "unsafe"


def test_many_records_are_read_one_by_one_in_little_memory():
    raw = b"".join(record(http(TEXT + b"word " * 2000, "Content-Type: text/plain")) for _ in range(200))
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_archive(raw, Given()))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 200
    assert most < len(raw) / 2


@given(st.data())
def test_an_archive_damaged_anywhere_is_answered(data):
    whole = record(http(TEXT, "Content-Type: text/plain")) * 2
    raw = data.draw(st.sampled_from([whole, gzip.compress(whole), arc(http(TEXT, "Content-Type: text/plain"))]))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    damaged = raw[:start] + data.draw(st.binary(max_size=40)) + raw[end:]
    try:
        made = [item.made for item in items(damaged)]
    except RecordProblem as problem:
        made = [problem]
    assert made
    assert all(one.reason in REASONS for one in made if isinstance(one, RecordProblem))


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br"]))
def test_what_was_packed_comes_back_and_anything_else_is_a_problem(body, coding):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding]
    assert inflate(pack(body), coding, Budget()) == body
    with suppress(RecordProblem):
        inflate(body, coding, Budget())


@pytest.mark.parametrize(
    ("head", "is_archive"),
    [
        (record()[:100], True),
        (gzip.compress(record(), mtime=0)[:300], True),
        (arc(http())[:100], True),
        (gzip.compress(arc(http()), mtime=0)[:300], True),
        (gzip.compress(b"a tar, perhaps", mtime=0)[:300], False),
        (b"\x1f\x8b", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_an_archive_is_recognised_by_its_first_bytes(head, is_archive):
    assert looks_like_archive(head) == is_archive

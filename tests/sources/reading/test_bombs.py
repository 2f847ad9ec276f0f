"""Hostile files: every reader answers every one of them soon, with a reason, and without a look at anything else."""

import bz2
import gzip
import io
import lzma
import time
import zipfile
from pathlib import Path

import pytest

from sources.importing.formats import FORMATS, sniff
from sources.importing.records import REASONS, ArticleRecord, Given, RecordProblem

SECONDS = 10  # of a processor that others use too; what this is about takes minutes or never ends
MARK = "a line that only this file holds"
ITEM = b"<rss version='2.0'><channel><title>A</title><item><title>%s</title></item></channel></rss>"


def laughs():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>'.encode() + ITEM % b"&l9;"


def blow_up():
    return b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]>' + ITEM % (b"&a;" * 20_000)


def other_file(kind, use):
    entity = kind % Path(__file__).as_uri()
    return f'<?xml version="1.0"?><!DOCTYPE rss [{entity}]>'.encode() + ITEM % use


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../article.txt", b"a" * 5_000_000)
    return file.getvalue()


def warc(block=b"", length=None, headers=b"", uri=b"http://a.example/"):
    named = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\n%s" % (
        uri,
        headers,
    )
    return named + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block) if length is None else length, block)


def page(body, coding):
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n%s" % (coding, body)


def html(body):
    return b"<!doctype html><html><head><title>A</title></head><body>%s</body></html>" % body


BOMBS = {
    "entities that multiply.xml": laughs,
    "one entity many times.xml": blow_up,
    "an entity that is another file.xml": lambda: other_file('<!ENTITY x SYSTEM "%s">', b"&x;"),
    "a parameter entity from elsewhere.xml": lambda: other_file('<!ENTITY %% x SYSTEM "%s"> %%x;', b"A"),
    "deep elements.xml": lambda: b"<rss><channel><item>" + b"<a>" * 200_000,
    "a long attribute.xml": lambda: b'<rss version="' + b"a" * 20_000_000 + b'"/>',
    "many attributes.xml": lambda: b"<newsItem " + b" ".join(b'a%d="b"' % n for n in range(200_000)) + b"/>",
    "many name spaces.xml": lambda: b"<newsItem " + b" ".join(b'xmlns:a%d="b"' % n for n in range(100_000)) + b"/>",
    "a wrong encoding declared.xml": lambda: b'<?xml version="1.0" encoding="utf-16"?>' + ITEM % b"A",
    "an unknown encoding declared.xml": lambda: b'<?xml version="1.0" encoding="x-bomb"?>' + ITEM % b"A",
    "an unclosed comment.xml": lambda: b"<rss><!--" + b"-" * 5_000_000,
    "zeros.gz": lambda: gzip.compress(b"\0" * 9_000_000),
    "gzip in gzip.gz": lambda: gzip.compress(gzip.compress(b"\0" * 9_000_000)),
    "a path out of it.zip": zipped,
    "zeros.bz2": lambda: bz2.compress(b"\0" * 5_000_000),
    "zeros.xz": lambda: lzma.compress(b"\0" * 5_000_000, preset=0),
    "zeros.7z": lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 1000,
    "a length that lies.warc": lambda: warc(b"HTTP/1.1 200 OK\r\n\r\nA.", length=10**14),
    "a length below zero.warc": lambda: warc(b"A.", length=-1),
    "headers without end.warc": lambda: b"WARC/1.0\r\n" + b"a: b\r\n" * 1_000_000,
    "a packed archive.warc.gz": lambda: gzip.compress(warc(page(b" " * 9_000_000, b""))),
    "a packed page.warc": lambda: warc(page(gzip.compress(b" " * 9_000_000), b"gzip")),
    "a page packed twice.warc": lambda: warc(page(gzip.compress(gzip.compress(b" " * 9_000_000)), b"gzip, gzip")),
    "many empty records.warc": lambda: warc(uri=b"x:") * 5_000,
    "deep arrays.jsonl": lambda: b"[" * 2_000_000,
    "deep arrays in a report.json": lambda: b'[{"text":' + b"[" * 2_000_000,
    "deep objects.json": lambda: b'{"text":' * 300_000,
    "deep objects.jsonl": lambda: b'{"text":' * 300_000 + b"\n",
    "a huge integer.jsonl": lambda: b'{"text":"A.","version":' + b"9" * 5_000_000 + b"}",
    "a huge exponent.jsonl": lambda: b'{"text":"A.","version":1e999999999}',
    "no number.jsonl": lambda: b'{"text":"A.","version":-Infinity}',
    "a key many times.jsonl": lambda: b'{"text":"A."' + b',"a":1' * 100_000 + b"}",
    "half characters.jsonl": lambda: b'{"text":"' + b"\\ud800" * 500_000 + b'"}',
    "an unclosed string.jsonl": lambda: b'{"text":"' + b"\\\\" * 5_000_000,
    "combining marks.jsonl": lambda: b'{"text":"a' + b"\\u0301" * 1_000_000 + b'"}',
    "a giant line.csv": lambda: b"id,text\n1," + b"a" * 20_000_000,
    "a million columns.csv": lambda: b"text," * 1_000_000,
    "a million cells.csv": lambda: b"id,text\n" + b"," * 1_000_000,
    "an unclosed quote.csv": lambda: b'id,text\n1,"' + b"a,b\n" * 5_000_000,
    "doubled quotes.csv": lambda: b'id,text\n1,"' + b'""' * 1_500_000,
    "combining marks.csv": lambda: b"id,text\n1,a" + "\u0301".encode() * 1_000_000,
    "zeros.csv": lambda: b"id,text\n1,a\0b" + b"\0" * 5_000_000,
    "combining marks.txt": lambda: b"a" + "\u0301".encode() * 1_000_000,
    "zeros.txt": lambda: b"\0" * 5_000_000,
    "controls.txt": lambda: b"\x01\x02\x03" * 1_000_000,
    "half of a pair.txt": lambda: b"\xff\xfe" + b"\x00\xd8" * 1_000_000,
    "too long a text.txt": lambda: b"word " * 4_000_000,
    "not UTF-8.txt": lambda: b"\xe9 " * 2_000_000,
    "a cut character.txt": lambda: b"\xf0\x9f\x98" * 1_000_000,
}
"""Files that must be refused, by whichever reader takes them for its own."""

STRANGE = {
    "a document type from elsewhere.xml": lambda: b'<!DOCTYPE rss SYSTEM "http://a.invalid/x.dtd">' + ITEM % b"A",
    "deep elements.html": lambda: html(b"<div>" * 100_000 + b"A."),
    "an unclosed script.html": lambda: html(b"<script>" + b"<" * 2_000_000),
    "an unclosed comment.html": lambda: html(b"<!--" + b"-" * 2_000_000),
    "many attributes.html": lambda: html(b"<p " + b" ".join(b'a%d="b"' % n for n in range(50_000)) + b">A.</p>"),
    "a long attribute.html": lambda: html(b'<p title="' + b"a" * 5_000_000 + b'">A.</p>'),
    "deep linked data.html": lambda: html(b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>"),
    "entities.html": lambda: html(b"&lt;" * 1_000_000),
    "unclosed tags.html": lambda: html(b"<a<b<" * 400_000),
    "blank lines.txt": lambda: b"\n" * 1_000_000,
    "carriage returns.txt": lambda: b"\r" * 1_000_000,
    "marks of order.txt": lambda: b"\xef\xbb\xbf" * 1_000_000,
    "keys.txt": lambda: b"date 2023-06-19\n" + b"headline: a\n" * 50_000,
    "quotation marks.csv": lambda: b"id,text\n" + b'1,"' * 500_000,
    "blank lines.jsonl": lambda: b"\n" * 1_000_000,
    "objects.json": lambda: b"[" + b"{}," * 20_000 + b"{}]",
}
"""Files that some reader may take for a report, and all must answer."""


def made_of(raw, reader):
    try:
        return [item.made for item in reader.read(raw, Given())]
    except RecordProblem as problem:
        return [problem]


def check_time(begun, name):
    taken = time.process_time() - begun
    assert taken < SECONDS, f"{name}: {taken:.1f} seconds"


def check_reasons(made):
    assert made
    problems = [one for one in made if isinstance(one, RecordProblem)]
    assert {problem.reason for problem in problems} <= set(REASONS)
    assert all(len(str(problem)) < 3000 for problem in problems)
    assert all(isinstance(one, ArticleRecord | RecordProblem) for one in made)


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_is_refused_with_a_reason(name):
    raw = BOMBS[name]()
    begun = time.process_time()
    try:
        made = made_of(raw, sniff(raw, name))
    except RecordProblem as problem:
        made = [problem]
    check_time(begun, name)
    check_reasons(made)
    assert all(isinstance(one, RecordProblem) for one in made)


@pytest.mark.parametrize("name", [name for name in BOMBS if "packed" in name or "entit" in name])
def test_what_would_swell_is_refused_for_that_and_not_for_what_is_in_it(name):
    made = made_of(BOMBS[name](), sniff(BOMBS[name](), name))
    assert [problem.reason for problem in made] == ["unsafe"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", [*BOMBS, *STRANGE])
def test_every_reader_answers_every_hostile_file(name, form):
    raw = (BOMBS | STRANGE)[name]()
    begun = time.process_time()
    made = made_of(raw, FORMATS[form])
    check_time(begun, name)
    check_reasons(made)
    assert MARK not in str(made)


def test_there_are_many_bombs():
    assert len(BOMBS) >= 25

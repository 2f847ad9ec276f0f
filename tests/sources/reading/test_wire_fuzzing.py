"""Mutilated wire files: whatever is left of one, a reader answers with records or problems and nothing else."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.importing import newsml, ninjs
from sources.importing.records import NOTICES, REASONS, ArticleRecord, Given, RecordProblem
from sources.text import normalise
from tests.sources.reading.test_newsml import RIGHTS, item, message, xhtml
from tests.sources.reading.test_ninjs import FLAT, LISTED
from tests.sources.reading.test_nitf import DOCDATA, HEAD, nitf

XML = [
    item(before=RIGHTS),
    item(content=xhtml("<body><h1>Head</h1><p>One <b>two</b> three</p><ul><li>four</li></ul></body>")),
    message(item(), item(meta='<pubStatus qcode="stat:canceled"/>', content="")),
    nitf(DOCDATA, HEAD, end="<body.end><tagline>The Example Wire contributed to this report.</tagline></body.end>"),
]
JSON = [json.dumps(FLAT), json.dumps(LISTED), json.dumps([FLAT, LISTED]), json.dumps({"items": [FLAT]})]
TAG = re.compile(rb"</?[\w.:]+|[\w:.]+=|\"[^\"]*\"")


@st.composite
def mutilated(draw, originals):
    """A valid file with pieces cut out, doubled, swapped or overwritten."""
    raw = draw(st.sampled_from(originals)).encode()
    for _ in range(draw(st.integers(1, 4))):
        raw = draw(st.sampled_from([_cut, _overwrite, _repeat, _swap_words]))(draw, raw)
    return raw


def _span(draw, raw):
    return sorted(draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))


def _cut(draw, raw):
    start, end = _span(draw, raw)
    return raw[:start] + raw[end:] if draw(st.booleans()) else raw[:start]


def _overwrite(draw, raw):
    at = draw(st.integers(0, len(raw)))
    piece = draw(
        st.binary(min_size=1, max_size=4) | st.sampled_from([b"&#0;", b"\\ud800", b"null", b"[[", b"]]>", b"<!--"])
    )
    return raw[:at] + piece + raw[at + len(piece) :]


def _repeat(draw, raw):
    start, end = _span(draw, raw)
    return raw[:end] + raw[start:end] * draw(st.integers(1, 3)) + raw[end:]


def _swap_words(draw, raw):
    """One name, attribute or string for another of the same file: still well-formed now and then."""
    words = sorted(set(TAG.findall(raw)))
    if len(words) < 2:
        return raw
    one, other = draw(st.sampled_from(words)), draw(st.sampled_from(words))
    return raw.replace(one, other, draw(st.integers(-1, 1)))


def check(read, raw):
    """The contract of every reader: storable records, printable problems, nothing raised but a problem."""
    try:
        for each in read(raw, Given()):
            check_made(each.made)
    except RecordProblem as problem:
        check_made(problem)


def check_made(made):
    if isinstance(made, RecordProblem):
        assert made.reason in REASONS
        assert str(made).encode()
        return
    assert isinstance(made, ArticleRecord)
    assert made.text == normalise(made.text)
    assert made.text or made.event in NOTICES
    assert made.editorial_note == normalise(made.editorial_note)
    lines = (made.headline, made.outlet, made.dateline, made.external_id, made.language, made.rights, made.supersedes)
    for words in (*lines, *made.bylines, *made.topics, *made.notes):
        assert words == normalise(words)
        assert "\n" not in words
    for credit in made.wire_credits:
        assert made.text[credit.start : credit.end] == credit.credit_text


@settings(max_examples=300, deadline=None)
@given(mutilated(XML))
def test_a_mutilated_xml_file_is_answered(raw):
    check(newsml.read_newsml, raw)


@settings(max_examples=300, deadline=None)
@given(mutilated(JSON))
def test_a_mutilated_json_file_is_answered(raw):
    check(ninjs.read_ninjs, raw)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "role", "contentType", "code", "uri", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*FLAT, *LISTED, "authors", "people", "infosource", "associations"]), VALUES))
def test_a_ninjs_object_with_anything_in_its_fields_is_answered(fields):
    check(ninjs.read_ninjs, json.dumps({"uri": "urn:x", "body_text": "Words.", **fields}).encode())


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["qcode", "uri", "literal", "rel", "href", "residref", "role"]), st.text(max_size=20)
    )
)
def test_a_news_item_with_anything_in_its_attributes_is_answered(attributes):
    written = " ".join(f'{name}="{_escaped(words)}"' for name, words in attributes.items())
    names = ("itemClass", "provider", "pubStatus", "signal", "link")
    check(newsml.read_newsml, item(meta="".join(f"<{name} {written}/>" for name in names)).encode("utf-8", "replace"))


def _escaped(words):
    return "".join(f"&#{ord(char)};" for char in words)


@pytest.mark.parametrize("seed", XML + JSON)
@pytest.mark.parametrize("size", [1, 17, 100])
def test_a_file_cut_anywhere_is_answered(seed, size):
    raw = seed.encode()
    read = ninjs.read_ninjs if seed in JSON else newsml.read_newsml
    for end in range(0, len(raw), size * 7):
        check(read, raw[:end])

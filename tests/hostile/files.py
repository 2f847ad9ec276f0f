"""Small valid files for every parser of an importer, what chance makes of them, and what a parser may answer."""

import io
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from events.importing.data_files import open_data_file
from events.importing.mapping_files import MappingProblem, make_mapping, read_mapping
from events.importing.presets import named_mapping, shipped
from sources.gazetteer.json_files import read_json_places
from sources.gazetteer.tab_files import read_alternate_names, read_places, read_regions
from sources.importing.formats import FORMATS, sniff
from sources.importing.records import Given, RecordProblem
from tests.events.importing import data_sets
from tests.events.importing.test_shipped_mappings import ACLED, EVENT, PB
from tests.sources.gazetteer import row
from tests.sources.reading.test_feeds import FULL_RSS
from tests.sources.reading.test_html_pages import DESCRIBED, page
from tests.sources.reading.test_ninjs import FLAT, LISTED
from tests.sources.reading.test_tables import WHOLE
from tests.sources.reading.test_warc import arc, record
from tests.sources.reading.test_web_hostility import ATOM, RSS
from tests.sources.reading.test_wire_fuzzing import XML, check_made

LONGEST = 100_000
"""Bytes of a file that chance has made; the giant ones are in `tests.sources.reading.test_bombs`."""
STORY = (
    "date 2023-06-19\nheadline: A\noutlet: The Post\n\nJENIN (AP) — At least six died, officials said.\n\nNine fled.\n"
)
REPORT = {"text": STORY, "date": "2023-06-19", "url": "https://g.example/a", "version": 2, "claims": [{"quote": "six"}]}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [{"id": 1, "url": "/a", "content_html": "<p>x</p>", "date_published": "2023-06-19T10:00:00Z"}],
}
PLACE = {"geonames_id": "1", "name": "A", "latitude": 1.5, "longitude": 2, "country": "PS", "population": 9}


@dataclass(frozen=True)
class Parser:
    """What reads bytes. Raises `declared` and nothing else; `examples` are files that it takes."""

    read: Callable[[bytes], Iterable[Any]]
    examples: tuple[bytes, ...]
    declared: tuple[type[Exception], ...] = (RecordProblem,)


def _report(name: str, raw: bytes) -> Iterable[Any]:
    for item in FORMATS[name].read(raw, Given()):
        check_made(item.made)
        yield item


def _any_report(raw: bytes) -> Iterable[Any]:
    return _report(sniff(raw, "file").name, raw)


def _data_set(name: str, raw: bytes) -> Iterable[Any]:
    yield from open_data_file(raw, data_sets.shipped(name)).rows()


def _mapping(raw: bytes) -> Iterable[Any]:
    yield make_mapping(read_mapping(raw))


def _tabs(read: Callable[..., Iterable[Any]], raw: bytes) -> Iterable[Any]:
    yield from read(io.BytesIO(raw))


def _encoded(*texts: Any) -> tuple[bytes, ...]:
    return tuple(text if isinstance(text, bytes) else str(text).encode() for text in texts)


def _json(*values: Any) -> tuple[bytes, ...]:
    return tuple(json.dumps(value).encode() for value in values)


_REPORTS: dict[str, tuple[bytes, ...]] = {
    "warc": (record(), record() + record(), arc(b"<p>A</p>")),
    "feed": _encoded(RSS, ATOM, FULL_RSS),
    "newsml": _encoded(*XML),
    "ninjs": _json(FLAT, LISTED, [FLAT, LISTED]),
    "jsonfeed": _json(FEED),
    "jsonld": _json({"@context": "https://schema.org", **DESCRIBED}, {"@graph": [DESCRIBED, DESCRIBED]}),
    "jsonl": _json(REPORT, [REPORT, REPORT]),
    "html": _encoded(page(described=DESCRIBED), "<html><body><p>At least six died.</p></body></html>"),
    "csv": _encoded(WHOLE),
    "text": _encoded(STORY, "At least six died.\n"),
}


def _totals(day: str) -> dict[str, Any]:
    """A row of running totals with every column that its mapping names."""
    named = sorted(data_sets.shipped("gaza_daily").named)
    return {**dict.fromkeys(named, 3), "report_date": day, "report_source": "mohtel"}


_DATA_SETS: dict[str, tuple[bytes, ...]] = {
    "acled": _encoded(data_sets.csv_of([ACLED])),
    "gaza_daily": _json([_totals("2023-10-08"), _totals("2023-10-09")]),
    "police_brutality": _json([PB]),
    "timemap": _json([EVENT]),
    "ucdp_ged": _encoded(data_sets.ged_csv(data_sets.ged_row(1), data_sets.ged_row(2))),
}

PARSERS: dict[str, Parser] = {
    **{f"report {name}": Parser(partial(_report, name), raws) for name, raws in _REPORTS.items()},
    "report of any form": Parser(_any_report, tuple(raw for raws in _REPORTS.values() for raw in raws)),
    **{f"data set {name}": Parser(partial(_data_set, name), raws) for name, raws in _DATA_SETS.items()},
    "mapping": Parser(_mapping, tuple(map(named_mapping, shipped())), (MappingProblem,)),
    "places": Parser(partial(_tabs, lambda file: read_places(file, {})), _encoded(row() + "\n" + row(2, "B") + "\n")),
    "places in JSON": Parser(partial(_tabs, lambda file: read_json_places(file, {})), _json([PLACE, PLACE])),
    "alternate names": Parser(partial(_tabs, read_alternate_names), (b"1\t2\ten\tA\t\t\t\t\t\t\n",)),
    "regions": Parser(partial(_tabs, lambda file: read_regions(file).items()), (b"PS.WE\tWest\tWest\t1\n",)),
}

NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\\ud800", b"\\u0000", b"&#0;",
    b"&a;", b"&#x110000;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<![CDATA[", b"<!--",
    b"<?xml version='1.0' encoding='utf-7'?>", b"null", b"NaN", b"1e999", b"-0", b"9" * 400, b"true", b"[[[[", b"{{",
    b"}", b'"', b"'", b"\t", b"\n", b"\r", b"\r\n\r\n", b",", b";", b"|", b"=", b"[a]\n", b"\xe2\x80\xae",
    b"\xcc\x81" * 50, b"0001-01-01", b"2023-02-30", b"9999-12-31T23:59:60+14:00", b"0000-00-00",
    b"Content-Length: -1\r\n", b"Content-Encoding: br\r\n", b"Transfer-Encoding: chunked\r\n", b"charset=x",
    b"http://[", b"//", b"javascript:", b"medtop:1", b"\x1f\x8b\x08\x00", b"<a " * 40, b"[" * 900,
)  # fmt: skip
_WORD = re.compile(rb"[\w.:-]{2,40}")


def mutated(examples: tuple[bytes, ...], chance: random.Random) -> bytes:
    """One of the files after one to six small accidents."""
    raw = chance.choice(examples)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        raw = chance.choice(_ACCIDENTS)(raw, chance, examples)[:LONGEST]
    return raw


def _span(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.choice((1, 2, 8, 40, 400)))


def _cut(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _break_off(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _repeat(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.choice((1, 2, 30)) + raw[end:]


def _insert(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + chance.choice(NASTY) + raw[chance.choice((start, end)) :]


def _flip(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + chance.randbytes(end - start)[:4] + raw[end:]


def _swap_words(raw: bytes, chance: random.Random, others: tuple[bytes, ...]) -> bytes:
    """One word for another of some file: well-formed still, now and then."""
    words = _WORD.findall(raw) or [b"a"]
    given = _WORD.findall(chance.choice(others)) or [b"a"]
    new = chance.choice((chance.choice(given), chance.choice(NASTY), b""))
    return raw.replace(chance.choice(words), new, chance.choice((1, -1)))


def _splice(raw: bytes, chance: random.Random, others: tuple[bytes, ...]) -> bytes:
    other = chance.choice(others)
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _encode(raw: bytes, chance: random.Random, _others: Any) -> bytes:
    return raw.decode("latin-1").encode(chance.choice(("utf-16", "utf-8", "utf-16-be", "utf-32")))


_ACCIDENTS = (_cut, _break_off, _repeat, _insert, _insert, _flip, _swap_words, _swap_words, _splice, _encode)


def parse(parser: Parser, raw: bytes) -> str:
    """Read it to its end: “read”, or “refused” with what the parser declares. Raises what it must not raise."""
    try:
        for _ in parser.read(raw):
            pass
    except parser.declared:
        return "refused"
    return "read"

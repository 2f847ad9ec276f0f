"""The same lists as files: CSV, NDJSON, GeoJSON, JSON-LD, with the same filters and the same rights.

Read in pieces that begin where the last one ended and closed in between, so that a long export neither fills
the memory nor stands in a writer's way. A file shows the ledger as it stood when it began: the same address at
the same head gives the same bytes, which is what its ETag says.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from newsroom.api.answers import CACHE_CONTROL, has_it
from newsroom.api.asking import DETAIL, ordering_of
from newsroom.api.filters import PublicationFilters
from newsroom.api.grammar import BOOLEAN, Grammar
from newsroom.api.statements import Line, Place, Query, Row, read_lines, read_rows
from newsroom.ledger.lines import LINE_END, Column, guarded, line
from newsroom.ledger.registry import Json, Kind

CHUNK = 1_000
BYTE_ORDER_MARK = "\ufeff"
ENVELOPE = (
    Column("id", lambda body: body["id"], "Public id; stays the same."),
    Column("version", lambda body: body["version"], "Counts from 1.", "integer"),
    Column("visibility", lambda body: body["visibility"], "issued, or withdrawn with a notice."),
    Column("issued_at", lambda body: body["issued_at"], "When this version was issued, UTC.", "dateTime"),
    Column("notice", lambda body: body.get("notice"), "Public words on a withdrawal."),
)


@dataclass(frozen=True)
class Form:
    """A form of file. `read` reads so many rows beyond a place, `pieces` makes of each its part of the file.

    opening and closing: what stands around the rows; between: what stands between two.
    """

    suffix: str
    media_type: str
    pieces: Callable[[Sequence[Any]], Iterable[str]]
    read: Callable[[Query, int, Place | None], Sequence[Any]] = read_rows
    opening: Callable[[Kind], str] = lambda _kind: ""
    between: str = ""
    closing: str = ""
    says: str = ""


def table_columns(kind: Kind) -> tuple[Column, ...]:
    """Every column of a kind's table, in order."""
    return (*ENVELOPE, *kind.columns)


def _header(kind: Kind) -> str:
    return line(column.name for column in table_columns(kind)) + LINE_END


def _table_rows(lines: Sequence[Line]) -> Iterable[str]:
    return [(_with(notice, text) if notice else text) + LINE_END for _number, _day, _is_past, notice, text in lines]


def _with(notice: str, text: str) -> str:
    *envelope, _no_notice, own = text.split(",", len(ENVELOPE))
    return ",".join([*envelope, line([guarded(notice)]), own])


def _json_lines(rows: Sequence[Row]) -> Iterable[str]:
    return [f"{row.served()}\n" for row in rows]


def _made(make: Callable[[Json], Json]) -> Callable[[Sequence[Row]], Iterable[str]]:
    """The parts of a file for which something is made of each document."""
    return lambda rows: [_compact(make(json.loads(row.served()))) for row in rows]


CSV = Form(
    "csv",
    "text/csv; charset=utf-8; header=present",
    _table_rows,
    read_lines,
    _header,
    says="RFC 4180, one row each. A text with an apostrophe in front is meant without it.",
)
NDJSON = Form("ndjson", "application/x-ndjson", _json_lines, says="One document a line, as the list gives it.")


def file_controls(form: Form, filters: type[PublicationFilters]) -> dict[str, Grammar]:
    """What a file takes beside filters. Only a spreadsheet wants a byte order mark; JSON must have none (RFC 8259)."""
    mark = {"bom": BOOLEAN} if form is CSV else {}
    return {**DETAIL, **mark, "ordering": ordering_of(filters)}


def geojson(feature: Callable[[Json], Json]) -> Form:
    """Features of RFC 7946, each made from a document."""
    return Form(
        "geojson",
        "application/geo+json",
        _made(feature),
        opening=lambda _kind: '{"type":"FeatureCollection","features":[',
        between=",\n",
        closing="]}",
        says="RFC 7946.",
    )


def linked_data(context: Json, node: Callable[[Json], Json]) -> Form:
    """A graph of JSON-LD, each node made from a document."""
    return Form(
        "jsonld",
        "application/ld+json",
        _made(node),
        opening=lambda _kind: f'{{"@context":{_compact(context)},"@graph":[',
        between=",\n",
        closing="]}",
        says="schema.org, W3C Web Annotation and PROV-O.",
    )


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Export:
    """One file: its form, the list that it holds, the number of the ledger that it is true of."""

    form: Form
    query: Query
    head: int
    with_mark: bool = False

    def answer(self, request: HttpRequest, plural: str, head_sha256: str) -> HttpResponseBase:
        """Streamed; 304 where the client has it, and nothing is read for HEAD."""
        headers = self._headers(request, plural, head_sha256)
        if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), headers["ETag"]):
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        pieces: Iterator[str] = iter(()) if request.method == "HEAD" else self.pieces()
        return StreamingHttpResponse(pieces, headers=headers)

    def pieces(self) -> Iterator[str]:
        """The file in parts of a thousand rows."""
        return (text for text, _rows in self.counted_pieces())

    def counted_pieces(self) -> Iterator[tuple[str, int]]:
        """The same, each part with the number of its rows."""
        form, separator = self.form, ""
        yield (BYTE_ORDER_MARK if self.with_mark else "") + form.opening(self.query.kind), 0
        for rows in self._chunks():
            yield separator + form.between.join(form.pieces(rows)), len(rows)
            separator = form.between
        yield form.closing, 0

    def _chunks(self) -> Iterator[Sequence[Any]]:
        place: Place | None = None
        while rows := self.form.read(self.query, CHUNK, place)[:CHUNK]:
            yield rows
            if len(rows) < CHUNK:
                return
            number, day, *_ = rows[-1]
            place = Place(number, day)

    def _headers(self, request: HttpRequest, plural: str, head_sha256: str) -> Mapping[str, str]:
        what = f"{request.get_full_path()} {head_sha256} {self.form.opening(self.query.kind)}"
        headers = {
            "Content-Type": self.form.media_type,
            "Content-Disposition": f'attachment; filename="{plural}-at-{self.head}.{self.form.suffix}"',
            "ETag": f'"{hashlib.sha256(what.encode()).hexdigest()}"',
            "Cache-Control": CACHE_CONTROL,
        }
        if self.form is CSV:
            described = f"{request.path}-metadata.json"
            headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
        return headers


def table_metadata(kind: Kind, plural: str) -> Json:
    """What a table's columns hold: CSV on the Web, "Metadata Vocabulary for Tabular Data"."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{plural}.csv",
        "dc:title": f"{plural.capitalize()} as issued",
        "dialect": {"lineTerminators": [LINE_END], "quoteChar": '"', "doubleQuote": True, "header": True},
        "tableSchema": {"primaryKey": "id", "columns": [_described(column) for column in table_columns(kind)]},
    }


def _described(column: Column) -> Json:
    described = {"name": column.name, "titles": column.name, "dc:description": column.says, "null": ""}
    return {**described, "datatype": column.datatype}

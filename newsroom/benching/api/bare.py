"""R0, R1 and the floor: what the driver gives, put together by hand. No framework but the connection's settings."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from django.db import connection
from orjson import Fragment

from events.models import ClaimLine, ClaimPublication
from newsroom.benching.api.nested import detail_sql, page_sql
from newsroom.benching.api.served import PAGE

Pair = tuple[Callable[[], bytes], Callable[[str], bytes]]
_OWN = (
    "id",
    "version",
    "visibility",
    "issued_at",
    "label",
    "url",
    "type",
    "polarity",
    "certainty",
    "reading",
    "medium",
)
_READY = ("value", "said_on", "fidelity", "supersedes", "superseded_by", "clocks", "links")
_CLAIMS = f"""SELECT c.number, c.title, c.basis, c.side, f.id, f.label, f.kind, f.disclosure, f.url,
 i.doc, q.doc, s.doc, {", ".join(f"c.{name}" for name in (*_READY, *_OWN))}
 FROM bench_claim c JOIN bench_question q ON q.id = c.question_id JOIN bench_source s ON s.id = c.said_by_id
 LEFT JOIN bench_incident i ON i.id = c.incident_id LEFT JOIN bench_source f ON f.id = c.speaker_for_id"""
_CITATIONS = """SELECT t.id, t.claim_id, t.rendering, t.verb_text, t.verb_class, t.locator, t.passage, a.doc
 FROM bench_citation t JOIN bench_article a ON a.id = t.article_id
 WHERE t.claim_id IN ({}) ORDER BY t.claim_id, t.position"""
_RELAYS = """SELECT y.citation_id, r.doc FROM bench_relay y JOIN bench_source r ON r.id = y.source_id
 WHERE y.claim_id IN ({}) ORDER BY y.citation_id, y.position"""


def stored() -> Pair:
    """The stored documents as they are: what no server can be faster than."""
    table = ClaimPublication._meta.db_table  # noqa: SLF001  documented
    listed = (
        f"SELECT p.body FROM {table} p WHERE p.until_seq IS NULL AND p.visibility = 'issued' "
        f"ORDER BY p.from_seq DESC LIMIT {PAGE}"
    )
    one = f"SELECT p.body FROM {table} p WHERE p.public_id = %s AND p.until_seq IS NULL"

    def page() -> bytes:
        return ('{"results":[' + ",".join(body for (body,) in _rows(listed)) + "]}").encode()

    return page, lambda public_id: str(_rows(one, public_id)[0][0]).encode()


def dumped() -> Iterator[bytes]:
    """The same table as the CSV file, as the driver itself gives it: in one statement, in no transaction of ours."""
    documents, lines = (model._meta.db_table for model in (ClaimPublication, ClaimLine))  # noqa: SLF001  documented
    rows = (
        f"SELECT p.public_id, p.version, p.visibility, p.issued_at, p.notice, l.text FROM {documents} p "
        f"JOIN {lines} l ON l.from_seq = p.from_seq WHERE p.until_seq IS NULL AND p.visibility = 'issued' "
        "ORDER BY p.from_seq DESC"
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({rows}) TO STDOUT") as copy:
                yield from map(bytes, copy)
            return
        cursor.execute(rows)
        while found := cursor.fetchmany(500):
            yield "".join([f"{a},{b},{c},{d},{e},{f}\r\n" for a, b, c, d, e, f in found]).encode()


def nested() -> Pair:
    listed, one = page_sql(connection.vendor, PAGE), detail_sql(connection.vendor)
    return (
        lambda: b'{"results":' + _bytes(_rows(listed)[0][0]) + b"}",
        lambda public_id: _bytes(_rows(one, public_id)[0][0]),
    )


def flat() -> Pair:
    newest, one = f"{_CLAIMS} ORDER BY c.number DESC LIMIT {PAGE}", f"{_CLAIMS} WHERE c.id = %s"
    return (
        lambda: orjson.dumps({"results": _claims(_rows(newest))}),
        lambda public_id: orjson.dumps(_claims(_rows(one, public_id))[0]),
    )


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else orjson.dumps(value)


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _among(sql: str, keys: list[Any]) -> list[tuple[Any, ...]]:
    return _rows(sql.format(", ".join(["%s"] * len(keys))), *keys)


def _json(value: Any) -> Any:
    """JSON that is there already; PostgreSQL's driver has read what is in a column of that type."""
    return Fragment(value) if value.__class__ is str else value


def _claims(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    numbers = [row[0] for row in rows]
    relays: dict[int, list[Any]] = defaultdict(list)
    for citation, source in _among(_RELAYS, numbers):
        relays[citation].append(Fragment(source))
    citations: dict[int, list[Any]] = defaultdict(list)
    for key, claim, rendering, verb_text, verb_class, locator, passage, article in _among(_CITATIONS, numbers):
        citations[claim].append(
            {
                "rendering": rendering,
                "verb_text": verb_text,
                "verb_class": verb_class,
                "locator": locator,
                "passage": _json(passage),
                "relayed_by": relays.get(key, ()),
                "article": Fragment(article),
            }
        )
    return [_claim(row, citations[row[0]]) for row in rows]


def _claim(row: tuple[Any, ...], citations: list[Any]) -> dict[str, Any]:
    _number, title, basis, side, key, label, kind, disclosure, url, incident, question, said_by, *rest = row
    claim = dict(zip(_OWN, rest[7:], strict=True))
    claim.update(zip(_READY, map(_json, rest[:7]), strict=True))
    speaks_for = {
        "id": key,
        "label": label,
        "kind": kind,
        "disclosure": disclosure,
        "url": url,
        "title": title,
        "basis": basis,
        "party": side,
    }
    claim["incident"], claim["question"] = _json(incident), Fragment(question)
    claim["said_by"], claim["speaks_for"] = Fragment(said_by), speaks_for if key else None
    claim["citations"] = citations
    return claim

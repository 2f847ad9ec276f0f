"""What is asked: the page of 50 claims with the whole chain, and everything it is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import QueryDict

from events.api import ClaimFilters, ClaimViewSet
from events.documents.claims import CLAIM
from events.models import ClaimPublication
from newsroom.api.asking import list_controls, read_query
from newsroom.api.conditions import Sql
from newsroom.api.paging import Cursor
from newsroom.api.statements import fetch
from newsroom.benching.api.npm_servers import ASKING_DIRECTUS, directus_address, graph_question
from newsroom.benching.api.servers import LIST
from newsroom.ledger.models import Entry

COLUMNS = ("incident", "question", "said_by", "speaks_for", "predicate", "country")
TERMS = ("article", "outlet")
OTHER_COLUMNS = {name: name for name in ("medium", "population", "source_kind", "polarity")} | {"kind": "hedge"}
OTHER_TERMS = ("relayed_by", "wire_credit", "rendering", "verb_class", "language")
BAR = 1.5
"""What a filter with a bar may cost, in parts of the list without one."""
SPANS = ("occurred_after", "occurred_before", "said_after", "said_before")
SHARES = {"common": 0.5, "median": 0.02, "rare": 0.0001}
"""Of a span of days: which part of all claims lies in it."""


@dataclass(frozen=True)
class Case:
    """One thing that is asked of one server, and the bar that its median has to keep.

    of: the case that it is compared with; `most` or `least`: the ratio that it may, or has to, reach.
    """

    name: str
    server: str = "ours"
    address: str = LIST
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    of: str = ""
    most: float | None = None
    least: float | None = None


def detail(public_id: str) -> str:
    return f"{LIST}{public_id}/"


def some_claim() -> str:
    middle = ClaimPublication.objects.order_by("from_seq")[ClaimPublication.objects.count() // 2]
    return middle.public_id


def filter_cases() -> Iterator[Case]:
    """Every filter that has a bar, each with a common, a median and a rare value; and the others."""
    for name in COLUMNS:
        yield from _cases(name, _values(name), most=BAR)
    for name in TERMS:
        yield from _cases(name, _term_values(name), most=BAR)
    yield from (case for name in SPANS for case in _span_cases(name))
    for name, column in OTHER_COLUMNS.items():
        yield from _cases(name, _values(column))
    for name in OTHER_TERMS:
        yield from _cases(name, _term_values(name))
    common, _count = _values("country")[-1]
    yield Case("a polarity that nothing has", address=f"{LIST}?polarity=declines", of="list")
    yield Case("the same of one country", address=f"{LIST}?country={common}&polarity=declines", of="list")


def _cases(name: str, values: list[tuple[str, int]], most: float | None = None) -> Iterator[Case]:
    chosen = {"common": values[-1], "median": values[len(values) // 2], "rare": values[0]}
    for how, (value, _count) in chosen.items():
        yield Case(f"{name}, {how}", address=f"{LIST}?{name}={value}", of="list", most=most)


def _values(column: str) -> list[tuple[str, int]]:
    return _counted(f"SELECT {column}, count(*) FROM {_documents()} p {_ISSUED} GROUP BY 1")


def _term_values(name: str) -> list[tuple[str, int]]:
    terms = CLAIM.term._meta.db_table  # noqa: SLF001  documented
    return _counted(f"SELECT value, count(*) FROM {terms} WHERE name = '{name}' AND until_seq IS NULL GROUP BY 1")


def _span_cases(name: str) -> Iterator[Case]:
    clock, _, side = name.partition("_")
    column, direction = (f"{clock}_until", "DESC") if side == "after" else (f"{clock}_from", "ASC")
    total = ClaimPublication.objects.issued().count()
    for how, share in SHARES.items():
        place = max(1, int(total * share))
        (day,) = fetch(
            Sql(
                f"SELECT CAST({column} AS text) FROM {_documents()} p {_ISSUED} AND {column} IS NOT NULL "
                f"ORDER BY {column} {direction} LIMIT 1 OFFSET {place}"
            )
        )[0]
        yield Case(f"{name}, {how}", address=f"{LIST}?{name}={day}", of="list", most=BAR)


def _counted(statement: str) -> list[tuple[str, int]]:
    found = fetch(Sql(statement))
    return sorted(((value, count) for value, count in found if value), key=lambda pair: (pair[1], pair[0]))


_ISSUED = "WHERE p.until_seq IS NULL AND p.visibility = 'issued'"


def _documents() -> str:
    return ClaimPublication._meta.db_table  # noqa: SLF001  documented


def deep_page(number: int, size: int = 50) -> str:
    """The address of a page far down, as a client has it who has turned all pages before."""
    seq = fetch(
        Sql(
            f"SELECT from_seq FROM {_documents()} p {_ISSUED} ORDER BY from_seq DESC LIMIT 1 "
            f"OFFSET {(number - 1) * size - 1}"
        )
    )[0][0]
    binding = read_query(QueryDict(""), list_controls(ClaimFilters), ClaimViewSet.kind, ClaimFilters).binding
    head = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    return f"{LIST}?cursor={Cursor(False, head, seq).text(binding)}"  # noqa: FBT003  a cursor's first member


def all_cases(servers: set[str]) -> list[Case]:
    """What is measured, as far as there is a server for it."""
    claims = ClaimPublication.objects.issued().count()
    one, deepest = detail(some_claim()), min(10_000, claims // 50 - 1)
    head = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    cases = [
        Case("list", of="list from r0", most=1.2),
        Case("list from r0", "r0"),
        Case("list from r1", "r1"),
        Case("list, beside r1", of="list from r1", most=0.7),
        Case("list from r2", "r2", of="list", least=15),
        Case("list from datasette", "datasette", _canned_query(), of="list", least=4.5),
        Case("list from postgraphile", "postgraphile", "/graphql", body=graph_question(), of="list", least=5),
        Case("list from directus", "directus", directus_address(), ASKING_DIRECTUS, of="list", least=10),
        Case("stored documents", "floor"),
        Case("list, beside the floor", of="stored documents"),
        Case("without attribution", "unattributed"),
        Case("list, beside that without attribution", of="without attribution", most=1.5),
        Case("constant bytes", "constant"),
        Case("not modified", headers={"If-None-Match": "*"}, of="constant bytes", most=1.5),
        Case("detail", address=one, of="detail from r1", most=2),
        Case("detail from r1", "r1", one),
        Case("detail from r0", "r0", one),
        Case("detail from r2", "r2", one),
        Case("with_count", address=f"{LIST}?with_count=true", of="list", most=2),
        Case("as_of, middle", address=f"{LIST}?as_of={head // 2 + head // 4}", of="list"),
        Case("ordering=said", address=f"{LIST}?ordering=said", of="list"),
        Case("ordering=-occurred", address=f"{LIST}?ordering=-occurred", of="list"),
        Case(f"page {deepest:,}", address=deep_page(deepest), of="list", most=1.1),
        *filter_cases(),
        *_search_cases(),
    ]
    return [case for case in cases if case.server in servers]


def _canned_query() -> str:
    return f"/{Path(connection.settings_dict['NAME']).stem}/claims.json?_shape=array&_json=doc"


def _search_cases() -> Iterator[Case]:
    """One word that many claims have, one that few have: the two words of the title of the incident in the middle."""
    yield Case("q, common", address=f"{LIST}?q=spokesman", of="list")
    label: Any = ClaimPublication.objects.get(public_id=some_claim()).body_json()["incident"]["label"]
    number = label.rpartition(" ")[2].strip(".")
    yield Case("q, rare", address=f"{LIST}?q=%22no+{number}%22", of="list", most=1.5)


def vendor() -> str:
    return str(connection.vendor)

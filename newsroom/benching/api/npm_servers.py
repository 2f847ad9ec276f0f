"""PostGraphile and Directus over the comparison tables, each asked once for the list with its whole chain.

They are of npm and never required: measured on PostgreSQL where `postgraphile` and `directus` are on the path.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.db import connection, models

from newsroom.benching.api.comparison import TABLES
from newsroom.benching.api.served import PAGE

SCHEMA = "bench_graph"
"""PostGraphile is shown the comparison tables alone, as views in a schema of their own."""
TOKEN = "bench"  # noqa: S105  of a database that the bench makes
ASKING_DIRECTUS = {"Authorization": f"Bearer {TOKEN}"}
_SOURCE = ("id", "label", "kind", "disclosure", "url")
_CLAIM = (
    *("id", "version", "visibility", "issued_at", "label", "url", "type", "polarity", "certainty", "reading", "value"),
    *("title", "basis", "side", "medium", "said_on", "fidelity", "supersedes", "superseded_by", "clocks", "links"),
)
_INCIDENT = ("id", "label", "url")
_QUESTION = (
    *("id", "label", "predicate", "predicate_label", "population", "population_label"),
    *("party", "place", "window", "url"),
)
_CITATION = ("rendering", "verb_text", "verb_class", "passage", "locator")
_ARTICLE = ("id", "headline", "published", "url", "canonical_url", "byline", "language", "topics")
_CREDIT = ("source_id", "label", "role", "credit_text")


class Link(NamedTuple):
    """A foreign key: its table and column, what it leads to, and what it is called there and back."""

    table: str
    column: str
    to: str
    key: str
    name: str
    back: str


def links() -> Iterator[Link]:
    """Every foreign key of the comparison tables, which have no constraints that would tell."""
    for table in TABLES:
        for field in table._meta.concrete_fields:  # noqa: SLF001  documented
            if isinstance(field, models.ForeignKey):
                own, to = table._meta.db_table, field.related_model._meta  # noqa: SLF001  documented
                back = field.remote_field.related_name or "+"
                called = f"{own}_by_{field.name}" if back == "+" else back
                yield Link(own, field.attname, to.db_table, to.pk.attname, field.name, called)


def installed() -> list[str]:
    """Which of them can be measured here."""
    if connection.vendor != "postgresql":
        return []
    return [name for name in ("postgraphile", "directus") if shutil.which(name)]


def prepare(name: str) -> None:
    """Show it the tables."""
    {"postgraphile": _show_to_postgraphile, "directus": _show_to_directus}[name]()


def command(name: str) -> list[str]:
    """How it is started, `{port}` where its port comes."""
    if name == "directus":
        return ["env", *_directus_settings("{port}"), "directus", "start"]
    own = ["--disable-default-mutations", "--simple-collections", "only", "--dynamic-json", "--disable-graphiql"]
    given = connection.get_connection_params()
    at = {"host": given.get("host") or "localhost", "port": given.get("port") or 5432}
    user = ":".join(quote(str(given[name]), safe="") for name in ("user", "password") if given.get(name))
    url = f"postgres://{user}@/{given['dbname']}?{urlencode(at)}"
    return ["postgraphile", "-c", url, "-s", SCHEMA, "-n", "127.0.0.1", "-p", "{port}", "--disable-query-log", *own]


def _show_to_postgraphile() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            name, key = table._meta.db_table, table._meta.pk.attname  # noqa: SLF001  documented
            cursor.execute(f"CREATE VIEW {SCHEMA}.{name} AS SELECT * FROM public.{name}")
            said = "\n".join([f"@primaryKey {key}", *(_smart(link) for link in links() if link.table == name)])
            cursor.execute(f"COMMENT ON VIEW {SCHEMA}.{name} IS '{said}'")


def _smart(link: Link) -> str:
    names = f"@fieldName {link.name}|@foreignFieldName {link.back}|@foreignSimpleFieldName {link.back}"
    return f"@foreignKey ({link.column}) references {link.to} ({link.key})|{names}"


def graph_question() -> bytes:
    """The body of the request to PostGraphile."""
    source = _of(*_SOURCE)
    article = _of(*_ARTICLE, f"outlet {source}", f"wire_credits {_of(*_CREDIT)}")
    citation = _of(*_CITATION, f"relays {_of(f'source {source}')}", f"article {article}")
    parts = [f"incident {_of(*_INCIDENT)}", f"question {_of(*_QUESTION)}", f"citations {citation}"]
    claim = _of(*_CLAIM, f"said_by {source}", f"speaker_for {source}", *parts)
    return json.dumps({"query": f"{{ allBenchClaimsList(first: {PAGE}, orderBy: NUMBER_DESC) {claim} }}"}).encode()


def _of(*fields: str) -> str:
    """Columns are in camel case there; what has fields of its own is called as the link says."""
    return "{ " + " ".join(field if " " in field else _camel(field) for field in fields) + " }"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _show_to_directus() -> None:
    settings = dict(pair.split("=", 1) for pair in _directus_settings("0"))
    subprocess.run(["directus", "bootstrap"], env={**os.environ, **settings}, check=True, capture_output=True)  # noqa: S607  the operator's own
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directus_relations WHERE many_collection LIKE 'bench%%'")
        cursor.execute("DELETE FROM directus_fields WHERE collection LIKE 'bench%%'")
        for link in links():
            cursor.execute(
                "INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field) "
                "VALUES (%s, %s, %s, %s)",
                [link.table, link.column, link.to, link.back],
            )
            cursor.execute(
                "INSERT INTO directus_fields (collection, field, special) VALUES (%s, %s, 'o2m')", [link.to, link.back]
            )


def _directus_settings(port: str) -> list[str]:
    given = connection.get_connection_params()
    database = {"HOST": given.get("host") or "localhost", "PORT": given.get("port") or 5432}
    database |= {"USER": given.get("user", ""), "PASSWORD": given.get("password", ""), "DATABASE": given["dbname"]}
    own = {"KEY": TOKEN, "SECRET": TOKEN * 8, "ADMIN_EMAIL": "bench@example.com", "ADMIN_PASSWORD": TOKEN}
    own |= {"ADMIN_TOKEN": TOKEN, "TELEMETRY": "false", "CACHE_ENABLED": "false", "LOG_LEVEL": "error"}
    own |= {"DB_CLIENT": "pg", "HOST": "127.0.0.1", "PORT": port}
    return [*(f"{name}={value}" for name, value in own.items()), *(f"DB_{name}={it}" for name, it in database.items())]


def directus_address() -> str:
    """What Directus is asked for; every part of it by its own name, as its interface for programs wants it."""
    source, article = _below("", _SOURCE), _below("article_id.", _ARTICLE)
    article += [*_below("article_id.outlet_id.", _SOURCE), *_below("article_id.wire_credits.", _CREDIT)]
    citation = [*_CITATION, *_below("relays.source_id.", source), *article]
    parts = [*_CLAIM, *_below("said_by_id.", source), *_below("speaker_for_id.", source)]
    parts += [*_below("incident_id.", _INCIDENT), *_below("question_id.", _QUESTION), *_below("citations.", citation)]
    return f"/items/bench_claim?limit={PAGE}&sort=-number&fields={','.join(parts)}"


def _below(above: str, names: tuple[str, ...] | list[str]) -> list[str]:
    return [above + name for name in names]

"""`bench api`: a ledger of a given size, every server over it, one run, ratios."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings

from newsroom.benching.api import bare, npm_servers
from newsroom.benching.api.cases import all_cases, vendor
from newsroom.benching.api.cells import CLAIMS_A_CELL, Press
from newsroom.benching.api.checking import check_sample
from newsroom.benching.api.comparison import fill_comparison, strip_attribution
from newsroom.benching.api.exports import measure_exports
from newsroom.benching.api.filling import fill
from newsroom.benching.api.measuring import measure, measure_at_once
from newsroom.benching.api.nested import list_sql
from newsroom.benching.api.patterns import Patterns
from newsroom.benching.api.planting import PATTERNS
from newsroom.benching.api.served import STOCK
from newsroom.benching.api.servers import LIST, datasette, running, wsgi
from newsroom.ledger.models import Entry

Say = Callable[[str], object]
SAMPLE = 1_000
OTHERS = ("r0", "r1", "r2", "floor", "constant", "unattributed")


class OthersDiffer(RuntimeError):
    """What is compared does not answer the same; a comparison of it would say nothing."""


@contextmanager
def ledger_of(claims: int, folder: Path, sample: int, say: Say) -> Iterator[int]:
    """While entered, `default` is a database with so many claims; yields how many documents were compared.

    On SQLite a file in the folder, which is used again where it is there already; on PostgreSQL a database beside
    the one that the settings name, likewise.
    """
    database = connections["default"].settings_dict
    before = database["NAME"]
    name = f"bench_api_{claims}"
    connections["default"].close()
    if vendor() == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        database["NAME"] = str(folder / f"{name}.sqlite3")
    else:
        _make_database(name)
        database["NAME"] = name
    try:
        yield _filled(claims, sample, say)
    finally:
        connections["default"].close()
        database["NAME"] = before


def _make_database(name: str) -> None:
    with connection._nodb_cursor() as cursor:  # noqa: SLF001  what test databases are made with
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')


def _filled(claims: int, sample: int, say: Say) -> int:
    call_command("migrate", verbosity=0)
    press = Press(claims // CLAIMS_A_CELL, PATTERNS)
    patterns = Patterns(press)
    say("patterns are published")
    compared = check_sample(press, patterns, min(sample, claims))
    say(f"{compared:,} documents written in bulk are what publish writes, byte for byte")
    if not Entry.objects.exists():
        fill(press, patterns, say)
        fill_comparison(say)
        strip_attribution()
    return compared


def bench_api(claims: int, folder: Path, rounds: int, sample: int, say: Say) -> dict[str, Any]:
    """All figures of one run."""
    with ledger_of(claims, folder, sample, say) as compared:
        _find_all_alike()
        say("all answer the same")
        with running(_commands(folder), _environment()) as servers:
            cases = all_cases(set(servers))
            figures = measure(cases, servers, rounds, say)
            at_once = measure_at_once(servers, rounds * 2)
        say("files")
        with running(_commands(folder), _environment()) as servers:  # new ones, whose memory tells of files alone
            files = measure_exports(servers)
        connections["default"].close()
    return {
        "claims": claims,
        "engine": vendor(),
        "documents_compared_with_publish": compared,
        "concurrency_1": figures,
        "concurrency_8": at_once,
        "files": files,
    }


def _environment() -> dict[str, str]:
    name = str(connections["default"].settings_dict["NAME"])
    url = f"sqlite:///{name}"
    if vendor() == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "SECRET_KEY": settings.SECRET_KEY,
    }


def _commands(folder: Path) -> dict[str, list[str]]:
    commands = {"ours": wsgi("newsroom.wsgi:application")}
    commands |= {name: wsgi("newsroom.benching.api.served:application") for name in OTHERS}
    for name in npm_servers.installed():
        npm_servers.prepare(name)
        commands[name] = npm_servers.command(name)
    if vendor() == "sqlite" and find_spec("datasette"):
        metadata = folder / "datasette.json"
        queries = {"claims": {"sql": list_sql("sqlite")}}
        database = Path(connections["default"].settings_dict["NAME"])
        metadata.write_text(json.dumps({"databases": {database.stem: {"queries": queries}}}))
        commands["datasette"] = datasette(database, metadata)
    return commands


def _find_all_alike() -> None:
    """Raises `OthersDiffer` unless R0, R1 and R2 give the claims of the first page as the product does."""
    ours = Client(SERVER_NAME="localhost").get(LIST).json()["results"]
    with override_settings(ROOT_URLCONF="newsroom.benching.api.idiomatic", MIDDLEWARE=STOCK):
        answers = {"r2": Client(SERVER_NAME="localhost").get(LIST).content}
    answers |= {"r0": bare.flat()[0](), "r1": bare.nested()[0]()}
    for name, content in answers.items():
        if json.loads(content)["results"] != ours:
            message = f"{name} does not give the claims that the product gives."
            raise OthersDiffer(message)


def table_of(figures: dict[str, Any]) -> Iterator[str]:
    """The figures for reading, those that miss their bar first."""
    yield f"{figures['claims']:,} claims on {figures['engine']}, Python {sys.version.split()[0]}, concurrency 1"
    yield f"{'case':44}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>8}{'kB':>8}{'SQL':>5}{'ratio':>8}  bar"
    for row in sorted(figures["concurrency_1"], key=lambda row: row["kept"] is not False):
        kept = {True: "kept", False: "MISSED", None: ""}[row["kept"]]
        yield (
            f"{row['case']:44}{row['p50_ms']:9.2f}{row['p99_ms']:9.2f}{row['cpu_ms']:8.2f}{row['bytes'] / 1000:8.1f}"
            f"{row['statements'] or '':>5}{row['ratio'] or '':>8}  {row['bar']:7} {kept}"
        )
    yield "files of everything"
    for row in sorted(figures["files"], key=lambda row: row["kept"] is not False):
        kept = {True: "kept", False: "MISSED", None: ""}[row["kept"]]
        speed = f"{row['claims_a_second']:,} claims a second" if "claims_a_second" in row else ""
        yield f"{row['case']:24}{speed:>28}{row['ratio'] or '':>8}  {row['bar']:7} {kept}"
    yield "concurrency 8"
    for row in figures["concurrency_8"]:
        yield (
            f"{row['server']:12}{row['requests_a_second']:10.1f} a second{row['p50_ms']:9.2f}{row['p99_ms']:9.2f} ms "
            f"{row['peak_mb']:6} MB{row.get('of_r0', ''):>8} of r0"
        )

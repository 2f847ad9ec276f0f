"""The benchmark of the API in small: that it runs whole, compares what is alike, and tells every ratio."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from newsroom.benching.api import npm_servers
from newsroom.benching.api.comparison import TABLES

pytestmark = pytest.mark.own_database


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    command = [sys.executable, "-W", "ignore", "manage.py", "bench", "api", "--claims", "400", "--rounds", "2"]
    return subprocess.run(  # noqa: S603  our own command
        [*command, "--sample", "10", "--folder", str(tmp_path_factory.mktemp("bench"))],
        env={**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def figures(run):
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def test_what_is_written_in_bulk_is_what_publish_writes(figures):
    assert figures["documents_compared_with_publish"] >= 20


def test_every_server_answers_and_every_ratio_is_told(figures):
    rows = {row["case"]: row for row in figures["concurrency_1"]}
    for name in (
        "list",
        "list from r0",
        "list from r1",
        "list from r2",
        "list from datasette",
        "detail",
        "not modified",
    ):
        assert rows[name]["p50_ms"] > 0, name
    for name in (
        "list",
        "list, beside r1",
        "list from r2",
        "with_count",
        "outlet, rare",
        "said_after, median",
        "q, rare",
    ):
        assert rows[name]["ratio"] > 0, name
    assert {row["server"] for row in figures["concurrency_8"]} == {"ours", "r0", "r1", "r2", "floor"}


def test_no_list_takes_more_than_two_statements(figures):
    assert max(row["statements"] or 0 for row in figures["concurrency_1"]) <= 2


def test_each_table_tells_a_missed_bar_first(run):
    lists, _, files = run.stderr.partition("files of everything")
    for table in (lists, files):
        ends = [line.split()[-1] for line in table.splitlines() if line.rstrip().endswith(("kept", "MISSED"))]
        assert ends
        assert ends == sorted(ends)  # capitals come first


def test_files_of_everything_are_measured_beside_the_driver_and_the_usual_way(figures):
    rows = {row["case"]: row for row in figures["files"]}
    assert rows["CSV"]["ratio"] > 0
    assert rows["NDJSON"]["ratio"] > 0
    assert rows["MB taken by both"]["ratio"] >= 0


def test_what_others_are_asked_is_in_the_tables_that_are_compared():
    columns = {table._meta.db_table: {field.attname for field in table._meta.concrete_fields} for table in TABLES}
    forth = {(link.table, link.column): link.to for link in npm_servers.links()}
    back = {(link.to, link.back): link.table for link in npm_servers.links()}
    asked = npm_servers.directus_address().partition("fields=")[2].split(",")
    for path in asked:
        *way, column = path.split(".")
        table = "bench_claim"
        for step in way:
            table = forth.get((table, step)) or back[table, step]
        assert column in columns[table], path
    words = set(re.findall(r"\w+", json.loads(npm_servers.graph_question())["query"]))
    assert {npm_servers._camel(path.rpartition(".")[2]) for path in asked} <= words

"""The command as a process: what it ends with, and what it leaves when it is not let end."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sources.importing.outcomes import COUNTED
from tests.sources.importing import put, texts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An SQLite database file with the tables and nothing else."""
    database = tmp_path_factory.mktemp("migrated") / "newsroom.sqlite3"
    done = run(database, "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def database(migrated, tmp_path):
    copy = tmp_path / "newsroom.sqlite3"
    copy.write_bytes(migrated.read_bytes())
    return copy


def command(database, *args):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return {"args": [sys.executable, "manage.py", *map(str, args)], "cwd": ROOT, "env": environment, "text": True}


def run(database, *args, **options):
    return subprocess.run(**command(database, *args), capture_output=True, check=False, **options)


def start(database, *args):
    return subprocess.Popen(**command(database, *args), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ask(database, sql):
    connection = sqlite3.connect(database, timeout=10)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def wait_for_first_batch(database, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if ask(database, "SELECT 1 FROM sources_importrun WHERE read > 0"):
            return
        time.sleep(0.005)
    pytest.fail(f"no batch was committed: {process.communicate()}")


def test_the_result_alone_goes_to_standard_output(database, tmp_path):
    texts(tmp_path / "in", 2)
    done = run(database, "import_articles", tmp_path / "in", "--output", "json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert list(result)[:9] == ["run", "state", "dry_run", "read", *COUNTED]
    assert (result["read"], result["created"]) == (2, 2)


def test_exit_codes(database, tmp_path):
    good, bad = put(tmp_path, "good/a.txt", "Text."), put(tmp_path, "bad/b.txt", "")
    for code, args in ((3, [bad]), (1, [bad, "--strict"]), (2, [tmp_path / "no"]), (2, [good, "--format=nonsense"])):
        done = run(database, "import_articles", *args)
        assert done.returncode == code, (args, done.stderr)
        assert "Traceback" not in done.stderr


def test_a_database_without_tables_is_said_in_a_sentence(tmp_path):
    done = run(tmp_path / "empty.sqlite3", "import_articles", put(tmp_path, "in/a.txt", "Text."))
    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input(database):
    done = run(database, "import_articles", "-", "--id", "1", "--output=json", input="date 2023-06-19 Text.")
    assert json.loads(done.stdout)["created"] == 1


def test_a_second_import_into_one_database_is_turned_away(database, tmp_path):
    first = start(database, "import_articles", texts(tmp_path / "in", 1500))
    try:
        wait_for_first_batch(database, first)
        first.send_signal(signal.SIGSTOP)
        second = run(database, "import_articles", tmp_path / "in", "--limit=1")
        assert second.returncode == 75
        assert "Another import" in second.stderr
    finally:
        first.kill()
        first.communicate()
    assert run(database, "import_articles", tmp_path / "in", "--limit=1").returncode == 0


def test_ctrl_c_ends_in_good_order_and_the_run_is_resumed(database, tmp_path):
    process = start(database, "import_articles", texts(tmp_path / "in", 1500), "--output=json")
    wait_for_first_batch(database, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    result = json.loads(out)
    assert result["state"] == "interrupted"
    assert ask(database, "SELECT count(*) FROM sources_article") == [(result["created"],)]
    done = run(database, "import_articles", "--resume", result["run"], "--output=json")
    assert (done.returncode, json.loads(done.stdout)["created"]) == (0, 1500)


def test_after_kill_9_a_run_resumes_to_the_same_content(database, migrated, tmp_path):
    whole = tmp_path / "whole.sqlite3"
    whole.write_bytes(migrated.read_bytes())
    texts(tmp_path / "in", 1000)
    assert run(whole, "import_articles", tmp_path / "in").returncode == 0
    process = start(database, "import_articles", tmp_path / "in")
    wait_for_first_batch(database, process)
    process.kill()
    process.communicate()
    left = ask(database, "SELECT state, read, created FROM sources_importrun")[0]
    assert left[0] == "running"
    assert left[1] == left[2] == ask(database, "SELECT count(*) FROM sources_article")[0][0] < 1000
    assert run(database, "import_articles", "--resume", "1").returncode == 0
    assert content(database) == content(whole)


def content(database):
    """What was imported, by natural keys."""
    return [
        ask(
            database,
            "SELECT import_path, external_id, name, headline, published_on, number, sha256, text, i.outcome, i.name "
            "FROM sources_article a JOIN sources_source s ON s.id = outlet_id "
            "JOIN sources_articleversion v ON v.article_id = a.id "
            "LEFT JOIN sources_importitem i ON i.version_id = v.id ORDER BY import_path, number".replace(
                "name, headline", "s.name, a.headline"
            ).replace("published_on", "a.published_on"),
        ),
        ask(database, "SELECT state, read, created, unchanged, refused, checkpoint FROM sources_importrun"),
        ask(database, "SELECT count(*) FROM sources_historicalarticle"),
        ask(database, "SELECT count(*) FROM sources_source"),
    ]

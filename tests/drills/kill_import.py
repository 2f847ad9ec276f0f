"""Kill an import with `kill -9` at moments of chance, resume it, and compare with an import that nobody disturbed.

    python -m tests.drills.kill_import --kills 60 --items 5000
    DATABASE_URL=postgres://… python -m tests.drills.kill_import

On PostgreSQL the databases `drill_*` are made and dropped on the server that DATABASE_URL names.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from newsroom.benching.copies import Press
from tests.drills.scratch import beside

ROOT = Path(__file__).parents[2]


class Databases:
    """New databases that are copies of one with the product's tables and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.empty = folder / "empty.sqlite3"
        run(self.url(self.empty), "migrate", "--verbosity=0").check_returncode()

    @staticmethod
    def url(path: Path) -> str:
        return f"sqlite:///{path}"

    def new(self, name: str) -> str:
        copy = self.folder / f"{name}.sqlite3"
        shutil.copyfile(self.empty, copy)
        return self.url(copy)


class PostgresDatabases:
    """The same on a PostgreSQL server, by its templates."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._ask("DROP DATABASE IF EXISTS drill_empty WITH (FORCE)", "CREATE DATABASE drill_empty")
        run(beside(self.server, "drill_empty"), "migrate", "--verbosity=0").check_returncode()

    def new(self, name: str) -> str:
        base = f"drill_{name.replace('-', '_')}"
        self._ask(f"DROP DATABASE IF EXISTS {base} WITH (FORCE)", f"CREATE DATABASE {base} TEMPLATE drill_empty")
        return beside(self.server, base)

    def _ask(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(beside(self.server, "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def command(url: str, *args: object) -> dict[str, Any]:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return {"args": [sys.executable, *map(str, args)], "cwd": ROOT, "env": environment, "text": True}


def run(url: str, *args: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(**command(url, "manage.py", *args), capture_output=True, check=False)


def digest(url: str) -> dict[str, str]:
    done = subprocess.run(**command(url, "-m", "tests.drills.content"), capture_output=True, check=True)
    return dict(json.loads(done.stdout))


def write_items(folder: Path, count: int) -> Path:
    """Reports in files and one JSON Lines file, so that a kill also falls inside a file of many items."""
    press = Press(seed=7, originals=count, copies=0)
    lines = []
    for number in range(count):
        head = {"outlet": f"Example Post {number % 7}", "id": str(number), "published": f"2023-06-{number % 28 + 1:02}"}
        text = press.report(number).text
        if number % 2:
            lines.append(json.dumps({**head, "text": text}))
        else:
            put = folder / f"{number % 5}" / f"{number:06}.txt"
            put.parent.mkdir(parents=True, exist_ok=True)
            put.write_text("".join(f"{key}: {value}\n" for key, value in head.items()) + f"\n{text}")
    (folder / "3" / "many.jsonl").write_text("\n".join(lines))
    return folder


def kill_once(url: str, items: Path, after: float) -> str:
    """Kill an import after so many seconds, unless it ends before, and finish it; what was found when it died."""
    process = subprocess.Popen(
        **command(url, "manage.py", "import_articles", items), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=after)
    was_running = process.poll() is None
    process.kill()
    process.wait()
    resumed = run(url, "import_articles", "--resume", 1)
    if "no import run" in resumed.stderr:
        run(url, "import_articles", items).check_returncode()
        return "before it began"
    if "import it again" in resumed.stderr:
        return "after it was done" if not was_running else "as it ended"
    resumed.check_returncode()
    return "in the middle"


def drill(kills: int, items: int, seed: int) -> tuple[int, Counter[str]]:
    """How many of the killed and resumed imports differ from an undisturbed one, and where they were hit."""
    chance = random.Random(seed)
    hits: Counter[str] = Counter()
    bad = 0
    with TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        server = os.environ.get("DATABASE_URL", "")
        databases = PostgresDatabases(server) if server.startswith("postgres") else Databases(folder)
        written = write_items(folder / "in", items)
        whole = databases.new("whole")
        started = time.perf_counter()
        run(whole, "import_articles", written).check_returncode()
        seconds, wanted = time.perf_counter() - started, digest(whole)
        for number in tqdm(range(kills), unit=" kills", file=sys.stderr, disable=not sys.stderr.isatty()):
            url = databases.new(f"killed-{number % 2}")
            began = time.perf_counter()
            hit = kill_once(url, written, chance.uniform(0.2, 0.98) * seconds)
            hits[hit] += 1
            if hit == "after it was done":  # the machine is faster now than when the whole one ran
                seconds = min(seconds, time.perf_counter() - began)
            found = digest(url)
            if found != wanted:
                bad += 1
                differing = [table for table in wanted if found.get(table) != wanted[table]]
                sys.stderr.write(f"kill {number}: {differing} differ\n")
    return bad, hits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bad, hits = drill(asked.kills, asked.items, asked.seed)
    sys.stdout.write(f"{asked.kills} kills of an import of {asked.items} items, hit {dict(hits)}: {bad} bad\n")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())

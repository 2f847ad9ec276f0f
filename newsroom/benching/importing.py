"""How fast reports and incidents come in, beside a bare `bulk_create` of the very rows that come of it, in one run."""

import csv
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from events.following import follow_import
from events.importing.data_set_job import DataSetJob
from events.importing.data_sets import DataSetImporter
from events.importing.presets import named_mapping
from newsroom.benching.copies import Press
from newsroom.benching.scratch import BARE
from sources.importing.article_job import ArticleJob
from sources.importing.articles import ArticleImporter
from sources.importing.importer import Importer
from sources.importing.outcomes import Outcome
from sources.importing.pipeline import run_import
from sources.models import Shingle

APPS = ("sources", "events")
ROWS_AT_ONCE = 2000
NEVER = SimpleNamespace(is_asked=False)
Say = Callable[[str], None]


@dataclass
class Clock:
    """Seconds and memory at every tenth of a run of so many items."""

    items: int
    seen: int = 0
    marks: list[tuple[int, float]] = field(default_factory=lambda: [(0, time.perf_counter())])
    memory: list[float] = field(default_factory=lambda: [peak_memory()])

    def watch(self, outcomes: Sequence[Outcome]) -> None:
        self.seen += len(outcomes)
        if self.seen * 10 // self.items > len(self.marks) - 1:
            self.marks.append((self.seen, time.perf_counter()))
            self.memory.append(peak_memory())

    @property
    def seconds(self) -> float:
        return self.marks[-1][1] - self.marks[0][1]

    @property
    def last_to_first(self) -> float:
        """What an item costs in the last tenth, in parts of what it costs in the first."""
        return self._cost(-2, -1) / self._cost(0, 1)

    def _cost(self, first: int, last: int) -> float:
        (begun, start), (ended, end) = self.marks[first], self.marks[last]
        return (end - start) / max(1, ended - begun)


def bench_articles(folder: Path, count: int, say: Say) -> dict[str, Any]:
    """New reports from text files, the bare rows beside them, then the same folder again."""
    write_reports(folder, count)
    return _bench(lambda: ArticleImporter(ArticleJob(path=folder), follow_import), count, "reports", say)


def bench_incidents(folder: Path, count: int, say: Say) -> dict[str, Any]:
    """New incidents from a table in the form of ACLED, the same way."""
    table = write_incidents(folder, count)
    job = DataSetJob(path=table, mapping=tomllib.loads(named_mapping("acled").decode()))
    return _bench(lambda: DataSetImporter(job), count, "incidents", say)


def peak_memory() -> float:
    """The most memory this process has held, in MB (macOS counts bytes, Linux kilobytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1_000_000 if sys.platform == "darwin" else 1_000)


def write_reports(folder: Path, count: int) -> None:
    """So many text files, a thousand a folder, none a copy of another."""
    press = Press(seed=1, originals=count, copies=0)
    for number in range(count):
        place = folder / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        head = f"date 2023-06-{number % 28 + 1:02}\noutlet: Example Post {number % 50}\nid: {number}\n\n"
        (place / f"{number:06}.txt").write_text(head + press.report(number).text)


def write_incidents(folder: Path, count: int) -> Path:
    """A table with the columns of ACLED and invented rows."""
    path = folder / "incidents.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(ACLED_COLUMNS)
        rows.writerows(_incident(number) for number in range(count))
    return path


ACLED_COLUMNS = [
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "inter1", "actor2"),
    *("inter2", "country", "admin1", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities"),
]


def _incident(number: int) -> list[object]:
    place = number % 400
    return [
        *(f"XMP{number}", f"{number % 28 + 1:02} June 2023", 1, "Battles", "Armed clash"),
        *(f"Example Group {number % 30}", 2, f"Example Force {number % 20}", 1, "Israel", f"Region {place % 20}"),
        *(f"Exampleton {place}", f"{30 + place / 100:.4f}", f"{34 + place / 200:.4f}", 1),
        *(f"Example Post {number % 50}", "National", f"A clash was reported near Exampleton {place}.", number % 7),
    ]


def _bench(importer: Callable[[], Importer], count: int, what: str, say: Say) -> dict[str, Any]:
    first = _import(importer(), count)
    say(f"{what}: new              {first.seconds:8.1f} s  {count / first.seconds:8.0f} a second")
    rows, spent = bare_bulk_create()
    bare = sum(spent.values())
    say(f"{what}: bare bulk_create {bare:8.1f} s  {sum(rows.values()):,} rows, {disk_of(BARE):,.0f} MB")
    second = _import(importer(), count)
    say(f"{what}: the same again   {second.seconds:8.1f} s  {count / second.seconds:8.0f} a second")
    without_index = bare - spent.get(Shingle.__name__, 0.0)
    return {
        "items": count,
        "new_seconds": round(first.seconds, 2),
        "bare_seconds": round(bare, 2),
        "unchanged_seconds": round(second.seconds, 2),
        "new_to_bare": round(first.seconds / bare, 2),
        "new_to_bare_without_shingles": round(first.seconds / without_index, 2),
        "unchanged_to_bare": round(second.seconds / bare, 2),
        "unchanged_to_bare_without_shingles": round(second.seconds / without_index, 2),
        "last_tenth_to_first": round(first.last_to_first, 2),
        "peak_mb_by_tenth": [round(mark) for mark in first.memory],
        "rows": rows,
    }


def _import(importer: Importer, count: int) -> Clock:
    """The whole pipeline over what an importer reads; when and with how much memory each tenth was done."""
    clock = Clock(count)
    run_import(importer, NEVER, clock.watch)
    clock.watch([])
    return clock


def bare_bulk_create(batch: int = ROWS_AT_ONCE) -> tuple[dict[str, int], dict[str, float]]:
    """The rows of `default`, by table, and the seconds for storing them in `bare` with nothing but `bulk_create`."""
    counts: dict[str, int] = {}
    spent: dict[str, float] = {}
    started = time.perf_counter()
    with transaction.atomic(using=BARE):  # one for all: references are looked at when it ends
        for model in _tables():
            name = model.__name__
            for rows in _chunks(model, batch):
                started = time.perf_counter()
                models.QuerySet(model, using=BARE).bulk_create(rows)
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - started
                counts[name] = counts.get(name, 0) + len(rows)
        started = time.perf_counter()
    spent["commit"] = time.perf_counter() - started
    return counts, spent


def _tables() -> Iterator[type[models.Model]]:
    """The tables that an import fills: not those that ship with their rows."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if not models.QuerySet(model, using=BARE).exists():
                yield model


def _chunks(model: type[models.Model], size: int) -> Iterator[list[Any]]:
    stored: models.QuerySet[Any] = models.QuerySet(model, using="default")
    rows = stored.order_by("pk").iterator(chunk_size=size)
    while chunk := list(islice(rows, size)):
        for row in chunk:
            row._state.adding, row._state.db = True, None  # noqa: SLF001  Django documents it
        yield chunk


def disk_of(alias: str) -> float:
    """MB that a database takes."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1e6
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return float(cursor.fetchone()[0]) / 1e6

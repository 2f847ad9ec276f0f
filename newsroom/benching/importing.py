"""How fast reports come in, beside a bare `bulk_create` of the very rows that come of it, in the same run."""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db import connections, models, transaction

from events.following import follow_import
from newsroom.benching.copies import Press
from newsroom.benching.scratch import BARE
from sources.importing.article_job import ArticleJob
from sources.importing.articles import ArticleImporter
from sources.importing.outcomes import Outcome
from sources.importing.pipeline import run_import
from sources.models import Article, ArticleVersion, Contribution, Derivation, ImportItem, ImportRun, Source

TABLES: tuple[type[models.Model], ...] = (
    Source,
    Article,
    Article.history.model,
    ArticleVersion,
    Contribution,
    Derivation,
    ImportRun,
    ImportItem,
)
ROWS_AT_ONCE = 2000
NEVER = SimpleNamespace(is_asked=False)


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


def import_folder(folder: Path, count: int) -> Clock:
    """The whole pipeline over a folder; when and with how much memory each tenth was done."""
    clock = Clock(count)
    run_import(ArticleImporter(ArticleJob(path=folder), follow_import), NEVER, clock.watch)
    clock.watch([])
    return clock


def bare_bulk_create(batch: int = ROWS_AT_ONCE) -> tuple[float, dict[str, int]]:
    """Seconds for storing the rows of `default` in `bare` with nothing but `bulk_create`, and how many of each."""
    counts = {}
    spent = 0.0
    for model in TABLES:
        counts[model.__name__] = 0
        for rows in _chunks(model, batch):
            started = time.perf_counter()
            with transaction.atomic(using=BARE):
                models.QuerySet(model, using=BARE).bulk_create(rows)
            spent += time.perf_counter() - started
            counts[model.__name__] += len(rows)
    return spent, counts


def _chunks(model: type[models.Model], size: int) -> Iterator[list[Any]]:
    stored = model._base_manager.using("default")  # noqa: SLF001  Django documents it
    rows = stored.order_by("pk").iterator(chunk_size=size)
    while chunk := list(islice(rows, size)):
        for row in chunk:
            row._state.adding, row._state.db = True, None  # noqa: SLF001  same
        yield chunk


def disk_of(alias: str) -> float:
    """MB that a database takes."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1e6
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return float(cursor.fetchone()[0]) / 1e6


Say = Callable[[str], None]


def bench_import(folder: Path, count: int, say: Say) -> dict[str, Any]:
    """New items, the bare rows beside them, then the same folder again."""
    write_reports(folder, count)
    first = import_folder(folder, count)
    say(f"new items        {first.seconds:8.1f} s  {count / first.seconds:8.0f} items/s")
    bare, rows = bare_bulk_create()
    say(f"bare bulk_create {bare:8.1f} s  {sum(rows.values()):,} rows, {disk_of(BARE):,.0f} MB")
    second = import_folder(folder, count)
    say(f"the same again   {second.seconds:8.1f} s  {count / second.seconds:8.0f} items/s")
    return {
        "items": count,
        "new_seconds": round(first.seconds, 2),
        "bare_seconds": round(bare, 2),
        "unchanged_seconds": round(second.seconds, 2),
        "new_to_bare": round(first.seconds / bare, 2),
        "unchanged_to_bare": round(second.seconds / bare, 2),
        "last_tenth_to_first": round(first.last_to_first, 2),
        "peak_mb_by_tenth": [round(mark) for mark in first.memory],
        "rows": rows,
    }

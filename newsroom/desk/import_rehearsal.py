"""The dry run of an upload: what would become of every item, without writing anything, in a bounded time."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from events.following import follow_import
from newsroom.desk.import_uploads import Upload
from sources.importing.articles import ArticleImporter
from sources.importing.outcomes import Outcome
from sources.importing.pieces import Piece, Position, pieces_in
from sources.importing.pipeline import Watch, run_import
from sources.importing.preparing import Entry, Prepared
from sources.importing.reporting import open_report
from sources.importing.stopping import Stop
from sources.importing.summaries import Summary
from sources.models import Article, ImportRun
from sources.text import clip

SECONDS = 20.0
"""How long an upload is looked at while the editor waits."""

MOST_SHOWN = 500
"""The most items of one outcome that are listed; the others are counted."""


class UploadImporter(ArticleImporter):
    """Imports the files of an upload in one run, and remembers of a dry run which rows each item would touch."""

    def __init__(self, upload: Upload, *, is_dry_run: bool = False) -> None:
        super().__init__(upload.job(is_dry_run=is_dry_run), follow_import)
        self._upload = upload
        self.new_outlets: dict[str, None] = {}
        self.headlines: dict[str, str] = {}
        self.versions_of: dict[str, int] = {}

    def pieces(self, after: Position) -> Iterator[Piece | Outcome]:
        return pieces_in(self._upload.readings(), self._parse, after)

    def rehearse(self, prepared: Prepared) -> list[Outcome]:
        outcomes = super().rehearse(prepared)
        for entry, outcome in zip(prepared, outcomes, strict=True):
            if isinstance(entry, Entry):
                self._remember(entry, outcome)
        return outcomes

    def _remember(self, entry: Entry, outcome: Outcome) -> None:
        self.headlines[outcome.name] = clip(entry.record.headline)
        if outcome.outcome == "created" and entry.outlet and not entry.outlet.pk:
            self.new_outlets[entry.outlet.name] = None
        if outcome.outcome == "new_version":
            held = (found.article.pk for found in self._rehearsed.get("text", entry.sha256) if found.article.pk)
            self.versions_of[outcome.name] = next(held, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the dry run; `article` is the one of which it would become a version."""

    outcome: Outcome
    headline: str = ""
    article: Article | None = None


@dataclass(slots=True)
class Rehearsal:
    """What would happen. `rows` are the first of each outcome, `new_outlets` the names that would become outlets."""

    summary: Summary
    rows: Mapping[str, Sequence[Row]]
    new_outlets: Sequence[str]

    @property
    def is_cut(self) -> bool:
        """True if the time was over before everything was looked at."""
        return self.summary.state == ImportRun.State.INTERRUPTED

    @property
    def stored(self) -> int:
        """How many items would be stored."""
        return sum(self.summary.counts[name] for name in ("created", "new_version", "filled"))


def rehearse(upload: Upload, watch: Watch = lambda _: None) -> Rehearsal:
    """Look at an upload. `watch` is told of every batch. Raises `RecordProblem` for options that cannot be met."""
    importer = UploadImporter(upload, is_dry_run=True)
    shown: dict[str, list[Outcome]] = defaultdict(list)
    stop, began = Stop(), time.monotonic()

    def keep(outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if len(shown[outcome.outcome]) < MOST_SHOWN:
                shown[outcome.outcome].append(outcome)
        watch(outcomes)
        stop.is_asked = time.monotonic() - began > SECONDS

    summary = run_import(importer, stop, keep)
    articles = Article.objects.in_bulk(set(importer.versions_of.values()))
    rows = {
        name: [
            Row(each, importer.headlines.get(each.name, ""), articles.get(importer.versions_of.get(each.name, 0)))
            for each in outcomes
        ]
        for name, outcomes in shown.items()
    }
    return Rehearsal(summary, rows, list(importer.new_outlets))


def report_of_refused(upload: Upload) -> bytes:
    """A CSV row for every item that would be refused, in the columns of the command's report."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "refused.csv"
        with open_report(path) as write:
            rehearse(upload, lambda outcomes: write(said for said in outcomes if said.outcome == "refused"))
        return path.read_bytes()
